"""Image files in a folder, and what reading one tells."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from engine.domain.errors import DataError, NotFoundError
from engine.domain.images import ImageFacts, RejectedFile
from engine.imaging.fingerprints import perceptual_hash
from engine.imaging.parts import read_small
from engine.imaging.pixels import check_file, decode_upright, read_image_bytes

IMAGE_SUFFIXES: frozenset[str] = frozenset(
    {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"}
)
# Ultralytics leaves out, without a word, what is smaller.
MIN_SIDE_PX = 10
_FINGERPRINT_PX = 256


def is_image_name(name: str) -> bool:
    """Return whether a file of this name is taken for an image; hidden files are not."""
    return not name.startswith(".") and Path(name).suffix.lower() in IMAGE_SUFFIXES


def find_image_files(folder: Path, *, within: Path | None = None) -> Iterator[Path | RejectedFile]:
    """Yield the image files in a folder and below it, sorted by name in each folder. Any thread.

    Links to folders are followed, but no folder is entered twice, so that a loop of links ends.
    Hidden files and folders are skipped. What cannot be read is yielded as rejected. One folder at
    a time is held in memory.

    Args:
        folder: Where to look.
        within: A folder, its links resolved, that links must not lead out of; those that do are
            yielded as rejected.

    Raises:
        NotFoundError: There is no such folder.
    """
    if not folder.is_dir():
        raise NotFoundError(f"{folder} is not a folder.", hint="Give a folder that holds images.")
    return _walk(folder, within=within)


def hash_bytes(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal digits: its content hash. Any thread.

    Raises:
        DataError: It cannot be read.
    """
    check_file(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror}.") from error


def read_facts(path: Path) -> ImageFacts:
    """Return what a file tells after a full decode, so that a truncated one is found. Any thread.

    The hash is the SHA-256 of the file's bytes, in hexadecimal digits.

    Raises:
        DataError: The file cannot be used; the message says why, in words.
    """
    small = read_small(path, side_px=_FINGERPRINT_PX)
    if small is not None:
        picture, (width, height), content_hash = small.picture, small.full_size, hash_bytes(path)
    else:
        data = read_image_bytes(path)
        picture = decode_upright(data, name=path.name)
        (width, height), content_hash = picture.size, hashlib.sha256(data).hexdigest()
    if min(width, height) < MIN_SIDE_PX:
        raise DataError(
            f"{path.name} is too small: {width} x {height} pixels, and {MIN_SIDE_PX} are the least."
        )
    try:
        facts = path.stat()
    except OSError as error:
        raise DataError(f"{path.name} went away while it was read.") from error
    return ImageFacts(
        path=path,
        content_hash=content_hash,
        width=width,
        height=height,
        size_bytes=facts.st_size,
        modified_ns=facts.st_mtime_ns,
        fingerprint=perceptual_hash(picture),
    )


def _walk(folder: Path, *, within: Path | None) -> Iterator[Path | RejectedFile]:
    entered: set[tuple[int, int]] = set()
    # A stack instead of recursion: folders may lie deeper than Python's calls.
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            if within is not None and path.is_symlink() and not _leads_within(path, within):
                yield RejectedFile(_printable(path), "It is a link that leads out of the folder.")
            elif not path.is_dir():
                yield _checked(path)
            elif _enter(path, entered):
                waiting.extend(reversed(_entries(path)))
        except OSError as error:
            yield RejectedFile(_printable(path), f"It cannot be read: {error.strerror}.")


def _enter(path: Path, entered: set[tuple[int, int]]) -> bool:
    facts = path.stat()
    key = (facts.st_dev, facts.st_ino)
    is_new = key not in entered
    entered.add(key)
    return is_new


def _leads_within(link: Path, folder: Path) -> bool:
    try:
        return link.resolve().is_relative_to(folder)
    except RuntimeError:  # what a loop of links raised before Python 3.13
        return False


def _entries(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        wanted = [entry.name for entry in entries if _is_wanted(entry)]
    return [folder / name for name in sorted(wanted)]


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    return is_image_name(entry.name) or _is_folder(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _checked(path: Path) -> Path | RejectedFile:
    if _printable(path) != path:
        return RejectedFile(_printable(path), "Its name is not valid text.")
    if path.is_symlink() and not path.exists():
        return RejectedFile(path, "It is a link to a file that is not there.")
    return path


def _printable(path: Path) -> Path:
    return Path(os.fsencode(path).decode("utf-8", errors="replace"))
