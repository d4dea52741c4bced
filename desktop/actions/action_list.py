"""Actions as rows, with keys and reasons, as the command palette shows them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.actions.action import Action
from desktop.actions.registry import ActionRegistry
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.keycap import key_text
from desktop.qtkit.theme import Theme

_ROW_PX = 32
_GAP_PX = 12
_ROOT = QModelIndex()
_KEY_PX = 96
Rank = tuple[bool, int, bool]


class ActionRole(IntEnum):
    """What a row of the list knows."""

    ID = Qt.ItemDataRole.UserRole + 1
    KEY = Qt.ItemDataRole.UserRole + 2
    # Why it cannot be done now, else where it belongs.
    NOTE = Qt.ItemDataRole.UserRole + 3
    IS_ENABLED = Qt.ItemDataRole.UserRole + 4


class ActionListModel(QAbstractListModel):
    """The actions that match what was typed, the best match first."""

    def __init__(
        self, registry: ActionRegistry, *, own_id: str, parent: QWidget | None = None
    ) -> None:
        """Show the registry's actions but the one that opens the list."""
        super().__init__(parent)
        self._registry = registry
        self._own_id = own_id
        self._shown: Sequence[Action] = ()

    def search(self, query: str) -> None:
        """Show the actions that match: first what can be done now, the page's own before others."""
        self.beginResetModel()
        ranked = [(self.rank(action, query), action) for action in self._registry.actions]
        matching = [(rank, action) for rank, action in ranked if rank is not None]
        self._shown = [action for _, action in sorted(matching, key=lambda pair: pair[0])]
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        action = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return action.text
            case ActionRole.ID:
                return action.id
            case ActionRole.KEY:
                return key_text(action.keys[0]) if action.keys else ""
            case ActionRole.NOTE:
                return self._registry.availability(action.id).reason or action.group.value
            case ActionRole.IS_ENABLED:
                return self._registry.availability(action.id).is_enabled
        return None

    def rank(self, action: Action, query: str) -> Rank | None:
        """Return where an action stands, the least first; None = it is not shown."""
        quality = match_quality(query, action.text)
        if quality is None or action.is_quiet or action.id == self._own_id:
            return None
        is_enabled = self._registry.availability(action.id).is_enabled
        return (not is_enabled, quality, not action.page_id)


def match_quality(query: str, text: str) -> int | None:
    """Return how well a text answers a query, 0 the best; None where a word is missing in it.

    Each word of the query must begin a word of the text, or else stand somewhere in it.
    """
    lowered = text.casefold()
    words = lowered.split()
    quality = 0
    for part in query.casefold().split():
        if any(word.startswith(part) for word in words):
            continue
        if part not in lowered:
            return None
        quality += 1
    return quality


class ActionDelegate(QStyledItemDelegate):
    """Paints a row: text at the left, note and key at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, _ROW_PX)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area: QRect = option.rect
        is_chosen = bool(option.state & option.state.State_Selected)
        tokens = self._theme.tokens
        painter.save()
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.raised))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if option.state & option.state.State_HasFocus:
                painter.setPen(QPen(QColor(tokens.accent)))
            painter.drawRoundedRect(area.adjusted(0, 1, -1, -2), 6, 6)
        inner = area.adjusted(_GAP_PX, 0, -_GAP_PX, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        is_enabled = index.data(ActionRole.IS_ENABLED)
        painter.setFont(text_font(CAPTION_PX))
        painter.setPen(QColor(tokens.text if is_enabled else tokens.faint))
        key = index.data(ActionRole.KEY)
        painter.drawText(inner, right, key)
        key_px = max(_KEY_PX, painter.fontMetrics().horizontalAdvance(key) + _GAP_PX)
        painter.setPen(QColor(tokens.muted))
        note_area = inner.adjusted(0, 0, -key_px, 0)
        painter.drawText(note_area, right, index.data(ActionRole.NOTE))
        painter.setFont(text_font())
        painter.setPen(QColor(tokens.text if is_enabled else tokens.faint))
        painter.drawText(inner, left, index.data())
        painter.restore()
