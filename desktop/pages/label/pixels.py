"""Pictures for the canvas: opened on the pool, the likely next ones ahead of time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.canvas.picture_feed import RenderedPicture, render_picture
from desktop.tasks.memory import give_back_memory
from desktop.tasks.pool import Pool, Ticket
from engine.domain.errors import EngineError
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageRecord
from engine.domain.view import ViewSettings
from engine.loop.pool import ImagePool

# What is opened ahead may take this much memory, at about six bytes a pixel.
_MAX_AHEAD_PIXELS = 40_000_000
# Images of more leave so much free memory behind that it is worth giving back.
_LARGE_PIXELS = 8_000_000


class PixelLoader(QObject):
    """Opens the image wanted and keeps its neighbors at hand. GUI thread only."""

    # The wanted image is open: its id, the RenderedPicture.
    opened = Signal(object, object)
    # The wanted image cannot be opened: its id, the EngineError.
    failed = Signal(object, object)

    def __init__(self, images: ImagePool, pool: Pool) -> None:
        super().__init__()
        self._images = images
        self._pool = pool
        self._view = ViewSettings()
        self._wanted: ImageId | None = None
        self._ahead: list[ImageRecord] = []
        self._pictures: dict[ImageId, RenderedPicture] = {}
        self._tickets: dict[ImageId, Ticket] = {}
        # Whether large images were opened since memory was last given back.
        self._has_large = False

    def set_view(self, view: ViewSettings) -> None:
        """Render what is opened from now on under other settings."""
        self._view = view

    def want(self, wanted: ImageRecord, neighbors: Sequence[ImageRecord] = ()) -> None:
        """Open an image, at once where it is at hand, then its neighbors; forget all others."""
        self._wanted = wanted.id
        self._ahead = _affordable(neighbors)
        self._forget_all_but({wanted.id, *(record.id for record in self._ahead)})
        if wanted.id in self._pictures:
            self.opened.emit(wanted.id, self._pictures[wanted.id])
        elif wanted.id not in self._tickets:
            self._submit(wanted)
        self._look_ahead()

    def clear(self) -> None:
        """Forget everything."""
        self._wanted = None
        self._ahead = []
        self._forget_all_but(set())

    def _look_ahead(self) -> None:
        """Open the next neighbor, one at a time: a thread stays free for what is looked at."""
        if self._wanted in self._tickets:
            return
        for record in self._ahead:
            if record.id in self._tickets:
                return
            if record.id not in self._pictures:
                self._submit(record)
                return
        if self._has_large:
            self._has_large = False
            self._pool.submit(give_back_memory)

    def _submit(self, record: ImageRecord) -> None:
        self._has_large = self._has_large or record.width * record.height > _LARGE_PIXELS
        self._tickets[record.id] = self._pool.submit(
            partial(_open, self._images, record, self._view),
            then=partial(self._on_opened, record.id),
            failed=partial(self._on_failed, record.id),
        )

    def _forget_all_but(self, kept: set[ImageId]) -> None:
        for image_id in self._tickets.keys() - kept:
            self._tickets.pop(image_id).cancel()
        self._pictures = {id_: each for id_, each in self._pictures.items() if id_ in kept}

    def _on_opened(self, image_id: ImageId, rendered: RenderedPicture) -> None:
        del self._tickets[image_id]
        self._pictures[image_id] = rendered
        if image_id == self._wanted:
            self.opened.emit(image_id, rendered)
        self._look_ahead()

    def _on_failed(self, image_id: ImageId, error: EngineError) -> None:
        # What failed ahead of time is tried again, and told, once it is wanted.
        del self._tickets[image_id]
        self._ahead = [record for record in self._ahead if record.id != image_id]
        if image_id == self._wanted:
            self.failed.emit(image_id, error)
        self._look_ahead()


def _open(images: ImagePool, record: ImageRecord, view: ViewSettings) -> RenderedPicture:
    return render_picture(images.open_picture(record), view)


def _affordable(neighbors: Sequence[ImageRecord]) -> list[ImageRecord]:
    kept: list[ImageRecord] = []
    left = _MAX_AHEAD_PIXELS
    for record in neighbors:
        left -= record.width * record.height
        if left < 0:
            break
        kept.append(record)
    return kept
