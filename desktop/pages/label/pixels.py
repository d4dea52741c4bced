"""Pixels for the canvas: decoded on the pool, the likely next ones ahead of time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.tasks.pool import Pool, Ticket
from engine.domain.errors import EngineError
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageRecord
from engine.loop.pool import ImagePool

# What is decoded ahead may take this much memory, at four bytes a pixel.
_MAX_AHEAD_PIXELS = 64_000_000


class PixelLoader(QObject):
    """Decodes the image wanted and keeps its neighbors at hand. GUI thread only."""

    # The wanted image is decoded: its id, its pixels.
    decoded = Signal(object, object)
    # The wanted image cannot be decoded: its id, the EngineError.
    failed = Signal(object, object)

    def __init__(self, images: ImagePool, pool: Pool) -> None:
        super().__init__()
        self._images = images
        self._pool = pool
        self._wanted: ImageId | None = None
        self._pixels: dict[ImageId, QImage] = {}
        self._tickets: dict[ImageId, Ticket] = {}

    def want(self, wanted: ImageRecord, neighbors: Sequence[ImageRecord] = ()) -> None:
        """Decode an image, at once where it is at hand, then its neighbors; forget all others."""
        self._wanted = wanted.id
        ahead = _affordable(neighbors)
        self._forget_all_but({wanted.id, *(record.id for record in ahead)})
        # The pool takes the newest first.
        for record in (*reversed(ahead), wanted):
            if record.id not in self._pixels and record.id not in self._tickets:
                self._submit(record)
        if wanted.id in self._pixels:
            self.decoded.emit(wanted.id, self._pixels[wanted.id])

    def clear(self) -> None:
        """Forget everything."""
        self._wanted = None
        self._forget_all_but(set())

    def _submit(self, record: ImageRecord) -> None:
        self._tickets[record.id] = self._pool.submit(
            partial(_decode, self._images, record),
            then=partial(self._on_decoded, record.id),
            failed=partial(self._on_failed, record.id),
        )

    def _forget_all_but(self, kept: set[ImageId]) -> None:
        for image_id in self._tickets.keys() - kept:
            self._tickets.pop(image_id).cancel()
        self._pixels = {id_: pixels for id_, pixels in self._pixels.items() if id_ in kept}

    def _on_decoded(self, image_id: ImageId, pixels: QImage) -> None:
        del self._tickets[image_id]
        self._pixels[image_id] = pixels
        if image_id == self._wanted:
            self.decoded.emit(image_id, pixels)

    def _on_failed(self, image_id: ImageId, error: EngineError) -> None:
        # What failed ahead of time is tried again, and told, once it is wanted.
        del self._tickets[image_id]
        if image_id == self._wanted:
            self.failed.emit(image_id, error)


def _decode(images: ImagePool, record: ImageRecord) -> QImage:
    decoded = images.decode(record)
    width, height = decoded.width, decoded.height
    rgb = QImage(decoded.rgb, width, height, 3 * width, QImage.Format.Format_RGB888)
    # A copy of its own, in the format that Qt paints fastest.
    return rgb.convertToFormat(QImage.Format.Format_RGB32)


def _affordable(neighbors: Sequence[ImageRecord]) -> list[ImageRecord]:
    kept: list[ImageRecord] = []
    left = _MAX_AHEAD_PIXELS
    for record in neighbors:
        left -= record.width * record.height
        if left < 0:
            break
        kept.append(record)
    return kept
