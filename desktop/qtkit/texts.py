"""Labels by what they say, not by how they look."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

WidgetT = TypeVar("WidgetT", bound=QWidget)


class TextRole(StrEnum):
    """What a text is; the style sheet knows its size, weight and color."""

    BODY = "body"
    STRONG = "strong"
    CAPTION = "caption"
    HEADING = "heading"
    TITLE = "title"
    FIGURE = "figure"
    WARNING = "warning"
    BAD = "bad"


def text_label(text: str = "", role: TextRole = TextRole.BODY, *, wrap: bool = False) -> QLabel:
    """Return a label of plain text: names of files and classes are never read as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    return styled(label, role=role)


def styled(widget: WidgetT, **properties: str) -> WidgetT:
    """Set properties that the style sheet looks at, restyle the widget, and return it."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    return widget


class ElidedLabel(QLabel):
    """A line of text that ends in an ellipsis where room is short; its tooltip has the whole."""

    def __init__(self, text: str = "", role: TextRole = TextRole.BODY) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)
        self._is_elided = False
        styled(self, role=role)
        self.setText(text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self._note_elided(is_elided=shown != self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), shown)

    def _note_elided(self, *, is_elided: bool) -> None:
        if is_elided or self._is_elided:
            self.setToolTip(self.text() if is_elided else "")
        self._is_elided = is_elided
