"""Ultralytics YOLO: data.yaml, images in folders or lists, a text file of labels for each."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from engine.domain.errors import DataError, NotFoundError
from engine.domain.images import Split
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
from engine.formats.yolo_labels import yolo_label_lines

_SPLIT_KEYS = {
    "train": Split.TRAIN,
    "val": Split.VAL,
    "valid": Split.VAL,
    "validation": Split.VAL,
    "test": Split.TEST,
}
_MAX_YAML_BYTES = 2**20
_BOX_VALUES = 5


@dataclass(frozen=True, slots=True)
class _Config:
    """What the head of a dataset says; entries are folders or lists, as written."""

    path: Path
    base: Path
    names: dict[int, str]
    entries: tuple[tuple[Split, str], ...]


class YoloFormat:
    """Ultralytics' layout for detection."""

    name = "yolo"

    def recognizes(self, folder: Path) -> bool:
        """Return whether there is a data.yaml, or labels with a classes.txt."""
        return _find_head(folder) is not None

    def read(
        self,
        folder: Path,
        *,
        missing_means_empty: bool = False,
        on_progress: OnProgress | None = None,
    ) -> ReadDataset:
        """Read a dataset; polygons are read as their bounding boxes. See `Format.read`."""
        reading = DatasetReading(folder, on_progress=on_progress)
        config = _read_config(reading)
        names = _declare_names(reading, config)
        for path, split, place in _find_images(reading, config):
            draft = reading.add_image(path, split=split, place=place)
            if draft is not None and not draft.has_labels:
                _read_labels(reading, draft, _label_paths(reading.root, path), names)
        return reading.finish(missing_means_empty=missing_means_empty)

    def write(
        self, dataset: ExportedDataset, out_dir: Path, *, copy_images: bool = True
    ) -> LossReport:
        """Write a dataset that `yolo train` reads as it stands. See `Format.write`."""
        class_index = {name: index for index, name in enumerate(dataset.class_names)}
        splits: set[Split] = set()
        with writing_dataset(dataset, out_dir, copy_images=copy_images) as writing:
            for image in dataset.images:
                split = image.split or Split.TRAIN
                if _write_image(writing, image, split, class_index):
                    splits.add(split)
            if Split.VAL not in splits:
                writing.note("There are no validation images; `yolo train` asks for some")
            writing.put_text("data.yaml", _yaml_text(dataset.class_names, splits))
            return writing.report()


def _write_image(
    writing: DatasetWriting, image: DatasetImage, split: Split, class_index: Mapping[str, int]
) -> bool:
    """Write an image with its labels and return whether it could be."""
    name = writing.put_image(image, subfolder=f"images/{split}")
    if name is None:
        return False
    for loss in _losses(image):
        writing.note(loss)
    if image.is_labeled:
        lines = yolo_label_lines(image.shapes, image.width, image.height, class_index)
        stem = name.rpartition(".")[0]
        writing.put_text(f"labels/{split}/{stem}.txt", "".join(lines))
    return True


def _losses(image: DatasetImage) -> Iterator[str]:
    if image.split is None:
        yield "An image without a split went to train"
    if any(labeled.attributes != NO_ATTRIBUTES for labeled in image.shapes):
        yield "An image lost what its boxes say beside their class (difficult, truncated, occluded)"


def _yaml_text(class_names: Iterable[str], splits: set[Split]) -> str:
    # No `path`: Ultralytics then takes the folder of data.yaml, wherever it has been moved to.
    folders = {str(split): f"images/{split}" for split in Split if split in splits}
    head = {**folders, "names": dict(enumerate(class_names))}
    return yaml.safe_dump(head, sort_keys=False, allow_unicode=True)


def _find_head(folder: Path) -> Path | None:
    """Return the file that names the classes: a yaml, or a classes.txt where labels are."""
    yamls = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    for path in sorted(yamls, key=lambda path: path.stem not in ("data", "dataset")):
        with contextlib.suppress(DataError):
            text = read_text(path, max_bytes=_MAX_YAML_BYTES)
            if re.search(r"""^["']?names["']?\s*:""", text, flags=re.MULTILINE):
                return path
    labels = folder / "labels"
    lists = (folder / "classes.txt", labels / "classes.txt")
    return next(filter(is_file, lists), None) if is_folder(labels) else None


def _read_config(reading: DatasetReading) -> _Config:
    path = _find_head(reading.root)
    if path is None:
        raise DataError(
            f"{reading.root} has no data.yaml that names the classes.",
            hint="Write one with `names:` and `train:`.",
        )
    text = read_text(reading.inside(path), max_bytes=_MAX_YAML_BYTES)
    if path.suffix == ".txt":
        return _Config(path, reading.root, dict(enumerate(text.split("\n"))), ())
    data = _parse_yaml(path, text)
    names = _names(path, data.get("names"))
    return _Config(path, _base(reading, path, data.get("path")), names, _entries(data))


def _parse_yaml(path: Path, text: str) -> dict[str, object]:
    try:
        # All scalars stay text, so that a class may be called "no" or "1e3".
        data = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise DataError(f"{path.name} is not YAML: {reason}.") from error
    if not isinstance(data, dict):
        raise DataError(f"{path.name} holds no settings.")
    return data


def _names(path: Path, names: object) -> dict[int, str]:
    pairs: Iterable[tuple[object, object]] = ()
    if isinstance(names, list):
        pairs = enumerate(names)
    elif isinstance(names, dict):
        pairs = names.items()
    try:
        numbered = {int(str(number)): name for number, name in pairs if isinstance(name, str)}
    except ValueError as error:
        raise DataError(f"{path.name} numbers its classes by something else: {error}.") from error
    if not numbered:
        raise DataError(f"{path.name} names no classes.", hint="Write them under `names:`.")
    return numbered


def _base(reading: DatasetReading, path: Path, wanted: object) -> Path:
    if not isinstance(wanted, str) or not wanted:
        return reading.root
    with contextlib.suppress(DataError):
        base = reading.inside(reading.root / wanted)
        if is_folder(base):
            return base
    text = f"`path: {wanted[:200]}` is not in this folder; the folder of {path.name} is read."
    reading.complain(Place(path), text, kept_out=False)
    return reading.root


def _entries(data: Mapping[str, object]) -> tuple[tuple[Split, str], ...]:
    entries = []
    for key, split in _SPLIT_KEYS.items():
        value = data.get(key)
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, str) and entry:
                entries.append((split, entry))
    return tuple(entries)


def _declare_names(reading: DatasetReading, config: _Config) -> dict[int, str]:
    names = {}
    for number, name in sorted(config.names.items()):
        if not name and config.path.suffix == ".txt":
            continue
        try:
            place = Place(config.path, entry=f"class {number}")
            names[number] = reading.declare_class(name, place=place)
        except DataError as error:
            reading.complain(place, error.message)
    return names


def _find_images(
    reading: DatasetReading, config: _Config
) -> Iterator[tuple[Path, Split | None, Place]]:
    """Yield each image with its split and what names it."""
    if not config.entries:
        for path in reading.find_images(reading.root):
            folder = path.parent.relative_to(reading.root)
            yield path, split_of_words(folder.as_posix()), Place(path)
    for split, entry in config.entries:
        place = Place(config.path, entry=f"{split}: {entry[:200]}")
        try:
            source = _locate(reading, config.base, entry)
        except DataError as error:
            reading.complain(place, error.message)
            continue
        if is_folder(source):
            for path in reading.find_images(source):
                yield path, split, Place(path)
        else:
            for path, line in _listed(reading, source, config.base, place=place):
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
    reading: DatasetReading, draft: ImageDraft, paths: Sequence[Path], names: Mapping[int, str]
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
            name, corners = _parse_line(line, draft, names)
        except DataError as error:
            reading.keep_out(draft, error.message, place=place)
        else:
            reading.add_box(draft, name, corners, place=place)


def _parse_line(
    line: str, draft: ImageDraft, names: Mapping[int, str]
) -> tuple[str, tuple[float, float, float, float]]:
    try:
        number, *values = (float(word) for word in line.split())
    except ValueError as error:
        raise DataError(f"{line.strip()[:80]!r} is not a row of numbers.") from error
    if number not in names:
        raise DataError(f"The class {number:g} is not among the {len(names)} named ones.")
    if len(values) == _BOX_VALUES - 1:
        cx, cy, width, height = values
        corners = (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)
    elif len(values) >= 6 and len(values) % 2 == 0:
        xs, ys = values[::2], values[1::2]
        corners = (min(xs), min(ys), max(xs), max(ys))
    else:
        raise DataError(f"A row has {len(values) + 1} values; a box has {_BOX_VALUES}.")
    x1, y1, x2, y2 = corners
    return names[int(number)], (
        x1 * draft.width,
        y1 * draft.height,
        x2 * draft.width,
        y2 * draft.height,
    )
