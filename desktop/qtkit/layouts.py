"""Rows, columns and hairlines on the 8-pixel grid."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

GRID_PX = 8
RADIUS_PX = 6

# A widget, a layout, a gap in pixels, or None for what takes the room that is left.
Part: TypeAlias = QWidget | QLayout | int | None


def row(*parts: Part, spacing_px: int = GRID_PX, margin_px: int = 0) -> QHBoxLayout:
    """Return the parts side by side."""
    layout = QHBoxLayout()
    _fill(layout, parts, spacing_px=spacing_px, margin_px=margin_px)
    return layout


def column(*parts: Part, spacing_px: int = GRID_PX, margin_px: int = 0) -> QVBoxLayout:
    """Return the parts one below the other."""
    layout = QVBoxLayout()
    _fill(layout, parts, spacing_px=spacing_px, margin_px=margin_px)
    return layout


def hairline(*, vertical: bool = False) -> QFrame:
    """Return a line one pixel thick."""
    line = QFrame()
    line.setProperty("look", "hairline")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def empty(layout: QLayout) -> None:
    """Take out all that a layout holds; widgets are out of sight at once and deleted later."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], *, spacing_px: int, margin_px: int) -> None:
    layout.setSpacing(spacing_px)
    layout.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
    for part in parts:
        match part:
            case None:
                layout.addStretch(1)
            case int():
                layout.addSpacing(part)
            case QLayout():
                layout.addLayout(part)
            case _:
                layout.addWidget(part)
