"""Placing and changing the keypoints of an object; pixels of the upright image."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from engine.domain.shapes import Box, KeypointSet, Point, Visibility
from engine.domain.skeleton import PERSON, Skeleton

# The room left around the points when their box follows them, in shares of its longer side.
_PADDING = 0.08
_MIN_SIDE_PX = 2.0
_EXACTNESS_PX = 1e-3
_NEXT = {
    Visibility.VISIBLE: Visibility.HIDDEN,
    Visibility.HIDDEN: Visibility.NOT_LABELED,
    Visibility.NOT_LABELED: Visibility.VISIBLE,
}
# COCO's person from the front, as shares of the width and height of its box.
_PERSON_LAYOUT: tuple[Point, ...] = (
    (0.50, 0.10),
    (0.55, 0.07),
    (0.45, 0.07),
    (0.60, 0.09),
    (0.40, 0.09),
    (0.68, 0.22),
    (0.32, 0.22),
    (0.80, 0.38),
    (0.20, 0.38),
    (0.88, 0.52),
    (0.12, 0.52),
    (0.60, 0.54),
    (0.40, 0.54),
    (0.62, 0.74),
    (0.38, 0.74),
    (0.64, 0.95),
    (0.36, 0.95),
)


def layout_of(skeleton: Skeleton, like: KeypointSet | None = None) -> tuple[Point, ...]:
    """Return where the points of a new object lie, as shares of its box's width and height.

    Args:
        skeleton: The project's skeleton.
        like: An object labeled before, whose posture is taken over where all of it is known.
    """
    if like is not None and _is_whole(like, skeleton):
        box = like.box
        return tuple(
            (_share(x - box.x1, box.width), _share(y - box.y1, box.height))
            for x, y, _ in like.points_px
        )
    if len(skeleton) == len(PERSON) and skeleton.names == PERSON.names:
        return _PERSON_LAYOUT
    return _ladder(skeleton)


def place_skeleton(layout: Sequence[Point], box: Box) -> KeypointSet:
    """Return an object with its points so in a box, all of them visible."""
    points = tuple(
        (box.x1 + across * box.width, box.y1 + down * box.height, Visibility.VISIBLE)
        for across, down in layout
    )
    return KeypointSet(points, box)


def with_box_around(shape: KeypointSet, *, width: int, height: int) -> KeypointSet:
    """Return an object with the box that follows its points."""
    box = box_around(shape.points_px, width=width, height=height)
    return shape if box is None else replace(shape, box=box)


def with_box(shape: KeypointSet, box: Box) -> KeypointSet:
    """Return an object with another box, as large as its labeled points ask at least."""
    labeled = [(x, y) for x, y, seen in shape.points_px if seen is not Visibility.NOT_LABELED]
    return replace(shape, box=_grown(box, labeled))


def move_keypoint(
    shape: KeypointSet, index: int, *, x: float, y: float, width: int, height: int
) -> KeypointSet:
    """Return an object with a point elsewhere, inside the image; from now on it is labeled.

    A box that followed the points follows on; another grows where the point would leave it.
    """
    _, _, seen = shape.points_px[index]
    if seen is Visibility.NOT_LABELED:
        seen = Visibility.VISIBLE
    place = min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))
    points = (*shape.points_px[:index], (*place, seen), *shape.points_px[index + 1 :])
    return _with_points(shape, points, width=width, height=height)


def toggle_visibility(
    shape: KeypointSet, index: int, *, place: Point, width: int, height: int
) -> KeypointSet:
    """Return an object with a point visible, then hidden, then not labeled, then visible again.

    It comes back at a place given, as what is not labeled is nowhere.
    """
    _, _, seen = shape.points_px[index]
    return set_visibility(shape, index, _NEXT[seen], place=place, width=width, height=height)


def set_visibility(
    shape: KeypointSet,
    index: int,
    visibility: Visibility,
    *,
    place: Point,
    width: int,
    height: int,
) -> KeypointSet:
    """Return an object with a point seen otherwise; a place is needed where it had none."""
    x, y, seen = shape.points_px[index]
    if seen is Visibility.NOT_LABELED:
        x, y = place
    point = (0.0, 0.0, visibility) if visibility is Visibility.NOT_LABELED else (x, y, visibility)
    points = (*shape.points_px[:index], point, *shape.points_px[index + 1 :])
    if all(seen is Visibility.NOT_LABELED for _, _, seen in points):
        return shape
    return _with_points(shape, points, width=width, height=height)


def next_missing(shape: KeypointSet) -> int | None:
    """Return the position of the first point that is not labeled."""
    states = (seen for _, _, seen in shape.points_px)
    missing = (i for i, seen in enumerate(states) if seen is Visibility.NOT_LABELED)
    return next(missing, None)


def box_around(
    points: Sequence[tuple[float, float, Visibility]], *, width: int, height: int
) -> Box | None:
    """Return the box around the labeled points with some room, inside the image."""
    labeled = [(x, y) for x, y, seen in points if seen is not Visibility.NOT_LABELED]
    if not labeled:
        return None
    xs, ys = zip(*labeled, strict=True)
    room = max(_PADDING * max(max(xs) - min(xs), max(ys) - min(ys)), _MIN_SIDE_PX)
    return Box(
        max(min(xs) - room, 0.0),
        max(min(ys) - room, 0.0),
        min(max(xs) + room, float(width)),
        min(max(ys) + room, float(height)),
    )


def _with_points(
    shape: KeypointSet,
    points: tuple[tuple[float, float, Visibility], ...],
    *,
    width: int,
    height: int,
) -> KeypointSet:
    size = {"width": width, "height": height}
    around = box_around(points, **size)
    assert around is not None
    if _is_same(shape.box, box_around(shape.points_px, **size)):
        return KeypointSet(points, around)
    return with_box(replace(shape, points_px=points), shape.box)


def _is_same(box: Box, other: Box | None) -> bool:
    """Whether boxes are one but for what moving them did to the last digits."""
    if other is None:
        return False
    return all(
        math.isclose(a, b, abs_tol=_EXACTNESS_PX)
        for a, b in zip(box.xyxy_px, other.xyxy_px, strict=True)
    )


def _grown(box: Box, points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min([box.x1, *xs]), min([box.y1, *ys]), max([box.x2, *xs]), max([box.y2, *ys]))


def _share(offset: float, whole: float) -> float:
    return min(max(offset / whole, 0.0), 1.0)


def _is_whole(like: KeypointSet, skeleton: Skeleton) -> bool:
    states = [seen for _, _, seen in like.points_px]
    return len(states) == len(skeleton) and Visibility.NOT_LABELED not in states


def _ladder(skeleton: Skeleton) -> tuple[Point, ...]:
    """Return points from top to bottom, mirrored ones side by side."""
    rungs = [index for index, other in enumerate(skeleton.flip_idx) if index <= other]
    layout: dict[int, Point] = {}
    for place, index in enumerate(rungs):
        down = (place + 1) / (len(rungs) + 1)
        other = skeleton.flip_idx[index]
        layout[index] = (0.5 if index == other else 0.7, down)
        layout.setdefault(other, (0.3, down))
    return tuple(layout[index] for index in range(len(skeleton)))
