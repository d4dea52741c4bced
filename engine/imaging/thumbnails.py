"""Small pictures of images, and the folder that keeps them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from engine.imaging.parts import read_small
from engine.imaging.pixels import open_upright
from engine.imaging.writing import write_atomically

_QUALITY = 85


def thumbnail_jpeg(path: Path, *, side_px: int) -> bytes:
    """Return an upright JPEG of an image whose longer side is at most `side_px`. Any thread.

    Raises:
        DataError: The file is not a whole image.
    """
    small = read_small(path, side_px=side_px)
    picture = open_upright(path, min_side_px=side_px) if small is None else small.picture
    picture.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class ThumbnailCache:
    """Thumbnails in a folder, found by the content of their image. Any thread or process.

    The folder may be deleted at any time.
    """

    cache_dir: Path

    def get(self, path: Path, content_hash: str, side_px: int) -> Path:
        """Return the file of a thumbnail, which is made where it is missing.

        Raises:
            DataError: The image is not whole.
            ResourceError: The cache cannot be written.
        """
        target = self.find(content_hash, side_px)
        if not _is_filled(target):
            write_atomically(target, thumbnail_jpeg(path, side_px=side_px))
        return target

    def find(self, content_hash: str, side_px: int) -> Path:
        """Return where a thumbnail lies or would lie."""
        if not content_hash.isalnum():
            raise ValueError(f"not a content hash: {content_hash!r}")
        return self.cache_dir / content_hash[:2] / f"{content_hash}_{side_px}.jpg"


def _is_filled(path: Path) -> bool:
    # A power cut can leave an empty file behind.
    try:
        return path.stat().st_size > 0
    except OSError:
        return False
