"""Finding the rest, in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.domain.events import Progressed, RestFound
from engine.domain.examples import Alike, Example, Freedom
from engine.domain.geometry import iou_matrix
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.jobs import FindSpec, ImageToLookAt
from engine.domain.requests import SeenImage
from engine.domain.shapes import Box, Polygon, bounding_box, shape_from_json, shape_to_json
from engine.domain.view import ViewSettings
from engine.jobs.folder import JobFolder
from tests.loop.lookalikes import PEARS, RINGS, paint
from tests.vision.builders import ROOT, child_environment, events_of, result_of

PEAR, RING = ClassId(1), ClassId(2)


def seen(folder: Path, path: Path) -> SeenImage:
    return SeenImage(str(path), path.stem, str(folder / "pyramids"), ViewSettings())


def around(x: int, y: int, half: int) -> Box:
    return Box(x - half, y - half, x + half, y + half)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> JobFolder:
    """A finished look for pears and rings in their own image, another, and a broken one."""
    folder = tmp_path_factory.mktemp("alike")
    here, there = paint(folder / "here.png"), paint(folder / "there.png", shift=15)
    broken = folder / "broken.png"
    broken.write_bytes(b"\x89PNG broken")
    pear = Polygon(((40.0, 40.0), (80.0, 40.0), (80.0, 80.0), (40.0, 80.0)))
    examples = (
        Example(PEAR, shape_to_json(pear)),
        Example(RING, shape_to_json(around(*RINGS[0]))),
    )
    images = tuple(
        ImageToLookAt(ImageId(number), seen(folder, path))
        for number, path in enumerate((here, broken, there), start=1)
    )
    spec = FindSpec(seen(folder, here), examples, images, Freedom(), threads=1)
    JobFolder.create(folder / "job", spec)
    command = [sys.executable, "-m", "engine.worker", str(folder / "job")]
    subprocess.run(command, cwd=ROOT, env=child_environment(), timeout=120, check=True)
    return JobFolder(folder / "job")


def boxes(alike: tuple[Alike, ...], class_id: ClassId) -> np.ndarray:
    sure = [each for each in alike if each.class_id == class_id and each.confidence >= 0.4]
    corners = [bounding_box(shape_from_json(each.shape)).xyxy_px for each in sure]
    return np.array(corners, np.float32).reshape(-1, 4)


@pytest.mark.parametrize("number", [0, 1])
def test_rest_when_looked_for_then_is_found_and_no_other_class(found: JobFolder, number: int):
    event = events_of(found, RestFound)[number]
    shift = 15 * number
    for class_id, there, others in ((PEAR, PEARS, RINGS), (RING, RINGS, PEARS)):
        wanted = np.array([around(x + shift, y, half).xyxy_px for x, y, half in there], np.float32)
        wrong = np.array([around(x + shift, y, half).xyxy_px for x, y, half in others], np.float32)
        offered = boxes(event.found, class_id)
        assert (iou_matrix(wanted, offered).max(axis=1) > 0.6).all()
        assert iou_matrix(wrong, offered).max() < 0.5


def test_rest_when_an_image_cannot_be_read_then_it_is_named_and_the_others_are_told(
    found: JobFolder,
):
    assert list(result_of(found).failed) == [2]
    assert result_of(found).num_images == 2
    assert [event.image_id for event in events_of(found, RestFound)] == [1, 3]
    assert events_of(found, Progressed)[-1].done == 3


def test_rest_when_the_example_is_an_outline_then_outlines_are_offered(found: JobFolder):
    pears = [each for each in events_of(found, RestFound)[0].found if each.class_id == PEAR]
    assert {each.shape["kind"] for each in pears[:5]} == {"polygon"}
    confidence = [each.confidence for each in pears]
    assert confidence == sorted(confidence, reverse=True)
    assert all(0 <= each <= 1 for each in confidence)
