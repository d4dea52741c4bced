"""Pictures of more than 8 bits a channel, brought to 8 by the range of their own values."""

from __future__ import annotations

import io
import sys
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

# What a Pillow tile says of its raw bytes: their mode, alone or first of several settings.
RawArgs: TypeAlias = tuple[object, ...] | str | None

_GRAY_MODES = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})
_OTHER_ORDER = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}
# Pillow keeps only the high byte of these; read in the other byte order, it keeps the low one.
_OTHER_BYTE = {
    f"{mode};16{order}": f"{mode};16{other}"
    for mode in ("RGB", "RGBA")
    for order, other in _OTHER_ORDER.items()
}
_TIFF_BITS_PER_SAMPLE = 258
_TIFF_PLANES = 284


def is_deep(image: ImageFile.ImageFile) -> bool:
    """Return whether a picture that is open, but not loaded, has more than 8 bits a channel."""
    return image.mode in _GRAY_MODES or _is_deep_color(image) or _has_deep_planes(image)


def read_deep(image: ImageFile.ImageFile, data: bytes) -> Image.Image:
    """Return a deep picture as 8-bit L or RGB, its own lowest value black and its highest white.

    Takes and raises what `read_deep_values` does.
    """
    return Image.fromarray(scale_to_8_bit(read_deep_values(image, data)))


def read_deep_values(image: ImageFile.ImageFile, data: bytes) -> NDArray[np.generic]:
    """Return the values of a deep picture, shape (h, w) or (h, w, 3), as the file has them.

    Args:
        image: The picture, open but not loaded.
        data: The bytes it was opened from.

    Raises:
        ValueError: It is damaged; or what else Pillow raises then.
    """
    if image.mode in _GRAY_MODES:
        return np.asarray(image)
    if _has_deep_planes(image):
        return _read_planes(data)
    with Image.open(io.BytesIO(data)) as again:
        assert isinstance(again, ImageFile.ImageFile)
        again.tile = [tile._replace(args=_low_byte_args(tile.args)) for tile in again.tile]
        low = np.asarray(again)[..., :3]
    high = np.asarray(image)[..., :3]
    values: NDArray[np.uint16] = (high.astype(np.uint16) << 8) | low
    return values


def scale_to_8_bit(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Return the values stretched from their own range to 0..255; what is no number becomes 0.

    Args:
        values: Shape (h, w) or (h, w, c), of any real type. All channels share one range.
    """
    with np.errstate(over="ignore"):
        # Halved, so that the distance of the two ends is always a number.
        halves = values.astype(np.float32) / 2
    is_number = np.isfinite(halves)
    if not is_number.any():
        return np.zeros(values.shape, dtype=np.uint8)
    low = np.min(halves, where=is_number, initial=np.inf)
    high = np.max(halves, where=is_number, initial=-np.inf)
    np.copyto(halves, low, where=~is_number)
    halves -= low
    halves *= np.float32(255 / max(float(high - low), 1e-30))
    eight_bit: NDArray[np.uint8] = np.rint(halves).clip(0, 255).astype(np.uint8)
    return eight_bit


def _rawmode(args: RawArgs) -> object:
    return args[0] if isinstance(args, tuple) else args


def _low_byte_args(args: RawArgs) -> RawArgs:
    other = _OTHER_BYTE[str(_rawmode(args))]
    return (other, *args[1:]) if isinstance(args, tuple) else other


def _is_deep_color(image: ImageFile.ImageFile) -> bool:
    return bool(image.tile) and all(_rawmode(tile.args) in _OTHER_BYTE for tile in image.tile)


def _has_deep_planes(image: ImageFile.ImageFile) -> bool:
    # Pillow reads 16-bit planes of a TIFF as if they had 8 bits.
    tags = getattr(image, "tag_v2", {})
    bits = tags.get(_TIFF_BITS_PER_SAMPLE, (8,))
    return tags.get(_TIFF_PLANES) == 2 and max(bits) > 8


def _read_planes(data: bytes) -> NDArray[np.generic]:
    import tifffile  # imported for the rare file that needs it

    try:
        with tifffile.TiffFile(io.BytesIO(data)) as file:
            planes = np.asarray(file.pages[0].asarray())
    except tifffile.TiffFileError as error:
        raise ValueError(str(error)) from error
    return np.moveaxis(planes[:3], 0, -1)
