"""All boxes at rest that look alike, as one item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

_MARGIN_PX = 2.0


class BoxBatchItem(QGraphicsItem):
    """Boxes of one pen. An item for each would cost twice the time at thousands of boxes."""

    def __init__(self, pen: QPen) -> None:
        super().__init__()
        self._pen = pen
        self._rects: list[QRectF] = []
        self._xyxy_px: NDArray[np.float64] = np.empty((0, 4))
        self._bounds = QRectF()
        self._exposed: Sequence[QRectF] | None = None

    def set_boxes(self, xyxy_px: NDArray[np.float64]) -> None:
        """Show these boxes, corners in pixels of the image, shape (n, 4)."""
        self.prepareGeometryChange()
        self._repaint_old_place()
        self._xyxy_px = xyxy_px
        self._rects = [QRectF(x1, y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in xyxy_px.tolist()]
        self._bounds = _bounds(xyxy_px)
        self.update()

    def set_exposed(self, areas: Sequence[QRectF] | None) -> None:
        """Paint only boxes that touch one of these areas of the scene; all where None.

        Qt tells an item the rectangle around all areas only, which for the two lines of a crosshair
        is the whole view.
        """
        self._exposed = areas

    def _repaint_old_place(self) -> None:
        """Have the views paint anew where the boxes were.

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
        painter.setPen(self._pen)
        painter.drawRects(self._visible())

    def _visible(self) -> list[QRectF]:
        areas = self._exposed
        if areas is None or any(area.contains(self._bounds) for area in areas):
            return self._rects
        touched = np.zeros(len(self._rects), dtype=bool)
        for area in areas:
            touched |= _touches(self._xyxy_px, area)
        return [self._rects[row] for row in np.flatnonzero(touched)]


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
