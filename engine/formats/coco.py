"""COCO detection: JSON files that list images, boxes and categories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec

from engine.domain.annotations import Attributes
from engine.domain.errors import DataError, NotFoundError
from engine.domain.images import Split
from engine.domain.shapes import bounding_box
from engine.formats.dataset import (
    NO_ATTRIBUTES,
    DatasetImage,
    ExportedDataset,
    LossReport,
    OnProgress,
    ReadDataset,
)
from engine.formats.export import DatasetWriting, writing_dataset
from engine.formats.reading import (
    DatasetReading,
    ImageDraft,
    Place,
    is_file,
    read_bytes,
    split_of_words,
)

_MAX_JSON_BYTES = 2 * 2**30
_HEAD_BYTES = 2**20
# COCO's own files that speak of the same images in other ways.
_OTHER_KINDS = ("captions_", "person_keypoints_", "panoptic_", "stuff_")
# Python writes these into JSON, which has no such numbers.
_NOT_A_NUMBER = re.compile(rb"(?<=[\[\s:,])-?(?:NaN|Infinity)(?=[\]\s,}])")

Id: TypeAlias = int | str
T = TypeVar("T")


class _File(msgspec.Struct):
    # Entries are decoded one by one, so that a bad one costs itself only.
    images: list[msgspec.Raw]
    annotations: list[msgspec.Raw] = []
    categories: list[msgspec.Raw] = []


class _Category(msgspec.Struct):
    id: Id
    name: str


class _Image(msgspec.Struct, omit_defaults=True):
    id: Id
    file_name: str
    width: float | None = None
    height: float | None = None
    # Loupe's own mark: somebody looked at it, though it may hold nothing.
    is_labeled: bool = False


class _Attributes(msgspec.Struct, omit_defaults=True):
    difficult: bool = False
    truncated: bool = False
    occluded: bool = False
    note: str = ""


class _Annotation(msgspec.Struct):
    image_id: Id
    category_id: Id
    bbox: list[float | None] | None = None
    segmentation: msgspec.Raw = msgspec.Raw(b"[]")
    iscrowd: int | bool = 0
    attributes: msgspec.Raw = msgspec.Raw(b"{}")


class _WrittenAnnotation(msgspec.Struct):
    id: int
    image_id: int
    category_id: int
    bbox: tuple[float, float, float, float]
    area: float
    attributes: _Attributes
    segmentation: tuple[()] = ()
    iscrowd: int = 0


class CocoFormat:
    """COCO's JSON files for detection, one for each split or one for all."""

    name = "coco"

    def recognizes(self, folder: Path) -> bool:
        """Return whether there is a JSON file that lists images and categories."""
        try:
            return bool(_json_files(folder))
        except OSError:
            return False

    def read(
        self,
        folder: Path,
        *,
        missing_means_empty: bool = False,
        on_progress: OnProgress | None = None,
    ) -> ReadDataset:
        """Read a dataset; boxes come from polygons where there is no other. See `Format.read`.

        COCO does not tell an image without objects from one that nobody has looked at: it is taken
        for unlabeled, unless `missing_means_empty` or Loupe wrote that it was looked at.
        """
        reading = DatasetReading(folder, on_progress=on_progress)
        paths = _json_files(reading.root)
        if not paths:
            raise DataError(f"{folder} holds no JSON file of a COCO dataset.")
        readers = [_FileReader(reading, path) for path in paths]
        for reader in readers:
            reader.read()
        _compare_categories(reading, readers)
        return reading.finish(missing_means_empty=missing_means_empty)

    def write(
        self, dataset: ExportedDataset, out_dir: Path, *, copy_images: bool = True
    ) -> LossReport:
        """Write a dataset, one JSON file for each split. See `Format.write`."""
        category_ids = {name: number for number, name in enumerate(dataset.class_names, start=1)}
        parts: dict[Split | None, _Part] = {}
        with writing_dataset(dataset, out_dir, copy_images=copy_images) as writing:
            for image in dataset.images:
                name = writing.put_image(image, subfolder=f"images/{image.split or ''}")
                if name is not None:
                    parts.setdefault(image.split, _Part()).add(image, name, category_ids)
            for split, part in parts.items():
                suffix = f"_{split}" if split else ""
                part.write(writing, f"annotations/instances{suffix}.json", category_ids)
            return writing.report()


@dataclass(slots=True)
class _Part:
    """What goes into one JSON file, encoded already."""

    images: list[bytes] = field(default_factory=list)
    annotations: list[bytes] = field(default_factory=list)

    def add(self, image: DatasetImage, name: str, category_ids: dict[str, int]) -> None:
        number = len(self.images) + 1
        size = (image.width, image.height)
        entry = _Image(number, name, *size, is_labeled=image.is_labeled)
        self.images.append(msgspec.json.encode(entry))
        for box in image.shapes:
            x1, y1, x2, y2 = bounding_box(box.shape).xyxy_px
            said = box.attributes
            annotation = _WrittenAnnotation(
                id=len(self.annotations) + 1,
                image_id=number,
                category_id=category_ids[box.class_name],
                bbox=(x1, y1, x2 - x1, y2 - y1),
                area=(x2 - x1) * (y2 - y1),
                attributes=_Attributes(said.difficult, said.truncated, said.occluded, said.note),
            )
            self.annotations.append(msgspec.json.encode(annotation))

    def write(self, writing: DatasetWriting, path: str, category_ids: dict[str, int]) -> None:
        categories = [
            msgspec.json.encode(_Category(number, name)) for name, number in category_ids.items()
        ]
        lists = {
            b"images": self.images,
            b"annotations": self.annotations,
            b"categories": categories,
        }
        chunks = (b'"%s":[\n%s\n]' % (key, b",\n".join(rows)) for key, rows in lists.items())
        writing.put_bytes(path, b"{" + b",\n".join(chunks) + b"}\n")


class _FileReader:
    """One JSON file of a dataset: its categories and images by their ids in it."""

    def __init__(self, reading: DatasetReading, path: Path) -> None:
        self.path = path
        self.class_names: set[str] = set()
        self._reading = reading
        self._split = split_of_words(path.relative_to(reading.root).as_posix())
        self._folders = _image_folders(reading.root, path)
        self._categories: dict[Id, str | None] = {}
        self._images: dict[Id, ImageDraft | None] = {}
        self._repeated: list[ImageDraft] = []

    def read(self) -> None:
        """Read the file, entry by entry."""
        try:
            file = _load(self._reading.inside(self.path))
        except (DataError, NotFoundError) as error:
            self._reading.complain(Place(self.path), error.message)
            return
        for place, category in self._entries(file.categories, _Category, "category"):
            self._add_category(category, place)
        for place, image in self._entries(file.images, _Image, "image"):
            self._add_image(image, place)
        for place, annotation in self._entries(file.annotations, _Annotation, "annotation"):
            self._add_annotation(annotation, place)
        for draft in self._repeated:
            draft.shapes = list(dict.fromkeys(draft.shapes))

    def _entries(
        self, rows: list[msgspec.Raw], kind: type[T], word: str
    ) -> Iterator[tuple[Place, T]]:
        for number, row in enumerate(rows, start=1):
            place = Place(self.path, entry=f"{word} {number}")
            try:
                yield place, msgspec.json.decode(row, type=kind)
            except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                self._reading.complain(place, f"It is not as COCO has it: {error}.")

    def _add_category(self, category: _Category, place: Place) -> None:
        if category.id in self._categories:
            text = f"Two categories have the id {category.id}; the first one holds."
            self._reading.complain(place, text)
            return
        self._categories[category.id] = None
        try:
            name = self._reading.declare_class(category.name, place=place)
        except DataError as error:
            self._reading.complain(place, error.message)
            return
        self._categories[category.id] = name
        self.class_names.add(name)

    def _add_image(self, image: _Image, place: Place) -> None:
        if image.id in self._images:
            self._reading.complain(place, f"Two images have the id {image.id}.")
            return
        path = self._locate(image.file_name)
        draft = self._reading.add_image(path, split=self._split, place=place)
        self._images[image.id] = draft
        if draft is None:
            return
        if draft.has_labels:
            self._repeated.append(draft)
        draft.has_labels = draft.has_labels or image.is_labeled
        if not _has_size_of(image, draft):
            text = f"Its labels are for {image.width:g} x {image.height:g} pixels; {path.name} has "
            size = f"{draft.width} x {draft.height}."
            self._images[image.id] = None
            draft.has_labels = True
            self._reading.keep_out(draft, text + size, place=place)

    def _add_annotation(self, annotation: _Annotation, place: Place) -> None:
        if annotation.image_id not in self._images:
            self._reading.complain(place, f"There is no image {annotation.image_id!r}.")
            return
        draft = self._images[annotation.image_id]
        if draft is None:
            return
        draft.has_labels = True
        try:
            corners = _corners(annotation)
            name = self._class_name(annotation.category_id)
        except DataError as error:
            text = f"{draft.path.name}: {error.message}"
            self._reading.keep_out(draft, text, place=place)
            return
        attributes = _attributes(annotation)
        self._reading.add_box(draft, name, corners, place=place, attributes=attributes)

    def _class_name(self, category_id: Id) -> str:
        name = self._categories.get(category_id)
        if name is None:
            raise DataError(f"There is no usable category {category_id!r}.")
        return name

    def _locate(self, file_name: str) -> Path:
        for index, folder in enumerate(self._folders):
            path = folder / file_name
            if is_file(path):
                # Most images lie where the last one did.
                self._folders.insert(0, self._folders.pop(index))
                return path
        return self._folders[0] / file_name


def _json_files(folder: Path) -> list[Path]:
    """Return the JSON files, in the folder or one below, that list images and categories."""
    found = sorted([*folder.glob("*.json"), *folder.glob("*/*.json")])
    paths = [path for path in found if not path.name.startswith(".") and _looks_like_coco(path)]
    if any(path.name.startswith("instances") for path in paths):
        paths = [path for path in paths if not path.name.startswith(_OTHER_KINDS)]
    return paths


def _looks_like_coco(path: Path) -> bool:
    if not is_file(path):
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return b'"images"' in head or b'"annotations"' in head


def _image_folders(root: Path, path: Path) -> list[Path]:
    """Return where the images of a JSON file may lie, likeliest first."""
    word = path.stem.rpartition("_")[2]
    images = root / "images"
    folders = [images / word, root / word, path.parent, images, root, root / "JPEGImages"]
    return list(dict.fromkeys(folders))


def _load(path: Path) -> _File:
    data = read_bytes(path, max_bytes=_MAX_JSON_BYTES)
    try:
        return msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        repaired = _NOT_A_NUMBER.sub(b"null", data)
        if repaired == data:
            raise DataError(f"{path.name} is not a COCO file: {error}.") from error
    try:
        return msgspec.json.decode(repaired, type=_File)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise DataError(f"{path.name} is not a COCO file: {error}.") from error


def _has_size_of(image: _Image, draft: ImageDraft) -> bool:
    said = (image.width or 0, image.height or 0)
    return said in ((0, 0), (draft.width, draft.height))


def _corners(annotation: _Annotation) -> tuple[float, float, float, float]:
    if annotation.iscrowd:
        raise DataError("It is a crowd, not one object.")
    box = annotation.bbox
    if not box:
        return _corners_of_polygons(annotation.segmentation)
    numbers = [value for value in box if value is not None]
    if len(numbers) != 4 or len(box) != 4:
        raise DataError(f"Its box is not four numbers but {box[:8]}.")
    x, y, width, height = numbers
    return x, y, x + width, y + height


def _corners_of_polygons(segmentation: msgspec.Raw) -> tuple[float, float, float, float]:
    try:
        polygons = msgspec.json.decode(segmentation, type=list[list[float]])
    except (msgspec.MsgspecError, ValueError) as error:
        raise DataError("It has neither a box nor polygons.") from error
    xs = [x for polygon in polygons for x in polygon[::2]]
    ys = [y for polygon in polygons for y in polygon[1::2]]
    if not xs or not ys:
        raise DataError("It has neither a box nor polygons.")
    return min(xs), min(ys), max(xs), max(ys)


def _attributes(annotation: _Annotation) -> Attributes:
    try:
        said = msgspec.json.decode(annotation.attributes, type=_Attributes)
    except (msgspec.MsgspecError, ValueError):
        # Other tools put what they like there.
        return NO_ATTRIBUTES
    return Attributes(said.difficult, said.truncated, said.occluded, said.note)


def _compare_categories(reading: DatasetReading, readers: list[_FileReader]) -> None:
    everything = set().union(*(reader.class_names for reader in readers))
    for reader in readers:
        if lacking := sorted(everything - reader.class_names):
            text = f"It knows no category {', '.join(lacking)[:200]}, as another file here does."
            reading.complain(Place(reader.path), text, kept_out=False)
