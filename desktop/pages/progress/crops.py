"""Pictures of what a model got wrong, cut out on the pool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from desktop.tasks.pool import Pool
from desktop.viewmodels.finding_grid_model import FindingTile
from engine.domain.errors import EngineError
from engine.domain.images import ImageRecord
from engine.loop.pool import ImagePool

# A picture of this size is kept in the cache; an object that is tiny in it is cut from the image.
_SIDE_PX = 1024
_MIN_CUT_PX = 96
_SURROUNDING = 1.6
_LEAST_SHARE = 0.08


class CropFeeder:
    """Cuts out what tiles show. GUI thread only."""

    def __init__(
        self, images: ImagePool, pool: Pool, *, then: Callable[[FindingTile, QImage], None]
    ) -> None:
        self._images = images
        self._pool = pool
        self._then = then

    def feed(self, tiles: Sequence[FindingTile]) -> None:
        """Cut out these, the first of them first."""
        # The pool takes the newest first.
        for tile in reversed(tiles):
            if tile.image is not None:
                self._pool.submit(
                    partial(_cut, self._images, tile.image, cut_norm(tile)),
                    then=partial(self._then, tile),
                    failed=partial(self._on_failed, tile),
                )

    def _on_failed(self, tile: FindingTile, _: EngineError) -> None:
        # Opening the image says what is wrong with it.
        self._then(tile, QImage())


def cut_norm(tile: FindingTile) -> tuple[float, float, float, float]:
    """Return what of the image a tile shows, as fractions: the box with its surroundings.

    It is square in pixels and, where the image is large enough for that, all of it inside.
    """
    if tile.image is None:
        return (0.0, 0.0, 1.0, 1.0)
    width, height = tile.image.width, tile.image.height
    left, top, right, bottom = tile.box_norm
    longest = max((right - left) * width, (bottom - top) * height)
    side = max(longest * (1 + _SURROUNDING), _LEAST_SHARE * max(width, height))
    cut_left, cut_right = _span((left + right) / 2 * width, side, width)
    cut_top, cut_bottom = _span((top + bottom) / 2 * height, side, height)
    return cut_left, cut_top, cut_right, cut_bottom


def _span(middle: float, side: float, length: int) -> tuple[float, float]:
    """Return begin and end of a cut along one side, as fractions, inside the image."""
    side = min(side, length)
    begin = min(max(0.0, middle - side / 2), length - side)
    return begin / length, (begin + side) / length


def _cut(images: ImagePool, record: ImageRecord, cut: tuple[float, float, float, float]) -> QImage:
    left, top, right, bottom = cut
    scale = min(1.0, _SIDE_PX / max(record.width, record.height))
    if min((right - left) * record.width, (bottom - top) * record.height) * scale < _MIN_CUT_PX:
        decoded = images.decode(record)
        stride = 3 * decoded.width
        kind = QImage.Format.Format_RGB888
        picture = QImage(decoded.rgb, decoded.width, decoded.height, stride, kind)
    else:
        picture = QImage(str(images.thumbnail(record, side_px=_SIDE_PX)))
    width, height = picture.width(), picture.height()
    area = QRect(
        round(left * width),
        round(top * height),
        max(1, round((right - left) * width)),
        max(1, round((bottom - top) * height)),
    )
    return picture.copy(area)
