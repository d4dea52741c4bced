"""Texts at shapes: the class, the confidence, and what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QTransform

from desktop.canvas.style import CanvasStyle
from engine.domain.shapes import Box

_GAP_PX = 5
_HALO_PX = 3
_QUIET_HALO_PX = 2
_QUIET_FONT_RATIO = 0.85
# A quiet text wider than its box would seem to belong to another one.
_MIN_QUIET_BOX_PX = 34.0
# Long names of classes are shortened to this part of the screen.
_MAX_WIDTH_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Tag:
    """A text at the top left corner of a box, in pixels of the image.

    A quiet one is smaller and stands inside; it gives way where the box is small on the screen or
    a text that is not quiet stands.
    """

    text: str
    box: Box
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class PlacedTag:
    """A text on the screen: where its baseline begins, its width and ascent, in pixels of it."""

    text: str
    is_quiet: bool
    left: int
    baseline: int
    width: int
    ascent: int

    @property
    def area(self) -> QRect:
        """What has to be repainted when the text comes or goes."""
        reach = _HALO_PX
        height = self.ascent + self.ascent // 2
        area = QRect(self.left, self.baseline - self.ascent, self.width, height)
        return area.adjusted(-reach, -reach, reach, reach)


def place_tags(
    tags: Sequence[Tag], *, to_screen: QTransform, screen: QRect, style: CanvasStyle
) -> list[PlacedTag]:
    """Return where texts stand on the screen; those that are off it, or give way, are left out.

    A text that does not fit above its box, lies on another there, or would stick out on the right,
    is moved inside.
    """
    loud: list[PlacedTag] = []
    for tag in (tag for tag in tags if not tag.is_quiet):
        placed = _placed(tag, to_screen, screen, style)
        if any(placed.area.intersects(other.area) for other in loud):
            placed = _placed(tag, to_screen, screen, style, is_inside=True)
        loud.append(placed)
    quiet = [
        _placed(tag, to_screen, screen, style)
        for tag in tags
        if tag.is_quiet and tag.box.width * to_screen.m11() >= _MIN_QUIET_BOX_PX
    ]
    taken = [tag.area for tag in loud]
    free = [tag for tag in quiet if not any(tag.area.intersects(area) for area in taken)]
    return [tag for tag in (*free, *loud) if screen.intersects(tag.area)]


def paint_tags(painter: QPainter, tags: Iterable[PlacedTag], *, style: CanvasStyle) -> None:
    """Paint texts in pixels of the screen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for tag in tags:
        path = QPainterPath()
        path.addText(QPointF(tag.left, tag.baseline), _font(style, is_quiet=tag.is_quiet), tag.text)
        halo = QPen(QColor(style.halo), _QUIET_HALO_PX if tag.is_quiet else _HALO_PX)
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, halo)
        painter.fillPath(path, QColor(style.tag))


def _placed(
    tag: Tag, to_screen: QTransform, screen: QRect, style: CanvasStyle, *, is_inside: bool = False
) -> PlacedTag:
    metrics = QFontMetrics(_font(style, is_quiet=tag.is_quiet))
    # In the middle: the end holds the confidence.
    most = round(_MAX_WIDTH_SHARE * screen.width())
    text = metrics.elidedText(tag.text, Qt.TextElideMode.ElideMiddle, most)
    width, ascent = metrics.horizontalAdvance(text), metrics.ascent()
    corner = to_screen.map(QPointF(tag.box.x1, tag.box.y1)).toPoint()
    has_room = corner.y() - _GAP_PX - ascent >= screen.top()
    is_above = has_room and not (tag.is_quiet or is_inside)
    left = corner.x() if is_above else corner.x() + _GAP_PX
    left = min(left, max(screen.right() - width - _GAP_PX, corner.x()))
    baseline = corner.y() + (-_GAP_PX if is_above else ascent + _GAP_PX // 2)
    return PlacedTag(text, tag.is_quiet, left, baseline, width, ascent)


def _font(style: CanvasStyle, *, is_quiet: bool) -> QFont:
    font = QFont(style.font_family)
    font.setPixelSize(round(style.font_px * (_QUIET_FONT_RATIO if is_quiet else 1.0)))
    font.setWeight(QFont.Weight.Medium)
    return font
