"""What traces objects, and how that goes; shown while the trace tool is in the hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.forms.files import ask_sam_weights
from desktop.qtkit.blocked import blocked
from desktop.qtkit.elided_combo import ElidedComboBox
from desktop.qtkit.engine_texts import said
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, breakable, styled, text_label
from desktop.qtkit.translation import tr
from desktop.settings.schema import TRACE_WITH_GRABCUT
from engine.domain.errors import EngineError
from engine.loop.weights import weights_dir

_CHOOSE = "choose"
_BY_COLOR = tr(
    "GrabCut goes by color alone. SAM weights know objects: choose a .pt file of "
    "yours, or put mobile_sam.pt or sam2.1_t.pt into {folder}."
)
_GRABCUT_CHOSEN = tr("GrabCut goes by color alone: best on plain grounds, and quick.")
_BY_WEIGHTS = tr("The first look at an image takes longest.")


@dataclass(frozen=True, slots=True)
class TracingState:
    """What traces, and how that goes.

    Attributes:
        weights: The SAM weights in force; empty where GrabCut traces.
        at_hand: The SAM weights in the weights folder.
        notice: What is to know, such as that the GPU's memory ran out.
        error: Why the last wish failed.
    """

    weights: str = ""
    at_hand: tuple[str, ...] = ()
    notice: str = ""
    error: EngineError | None = None


class TracePanel(QWidget):
    """A choice, and a line below it. GUI thread only."""

    # The user chose: the path of SAM weights, or TRACE_WITH_GRABCUT.
    method_chosen = Signal(str)

    def __init__(self, *, ask_file: Callable[[QWidget], Path | None] = ask_sam_weights) -> None:
        super().__init__()
        self._ask_file = ask_file
        self._state = TracingState()
        self._method = ElidedComboBox()
        self._method.setAccessibleName(tr("Trace with"))
        self._method.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._line = text_label(role=TextRole.CAPTION, wrap=True)
        self._line.setAlignment(Qt.AlignmentFlag.AlignTop)
        heading = row(text_label(tr("Trace with"), TextRole.HEADING), self._method, spacing_px=12)
        heading.setStretch(1, 1)
        self.setLayout(column(heading, self._line, spacing_px=6))
        self._method.activated.connect(self._on_chosen)
        self.set_state(TracingState())

    def set_state(self, state: TracingState) -> None:
        """Show what traces, and how that goes."""
        self._state = state
        with blocked(self._method):
            self._offer()
        text, role = _line(state)
        self._line.setText(breakable(text))
        styled(self._line, role=role)

    def _offer(self) -> None:
        self._method.clear()
        self._method.addItem("GrabCut", TRACE_WITH_GRABCUT)
        for weights in dict.fromkeys((*self._state.at_hand, self._state.weights)):
            if weights:
                self._method.addItem(Path(weights).name, weights)
                tip = Qt.ItemDataRole.ToolTipRole
                self._method.setItemData(self._method.count() - 1, weights, tip)
        self._method.addItem(tr("A .pt file…"), _CHOOSE)
        self._method.setCurrentIndex(max(0, self._method.findData(self._state.weights)))

    def _on_chosen(self) -> None:
        chosen = str(self._method.currentData())
        if chosen == _CHOOSE:
            path = self._ask_file(self)
            chosen = str(path) if path else self._state.weights or TRACE_WITH_GRABCUT
        self.set_state(self._state)
        self.method_chosen.emit(chosen)


def _line(state: TracingState) -> tuple[str, TextRole]:
    """Return what to say, the most urgent first, and as what."""
    if state.error is not None:
        return said(str(state.error)), TextRole.BAD
    if state.notice:
        return said(state.notice), TextRole.WARNING
    if state.weights:
        return _BY_WEIGHTS, TextRole.CAPTION
    if state.at_hand:
        return _GRABCUT_CHOSEN, TextRole.CAPTION
    return _BY_COLOR.format(folder=weights_dir()), TextRole.CAPTION
