"""The JSON files of a COCO dataset: which there are, and what is in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import msgspec

from engine.domain.errors import DataError, UsageError
from engine.domain.project import Task
from engine.domain.skeleton import Skeleton
from engine.formats.coco_shapes import Said
from engine.formats.reading import is_file, read_bytes

_MAX_JSON_BYTES = 2 * 2**30
_HEAD_BYTES = 2**20
_OTHER_KINDS = ("captions_", "person_keypoints_", "panoptic_", "stuff_", "instances_")
# Python writes these into JSON, which has no such numbers.
_NOT_A_NUMBER = re.compile(rb"(?<=[\[\s:,])-?(?:NaN|Infinity)(?=[\]\s,}])")


Id: TypeAlias = int | str


class CocoFile(msgspec.Struct):
    """A whole file."""

    # Entries are decoded one by one, so that a bad one costs itself only.
    images: list[msgspec.Raw]
    annotations: list[msgspec.Raw] = []
    categories: list[msgspec.Raw] = []


class Category(msgspec.Struct):
    """A class; see `skeleton_said` for its keypoints."""

    id: Id
    name: str
    keypoints: msgspec.Raw = msgspec.Raw(b"[]")
    skeleton: msgspec.Raw = msgspec.Raw(b"[]")


class WrittenCategory(msgspec.Struct, omit_defaults=True):
    """A class as it is written; pairs of keypoints are counted from 1."""

    id: int
    name: str
    keypoints: list[str] = []
    skeleton: list[tuple[int, int]] = []


class CocoImage(msgspec.Struct, omit_defaults=True):
    """An image."""

    id: Id
    file_name: str
    width: float | None = None
    height: float | None = None
    # Loupe's own mark: somebody looked at it, though it may hold nothing.
    is_labeled: bool = False


class CocoAttributes(msgspec.Struct, omit_defaults=True):
    """What Loupe says beside the class of an object."""

    difficult: bool = False
    truncated: bool = False
    occluded: bool = False
    note: str = ""


class Annotation(Said, kw_only=True):
    """One object."""

    image_id: Id
    category_id: Id
    iscrowd: int | bool = 0
    attributes: msgspec.Raw = msgspec.Raw(b"{}")


class WrittenAnnotation(msgspec.Struct, omit_defaults=True):
    """An object as it is written."""

    id: int
    image_id: int
    category_id: int
    bbox: tuple[float, float, float, float]
    area: float
    segmentation: list[list[float]]
    iscrowd: int
    attributes: CocoAttributes
    keypoints: list[float] = []
    num_keypoints: int = 0


def json_files(folder: Path, task: Task) -> list[Path]:
    """Return the JSON files, in the folder or one below, that list images and categories."""
    paths = list(filter(looks_like_coco, sorted(all_json_files(folder))))
    wanted = ("person_keypoints", "instances") if task is Task.POSE else ("instances",)
    for kind in wanted:
        if any(path.name.startswith(kind) for path in paths):
            # COCO's own files of one set: the same images, spoken of in other ways.
            others = tuple(other for other in _OTHER_KINDS if not other.startswith(kind))
            return [path for path in paths if not path.name.startswith(others)]
    return paths


def all_json_files(folder: Path) -> Iterator[Path]:
    """Yield the JSON files in a folder or one below, in any order."""
    for path in itertools.chain(folder.glob("*.json"), folder.glob("*/*.json")):
        if not path.name.startswith("."):
            yield path


def looks_like_coco(path: Path) -> bool:
    """Return whether the beginning of a JSON file lists images or annotations."""
    if not is_file(path):
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return b'"images"' in head or b'"annotations"' in head


def load(path: Path) -> CocoFile:
    """Return what a file holds; its numbers that are none count as missing.

    Raises:
        NotFoundError: It is not there.
        DataError: It is not as COCO has it.
    """
    data = read_bytes(path, max_bytes=_MAX_JSON_BYTES)
    try:
        return msgspec.json.decode(data, type=CocoFile)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        repaired = _NOT_A_NUMBER.sub(b"null", data)
        if repaired == data:
            raise DataError(f"{path.name} is not a COCO file: {error}.") from error
    try:
        return msgspec.json.decode(repaired, type=CocoFile)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise DataError(f"{path.name} is not a COCO file: {error}.") from error


def skeleton_said(category: Category) -> Skeleton | None:
    """Return the keypoints of a class; None where it has none.

    COCO does not say which of them are each other's mirror image.

    Raises:
        DataError: They are not as COCO has them.
    """
    try:
        names = msgspec.json.decode(category.keypoints, type=list[str] | None)
        pairs = msgspec.json.decode(category.skeleton, type=list[tuple[int, int]] | None)
        edges = tuple((start - 1, end - 1) for start, end in pairs or ())
        return Skeleton(tuple(names), edges) if names else None
    except (msgspec.MsgspecError, ValueError, UsageError) as error:
        raise DataError(f"Its keypoints are not sound: {error}") from error
