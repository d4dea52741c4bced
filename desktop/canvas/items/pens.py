"""Pens and colors that several items share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from desktop.canvas.style import CanvasStyle

_HALO_ALPHA = 70
_HALO_PX = 2


def outline_pen(color: str, *, style: CanvasStyle, is_dashed: bool = False) -> QPen:
    """Return the pen of an outline, as wide on the screen at every zoom.

    A shape at rest and its item have the same pen, so that one covers the other dash by dash.
    """
    pen = QPen(QColor(color), style.dashed_line_px if is_dashed else style.line_px)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if is_dashed:
        pen.setDashPattern(list(style.dash))
    return pen


def halo_pen(pen: QPen, *, style: CanvasStyle) -> QPen:
    """Return the pen of the dark line under a bright one."""
    halo = QPen(faded(style.halo, alpha=_HALO_ALPHA), pen.widthF() + _HALO_PX)
    halo.setCosmetic(True)
    halo.setJoinStyle(pen.joinStyle())
    halo.setCapStyle(pen.capStyle())
    return halo


def dot_pen(color: str, *, width_px: float) -> QPen:
    """Return the pen that paints points as dots."""
    pen = QPen(QColor(color), width_px)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def faded(color: str, *, alpha: int) -> QColor:
    """Return a color with an opacity of 0 to 255."""
    made = QColor(color)
    made.setAlpha(alpha)
    return made
