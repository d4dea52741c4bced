"""A choice whose text ends in an ellipsis where room is short."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

# As styles leave it between an icon and the text.
_ICON_GAP_PX = 8


class ElidedComboBox(QComboBox):
    """Takes the room it is given, however long its texts are. GUI thread only.

    Its list, and its tooltip where the text is cut, have the whole.
    """

    def __init__(self, parent: QWidget | None = None, *, min_letters: int = 8) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(min_letters)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        right = Qt.TextElideMode.ElideRight
        whole = self.currentText()
        shown = self.fontMetrics().elidedText(whole, right, self._room_px(option))
        option.currentText = shown
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        self.setToolTip("" if shown == whole else whole)

    def _room_px(self, option: QStyleOptionComboBox) -> int:
        """Return how much room the text has beside arrow and icon."""
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        has_icon = not self.itemIcon(self.currentIndex()).isNull()
        return field.width() - (self.iconSize().width() + _ICON_GAP_PX if has_icon else 0)
