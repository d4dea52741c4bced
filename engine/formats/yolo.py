"""Ultralytics YOLO: data.yaml, images in folders or lists, a text file of labels for each."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from engine.domain.clipping import overhang_px
from engine.domain.errors import DataError, NotFoundError
from engine.domain.images import Split
from engine.domain.project import Task
from engine.domain.shapes import (
    Box,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    shape_in_words,
)
from engine.domain.tasks import shape_for
from engine.formats.class_folders import (
    has_class_folders,
    read_class_folders,
    write_class_folders,
)
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
    is_folder,
    read_text,
    split_of_words,
)
from engine.formats.yolo_head import Head, find_head, read_head
from engine.formats.yolo_labels import (
    Layout,
    parse_label_line,
    yolo_keypoints,
    yolo_label_lines,
)


class YoloFormat:
    """Ultralytics' layout for its five tasks."""

    name = "yolo"

    def recognizes(self, folder: Path) -> bool:
        """Return whether there is a data.yaml, labels with a classes.txt, or folders of classes."""
        return find_head(folder) is not None or has_class_folders(folder)

    def read(
        self,
        folder: Path,
        *,
        task: Task = Task.DETECT,
        missing_means_empty: bool = False,
        on_progress: OnProgress | None = None,
    ) -> ReadDataset:
        """Read a dataset: labels in files, or images in folders of their class. See `Format.read`.

        Of a row with eight values, four corners make a rotated box where that is the task.
        """
        reading = DatasetReading(folder, task=task, on_progress=on_progress)
        if has_class_folders(folder) and find_head(folder) is None:
            read_class_folders(reading)
            return reading.finish(missing_means_empty=False)
        head = read_head(reading)
        reading.skeleton = head.skeleton
        names = _declare_names(reading, head)
        for path, split, place in _find_images(reading, head):
            draft = reading.add_image(path, split=split, place=place)
            if draft is not None and not draft.has_labels:
                paths = _label_paths(reading.root, path)
                _read_labels(reading, draft, paths, names, head.layout)
        return reading.finish(missing_means_empty=missing_means_empty)

    def write(
        self, dataset: ExportedDataset, out_dir: Path, *, copy_images: bool = True
    ) -> LossReport:
        """Write a dataset that `yolo train` reads as it stands. See `Format.write`."""
        class_index = {name: index for index, name in enumerate(dataset.class_names)}
        splits: set[Split] = set()
        with writing_dataset(dataset, out_dir, copy_images=copy_images) as writing:
            if dataset.task is Task.CLASSIFY:
                splits = write_class_folders(writing, dataset)
            else:
                for image in dataset.images:
                    if _write_image(writing, image, class_index, dataset.task):
                        splits.add(image.split or Split.TRAIN)
                writing.put_text("data.yaml", _yaml_text(dataset, splits))
            if Split.VAL not in splits:
                writing.note("There are no validation images; `yolo train` asks for some")
            return writing.report()


def _write_image(
    writing: DatasetWriting, image: DatasetImage, class_index: Mapping[str, int], task: Task
) -> bool:
    """Write an image with its labels and return whether it could be."""
    poor = next((s.shape for s in image.shapes if shape_for(task, s.shape) is None), None)
    if poor is not None:
        kind = shape_in_words(poor)
        writing.note(f"An image was left out: a {kind} in it says too little for {task}")
        return False
    split = image.split or Split.TRAIN
    name = writing.put_image(image, subfolder=f"images/{split}")
    if name is None:
        return False
    for loss in _losses(image, task):
        writing.note(loss)
    if image.is_labeled:
        lines = yolo_label_lines(image.shapes, image.width, image.height, class_index, task=task)
        stem = name.rpartition(".")[0]
        writing.put_text(f"labels/{split}/{stem}.txt", "".join(lines))
    return True


def _losses(image: DatasetImage, task: Task) -> Iterator[str]:
    if image.split is None:
        yield "An image without a split went to train"
    if any(labeled.attributes != NO_ATTRIBUTES for labeled in image.shapes):
        yield "An image lost what its objects say beside their class (difficult, occluded ...)"
    for labeled in image.shapes:
        yield from _losses_of_shape(labeled.shape, image, task)


def _losses_of_shape(shape: Shape, image: DatasetImage, task: Task) -> Iterator[str]:
    kind, written = shape_in_words(shape), shape_for(task, shape)
    if task is Task.DETECT and not isinstance(shape, Box):
        yield f"A {kind} was written as its bounding box"
    elif task is Task.OBB and written != shape:
        yield f"A {kind} was written as the smallest rotated box around it"
    elif task is Task.SEGMENT and (isinstance(shape, MultiPolygon) or has_holes(shape)):
        yield "An object with pieces or holes was written as one ring, joined by lines of no width"
    if isinstance(written, OrientedBox) and overhang_px(written, image.width, image.height):
        yield "A rotated box that reaches out of its image was cut off at the edge"


def has_holes(shape: Shape) -> bool:
    """Return whether a shape is a polygon with holes."""
    return isinstance(shape, Polygon) and bool(shape.holes_px)


def _yaml_text(dataset: ExportedDataset, splits: set[Split]) -> str:
    # No `path`: Ultralytics then takes the folder of data.yaml, wherever it has been moved to.
    folders = {str(split): f"images/{split}" for split in Split if split in splits}
    head: dict[str, object] = {**folders}
    if dataset.skeleton is not None and dataset.task is Task.POSE:
        head |= yolo_keypoints(dataset.skeleton, num_classes=len(dataset.class_names))
    head["names"] = dict(enumerate(dataset.class_names))
    import yaml

    return yaml.safe_dump(head, sort_keys=False, allow_unicode=True)


def _declare_names(reading: DatasetReading, head: Head) -> dict[int, str]:
    names = {}
    for number, name in sorted(head.names.items()):
        if not name and head.path.suffix == ".txt":
            continue
        try:
            place = Place(head.path, entry=f"class {number}")
            names[number] = reading.declare_class(name, place=place)
        except DataError as error:
            reading.complain(place, error.message)
    return names


def _find_images(reading: DatasetReading, head: Head) -> Iterator[tuple[Path, Split | None, Place]]:
    """Yield each image with its split and what names it."""
    if not head.entries:
        for path in reading.find_images(reading.root):
            folder = path.parent.relative_to(reading.root)
            yield path, split_of_words(folder.as_posix()), Place(path)
    for split, entry in head.entries:
        place = Place(head.path, entry=f"{split}: {entry[:200]}")
        try:
            source = _locate(reading, head.base, entry)
        except DataError as error:
            reading.complain(place, error.message)
            continue
        if is_folder(source):
            for path in reading.find_images(source):
                yield path, split, Place(path)
        else:
            for path, line in _listed(reading, source, head.base, place=place):
                yield path, split, Place(source, line)


def _locate(reading: DatasetReading, base: Path, entry: str) -> Path:
    """Return the folder or list that an entry of data.yaml means.

    Many such files say `../train/images` and mean `train/images`, as Ultralytics understands them.
    """
    wanted = [base / entry, base / re.sub(r"^(\.\./)+", "", entry)]
    outside: DataError | None = None
    for path in wanted:
        try:
            found = reading.inside(path)
        except DataError as error:
            outside = outside or error
            continue
        if is_folder(found) or (is_file(found) and found.suffix == ".txt"):
            return found
    raise outside or DataError("It is neither a folder nor a list of images.")


def _listed(
    reading: DatasetReading, source: Path, base: Path, *, place: Place
) -> Iterator[tuple[Path, int]]:
    try:
        text = read_text(source)
    except DataError as error:
        reading.complain(place, error.message)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if name := line.strip():
            beside = source.parent / name
            yield (beside if is_file(beside) else base / name), number


def _label_paths(root: Path, image_path: Path) -> tuple[Path, ...]:
    """Return where the labels of an image may be: under `labels` for `images`, then beside it."""
    beside = image_path.with_suffix(".txt")
    if not image_path.is_relative_to(root):
        return (beside,)
    *folders, name = beside.relative_to(root).parts
    if "images" not in folders:
        return (beside,)
    last = len(folders) - 1 - folders[::-1].index("images")
    return root.joinpath(*folders[:last], "labels", *folders[last + 1 :], name), beside


def _label_text(reading: DatasetReading, paths: Iterable[Path]) -> tuple[Path, str] | None:
    for path in paths:
        with contextlib.suppress(NotFoundError):
            return path, read_text(reading.inside(path))
    return None


def _read_labels(
    reading: DatasetReading,
    draft: ImageDraft,
    paths: Sequence[Path],
    names: Mapping[int, str],
    layout: Layout,
) -> None:
    try:
        found = _label_text(reading, paths)
    except DataError as error:
        draft.has_labels = True
        reading.keep_out(draft, error.message, place=Place(paths[0]))
        return
    if found is None:
        return
    draft.has_labels = True
    path, text = found
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = Place(path, number)
        try:
            number_said, shape = parse_label_line(line, draft.width, draft.height, layout)
            name = _named(number_said, names)
        except DataError as error:
            reading.keep_out(draft, error.message, place=place)
        else:
            reading.add_shape(draft, name, shape, place=place)


def _named(number: float, names: Mapping[int, str]) -> str:
    if number not in names:
        raise DataError(f"The class {number:g} is not among the {len(names)} named ones.")
    return names[int(number)]
