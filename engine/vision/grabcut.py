"""Outlines without any network: GrabCut, from a box or points, on the part of the image around."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.domain.flood import Mask, color_distances, region_at
from engine.domain.prompts import Prompt
from engine.domain.shapes import Box, Polygon
from engine.imaging.seen import SeenPart, SeenPicture
from engine.vision.mask_outlines import Place, outline_in_image, pixel_at, seeds_of_largest

# GrabCut takes time with the number of pixels: so many on a side take half a second.
_MAX_SIDE_PX = 320
_MIN_SIDE_PX = 128
_NUM_ROUNDS = 3
# What is around a box, so much of its longer side, tells what the object does not look like.
_MARGIN_SHARE = 0.3
_MIN_MARGIN_PX = 8.0
# A point speaks for a small disk around it.
_POINT_RADIUS_PX = 3
# Where the region of similar color is nearly all there is, it tells nothing of the object.
_MAX_SIMILAR_SHARE = 0.6
_CAUTIOUS_TOLERANCE = 24
_SMOOTHING_PX = 5
# An object that has less of its box was not found.
_MIN_FILL_SHARE = 0.15
# So much of a box around its middle is surely the object.
_SURE_SHARE = 0.3
_BACKGROUND, _OBJECT, _MAYBE_NOT, _MAYBE = (
    cv2.GC_BGD,
    cv2.GC_FGD,
    cv2.GC_PR_BGD,
    cv2.GC_PR_FGD,
)


def find_outline(picture: SeenPicture, prompt: Prompt, *, reach_px: float) -> tuple[Polygon, ...]:
    """Return the pieces of the object that a prompt means; none where there is nothing.

    Args:
        picture: The image.
        prompt: One that can be followed.
        reach_px: How far around a prompt of points alone the object may go, in pixels.

    Raises:
        DataError: The file of the image is gone or damaged.
    """
    width, height = picture.size
    if prompt.box is not None:
        longer = max(prompt.box.width, prompt.box.height)
        reach_px = max(_MARGIN_SHARE * longer, _MIN_MARGIN_PX)
    area = prompt.area_around(width=width, height=height, margin_px=reach_px)
    part = _enlarged(picture.part(area, max_side_px=_MAX_SIDE_PX))
    mask = _cut_out(part, _marks(part, prompt))
    if prompt.box is not None and not _fills(mask, part, prompt.box):
        # What is around looks like the object, as in a crowd: then its middle tells what it is.
        mask = _cut_out(part, _marks_of_middle(part, prompt))
    seeds = [pixel_at(part, point.x, point.y) for point in prompt.points if point.is_on_object]
    if prompt.box is not None:
        seeds += seeds_of_largest(mask)
    return outline_in_image(mask, part, seeds, size=picture.size)


def _enlarged(part: SeenPart) -> SeenPart:
    """Return a small part with enough pixels for smooth lines."""
    height, width = part.rgb.shape[:2]
    factor = _MIN_SIDE_PX / max(height, width)
    if factor <= 1:
        return part
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    rgb = cv2.resize(part.rgb, size, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    return replace(part, rgb=rgb, scale=part.scale / factor)


def _cut_out(part: SeenPart, marks: NDArray[np.uint8]) -> Mask:
    """Return where the object is, by marks that GrabCut goes on from."""
    could_be = np.isin(marks, (_OBJECT, _MAYBE))
    if could_be.all() or not could_be.any():
        return could_be
    # The same prompt gives the same outline.
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(part.rgb, marks, (0, 0, 0, 0), *models, _NUM_ROUNDS, cv2.GC_INIT_WITH_MASK)
    cut = np.isin(marks, (_OBJECT, _MAYBE)).astype(np.uint8)
    # Single pixels on either side are noise.
    smooth = cv2.medianBlur(cut, _SMOOTHING_PX)
    return np.asarray(smooth > 0)


def _marks(part: SeenPart, prompt: Prompt) -> NDArray[np.uint8]:
    """Return what is known and what is guessed of each pixel, in GrabCut's numbers."""
    marks = np.full(part.rgb.shape[:2], _MAYBE_NOT, dtype=np.uint8)
    on_object = [pixel_at(part, point.x, point.y) for point in prompt.points if point.is_on_object]
    beside = [pixel_at(part, point.x, point.y) for point in prompt.points if not point.is_on_object]
    if prompt.box is None:
        for place in on_object:
            marks[_similar(part, place)] = _MAYBE
    else:
        marks[:] = _BACKGROUND
        x1, y1, x2, y2 = _pixels_of(part, prompt.box)
        marks[y1 : y2 + 1, x1 : x2 + 1] = _MAYBE
    for place in beside:
        similar = _similar(part, place)
        if not any(similar[y, x] for x, y in on_object):
            marks[similar & (marks == _MAYBE)] = _MAYBE_NOT
    # GrabCut has to see something that is not the object, also where that fills the part.
    for border in (marks[0], marks[-1], marks[:, 0], marks[:, -1]):
        border[border == _MAYBE] = _MAYBE_NOT
    for places, said in ((on_object, _OBJECT), (beside, _BACKGROUND)):
        for place in places:
            cv2.circle(marks, place, _POINT_RADIUS_PX, said, thickness=-1)
    return marks


def _marks_of_middle(part: SeenPart, prompt: Prompt) -> NDArray[np.uint8]:
    """Return marks for an object that is round in its box and looks as it does in the middle."""
    assert prompt.box is not None
    marks = _marks(part, prompt)
    box_px = _pixels_of(part, prompt.box)
    marks[(marks == _MAYBE) & ~_disk(marks, box_px, share=1.0)] = _MAYBE_NOT
    marks[(marks == _MAYBE) & _disk(marks, box_px, share=_SURE_SHARE)] = _OBJECT
    return marks


def _disk(marks: NDArray[np.uint8], box_px: tuple[int, int, int, int], *, share: float) -> Mask:
    """Return the ellipse in the middle of a box that takes such a share of its width and height."""
    x1, y1, x2, y2 = box_px
    axes = (round((x2 - x1) * share / 2), round((y2 - y1) * share / 2))
    disk = np.zeros_like(marks)
    cv2.ellipse(disk, ((x1 + x2) // 2, (y1 + y2) // 2), axes, 0, 0, 360, 1, thickness=-1)
    return np.asarray(disk > 0)


def _fills(mask: Mask, part: SeenPart, box: Box) -> bool:
    """Whether a mask has enough of a box to be what was meant."""
    x1, y1, x2, y2 = _pixels_of(part, box)
    return float(mask[y1 : y2 + 1, x1 : x2 + 1].mean()) >= _MIN_FILL_SHARE


def _similar(part: SeenPart, place: Place) -> Mask:
    """Return what hangs together with a pixel in a color that sets it off from the rest."""
    x, y = place
    distances = color_distances(part.rgb, x=x, y=y)
    tolerance, _ = cv2.threshold(distances, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    similar = region_at(distances <= tolerance, x=x, y=y)
    if similar.mean() > _MAX_SIMILAR_SHARE:
        similar = region_at(distances <= min(tolerance, _CAUTIOUS_TOLERANCE), x=x, y=y)
    return similar


def _pixels_of(part: SeenPart, box: Box) -> tuple[int, int, int, int]:
    """Return the first column and row of a box in a part, then the last ones."""
    return (*pixel_at(part, box.x1, box.y1), *pixel_at(part, box.x2, box.y2))
