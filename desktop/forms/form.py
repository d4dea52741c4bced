"""Names at the left, controls of one width at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from desktop.qtkit.texts import text_label

_CONTROL_PX = 146
# What suits a detector; the engine takes any multiple of 32.
_IMAGE_SIZES = (96, 128, 160, 224, 320, 416, 512, 640, 768, 896, 1024, 1280)


def form_rows(*rows: tuple[str, QWidget]) -> QGridLayout:
    """Return rows of a name and its control."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for number, (name, control) in enumerate(rows):
        label = text_label(name)
        label.setBuddy(control)
        control.setAccessibleName(control.accessibleName() or name)
        control.setFixedWidth(_CONTROL_PX)
        grid.addWidget(label, number, 0)
        grid.addWidget(control, number, 1, Qt.AlignmentFlag.AlignRight)
    return grid


def image_size_box() -> QComboBox:
    """Return a choice of image sizes, the data of each its pixels."""
    box = QComboBox()
    for side_px in _IMAGE_SIZES:
        box.addItem(f"{side_px} px", side_px)
    return box


def choose_image_size(box: QComboBox, side_px: int) -> None:
    """Show a size, added where it is unusual."""
    place = box.findData(side_px)
    if place < 0:
        box.addItem(f"{side_px} px", side_px)
        place = box.count() - 1
    box.setCurrentIndex(place)
