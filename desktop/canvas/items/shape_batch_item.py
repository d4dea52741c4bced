"""All shapes at rest that look alike, as one item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.canvas.figures import Figure
from desktop.canvas.items.strokes import BoxStrokes, RingStrokes, Rows, SkeletonStrokes
from desktop.canvas.style import CanvasStyle
from engine.domain.shapes import Box, KeypointSet

_MARGIN_PX = 2.0


class ShapeBatchItem(QGraphicsItem):
    """Shapes of one pen. An item for each would cost twice the time at thousands of shapes."""

    def __init__(self, pen: QPen, *, style: CanvasStyle) -> None:
        super().__init__()
        self._pen = pen
        self._style = style
        self._figures: Sequence[Figure] = []
        self._xyxy_px: NDArray[np.float64] = np.empty((0, 4))
        self._bounds = QRectF()
        self._exposed: Sequence[QRectF] | None = None
        self._in_view = QRectF()
        self._set_kinds([])

    def set_figures(self, figures: Sequence[Figure], xyxy_px: NDArray[np.float64]) -> None:
        """Show these figures, with the boxes around them in pixels of the image, shape (n, 4)."""
        if figures == self._figures:
            return
        self._figures = figures
        self.prepareGeometryChange()
        self._repaint_old_place()
        self._xyxy_px = xyxy_px
        self._bounds = _bounds(xyxy_px)
        self._set_kinds(figures)
        self.update()

    def set_exposed(self, areas: Sequence[QRectF] | None, *, in_view: QRectF) -> None:
        """Paint only shapes that touch one of these areas of the scene; all where None.

        Qt tells an item the rectangle around all areas only, which for the two lines of a crosshair
        is the whole view. How finely a crowd is painted goes by all that is in view, so that parts
        painted one after the other fit.
        """
        self._exposed = areas
        self._in_view = in_view

    def _set_kinds(self, figures: Sequence[Figure]) -> None:
        shapes = [figure.outline.shape for figure in figures]
        self._box_rows = _rows(isinstance(shape, Box) for shape in shapes)
        self._skeleton_rows = _rows(isinstance(shape, KeypointSet) for shape in shapes)
        self._ring_rows = _rows(not isinstance(shape, Box | KeypointSet) for shape in shapes)
        self._boxes = BoxStrokes(self._xyxy_px[self._box_rows])
        self._rings = RingStrokes([figures[row] for row in self._ring_rows])
        self._skeletons = SkeletonStrokes([figures[row] for row in self._skeleton_rows])

    def _repaint_old_place(self) -> None:
        """Have the views paint anew where the shapes were.

        Qt does so by itself, but forgets the old place where a view paints before Qt's event loop
        comes round to the change, as when another window uncovers it.
        """
        scene = self.scene()
        if scene is not None:
            scene.update(self.mapRectToScene(self._bounds))

    @override
    def boundingRect(self) -> QRectF:
        return self._bounds

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        scale = painter.worldTransform().m11() * painter.device().devicePixelRatio()
        if len(self._box_rows):
            self._boxes.paint(painter, self._touched(self._box_rows), pen=self._pen)
        if len(self._ring_rows):
            rows, in_view = self._touched(self._ring_rows), self._seen(self._ring_rows)
            self._rings.paint(painter, rows, pen=self._pen, scale=scale, in_view=in_view)
        if len(self._skeleton_rows):
            rows = self._touched(self._skeleton_rows)
            self._skeletons.paint(painter, rows, pen=self._pen, style=self._style)

    def _touched(self, rows: Rows) -> Rows:
        """Return the positions in `rows` of what has to be painted."""
        areas = self._exposed
        if areas is None or any(area.contains(self._bounds) for area in areas):
            return np.arange(len(rows))
        touched = np.zeros(len(rows), dtype=bool)
        for area in areas:
            touched |= _touches(self._xyxy_px[rows], area)
        return np.flatnonzero(touched)

    def _seen(self, rows: Rows) -> Rows:
        if self._exposed is None:
            return np.arange(len(rows))
        return np.flatnonzero(_touches(self._xyxy_px[rows], self._in_view))


def _rows(chosen: Iterable[bool]) -> Rows:
    return np.flatnonzero(np.fromiter(chosen, dtype=bool))


def _touches(xyxy_px: NDArray[np.float64], area: QRectF) -> NDArray[np.bool_]:
    low = (xyxy_px[:, 2] >= area.left()) & (xyxy_px[:, 3] >= area.top())
    high = (xyxy_px[:, 0] <= area.right()) & (xyxy_px[:, 1] <= area.bottom())
    touched: NDArray[np.bool_] = low & high
    return touched


def _bounds(xyxy_px: NDArray[np.float64]) -> QRectF:
    if not len(xyxy_px):
        return QRectF()
    left, top = xyxy_px[:, :2].min(axis=0).tolist()
    right, bottom = xyxy_px[:, 2:].max(axis=0).tolist()
    bounds = QRectF(left, top, right - left, bottom - top)
    return bounds.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
