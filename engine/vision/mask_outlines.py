"""From pixels that belong to an object to its outline in the image."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import shapely

from engine.domain.flood import Mask, outline_of, region_at
from engine.domain.outlines import parts_of
from engine.domain.polygon_edits import from_geometry, joined, placed, to_geometry
from engine.domain.shapes import Polygon
from engine.imaging.seen import SeenPart

# Pieces beside the largest count from this share of it on.
_MIN_PIECE_SHARE = 0.2

# Column and row of a pixel.
Place = tuple[int, int]


def outline_in_image(
    mask: Mask, part: SeenPart, seeds: Iterable[Place], *, size: tuple[int, int]
) -> tuple[Polygon, ...]:
    """Return the pieces of a mask that hold a seed, in pixels of the upright image.

    Args:
        mask: The pixels of a part that belong to an object, (height, width).
        part: The part of the image.
        seeds: Places in the mask or beside it.
        size: Width and height of the upright image in pixels.
    """
    regions: list[Mask] = []
    for x, y in seeds:
        if mask[y, x] and not any(region[y, x] for region in regions):
            regions.append(region_at(mask, x=x, y=y))
    outlines = [outline_of(region) for region in regions]
    whole = joined(outline for outline in outlines if outline is not None)
    if whole is None:
        return ()
    there = to_geometry(placed(whole, scale=part.scale, left=part.left, top=part.top))
    inside = from_geometry(shapely.intersection(there, shapely.box(0, 0, *size)))
    return () if inside is None else parts_of(inside)


def seeds_of_largest(mask: Mask) -> list[Place]:
    """Return a pixel of the largest piece of a mask, and of each that is not much smaller."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=4
    )
    sizes = stats[1:, cv2.CC_STAT_AREA]
    seeds = []
    for label in range(1, count):
        if sizes[label - 1] >= _MIN_PIECE_SHARE * sizes.max():
            rows, columns = np.nonzero(labels == label)
            seeds.append((int(columns[0]), int(rows[0])))
    return seeds


def pixel_at(part: SeenPart, x: float, y: float) -> Place:
    """Return the pixel of a part that is nearest to a place of the upright image."""
    height, width = part.rgb.shape[:2]
    column, row = int((x - part.left) / part.scale), int((y - part.top) / part.scale)
    return min(max(column, 0), width - 1), min(max(row, 0), height - 1)
