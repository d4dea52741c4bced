"""The status bar: the keys that work now, what just happened, and the page's own line."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from desktop.qtkit.keycap import KeyHint, key_hint
from desktop.qtkit.layouts import empty, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled

_HEIGHT_PX = 26
_NEWS_MS = 6000


class StatusBar(QFrame):
    """Hints at the left, news or the page's status at the right. GUI thread only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="status")
        self.setFixedHeight(_HEIGHT_PX)
        self._hints = row(spacing_px=16)
        self._shown_hints: tuple[KeyHint, ...] = ()
        self._status = ElidedLabel(role=TextRole.CAPTION)
        self._page_status = ""
        self._news_ends = QTimer(self)
        self._news_ends.setSingleShot(True)
        self._news_ends.setInterval(_NEWS_MS)
        self._news_ends.timeout.connect(self._on_news_ended)
        layout = row(self._hints, None, self._status, spacing_px=24)
        layout.setContentsMargins(14, 1, 14, 0)
        self.setLayout(layout)

    @property
    def text(self) -> str:
        """What stands at the right."""
        return self._status.text()

    def set_hints(self, hints: Iterable[KeyHint]) -> None:
        """Show these keys; to make them anew costs as much as a small page."""
        wanted = tuple(hints)
        if wanted == self._shown_hints:
            return
        self._shown_hints = wanted
        empty(self._hints)
        for hint in wanted:
            self._hints.addWidget(key_hint(hint))

    def set_status(self, text: str) -> None:
        """Show the page's line, once the news has been seen."""
        self._page_status = text
        if not self._news_ends.isActive():
            self._show(text, role=TextRole.CAPTION)

    def show_news(self, text: str) -> None:
        """Say for some seconds what happened, or why something cannot be done."""
        self._show(text, role=TextRole.STRONG)
        self._news_ends.start()

    def withdraw_news(self, text: str) -> None:
        """Say something no longer, if it is still said."""
        if self._news_ends.isActive() and self._status.text() == text:
            self._news_ends.stop()
            self._on_news_ended()

    def shutdown(self) -> None:
        """End the news."""
        self._news_ends.stop()

    def _on_news_ended(self) -> None:
        self._show(self._page_status, role=TextRole.CAPTION)

    def _show(self, text: str, *, role: TextRole) -> None:
        styled(self._status, role=role)
        self._status.setText(text)
