"""How far something is, in words and as a bar."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import ElidedLabel, TextRole

_STEPS = 1000


@dataclass(frozen=True, slots=True)
class ProgressText:
    """How far something is: words, the share done (0 to 1, None: unknown) and the time left."""

    text: str
    share: float | None
    left: str = ""


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

    def set_progress(self, progress: ProgressText) -> None:
        """Show how far it is now."""
        self._text.setText(progress.text)
        self._left.setText(progress.left)
        self._bar.setMaximum(0 if progress.share is None else _STEPS)
        self._bar.setValue(round((progress.share or 0.0) * _STEPS))
