"""Input fields that the style sheet alone cannot set right."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

_TEXT_MARGIN_PX = 8


def number_box(low: int, high: int, *, unit: str = "") -> QSpinBox:
    """Return a field for a whole number within limits, both included."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setSuffix(f" {unit}" if unit else "")
    _indent(box)
    return box


def decimal_box(low: float, high: float, *, step: float) -> QDoubleSpinBox:
    """Return a field for a number with two decimals within limits, both included."""
    box = QDoubleSpinBox()
    box.setDecimals(2)
    box.setRange(low, high)
    box.setSingleStep(step)
    _indent(box)
    return box


def _indent(box: QSpinBox | QDoubleSpinBox) -> None:
    # Qt passes over the style sheet's padding inside a spin box.
    box.lineEdit().setTextMargins(_TEXT_MARGIN_PX, 0, 0, 0)
