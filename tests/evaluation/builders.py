"""Evaluations made by hand, and any that hypothesis can think of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from engine.domain.evaluations import Evaluation, SeenImage, join_images
from engine.domain.geometry import iou_matrix
from engine.domain.metrics import Yardstick
from engine.domain.seen_shapes import pack_ring

Box = tuple[float, float, float, float]


def seen(
    name: str,
    *,
    said: Sequence[tuple[int, float, Box]] = (),
    there: Sequence[tuple[int, Box]] = (),
    group: str = "",
) -> SeenImage:
    """Return an image of boxes (class, confidence, corners) and objects (class, corners)."""
    boxes = np.array([box for *_, box in said], np.float32).reshape(-1, 4)
    objects = np.array([box for _, box in there], np.float32).reshape(-1, 4)
    shapes = [pack_ring(each[[[0, 1], [2, 1], [2, 3]]]) for each in (*boxes, *objects)]
    return SeenImage(
        name,
        boxes,
        np.array([confidence for _, confidence, _ in said], np.float32),
        np.array([number for number, *_ in said], np.int64),
        objects,
        np.array([number for number, _ in there], np.int64),
        iou_matrix(objects, boxes),
        group or name,
        # The fainter boxes have none, nor has every third object.
        tuple(shapes[: len(said) // 2 + 1][: len(said)]),
        tuple(None if n % 3 else shape for n, shape in enumerate(shapes[len(said) :])),
    )


def place(column: int) -> Box:
    """Return one of ten boxes that do not touch."""
    return (column / 10, 0.1, column / 10 + 0.08, 0.4)


def shifted(column: int, share: float) -> Box:
    """Return a box that overlaps `place(column)` less the larger the share is."""
    left, top, right, bottom = place(column)
    return (left, top + 0.3 * share, right, bottom + 0.3 * share)


def evaluation(*images: SeenImage, yardstick: Yardstick = Yardstick.VAL) -> Evaluation:
    return join_images(yardstick, images)


@st.composite
def evaluations(draw: st.DrawFn, *, num_classes: int = 3) -> Evaluation:
    """Return up to six images whose boxes lie near objects or anywhere."""
    classes = st.integers(0, num_classes - 1)
    boxes = st.builds(shifted, st.integers(0, 9), st.sampled_from([0.0, 0.2, 0.5, 0.9]))
    confidences = st.integers(1, 999).map(lambda number: number / 1000)
    said = st.lists(st.tuples(classes, confidences, boxes), max_size=8)
    there = st.lists(st.tuples(classes, st.integers(0, 9).map(place)), max_size=5)
    groups = st.sampled_from(["a", "b", "c", "d"])
    images = draw(st.lists(st.tuples(said, there, groups), min_size=1, max_size=6))
    return evaluation(
        *(
            seen(f"image-{number}", said=said_here, there=there_here, group=group)
            for number, (said_here, there_here, group) in enumerate(images)
        )
    )
