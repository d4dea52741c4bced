"""What is said before a training or a search starts, against what then happens."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from engine.domain.errors import UsageError
from engine.domain.images import Split
from engine.domain.metrics import Yardstick
from engine.domain.recipes import Recipe
from engine.domain.results import TrainResult
from engine.domain.versions import Start
from engine.loop.search_cost import expected_seconds, search_cost
from engine.loop.training_data import TrainingData, TrainingOutlook
from engine.tuning.budget import Budget
from tests.desktop.pages.loop_builders import Stage


@pytest.fixture
def stage(tmp_path: Path):
    made = Stage.make(tmp_path / "project")
    yield made
    made.project.close()


def _data(stage: Stage) -> TrainingData:
    return TrainingData(stage.project.store, stage.project.path)


def _manifest_counts(data: TrainingData) -> Counter[str]:
    """Return the images of each split in the snapshot that a training would get."""
    path = Path(data.snapshot().manifest_path)
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return Counter(row["split"] for row in rows if "split" in row)


@pytest.mark.parametrize(
    ("num_val", "boxes", "yardstick"),
    [(12, 3, Yardstick.VAL), (9, 3, Yardstick.FOLD), (12, 2, Yardstick.FOLD)],
)
def test_outlook_is_what_the_snapshot_then_holds(
    stage: Stage, num_val: int, boxes: int, yardstick: Yardstick
):
    stage.label(31, boxes=3)
    stage.label(num_val, split=Split.VAL, boxes=boxes)
    stage.label(8, split=Split.TEST)
    stage.start_partly(stage.add(1)[0])
    outlook = _data(stage).outlook()
    counts = _manifest_counts(_data(stage))
    assert outlook == TrainingOutlook(
        num_train=counts["train"],
        num_measured=counts["val"],
        yardstick=yardstick,
        num_test=counts["test"],
        num_partial=1,
    )


def test_outlook_when_too_little_is_labeled_then_refuses_as_the_snapshot_does(stage: Stage):
    stage.label(1)
    with pytest.raises(UsageError) as raised:
        _data(stage).snapshot()
    assert _data(stage).outlook().refusal == str(raised.value)


def test_cost_counts_the_confirmation_and_ends_with_the_limit():
    free = search_cost(Budget(trials=20), training_s=60.0)
    assert (free.num_trials, free.min_confirmation, free.max_confirmation) == (20, 6, 13)
    assert free.longest_s == 33 * 60.0
    limited = search_cost(Budget(trials=20, limit_s=600.0), training_s=60.0)
    assert limited.longest_s == 600.0
    assert not limited.is_time_short
    assert search_cost(Budget(trials=20, limit_s=300.0), training_s=60.0).is_time_short
    assert search_cost(Budget(trials=20), training_s=None).longest_s is None


def test_expected_seconds_follow_epochs_pixels_and_images():
    last = TrainResult("", "", Start.SCRATCH, "", 10, None, (), {}, 100.0, "cpu", 16, 50)
    recipe = Recipe(epochs=20, imgsz=320)
    seconds = expected_seconds(
        recipe, num_train_images=100, last=last, last_recipe=Recipe(epochs=10, imgsz=640)
    )
    assert seconds == pytest.approx(100.0 * 2 * 2 / 4)
