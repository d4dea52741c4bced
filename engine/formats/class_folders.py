"""Folders of images that say their class: `train/cat/1.jpg`, as Ultralytics classifies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from engine.domain.errors import DataError
from engine.domain.images import Split
from engine.domain.project import Task
from engine.domain.shapes import WholeImage
from engine.formats.dataset import DatasetImage, ExportedDataset
from engine.formats.export import DatasetWriting, safe_name
from engine.formats.reading import DatasetReading, Place, split_of_words
from engine.imaging.files import is_image_name

# Enough to tell folders of classes from others, without walking through a large dataset.
_LOOKED_AT = 200
# What other layouts have in the folder of a split.
_OTHER_FOLDERS = frozenset({"images", "labels", "masks", "annotations"})


def has_class_folders(folder: Path) -> bool:
    """Return whether a folder has splits with folders of the same classes; quick, never raises.

    One split alone could be any folder called `train`.
    """
    try:
        found = [set(_class_names(split)) for split, _ in _split_folders(folder)]
    except OSError:
        return False
    return len(found) > 1 and bool(set.intersection(*found))


def read_class_folders(reading: DatasetReading) -> None:
    """Read all images with the class their folder says, where that is what the task asks for.

    Raises:
        DataError: There are none.
    """
    is_told = reading.task is Task.CLASSIFY
    num_images = 0
    for folder, split in _split_folders(reading.root):
        for class_folder in sorted(path for path in folder.iterdir() if path.is_dir()):
            for path in reading.find_images(class_folder):
                num_images += 1
                draft = reading.add_image(path, split=split)
                if draft is None:
                    continue
                if not is_told:
                    reading.remark("The class of an image says nothing of objects in it")
                elif not draft.has_labels:
                    draft.has_labels = True
                    whole = WholeImage(draft.width, draft.height)
                    reading.add_shape(draft, class_folder.name, whole, place=Place(path))
    if not num_images:
        raise DataError(f"{reading.root} holds no images in folders of their class.")


def write_class_folders(writing: DatasetWriting, dataset: ExportedDataset) -> set[Split]:
    """Write each image into the folder of its class; return the splits there are.

    Ultralytics numbers the classes by their sorted names.
    """
    folders = _folder_names(writing, dataset.class_names)
    splits: set[Split] = set()
    for image in dataset.images:
        said = {each.class_name for each in image.shapes}
        if len(said) != 1:
            writing.note("An image was left out: it does not say one class")
            continue
        split = image.split or Split.TRAIN
        for loss in _losses(image):
            writing.note(loss)
        if writing.put_image(image, subfolder=f"{split}/{folders[said.pop()]}") is not None:
            splits.add(split)
    for split in splits:
        for folder in folders.values():
            writing.put_folder(f"{split}/{folder}")
    return splits


def _folder_names(writing: DatasetWriting, class_names: tuple[str, ...]) -> dict[str, str]:
    folders: dict[str, str] = {}
    for name in class_names:
        folder = base = safe_name(name, instead="class")
        number = 1
        while folder.casefold() in {taken.casefold() for taken in folders.values()}:
            number += 1
            folder = f"{base}_{number}"
        folders[name] = folder
        if folder != name:
            writing.note(f"The images of the class {name!r} are in the folder {folder!r}")
    if list(folders.values()) != sorted(folders.values()):
        writing.note("The order of the classes is not kept")
    return folders


def _losses(image: DatasetImage) -> Iterator[str]:
    if image.split is None:
        yield "An image without a split went to train"
    if any(not isinstance(each.shape, WholeImage) for each in image.shapes):
        yield "The objects of an image were written as its class"


def _split_folders(folder: Path) -> list[tuple[Path, Split]]:
    """Return the folders that are called as splits are."""
    named = (path for path in sorted(folder.iterdir()) if path.name.isalpha() and path.is_dir())
    found = [(path, split_of_words(path.name)) for path in named]
    return [(path, split) for path, split in found if split is not None]


def _class_names(split: Path) -> Iterator[str]:
    for path in islice(split.iterdir(), _LOOKED_AT):
        if path.is_dir() and path.name.lower() not in _OTHER_FOLDERS and _has_image(path):
            yield path.name


def _has_image(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return any(is_image_name(entry.name) for entry in islice(entries, _LOOKED_AT))
