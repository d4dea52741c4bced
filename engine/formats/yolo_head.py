"""The head of a YOLO dataset: data.yaml, or the list of its classes."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.domain.errors import DataError, UsageError
from engine.domain.images import Split
from engine.domain.project import Task
from engine.domain.skeleton import Skeleton
from engine.formats.reading import DatasetReading, Place, is_file, is_folder, read_text
from engine.formats.yolo_labels import Layout

_SPLIT_KEYS = {
    "train": Split.TRAIN,
    "val": Split.VAL,
    "valid": Split.VAL,
    "validation": Split.VAL,
    "test": Split.TEST,
}
_MAX_YAML_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a dataset says; entries are folders or lists, as written."""

    path: Path
    base: Path
    names: dict[int, str]
    entries: tuple[tuple[Split, str], ...]
    layout: Layout
    skeleton: Skeleton | None = None


def find_head(folder: Path) -> Path | None:
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


def read_head(reading: DatasetReading) -> Head:
    """Return what the head of a dataset says.

    Raises:
        DataError: There is none, or it is not sound.
    """
    path = find_head(reading.root)
    if path is None:
        raise DataError(
            f"{reading.root} has no data.yaml that names the classes.",
            hint="Write one with `names:` and `train:`.",
        )
    text = read_text(reading.inside(path), max_bytes=_MAX_YAML_BYTES)
    if path.suffix == ".txt":
        names = dict(enumerate(text.split("\n")))
        return Head(path, reading.root, names, (), Layout(reading.task))
    data = _parse_yaml(path, text)
    base = _base(reading, path, data.get("path"))
    num_keypoints, num_parts = _kpt_shape(path, data.get("kpt_shape"))
    return Head(
        path,
        base,
        _names(path, data.get("names")),
        _entries(data),
        Layout(reading.task, num_keypoints, num_parts),
        _skeleton(path, data, num_keypoints) if reading.task is Task.POSE else None,
    )


def _parse_yaml(path: Path, text: str) -> dict[str, object]:
    import yaml

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


def _kpt_shape(path: Path, said: object) -> tuple[int, int]:
    """Return the number of keypoints and of the values of each; no keypoints where none are said.

    Raises:
        DataError: It is something else.
    """
    if said is None:
        return 0, 3
    try:
        num_keypoints, num_parts = (int(value) for value in said)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise DataError(f"The kpt_shape of {path.name} is not two numbers.") from error
    if num_keypoints < 1 or num_parts not in (2, 3):
        raise DataError(f"{path.name} has no sound kpt_shape: [{num_keypoints}, {num_parts}].")
    return num_keypoints, num_parts


def _skeleton(path: Path, data: Mapping[str, object], num_keypoints: int) -> Skeleton | None:
    """Return what a data.yaml says of its keypoints, with numbers where it says no names."""
    if not num_keypoints:
        return None
    by_class = data.get("kpt_names")
    named = next(iter(by_class.values()), None) if isinstance(by_class, dict) else None
    is_whole = isinstance(named, list) and len(named) == num_keypoints
    names = named if is_whole else [f"point {number + 1}" for number in range(num_keypoints)]
    try:
        flip_idx = tuple(int(str(index)) for index in data.get("flip_idx") or ())  # type: ignore[attr-defined]
        return Skeleton(tuple(str(name) for name in names or ()), flip_idx=flip_idx)
    except (TypeError, ValueError, UsageError) as error:
        raise DataError(f"The keypoints of {path.name} are not sound: {error}") from error


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
