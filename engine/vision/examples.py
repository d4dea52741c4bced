"""What is alike to an example: its edges and colors laid over an image at sizes and angles."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.domain.examples import Alike, Example, Freedom, Place, shape_at
from engine.domain.geometry import iou_matrix
from engine.domain.identifiers import ClassId
from engine.domain.shapes import Box, Shape, bounding_box, shape_from_json, shape_to_json
from engine.imaging.seen import SeenPicture

Features: TypeAlias = NDArray[np.float32]
"""Channels of an image, (height, width, channels)."""

# Fitted to what the sandbox says of the scores at one example; the figures are in
# docs/decisions/0021-sources-of-suggestions.md.
_STEEPNESS, _EVEN_SCORE = 12.8, 0.58
# An example is looked at with so many pixels on a side: fewer tell too little of its edges, more
# tell it apart from what is as good.
_EXAMPLE_SIDE_PX = 22.0
_MAX_PIXELS = 600_000
_MIN_TEMPLATE_PX = 4
_SCALES = (0.71, 0.84, 1.0, 1.19, 1.41)
_FIXED_SCALES = (0.92, 1.0, 1.09)
_NUM_ANGLES = 12
_NUM_DIRECTIONS = 6
_SMOOTHING_PX = 1.2
# Edges say more than colors, which light changes.
_COLOR_WEIGHT = 0.5
_MARGIN_SHARE = 0.05
_BORDER_PX = 4
_MIN_SCORE = 0.3
_PEAKS_A_TEMPLATE = 200
_SAME_OBJECT_IOU = 0.3
_MAX_FOUND = 100
_MIN_CONFIDENCE = 0.1


def find_rest(
    picture: SeenPicture,
    shown: SeenPicture,
    examples: Sequence[Example],
    *,
    freedom: Freedom,
) -> list[Alike]:
    """Return what is alike to examples, the surest first; one place is offered as one class only.

    Args:
        picture: Where to look.
        shown: Where the examples are; the same object where it is the same image.
        examples: What to look for.
        freedom: How else it may lie.

    Raises:
        DataError: A file is gone or damaged.
    """
    width, height = picture.size
    found: list[tuple[float, ClassId, Shape]] = []
    for example in examples:
        shape = shape_from_json(example.shape)
        for place in find_alike(picture, shown, bounding_box(shape), freedom=freedom):
            there = shape_at(shape, place, width, height)
            if there is not None:
                found.append((confidence_of(place.score), example.class_id, there))
    found.sort(key=lambda each: -each[0])
    boxes = np.array([bounding_box(each[2]).xyxy_px for each in found], np.float32).reshape(-1, 4)
    return [
        Alike(found[row][1], found[row][0], shape_to_json(found[row][2]))
        for row in _apart(boxes)
        if found[row][0] >= _MIN_CONFIDENCE
    ]


def find_alike(
    picture: SeenPicture, example: SeenPicture, box: Box, *, freedom: Freedom
) -> list[Place]:
    """Return where an image shows something alike to what lies in a box of another, or of itself.

    The most alike come first; the example itself is among them where it is in the image.

    Raises:
        DataError: A file is gone or damaged.
    """
    scale = _work_scale(picture, example, box)
    seen = _Ground.of(picture, scale)
    shown = seen if example is picture else _Ground.of(example, scale)
    target = _standard(seen.features, seen.middle, shown.color_spread, shown.edge_spread)
    energy = (target * target).sum(axis=2)
    found: list[_Found] = []
    for turn in _turns(freedom):
        template = _template(shown, box, turn)
        if template is not None and _fits(template, target):
            found += _peaks(_correlation(target, energy, template), template, turn)
    return [
        Place(each.x / seen.scale, each.y / seen.scale, each.scale, each.angle, each.score)
        for each in _without_repeats(found, box, seen.scale)
    ]


def confidence_of(score: float) -> float:
    """Return how likely what has a score is another object of the example's class, 0 to 1."""
    return 1.0 / (1.0 + math.exp(_STEEPNESS * (_EVEN_SCORE - score)))


@dataclass(frozen=True, slots=True)
class _Turn:
    scale: float
    angle: float


@dataclass(frozen=True, slots=True)
class _Found:
    """A peak: its center in pixels of the work image."""

    x: float
    y: float
    scale: float
    angle: float
    score: float


@dataclass(frozen=True, slots=True)
class _Ground:
    """An image at work size, with what its features are measured against."""

    rgb: NDArray[np.uint8]
    scale: float
    features: Features
    middle: Features
    color_spread: float
    edge_spread: float

    @classmethod
    def of(cls, picture: SeenPicture, scale: float) -> _Ground:
        width, height = picture.size
        longer = max(round(max(width, height) * scale), 1)
        part = picture.part(Box(0, 0, width, height), max_side_px=longer)
        features = _features(part.rgb)
        flat = features.reshape(-1, features.shape[2])
        colors, edges = flat[:, :3], flat[:, 3:]
        middle = np.concatenate([np.median(colors, axis=0), edges.mean(axis=0)])
        return cls(
            part.rgb,
            1.0 / part.scale,
            features,
            middle.astype(np.float32),
            float(colors.std(axis=0).mean()) + 1e-3,
            float(edges.std(axis=0).mean()) + 1e-3,
        )


def _standard(
    features: Features, middle: Features, color_spread: float, edge_spread: float
) -> Features:
    """Return features around a middle, colors and edges weighed against each other."""
    centered = features - middle
    centered[..., :3] *= _COLOR_WEIGHT / (color_spread * math.sqrt(3))
    centered[..., 3:] *= 1.0 / (edge_spread * math.sqrt(_NUM_DIRECTIONS))
    return centered


def _work_scale(picture: SeenPicture, example: SeenPicture, box: Box) -> float:
    wanted = _EXAMPLE_SIDE_PX / math.sqrt(box.width * box.height)
    pixels = max(math.prod(picture.size), math.prod(example.size))
    return min(wanted, 1.0, math.sqrt(_MAX_PIXELS / pixels))


def _turns(freedom: Freedom) -> Iterator[_Turn]:
    angles = range(_NUM_ANGLES if freedom.may_turn else 1)
    for scale in _SCALES if freedom.may_scale else _FIXED_SCALES:
        for number in angles:
            yield _Turn(scale, 2 * math.pi * number / _NUM_ANGLES)


def _features(rgb: NDArray[Any]) -> Features:
    """Return smoothed color in Lab, and the strength of edges by their direction."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32) / 255.0
    lab[..., 1:] *= 2.0
    across = cv2.Sobel(lab, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(lab, cv2.CV_32F, 0, 1, ksize=3)
    strength = np.sqrt(across * across + down * down)
    strongest = strength.argmax(axis=2)[..., None]
    across, down, strength = (
        np.take_along_axis(each, strongest, axis=2)[..., 0] for each in (across, down, strength)
    )
    place = np.mod(np.arctan2(down, across), math.pi) * (_NUM_DIRECTIONS / math.pi)
    # The root keeps a single strong edge from deciding alone.
    edges = _spread(place, np.sqrt(strength))
    both = [*cv2.split(lab), *edges]
    return np.dstack([cv2.GaussianBlur(each, (0, 0), _SMOOTHING_PX) for each in both])


def _spread(place: NDArray[Any], strength: NDArray[Any]) -> list[Features]:
    """Return one image a direction; between two directions an edge counts for both."""
    distance = (np.abs(place - direction) for direction in range(_NUM_DIRECTIONS))
    around = (np.minimum(each, _NUM_DIRECTIONS - each) for each in distance)
    return [(strength * np.maximum(1.0 - each, 0.0)).astype(np.float32) for each in around]


def _template(shown: _Ground, box: Box, turn: _Turn) -> Features | None:
    """Return the features of the example as it would look turned and in another size."""
    cos, sin = math.cos(turn.angle), math.sin(turn.angle)
    grown = shown.scale * turn.scale * (1 + 2 * _MARGIN_SHARE)
    width = round(grown * math.hypot(box.width * cos, box.height * sin))
    height = round(grown * math.hypot(box.width * sin, box.height * cos))
    if min(width, height) < _MIN_TEMPLATE_PX:
        return None
    middle = np.array([box.x1 + box.x2, box.y1 + box.y2]) * (shown.scale / 2) - 0.5
    # Where each pixel of the turned example comes from.
    back = np.array([[cos, sin], [-sin, cos]]) / turn.scale
    corner = np.array([(width - 1) / 2 + _BORDER_PX, (height - 1) / 2 + _BORDER_PX])
    placed = np.column_stack([back, middle - back @ corner])
    rgb = cv2.warpAffine(
        shown.rgb,
        placed,
        (width + 2 * _BORDER_PX, height + 2 * _BORDER_PX),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT,
    )
    inner = _features(rgb)[_BORDER_PX:-_BORDER_PX, _BORDER_PX:-_BORDER_PX]
    return np.ascontiguousarray(
        _standard(inner, shown.middle, shown.color_spread, shown.edge_spread)
    )


def _fits(template: Features, target: Features) -> bool:
    (height, width, _), (all_height, all_width, _) = template.shape, target.shape
    return bool(height <= all_height and width <= all_width)


def _correlation(target: Features, energy: Features, template: Features) -> Features:
    """Return the cosine between the template and each part of the target it is laid over."""
    product = cv2.matchTemplate(target, template, cv2.TM_CCORR)
    height, width = template.shape[:2]
    sums = cv2.boxFilter(
        energy, -1, (width, height), normalize=False, borderType=cv2.BORDER_CONSTANT
    )
    top, left = height // 2, width // 2
    around = sums[top : top + product.shape[0], left : left + product.shape[1]]
    length = np.sqrt(np.maximum(around, 1e-6) * max(float((template * template).sum()), 1e-6))
    return np.asarray(product / length, np.float32)


def _peaks(correlation: Features, template: Features, turn: _Turn) -> list[_Found]:
    is_peak = (correlation == cv2.dilate(correlation, np.ones((3, 3)))) & (
        correlation >= _MIN_SCORE
    )
    rows, columns = np.nonzero(is_peak)
    scores = correlation[rows, columns]
    height, width = template.shape[:2]
    return [
        _Found(
            float(columns[index] + width / 2),
            float(rows[index] + height / 2),
            turn.scale,
            turn.angle,
            float(scores[index]),
        )
        for index in np.argsort(-scores, kind="stable")[:_PEAKS_A_TEMPLATE].tolist()
    ]


def _without_repeats(found: Sequence[_Found], box: Box, work_scale: float) -> list[_Found]:
    """Return the best of those that lie on each other, most alike first."""
    if not found:
        return []
    in_order = sorted(found, key=lambda each: -each.score)
    boxes = np.array([_box_px(each, box, work_scale) for each in in_order], np.float32)
    return [in_order[row] for row in _apart(boxes)]


def _apart(boxes: NDArray[np.float32]) -> list[int]:
    """Return the rows, in order, of boxes that do not lie on an earlier one."""
    is_left = np.ones(len(boxes), bool)
    kept: list[int] = []
    while is_left.any() and len(kept) < _MAX_FOUND:
        best = int(is_left.argmax())
        kept.append(best)
        is_left &= iou_matrix(boxes[best : best + 1], boxes)[0] < _SAME_OBJECT_IOU
        is_left[best] = False
    return kept


def _box_px(found: _Found, box: Box, work_scale: float) -> tuple[float, float, float, float]:
    cos, sin = math.cos(found.angle), math.sin(found.angle)
    grown = work_scale * found.scale / 2
    half_width = grown * math.hypot(box.width * cos, box.height * sin)
    half_height = grown * math.hypot(box.width * sin, box.height * cos)
    return (
        found.x - half_width,
        found.y - half_height,
        found.x + half_width,
        found.y + half_height,
    )
