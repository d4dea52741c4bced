"""Decisions of the Images page."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage

from desktop.pages.images.add_run import AddProgress, AddRun, AddSummary
from desktop.pages.images.added_words import added_message
from desktop.pages.images.bulk_acts import Beginning, BulkActs
from desktop.pages.images.overview import AddOffer, Overview, read_overview
from desktop.pages.images.tile_delegate import THUMBNAIL_PX
from desktop.qtkit.translation import tr
from desktop.reporting.messages import MessageCenter
from desktop.tasks.pool import Ticket
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.image_grid_model import ImageTile, PageRequest
from desktop.wishes import AddWish
from engine.domain.changes import Changed, Changes
from engine.domain.errors import DataError, EngineError, ResourceError
from engine.domain.groups import is_unnamed
from engine.domain.identifiers import ImageId
from engine.domain.images import Answer, ImageFilter, ImageOrder, ImageRecord, Progress
from engine.domain.project import HoldoutPlan
from engine.loop.bootstrap import Project
from engine.loop.datasets import dataset_format
from engine.loop.holdout import HoldoutProposal
from engine.loop.pool import LabelSummary

PAGE_ID = "images"
_SHOWN = Changed.IMAGES | Changed.SPLITS | Changed.LABELS | Changed.CLASSES | Changed.PROJECT
_MOVES_ROWS = Changed.IMAGES | Changed.SPLITS | Changed.LABELS | Changed.CLASSES
_ADDED = Changes(Changed.IMAGES | Changed.SPLITS)
_MOVES_HOLDOUT = Changed.IMAGES | Changed.SPLITS | Changed.PROJECT
_UNKNOWN = -1
_PAUSE_MS = 50
# Of the time, reading anew may take this part at most: one of so many.
_REST = 4
_ANSWER_OF = {
    Progress.UNLABELED: Answer.UNLABELED,
    Progress.STARTED: Answer.PARTIAL,
    Progress.COMPLETE: Answer.COMPLETE,
}
_NO_SUMMARY = LabelSummary()


class ImagesView(Protocol):
    """What the presenter asks of the page."""

    def show_overview(self, overview: Overview) -> None:
        """Show figures, classes, kept-out files and holdout."""

    def show_proposal(self, proposal: HoldoutProposal) -> None:
        """Show what a freeze of the holdout would draw."""

    def show_duplicates(self, image_ids: tuple[ImageId, ...]) -> None:
        """Show that images of different splits look alike."""

    def show_images(self, num_images: int, *, is_growth: bool) -> None:
        """Show so many images in the grid; a growth leaves those before where they are."""

    def refresh_images(self) -> None:
        """Ask for the images in sight again."""

    def set_tiles(self, request: PageRequest, tiles: Sequence[ImageTile]) -> None:
        """Take a page of the grid."""

    def set_thumbnail(self, image_id: ImageId, thumbnail: QImage) -> None:
        """Take a thumbnail; a null one stands for an image that cannot be read."""

    def show_offer(self, offer: AddOffer | None) -> None:
        """Let the user say more about images to add; None = no more."""

    def show_adding(self, progress: AddProgress | None) -> None:
        """Show how far an adding is; None = none runs."""


class ImagesPresenter:
    """Fills the page and carries out what is asked on it. GUI thread only."""

    def __init__(
        self,
        page: ImagesView,
        project: Project,
        session: ProjectSession,
        *,
        messages: MessageCenter,
    ) -> None:
        self._page = page
        self._project = project
        self._session = session
        self._messages = messages
        self._filter = ImageFilter()
        self._order = ImageOrder.ADDED
        self._num_shown = _UNKNOWN
        self._has_images = False
        self._run: AddRun | None = None
        self._is_in_front = False
        self._is_loading = False
        self._missed = Changed.NOTHING
        self._proposing: Ticket | None = None
        self.acts = BulkActs(project, session)
        self.bulk = project.bulk
        self.acts.ended.connect(self._on_act_ended)
        self.acts.failed.connect(self._on_act_failed)
        self._pause = QTimer()
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._load_missed)

    @property
    def is_adding(self) -> bool:
        """Whether images are being added."""
        return self._run is not None

    @property
    def is_settled(self) -> bool:
        """Whether the page shows all it was told of, and nothing is being added."""
        is_busy = self.is_adding or self.acts.is_running
        return not (is_busy or self._is_loading or self._pause.isActive())

    def load(self) -> None:
        """Show everything."""
        self._load(_MOVES_ROWS)

    def refresh(self, changes: Changes) -> None:
        """Show what changed, a little later: changes come in bursts, as while images are added."""
        self._missed |= changes.kinds & _SHOWN
        is_free = self._is_in_front and not self._is_loading and not self._pause.isActive()
        if self._missed and is_free:
            self._pause.start()

    def enter(self) -> None:
        """Come to the front: show what is not shown yet."""
        self._is_in_front = True
        self.refresh(Changes())

    def leave(self) -> None:
        """Go from the front: nothing is read that nobody sees."""
        self._is_in_front = False
        self._pause.stop()

    def set_filter(self, where: ImageFilter) -> None:
        """Show other images."""
        self._filter = where
        self._num_shown = _UNKNOWN
        if self._is_loading:
            self._missed |= _MOVES_ROWS
        else:
            self._load(_MOVES_ROWS)

    def set_order(self, order: ImageOrder) -> None:
        """Show the images in another order."""
        self._order = order
        self.set_filter(self._filter)

    def read_groups(self, then: Callable[[list[str]], None]) -> None:
        """Have the groups told that people can name: none that is one image by itself."""

        def _read() -> list[str]:
            return [name for name in self._project.pool.groups() if not is_unnamed(name)]

        self._session.thread.run(_read, then=then)

    def fetch(self, request: PageRequest) -> None:
        """Get a page of the grid."""
        where, order, first, count = self._filter, self._order, request.first_row, request.num_rows

        def _read() -> list[ImageTile]:
            records = self._project.pool.page(first, count, where=where, order=order)
            summaries = self._project.pool.summaries([record.id for record in records])
            return [_tile(record, summaries) for record in records]

        def _on_failed(error: EngineError) -> None:
            self._page.set_tiles(request, ())
            self._session.report(error)

        self._session.thread.run(
            _read, then=lambda tiles: self._page.set_tiles(request, tiles), failed=_on_failed
        )

    def fetch_thumbnails(self, image_ids: Sequence[ImageId]) -> None:
        """Get thumbnails, those asked for last first."""

        def _submit(records: list[ImageRecord]) -> None:
            for record in records:
                self._session.pool.submit(
                    self._thumbnail_of(record), then=self._thumbnail_taker(record.id)
                )

        self._session.thread.run(lambda: self._project.pool.get(image_ids), then=_submit)

    def choose(self, sources: Sequence[Path]) -> None:
        """Look at what the user wants to add, then let the user say more about it."""
        if self._project.is_read_only or self.is_adding or not sources:
            return
        chosen = tuple(sources)

        def _offer(format_name: str) -> None:
            self._page.show_offer(AddOffer(chosen, format_name, self._has_images))

        self._session.pool.submit(lambda: _format_of(chosen), then=_offer)

    def choose_dataset(self, folder: Path) -> None:
        """Let the user say more about a dataset, or say that the folder is none."""

        def _offer(format_name: str) -> None:
            if format_name:
                self._page.show_offer(AddOffer((folder,), format_name, self._has_images))
            else:
                self._messages.error(
                    DataError(
                        tr("{folder} is not a dataset that Loupe knows.").format(folder=folder),
                        hint=tr("It reads YOLO (data.yaml), COCO (JSON) and Pascal VOC (XML)."),
                    ),
                    page_id=PAGE_ID,
                    key="images-dataset",
                )

        self._session.pool.submit(lambda: dataset_format(folder), then=_offer)

    def add(self, wish: AddWish) -> None:
        """Begin to add images."""
        if self.is_adding:
            return
        self._page.show_offer(None)
        self._run = AddRun(self._project, self._session, wish)
        self._run.progressed.connect(self._page.show_adding)
        self._run.ended.connect(self._on_added)
        self._run.failed.connect(self._on_add_failed)
        self._run.start()

    def act(self, begin: Beginning, rows: Sequence[range]) -> None:
        """Act on the images in these rows of the grid."""
        where, order = self._filter, self._order
        self.acts.begin(begin, rows, lambda: self._project.pool.ids(where=where, order=order))

    def cancel(self) -> None:
        """Stop what is under way, an adding or an act; what is done stays."""
        self.acts.cancel()
        self.cancel_adding()

    def cancel_adding(self) -> None:
        """Stop after the images in hand; what is stored stays."""
        if self._run is not None:
            self._run.cancel()

    def set_plan(self, plan: HoldoutPlan) -> None:
        """Draw the holdout at other rates."""
        self._session.thread.run(lambda: self._project.file.set_holdout_plan(plan))

    def freeze(self) -> None:
        """Draw the holdout for good."""

        def _freeze() -> Changes:
            drawn = self._project.holdout.freeze()
            notice = tr("The holdout is frozen: {num_test} test, {num_val} validation.").format(
                num_test=drawn.num_test, num_val=drawn.num_val
            )
            return Changes(Changed.SPLITS | Changed.IMAGES, notices=(notice,))

        self._session.thread.run(_freeze)

    def add_class(self, name: str) -> None:
        """Add a class."""
        self._session.thread.run(lambda: self._project.classes.add(name))

    def _load_missed(self) -> None:
        missed, self._missed = self._missed, Changed.NOTHING
        self._load(missed)

    def _load(self, kinds: Changed) -> None:
        self._pause.stop()
        self._is_loading = True
        where, started_at = self._filter, time.monotonic()

        def _read() -> tuple[Overview, int]:
            return read_overview(self._project), self._project.pool.count(where=where)

        def _show(read: tuple[Overview, int]) -> None:
            self._is_loading = False
            overview, num_images = read
            self._has_images = overview.counts.num_images > 0
            self._page.show_overview(overview)
            self._show_rows(num_images, kinds)
            if kinds & _MOVES_HOLDOUT and not overview.is_frozen:
                self._propose(overview.plan)
            elif kinds & _MOVES_HOLDOUT:
                self._look_for_duplicates()
            # With many images reading takes long: leave the project thread to others meanwhile.
            took_ms = 1000 * (time.monotonic() - started_at)
            self._pause.setInterval(max(_PAUSE_MS, round(_REST * took_ms)))
            self.refresh(Changes())

        self._session.thread.run(_read, then=_show, failed=self._on_load_failed)

    def _show_rows(self, num_images: int, kinds: Changed) -> None:
        if num_images != self._num_shown:
            only_added = (
                self.is_adding and self._filter == ImageFilter() and self._order is ImageOrder.ADDED
            )
            can_grow = only_added and num_images > self._num_shown > 0
            self._page.show_images(num_images, is_growth=can_grow)
            self._num_shown = num_images
        if kinds & _MOVES_ROWS:
            self._page.refresh_images()

    def _propose(self, plan: HoldoutPlan) -> None:
        """Show what a freeze would draw; of many images that takes seconds, so on the pool."""
        if self._proposing is not None:
            self._proposing.cancel()
        if self.is_adding:
            return
        self._proposing = self._session.pool.submit(
            lambda: self._project.holdout.propose(plan), then=self._page.show_proposal
        )

    def _look_for_duplicates(self) -> None:
        """Show what looks alike across splits; of many images that takes seconds."""
        if not self.is_adding:
            self._session.pool.submit(
                self._project.holdout.duplicates_across_splits, then=self._page.show_duplicates
            )

    def _on_act_ended(self, text: str) -> None:
        self._messages.info(text, key="images-act")

    def _on_act_failed(self, error: EngineError) -> None:
        self._messages.error(error, page_id=PAGE_ID, key="images-act")

    def _on_load_failed(self, error: EngineError) -> None:
        self._is_loading = False
        self._messages.error(error, page_id=PAGE_ID)

    def _thumbnail_of(self, record: ImageRecord) -> Callable[[], QImage]:
        def _read() -> QImage:
            try:
                path = self._project.pool.thumbnail(record, side_px=THUMBNAIL_PX)
                return QImage(str(path))
            except ResourceError:
                return self._decoded(record)
            except EngineError:
                return QImage()

        return _read

    def _decoded(self, record: ImageRecord) -> QImage:
        """Return a thumbnail where none can be kept, as on a read-only medium. Pool thread."""
        try:
            image = self._project.pool.decode(record)
        except EngineError:
            return QImage()
        whole = QImage(
            image.rgb, image.width, image.height, 3 * image.width, QImage.Format.Format_RGB888
        )
        return whole.scaled(
            THUMBNAIL_PX,
            THUMBNAIL_PX,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    def _thumbnail_taker(self, image_id: ImageId) -> Callable[[QImage], None]:
        return lambda thumbnail: self._page.set_thumbnail(image_id, thumbnail)

    def _on_added(self, summary: AddSummary) -> None:
        self._run = None
        self._page.show_adding(None)
        self.refresh(_ADDED)
        self._messages.post(added_message(summary, page_id=PAGE_ID))

    def _on_add_failed(self, error: EngineError) -> None:
        self._run = None
        self._page.show_adding(None)
        self.refresh(_ADDED)
        self._messages.error(error, page_id=PAGE_ID)


def _format_of(sources: tuple[Path, ...]) -> str:
    return dataset_format(sources[0]) if len(sources) == 1 else ""


def _tile(record: ImageRecord, summaries: dict[ImageId, LabelSummary]) -> ImageTile:
    summary = summaries.get(record.id, _NO_SUMMARY)
    return ImageTile(record, _ANSWER_OF[summary.progress], summary.num_annotations)
