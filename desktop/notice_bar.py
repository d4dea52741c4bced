"""One quiet line above the pages for what holds as long as it holds: read-only, autopilot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from desktop.qtkit.layouts import row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds now, more about it, and the one thing the user can do about it."""

    title: str
    text: str
    button: str
    run: Callable[[], None]


class NoticeBar(QFrame):
    """Shows a `Standing`, or nothing. GUI thread only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="banner", tone="info")
        self._standing: Standing | None = None
        self._title = text_label("", TextRole.STRONG)
        self._text = ElidedLabel(role=TextRole.CAPTION)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        layout = row(self._title, self._text, self._button, spacing_px=12)
        layout.setStretch(1, 1)
        layout.setContentsMargins(16, 6, 16, 6)
        self.setLayout(layout)
        self.set_standing(None)

    @property
    def standing(self) -> Standing | None:
        """What is shown."""
        return self._standing

    def set_standing(self, standing: Standing | None) -> None:
        """Show another one; None hides the bar."""
        self._standing = standing
        self.setVisible(standing is not None)
        if standing is not None:
            self._title.setText(standing.title)
            self._text.setText(standing.text)
            self._button.setText(standing.button)

    def _on_clicked(self) -> None:
        if self._standing is not None:
            self._standing.run()
