"""The page Models: versions with their lineage, and exports with their checks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget
from typing_extensions import override

from desktop.actions.action import AVAILABLE, Action, Availability, unavailable
from desktop.actions.availability import show_availability
from desktop.pages.models.compare_presenter import ComparePresenter
from desktop.pages.models.compare_view import CompareView
from desktop.pages.models.export_wizard import ExportWizard
from desktop.pages.models.export_words import ExportOffer, ExportStanding
from desktop.pages.models.presenter import PAGE_ID, ModelsPresenter
from desktop.pages.models.state import (
    ClassRow,
    Details,
    ModelsState,
    accuracy_interval,
    accuracy_name,
)
from desktop.pages.models.use_state import UseState
from desktop.qtkit.cards import Card, NamedValues, side_column
from desktop.qtkit.layouts import column, row
from desktop.qtkit.notice import Notice, NoticeCard
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.progress_line import ProgressLine
from desktop.qtkit.record_table import RecordTable
from desktop.qtkit.segments import Segments
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import in_sentence, tr
from desktop.reading_page import ReadingPage
from desktop.reporting.messages import MessageCenter
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.record_table_model import Column, RecordTableModel
from desktop.viewmodels.versions_table_model import VersionsTableModel
from engine.domain.metrics import Accuracy
from engine.domain.versions import ModelVersion
from engine.loop.bootstrap import Project

_VERSIONS, _COMPARE = "versions", "compare"
_VIEWS = ((_VERSIONS, tr("Versions")), (_COMPARE, tr("Compare")))
_MARGIN_PX = 20
_GAP_PX = 16
_EXPORT_NOTE = tr(
    "The folder gets the model, its classes and a small program that runs it "
    "without Loupe. Raw outputs and boxes are compared with PyTorch on images of "
    "this project."
)
_ACCURACY_COLUMNS: tuple[Column[Accuracy], ...] = (
    Column(tr("Measured on", "column"), accuracy_name, accuracy_name, is_number=False),
    Column(tr("Images"), lambda each: f"{each.num_images:,}", lambda each: each.num_images),
    Column(tr("Accuracy"), lambda each: f"{each.map50_95:.3f}", lambda each: each.map50_95),
    Column(tr("Interval"), accuracy_interval, accuracy_interval),
    Column(tr("Half overlap"), lambda each: f"{each.map50:.3f}", lambda each: each.map50),
    Column(tr("Precision"), lambda each: f"{each.precision:.2f}", lambda each: each.precision),
    Column(tr("Recall"), lambda each: f"{each.recall:.2f}", lambda each: each.recall),
)


def _points(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


_CLASS_COLUMNS: tuple[Column[ClassRow], ...] = (
    Column(tr("Class"), lambda each: each.name, lambda each: each.name, is_number=False),
    Column(
        tr("Validation"), lambda each: _points(each.chosen_by), lambda each: each.chosen_by or 0.0
    ),
    Column(tr("Test"), lambda each: _points(each.test), lambda each: each.test or 0.0),
    Column(tr("Objects"), lambda each: f"{each.num_objects:,}", lambda each: each.num_objects),
)


class ModelsPage(ReadingPage):
    """Widgets only; `ModelsPresenter` decides."""

    # The person wants to see an image on the canvas: ImageId.
    open_image_requested = Signal(object)
    busy_text = tr("Reading the models")

    _presenter: ModelsPresenter

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        *,
        theme: Theme,
        messages: MessageCenter,
        settings: Settings,  # noqa: ARG002 - every page is made alike
    ) -> None:
        super().__init__()
        self._theme = theme
        self._notice = NoticeCard(theme)
        self._versions = VersionsTableModel(self)
        self._table = RecordTable(self._versions, theme, sort_column=0, is_descending=True)
        self._accuracies = RecordTableModel(
            _ACCURACY_COLUMNS, key=lambda each: each.yardstick, parent=self
        )
        self._accuracy_card = Card(tr("Accuracy"), RecordTable(self._accuracies, theme))
        self._classes = RecordTableModel(_CLASS_COLUMNS, key=lambda each: each.name, parent=self)
        self._classes_card = Card(tr("AP50-95 per class"), RecordTable(self._classes, theme))
        self._export = QPushButton(tr("Export…"))
        self._stop = QPushButton(tr("Stop"))
        self._progress = ProgressLine()
        self._passed = styled(text_label(), look="pill")
        self._check = NamedValues()
        self._open = QPushButton(tr("Open the folder"))
        self._exported_path = ""
        self._use_text = text_label("", wrap=True)
        self._use_history = text_label("", TextRole.CAPTION, wrap=True)
        self._use = QPushButton(tr("Use it"))
        self._use_newest = QPushButton(tr("Use the newest"))
        self._undo_use = styled(QPushButton(tr("Undo")), look="quiet")
        self._lineage = NamedValues()
        self._lineage_card = Card(tr("Where it comes from"), self._lineage)
        self._wizard: ExportWizard | None = None
        self._views = Segments(_VIEWS, name=tr("What to look at"))
        self._compare = CompareView(theme)
        self._stack = QStackedWidget()
        self._states = PageStates(theme, self._body())
        self.setLayout(column(self._states))
        self._can_look = unavailable(tr("There is no model yet."))
        self._comparing = ComparePresenter(project, session, self._compare)
        self._presenter = ModelsPresenter(project, session, self, messages=messages)
        self._connect_signals()
        self._presenter.load()

    @override
    def page_actions(self) -> Iterable[Action]:
        texts = (tr("Show the versions"), tr("Compare two versions"))
        for number, ((key, name), text) in enumerate(zip(_VIEWS, texts, strict=True), start=1):
            yield Action(
                f"models.{key}",
                text,
                partial(self._show_view, key),
                keys=(str(number),),
                page_id=PAGE_ID,
                hint=in_sentence(name),
                availability=self._may_look,
            )
        yield Action(
            "models.use",
            tr("Use the version that is shown"),
            self._presenter.use_shown,
            keys=("U",),
            page_id=PAGE_ID,
            hint=tr("use"),
            availability=lambda: self._presenter.can_use,
        )
        yield Action(
            "models.export",
            tr("Export the model that is shown"),
            self._presenter.export,
            keys=("E",),
            page_id=PAGE_ID,
            hint=tr("export"),
            availability=lambda: self._presenter.can_export,
        )

    def show_state(self, state: ModelsState) -> None:
        """Show the versions and one of them closely."""
        self._comparing.set_versions(state.versions, state.classes)
        if state.details is None:
            self._can_look = unavailable(tr("There is no model yet."))
            self._states.show_empty(
                "models",
                tr("No model yet"),
                tr("Every training that ends well becomes a version here, with all it came from."),
                Way(tr("Go to Train"), partial(self.open_page, "train")),
            )
            return
        self._can_look = AVAILABLE
        self._states.show_content()
        self._versions.show(state.versions)
        if state.use is not None:
            self._show_use(state.use, state.details)
        self._show_details(state.details)
        self._show_export(state, state.details)
        self.tell_key_hints()

    def show_notice(self, notice: Notice | None) -> None:
        """Show what stopped an export and the ways on, or nothing of the kind."""
        self._notice.set_notice(notice)

    def open_wizard(self, offer: ExportOffer) -> None:
        """Ask how and where to export a version."""
        if self._wizard is None:
            self._wizard = ExportWizard(self.window())
            self._wizard.export_requested.connect(self._presenter.begin_export)
            self._wizard.stop_requested.connect(self._presenter.stop)
            # It floats over the whole window and so is not the page's own child.
            self.destroyed.connect(self._wizard.deleteLater)
        self._wizard.offer(offer)

    def show_standing(self, standing: ExportStanding) -> None:
        """Show in the wizard how the export stands that it began."""
        if self._wizard is not None:
            self._wizard.show_standing(standing)

    @override
    def left(self) -> None:
        self._comparing.leave()
        if self._wizard is not None:
            self._wizard.close()

    @override
    def entered(self) -> None:
        self._show_view(self._views.current)

    def _body(self) -> QWidget:
        versions = QWidget()
        parts = row(self._main(), self._side(), spacing_px=_GAP_PX)
        parts.setStretch(0, 1)
        versions.setLayout(parts)
        self._stack.addWidget(versions)
        self._stack.addWidget(self._compare)
        head = row(self._views, spacing_px=_GAP_PX)
        head.addWidget(self._compare.head, 1)
        head.addStretch()
        body = QWidget()
        layout = column(head, self._stack, spacing_px=_GAP_PX, margin_px=_MARGIN_PX)
        layout.setStretch(1, 1)
        body.setLayout(layout)
        return body

    def _show_view(self, key: str) -> None:
        self._views.choose(key)
        self._stack.setCurrentIndex([each for each, _ in _VIEWS].index(key))
        self._compare.head.setVisible(key == _COMPARE)
        if key == _COMPARE:
            self._comparing.enter()
        else:
            self._comparing.leave()
        self.tell_key_hints()

    def _may_look(self) -> Availability:
        return self._can_look

    def _main(self) -> QWidget:
        main = QWidget()
        lower = row(self._accuracy_card, self._classes_card, spacing_px=16)
        lower.setStretch(0, 15)
        lower.setStretch(1, 8)
        layout = column(self._notice, Card(tr("Versions"), self._table), lower, spacing_px=16)
        layout.setStretch(1, 3)
        layout.setStretch(2, 2)
        main.setLayout(layout)
        return main

    def _side(self) -> QWidget:
        export = Card(
            tr("Export"),
            row(self._export, self._stop, None),
            self._progress,
            text_label(_EXPORT_NOTE, TextRole.CAPTION, wrap=True),
            row(self._passed, None),
            self._check,
            row(self._open, None),
        )
        use = Card(
            tr("In use"),
            self._use_text,
            row(self._use, self._undo_use, None),
            row(self._use_newest, None),
            self._use_history,
        )
        return side_column(use, export, self._lineage_card)

    def _connect_signals(self) -> None:
        self._views.chosen.connect(self._show_view)
        self._compare.versions_chosen.connect(self._comparing.choose)
        self._compare.yardstick_chosen.connect(self._comparing.choose_yardstick)
        self._compare.image_chosen.connect(self._comparing.choose_image)
        self._compare.image_opened.connect(self.open_image_requested)
        self._table.chosen.connect(self._on_version_chosen)
        self._export.clicked.connect(self._presenter.export)
        self._use.clicked.connect(self._presenter.use_shown)
        self._use_newest.clicked.connect(self._presenter.use_newest)
        self._undo_use.clicked.connect(self._presenter.undo_use)
        self._stop.clicked.connect(self._presenter.stop)
        self._open.clicked.connect(self._on_open_clicked)

    def _show_details(self, details: Details) -> None:
        version = tr("version {number}").format(number=details.number)
        self._accuracy_card.set_title(tr("Accuracy of {version}").format(version=version))
        self._accuracies.show(details.accuracies)
        self._classes_card.set_title(tr("AP50-95 per class, {version}").format(version=version))
        self._classes.show(details.classes)
        self._lineage_card.set_title(tr("Where {version} comes from").format(version=version))
        self._lineage.set_rows(details.lineage)

    def _show_use(self, use: UseState, details: Details) -> None:
        self._versions.mark(use.version_id)
        self._use_text.setText(use.text)
        self._use_history.setText(use.history)
        self._use_history.setVisible(bool(use.history))
        self._use.setText(tr("Use version {number}").format(number=details.number))
        show_availability(self._use, use.can_use, tip=tr("It suggests, asks and is exported"))
        show_availability(self._use_newest, use.can_follow, tip=tr("As it comes from training"))
        show_availability(self._undo_use, use.can_undo, tip=tr("Use what was used before"))
        self._use_newest.setVisible(use.can_follow.is_enabled)
        self._undo_use.setVisible(use.can_undo.is_enabled)

    def _show_export(self, state: ModelsState, details: Details) -> None:
        tip = tr("Write version {number} into a folder and check it").format(number=details.number)
        show_availability(self._export, state.can_export, tip=tip)
        self._stop.setVisible(state.progress is not None)
        self._progress.setVisible(state.progress is not None)
        if state.progress is not None:
            self._progress.set_progress(state.progress)
        export = details.export
        for widget in (self._passed, self._check, self._open):
            widget.setVisible(export is not None)
        if export is None:
            return
        self._exported_path = export.path
        self._passed.setText(
            tr("same as PyTorch") if export.has_passed else tr("differs from PyTorch")
        )
        styled(self._passed, tone="accent" if export.has_passed else "bad")
        self._check.set_rows(export.values)

    def _on_version_chosen(self, version: ModelVersion) -> None:
        self._presenter.choose(version.id)

    def _on_open_clicked(self) -> None:
        folder = Path(self._exported_path).parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
