"""A card that says what stopped, and the ways on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtWidgets import QFrame

from desktop.qtkit.engine_texts import said
from desktop.qtkit.icons import pixmap
from desktop.qtkit.layouts import column, row
from desktop.qtkit.page_states import Way, show_ways
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme

_ICON_PX = 20


class NoticeTone(StrEnum):
    """How much a notice matters; the values are the style sheet's."""

    PLAIN = "accent"
    WARNING = "warning"
    BAD = "bad"


_ICONS = {NoticeTone.PLAIN: "info", NoticeTone.WARNING: "warning", NoticeTone.BAD: "error"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice card says: a sentence, what to do, and buttons for it."""

    text: str
    hint: str = ""
    tone: NoticeTone = NoticeTone.PLAIN
    ways: tuple[Way, ...] = ()


class NoticeCard(QFrame):
    """Stands above what it concerns and goes when it has no ground any more. GUI thread only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._notice: Notice | None = None
        self._icon = text_label()
        self._icon.setFixedSize(_ICON_PX, _ICON_PX)
        self._text = text_label("", TextRole.STRONG, wrap=True)
        self._hint = text_label("", wrap=True)
        self._ways = row(spacing_px=8)
        words = row(self._icon, column(self._text, self._hint, spacing_px=2), spacing_px=12)
        words.setStretch(1, 1)
        layout = row(words, self._ways, spacing_px=16)
        layout.setStretch(0, 1)
        layout.setContentsMargins(16, 12, 16, 12)
        self.setLayout(layout)
        self.hide()
        theme.changed.connect(self._tint)

    def set_notice(self, notice: Notice | None) -> None:
        """Show a notice; None hides the card. Buttons stay where the words alone change."""
        before, self._notice = self._notice, notice
        if notice is None or notice == before:
            self.setVisible(notice is not None)
            return
        self._text.setText(said(notice.text))
        self._hint.setText(said(notice.hint))
        self._hint.setVisible(bool(notice.hint))
        if before is None or before.ways != notice.ways:
            show_ways(self._ways, notice.ways)
        styled(self, look="notice", tone=notice.tone)
        self._tint()
        self.show()

    def _tint(self) -> None:
        if self._notice is None:
            return
        tokens, tone = self._theme.tokens, self._notice.tone
        colors = {NoticeTone.BAD: tokens.bad, NoticeTone.WARNING: tokens.warning}
        color = colors.get(tone, tokens.accent)
        scale = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(_ICONS[tone], color, size_px=_ICON_PX, scale=scale))
