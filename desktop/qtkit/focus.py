"""How painted rows and tiles show that the keys go to them."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionViewItem, QWidget

from desktop.qtkit.tokens import Tokens

_RADIUS_PX = 6


def paint_focus(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, tokens: Tokens
) -> None:
    """Paint a ring around a row or tile that has the focus; the last thing that is painted."""
    if not option.state & QStyle.StateFlag.State_HasFocus:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.accent), 1))
    painter.drawRoundedRect(area.adjusted(1, 1, -2, -2), _RADIUS_PX, _RADIUS_PX)


def focus_first_button(widget: QWidget) -> None:
    """Give the focus, which something hidden lost, to the first way out."""
    for button in widget.findChildren(QPushButton):
        if button.isVisible():
            button.setFocus()
            return
