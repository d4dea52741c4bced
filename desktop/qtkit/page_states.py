"""What a page shows: its content, or that it is empty, busy or failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from desktop.qtkit.engine_texts import said
from desktop.qtkit.icons import pixmap
from desktop.qtkit.layouts import column, empty, row
from desktop.qtkit.texts import TextRole, breakable, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.words import time_left_text
from engine.domain.errors import EngineError

_ICON_PX = 40
_WIDTH_PX = 460
_GENERAL_BUSY = 0


@dataclass(frozen=True, slots=True)
class Way:
    """A button out of a state: what it says and does."""

    text: str
    run: Callable[[], None]


def show_ways(layout: QLayout, ways: Iterable[Way]) -> None:
    """Put a button for each way into a layout, in place of those before."""
    empty(layout)
    for way in ways:
        button = QPushButton(way.text)
        button.clicked.connect(way.run)
        layout.addWidget(button)


class PageStates(QStackedWidget):
    """Shows the content of a page, or in its place what the user can do. GUI thread only."""

    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._panel = _StatePanel()
        self._icon_name = ""
        self._is_failed = False
        self.addWidget(content)
        self.addWidget(self._panel)
        theme.changed.connect(self._tint)

    @property
    def is_content_shown(self) -> bool:
        """Whether the content is in front."""
        return self.currentIndex() == 0

    def show_content(self) -> None:
        """Show the content."""
        self.setCurrentIndex(0)

    def show_empty(self, icon: str, title: str, text: str, *ways: Way) -> None:
        """Say that there is nothing yet, and what to do."""
        self._show(icon, title, text, ways)

    def show_busy(
        self,
        title: str,
        *ways: Way,
        text: str = "",
        share: float | None = None,
        seconds_left: float | None = None,
    ) -> None:
        """Say what takes a moment.

        Args:
            title: What is being done ("Reading 1,240 images").
            ways: Ways out, such as to cancel.
            text: More about it.
            share: How much is done, 0 to 1; None = unknown.
            seconds_left: Time left; None = unknown.
        """
        lines = [line for line in (text, time_left_text(seconds_left)) if line]
        self._show("", title, "\n".join(lines), ways)
        self._panel.set_progress(share)

    def show_failed(self, error: EngineError, *ways: Way) -> None:
        """Say what failed, and the way out."""
        self._show("error", said(error.message), said(error.hint), ways, is_failed=True)

    def _show(
        self,
        icon: str,
        title: str,
        text: str,
        ways: tuple[Way, ...],
        *,
        is_failed: bool = False,
    ) -> None:
        self._icon_name = icon
        self._is_failed = is_failed
        self._panel.set_texts(title, text)
        self._panel.set_ways(ways)
        self._panel.progress.hide()
        self._tint()
        self.setCurrentIndex(1)

    def _tint(self) -> None:
        tokens = self._theme.tokens
        self._panel.icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            color = tokens.bad if self._is_failed else tokens.muted
            scale = self.devicePixelRatioF()
            mark = pixmap(self._icon_name, color, size_px=_ICON_PX, scale=scale)
            self._panel.icon.setPixmap(mark)


class _StatePanel(QWidget):
    """A few centered words with buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.icon = QLabel()
        self.icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self._title = _centered(TextRole.TITLE)
        self._text = _centered(TextRole.BODY)
        self._ways = row(spacing_px=8)
        self._shown_ways: tuple[Way, ...] = ()
        box = QFrame()
        box.setFixedWidth(_WIDTH_PX)
        box.setLayout(column(self.icon, self._title, self._text, self.progress, spacing_px=12))
        # Beside the box: several buttons may want more room than text reads well in.
        ways = row(None, self._ways, None)
        self.setLayout(
            column(None, row(None, box, None), 8, ways, None, None, spacing_px=8, margin_px=16)
        )

    def set_texts(self, title: str, text: str) -> None:
        self._title.setText(breakable(title))
        self._text.setText(breakable(text))
        self._text.setVisible(bool(text))

    def set_ways(self, ways: tuple[Way, ...]) -> None:
        # Progress comes several times a second; a button must not vanish under the pointer.
        if ways == self._shown_ways:
            return
        show_ways(self._ways, ways)
        self._shown_ways = ways

    def set_progress(self, share: float | None) -> None:
        self.progress.show()
        self.progress.setMaximum(_GENERAL_BUSY if share is None else 1000)
        self.progress.setValue(round((share or 0) * 1000))


def _centered(role: TextRole) -> QLabel:
    label = text_label("", role, wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
