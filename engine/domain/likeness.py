"""How far shapes cover the same place: the overlap (IoU) of what they enclose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from engine.domain.geometry import Boxes, iou_matrix
from engine.domain.shapes import MultiPolygon, OrientedBox, Polygon, Shape, bounding_box


def overlaps(first: Sequence[Shape], second: Sequence[Shape]) -> Boxes:
    """Return the IoU of every shape with every other, (n, m), 0 to 1.

    Outlines and rotated boxes by the area inside them; keypoints by the boxes around them. Whole
    images of one size cover each other.
    """
    boxes = iou_matrix(_corners(first), _corners(second))
    if not any(_has_outline(shape) for shape in (*first, *second)):
        return boxes
    areas, others = [_area(each) for each in first], [_area(each) for each in second]
    exact = np.array(boxes)
    # Shapes whose boxes do not touch have nothing in common.
    for row, column in np.argwhere(boxes > 0).tolist():
        one, other = areas[row], others[column]
        union = shapely.area(shapely.union(one, other))
        shared = shapely.area(shapely.intersection(one, other))
        exact[row, column] = shared / union if union > 0 else 0.0
    return exact


def _corners(shapes: Sequence[Shape]) -> Boxes:
    return np.array([bounding_box(each).xyxy_px for each in shapes], np.float32).reshape(-1, 4)


def _has_outline(shape: Shape) -> bool:
    return isinstance(shape, Polygon | MultiPolygon | OrientedBox)


def _area(shape: Shape) -> shapely.Geometry:
    match shape:
        case Polygon():
            return shapely.make_valid(shapely.Polygon(shape.points_px, shape.holes_px))
        case MultiPolygon():
            return shapely.union_all([_area(part) for part in shape.parts])
        case OrientedBox():
            return shapely.Polygon(shape.corners_px())
        case _:
            return shapely.box(*bounding_box(shape).xyxy_px)
