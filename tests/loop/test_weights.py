"""What a model's name means for a task."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.errors import NotFoundError, ResourceError, UsageError
from engine.domain.project import Task
from engine.domain.versions import Start
from engine.loop.weights import find_start, known_models, may_learn


@pytest.mark.parametrize("name", ["yolo11n.pt", "yolo11n.yaml", "yolo26s-cls.pt"])
def test_start_when_the_model_is_for_another_task_then_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} is a model for the task .*, not for segment"):
        find_start(name, Task.SEGMENT)


@pytest.mark.parametrize("task", Task)
def test_start_when_the_model_is_for_the_task_then_is_found(task: Task) -> None:
    for name in known_models(task):
        assert find_start(f"{name}.yaml", task).start is Start.SCRATCH
    with pytest.raises(ResourceError, match="no network"):
        find_start(f"{known_models(task)[0]}.pt", task)


def test_start_when_a_file_of_ones_own_then_only_a_worker_can_tell_its_task(
    tmp_path: Path,
) -> None:
    path = tmp_path / "mine.pt"
    path.touch()
    assert find_start(str(path), Task.POSE).start is Start.LOCAL_FILE
    assert may_learn(str(path), Task.POSE)


def test_start_when_nobody_published_such_weights_then_names_some_of_the_task() -> None:
    with pytest.raises(NotFoundError) as caught:
        find_start("yolo12n-obb.pt", Task.OBB)
    assert "yolo11n-obb.pt" in caught.value.hint
