"""Writing a dataset: a folder that appears whole, file names that do not clash, a loss report."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from engine.domain.errors import ConflictError, DataError, ResourceError, UsageError
from engine.formats.dataset import DatasetImage, ExportedDataset, LossReport
from engine.imaging.training_pixels import write_training_pixels

_MAX_STEM = 120
# What Windows does not take, and what would break a list with one name a line.
_UNFIT_FOR_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*]')

# Devices, with or without a suffix.
_TAKEN_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class DatasetWriting:
    """A dataset being written: the folder it grows in, the names taken, and what is lost.

    One thread at a time.
    """

    def __init__(self, folder: Path, *, class_names: tuple[str, ...], copy_images: bool) -> None:
        self.folder = folder
        self._class_names = frozenset(class_names)
        self._copy_images = copy_images
        self._stems: set[str] = set()
        self._last_numbers: dict[str, int] = {}
        self._notes: Counter[str] = Counter()
        self._num_images = 0
        self._num_shapes = 0
        if not copy_images:
            self.note("The images were not copied; the labels only name them")

    def note(self, text: str) -> None:
        """Note a loss, without a final stop; the same note twice is counted, not repeated."""
        self._notes[text] += 1

    def put_image(self, image: DatasetImage, *, subfolder: str) -> str | None:
        """Copy an image under a name that no other has, and return that name.

        Returns none, with a note, where the image is damaged: it is left out with its objects.

        Raises:
            UsageError: An object has a class that is not among those to write.
        """
        for labeled in image.shapes:
            if labeled.class_name not in self._class_names:
                raise UsageError(f"The class {labeled.class_name!r} is not among those to write.")
        stem = self._free_stem(image.path.stem)
        name = f"{stem}{image.path.suffix}"
        if self._copy_images:
            try:
                folder = self.folder / subfolder
                pixels = write_training_pixels(image.path, folder=folder, stem=stem)
            except DataError as error:
                self.note(f"Left out with its objects: {error.message.rstrip('.')}")
                return None
            if pixels.notice:
                self.note(f"An image was {pixels.notice}")
            name = pixels.path.name
        self._num_images += 1
        self._num_shapes += len(image.shapes)
        return name

    def put_folder(self, path: str) -> None:
        """Make a folder by its path in the dataset, which may stay empty."""
        (self.folder / path).mkdir(parents=True, exist_ok=True)

    def put_text(self, path: str, text: str) -> None:
        """Write a text file by its path in the dataset."""
        self.put_bytes(path, text.encode())

    def put_bytes(self, path: str, data: bytes) -> None:
        """Write a file by its path in the dataset."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def report(self) -> LossReport:
        """Return what was written and what was lost."""
        notes = tuple(
            f"{text}." if times == 1 else f"{text}, {times} times."
            for text, times in self._notes.items()
        )
        return LossReport(self._num_images, self._num_shapes, notes)

    def _free_stem(self, wanted: str) -> str:
        base = safe_name(wanted, instead="image")
        stem = base
        while stem.casefold() in self._stems:
            number = self._last_numbers.get(base, 1) + 1
            self._last_numbers[base] = number
            stem = f"{base}_{number}"
        self._stems.add(stem.casefold())
        return stem


def safe_name(wanted: str, *, instead: str) -> str:
    """Return a name that every file system takes, near the one wanted, or another one."""
    name = _UNFIT_FOR_NAMES.sub("_", wanted)[:_MAX_STEM].strip(". ") or instead
    return f"{name}_" if _TAKEN_ON_WINDOWS.fullmatch(name) else name


@contextlib.contextmanager
def writing_dataset(
    dataset: ExportedDataset, out_dir: Path, *, copy_images: bool
) -> Iterator[DatasetWriting]:
    """Give a hidden folder to write into, which takes its place at `out_dir` when all went well.

    Raises:
        ConflictError: `out_dir` is a file, or holds something.
        ResourceError: It cannot be written.
    """
    _check_is_free(out_dir)
    try:
        out_dir.parent.mkdir(parents=True, exist_ok=True)
        growing = Path(tempfile.mkdtemp(dir=out_dir.parent, prefix=f".{out_dir.name}-"))
    except OSError as error:
        raise _cannot_write(out_dir, error) from error
    try:
        names = dataset.class_names
        yield DatasetWriting(growing, class_names=names, copy_images=copy_images)
        if out_dir.is_dir():
            out_dir.rmdir()
        growing.rename(out_dir)
    except OSError as error:
        raise _cannot_write(out_dir, error) from error
    finally:
        shutil.rmtree(growing, ignore_errors=True)


def _check_is_free(out_dir: Path) -> None:
    try:
        is_free = not out_dir.exists() or (out_dir.is_dir() and not any(out_dir.iterdir()))
    except OSError as error:
        raise _cannot_write(out_dir, error) from error
    if not is_free:
        raise ConflictError(f"{out_dir} is there already.", hint="Name a new or an empty folder.")


def _cannot_write(out_dir: Path, error: OSError) -> ResourceError:
    return ResourceError(
        f"{out_dir} cannot be written: {error.strerror or error}.",
        hint="Free some disk space or choose a folder you may write to.",
    )
