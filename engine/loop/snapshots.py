"""Snapshots: sealed, content-addressed Ultralytics dataset folders, built from a manifest.

The app writes a manifest from the database; a worker builds the folder from it, once. Needs no
database and may run in any process.

What `yolo train` reads as it stands, for each task:

    detect, segment, obb, pose          classify
        data.yaml                           data.yaml
        images/<split>/<stem>.png           <split>/<class>/<stem>.png
        labels/<split>/<stem>.txt
        folds/<number>/...  the same        folds/<number>/...  the same

- <split> is train, val and, where there are any, test; a fold has train and val.
- A label file has one line an object, as `engine/formats/yolo_labels.py` writes them; the class of
  a number is its place in `names`. An image without objects has an empty one.
- data.yaml names the splits by paths beside it, so that the folder can be moved, and the classes.
  For pose it has `kpt_shape` ([number, 3]), `flip_idx` and `kpt_names` too.
- For classify Ultralytics is given the folder, not data.yaml, and numbers the classes by the sorted
  names of the folders. So these begin with the class's number (`0_disc`, `1_ring`; `class_folder`)
  and all of them are in every split, empty or not: the number of a class is its place in the
  `names` of data.yaml, which holds the true names.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import filelock
import msgspec

from engine.domain.errors import DataError, ResourceError
from engine.domain.events import JobEvent, Notice, Progressed
from engine.domain.identifiers import SnapshotId
from engine.domain.images import Split
from engine.domain.jobs import SnapshotRequest
from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.domain.skeleton import Skeleton
from engine.formats.yolo_labels import yolo_keypoints
from engine.imaging.files import hash_bytes
from engine.imaging.training_pixels import write_training_pixels
from engine.jobs.files import writing

_REPORT_EVERY = 50
_SPARE_BYTES = 64 * 2**20


class Listener(Protocol):
    """What a build tells its progress to; a job's reporter is one."""

    def emit(self, event: JobEvent) -> None:
        """Take one event."""


@dataclass(frozen=True, slots=True)
class SnapshotImage:
    """One image of a snapshot.

    Attributes:
        source_path: The original, never changed.
        fold: Fold whose val it is in; -1 for test images, which take no part in folds.
        lines: Label lines with their ends, each beginning with the number of the class; see
            `yolo_label_lines`.
        group: The group the image belongs to; the id does not hang on it.
    """

    source_path: str
    content_hash: str
    size_bytes: int
    split: Split
    fold: int
    lines: tuple[str, ...]
    group: str = ""

    @property
    def stem(self) -> str:
        """The file's name in the snapshot, without suffix: readable, safe and unique."""
        readable = re.sub(r"[^A-Za-z0-9_-]+", "_", Path(self.source_path).stem)[:40]
        return f"{readable}-{self.content_hash[:12]}"


@dataclass(frozen=True, slots=True)
class SnapshotHeader:
    """What holds for a whole snapshot.

    Attributes:
        class_names: In the order of their numbers.
        val_yardstick: What its `val` images are.
        skeleton: Where the task is pose.
    """

    class_names: tuple[str, ...]
    val_yardstick: Yardstick
    num_folds: int
    schema: Literal[1] = 1
    task: Task = Task.DETECT
    skeleton: Skeleton | None = None


@dataclass(frozen=True, slots=True)
class SnapshotMeta:
    """What a sealed snapshot says of itself, in `meta.json`."""

    val_yardstick: Yardstick
    num_folds: int
    fold_test_share: float
    num_train: int
    num_val: int
    num_test: int


def snapshot_id(header: SnapshotHeader, images: Iterable[SnapshotImage]) -> SnapshotId:
    """Return the id that the content alone decides.

    That is pixels, labels, splits, folds, classes, the task and the skeleton.
    """
    said = msgspec.to_builtins(header)
    if header.task is Task.DETECT:
        # Snapshots for detection have had their ids since before there were other tasks.
        del said["task"], said["skeleton"]
    digest = hashlib.sha256(msgspec.json.encode(said))
    for image in sorted(images, key=lambda image: image.content_hash):
        key = (image.content_hash, image.split, image.fold, image.lines)
        digest.update(msgspec.json.encode(key))
    return SnapshotId(digest.hexdigest()[:16])


def write_manifest(path: Path, header: SnapshotHeader, images: Iterable[SnapshotImage]) -> None:
    """Write a manifest whole or not at all: the header, then one image a line.

    Raises:
        ResourceError: It cannot be written.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(msgspec.json.encode(header) + b"\n")
            for image in images:
                file.write(msgspec.json.encode(image) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)


def read_manifest(path: Path) -> tuple[SnapshotHeader, list[SnapshotImage]]:
    """Return what `write_manifest` wrote.

    Raises:
        DataError: The file is missing or not a manifest.
    """
    try:
        with path.open("rb") as file:
            header = msgspec.json.decode(file.readline(), type=SnapshotHeader)
            return header, [msgspec.json.decode(line, type=SnapshotImage) for line in file]
    except (OSError, msgspec.MsgspecError) as error:
        raise DataError(f"The snapshot manifest {path} cannot be read: {error}.") from error


def read_meta(snapshot_dir: Path) -> SnapshotMeta:
    """Return what a sealed snapshot says of itself.

    Raises:
        DataError: The folder is not a snapshot.
    """
    try:
        return msgspec.json.decode((snapshot_dir / "meta.json").read_bytes(), type=SnapshotMeta)
    except (OSError, msgspec.MsgspecError) as error:
        raise DataError(f"{snapshot_dir} is not a snapshot: {error}.") from error


def class_folder(number: int, class_names: Sequence[str]) -> str:
    """Return the folder of a class in a snapshot for classification.

    The names sort as the numbers do, and are safe on every file system.
    """
    readable = re.sub(r"[^A-Za-z0-9-]+", "_", class_names[number])[:40].strip("_")
    width = len(str(len(class_names) - 1))
    return f"{number:0{width}}_{readable}"


def build_snapshot(request: SnapshotRequest, listener: Listener) -> Path:
    """Return the sealed folder of a snapshot, building it first where it is not there yet.

    Two processes may ask at once: one builds, the other waits. A build that was killed leaves a
    folder that is not sealed, and the next one starts it anew.

    Raises:
        DataError: An original is gone or has other bytes than when it was labeled.
        ResourceError: The disk is too full; the message names what is needed.
    """
    target = Path(request.snapshot_dir)
    target.parent.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(f"{target}.lock"):
        if not target.is_dir():
            header, images = read_manifest(Path(request.manifest_path))
            try:
                _build(target, Path(request.pixels_dir), header, images, listener)
            except OSError as error:
                raise ResourceError(
                    f"The snapshot {target.name} could not be written: {error}.",
                    hint="Free some disk space, then start again.",
                ) from error
    return target


def _build(
    target: Path,
    pixels_dir: Path,
    header: SnapshotHeader,
    images: list[SnapshotImage],
    listener: Listener,
) -> None:
    building = target.with_name(f"{target.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    pixels_dir.mkdir(parents=True, exist_ok=True)
    pixels = {path.stem: path for path in pixels_dir.iterdir()}
    _check_disk(pixels_dir, [image for image in images if image.content_hash not in pixels])
    for number, image in enumerate(images, start=1):
        path = pixels.get(image.content_hash) or _take_pixels(image, pixels_dir, listener)
        for folder, split in _folders_of(image, header.num_folds):
            _place(building / folder, split, image, path, header)
        if number % _REPORT_EVERY == 0 or number == len(images):
            listener.emit(Progressed(number, len(images), "preparing images"))
    _write_descriptions(building, header, images)
    if sys.platform != "win32":
        # A rename may reach the disk before the files do; after a power cut they would be empty.
        os.sync()
    building.rename(target)


def _take_pixels(image: SnapshotImage, pixels_dir: Path, listener: Listener) -> Path:
    source = Path(image.source_path)
    if not source.is_file():
        raise DataError(
            f"The image {source} is gone.",
            hint="Put it back, or add its new folder to the project.",
        )
    if hash_bytes(source) != image.content_hash:
        raise DataError(
            f"The image {source} has changed since it was added.",
            hint="Put the original file back; its labels would no longer fit.",
        )
    written = write_training_pixels(source, folder=pixels_dir, stem=image.content_hash)
    if written.notice:
        listener.emit(Notice(written.notice))
    return written.path


def _folders_of(image: SnapshotImage, num_folds: int) -> Iterator[tuple[Path, str]]:
    """Yield where an image stands: its own split, and train or val of every fold."""
    yield Path(), image.split.value
    if image.fold >= 0:
        for fold in range(num_folds):
            yield Path("folds", str(fold)), "val" if fold == image.fold else "train"


def _place(
    root: Path, split: str, image: SnapshotImage, pixels: Path, header: SnapshotHeader
) -> None:
    name = f"{image.stem}{pixels.suffix}"
    if header.task is Task.CLASSIFY:
        (line,) = image.lines
        _link(pixels, root / split / class_folder(int(line), header.class_names) / name)
        return
    _link(pixels, root / "images" / split / name)
    label_path = root / "labels" / split / f"{image.stem}.txt"
    label_path.parent.mkdir(parents=True, exist_ok=True)
    label_path.write_text("".join(image.lines), encoding="ascii")


def _link(pixels: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(pixels, target)
    except OSError:
        shutil.copyfile(pixels, target)


def _write_descriptions(
    building: Path, header: SnapshotHeader, images: list[SnapshotImage]
) -> None:
    sizes = {split: sum(image.split is split for image in images) for split in Split}
    with_test = (Split.TRAIN, Split.VAL, *((Split.TEST,) if sizes[Split.TEST] else ()))
    _describe(building, header, with_test)
    for fold in range(header.num_folds):
        _describe(building / "folds" / str(fold), header, (Split.TRAIN, Split.VAL))
    write_manifest(building / "manifest.jsonl", header, images)
    meta = SnapshotMeta(
        val_yardstick=header.val_yardstick,
        num_folds=header.num_folds,
        fold_test_share=1 / header.num_folds if header.num_folds else 0.0,
        num_train=sizes[Split.TRAIN],
        num_val=sizes[Split.VAL],
        num_test=sizes[Split.TEST],
    )
    (building / "meta.json").write_bytes(msgspec.json.encode(meta))


def _describe(root: Path, header: SnapshotHeader, splits: Sequence[Split]) -> None:
    # Without `path`, Ultralytics reads the folders beside the yaml: the snapshot can be moved.
    if header.task is Task.CLASSIFY:
        data: dict[str, object] = {split.value: split.value for split in splits}
        for split in splits:
            for number in range(len(header.class_names)):
                folder = root / split.value / class_folder(number, header.class_names)
                folder.mkdir(parents=True, exist_ok=True)
    else:
        data = {split.value: f"images/{split.value}" for split in splits}
    if header.skeleton is not None:
        data |= yolo_keypoints(header.skeleton, num_classes=len(header.class_names))
    data["names"] = dict(enumerate(header.class_names))
    import yaml

    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    (root / "data.yaml").write_text(text, encoding="utf-8")


def _check_disk(pixels_dir: Path, missing: list[SnapshotImage]) -> None:
    needed = sum(image.size_bytes for image in missing) + _SPARE_BYTES
    free = shutil.disk_usage(pixels_dir).free
    if needed > free:
        raise ResourceError(
            f"The training images need {needed / 2**20:.0f} MB on the disk of {pixels_dir}, "
            f"where {free / 2**20:.0f} MB are free.",
            hint="Free some space, then start again.",
        )
