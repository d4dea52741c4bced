"""The draft of a dataset while a format reads it: checked images, boxes, classes and paths."""

from __future__ import annotations

import math
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from engine.domain.annotations import Attributes
from engine.domain.classes import check_class_names
from engine.domain.clipping import clipped, may_lie_in, overhang_px
from engine.domain.errors import DataError, NotFoundError, UsageError
from engine.domain.images import RejectedFile, Split
from engine.domain.project import Task
from engine.domain.shapes import Box, Shape, bounding_box, shape_in_words
from engine.domain.skeleton import Skeleton
from engine.formats.dataset import (
    NO_ATTRIBUTES,
    Complaint,
    DatasetImage,
    LabeledShape,
    OnProgress,
    ReadDataset,
)
from engine.imaging.files import find_image_files
from engine.imaging.pixels import read_upright_size

_MAX_COMPLAINTS = 10_000
# Corners this far outside come from rounding; they are clipped without a remark.
_ROUNDING_PX = 0.5
_SPLIT_WORDS = {
    "train": Split.TRAIN,
    "training": Split.TRAIN,
    "trainval": Split.TRAIN,
    "val": Split.VAL,
    "valid": Split.VAL,
    "validation": Split.VAL,
    "test": Split.TEST,
    "testing": Split.TEST,
}
# An image that stands in two splits belongs to the one that must stay unseen.
_PRECEDENCE = {None: 0, Split.TRAIN: 1, Split.VAL: 2, Split.TEST: 3}


@dataclass(slots=True)
class ImageDraft:
    """An image whose labels are still being read."""

    path: Path
    width: int
    height: int
    split: Split | None
    shapes: list[LabeledShape] = field(default_factory=list)
    has_labels: bool = False
    num_kept_out: int = 0

    @property
    def is_labeled(self) -> bool:
        """Whether its labels say something: boxes that were all kept out do not mean empty."""
        return self.has_labels and (bool(self.shapes) or self.num_kept_out == 0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a dataset something is said: a file, its line, or an entry in words."""

    path: Path
    line: int | None = None
    entry: str = ""


class DatasetReading:
    """A dataset being read: whatever a format finds goes through here and is checked once.

    What is not sound is complained of and kept out; nothing outside the folder is opened. Objects
    and images come in any order. One thread at a time.

    Attributes:
        root: The dataset's folder.
        task: What the labels are read for: each object as richly as the task can use it.
        skeleton: What the keypoints are, once a format knows.
    """

    def __init__(
        self, folder: Path, *, task: Task = Task.DETECT, on_progress: OnProgress | None = None
    ) -> None:
        if not is_folder(folder):
            raise DataError(f"{folder} is not a folder.")
        self.root = folder.resolve()
        self.task = task
        self.skeleton: Skeleton | None = None
        self._on_progress = on_progress
        self._drafts: dict[Path, ImageDraft] = {}
        self._refused: set[Path] = set()
        self._classes: dict[str, str] = {}
        self._spellings: dict[str, str] = {}
        self._complaints: list[Complaint] = []
        self._num_left_off = 0
        self._remarks: Counter[str] = Counter()

    def complain(self, place: Place, text: str, *, kept_out: bool = True) -> None:
        """Note in a sentence what is wrong at a place."""
        if len(self._complaints) >= _MAX_COMPLAINTS:
            self._num_left_off += 1
            return
        whole = f"{place.entry}: {text}" if place.entry else text
        self._complaints.append(Complaint(place.path, place.line, whole, kept_out))

    def inside(self, path: Path) -> Path:
        """Return a path with its links followed.

        Raises:
            DataError: It leads out of the dataset's folder.
        """
        try:
            resolved = path.resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise DataError(f"The path {str(path)[:200]!r} cannot be followed.") from error
        if not resolved.is_relative_to(self.root):
            raise DataError(f"{str(path)[:200]!r} leads out of the dataset's folder.")
        return resolved

    def find_images(self, folder: Path) -> Iterator[Path]:
        """Yield the image files in a folder of the dataset and below it."""
        for found in find_image_files(folder, within=self.root):
            if isinstance(found, RejectedFile):
                self.complain(Place(found.path), found.reason)
            else:
                yield found

    def add_image(
        self, path: Path, *, split: Split | None, place: Place | None = None
    ) -> ImageDraft | None:
        """Return the draft of an image, or none, with a complaint, where it cannot be used.

        Args:
            path: The image file.
            split: Where this mention of it puts it; of two mentions the less seen split holds.
            place: What names it, for the complaint; the image itself if not given.
        """
        try:
            resolved = self.inside(path)
            if resolved in self._refused:
                return None
            draft = self._drafts.get(resolved)
            if draft is None:
                return self._new_draft(resolved, split)
        except DataError as error:
            self.complain(place or Place(path), error.message)
            return None
        self._settle_split(draft, split)
        return draft

    def add_box(
        self,
        draft: ImageDraft,
        class_name: str,
        xyxy_px: Iterable[float],
        *,
        place: Place,
        attributes: Attributes = NO_ATTRIBUTES,
    ) -> None:
        """Add a box to an image: clipped to it, and with a usable class, or kept out."""
        try:
            box = _box(tuple(float(value) for value in xyxy_px))
        except DataError as error:
            self.keep_out(draft, error.message, place=place)
            return
        self.add_shape(draft, class_name, box, place=place, attributes=attributes)

    def add_shape(
        self,
        draft: ImageDraft,
        class_name: str,
        shape: Shape,
        *,
        place: Place,
        attributes: Attributes = NO_ATTRIBUTES,
    ) -> None:
        """Add an object to an image: clipped to it, and with a usable class, or kept out."""
        try:
            name = self.declare_class(class_name, place=place)
            seen = self._clip(draft, shape, place=place)
        except DataError as error:
            self.keep_out(draft, error.message, place=place)
            return
        draft.shapes.append(LabeledShape(name, seen, attributes))

    def keep_out(self, draft: ImageDraft, text: str, *, place: Place) -> None:
        """Complain of an object that cannot be used."""
        draft.num_kept_out += 1
        self.complain(place, text)

    def remark(self, text: str) -> None:
        """Note what holds for many objects, without a final stop: it is counted, not repeated."""
        self._remarks[text] += 1

    def declare_class(self, name: str, *, place: Place) -> str:
        """Return the name by which a class goes here: of two that differ in case, the first.

        Raises:
            DataError: The name cannot be used.
        """
        if name in self._spellings:
            return self._spellings[name]
        try:
            (cleaned,) = check_class_names([name])
        except UsageError as error:
            raise DataError(error.message) from error
        known = self._classes.setdefault(cleaned.casefold(), cleaned)
        self._spellings[name] = known
        if known != cleaned:
            text = f"The class {cleaned!r} differs from {known!r} in case only and is read as it."
            self.complain(place, text, kept_out=False)
        return known

    def finish(self, *, missing_means_empty: bool, sort_classes: bool = False) -> ReadDataset:
        """Return the dataset, its images sorted by path."""
        drafts = [self._drafts[path] for path in sorted(self._drafts)]
        self._remark_on_empty(drafts, missing_means_empty=missing_means_empty)
        for text, times in self._remarks.items():
            counted = f"{text}." if times == 1 else f"{text}, {times} times."
            self.complain(Place(self.root), counted, kept_out=False)
        if self._num_left_off:
            text = f"{self._num_left_off} further complaints are left off."
            self._complaints.append(Complaint(self.root, None, text))
        images = tuple(_image(draft, missing_means_empty=missing_means_empty) for draft in drafts)
        names = sorted(self._classes.values()) if sort_classes else self._classes.values()
        return ReadDataset(images, tuple(names), tuple(self._complaints), self.skeleton)

    def _new_draft(self, path: Path, split: Split | None) -> ImageDraft:
        try:
            width, height = read_upright_size(path)
        except DataError:
            self._refused.add(path)
            raise
        draft = ImageDraft(path, width, height, split)
        self._drafts[path] = draft
        if self._on_progress is not None:
            self._on_progress(len(self._drafts))
        return draft

    def _settle_split(self, draft: ImageDraft, split: Split | None) -> None:
        if split is None or split is draft.split:
            return
        kept = max(draft.split, split, key=_PRECEDENCE.__getitem__)
        if draft.split is not None:
            text = f"It stands in {draft.split} and in {split}; it is read as {kept}."
            self.complain(Place(draft.path), text, kept_out=False)
        draft.split = kept

    def _clip(self, draft: ImageDraft, shape: Shape, *, place: Place) -> Shape:
        width, height = draft.width, draft.height
        if may_lie_in(shape, width, height):
            return shape
        seen = clipped(shape, width, height)
        shown, size = _shown(shape), f"{width} x {height}"
        if seen is None:
            raise DataError(f"The {shown} lies outside the image of {size} pixels.")
        if overhang_px(shape, width, height) > _ROUNDING_PX:
            text = f"The {shown} reaches out of the image of {size} pixels; it was clipped."
            self.complain(place, text, kept_out=False)
        return seen

    def _remark_on_empty(self, drafts: list[ImageDraft], *, missing_means_empty: bool) -> None:
        num_missing = sum(not draft.has_labels for draft in drafts)
        num_empty = sum(draft.is_labeled and not draft.shapes for draft in drafts)
        meaning = "confirmed empty" if missing_means_empty else "unlabeled"
        if num_missing:
            text = f"{num_missing} of {len(drafts)} images have no labels; read as {meaning}."
            self.complain(Place(self.root), text, kept_out=False)
        if num_empty:
            text = f"{num_empty} of {len(drafts)} images have empty labels: confirmed empty."
            self.complain(Place(self.root), text, kept_out=False)


def _box(xyxy_px: tuple[float, ...]) -> Box:
    x1, y1, x2, y2 = xyxy_px
    shown = f"({x1:g}, {y1:g}, {x2:g}, {y2:g})"
    if not all(math.isfinite(value) for value in xyxy_px):
        raise DataError(f"The box {shown} has a corner that is not a number.")
    if x2 <= x1 or y2 <= y1:
        raise DataError(f"The box {shown} has no area.")
    return Box(x1, y1, x2, y2)


def _shown(shape: Shape) -> str:
    x1, y1, x2, y2 = bounding_box(shape).xyxy_px
    return f"{shape_in_words(shape)} ({x1:g}, {y1:g}, {x2:g}, {y2:g})"


def split_of_words(text: str) -> Split | None:
    """Return the split that a file or folder name speaks of, as in `instances_val2017`."""
    words = re.split(r"[^a-z]+", text.lower())
    return next((_SPLIT_WORDS[word] for word in words if word in _SPLIT_WORDS), None)


def is_folder(path: Path) -> bool:
    """Return whether a folder is there; a path that cannot be looked up is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Return whether a file is there; a path that cannot be looked up is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def read_bytes(path: Path, *, max_bytes: int) -> bytes:
    """Return the bytes of a file of a dataset.

    Raises:
        NotFoundError: It is not there.
        DataError: It is not a file, cannot be read or is too large.
    """
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise DataError(f"{path.name} is not a file.")
        if facts.st_size > max_bytes:
            raise DataError(f"{path.name} is larger than {max_bytes // 2**20} MiB.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"{path.name} is not there.") from error
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror}.") from error


def read_text(path: Path, *, max_bytes: int = 16 * 2**20) -> str:
    """Return the text of a file of a dataset, with or without a byte-order mark.

    Raises:
        NotFoundError: It is not there.
        DataError: It is not a file, cannot be read, is too large or is not UTF-8.
    """
    try:
        return read_bytes(path, max_bytes=max_bytes).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not text in UTF-8.") from error


def _image(draft: ImageDraft, *, missing_means_empty: bool) -> DatasetImage:
    is_labeled = draft.is_labeled or (missing_means_empty and not draft.has_labels)
    return DatasetImage(
        path=draft.path,
        width=draft.width,
        height=draft.height,
        split=draft.split,
        shapes=tuple(draft.shapes),
        is_labeled=is_labeled,
    )
