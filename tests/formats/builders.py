"""Small datasets on disk for the tests of the formats."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from engine.domain.shapes import bounding_box
from engine.formats.dataset import ReadDataset


def put_image(path: Path, width: int = 100, height: int = 80) -> Path:
    """Write a flat image."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, height), (10, 120, 200)).save(path)
    return path


def put_text(path: Path, text: str) -> Path:
    """Write a text file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def put_yolo(folder: Path, labels: dict[str, str | None], names: str = "[cat, dog]") -> Path:
    """Write a YOLO dataset of training images with these label texts; none means no label file."""
    for stem, text in labels.items():
        put_image(folder / "images" / "train" / f"{stem}.jpg")
        if text is not None:
            put_text(folder / "labels" / "train" / f"{stem}.txt", text)
    put_text(folder / "data.yaml", f"train: images/train\nval: images/train\nnames: {names}\n")
    return folder


def put_coco(folder: Path, name: str = "annotations.json", **parts: object) -> Path:
    """Write a COCO file: one image a.jpg, categories cat and dog, unless others are given."""
    content = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 80}],
        "categories": [{"id": 1, "name": "cat"}, {"id": 7, "name": "dog"}],
        "annotations": [],
        **parts,
    }
    put_text(folder / name, json.dumps(content))
    return folder


def put_voc(folder: Path, stem: str, objects: str, size: tuple[int, int] = (100, 80)) -> Path:
    """Write an image and its XML in the layout of Pascal VOC."""
    put_image(folder / "JPEGImages" / f"{stem}.jpg")
    head = f"<size><width>{size[0]}</width><height>{size[1]}</height></size>"
    put_text(folder / "Annotations" / f"{stem}.xml", f"<annotation>{head}\n{objects}</annotation>")
    return folder


def voc_object(name: str, *corners: object) -> str:
    """One object of a Pascal VOC file."""
    tags = zip(("xmin", "ymin", "xmax", "ymax"), corners, strict=True)
    box = "".join(f"<{tag}>{value}</{tag}>" for tag, value in tags)
    return f"<object><name>{name}</name><bndbox>{box}</bndbox></object>\n"


def boxes_of(dataset: ReadDataset) -> dict[str, list[tuple[str, tuple[float, ...]]]]:
    """The boxes of each image by its name, corners rounded to a thousandth of a pixel."""
    return {
        image.path.name: [
            (each.class_name, tuple(round(value, 3) for value in bounding_box(each.shape).xyxy_px))
            for each in image.shapes
        ]
        for image in dataset.images
    }


def losses(dataset: ReadDataset) -> list[str]:
    """What was kept out, in words."""
    return [str(complaint) for complaint in dataset.complaints if complaint.kept_out]


def remarks(dataset: ReadDataset) -> list[str]:
    """What was remarked on, in words."""
    return [str(complaint) for complaint in dataset.complaints if not complaint.kept_out]
