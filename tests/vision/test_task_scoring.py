"""What networks of each task are seen to see."""

from __future__ import annotations

import numpy as np
import pytest

from engine.domain.marked_points import outline_of_marked
from engine.domain.outlines import Outline
from engine.domain.predictions import Predictions
from engine.domain.project import Task
from engine.domain.shapes import KeypointSet, MultiPolygon, OrientedBox, Polygon, WholeImage
from engine.store.score_cache import ScoreCache
from tests.vision.builders import SIDE, probe
from tests.vision.task_runs import TaskRun

pytestmark = pytest.mark.slow

SHAPES = {
    Task.SEGMENT: Polygon | MultiPolygon,
    Task.OBB: OrientedBox,
    Task.POSE: KeypointSet,
    Task.CLASSIFY: WholeImage,
}


def seen(task_run: TaskRun) -> list[Predictions]:
    cache = ScoreCache(task_run.scores_dir)
    found = [cache.predictions(image_id) for image_id in cache.image_ids.tolist()]
    assert len(found) == len(task_run.images) == 8
    return [each for each in found if each is not None]


def test_predictions_of_a_task_are_whole_score_vectors_most_confident_first(task_run: TaskRun):
    for predictions in seen(task_run):
        count = 1 if task_run.is_of_images else len(predictions)
        assert 0 < count <= 50
        assert predictions.xyxy_px.shape == (count, 4)
        assert predictions.scores.shape == (count, 2)
        assert predictions.localization.shape == (count,)
        assert (np.diff(predictions.confidence) <= 0).all()
        assert (predictions.xyxy_px >= 0).all()
        assert (predictions.xyxy_px <= SIDE).all()
        assert (predictions.localization.max() > 0) != task_run.is_of_images


def test_predictions_of_a_task_have_its_shapes(task_run: TaskRun):
    shapes = [
        predictions.shape(row, task_run.task)
        for predictions in seen(task_run)
        for row in range(len(predictions))
    ]

    assert all(isinstance(shape, SHAPES[task_run.task]) for shape in shapes if shape is not None)
    assert sum(shape is not None for shape in shapes) > len(shapes) / 2


def test_doubt_about_shapes_is_told_where_a_task_has_them(task_run: TaskRun):
    for predictions in seen(task_run):
        if task_run.is_of_images:
            assert predictions.shape_doubt is None
            continue
        assert predictions.shape_doubt is not None
        assert predictions.shape_doubt.shape == (len(predictions),)
        assert (predictions.shape_doubt >= 0).all()
        assert (predictions.shape_doubt <= 1).all()
        assert predictions.shape_doubt.max() > 0


def test_classes_of_an_image_are_shares_of_one(task_runs: dict[Task, TaskRun]):
    for predictions in seen(task_runs[Task.CLASSIFY]):
        assert predictions.outlines is None
        assert predictions.xyxy_px.tolist() == [[0, 0, SIDE, SIDE]]
        assert predictions.scores.sum() == pytest.approx(1, abs=2e-3)


_ULTRALYTICS = """
from ultralytics.models import YOLO
found = YOLO(sys.argv[1]).predict(
    sys.argv[2], imgsz=64, conf=0.01, iou=0.7, max_det=50, verbose=False, save=False
)[0]
if found.masks is not None:
    told = found.masks.data.sum(dim=(1, 2)).tolist()
elif found.obb is not None:
    told = found.obb.xyxyxyxy.flatten(1).tolist()
elif found.keypoints is not None:
    told = found.keypoints.data.flatten(1).tolist()
else:
    told = found.probs.data.tolist()
print(json.dumps(told))
"""


def test_outlines_are_those_that_ultralytics_predicts(task_run: TaskRun):
    predictions = seen(task_run)[0]

    told = np.array(probe(_ULTRALYTICS, task_run.confident_weights, task_run.images[0]))

    ours = np.array([_figures(predictions, row, task_run.task) for row in range(len(predictions))])
    if task_run.task is Task.SEGMENT:
        # Specks of a mask are left out, and its lines are simplified.
        assert np.median(np.abs(ours[:, 0] - told) / np.maximum(told, 1)) < 0.1
    else:
        np.testing.assert_allclose(ours.reshape(told.shape), told, atol=0.06)


def _figures(predictions: Predictions, row: int, task: Task) -> list[float]:
    if task is Task.CLASSIFY:
        return predictions.scores[row].tolist()
    assert predictions.outlines is not None
    outline = predictions.outlines[row]
    if task is Task.SEGMENT:
        return [Outline(outline_of_marked(outline)).area_px if len(outline) else 0.0]
    if task is Task.OBB:
        corners = OrientedBox(*outline.tolist()).corners_px()
        return [value for index in (2, 1, 0, 3) for value in corners[index]]
    return outline.reshape(-1).tolist()


def test_outline_of_a_mask_is_as_large_as_what_it_runs_around():
    code = """
import numpy as np
from engine.vision.outlines import mask_pieces
rows, columns = np.mgrid[0:40, 0:40] + 0.5
disk = (6.0 - np.hypot(rows - 20, columns - 15)).astype(np.float32)
told = []
for box in ([0, 0, 160, 160], [36, 56, 84, 104], [60, 0, 160, 160]):
    ((ring,),) = mask_pieces(disk, np.array(box, np.float32), 4.0)
    x, y = ring.T
    area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
    told.append([float(each) for each in (area, x.min(), y.min(), x.max(), y.max())])
beside = mask_pieces(disk, np.array([150, 150, 160, 160], np.float32), 4.0)
print(json.dumps([*told, beside]))
"""
    whole, exact, half, beside = probe(code)

    circle = np.pi * 24**2
    assert whole == pytest.approx([circle, 36, 56, 84, 104], rel=0.02, abs=1)
    assert exact == pytest.approx(whole, rel=0.03)
    assert half == pytest.approx([circle / 2, 60, 56, 84, 104], rel=0.05, abs=1)
    assert beside == []


def test_outline_of_a_mask_has_its_pieces_and_its_holes():
    code = """
import numpy as np
from engine.vision.outlines import mask_pieces
rows, columns = np.mgrid[0:40, 0:40] + 0.5
ring = 3.0 - np.abs(np.hypot(rows - 20, columns - 14) - 8)
disk = 5.0 - np.hypot(rows - 20, columns - 33)
speck = 0.4 - np.hypot(rows - 2.5, columns - 35.5)
logits = np.maximum(np.maximum(ring, disk), speck).astype(np.float32)
pieces = mask_pieces(logits, np.array([0, 0, 160, 160], np.float32), 4.0)
print(json.dumps([[ring.mean(axis=0).tolist() for ring in piece] for piece in pieces]))
"""
    (outer, hole), (disk,) = probe(code)

    assert outer == pytest.approx([56, 80], abs=4)
    assert hole == pytest.approx([56, 80], abs=4)
    assert disk == pytest.approx([132, 80], abs=4)


def test_middle_of_an_image_is_shown_to_a_classifier_as_in_its_training():
    code = """
import numpy as np
from PIL import Image
from ultralytics.data.augment import classify_transforms
from engine.vision.letterbox import CenterCrop
rng = np.random.default_rng(0)
worst = 0.0
for width, height in ((64, 64), (300, 120), (97, 251), (20, 33)):
    pixels = rng.integers(0, 255, (height, width, 3), dtype=np.uint8)
    theirs = classify_transforms(64)(Image.fromarray(pixels)).numpy().transpose(1, 2, 0)
    ours = CenterCrop((width, height), (64, 64)).apply(pixels) / 255
    worst = max(worst, float(np.abs(ours - theirs).max()))
print(json.dumps(worst))
"""
    assert probe(code) < 1e-6
