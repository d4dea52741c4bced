"""Outlines as Qt paints them, simplified for the zoom they are seen at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from PySide6.QtCore import QByteArray, QDataStream, QPointF
from PySide6.QtGui import QPainterPath

from engine.domain.outlines import Outline, Points, rings_of
from engine.domain.shapes import Shape

# How far a simplified line may pass beside the true one, in pixels of the screen.
_MAX_ERROR_PX = 0.7
# With fewer points there is nothing to gain.
_SIMPLIFIED_FROM = 12
# An element of a path as QDataStream reads it: 0 moves there, 1 draws a line.
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_ODD_EVEN_FILL = 0


class Figure:
    """An outline with the paths that were made of it, one a level of zoom."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._paths: dict[int, QPainterPath] = {}

    @property
    def num_points(self) -> int:
        """How many points its closed lines have."""
        return sum(len(ring) for ring in self.outline.rings_px)

    def path(self, level: int) -> QPainterPath:
        """Return the closed lines for a level, which `prepare` must have seen."""
        return self._paths[level]

    def has_path(self, level: int) -> bool:
        """Whether the path for a level is at hand."""
        return level in self._paths

    def keep_path(self, level: int, path: QPainterPath) -> None:
        """Keep the path for a level."""
        self._paths[level] = path


def level_of(scale: float) -> int:
    """Return the level of zoom that serves a scale: each doubles the one before."""
    return math.ceil(math.log2(max(scale, 1e-6)))


def prepare(figures: Iterable[Figure], level: int) -> None:
    """Make the paths that a level lacks, all at once, as one by one would take ten times longer."""
    lacking = [figure for figure in figures if not figure.has_path(level)]
    owners = [figure for figure in lacking for _ in figure.outline.rings_px]
    rings = [ring for figure in lacking for ring in figure.outline.rings_px]
    rings_by_figure: dict[int, list[Points]] = {id(figure): [] for figure in lacking}
    for owner, ring in zip(owners, _simplified(rings, _MAX_ERROR_PX / 2**level), strict=True):
        rings_by_figure[id(owner)].append(ring)
    for figure in lacking:
        figure.keep_path(level, _to_path(rings_by_figure[id(figure)]))


def exact_path(shape: Shape) -> QPainterPath:
    """Return the closed lines of a shape with all their points."""
    return _to_path([_closed(np.array(ring, dtype=np.float64)) for ring in rings_of(shape)])


def open_path(points_px: Sequence[tuple[float, float]]) -> QPainterPath:
    """Return a line through points that does not close."""
    path = QPainterPath()
    for index, point in enumerate(points_px):
        path.lineTo(QPointF(*point)) if index else path.moveTo(QPointF(*point))
    return path


def _simplified(rings: Sequence[Points], tolerance_px: float) -> list[Points]:
    """Return closed rings, their last point the first again, with fewer points."""
    closed = [_closed(ring) for ring in rings]
    long = [row for row, ring in enumerate(closed) if len(ring) > _SIMPLIFIED_FROM]
    if not long:
        return closed
    lengths = np.array([len(closed[row]) for row in long])
    lines = shapely.linestrings(
        np.concatenate([closed[row] for row in long]),
        indices=np.repeat(np.arange(len(long)), lengths),
    )
    simple = shapely.simplify(lines, tolerance_px, preserve_topology=False)
    points, owners = shapely.get_coordinates(simple, return_index=True)
    ends = np.cumsum(np.bincount(owners, minlength=len(long)))
    for row, ring in zip(long, np.split(points, ends[:-1]), strict=True):
        closed[row] = ring
    return closed


def _closed(ring: Points) -> Points:
    return np.concatenate([ring, ring[:1]])


def _to_path(rings: Sequence[Points]) -> QPainterPath:
    """Return closed rings as one path, read from a stream: a call a point would take far longer."""
    if not rings:
        return QPainterPath()
    num_elements = sum(len(ring) for ring in rings)
    stream = b"".join(
        (
            num_elements.to_bytes(4, "big"),
            *(_elements(ring) for ring in rings),
            (num_elements - len(rings[-1])).to_bytes(4, "big"),
            _ODD_EVEN_FILL.to_bytes(4, "big"),
        )
    )
    path = QPainterPath()
    QDataStream(QByteArray(stream)) >> path
    return path


def _elements(ring: Points) -> bytes:
    elements = np.empty(len(ring), dtype=_ELEMENT)
    elements["kind"] = 1
    elements["kind"][0] = 0
    elements["x"], elements["y"] = ring.T
    return elements.tobytes()
