"""Any image file as upright 8-bit pixels."""

from __future__ import annotations

import contextlib
import io
import stat
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError

from engine.domain.errors import DataError
from engine.imaging.depth import is_deep, read_deep, read_deep_values

MAX_PIXELS = 200_000_000
MAX_FILE_BYTES = 2**30
# Pillow warns from here and refuses only from twice that; too large must be an error at once.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

_IS_GONE = "Put it back, or add the folder it is in now: an image is known by its content."
_IN_PARTS = "Save it as a TIFF in tiles, uncompressed or deflated, or cut it into pieces."
JPEG_END = b"\xff\xd9"
# "JPEG" admits MPO, several JPEGs in one file, too.
_FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF")
_GRAY_MODES = frozenset({"1", "L", "LA", "La"})
_ORIENTATION_TAG = 0x0112
_TRANSPOSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow's readers are known to raise on damaged files, beside their own error classes.
DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    EOFError,
    UserWarning,
    struct.error,
)


def open_upright(path: Path, *, min_side_px: int | None = None) -> Image.Image:
    """Return the first picture of a file, upright, as 8-bit RGB or L. Any thread.

    More than 8 bits a channel are stretched from the range of the picture's own values.
    Transparency is dropped.

    Args:
        path: The file.
        min_side_px: Where the picture is wanted small, the least length of its shorter side: a
            JPEG is then decoded faster, to a smaller size that is not below it.

    Raises:
        DataError: The file is missing, is no image, is damaged, or is too large.
    """
    return decode_upright(read_image_bytes(path), name=path.name, min_side_px=min_side_px)


def decode_upright(data: bytes, *, name: str, min_side_px: int | None = None) -> Image.Image:
    """Return the picture in a file's bytes as `open_upright` does; messages call it `name`."""
    with decoding(name):
        try:
            return _decode(data, min_side_px=min_side_px)
        except OSError:
            if not _lacks_only_its_end(data):
                raise
            return _decode(data + JPEG_END, min_side_px=min_side_px)


def decode_deep(data: bytes, *, name: str) -> NDArray[np.generic] | None:
    """Return the upright values of more than 8 bits a channel, (h, w) or (h, w, 3).

    None where the picture has 8 bits: `decode_upright` has all of them.

    Raises:
        DataError: The bytes are no image, or damaged, or it is too large; messages call it `name`.
    """
    with decoding(name):
        image = open_header(data)
        if not is_deep(image):
            return None
        values = read_deep_values(image, data)
        # Asked after reading, because Pillow turns a TIFF itself and then forgets its orientation.
        return _turn_values(values, orientation(image))


def upright_jpeg_size(data: bytes, *, name: str) -> tuple[int, int] | None:
    """Return the upright width and height in pixels of a JPEG; None where it is another format.

    Raises:
        DataError: The bytes are no image, or it is too large; messages call it `name`.
    """
    with decoding(name):
        image = open_header(data)
        if image.format not in ("JPEG", "MPO"):
            return None
        width, height = image.size
        return (height, width) if orientation(image) >= 5 else (width, height)


def read_upright_size(path: Path) -> tuple[int, int]:
    """Return the upright width and height in pixels from the head of a file; nothing is decoded.

    Raises:
        DataError: The file is missing, is no image, or is too large.
    """
    check_file(path)
    with decoding(path.name), Image.open(path, formats=_FORMATS) as image:
        width, height = image.size
        # Pillow turns the size of a TIFF itself.
        is_turned = image.format != "TIFF" and orientation(image) >= 5
        return (height, width) if is_turned else (width, height)


def read_image_bytes(path: Path) -> bytes:
    """Return the bytes of an image file.

    Raises:
        DataError: It is missing, not a file, empty, not readable or too large.
    """
    if check_file(path) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 2**20
        raise DataError(
            f"{path.name} is larger than {limit} MiB and cannot be read in parts.", hint=_IN_PARTS
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror}.") from error


def check_file(path: Path) -> int:
    """Return how many bytes a file has, before it is opened: a pipe would be waited for.

    Raises:
        DataError: It is missing, not a file, or empty.
    """
    try:
        facts = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = _IS_GONE if isinstance(error, FileNotFoundError) else ""
        raise DataError(f"{path.name} cannot be read: {reason}.", hint=hint) from error
    if not stat.S_ISREG(facts.st_mode):
        raise DataError(f"{path.name} is not a file.")
    if facts.st_size == 0:
        raise DataError(f"{path.name} is empty.")
    return facts.st_size


def open_header(data: bytes) -> ImageFile.ImageFile:
    """Open a picture without decoding it; to be used inside `decoding`."""
    image = Image.open(io.BytesIO(data), formats=_FORMATS)
    assert isinstance(image, ImageFile.ImageFile)
    return image


def orientation(image: Image.Image) -> int:
    """Return how a picture is to be turned, as EXIF numbers it: 1 is upright, 5 to 8 lie."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG, 1)
    except DECODER_ERRORS:
        return 1
    return value if value in _TRANSPOSES else 1


@contextlib.contextmanager
def decoding(name: str) -> Iterator[None]:
    """Turn whatever a damaged file makes a decoder raise into one DataError about `name`."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        limit = MAX_PIXELS // 1_000_000
        raise DataError(
            f"{name} has more than {limit} million pixels and cannot be read in parts.",
            hint=_IN_PARTS,
        ) from error
    except UnidentifiedImageError as error:
        raise DataError(
            f"{name} is not an image that Loupe reads.", hint="Use JPEG, PNG, BMP, WebP or TIFF."
        ) from error
    except MemoryError as error:
        raise DataError(f"{name} does not fit into the memory of this computer.") from error
    except DECODER_ERRORS as error:
        reason = str(error).strip().rstrip(".") or type(error).__name__
        raise DataError(f"{name} is damaged: {reason[:200]}.") from error


def _decode(data: bytes, *, min_side_px: int | None = None) -> Image.Image:
    image = open_header(data)
    if min_side_px is not None:
        image.draft(image.mode, (min_side_px, min_side_px))
    picture = read_deep(image, data) if is_deep(image) else image
    picture.load()
    # Asked after loading, because Pillow turns a TIFF itself and then forgets its orientation.
    turn = _TRANSPOSES.get(orientation(image))
    mode = "L" if picture.mode in _GRAY_MODES else "RGB"
    # Pillow warns of a transparency that it drops, as it shall here.
    picture.info.pop("transparency", None)
    # Even what is of the mode already would be copied.
    eight_bit = picture if picture.mode == mode else picture.convert(mode)
    return eight_bit if turn is None else eight_bit.transpose(turn)


def _turn_values(values: NDArray[np.generic], turn: int) -> NDArray[np.generic]:
    """Turn an array as `_TRANSPOSES` turn a picture."""
    if turn >= 5:
        values = values.swapaxes(0, 1)
    rows = slice(None, None, -1) if turn in (3, 4, 7, 8) else slice(None)
    columns = slice(None, None, -1) if turn in (2, 3, 6, 7) else slice(None)
    return values[rows, columns]


def _lacks_only_its_end(data: bytes) -> bool:
    """Tell a JPEG without its end marker, but with all its pixels, from a truncated one.

    What follows the last pixel is ignored, so two different continuations give one picture.
    """
    if not data.startswith(b"\xff\xd8") or data.endswith(JPEG_END):
        return False
    # Half of a marker would make one of whatever follows, and end the picture.
    body = data.rstrip(b"\xff")
    endings = (bytes(range(1, 65)), bytes(range(254, 190, -1)))
    first, second = (np.asarray(_decode(body + ending + JPEG_END)) for ending in endings)
    return np.array_equal(first, second)
