"""Decides what the page Progress shows and does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.pages.progress.crops import CropFeeder
from desktop.pages.progress.mistakes import MistakeFilter, Mistakes, cell_filter, mistakes
from desktop.pages.progress.point_words import PointWords, point_words
from desktop.pages.progress.state import (
    ClassLook,
    Look,
    ProgressReading,
    SeenVersion,
    class_looks,
    look_at,
)
from desktop.qtkit.translation import tr
from desktop.reading_page import ReadingView
from desktop.reporting.messages import MessageCenter
from desktop.tasks.pool import Ticket
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.reading import Reading
from desktop.viewmodels.finding_grid_model import FindingTile
from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError
from engine.domain.identifiers import VersionId
from engine.domain.metrics import Yardstick
from engine.domain.operating_points import OperatingPoint
from engine.domain.versions import ModelVersion
from engine.loop.bootstrap import Project
from engine.loop.curves import learning_curve
from engine.loop.evaluations import MeasuredVersion

PAGE_ID = "progress"
SHOWN = (
    Changed.VERSIONS | Changed.SEARCHES | Changed.CLASSES | Changed.PROJECT | Changed.LABELS
    | Changed.ROUNDS | Changed.IMAGES | Changed.SPLITS
)  # fmt: skip
# A slider that rests so long is meant.
_KEEP_AFTER_MS = 500


class ProgressView(ReadingView, Protocol):
    """What the presenter asks of the page."""

    def show_empty(self, reading: ProgressReading) -> None:
        """Show that there is no version yet, and what to do."""

    def show_reading(self, reading: ProgressReading, version: ModelVersion) -> None:
        """Show what the project knows without looking at single images."""

    def show_classes(self, classes: Sequence[ClassLook], yardstick: Yardstick) -> None:
        """Show what each class reached on a yardstick."""

    def show_looking(self) -> None:
        """Show that what the version saw is being read."""

    def show_nothing_seen(self, error: EngineError) -> None:
        """Show why single images cannot be told of."""

    def show_yardsticks(self, yardsticks: Sequence[Yardstick], chosen: Yardstick) -> None:
        """Offer the yardsticks of the version."""

    def show_look(self, look: Look, words: PointWords, *, can_change: Availability) -> None:
        """Show the confusions and the operating point."""

    def show_mistakes(self, mistakes: Mistakes) -> None:
        """Show what the version got wrong."""

    def open_mistakes(self) -> None:
        """Bring the view of mistakes to the front."""

    def set_crop(self, tile: FindingTile, crop: QImage) -> None:
        """Take a picture that was asked for."""


class ProgressPresenter:
    """Reads the loop and what the newest version saw; keeps its operating point. GUI thread only.

    Counting and intervals happen on the pool; a newer wish takes the place of an older one.
    """

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        view: ProgressView,
        *,
        messages: MessageCenter,
        timer: QTimer,
    ) -> None:
        self._project = project
        self._session = session
        self._view = view
        self._messages = messages
        self._timer = timer
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_AFTER_MS)
        self._last: ProgressReading | None = None
        self._seen: SeenVersion | None = None
        self._wanted: VersionId | None = None
        self._look: Look | None = None
        self._classes: tuple[ClassLook, ...] = ()
        self._yardstick = Yardstick.TEST
        self._aims: tuple[float | None, ...] = ()
        self._class_index = 0
        self._filter = MistakeFilter()
        self._ticket: Ticket | None = None
        self._crops = CropFeeder(project.pool, session.pool, then=view.set_crop)
        self._reading = Reading(
            session.thread.run, self._read, then=self._on_read, failed=view.show_failed
        )
        self._timer.timeout.connect(self.keep_point)

    @property
    def can_change(self) -> Availability:
        """Whether the operating point can be set now."""
        if self._last is None or self._seen is None:
            return unavailable(tr("There is nothing to set yet."))
        if self._last.is_read_only:
            return unavailable(tr("The project is open for reading only."))
        return AVAILABLE

    def load(self) -> None:
        """Read for the first time."""
        self._view.show_busy()
        self._reading.again()

    def refresh(self, changes: Changes) -> None:
        """Read anew what changed elsewhere."""
        if changes.kinds & SHOWN:
            self._reading.again()

    def choose_yardstick(self, yardstick: Yardstick) -> None:
        """Look at what the version saw on another yardstick."""
        self._yardstick = yardstick
        self._look_again()

    def choose_class(self, place: int) -> None:
        """Look at another class."""
        if place != self._class_index:
            self._class_index = place
            self._look_again()

    def aim(self, place: int, share: float | None) -> None:
        """Want a share of a class found; None = the best balance."""
        if not self.can_change.is_enabled or self._look is None or self._look.point is None:
            return
        aims = list(self._aims)
        aims[place] = share
        self._aims, self._class_index = tuple(aims), place
        self._look_again()
        self._timer.start()

    def choose_finding(self, wanted: MistakeFilter) -> None:
        """Look at other findings."""
        self._filter = wanted
        self._show_mistakes()

    def open_finding(self, wanted: MistakeFilter) -> None:
        """Look at some findings, in front of the person."""
        self.choose_finding(wanted)
        self._view.open_mistakes()

    def open_cell(self, there: int, said: int) -> None:
        """Look at what a cell of the confusions counts."""
        self.open_finding(cell_filter(there, said, num_classes=len(self._classes)))

    def fetch_crops(self, tiles: Sequence[FindingTile]) -> None:
        """Cut out pictures of tiles."""
        self._crops.feed(tiles)

    def keep_point(self) -> None:
        """Store the operating point as it was last set, unless it is stored already."""
        self._timer.stop()
        point = self._look.point if self._look else None
        if self._seen is None or point is None or not self.can_change.is_enabled:
            return
        if point.aims != self._aims:
            # It is still being counted; what comes of it is kept then.
            self._timer.start()
            return
        version = self._seen.measured.version
        if version.operating_point is None or version.operating_point.aims != point.aims:
            self._keep(version.id, point)

    def leave(self) -> None:
        """Keep at once what a slider still waits to have kept."""
        if self._timer.isActive():
            self.keep_point()

    def _keep(self, version_id: VersionId, point: OperatingPoint) -> None:
        self._session.thread.run(
            lambda: self._project.models.keep_operating_point(version_id, point),
            then=lambda _: self._reading.again(),
            failed=self._on_refused,
            initiator=self,
        )

    def _read(self) -> ProgressReading:
        project = self._project
        status = project.status.read()
        return ProgressReading(
            # A version serves the task it was trained for alone.
            versions=tuple(v for v in project.models.all() if v.task is status.settings.task),
            classes=tuple(project.file.classes()),
            curve=learning_curve(project.store, name=status.settings.name),
            goal=status.settings.goal,
            task=status.settings.task,
            searches=tuple(project.searches.all()),
            expert_s=status.expert_s,
            advice=status.advice,
            is_read_only=project.is_read_only,
        )

    def _on_read(self, reading: ProgressReading) -> None:
        self._last = reading
        version = reading.newest
        if version is None:
            self._view.show_empty(reading)
            return
        self._view.show_reading(reading, version)
        self._show_classes(version, reading.curve.yardstick)
        if self._wanted != version.id:
            self._see(version)
        elif self._seen is not None:
            self._take_version(version)

    def _see(self, version: ModelVersion) -> None:
        """Read what a version saw, which takes a moment."""
        self._wanted, self._seen, self._look = version.id, None, None
        if self._ticket is not None:
            # A look at the version before may still be on its way.
            self._ticket.cancel()
        self._view.show_looking()
        evaluations = self._project.evaluations
        self._session.pool.submit(
            partial(evaluations.read, version),
            then=self._on_measured,
            failed=partial(self._on_not_seen, version.id),
        )

    def _on_measured(self, measured: MeasuredVersion) -> None:
        self._session.thread.run(
            lambda: SeenVersion(measured, self._project.evaluations.images(measured)),
            then=self._on_seen,
            failed=partial(self._on_not_seen, measured.version.id),
        )

    def _on_seen(self, seen: SeenVersion) -> None:
        if seen.measured.version.id != self._wanted:
            return
        self._seen = seen
        version = seen.measured.version
        yardsticks = seen.measured.yardsticks
        if self._yardstick not in yardsticks:
            self._yardstick = yardsticks[0]
        point = version.operating_point
        self._aims = point.aims if point else (None,) * len(version.class_names)
        self._class_index = min(self._class_index, len(version.class_names) - 1)
        self._look_again()

    def _on_not_seen(self, version_id: VersionId, error: EngineError) -> None:
        if version_id == self._wanted:
            self._view.show_nothing_seen(error)

    def _take_version(self, version: ModelVersion) -> None:
        """Know what else is known of the version by now; what it saw stays."""
        assert self._seen is not None
        measured = self._seen.measured
        renewed = MeasuredVersion(version, measured.seen)
        self._seen = SeenVersion(renewed, self._seen.images)
        self._show_look()

    def _look_again(self) -> None:
        if self._seen is None:
            return
        if self._ticket is not None:
            self._ticket.cancel()
        call: Callable[[], Look] = partial(
            look_at,
            self._seen.measured,
            yardstick=self._yardstick,
            aims=self._aims,
            class_index=self._class_index,
        )
        self._ticket = self._session.pool.submit(call, then=self._on_looked)

    def _on_looked(self, look: Look) -> None:
        self._look = look
        self._show_look()

    def _show_look(self) -> None:
        if self._look is None or self._seen is None:
            return
        self._show_classes(self._seen.measured.version, self._look.yardstick)
        words = point_words(self._look, self._classes)
        self._view.show_yardsticks(self._seen.measured.yardsticks, self._look.yardstick)
        self._view.show_look(self._look, words, can_change=self.can_change)
        self._show_mistakes()

    def _show_classes(self, version: ModelVersion, yardstick: Yardstick) -> None:
        if self._last is not None:
            self._classes = class_looks(self._last, version, yardstick)
            self._view.show_classes(self._classes, yardstick)

    def _show_mistakes(self) -> None:
        if self._look is not None and self._seen is not None:
            told = mistakes(self._look, self._seen, self._classes, self._filter)
            self._view.show_mistakes(told)

    def _on_refused(self, error: EngineError) -> None:
        self._messages.error(error, page_id=PAGE_ID, key=PAGE_ID)
        self._reading.again()
