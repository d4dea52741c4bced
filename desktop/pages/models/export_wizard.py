"""Exporting a model in three steps: what, where to, and what the check says."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from desktop.forms.files import ask_folder
from desktop.pages.models.export_words import (
    CONTENTS_WORDS,
    RUN_WORDS,
    ExportOffer,
    ExportStanding,
    ExportWish,
    ToldExport,
)
from desktop.qtkit.layouts import column, row
from desktop.qtkit.overlay import Overlay
from desktop.qtkit.progress_line import ProgressLine
from desktop.qtkit.texts import TextRole, breakable, styled, text_label
from desktop.qtkit.translation import tr

_WIDTH_PX, _HEIGHT_PX = 560, 440
_WHAT, _WHERE, _CHECK = range(3)
_FORMAT = tr("ONNX, 32-bit floats")
_SIZE_NOTE = tr(
    "Trained at {} px. At another size it finds other things; the check compares "
    "it with PyTorch at the size you choose, not with its accuracy."
)


class ExportWizard(Overlay):
    """Widgets only; the presenter exports. GUI thread only."""

    # The person wants this exported: an ExportWish.
    export_requested = Signal(object)
    # The person wants the export ended.
    stop_requested = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width_px=_WIDTH_PX, height_px=_HEIGHT_PX)
        self._offer: ExportOffer | None = None
        self._told: ToldExport | None = None
        self._is_running = False
        self._title = text_label("", TextRole.TITLE)
        self._count = text_label("", TextRole.CAPTION)
        self._model = text_label("")
        self._size = QComboBox()
        self._size.setAccessibleName(tr("Image size"))
        self._size_note = text_label("", TextRole.CAPTION, wrap=True)
        self._ships_point = QCheckBox(tr("Ship from which confidence boxes count"))
        self._point = text_label("", TextRole.CAPTION, wrap=True)
        self._folder = QLineEdit()
        self._folder.setAccessibleName(tr("Folder for the exported model"))
        self._choose = QPushButton(tr("Choose…"))
        self._progress = ProgressLine()
        self._verdict = text_label("", TextRole.STRONG, wrap=True)
        self._numbers = text_label("", wrap=True)
        self._contents = text_label("", TextRole.CAPTION, wrap=True)
        self._command = styled(text_label(RUN_WORDS), look="command")
        self._command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open = QPushButton(tr("Open folder"))
        self._steps = QStackedWidget()
        self._back, self._close = QPushButton(tr("Back")), QPushButton(tr("Close"))
        self._next = styled(QPushButton(tr("Next")), look="primary")
        self._build()
        self._connect_signals()

    def offer(self, offer: ExportOffer) -> None:
        """Begin anew with this version."""
        self._offer, self._told, self._is_running = offer, None, False
        self._title.setText(offer.title)
        self._model.setText(offer.model)
        self._size.clear()
        for size_px in offer.sizes_px:
            self._size.addItem(f"{size_px} px", size_px)
        self._size.setCurrentIndex(offer.sizes_px.index(offer.trained_px))
        self._size_note.setText(_SIZE_NOTE.format(offer.trained_px))
        self._ships_point.setEnabled(bool(offer.point))
        self._ships_point.setChecked(bool(offer.point))
        self._point.setText(
            tr("{point}. predict.py shows boxes from there on.").format(point=offer.point)
            if offer.point
            else tr("It is not known: the version was measured on nothing but test.")
        )
        self._folder.setText(str(offer.folder))
        self._go_to(_WHAT)
        self.open()
        self._size.setFocus()

    def show_standing(self, standing: ExportStanding) -> None:
        """Show how the export stands that was begun here."""
        if self._steps.currentIndex() != _CHECK:
            return
        self._is_running, self._told = standing.progress is not None, standing.told
        self._progress.setVisible(self._is_running)
        if standing.progress is not None:
            self._progress.set_progress(standing.progress)
        for widget in (self._numbers, self._contents, self._command, self._open):
            widget.setVisible(standing.told is not None)
        self._verdict.setVisible(not self._is_running)
        if standing.told is not None:
            self._show_told(standing.told)
        elif not self._is_running:
            self._verdict.setText(breakable(standing.failure))
            styled(self._verdict, role=TextRole.BAD)
        self._show_buttons()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Tab comes here as the overlay lets the focus go nowhere by itself.
        steps = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        if (step := steps.get(Qt.Key(event.key()))) is None:
            super().keyPressEvent(event)
            return
        stops = [each for each in self.findChildren(QWidget) if _takes_tab(each)]
        focused = [place for place, each in enumerate(stops) if each.hasFocus()]
        wanted = (focused[0] if focused else -1) + step
        stops[wanted % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

    def _build(self) -> None:
        for page in (self._what(), self._where(), self._check()):
            self._steps.addWidget(page)
        head = row(self._title, None, self._count)
        buttons = row(self._close, None, self._back, self._next)
        layout = column(head, self._steps, buttons, spacing_px=16, margin_px=24)
        layout.setStretch(1, 1)
        self.set_content(layout)

    def _what(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        rows = (
            (tr("Model"), self._model),
            (tr("Format"), text_label(_FORMAT, wrap=True)),
            (tr("Image size"), self._size),
            ("", self._size_note),
            (tr("Operating point"), self._ships_point),
            ("", self._point),
        )
        for number, (name, widget) in enumerate(rows):
            grid.addWidget(styled(text_label(name), tone="muted"), number, 0)
            grid.addWidget(widget, number, 1)
        page = QWidget()
        page.setLayout(column(grid, None))
        return page

    def _where(self) -> QWidget:
        page = QWidget()
        line = row(self._folder, self._choose)
        line.setStretch(0, 1)
        words = tr(
            "The folder gets {contents}. An earlier export in it is replaced when "
            "the new one is whole."
        ).format(contents=CONTENTS_WORDS)
        note = text_label(words, TextRole.CAPTION, wrap=True)
        page.setLayout(column(text_label(tr("Folder")), line, note, None, spacing_px=10))
        return page

    def _check(self) -> QWidget:
        page = QWidget()
        page.setLayout(
            column(
                self._progress,
                self._verdict,
                self._numbers,
                self._contents,
                self._command,
                row(self._open, None),
                None,
                spacing_px=10,
            )
        )
        return page

    def _connect_signals(self) -> None:
        self._close.clicked.connect(self.close)
        self._back.clicked.connect(lambda: self._go_to(self._steps.currentIndex() - 1))
        self._next.clicked.connect(self._on_next)
        self._choose.clicked.connect(self._on_choose)
        self._folder.textChanged.connect(lambda _: self._show_buttons())
        self._folder.returnPressed.connect(self._next.click)
        self._open.clicked.connect(self._on_open)

    def _go_to(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._count.setText(
            tr("Step {step} of {count}").format(step=step + 1, count=self._steps.count())
        )
        self._show_buttons()
        if step == _WHERE:
            self._folder.setFocus()

    def _show_buttons(self) -> None:
        step = self._steps.currentIndex()
        is_ended = step == _CHECK and not self._is_running
        self._back.setVisible(step == _WHERE or (is_ended and self._told is None))
        self._next.setText(
            {_WHAT: tr("Next"), _WHERE: tr("Export"), _CHECK: tr("Stop the export")}[step]
        )
        self._next.setVisible(not is_ended)
        styled(self._next, look="" if step == _CHECK else "primary")
        self._next.setEnabled(step != _WHERE or bool(self._folder.text().strip()))

    def _show_told(self, told: ToldExport) -> None:
        self._verdict.setText(told.verdict)
        styled(self._verdict, role=TextRole.STRONG if told.has_passed else TextRole.WARNING)
        self._numbers.setText(told.numbers)
        self._contents.setText(
            breakable(
                tr("In {folder}: {contents}").format(folder=told.folder, contents=told.contents)
            )
        )

    def _on_next(self) -> None:
        match self._steps.currentIndex():
            case 0:
                self._go_to(_WHERE)
            case 1:
                self._begin()
            case _:
                self.stop_requested.emit()

    def _begin(self) -> None:
        assert self._offer is not None
        wish = ExportWish(
            version_id=self._offer.version_id,
            imgsz=int(self._size.currentData()),
            ships_point=self._ships_point.isChecked(),
            folder=Path(self._folder.text().strip()).expanduser(),
        )
        self._is_running = True
        self._go_to(_CHECK)
        self.export_requested.emit(wish)

    def _on_choose(self) -> None:
        folder = ask_folder(self, tr("Folder for the exported model"))
        if folder is not None:
            self._folder.setText(str(folder))

    def _on_open(self) -> None:
        if self._told is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._told.folder)))


def _takes_tab(widget: QWidget) -> bool:
    takes_it = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_it and widget.isVisible() and widget.isEnabled()
