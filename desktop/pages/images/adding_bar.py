"""How far images are on their way in, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from desktop.pages.images.add_run import AddProgress
from desktop.qtkit.layouts import row
from desktop.qtkit.progress_line import ProgressLine, ProgressText
from desktop.qtkit.texts import styled
from desktop.qtkit.translation import tr
from desktop.qtkit.words import time_left_text


class AddingBar(QFrame):
    """How far an adding is, with a way to stop it."""

    # The user wants it to stop.
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        styled(self, look="card")
        self._line = ProgressLine()
        stop = QPushButton(tr("Stop"))
        stop.clicked.connect(self.cancelled)
        layout = row(self._line, stop, spacing_px=16, margin_px=12)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def show_progress(self, progress: AddProgress) -> None:
        """Show how far an adding is, with the time left."""
        left = time_left_text(progress.seconds_left)
        self.show_text(ProgressText(progress.text, progress.share, left))

    def show_text(self, progress: ProgressText) -> None:
        """Show how far something else is."""
        self._line.set_progress(progress)
