"""Every number that a search tries reaches the training, and the training reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from engine.domain.project import Task
from engine.tuning.dimensions import names_read, value_of, with_values
from engine.tuning.presets import ULTRALYTICS_BOUNDS
from tests.vision.builders import probe, run_job, tiny_recipe, train_spec, write_snapshot

pytestmark = pytest.mark.slow

# Those of Ultralytics' loss of a task, or of what it is derived from, that the source names.
_GAINS_READ = """
import inspect
from ultralytics.nn import tasks
from ultralytics.cfg import get_cfg
kinds = {"detect": "DetectionModel", "segment": "SegmentationModel", "obb": "OBBModel",
         "pose": "PoseModel", "classify": "ClassificationModel"}
ends = {"detect": "", "segment": "-seg", "obb": "-obb", "pose": "-pose", "classify": "-cls"}
read = {}
for task, kind in kinds.items():
    model = getattr(tasks, kind)(f"yolo11n{ends[task]}.yaml", verbose=False)
    model.args = get_cfg()
    kin = [base for base in type(model.init_criterion()).__mro__ if base is not object]
    source = "".join(map(inspect.getsource, kin))
    read[task] = [n for n in ("box", "cls", "dfl") if f"hyp.{n}" in source]
    read[task] += ["cls_pw"] * ("self.class_weights" in source)
print(json.dumps(read))
"""

_TUNED = """
from pathlib import Path
from ultralytics.engine import tuner
tuner.get_save_dir = lambda args, name: Path(sys.argv[1])
space = tuner.Tuner({"model": "yolo11n.yaml"}, model=object()).space
print(json.dumps({name: ends[:2] for name, ends in space.items()}))
"""


@pytest.mark.parametrize("task", [Task.SEGMENT, Task.CLASSIFY])
def test_training_when_all_searched_numbers_are_moved_then_its_arguments_are_too(
    tmp_path: Path, task: Task
) -> None:
    recipe = tiny_recipe(task, epochs=1, auto_augment="")
    names = names_read(task)
    moved = with_values(recipe, {name: _moved(name, value_of(recipe, name)) for name in names})
    spec = train_spec(write_snapshot(tmp_path / "s", task=task), task=task, recipe=moved)
    folder = run_job(tmp_path / "job", spec)
    arguments = yaml.safe_load((folder.path / "run" / "args.yaml").read_text())
    # A training of one epoch has no last epochs of its own.
    names = names - {"close_mosaic"}
    assert {name: float(arguments[name]) for name in names} == {
        name: value_of(moved, name) for name in names
    }
    assert all(value_of(moved, name) != value_of(recipe, name) for name in names)


def test_losses_then_each_task_reads_the_gains_that_its_search_tries() -> None:
    read = probe(_GAINS_READ)
    for task in Task:
        tried = {"box", "cls", "dfl", "cls_pw"} & names_read(task)
        assert set(read[task]) == tried, task


def test_ultralytics_space_then_it_is_that_of_the_installed_tuner(tmp_path: Path) -> None:
    bounds = {name: tuple(ends) for name, ends in probe(_TUNED, tmp_path).items()}
    assert bounds == ULTRALYTICS_BOUNDS


def _moved(name: str, value: float) -> float:
    """Return another value that the training admits."""
    if name == "degrees":
        return 5.0
    if name in ("perspective", "lr0", "weight_decay"):
        return 0.0007
    return value / 2 if value else 0.25
