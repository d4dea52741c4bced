"""The image under the shapes."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.canvas.style import Layer

TILE_PX = 512
# From this magnification on, pixels are shown as squares: an expert wants to see what was recorded.
_SQUARES_FROM_SCALE = 3.0
_SMALLEST_LEVEL_PX = 256
# At four bytes a pixel, 160 MiB; more than a screen of 4K shows at once.
_MAX_TILES = 160


class Tile(NamedTuple):
    """A square part of the image at one size; level 0 is the full one, each next one half of it."""

    level: int
    column: int
    row: int


class ImageItem(QGraphicsItem):
    """An image, painted into a rectangle of its true size whatever size its pixels have.

    One picture of the whole image, the base, is always at hand. Where the view is nearer than that
    shows, tiles of the finer sizes lie over it: `wanted` is told which are missing, and `put_tile`
    brings them. Farther views are painted from halved copies of the base, as scaling a large image
    down at each frame would make panning stutter; those that were not given are made when needed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(Layer.IMAGE)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        # Told at each painting which tiles of the finer sizes it lacks, none included.
        self.wanted: Callable[[Sequence[Tile]], None] = _leave_out
        self._rect = QRectF()
        self._levels: list[QImage] = []
        self._num_finer = 0
        self._tiles: OrderedDict[Tile, QImage] = OrderedDict()
        self._visible: tuple[Tile, ...] = ()

    @property
    def base(self) -> QImage:
        """The picture of the whole image; null where there is none."""
        return self._levels[0] if self._levels else QImage()

    @property
    def visible_tiles(self) -> tuple[Tile, ...]:
        """The tiles that the last painting was made of; none where the base sufficed."""
        return self._visible

    def set_size(self, width: int, height: int) -> None:
        """Take another size in pixels, and show nothing until the image comes."""
        self.prepareGeometryChange()
        self._rect = QRectF(0, 0, width, height)
        self.set_image(QImage())

    def set_image(self, image: QImage) -> None:
        """Show these pixels, of whatever size, and nothing finer."""
        self.set_levels([] if image.isNull() else [image])

    def set_levels(
        self,
        levels: Sequence[QImage],
        *,
        num_finer: int = 0,
        tiles: Mapping[Tile, QImage] | None = None,
    ) -> None:
        """Show a whole image.

        Args:
            levels: The base and halved copies of it, none or more.
            num_finer: How many sizes are finer than the base; their tiles can be wanted.
            tiles: Tiles that are at hand already; all others are forgotten.
        """
        self._levels = list(levels)
        self._num_finer = num_finer
        self._tiles = OrderedDict(tiles or {})
        self._visible = ()
        self.update()

    def put_tile(self, tile: Tile, image: QImage) -> None:
        """Take a tile that was wanted."""
        self._tiles[tile] = image
        while len(self._tiles) > _MAX_TILES:
            self._tiles.popitem(last=False)
        self.update(_place(tile, image))

    def copy(self, area: QRectF, *, scale: float) -> QImage:
        """Return an area as it is painted at a scale, of what is at hand; GUI thread only.

        Args:
            area: In pixels of the image.
            scale: Pixels of the copy for each of them.
        """
        width, height = max(1, int(area.width() * scale)), max(1, int(area.height() * scale))
        made = QImage(width, height, QImage.Format.Format_RGB32)
        made.fill(Qt.GlobalColor.black)
        if self._levels:
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.scale(scale, scale)
            painter.translate(-area.topLeft())
            level = max(0, math.ceil(-math.log2(scale)) - 1)
            painter.drawImage(self._rect, self._levels[0])
            self._paint_tiles(painter, area, from_level=self._num_finer - 1, to_level=level)
            painter.end()
        return made

    @override
    def boundingRect(self) -> QRectF:
        return self._rect

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        if not self._levels:
            return
        scale = painter.worldTransform().m11() * painter.device().devicePixelRatio()
        base = self._level(scale * self._rect.width() / self._levels[0].width())
        smooth = scale < _SQUARES_FROM_SCALE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        exposed: QRectF = option.exposedRect
        seen = exposed if widget is None else _seen_in(widget, painter)
        level = max(0, math.ceil(-math.log2(scale)) - 1)
        if level >= self._num_finer:
            self._visible = ()
            painter.drawImage(self._rect, base)
            return
        self._visible = tuple(_tiles_in(seen & self._rect, level, self._rect))
        missing = [tile for tile in self._visible if tile not in self._tiles]
        if missing:
            painter.drawImage(self._rect, base)
            self._paint_tiles(painter, exposed, from_level=self._num_finer - 1, to_level=level)
        else:
            self._paint_tiles(painter, exposed, from_level=level, to_level=level)
        self.wanted(missing)

    def _paint_tiles(
        self, painter: QPainter, area: QRectF, *, from_level: int, to_level: int
    ) -> None:
        """Paint the tiles at hand in an area, the coarse ones first."""
        for level in range(from_level, to_level - 1, -1):
            for tile in _tiles_in(area & self._rect, level, self._rect):
                image = self._tiles.get(tile)
                if image is not None:
                    self._tiles.move_to_end(tile)
                    painter.drawImage(_place(tile, image), image)

    def _level(self, scale: float) -> QImage:
        """Return the smallest copy that still has a pixel for each pixel of the screen."""
        index = 0
        while scale <= 0.5 and self._has_level(index + 1):
            scale *= 2
            index += 1
        return self._levels[index]

    def _has_level(self, index: int) -> bool:
        if index < len(self._levels):
            return True
        last = self._levels[-1]
        if max(last.width(), last.height()) < 2 * _SMALLEST_LEVEL_PX:
            return False
        half = last.scaled(
            max(1, last.width() // 2),
            max(1, last.height() // 2),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self._levels.append(half)
        return True


def _leave_out(_: Sequence[Tile]) -> None:
    """Want nothing: nobody brings tiles."""


def _seen_in(widget: QWidget, painter: QPainter) -> QRectF:
    to_image, _ = painter.worldTransform().inverted()
    return to_image.mapRect(QRectF(widget.rect()))


def _tiles_in(area: QRectF, level: int, image: QRectF) -> Iterator[Tile]:
    """Yield the tiles of a size that an area of the image touches, line by line."""
    side = TILE_PX << level
    columns = range(int(area.left() // side), _last(area.right(), image.right(), side) + 1)
    for row in range(int(area.top() // side), _last(area.bottom(), image.bottom(), side) + 1):
        for column in columns:
            yield Tile(level, column, row)


def _last(end: float, image_end: float, side: int) -> int:
    return math.ceil(min(end, image_end) / side) - 1


def _place(tile: Tile, image: QImage) -> QRectF:
    pixel = 1 << tile.level
    left, top = tile.column * TILE_PX * pixel, tile.row * TILE_PX * pixel
    return QRectF(left, top, image.width() * pixel, image.height() * pixel)
