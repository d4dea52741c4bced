"""The Images page: what images the project has, and adding more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from desktop.actions.action import Action, Group
from desktop.actions.availability import show_availability
from desktop.forms.files import ask_folder
from desktop.forms.folder_list import dropped_paths
from desktop.page import Page
from desktop.pages.images.add_panel import AddPanel
from desktop.pages.images.add_run import AddProgress
from desktop.pages.images.adding_bar import AddingBar
from desktop.pages.images.bulk_acts import Beginning
from desktop.pages.images.filter_bar import FilterBar
from desktop.pages.images.holdout_card import HoldoutCard
from desktop.pages.images.move_bar import MoveBar
from desktop.pages.images.overview import AddOffer, Overview
from desktop.pages.images.permissions import Permissions
from desktop.pages.images.presenter import PAGE_ID, ImagesPresenter
from desktop.pages.images.selection_bar import SelectionBar, selection_acts
from desktop.pages.images.side_cards import ClassesCard, DuplicatesCard, KeptOutCard
from desktop.pages.images.tile_view import TileView
from desktop.qtkit.cards import page_body, side_column
from desktop.qtkit.keycap import KeyHint
from desktop.qtkit.layouts import column, row
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.reporting.messages import MessageCenter
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.image_grid_model import ImageGridModel, ImageRole, ImageTile, PageRequest
from desktop.wishes import AddWish
from engine.domain.changes import Changes
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import ImageFilter
from engine.loop.bootstrap import Project
from engine.loop.holdout import HoldoutProposal
from engine.loop.pool import PoolCounts


class ImagesPage(Page):
    """The grid of images with filters, and beside it holdout, classes and kept-out files."""

    # The user wants to see or label an image: ImageId.
    open_image_requested = Signal(object)
    # Images begin or cease to be added.
    adding_changed = Signal(bool)

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        *,
        theme: Theme,
        messages: MessageCenter,
        settings: Settings,  # noqa: ARG002  # every page of a project is made alike
    ) -> None:
        super().__init__()
        self.setAcceptDrops(not project.is_read_only)
        self._counts: PoolCounts | None = None
        self._shows_adding = False
        self._presenter = ImagesPresenter(self, project, session, messages=messages)
        self._figures = text_label("", TextRole.TITLE)
        self._caption = text_label("", TextRole.CAPTION)
        self._add = QPushButton(tr("Add images…"))
        self._import = QPushButton(tr("Import a dataset…"))
        self._panel = AddPanel()
        self._progress = AddingBar()
        self._filters = FilterBar()
        self._model = ImageGridModel(self)
        self._grid = TileView(self._model, theme)
        self._may = Permissions(
            self._presenter,
            is_read_only=project.is_read_only,
            has_selection=lambda: self._grid.selectionModel().hasSelection(),
        )
        self._acts = selection_acts(project.bulk)
        self._selection = SelectionBar(self._acts)
        self._move = MoveBar()
        self._head = QStackedWidget()
        self._undo = styled(QPushButton(), look="quiet")
        self._states = PageStates(theme, self._grid)
        self._holdout, self._classes = HoldoutCard(), ClassesCard()
        self._duplicates = DuplicatesCard()
        self._kept_out = KeptOutCard()
        self._build()
        self._connect_signals()
        self._show_what_can_be_done()
        self._presenter.load()

    def add(self, wish: AddWish) -> None:
        """Begin to add images, as for a project just made."""
        self._presenter.add(wish)

    @override
    def page_actions(self) -> Iterable[Action]:
        yield Action(
            "images.add",
            tr("Add a folder of images"),
            self._ask_folder,
            keys=("Ctrl+Shift+A",),
            page_id=PAGE_ID,
            availability=self._may.add,
        )
        yield Action(
            "images.add_class",
            tr("Add a class"),
            self._classes.focus_name,
            page_id=PAGE_ID,
            availability=self._may.write,
        )
        yield Action(
            "images.find",
            tr("Find images by name"),
            self._filters.focus_text,
            keys=("Ctrl+F",),
            page_id=PAGE_ID,
            hint=tr("find"),
        )
        yield Action("images.show_all", tr("Show all images"), self._filters.clear, page_id=PAGE_ID)
        yield from self._bulk_actions()
        yield Action(
            "images.stop_adding",
            tr("Stop adding images"),
            self._presenter.cancel_adding,
            page_id=PAGE_ID,
            availability=self._may.stop_adding,
        )

    def _bulk_actions(self) -> Iterable[Action]:
        for act in self._acts:
            yield Action(
                f"images.{act.id}",
                tr("{act}, selected images").format(act=act.text),
                partial(self._begin, act.begin),
                keys=(act.key,) if act.key else (),
                page_id=PAGE_ID,
                availability=self._may.act_on_selected,
            )
        yield Action(
            "images.move_to_group",
            tr("Move selected images to a group"),
            self._ask_group,
            keys=("G",),
            page_id=PAGE_ID,
            availability=self._may.move_selected,
        )
        acts = self._presenter.acts
        for action_id, text, run, keys, can in (
            ("undo", tr("Undo the act on images"), acts.undo, ("Ctrl+Z",), lambda: acts.can_undo),
            (
                "redo",
                tr("Redo the act on images"),
                acts.redo,
                ("Ctrl+Shift+Z", "Ctrl+Y"),
                lambda: acts.can_redo,
            ),
        ):
            yield Action(f"images.{action_id}", text, run, Group.EDIT, keys, PAGE_ID, "", "", can)

    @override
    def key_hints(self) -> tuple[KeyHint, ...]:
        return (KeyHint("Return", tr("open the image")), *super().key_hints())

    @override
    def refresh(self, changes: Changes) -> None:
        self._presenter.refresh(changes)

    @override
    def entered(self) -> None:
        self._presenter.enter()

    @override
    def left(self) -> None:
        self._presenter.leave()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()) and not self._presenter.is_adding:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._presenter.choose(dropped_paths(event.mimeData()))
        event.acceptProposedAction()

    def show_overview(self, overview: Overview) -> None:
        """Show figures, classes, kept-out files and holdout."""
        self._counts, self._may.is_frozen = overview.counts, overview.is_frozen
        counts = overview.counts
        self._figures.setText(tr("%n image(s)", "", counts.num_images))
        self._caption.setText(_caption(counts))
        why_not = self._may.write().reason
        self._holdout.show_holdout(overview, why_not=why_not)
        self._classes.show_classes(overview.classes, overview.class_counts, why_not=why_not)
        self._kept_out.show_files(overview.rejected)
        self._filters.set_classes(overview.classes)
        self._selection.set_classes(overview.classes)
        self._show_what_can_be_done()

    def show_duplicates(self, image_ids: tuple[ImageId, ...]) -> None:
        """Show that images of different splits look alike."""
        self._duplicates.show_images(image_ids)

    def show_proposal(self, proposal: HoldoutProposal) -> None:
        """Show what a freeze of the holdout would draw."""
        self._holdout.show_proposal(proposal)

    def show_images(self, num_images: int, *, is_growth: bool) -> None:
        """Show so many images in the grid; a growth leaves those before where they are."""
        if is_growth:
            self._model.grow(num_images)
        else:
            self._model.reset(num_images)
        self._show_state(num_images)

    def refresh_images(self) -> None:
        """Ask for the images in sight again."""
        self._model.refresh()

    def set_tiles(self, request: PageRequest, tiles: Sequence[ImageTile]) -> None:
        """Take a page of the grid."""
        self._model.set_page(request, tiles)

    def set_thumbnail(self, image_id: ImageId, thumbnail: QImage) -> None:
        """Take a thumbnail; a null one stands for an image that cannot be read."""
        self._model.set_thumbnail(image_id, thumbnail)

    def show_offer(self, offer: AddOffer | None) -> None:
        """Let the user say more about images to add; None = no more."""
        self._panel.setVisible(offer is not None)
        if offer is not None:
            self._panel.show_offer(offer)

    def show_adding(self, progress: AddProgress | None) -> None:
        """Show how far an adding is; None = none runs."""
        self._progress.setVisible(progress is not None)
        if progress is not None:
            self._progress.show_progress(progress)
        # A count comes for every image: all else changes at the beginning and at the end alone.
        if self._shows_adding == (progress is not None):
            return
        self._shows_adding = progress is not None
        self.adding_changed.emit(self._shows_adding)
        self._show_what_can_be_done()
        if self._counts is not None:
            self._show_state(self._model.rowCount())

    def _on_act_progressed(self, progress: ProgressText | None) -> None:
        self._progress.setVisible(progress is not None)
        if progress is not None:
            self._progress.show_text(progress)
        self._show_what_can_be_done()

    def _on_selection_counted(self, count: int) -> None:
        self._selection.set_count(count)
        self._head.setCurrentIndex(1 if count else 0)
        if not count:
            self._move.hide()

    def _on_delete_labels(self, class_id: ClassId) -> None:
        self._begin(lambda ids: self._presenter.bulk.delete_labels(ids, class_id))

    def _ask_group(self) -> None:
        self._presenter.read_groups(self._move.ask)

    def _on_group_named(self, name: str) -> None:
        self._begin(lambda ids: self._presenter.bulk.move_to_group(ids, name))

    def _on_move_left(self) -> None:
        self._move.hide()
        self._grid.setFocus()

    def _begin(self, begin: Beginning) -> None:
        self._presenter.act(begin, self._grid.selected_rows())

    def _build(self) -> None:
        self._panel.hide()
        self._progress.hide()
        self._move.hide()
        title = column(self._figures, self._caption, spacing_px=2)
        usual = QWidget()
        usual.setLayout(row(title, None, self._undo, self._import, self._add))
        self._head.addWidget(usual)
        self._head.addWidget(self._selection)
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        main = QWidget()
        bars = (self._head, self._move, self._panel, self._progress, self._filters)
        layout = column(*bars, self._states, spacing_px=12)
        layout.setStretch(len(bars), 1)
        main.setLayout(layout)
        side = side_column(self._holdout, self._duplicates, self._classes, self._kept_out)
        self.setLayout(column(page_body(main, side)))

    def _connect_signals(self) -> None:
        presenter = self._presenter
        self._add.clicked.connect(self._ask_folder)
        self._import.clicked.connect(self._ask_dataset)
        self._panel.add_requested.connect(presenter.add)
        self._panel.cancelled.connect(lambda: self.show_offer(None))
        self._progress.cancelled.connect(presenter.cancel)
        self._filters.changed.connect(presenter.set_filter)
        self._filters.order_changed.connect(presenter.set_order)
        self._model.page_requested.connect(presenter.fetch)
        self._model.thumbnails_requested.connect(presenter.fetch_thumbnails)
        self._grid.activated.connect(self._on_activated)
        self._grid.selection_counted.connect(self._on_selection_counted)
        self._selection.act_requested.connect(self._begin)
        self._selection.delete_requested.connect(self._on_delete_labels)
        self._selection.move_requested.connect(self._ask_group)
        self._move.named.connect(self._on_group_named)
        self._move.left.connect(self._on_move_left)
        self._selection.clear_requested.connect(self._grid.clearSelection)
        self._undo.clicked.connect(presenter.acts.undo)
        presenter.acts.progressed.connect(self._on_act_progressed)
        presenter.acts.history_changed.connect(self._show_what_can_be_done)
        self._duplicates.show_requested.connect(self._filters.set_among)
        self._holdout.plan_changed.connect(presenter.set_plan)
        self._holdout.freeze_requested.connect(presenter.freeze)
        self._classes.class_added.connect(presenter.add_class)

    def _ask_folder(self) -> None:
        path = ask_folder(self, tr("Folder with images"))
        if path is not None:
            self._presenter.choose([path])

    def _ask_dataset(self) -> None:
        path = ask_folder(self, tr("Folder of a dataset"))
        if path is not None:
            self._presenter.choose_dataset(path)

    def _on_activated(self, index: QModelIndex) -> None:
        image_id = index.data(ImageRole.IMAGE_ID)
        if image_id is not None:
            self.open_image_requested.emit(image_id)

    def _show_state(self, num_shown: int) -> None:
        """Show the grid, or why it is empty."""
        self._filters.set_num_shown(tr("{num_shown:,} shown").format(num_shown=num_shown))
        is_all = self._filters.filter == ImageFilter()
        self._filters.setVisible(not (is_all and not num_shown))
        if num_shown:
            self._states.show_content()
        elif not is_all:
            way = Way(tr("Show all images"), self._filters.clear)
            self._states.show_empty(
                "images", tr("No image fits"), tr("Change what is looked for."), way
            )
        elif self._presenter.is_adding:
            self._states.show_busy(tr("Adding images"))
        elif not self._may.write().is_enabled:
            self._states.show_empty("images", tr("No images"), self._may.write().reason)
        else:
            self._states.show_empty(
                "images",
                tr("No images yet"),
                tr("Drop a folder here. Images stay where they are unless you have them copied."),
                Way(tr("Add images…"), self._ask_folder),
            )

    def _show_what_can_be_done(self) -> None:
        availability, acts = self._may.add(), self._presenter.acts
        for button in (self._add, self._import):
            button.setEnabled(availability.is_enabled)
            button.setToolTip(availability.reason)
        self._selection.set_availability(self._may.act())
        self._selection.set_movable(self._may.move())
        self._undo.setVisible(bool(acts.undo_title))
        self._undo.setText(tr("Undo: {act}").format(act=acts.undo_title))
        show_availability(self._undo, acts.can_undo, tip="Ctrl+Z")


def _caption(counts: PoolCounts) -> str:
    parts = [tr("{num_labeled:,} labeled").format(num_labeled=counts.num_labeled)]
    if counts.num_partial:
        parts.append(tr("{num_partial:,} begun").format(num_partial=counts.num_partial))
    if counts.num_unusable:
        parts.append(tr("{num_unusable:,} cannot be used").format(num_unusable=counts.num_unusable))
    return " · ".join(parts)
