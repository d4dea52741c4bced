"""A snapshot as a dataset folder: read with distrust, handed to Ultralytics with absolute paths."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from engine.domain.errors import DataError
from engine.domain.project import Task

_SPLITS = ("train", "val", "test")
# What a `data.yaml` says of the keypoints of a pose project.
_KEYPOINT_ENTRIES = ("kpt_shape", "flip_idx", "kpt_names")


@dataclass(frozen=True, slots=True)
class DatasetFolder:
    """A folder with a `data.yaml`.

    Attributes:
        task: What it is laid out for.
        class_names: In order.
        image_dirs: The image folder of each split; with one folder a class in it where whole
            images are classified.
        keypoints: What `data.yaml` says of keypoints, as it stands there; empty but for pose.
    """

    root: Path
    task: Task
    class_names: tuple[str, ...]
    image_dirs: dict[str, Path]
    keypoints: dict[str, Any] = field(default_factory=dict)

    def num_images(self, split: str) -> int:
        """Return how many images a split has."""
        folder = self.image_dirs.get(split)
        if folder is None:
            return 0
        return sum(1 for path in folder.rglob("*") if path.is_file())


def read_dataset_folder(folder: Path, task: Task = Task.DETECT) -> DatasetFolder:
    """Read the `data.yaml` of a folder that is laid out for a task.

    Its `path` and `download` entries are ignored: the splits lie beside the file.

    Raises:
        DataError: It is missing, is not a dataset's, names a folder outside its own, or has no
            images to train on or to validate with.
    """
    path = folder / "data.yaml"
    content = _load_yaml(path)
    names = content.get("names")
    if isinstance(names, dict):
        names = [names[index] for index in sorted(names)]
    if not isinstance(names, list) or not names:
        raise DataError(f"{path} names no classes.")
    dirs = {split: _inside(folder, content[split]) for split in _SPLITS if content.get(split)}
    keypoints = {name: content[name] for name in _KEYPOINT_ENTRIES if name in content}
    dataset = DatasetFolder(folder, task, tuple(str(name) for name in names), dirs, keypoints)
    for split, purpose in (("train", "train on"), ("val", "validate with")):
        if not dataset.num_images(split):
            raise DataError(f"{folder} has no images to {purpose}.", hint="Label more images.")
    return dataset


def write_data_yaml(dataset: DatasetFolder, path: Path) -> None:
    """Write a dataset's `data.yaml` with absolute paths, to be trained on from anywhere."""
    content = {
        "path": str(dataset.root.resolve()),
        **{split: str(folder) for split, folder in dataset.image_dirs.items()},
        **dataset.keypoints,
        "names": dict(enumerate(dataset.class_names)),
    }
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _load_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise DataError(f"{path} is not the description of a dataset.")
    return content


def _inside(folder: Path, entry: object) -> Path:
    root = folder.resolve()
    resolved = (root / str(entry)).resolve()
    if not resolved.is_relative_to(root):
        raise DataError(f"{folder / 'data.yaml'} points outside its folder: {entry}.")
    return resolved
