"""Edits of outlines: vertices, cuts, joins and strokes, in pixels of the upright image.

All functions are pure. What an edit does not touch keeps its vertices bit by bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from engine.domain.grips import Point, Vertex, rings, with_ring
from engine.domain.outlines import parts_of
from engine.domain.pieces import joined_parts, polygons_of
from engine.domain.shapes import MultiPolygon, Polygon

Outlined: TypeAlias = Polygon | MultiPolygon
Line: TypeAlias = Sequence[Point]

# Smaller pieces are left over from arithmetic, not drawn by anybody.
_MIN_AREA_PX = 0.5
# How far the sides of a round stroke may lie beside the true circle.
_MAX_STROKE_ERROR_PX = 0.2
_MIN_RING = 3


def edge_at(
    shape: Outlined, *, x: float, y: float, tolerance_px: float
) -> tuple[Vertex, Point] | None:
    """Return the edge a point means, by the vertex it begins at, and the nearest point on it."""
    found: list[tuple[float, Vertex, Point]] = []
    for part, polygon in enumerate(parts_of(shape)):
        for number, ring in enumerate(rings(polygon)):
            distance_px, index, on_edge = _nearest_edge(ring, x, y)
            found.append((distance_px, Vertex(part, number, index), on_edge))
    distance_px, vertex, on_edge = min(found, key=lambda each: each[0])
    return (vertex, on_edge) if distance_px <= tolerance_px else None


def with_vertex(shape: Outlined, edge: Vertex, point: Point) -> Outlined:
    """Return a shape with a vertex added to the edge that begins at another one."""
    after = edge.index + 1
    return with_ring(shape, edge, lambda ring: (*ring[:after], point, *ring[after:]))


def without_vertex(shape: Outlined, vertex: Vertex) -> Outlined | None:
    """Return a shape without a vertex; a ring that has too few left goes, None with the last."""
    polygon = parts_of(shape)[vertex.part]
    if len(rings(polygon)[vertex.ring]) > _MIN_RING:
        index = vertex.index
        return with_ring(shape, vertex, lambda ring: (*ring[:index], *ring[index + 1 :]))
    kept = list(parts_of(shape))
    if vertex.ring:
        holes = polygon.holes_px[: vertex.ring - 1] + polygon.holes_px[vertex.ring :]
        kept[vertex.part] = Polygon(polygon.points_px, holes)
    else:
        del kept[vertex.part]
    return joined_parts(kept)


def is_simple(shape: Outlined) -> bool:
    """Whether no line of the shape crosses another."""
    return all(_geometry_of_part(part).is_valid for part in parts_of(shape))


def mended(shape: Outlined) -> Outlined | None:
    """Return a shape whose lines cross as pieces whose lines do not; None where no area is left."""
    return shape if is_simple(shape) else from_geometry(to_geometry(shape))


def simplified(shape: Outlined, *, tolerance_px: float) -> Outlined:
    """Return a shape with fewer vertices, its lines about a tolerance from where they were."""
    simple = to_geometry(shape).simplify(tolerance_px, preserve_topology=True)
    return from_geometry(simple) or shape


def cut(shape: Outlined, line: Line) -> list[Polygon]:
    """Return the pieces a line cuts a shape into; none where it does not cut anything in two."""
    blade = shapely.linestrings(np.array(line, dtype=np.float64))
    pieces: list[Polygon] = []
    for part in parts_of(shape):
        whole = to_geometry(part)
        lines = shapely.get_parts(shapely.union(whole.boundary, blade))
        faces = shapely.get_parts(shapely.polygonize(lines))
        inside = [face for face in faces if whole.contains(face.representative_point())]
        fell_apart = [piece for face in inside for piece in _polygons(face)]
        pieces.extend(fell_apart if len(inside) > 1 else [part])
    return pieces if len(pieces) > len(parts_of(shape)) else []


def joined(shapes: Iterable[Outlined]) -> Outlined | None:
    """Return shapes as one; those that do not touch become its pieces. None where none is given."""
    return from_geometry(shapely.union_all([to_geometry(shape) for shape in shapes]))


def added(shape: Outlined, other: Outlined) -> Outlined:
    """Return what either shape covers."""
    return from_geometry(shapely.union(to_geometry(shape), to_geometry(other))) or shape


def taken_away(shape: Outlined, other: Outlined) -> Outlined | None:
    """Return what a shape covers and another does not; None where nothing is left."""
    first, second = to_geometry(shape), to_geometry(other)
    if not first.intersects(second):
        return shape
    return from_geometry(shapely.difference(first, second))


def stroke(trail: Line, *, radius_px: float, width: int, height: int) -> Outlined | None:
    """Return what a round brush covers of an image as it goes along a trail; None beside it."""
    path = _simplified_trail(trail, radius_px)
    covered = path.buffer(radius_px, quad_segs=_quarter_sides(radius_px))
    return from_geometry(shapely.intersection(covered, shapely.box(0, 0, width, height)))


def simplified_line(line: Line, tolerance_px: float) -> list[Point]:
    """Return an open line with fewer points, no point further than a tolerance from it."""
    if len(line) < 3 or len(set(line)) < 2:
        return list(line)
    simple = shapely.simplify(shapely.LineString(line), tolerance_px, preserve_topology=False)
    return [(x, y) for x, y in shapely.get_coordinates(simple).tolist()]


def placed(shape: Outlined, *, scale: float, left: float, top: float) -> Outlined:
    """Return a shape enlarged about the origin and then moved to a place."""
    parts = [Polygon(*_placed_rings(rings(part), scale, left, top)) for part in parts_of(shape)]
    return parts[0] if len(parts) == 1 else MultiPolygon(tuple(parts))


def to_geometry(shape: Outlined) -> BaseGeometry:
    """Return a shape as Shapely's, mended where its lines cross."""
    made = [_geometry_of_part(part) for part in parts_of(shape)]
    whole = made[0] if len(made) == 1 else shapely.MultiPolygon(made)
    return whole if whole.is_valid else shapely.make_valid(whole, method="structure")


def from_geometry(geometry: BaseGeometry) -> Outlined | None:
    """Return Shapely's geometry as a shape, without slivers; None where no area is left."""
    return joined_parts(_polygons(geometry))


def _placed_rings(
    lines: tuple[tuple[Point, ...], ...], scale: float, left: float, top: float
) -> tuple[tuple[Point, ...], tuple[tuple[Point, ...], ...]]:
    outer, *holes = (tuple((x * scale + left, y * scale + top) for x, y in ring) for ring in lines)
    return outer, tuple(holes)


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    return polygons_of(geometry, min_area_px=_MIN_AREA_PX)


def _geometry_of_part(part: Polygon) -> shapely.Polygon:
    return shapely.Polygon(part.points_px, part.holes_px)


def _nearest_edge(ring: tuple[Point, ...], x: float, y: float) -> tuple[float, int, Point]:
    """Return the distance to the nearest edge, the vertex it begins at, and the point on it."""
    start = np.array(ring)
    along = np.roll(start, -1, axis=0) - start
    lengths = (along**2).sum(axis=1)
    shares = ((np.array((x, y)) - start) * along).sum(axis=1) / np.where(lengths > 0, lengths, 1.0)
    on_edges = start + np.clip(shares, 0.0, 1.0)[:, None] * along
    distances = np.hypot(*(on_edges - (x, y)).T)
    index = int(distances.argmin())
    on_x, on_y = on_edges[index].tolist()
    return float(distances[index]), index, (on_x, on_y)


def _simplified_trail(trail: Line, radius_px: float) -> BaseGeometry:
    if len(set(trail)) == 1:
        return shapely.Point(trail[0])
    # A hand trembles, and each bend of its way would become a corner of the outline.
    return shapely.LineString(trail).simplify(min(_MAX_STROKE_ERROR_PX, radius_px / 10))


def _quarter_sides(radius_px: float) -> int:
    """Return how many sides a quarter circle needs to look round in the image."""
    bend = math.acos(1 - min(_MAX_STROKE_ERROR_PX / radius_px, 0.5))
    return min(max(math.ceil(math.pi / 4 / bend), 2), 24)
