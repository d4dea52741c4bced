"""The defaults of each task, and what models are called."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.project import Task
from engine.domain.recipes import (
    Recipe,
    default_recipe,
    epochs_for,
    model_for,
    nominal_batch,
    task_of_name,
)


@pytest.mark.parametrize("task", Task)
def test_default_model_of_a_task_tells_the_task_by_its_name(task: Task) -> None:
    assert task_of_name(default_recipe(task).model) is task
    assert task_of_name(f"{model_for(task, 'yolo26s')}.yaml") is task


def test_defaults_for_boxes_are_those_of_ultralytics() -> None:
    assert default_recipe(Task.DETECT) == Recipe()


def test_whole_images_are_seen_as_small_as_ultralytics_sees_them() -> None:
    assert default_recipe(Task.CLASSIFY).imgsz == 224
    assert default_recipe(Task.CLASSIFY).model == "yolo11n-cls.pt"


@given(st.integers(1, 2000), st.integers(1, 32), st.integers(1, 3000))
def test_epochs_for_then_the_optimizer_steps_about_as_often_whatever_there_is_to_learn(
    updates: int, batch: int, num_images: int
) -> None:
    epochs = epochs_for(updates, batch=batch, num_images=num_images)
    batches = math.ceil(num_images / batch)
    a_step = max(1, round(nominal_batch(batch, num_images=num_images) / batch))
    assert epochs >= 1
    assert epochs == 1 or abs(epochs * batches / a_step - updates) <= batches / a_step / 2 + 1e-9
