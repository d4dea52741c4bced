"""The same images for both programs: a folder for labelme, a project with questions for Loupe."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.identifiers import AnnotationId
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from tests.loop.small_projects import CLASSES, ask, make_project

NUM_BOXES = 5_000
_CROWDED_PX = (4000, 3000)
_LARGE_PX = (6000, 4000)
_USUAL_PX = (1280, 960)
_NUM_LARGE = 10


@dataclass(frozen=True, slots=True)
class Material:
    """The same images: what Loupe opens, and what labelme opens."""

    project: Path
    images: Path


def usual(folder: Path) -> Material:
    """A few images of the usual size."""
    pictures = _pictures(folder, 8, _USUAL_PX)
    return Material(_project(folder / "project", pictures, 8), pictures)


def large(folder: Path) -> Material:
    """Photographs of 24 megapixels."""
    pictures = _pictures(folder, _NUM_LARGE, _LARGE_PX)
    return Material(_project(folder / "project", pictures, _NUM_LARGE), pictures)


def crowded(folder: Path) -> Material:
    """One image with 5,000 boxes."""
    pictures = _pictures(folder, 1, _CROWDED_PX)
    boxes = _boxes()
    project = _crowded_project(folder / "project", pictures, boxes)
    return Material(project, _labelme_file(pictures, boxes))


def _pictures(folder: Path, count: int, size: tuple[int, int]) -> Path:
    """Write JPEGs with detail at every scale, as a photograph has."""
    pictures = folder / "pictures"
    pictures.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for number in range(count):
        coarse = rng.integers(40, 200, (size[1] // 100, size[0] // 100, 3), dtype=np.uint8)
        fine = rng.integers(0, 40, (size[1] // 4, size[0] // 4, 3), dtype=np.uint8)
        picture = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
        detail = Image.fromarray(fine).resize(size, Image.Resampling.BILINEAR)
        picture = Image.fromarray(np.asarray(picture) // 2 + np.asarray(detail))
        picture.save(pictures / f"picture{number:02}.jpg", quality=90)
    return pictures


def _boxes() -> list[tuple[float, float, float, float]]:
    chance = random.Random(0)
    boxes = []
    for _ in range(NUM_BOXES):
        x, y = chance.uniform(0, _CROWDED_PX[0] - 60), chance.uniform(0, _CROWDED_PX[1] - 60)
        boxes.append((x, y, x + chance.uniform(10, 60), y + chance.uniform(10, 60)))
    return boxes


def _labelme_file(folder: Path, boxes: list[tuple[float, float, float, float]]) -> Path:
    image = next(folder.glob("*.jpg"))
    shapes = [
        {
            "label": CLASSES[number % len(CLASSES)],
            "points": [[x1, y1], [x2, y2]],
            "group_id": None,
            "description": "",
            "shape_type": "rectangle",
            "flags": {},
            "mask": None,
        }
        for number, (x1, y1, x2, y2) in enumerate(boxes)
    ]
    path = image.with_suffix(".json")
    width, height = _CROWDED_PX
    content = {
        "version": "6.3.1",
        "flags": {},
        "shapes": shapes,
        "imagePath": image.name,
        "imageData": None,
        "imageHeight": height,
        "imageWidth": width,
    }
    path.write_text(json.dumps(content), "utf-8")
    return path


def _project(path: Path, pictures: Path, num_questions: int) -> Path:
    project = make_project(path, pictures)
    ask(project, num_questions)
    project.close()
    return path


def _crowded_project(
    path: Path, pictures: Path, boxes: list[tuple[float, float, float, float]]
) -> Path:
    project = make_project(path, pictures)
    (image_id,) = ask(project, 1)
    project.labeling.apply(
        [
            AnnotationEdit(None, _annotation(project, image_id, number, xyxy_px))
            for number, xyxy_px in enumerate(boxes)
        ]
    )
    project.close()
    return path


def _annotation(
    project: Project, image_id: int, number: int, xyxy_px: tuple[float, float, float, float]
) -> Annotation:
    classes = project.file.classes()
    class_id = classes[number % len(classes)].id
    return Annotation(AnnotationId(f"box-{number}"), image_id, class_id, Box(*xyxy_px))
