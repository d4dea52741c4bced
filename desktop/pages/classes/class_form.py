"""The cards about one class: its name, color and place, merging, splitting and removing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QToolButton, QWidget

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.pages.classes.state import ChosenClass
from desktop.qtkit.blocked import blocked
from desktop.qtkit.cards import Card
from desktop.qtkit.elided_combo import ElidedComboBox
from desktop.qtkit.layouts import row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from engine.domain.classes import ObjectClass, class_color
from engine.domain.identifiers import ClassId

_NUM_COLORS = 14
_COLORS_A_ROW = 7
_SWATCH_PX = 14
_MAX_NAME = 100


class ClassCard(Card):
    """Name, color and place in the order. GUI thread only."""

    # The user wants another name.
    rename_requested = Signal(str)
    # The user wants another color: #rrggbb.
    color_requested = Signal(str)
    # The user wants it further up (-1) or down (1).
    move_requested = Signal(int)

    def __init__(self) -> None:
        self._name = QLineEdit()
        self._rename = QPushButton(tr("Rename"))
        self._color = QLineEdit()
        colors = [class_color(number) for number in range(_NUM_COLORS)]
        self._swatches = {color: _swatch(color) for color in colors}
        self._up, self._down = QPushButton(tr("Move up")), QPushButton(tr("Move down"))
        name = row(self._name, self._rename)
        name.setStretch(0, 1)
        color = row(text_label(tr("Color")), None, self._color)
        order = row(self._up, self._down, None)
        super().__init__("", name, color, _grid(self._swatches.values()), order)
        self._name.setAccessibleName(tr("Name of the class"))
        self._name.setMaxLength(_MAX_NAME)
        self._color.setAccessibleName(tr("Color of the class"))
        self._color.setMaxLength(7)
        self._color.setFixedWidth(96)
        self._connect_signals()

    def show_class(self, chosen: ChosenClass, can_write: Availability) -> None:
        """Show a class; what is being typed of it stays."""
        class_ = chosen.class_
        self.set_title(class_.name)
        for field, text in ((self._name, class_.name), (self._color, class_.color)):
            if not (field.hasFocus() and field.isModified()):
                field.setText(text)
                field.setCursorPosition(0)
        for color, swatch in self._swatches.items():
            swatch.setChecked(color == class_.color)
        show_availability(self._rename, can_write, tip=tr("What models know of it stays"))
        for control in (self._name, self._color, *self._swatches.values()):
            control.setEnabled(can_write.is_enabled)
        up = chosen.can_move_up if can_write.is_enabled else can_write
        down = chosen.can_move_down if can_write.is_enabled else can_write
        show_availability(self._up, up, tip=tr("Its key changes with its place (Alt+Up)"))
        show_availability(self._down, down, tip=tr("Its key changes with its place (Alt+Down)"))

    def focus_name(self) -> None:
        """Let the user type another name."""
        self._name.setFocus()
        self._name.selectAll()

    def _connect_signals(self) -> None:
        self._rename.clicked.connect(self._on_renamed)
        self._name.returnPressed.connect(self._on_renamed)
        self._color.returnPressed.connect(self._on_color_typed)
        self._up.clicked.connect(lambda: self.move_requested.emit(-1))
        self._down.clicked.connect(lambda: self.move_requested.emit(1))
        for color, swatch in self._swatches.items():
            swatch.clicked.connect(lambda _=False, color=color: self.color_requested.emit(color))

    def _on_renamed(self) -> None:
        self._name.setModified(False)
        self.rename_requested.emit(self._name.text())

    def _on_color_typed(self) -> None:
        self._color.setModified(False)
        self.color_requested.emit(self._color.text())


class DivideCard(Card):
    """Merging a class into another, and splitting a new one off it. GUI thread only."""

    # The user wants it to be part of another class: ClassId.
    merge_requested = Signal(object)
    # The user wants a class of this name split off.
    split_requested = Signal(str)

    def __init__(self) -> None:
        self._target = ElidedComboBox()
        self._merge = QPushButton(tr("Merge"))
        self._merge_note = text_label("", TextRole.CAPTION, wrap=True)
        self._part = QLineEdit()
        self._split = QPushButton(tr("Split off"))
        self._split_note = text_label("", TextRole.CAPTION, wrap=True)
        merge = row(self._target, self._merge)
        merge.setStretch(0, 1)
        split = row(self._part, self._split)
        split.setStretch(0, 1)
        super().__init__(
            tr("Merge into another class"),
            merge,
            self._merge_note,
            text_label(tr("Split a new class off"), TextRole.HEADING),
            split,
            self._split_note,
        )
        self._target.setAccessibleName(tr("Class to merge into"))
        self._part.setAccessibleName(tr("Name of the class to split off"))
        self._part.setPlaceholderText(tr("Name of the new class"))
        self._part.setMaxLength(_MAX_NAME)
        self._others: tuple[ObjectClass, ...] = ()
        self._shown: ClassId | None = None
        self._connect_signals()

    def show_class(self, chosen: ChosenClass, can_write: Availability) -> None:
        """Show what merging and splitting a class would do."""
        if chosen.class_.id != self._shown:
            self._shown = chosen.class_.id
            self._part.clear()
        self._show_others(chosen.others)
        self._merge_note.setText(chosen.merge_note)
        self._split_note.setText(chosen.split_note)
        for control in (self._target, self._part):
            control.setEnabled(can_write.is_enabled)
        show_availability(self._split, can_write, tip=tr("It stands behind this class"))
        one_is_there = Availability(bool(chosen.others), tr("There is no other class."))
        may_merge = one_is_there if can_write.is_enabled else can_write
        show_availability(self._merge, may_merge, tip=tr("Undo takes it apart again"))

    def end_typing(self) -> None:
        """Empty the field of the class to split off."""
        self._part.clear()

    def _show_others(self, others: Sequence[ObjectClass]) -> None:
        if tuple(others) == self._others:
            return
        chosen = self._target.currentData()
        self._others = tuple(others)
        with blocked(self._target):
            self._target.clear()
            for each in others:
                self._target.addItem(_color_icon(each.color), each.name, each.id)
            self._target.setCurrentIndex(max(0, self._target.findData(chosen)))

    def _connect_signals(self) -> None:
        self._merge.clicked.connect(self._on_merge)
        self._split.clicked.connect(self._on_split)
        self._part.returnPressed.connect(self._on_split)

    def _on_merge(self) -> None:
        if self._target.currentIndex() >= 0:
            self.merge_requested.emit(self._target.currentData())

    def _on_split(self) -> None:
        self.split_requested.emit(self._part.text())


class RemoveCard(Card):
    """Taking a class out of use, with what would go. GUI thread only."""

    # The user wants it out of use.
    remove_requested = Signal()

    def __init__(self) -> None:
        self._remove = QPushButton(tr("Remove the class"))
        self._note = text_label("", TextRole.CAPTION, wrap=True)
        super().__init__(tr("Remove"), row(self._remove, None), self._note)
        self._remove.clicked.connect(self.remove_requested)

    def show_class(self, chosen: ChosenClass, can_write: Availability) -> None:
        """Show what would go with a class."""
        self._note.setText(chosen.remove_note)
        show_availability(
            self._remove,
            can_write,
            tip=tr("Take {name} out of use").format(name=chosen.class_.name),
        )


def _swatch(color: str) -> QToolButton:
    button = styled(QToolButton(), look="quiet")
    button.setIcon(_color_icon(color))
    button.setIconSize(QSize(_SWATCH_PX, _SWATCH_PX))
    button.setCheckable(True)
    button.setToolTip(color)
    button.setAccessibleName(tr("Color {color}").format(color=color))
    return button


def _color_icon(color: str) -> QIcon:
    square = QPixmap(_SWATCH_PX, _SWATCH_PX)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(square.rect(), 3, 3)
    painter.end()
    return QIcon(square)


def _grid(buttons: Iterable[QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(2)
    for number, button in enumerate(buttons):
        grid.addWidget(button, *divmod(number, _COLORS_A_ROW))
    return grid
