"""Decides what the comparison of two versions shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtGui import QImage

from desktop.pages.models.compare_state import (
    CompareState,
    ImageRow,
    SeenBox,
    compare_state,
    seen_boxes,
)
from desktop.qtkit.translation import tr
from desktop.tasks.pool import Ticket
from desktop.tasks.project_session import ProjectSession
from engine.domain.classes import ObjectClass
from engine.domain.errors import EngineError
from engine.domain.identifiers import VersionId
from engine.domain.images import ImageRecord
from engine.domain.metrics import Yardstick
from engine.domain.versions import ModelVersion
from engine.loop.bootstrap import Project
from engine.loop.comparisons import ComparedVersions, compare_versions

# A picture of this size is kept in the cache.
_SIDE_PX = 1024


class CompareSight(Protocol):
    """What the presenter asks of the view."""

    def show_versions(
        self, versions: Sequence[ModelVersion], first: VersionId | None, second: VersionId | None
    ) -> None:
        """Offer these versions, two of them chosen."""

    def show_busy(self) -> None:
        """Show that two versions are being compared."""

    def show_nothing(self, title: str, text: str) -> None:
        """Show why there is nothing to compare."""

    def show_failed(self, error: EngineError) -> None:
        """Show why these two cannot be compared."""

    def show_state(self, state: CompareState) -> None:
        """Show a comparison."""

    def show_seen(self, number: int, title: str, boxes: Sequence[SeenBox]) -> None:
        """Show what a version (0 or 1) saw in the chosen image."""

    def set_picture(self, picture: QImage) -> None:
        """Show the chosen image on both sides."""

    def set_can_open(self, *, can_open: bool) -> None:
        """Say whether the chosen image can be opened."""


class ComparePresenter:
    """Compares on the pool; a newer wish takes the place of an older one. GUI thread only."""

    def __init__(self, project: Project, session: ProjectSession, view: CompareSight) -> None:
        self._project = project
        self._session = session
        self._view = view
        self._versions: tuple[ModelVersion, ...] = ()
        self._classes: tuple[ObjectClass, ...] = ()
        self._pair: tuple[VersionId, VersionId] | None = None
        self._yardstick: Yardstick | None = None
        self._told: ComparedVersions | None = None
        self._is_in_front = False
        self._is_due = True
        self._ticket: Ticket | None = None
        self._picture_ticket: Ticket | None = None

    def set_versions(
        self, versions: Sequence[ModelVersion], classes: Sequence[ObjectClass]
    ) -> None:
        """Know the versions there are; those chosen stay chosen."""
        before = [each.operating_point for each in self._versions if each.id in (self._pair or ())]
        self._versions, self._classes = tuple(versions), tuple(classes)
        known = {each.id for each in versions}
        if self._pair is None or not known.issuperset(self._pair):
            self._pair = _last_two(versions)
            self._is_due = True
        after = [each.operating_point for each in versions if each.id in (self._pair or ())]
        self._is_due |= before != after
        first, second = self._pair or (None, None)
        self._view.show_versions(versions, first, second)
        self._compare_if_looked_at()

    def enter(self) -> None:
        """Compare, now that the person looks."""
        self._is_in_front = True
        self._compare_if_looked_at()

    def leave(self) -> None:
        """Compare no more until the person looks again."""
        self._is_in_front = False

    def choose(self, first: VersionId, second: VersionId) -> None:
        """Compare these two."""
        self._pair, self._is_due = (first, second), True
        self._compare_if_looked_at()

    def choose_yardstick(self, yardstick: Yardstick) -> None:
        """Compare on other images."""
        self._yardstick, self._is_due = yardstick, True
        self._compare_if_looked_at()

    def choose_image(self, chosen: ImageRow) -> None:
        """Show what both saw in an image."""
        told = self._told
        if told is None:
            return
        errors = (chosen.compared.first_errors, chosen.compared.second_errors)
        for number, (version, found) in enumerate(
            zip(told.versions, (told.first, told.second), strict=True)
        ):
            title = tr("Version {version}: %n error(s)", "", errors[number]).format(
                version=version.number
            )
            # Classes of both stand in the order of the first.
            boxes = seen_boxes(found, chosen.compared.content_hash, told.versions[0], self._classes)
            self._view.show_seen(number, title, boxes)
        self._view.set_can_open(can_open=chosen.record is not None)
        self._fetch(chosen.record)

    def _compare_if_looked_at(self) -> None:
        if not (self._is_in_front and self._is_due):
            return
        self._is_due = False
        if self._pair is None:
            self._view.show_nothing(
                tr("Nothing to compare yet"),
                tr("Two versions can be compared image by image; train once more."),
            )
            return
        by_id = {each.id: each for each in self._versions}
        first, second = (by_id[each] for each in self._pair)
        if first.id == second.id:
            self._view.show_nothing(tr("Twice the same version"), tr("Choose two different ones."))
            return
        self._view.show_busy()
        if self._ticket is not None:
            self._ticket.cancel()
        self._ticket = self._session.pool.submit(
            partial(_compare, self._project, first, second, self._yardstick),
            then=self._on_compared,
            failed=self._view.show_failed,
        )

    def _on_compared(self, told: ComparedVersions) -> None:
        names = {each.content_hash for each in told.comparison.images}
        self._session.thread.run(
            lambda: self._project.evaluations.images_named(names),
            then=partial(self._show, told),
            failed=self._view.show_failed,
        )

    def _show(self, told: ComparedVersions, records: dict[str, ImageRecord]) -> None:
        if tuple(each.id for each in told.versions) == self._pair:
            self._told = told
            self._view.show_state(compare_state(told, records))

    def _fetch(self, record: ImageRecord | None) -> None:
        if self._picture_ticket is not None:
            self._picture_ticket.cancel()
        if record is None:
            self._view.set_picture(QImage())
            return
        self._picture_ticket = self._session.pool.submit(
            lambda: QImage(str(self._project.pool.thumbnail(record, side_px=_SIDE_PX))),
            then=self._view.set_picture,
            # Opening the image says what is wrong with it.
            failed=lambda _: self._view.set_picture(QImage()),
        )


def _last_two(versions: Sequence[ModelVersion]) -> tuple[VersionId, VersionId] | None:
    """Return the newest version and the one before it for the same task."""
    if not versions:
        return None
    newest = versions[-1]
    before = [each for each in versions[:-1] if each.task is newest.task]
    return (before[-1].id, newest.id) if before else None


def _compare(
    project: Project, first: ModelVersion, second: ModelVersion, yardstick: Yardstick | None
) -> ComparedVersions:
    read = project.evaluations.read
    return compare_versions(read(first), read(second), yardstick)
