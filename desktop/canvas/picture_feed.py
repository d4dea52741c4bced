"""Pixels of the open picture for the canvas, rendered on the pool under the view settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.canvas.items.image_item import TILE_PX, ImageItem, Tile
from desktop.tasks.pool import Pool, Ticket
from engine.domain.errors import EngineError
from engine.domain.view import ViewSettings
from engine.loop.pictures import Picture, ShownPicture

# The whole image is held at the largest size with no more pixels than this: enough for a window of
# full HD, and rendered anew within a frame or two while a slider moves.
_MAX_BASE_PIXELS = 8_000_000


@dataclass(frozen=True, slots=True)
class RenderedPicture:
    """A picture under view settings, ready to be painted.

    Attributes:
        shown: The picture and its settings.
        num_finer: How many sizes are finer than the base.
        levels: The whole image at the size of the base, and at all smaller ones.
        tiles: Parts of it at finer sizes.
    """

    shown: ShownPicture
    num_finer: int
    levels: tuple[QImage, ...]
    tiles: dict[Tile, QImage] = field(default_factory=dict)

    @property
    def base(self) -> QImage:
        """The whole image at the largest size that is held."""
        return self.levels[0]


def render_picture(
    picture: Picture, view: ViewSettings, tiles: Sequence[Tile] = ()
) -> RenderedPicture:
    """Return a picture ready to be painted, with some tiles of finer sizes. Any thread.

    Raises:
        DataError: The file that it is read from is gone or damaged.
    """
    shown = picture.under(view)
    first = _base_level(picture)
    levels = tuple(
        _rendered(shown, level, 0, 0, *picture.size(level))
        for level in range(first, picture.num_levels)
    )
    return RenderedPicture(shown, first, levels, {tile: render_tile(shown, tile) for tile in tiles})


def render_tile(shown: ShownPicture, tile: Tile) -> QImage:
    """Return one tile. Any thread; raises what `render_picture` does."""
    width, height = shown.picture.size(tile.level)
    x, y = tile.column * TILE_PX, tile.row * TILE_PX
    return _rendered(shown, tile.level, x, y, min(TILE_PX, width - x), min(TILE_PX, height - y))


class PictureFeed(QObject):
    """Keeps an image item supplied: its base, and the tiles it wants. GUI thread only."""

    # The picture is on the canvas, or is so anew under other settings: the base as a QImage.
    shown = Signal(object)
    # The file of the open picture cannot be read any more: the EngineError.
    failed = Signal(object)

    def __init__(self, pool: Pool, item: ImageItem) -> None:
        super().__init__()
        self._pool = pool
        self._item = item
        self._picture: Picture | None = None
        self._rendered: RenderedPicture | None = None
        self._view = ViewSettings()
        self._is_rendering = False
        self._tickets: dict[Tile, Ticket] = {}
        item.wanted = self._on_tiles_wanted

    @property
    def picture(self) -> Picture | None:
        """The open picture."""
        return self._picture

    def show(self, rendered: RenderedPicture) -> None:
        """Show a picture; where it was rendered under other settings, once that is mended."""
        self.clear()
        self._picture = rendered.shown.picture
        if rendered.shown.view == self._view:
            self._put(rendered)
        else:
            self._render_again()

    def set_view(self, view: ViewSettings) -> None:
        """Show this and all further pictures under other settings."""
        if view != self._view:
            self._view = view
            self._render_again()

    def clear(self) -> None:
        """Let go of the picture; what is painted stays."""
        self._picture = self._rendered = None
        self._drop_tickets(())

    def _put(self, rendered: RenderedPicture) -> None:
        self._rendered = rendered
        self._drop_tickets(())
        self._item.set_levels(rendered.levels, num_finer=rendered.num_finer, tiles=rendered.tiles)
        self.shown.emit(rendered.base)

    def _render_again(self) -> None:
        """Render under the settings of now, once what is under way is done."""
        if self._picture is None or self._is_rendering:
            return
        self._is_rendering = True
        tiles = self._item.visible_tiles if self._rendered is not None else ()
        self._pool.submit(
            partial(render_picture, self._picture, self._view, tiles),
            then=self._on_rendered,
            failed=self._on_rendering_failed,
        )

    def _on_rendered(self, rendered: RenderedPicture) -> None:
        self._is_rendering = False
        if rendered.shown.picture is self._picture:
            self._put(rendered)
        is_current = self._rendered is not None and self._rendered.shown.view == self._view
        if not is_current:
            self._render_again()

    def _on_rendering_failed(self, error: EngineError) -> None:
        self._is_rendering = False
        self._fail(error)

    def _on_tiles_wanted(self, tiles: Sequence[Tile]) -> None:
        self._drop_tickets(tiles)
        if self._rendered is None or self._is_rendering:
            return
        for tile in tiles:
            if tile not in self._tickets:
                self._tickets[tile] = self._pool.submit(
                    partial(render_tile, self._rendered.shown, tile),
                    then=partial(self._on_tile_rendered, tile),
                    failed=self._fail,
                )

    def _on_tile_rendered(self, tile: Tile, image: QImage) -> None:
        del self._tickets[tile]
        self._item.put_tile(tile, image)

    def _fail(self, error: EngineError) -> None:
        if self._picture is not None:
            self.clear()
            self.failed.emit(error)

    def _drop_tickets(self, kept: Sequence[Tile]) -> None:
        for tile in self._tickets.keys() - set(kept):
            self._tickets.pop(tile).cancel()


def _base_level(picture: Picture) -> int:
    for level in range(picture.num_levels):
        width, height = picture.size(level)
        if width * height <= _MAX_BASE_PIXELS:
            return level
    return picture.num_levels - 1


def _rendered(shown: ShownPicture, level: int, x: int, y: int, width: int, height: int) -> QImage:
    # Qt paints this format fastest; its rows have no gaps.
    image = QImage(width, height, QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.bits(), np.uint32).reshape(height, width)
    shown.render(level, x, y, pixels)
    return image
