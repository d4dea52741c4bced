"""The copy of an image that a model trains on."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFile

from engine.domain.errors import DataError
from engine.imaging.depth import is_deep
from engine.imaging.pixels import (
    JPEG_END,
    decode_upright,
    decoding,
    open_header,
    orientation,
    read_image_bytes,
)
from engine.imaging.writing import write_atomically

# What OpenCV, and so Ultralytics, reads to the pixels that `open_upright` gives.
_ALIKE = {
    "JPEG": (".jpg", {"L", "RGB"}),
    "MPO": (".jpg", {"L", "RGB"}),
    "PNG": (".png", {"1", "L", "LA", "P", "RGB", "RGBA"}),
    "BMP": (".bmp", {"L", "RGB"}),
    "WEBP": (".webp", {"RGB"}),
}
_ORIENTATION_TAG = 0x0112
_FAST_COMPRESSION = 3


@dataclass(frozen=True, slots=True)
class TrainingPixels:
    """A file to train on.

    Attributes:
        path: Where it is; its suffix names its real format.
        notice: What happened to the picture ("rendered to ..."); empty for a plain copy.
    """

    path: Path
    notice: str = ""


def write_training_pixels(source: Path, *, folder: Path, stem: str) -> TrainingPixels:
    """Write an image so that Ultralytics reads the pixels that the expert saw. Any thread.

    The bytes are copied where that holds already; a missing JPEG end is mended; all else (16 bits,
    TIFF, several frames, an orientation that OpenCV ignores) is rendered to an upright 8-bit PNG.

    Args:
        source: The original; never changed.
        folder: Where to write; made where it is missing.
        stem: The name to write, without a suffix.

    Raises:
        DataError: The source is not a whole image.
        ResourceError: It cannot be written.
    """
    data = read_image_bytes(source)
    picture = decode_upright(data, name=source.name)
    with decoding(source.name):
        suffix = _suffix_where_alike(data)
    if suffix is None:
        target = folder / f"{stem}.png"
        write_atomically(target, _render(picture))
        return TrainingPixels(target, "rendered to an upright 8-bit PNG")
    target = folder / f"{stem}{suffix}"
    if suffix == ".jpg" and not data.endswith(JPEG_END):
        write_atomically(target, data + JPEG_END)
        return TrainingPixels(target, "given the JPEG end marker that it lacked")
    write_atomically(target, data)
    return TrainingPixels(target)


def _suffix_where_alike(data: bytes) -> str | None:
    image = open_header(data)
    suffix, modes = _ALIKE.get(image.format or "", ("", set()))
    if image.mode not in modes or is_deep(image) or not _is_turned_alike(image):
        return None
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        return None
    return suffix if image.format in ("JPEG", "MPO") or _is_verified(data) else None


def _is_turned_alike(image: ImageFile.ImageFile) -> bool:
    """Whether OpenCV turns the picture as we do: it obeys the EXIF of a JPEG and nothing else."""
    if image.format not in ("JPEG", "MPO"):
        return orientation(image) == 1
    exif = Image.Exif()
    exif.load(image.info.get("exif", b""))
    return bool(orientation(image) == exif.get(_ORIENTATION_TAG, 1))


def _is_verified(data: bytes) -> bool:
    # Ultralytics leaves out, without a word, what Pillow's own check refuses.
    try:
        with decoding(""):
            open_header(data).verify()
    except DataError:
        return False
    return True


def _render(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=_FAST_COMPRESSION)
    return buffer.getvalue()
