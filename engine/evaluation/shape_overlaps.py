"""How far outlines that were seen are those that are there, from the shapes an evaluation keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from engine.domain.evaluations import LEAST_OVERLAP, Evaluation, Rows
from engine.domain.seen_shapes import areas_of_shapes

Areas = NDArray[np.object_]
Overlaps = NDArray[np.float32]


def with_shape_overlaps(evaluation: Evaluation) -> Evaluation:
    """Return an evaluation whose pairs overlap as their outlines do, as they are kept and shown.

    A validation compares masks in pixels of a quarter of the network's input, in which a small
    object is a handful of squares. Pairs of which one has no shape stay as they are.
    """
    boxes = areas_of_shapes(evaluation.box_shape_offsets, evaluation.box_shapes)
    objects = areas_of_shapes(evaluation.object_shape_offsets, evaluation.object_shapes)
    is_outlined = (
        ~(shapely.is_missing(boxes)[evaluation.pair_boxes])
        & ~(shapely.is_missing(objects)[evaluation.pair_objects])
    )
    parts = [
        (
            evaluation.pair_boxes[~is_outlined],
            evaluation.pair_objects[~is_outlined],
            evaluation.pair_overlaps[~is_outlined],
        ),
        *_pairs(evaluation, boxes, objects),
    ]
    pair_boxes, pair_objects, pair_overlaps = (
        np.concatenate(each) for each in zip(*parts, strict=True)
    )
    return replace(
        evaluation,
        pair_boxes=pair_boxes,
        pair_objects=pair_objects,
        pair_overlaps=pair_overlaps,
    )


def _pairs(
    evaluation: Evaluation, boxes: Areas, objects: Areas
) -> Iterator[tuple[Rows, Rows, Overlaps]]:
    """Yield of each image the boxes and objects whose outlines overlap by half, and how far."""
    of_images = zip(
        pairwise(evaluation.box_offsets.tolist()),
        pairwise(evaluation.object_offsets.tolist()),
        strict=True,
    )
    for (box_begin, box_end), (there_begin, there_end) in of_images:
        seen, there = boxes[box_begin:box_end], objects[there_begin:there_end]
        rows, places = shapely.STRtree(there).query(seen, predicate="intersects")
        overlaps = _overlaps(seen[rows], there[places])
        is_pair = overlaps >= LEAST_OVERLAP
        yield rows[is_pair] + box_begin, places[is_pair] + there_begin, overlaps[is_pair]


def _overlaps(first: Areas, second: Areas) -> Overlaps:
    shared = shapely.area(shapely.intersection(first, second))
    whole = shapely.area(first) + shapely.area(second) - shared
    overlaps: Overlaps = (shared / np.maximum(whole, np.finfo(float).tiny)).astype(np.float32)
    return overlaps
