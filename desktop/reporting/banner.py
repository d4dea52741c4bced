"""Messages in place, above the page they concern."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QToolButton, QWidget

from desktop.qtkit.icons import icon, pixmap
from desktop.qtkit.layouts import column, empty, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.tokens import Tokens
from desktop.qtkit.translation import tr
from desktop.reporting.messages import Message, MessageCenter, Severity

_MAX_SHOWN = 3
_DETAILS_HEIGHT_PX = 140
_TONES = {Severity.INFO: "info", Severity.WARNING: "warning", Severity.ERROR: "bad"}
_NAMES = {
    Severity.INFO: tr("info"),
    Severity.WARNING: tr("warning"),
    Severity.ERROR: tr("error"),
}


class Banner(QFrame):
    """One warning or error with what to do, its details behind a button, and a way to close it."""

    # The user has read it.
    dismissed = Signal()

    def __init__(self, message: Message, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        tokens = theme.tokens
        styled(self, look="banner", tone=_TONES[message.severity])
        self._details = QPlainTextEdit(message.details)
        self._details.setReadOnly(True)
        self._details.setFixedHeight(_DETAILS_HEIGHT_PX)
        self._details.hide()
        line = row(self._icon(tokens), text_label(message.text, TextRole.STRONG, wrap=True))
        line.setStretch(1, 1)
        self._add_buttons(line, tokens)
        words = column(line, spacing_px=2)
        if message.hint:
            hint = text_label(message.hint, wrap=True)
            hint.setContentsMargins(28, 0, 0, 4)
            words.addWidget(hint)
        layout = column(words, self._details)
        layout.setContentsMargins(12, 6, 8, 6)
        self.setLayout(layout)

    def _icon(self, tokens: Tokens) -> QWidget:
        color = {Severity.ERROR: tokens.bad, Severity.WARNING: tokens.warning}
        severity = self.message.severity
        label = text_label()
        scale = self.devicePixelRatioF()
        label.setPixmap(pixmap(severity.value, color.get(severity, tokens.accent), scale=scale))
        label.setFixedSize(20, 20)
        label.setAccessibleName(_NAMES[severity])
        return label

    def _add_buttons(self, line: QHBoxLayout, tokens: Tokens) -> None:
        if self.message.details:
            details = QPushButton(tr("Details"))
            details.setCheckable(True)
            details.toggled.connect(self._details.setVisible)
            line.addWidget(styled(details, look="quiet"))
        remedy = self.message.remedy
        if remedy is not None:
            button = QPushButton(remedy.text)
            button.clicked.connect(remedy.run)
            line.addWidget(button)
        close = styled(QToolButton(), look="quiet")
        close.setIcon(icon("close", tokens))
        close.setIconSize(QSize(16, 16))
        close.setToolTip(tr("Close this message"))
        close.setAccessibleName(tr("Close this message"))
        close.clicked.connect(self.dismissed)
        line.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)


class BannerStack(QWidget):
    """The warnings and errors of the page in front, the latest on top. GUI thread only."""

    def __init__(self, center: MessageCenter, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._center = center
        self._theme = theme
        self._page_id = ""
        self._shown: tuple[Message, ...] = ()
        self._column = column(spacing_px=0)
        self.setLayout(self._column)
        self._connect_signals()
        self._rebuild()

    @property
    def shown(self) -> tuple[Message, ...]:
        """The messages on screen, the latest first."""
        return self._shown

    def set_page(self, page_id: str) -> None:
        """Show the messages of another page, and those of none."""
        self._page_id = page_id
        self._on_messages_changed()

    def _connect_signals(self) -> None:
        self._center.posted.connect(self._on_messages_changed)
        self._center.withdrawn.connect(self._on_messages_changed)
        self._theme.changed.connect(self._rebuild)

    def _on_messages_changed(self) -> None:
        # Details that are open stay open while other things are told.
        if self._fitting() != self._shown:
            self._rebuild()

    def _fitting(self) -> tuple[Message, ...]:
        fitting = [
            message
            for message in self._center.history
            if message.severity is not Severity.INFO and message.page_id in ("", self._page_id)
        ]
        return tuple(reversed(fitting[-_MAX_SHOWN:]))

    def _rebuild(self) -> None:
        empty(self._column)
        self._shown = self._fitting()
        for message in self._shown:
            banner = Banner(message, self._theme, self)
            banner.dismissed.connect(partial(self._center.withdraw, message.replace_key))
            self._column.addWidget(banner)
        self.setVisible(bool(self._shown))
