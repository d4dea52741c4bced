"""Pascal VOC: one XML file an image, splits as lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from engine.domain.annotations import Attributes
from engine.domain.errors import DataError, NotFoundError
from engine.domain.images import Split
from engine.domain.project import Task
from engine.domain.shapes import Box, bounding_box, shape_in_words
from engine.formats.dataset import (
    DatasetImage,
    ExportedDataset,
    LabeledShape,
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
    is_folder,
    read_bytes,
    read_text,
    split_of_words,
)

_MAX_XML_BYTES = 16 * 2**20
_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_IMAGE_DIRS = ("JPEGImages", "images")
_SPLIT_LISTS = Path("ImageSets", "Main")


class VocFormat:
    """Pascal VOC's layout, or XML files that lie beside their images.

    Corners are taken as they stand, without VOC's offset of one pixel, as nearly all tools that
    write such files today mean them.
    """

    name = "voc"

    def recognizes(self, folder: Path) -> bool:
        """Return whether there is an XML file with an annotation where VOC has one."""
        try:
            return any(_is_annotation(path) for path in _first_xml_files(folder))
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
        """Read a dataset; class names come sorted. See `Format.read`."""
        reading = DatasetReading(folder, task=task, on_progress=on_progress)
        images = _ImageIndex(reading, _read_split_lists(reading))
        for path, key in _xml_files(reading):
            _read_annotation(reading, images, path, key=key)
        if not images.num_images:
            raise DataError(f"{folder} holds no image of a Pascal VOC dataset.")
        return reading.finish(missing_means_empty=missing_means_empty, sort_classes=True)

    def write(
        self, dataset: ExportedDataset, out_dir: Path, *, copy_images: bool = True
    ) -> LossReport:
        """Write a dataset of boxes; corners are rounded to whole pixels. See `Format.write`."""
        members: dict[Split, list[str]] = {}
        used: set[str] = set()
        with writing_dataset(dataset, out_dir, copy_images=copy_images) as writing:
            for image in dataset.images:
                name = writing.put_image(image, subfolder=_IMAGE_DIRS[0])
                if name is None:
                    continue
                stem = name.rpartition(".")[0]
                used.update(labeled.class_name for labeled in image.shapes)
                if image.split is not None:
                    members.setdefault(image.split, []).append(stem)
                if image.is_labeled:
                    writing.put_text(f"Annotations/{stem}.xml", _xml_text(writing, image, name))
            for split, stems in members.items():
                text = "".join(f"{stem}\n" for stem in stems)
                writing.put_text((_SPLIT_LISTS / f"{split}.txt").as_posix(), text)
            for lost in sorted(set(dataset.class_names) - used):
                writing.note(f"The class {lost!r} has no box, so that no file names it")
            if list(dataset.class_names) != sorted(dataset.class_names):
                writing.note("The order of the classes is not kept")
            return writing.report()


class _ImageIndex:
    """The images of a dataset by what an annotation may call them."""

    def __init__(self, reading: DatasetReading, splits: dict[str, tuple[Split, Place]]) -> None:
        self._by_key: dict[str, ImageDraft] = {}
        self._by_name: dict[str, ImageDraft] = {}
        self._reading = reading
        root = _images_root(reading.root)
        for path in reading.find_images(root):
            self._add(path, path.relative_to(root), splits)
        for key, (_, place) in splits.items():
            if key not in self._by_key:
                reading.complain(place, f"There is no image {key[:200]!r}.")

    @property
    def num_images(self) -> int:
        """How many there are."""
        return len(self._by_key)

    def find(self, key: str, file_name: str) -> ImageDraft | None:
        """Return the image of an annotation: by its own path, else by the name written in it."""
        name = file_name.replace("\\", "/").rpartition("/")[2]
        return self._by_key.get(key) or self._by_name.get(name)

    def _add(self, path: Path, inner: Path, splits: dict[str, tuple[Split, Place]]) -> None:
        key = inner.with_suffix("").as_posix()
        listed = splits.get(key)
        split = listed[0] if listed else split_of_words(inner.parent.as_posix())
        if key in self._by_key:
            text = f"Its labels would be those of {self._by_key[key].path.name}; it is left out."
            self._reading.complain(Place(path), text)
            return
        draft = self._reading.add_image(path, split=split)
        if draft is not None:
            self._by_key[key] = draft
            self._by_name.setdefault(path.name, draft)


def _images_root(root: Path) -> Path:
    folders = (root / name for name in _IMAGE_DIRS)
    return next((folder for folder in folders if is_folder(folder)), root)


def _first_xml_files(folder: Path) -> Iterator[Path]:
    for name in ("Annotations", ".", "train", "valid", "val", "test"):
        yield from islice((folder / name).glob("*.xml"), 3)


def _is_annotation(path: Path) -> bool:
    with path.open("rb") as file:
        return b"<annotation" in file.read(4096)


def _xml_files(reading: DatasetReading) -> Iterator[tuple[Path, str]]:
    """Yield each XML file with its path, without suffix, below the folder of annotations."""
    folder = reading.root / "Annotations"
    top = folder if is_folder(folder) else reading.root
    for path in sorted(top.rglob("*.xml")):
        if not path.name.startswith("."):
            yield path, path.relative_to(top).with_suffix("").as_posix()


def _read_split_lists(reading: DatasetReading) -> dict[str, tuple[Split, Place]]:
    """Return the split of each listed image, and where it is listed."""
    splits: dict[str, tuple[Split, Place]] = {}
    # The least seen split last, so that it holds where an image is listed twice.
    for word in ("trainval", "train", "val", "test"):
        path = reading.root / _SPLIT_LISTS / f"{word}.txt"
        if not is_file(path):
            continue
        try:
            text = read_text(reading.inside(path))
        except DataError as error:
            reading.complain(Place(path), error.message)
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            if name := line.strip():
                _list_once(reading, splits, name, word=word, place=Place(path, number))
    return splits


def _list_once(
    reading: DatasetReading,
    splits: dict[str, tuple[Split, Place]],
    name: str,
    *,
    word: str,
    place: Place,
) -> None:
    split = split_of_words(word) or Split.TRAIN
    before = splits.get(name)
    is_refined = before is not None and before[1].path.stem == "trainval" and word != "test"
    if before is not None and before[0] is not split and not is_refined:
        text = f"{name[:200]} stands in {before[0]} too; it is read as {split}."
        reading.complain(place, text, kept_out=False)
    splits[name] = (split, place)


def _read_annotation(reading: DatasetReading, images: _ImageIndex, path: Path, *, key: str) -> None:
    try:
        data = read_bytes(reading.inside(path), max_bytes=_MAX_XML_BYTES)
        root = _parse(path, data)
    except (DataError, NotFoundError) as error:
        reading.complain(Place(path), error.message)
        return
    draft = images.find(key, root.findtext("filename") or "")
    if draft is None:
        reading.complain(Place(path), "There is no image for it.")
        return
    if draft.has_labels:
        reading.complain(Place(path), f"{draft.path.name} has labels from another file already.")
        return
    draft.has_labels = True
    _read_objects(reading, draft, root, path=path, data=data)


def _parse(path: Path, data: bytes) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise DataError(f"{path.name} defines entities of its own; it is not read.") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise DataError(f"{path.name} is not sound XML: {error}.") from error
    if root.tag != "annotation":
        raise DataError(f"{path.name} holds no annotation but {root.tag[:80]!r}.")
    return root


def _read_objects(
    reading: DatasetReading, draft: ImageDraft, root: Element, *, path: Path, data: bytes
) -> None:
    if not _has_size_of(root, draft):
        text = (
            f"It is for another size than the {draft.width} x {draft.height} pixels of the image."
        )
        reading.keep_out(draft, text, place=Place(path))
        return
    lines = _object_lines(data)
    objects = root.findall("object")
    for index, element in enumerate(objects):
        line = lines[index] if len(lines) == len(objects) else None
        place = Place(path, line, f"object {index + 1}")
        try:
            name, corners = _read_object(element)
        except DataError as error:
            reading.keep_out(draft, error.message, place=place)
        else:
            attributes = _attributes(element)
            reading.add_box(draft, name, corners, place=place, attributes=attributes)


def _has_size_of(root: Element, draft: ImageDraft) -> bool:
    # Tools that do not know the size write none, or 0.
    said = (root.findtext("size/width") or "0", root.findtext("size/height") or "0")
    try:
        width, height = (round(float(text)) for text in said)
    except (ValueError, OverflowError):
        return False
    return (width, height) in ((0, 0), (draft.width, draft.height))


def _object_lines(data: bytes) -> list[int]:
    """Return the lines of the `object` tags, which ElementTree does not tell."""
    lines, line, end = [], 1, 0
    for match in re.finditer(rb"<object\b", data):
        line += data.count(b"\n", end, match.start())
        end = match.start()
        lines.append(line)
    return lines


def _read_object(element: Element) -> tuple[str, tuple[float, ...]]:
    name = element.findtext("name")
    if name is None:
        raise DataError("It has no class name.")
    texts = [element.findtext(f"bndbox/{corner}") for corner in _CORNERS]
    try:
        return name, tuple(float(text or "missing") for text in texts)
    except ValueError as error:
        raise DataError(f"Its box is not four numbers but {texts}.") from error


def _attributes(element: Element) -> Attributes:
    def says(tag: str) -> bool:
        return (element.findtext(tag) or "").strip().lower() in ("1", "true")

    return Attributes(says("difficult"), says("truncated"), says("occluded"))


def _xml_text(writing: DatasetWriting, image: DatasetImage, name: str) -> str:
    root = Element("annotation")
    _add(root, "folder", _IMAGE_DIRS[0])
    _add(root, "filename", name)
    size = SubElement(root, "size")
    for tag, value in (("width", image.width), ("height", image.height), ("depth", 3)):
        _add(size, tag, str(value))
    for labeled in image.shapes:
        _add_object(writing, root, labeled, image)
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _add_object(
    writing: DatasetWriting, root: Element, labeled: LabeledShape, image: DatasetImage
) -> None:
    element = SubElement(root, "object")
    _add(element, "name", labeled.class_name)
    attributes = labeled.attributes
    for tag in ("difficult", "truncated", "occluded"):
        _add(element, tag, str(int(getattr(attributes, tag))))
    if attributes.note:
        writing.note("The note of a box was lost")
    if not isinstance(labeled.shape, Box):
        writing.note(f"A {shape_in_words(labeled.shape)} was written as its bounding box")
    box = bounding_box(labeled.shape)
    corners = _whole_corners(box, image)
    if corners != box.xyxy_px:
        writing.note("A box was rounded to whole pixels")
    bndbox = SubElement(element, "bndbox")
    for tag, corner in zip(_CORNERS, corners, strict=True):
        _add(bndbox, tag, str(corner))


def _whole_corners(box: Box, image: DatasetImage) -> tuple[int, int, int, int]:
    """Return the corners on whole pixels; a box keeps an area of at least one pixel."""
    x1, y1, x2, y2 = (round(value) for value in box.xyxy_px)
    x1, y1 = (min(max(x1, 0), image.width - 1), min(max(y1, 0), image.height - 1))
    return x1, y1, max(min(x2, image.width), x1 + 1), max(min(y2, image.height), y1 + 1)


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text
