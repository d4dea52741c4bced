"""Labels by what they say, not by how they look."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

WidgetT = TypeVar("WidgetT", bound=QWidget)

_MIN_ELIDED_PX = 48
_LONG_WORD = re.compile(r"\S{25,}")
_WORD_JOINTS = re.compile(r"[-_./\\]|[^\W_]{24}")


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


def breakable(text: str) -> str:
    """Return a text whose long words, such as names of files, may be broken where it wraps."""
    return _LONG_WORD.sub(lambda word: _WORD_JOINTS.sub("\\g<0>\u200b", word[0]), text)


def styled(widget: WidgetT, **properties: str) -> WidgetT:
    """Set properties that the style sheet looks at, and return the widget in that style."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    # Who was never polished will be before it is shown; each time costs as much as making it.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
    return widget


class ElidedLabel(QLabel):
    """A text that ends in an ellipsis where room is short; its tooltip has the whole then."""

    def __init__(
        self, text: str = "", role: TextRole = TextRole.BODY, *, max_lines: int = 1
    ) -> None:
        super().__init__()
        self._max_lines = max_lines
        self._is_elided = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        styled(self, role=role)
        self.setText(text)

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 2
        return QSize(width, metrics.lineSpacing() * self._max_lines)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(_MIN_ELIDED_PX, self.sizeHint().width()), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        lines = self._lines()
        self._note_elided(is_elided=" ".join(lines) != self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), "\n".join(lines))

    def _lines(self) -> list[str]:
        metrics = self.fontMetrics()
        lines: list[str] = []
        words = self.text().split(" ")
        while words and len(lines) < self._max_lines - 1:
            count = 1
            while count < len(words) and self._fits(" ".join(words[: count + 1])):
                count += 1
            lines.append(" ".join(words[:count]))
            words = words[count:]
        if words:
            lines.append(" ".join(words))
        right = Qt.TextElideMode.ElideRight
        return [metrics.elidedText(line, right, self.width()) for line in lines]

    def _fits(self, text: str) -> bool:
        return self.fontMetrics().horizontalAdvance(text) <= self.width()

    def _note_elided(self, *, is_elided: bool) -> None:
        if is_elided or self._is_elided:
            self.setToolTip(self.text() if is_elided else "")
        self._is_elided = is_elided
