"""The defaults of each task, and what models are called."""

from __future__ import annotations

import pytest

from engine.domain.project import Task
from engine.domain.recipes import Recipe, default_recipe, model_for, task_of_name


@pytest.mark.parametrize("task", Task)
def test_default_model_of_a_task_tells_the_task_by_its_name(task: Task) -> None:
    assert task_of_name(default_recipe(task).model) is task
    assert task_of_name(f"{model_for(task, 'yolo26s')}.yaml") is task


def test_defaults_for_boxes_are_those_of_ultralytics() -> None:
    assert default_recipe(Task.DETECT) == Recipe()


def test_whole_images_are_seen_as_small_as_ultralytics_sees_them() -> None:
    assert default_recipe(Task.CLASSIFY).imgsz == 224
    assert default_recipe(Task.CLASSIFY).model == "yolo11n-cls.pt"
