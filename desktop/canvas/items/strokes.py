"""How shapes at rest are painted, many with one pen: boxes, closed lines, skeletons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from desktop.canvas.figures import Figure, level_of, prepare
from desktop.canvas.items.pens import dot_pen
from desktop.canvas.style import CanvasStyle
from engine.domain.shapes import KeypointSet, Visibility

Rows = NDArray[np.intp]

# More points than these are painted thin and without smoothing: 75,000 take 10 ms so, else 150 ms.
_MAX_FINE_POINTS = 5_000
# A simplified line has about one point for so many pixels of the screen.
_PX_PER_POINT = 3.0
_CROWD_LINE_PX = 1.0


class BoxStrokes:
    """Upright boxes; corners in pixels of the image, shape (n, 4)."""

    def __init__(self, xyxy_px: NDArray[np.float64]) -> None:
        self._rects = [QRectF(x1, y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in xyxy_px.tolist()]

    def paint(self, painter: QPainter, rows: Rows, *, pen: QPen) -> None:
        """Paint some of the boxes."""
        painter.setPen(pen)
        all_rows = len(rows) == len(self._rects)
        painter.drawRects(self._rects if all_rows else [self._rects[row] for row in rows])


class RingStrokes:
    """Closed lines of any number of points."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = figures
        boxes = [figure.outline.box for figure in figures]
        self._reach_px = np.array([2 * (box.width + box.height) for box in boxes])
        self._num_points = np.array([figure.num_points for figure in figures])

    def paint(
        self, painter: QPainter, rows: Rows, *, pen: QPen, scale: float, in_view: Rows
    ) -> None:
        """Paint some of the figures; how finely is decided by all that are in view."""
        level = level_of(scale)
        figures = [self._figures[row] for row in rows]
        prepare(figures, level)
        is_crowd = self._num_points_at(scale, in_view) > _MAX_FINE_POINTS
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_crowd)
        painter.setPen(_thinned(pen) if is_crowd else pen)
        for figure in figures:
            painter.drawPath(figure.path(level))

    def _num_points_at(self, scale: float, rows: Rows) -> float:
        on_screen = self._reach_px[rows] * scale / _PX_PER_POINT
        return float(np.minimum(self._num_points[rows], on_screen).sum())


class SkeletonStrokes:
    """Bones and keypoints: a dot where one is seen, a ring where it is hidden."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._bones = [
            [QLineF(*line) for line in figure.outline.bones_px.tolist()] for figure in figures
        ]
        self._dots = [_dots(figure, hidden_only=False) for figure in figures]
        self._hidden = [_dots(figure, hidden_only=True) for figure in figures]

    def paint(self, painter: QPainter, rows: Rows, *, pen: QPen, style: CanvasStyle) -> None:
        """Paint some of the figures."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bone = QPen(pen)
        bone.setWidthF(style.bone_px)
        painter.setPen(bone)
        painter.drawLines([line for row in rows for line in self._bones[row]])
        painter.setPen(dot_pen(pen.color().name(), width_px=style.dot_px))
        painter.drawPoints([dot for row in rows for dot in self._dots[row]])
        painter.setPen(dot_pen(style.halo, width_px=style.dot_px / 2))
        painter.drawPoints([dot for row in rows for dot in self._hidden[row]])


def _dots(figure: Figure, *, hidden_only: bool) -> list[QPointF]:
    shape = figure.outline.shape
    assert isinstance(shape, KeypointSet)
    seen = {Visibility.HIDDEN} if hidden_only else {Visibility.HIDDEN, Visibility.VISIBLE}
    return [QPointF(x, y) for x, y, visibility in shape.points_px if visibility in seen]


def _thinned(pen: QPen) -> QPen:
    thin = QPen(pen)
    thin.setWidthF(_CROWD_LINE_PX)
    return thin
