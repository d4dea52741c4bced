"""Shapes that evaluations keep, as lines over a picture of their image or of a part of it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from engine.domain.seen_shapes import SeenShape

_WHOLE = (0.0, 0.0, 1.0, 1.0)
_DOT_PX = 2.5


def shape_path(
    shape: SeenShape,
    target: QRectF,
    *,
    cut_norm: tuple[float, float, float, float] = _WHOLE,
) -> QPainterPath:
    """Return the lines of a shape, and a small circle at each keypoint.

    Args:
        shape: In fractions of the image.
        target: Where the picture is painted.
        cut_norm: Corners of what it shows of the image, as fractions of that.
    """
    left, top, right, bottom = cut_norm
    across, down = (
        target.width() / max(right - left, 1e-9),
        target.height() / max(bottom - top, 1e-9),
    )

    def _at(x: float, y: float) -> QPointF:
        return QPointF(target.left() + (x - left) * across, target.top() + (y - top) * down)

    path = QPainterPath()
    for line in shape.closed_lines_norm:
        path.addPolygon(QPolygonF([_at(x, y) for x, y in line.tolist()]))
        path.closeSubpath()
    for x1, y1, x2, y2 in shape.bones_norm.tolist():
        path.moveTo(_at(x1, y1))
        path.lineTo(_at(x2, y2))
    for x, y in shape.keypoints_norm.tolist():
        path.addEllipse(_at(x, y), _DOT_PX, _DOT_PX)
    return path
