"""Texts at shapes: the class, the confidence, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from desktop.canvas.style import CanvasStyle
from engine.domain.shapes import Box

_GAP_PX = 5.0
_HALO_PX = 3.0
_QUIET_HALO_PX = 2.0
_QUIET_FONT_RATIO = 0.85
# A quiet text wider than its box would seem to belong to another one.
_MIN_QUIET_BOX_PX = 34.0
_MAX_QUIET_TAGS = 150


@dataclass(frozen=True, slots=True)
class Tag:
    """A text at the top left corner of a box.

    A quiet one is smaller and stands inside; it is left out where the box is small on the screen,
    where a text that is not quiet stands, or where there are too many.
    """

    text: str
    box: Box
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class _PlacedTag:
    tag: Tag
    font: QFont
    baseline: QPointF
    area: QRectF


def paint_tags(painter: QPainter, tags: Sequence[Tag], *, style: CanvasStyle, area: QRectF) -> None:
    """Paint texts in pixels of the screen, at boxes in pixels of the image.

    Args:
        painter: Set up for the scene.
        tags: The texts.
        style: Font and colors.
        area: The part of the scene on the screen; a text that does not fit above its box, or would
            stick out on the right, stays inside.
    """
    to_screen = painter.worldTransform()
    screen = to_screen.mapRect(area)
    loud = [_placed(tag, to_screen, style=style, screen=screen) for tag in tags if not tag.is_quiet]
    quiet = [tag for tag in tags if tag.is_quiet and _is_wide(tag, to_screen)]
    placed = [
        _placed(tag, to_screen, style=style, screen=screen)
        for tag in (quiet if len(quiet) <= _MAX_QUIET_TAGS else ())
    ]
    free = [tag for tag in placed if not any(tag.area.intersects(other.area) for other in loud)]
    painter.save()
    painter.resetTransform()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for tag in (*free, *loud):
        if screen.intersects(tag.area):
            _paint_tag(painter, tag, style=style)
    painter.restore()


def _is_wide(tag: Tag, to_screen: QTransform) -> bool:
    return tag.box.width * to_screen.m11() >= _MIN_QUIET_BOX_PX


def _placed(tag: Tag, to_screen: QTransform, *, style: CanvasStyle, screen: QRectF) -> _PlacedTag:
    font = QFont(style.font_family)
    font.setPixelSize(round(style.font_px * (_QUIET_FONT_RATIO if tag.is_quiet else 1.0)))
    font.setWeight(QFont.Weight.Medium)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(tag.text)
    corner = to_screen.map(QPointF(tag.box.x1, tag.box.y1))
    is_above = not tag.is_quiet and corner.y() - _GAP_PX - metrics.ascent() >= screen.top()
    left = corner.x() if is_above else corner.x() + _GAP_PX
    left = min(left, max(screen.right() - width - _GAP_PX, corner.x()))
    below = metrics.ascent() + _GAP_PX / 2
    baseline = QPointF(left, corner.y() + (-_GAP_PX if is_above else below))
    area = QRectF(left, baseline.y() - metrics.ascent(), width, metrics.height())
    return _PlacedTag(tag, font, baseline, area)


def _paint_tag(painter: QPainter, placed: _PlacedTag, *, style: CanvasStyle) -> None:
    path = QPainterPath()
    path.addText(placed.baseline, placed.font, placed.tag.text)
    halo = QPen(QColor(style.halo), _QUIET_HALO_PX if placed.tag.is_quiet else _HALO_PX)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, halo)
    painter.fillPath(path, QColor(style.tag))
