"""COCO: JSON files that list images, objects and categories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from engine.domain.annotations import Attributes
from engine.domain.errors import DataError, NotFoundError
from engine.domain.images import Split
from engine.domain.project import Task
from engine.domain.shapes import Shape, bounding_box
from engine.domain.skeleton import Skeleton
from engine.formats.coco_files import (
    Annotation,
    Category,
    CocoAttributes,
    CocoImage,
    Id,
    WrittenAnnotation,
    WrittenCategory,
    all_json_files,
    json_files,
    load,
    looks_like_coco,
    skeleton_said,
)
from engine.formats.coco_shapes import area_px, keypoint_values, loss_of, rings, shape_said
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
    split_of_words,
)

_LOOKED_AT = 100

T = TypeVar("T")


class CocoFormat:
    """COCO's JSON files of boxes, outlines or keypoints, one for each split or one for all."""

    name = "coco"

    def recognizes(self, folder: Path) -> bool:
        """Return whether there is a JSON file that lists images and categories."""
        try:
            # Other tools write a JSON file for each of 100,000 images.
            return any(map(looks_like_coco, islice(all_json_files(folder), _LOOKED_AT)))
        except OSError:
            return False

    def read(
        self,
        folder: Path,
        *,
        task: Task = Task.DETECT,
        missing_means_empty: bool = False,
        on_progress: OnProgress | None = None,
    ) -> ReadDataset:
        """Read a dataset; masks are read as their outlines. See `Format.read`.

        COCO does not tell an image without objects from one that nobody has looked at: it is taken
        for unlabeled, unless `missing_means_empty` or Loupe wrote that it was looked at.
        """
        reading = DatasetReading(folder, task=task, on_progress=on_progress)
        paths = json_files(reading.root, task)
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
                if name is None:
                    continue
                parts.setdefault(image.split, _Part()).add(image, name, category_ids)
                for labeled in image.shapes:
                    if loss := loss_of(labeled.shape):
                        writing.note(loss)
            for split, part in parts.items():
                suffix = f"_{split}" if split else ""
                path = f"annotations/instances{suffix}.json"
                part.write(writing, path, category_ids, dataset.skeleton)
            return writing.report()


@dataclass(slots=True)
class _Part:
    """What goes into one JSON file, encoded already."""

    images: list[bytes] = field(default_factory=list)
    annotations: list[bytes] = field(default_factory=list)

    def add(self, image: DatasetImage, name: str, category_ids: dict[str, int]) -> None:
        number = len(self.images) + 1
        size = (image.width, image.height)
        entry = CocoImage(number, name, *size, is_labeled=image.is_labeled)
        self.images.append(msgspec.json.encode(entry))
        for labeled in image.shapes:
            x1, y1, x2, y2 = bounding_box(labeled.shape).xyxy_px
            said, points = labeled.attributes, keypoint_values(labeled.shape)
            annotation = WrittenAnnotation(
                id=len(self.annotations) + 1,
                image_id=number,
                category_id=category_ids[labeled.class_name],
                bbox=(x1, y1, x2 - x1, y2 - y1),
                area=area_px(labeled.shape),
                segmentation=rings(labeled.shape),
                iscrowd=0,
                attributes=CocoAttributes(said.difficult, said.truncated, said.occluded, said.note),
                keypoints=points,
                num_keypoints=sum(seen > 0 for seen in points[2::3]),
            )
            self.annotations.append(msgspec.json.encode(annotation))

    def write(
        self,
        writing: DatasetWriting,
        path: str,
        category_ids: dict[str, int],
        skeleton: Skeleton | None,
    ) -> None:
        names = list(skeleton.names) if skeleton else []
        edges = [(start + 1, end + 1) for start, end in skeleton.edges] if skeleton else []
        categories = [
            msgspec.json.encode(WrittenCategory(number, name, names, edges))
            for name, number in category_ids.items()
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
            file = load(self._reading.inside(self.path))
        except (DataError, NotFoundError) as error:
            self._reading.complain(Place(self.path), error.message)
            return
        for place, category in self._entries(file.categories, Category, "category"):
            self._add_category(category, place)
        for place, image in self._entries(file.images, CocoImage, "image"):
            self._add_image(image, place)
        for place, annotation in self._entries(file.annotations, Annotation, "annotation"):
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

    def _add_category(self, category: Category, place: Place) -> None:
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
        if self._reading.task is Task.POSE:
            self._take_skeleton(category, place)

    def _take_skeleton(self, category: Category, place: Place) -> None:
        try:
            skeleton = skeleton_said(category)
        except DataError as error:
            self._reading.complain(place, error.message)
            return
        if skeleton is None:
            return
        if self._reading.skeleton is None:
            self._reading.skeleton = skeleton
        elif len(self._reading.skeleton) != len(skeleton):
            text = f"It has {len(skeleton)} keypoints, another class {len(self._reading.skeleton)}."
            self._reading.complain(place, text)

    def _add_image(self, image: CocoImage, place: Place) -> None:
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

    def _add_annotation(self, annotation: Annotation, place: Place) -> None:
        if annotation.image_id not in self._images:
            self._reading.complain(place, f"There is no image {annotation.image_id!r}.")
            return
        draft = self._images[annotation.image_id]
        if draft is None:
            return
        draft.has_labels = True
        try:
            name = self._class_name(annotation.category_id)
            shape = self._shape(annotation, draft, place)
        except DataError as error:
            text = f"{draft.path.name}: {error.message}"
            self._reading.keep_out(draft, text, place=place)
            return
        attributes = _attributes(annotation)
        self._reading.add_shape(draft, name, shape, place=place, attributes=attributes)

    def _shape(self, annotation: Annotation, draft: ImageDraft, place: Place) -> Shape:
        if annotation.iscrowd:
            raise DataError("It is a crowd, not one object.")
        reading = self._reading
        size = (draft.width, draft.height)
        shape, remark = shape_said(annotation, reading.task, size, self._num_keypoints)
        if remark:
            reading.complain(place, remark, kept_out=False)
        return shape

    @property
    def _num_keypoints(self) -> int:
        return len(self._reading.skeleton) if self._reading.skeleton else 0

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


def _image_folders(root: Path, path: Path) -> list[Path]:
    """Return where the images of a JSON file may lie, likeliest first."""
    word = path.stem.rpartition("_")[2]
    images = root / "images"
    folders = [images / word, root / word, path.parent, images, root, root / "JPEGImages"]
    return list(dict.fromkeys(folders))


def _has_size_of(image: CocoImage, draft: ImageDraft) -> bool:
    said = (image.width or 0, image.height or 0)
    return said in ((0, 0), (draft.width, draft.height))


def _attributes(annotation: Annotation) -> Attributes:
    try:
        said = msgspec.json.decode(annotation.attributes, type=CocoAttributes)
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
