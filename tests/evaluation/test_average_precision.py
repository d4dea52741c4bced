from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.average_precision import ImageMatches, bootstrap_interval, map50_95
from tests.vision.builders import probe


def make_images(seed: int, num_images: int = 12, num_classes: int = 3) -> list[ImageMatches]:
    """Return images with plausible matches: never more correct boxes than objects."""
    rng = np.random.default_rng(seed)
    images = []
    for _ in range(num_images):
        objects = rng.integers(0, num_classes, rng.integers(0, 6))
        noise = rng.integers(0, num_classes, rng.integers(0, 8))
        boxes = np.concatenate([objects, noise])
        reached = rng.integers(0, 11, len(objects))  # thresholds at which the object is found
        is_correct = np.zeros((len(boxes), 10), dtype=bool)
        is_correct[: len(objects)] = np.arange(10) < reached[:, None]
        confidence = rng.random(len(boxes)) * (0.4 + 0.6 * is_correct.any(axis=1))
        images.append(ImageMatches(is_correct, confidence, boxes, objects))
    return images


def perfect(num_objects: int) -> ImageMatches:
    classes = np.zeros(num_objects, dtype=np.int64)
    return ImageMatches(
        np.ones((num_objects, 10), dtype=bool), np.full(num_objects, 0.9), classes, classes
    )


def test_map_when_everything_is_found_is_that_of_ultralytics():
    # Its 101 points miss half of the last step.
    assert map50_95([perfect(3), perfect(2)]) == pytest.approx(0.995)


def test_map_when_nothing_is_correct_is_zero():
    nothing = ImageMatches(
        np.zeros((2, 10), dtype=bool), np.array([0.5, 0.4]), np.zeros(2, int), np.zeros(2, int)
    )

    assert map50_95([nothing]) == 0.0


def test_map_when_a_class_has_no_boxes_counts_it_as_missed():
    other = ImageMatches(np.zeros((0, 10), bool), np.zeros(0), np.zeros(0, int), np.ones(1, int))

    assert map50_95([perfect(2), other]) == pytest.approx(0.995 / 2)


def test_map_when_there_are_no_objects_is_not_a_number():
    empty = ImageMatches(np.zeros((0, 10), bool), np.zeros(0), np.zeros(0, int), np.zeros(0, int))

    assert np.isnan(map50_95([empty]))
    assert bootstrap_interval([empty, empty]) is None


@given(st.integers(0, 10_000))
def test_interval_for_any_matches_lies_within_zero_and_one_and_repeats(seed: int):
    images = make_images(seed)

    interval = bootstrap_interval(images, resamples=30)

    if interval is not None:
        assert 0 <= interval.low <= interval.high <= 1
        assert interval == bootstrap_interval(images, resamples=30)


def test_interval_with_more_images_is_narrower():
    few, many = (bootstrap_interval(make_images(1, num_images=n)) for n in (10, 160))

    assert few is not None
    assert many is not None
    assert many.high - many.low < 0.6 * (few.high - few.low)


def test_interval_of_one_image_is_none():
    assert bootstrap_interval([perfect(2)]) is None


@pytest.mark.slow
def test_map_for_random_matches_equals_that_of_ultralytics():
    code = """
import numpy as np
from ultralytics.utils.metrics import DetMetrics
from engine.evaluation.average_precision import map50_95
from tests.evaluation.test_average_precision import make_images
worst = 0.0
for seed in range(40):
    images = make_images(seed)
    metrics = DetMetrics({i: str(i) for i in range(3)})
    for image in images:
        metrics.update_stats({
            "tp": image.is_correct, "conf": image.confidence, "pred_cls": image.box_classes,
            "target_cls": image.object_classes, "target_img": np.unique(image.object_classes),
            "im_name": "x",
        })
    metrics.process()
    worst = max(worst, abs(metrics.box.map - map50_95(images)))
print(json.dumps(worst))
"""
    assert probe(code) < 1e-9
