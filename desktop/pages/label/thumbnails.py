"""Thumbnails for the filmstrip, read on the pool."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop.tasks.pool import Pool
from desktop.viewmodels.question_strip_model import QuestionStripModel
from engine.domain.errors import EngineError
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageRecord
from engine.loop.pool import ImagePool

# Sharp at twice the size of a tile, for displays of high resolution.
_SIDE_PX = 256


class ThumbnailFeeder(QObject):
    """Gives the strip the thumbnails it lacks. GUI thread only."""

    def __init__(self, images: ImagePool, pool: Pool, strip: QuestionStripModel) -> None:
        super().__init__()
        self._images = images
        self._pool = pool
        self._strip = strip
        self._thumbnails: dict[ImageId, QImage | None] = {}

    def thumbnail(self, image_id: ImageId) -> QImage | None:
        """Return the thumbnail of an image asked about, if it is here."""
        return self._thumbnails.get(image_id)

    def feed(self, records: Sequence[ImageRecord]) -> None:
        """Have thumbnails of these images, in their order, and forget all others."""
        wanted = {record.id for record in records}
        self._thumbnails = {id_: t for id_, t in self._thumbnails.items() if id_ in wanted}
        # The pool takes the newest first.
        for record in reversed(records):
            if record.id not in self._thumbnails:
                self._thumbnails[record.id] = None
                self._pool.submit(
                    partial(_read, self._images, record),
                    then=partial(self._on_read, record.id),
                    failed=_leave_out,
                )

    def _on_read(self, image_id: ImageId, thumbnail: QImage) -> None:
        if image_id in self._thumbnails:
            self._thumbnails[image_id] = thumbnail
            self._strip.set_thumbnail(image_id, thumbnail)


def _read(images: ImagePool, record: ImageRecord) -> QImage:
    return QImage(str(images.thumbnail(record, side_px=_SIDE_PX)))


def _leave_out(_: EngineError) -> None:
    """Leave the tile without a picture: opening the image says what is wrong with it."""
