"""Shapely's geometries as the pieces of an object, in pixels of the upright image."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from engine.domain.shapes import MultiPolygon, Point, Polygon


def polygons_of(geometry: BaseGeometry, *, min_area_px: float = 0.0) -> list[Polygon]:
    """Return the polygons that a geometry consists of; lines and points fall away.

    Args:
        geometry: Whatever a computation left.
        min_area_px: Smaller pieces and holes fall away too.
    """
    flat = shapely.get_parts(shapely.get_parts(geometry))
    return [
        Polygon(
            _ring(each.exterior),
            tuple(_ring(hole) for hole in each.interiors if _area_px(hole) >= min_area_px),
        )
        for each in flat
        if isinstance(each, shapely.Polygon) and each.area > 0 and each.area >= min_area_px
    ]


def joined_parts(parts: Sequence[Polygon]) -> Polygon | MultiPolygon | None:
    """Return one object of these parts; None where there are none."""
    if len(parts) > 1:
        return MultiPolygon(tuple(parts))
    return parts[0] if parts else None


def _ring(ring: shapely.LinearRing) -> tuple[Point, ...]:
    # Shapely closes rings with the first point once more.
    return tuple((x, y) for x, y in shapely.get_coordinates(ring)[:-1].tolist())


def _area_px(ring: shapely.LinearRing) -> float:
    return float(shapely.Polygon(ring).area)
