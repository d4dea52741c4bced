"""How far something is, in words and as a bar."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import ElidedLabel, TextRole

_STEPS = 1000


class ProgressLine(QWidget):
    """What is being done, the time left at its right, and a bar below."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ElidedLabel()
        self._left = ElidedLabel("", TextRole.CAPTION)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        words = row(self._text, self._left)
        words.setStretch(0, 1)
        self.setLayout(column(words, self._bar, spacing_px=8))

    def set_progress(self, text: str, *, share: float | None, left: str = "") -> None:
        """Show progress; `share` is 0 to 1, None while it is unknown."""
        self._text.setText(text)
        self._left.setText(left)
        self._bar.setMaximum(0 if share is None else _STEPS)
        self._bar.setValue(round((share or 0.0) * _STEPS))
