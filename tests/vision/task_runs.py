"""One tiny training for each task, shared by the tests that look at what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.jobs.folder import JobFolder
from tests.vision.builders import (
    probe,
    run_job,
    score_spec,
    tiny_recipe,
    train_spec,
    write_snapshot,
)

RAISE_CONFIDENCE = """
import torch
from ultralytics.nn.tasks import load_checkpoint
model, checkpoint = load_checkpoint(sys.argv[1])
for branch in model.model[-1].cv3:
    branch[-1].bias.data += torch.tensor([3.5, 4.5])
    branch[-1].weight.data *= 20
torch.save({**checkpoint, "model": model.half()}, sys.argv[2])
print("{}")
"""


@dataclass(frozen=True, slots=True)
class TaskRun:
    """A finished training of one epoch and the dataset it had."""

    task: Task
    snapshot: Path
    folder: JobFolder

    @property
    def weights(self) -> Path:
        """What it learned."""
        return self.folder.path / "run" / "weights" / "last.pt"

    @property
    def confident_weights(self) -> Path:
        """The same made to see objects everywhere; a classifier is always sure of something."""
        path = self.weights.with_name("confident.pt")
        if self.is_of_images:
            return self.weights
        if not path.exists():
            probe(RAISE_CONFIDENCE, self.weights, path)
        return path

    @property
    def scores_dir(self) -> Path:
        """What the confident weights see in the training images, numbered from 1."""
        folder = self.folder.path.parent / "scored"
        if not folder.exists():
            weights, images = str(self.confident_weights), enumerate(self.images, start=1)
            spec = score_spec(folder, weights=weights, images=images, task=self.task)
            run_job(folder / "job", spec)
        return folder / "scores"

    @property
    def is_of_images(self) -> bool:
        """Whether whole images have classes."""
        return self.task is Task.CLASSIFY

    @property
    def images(self) -> list[Path]:
        """The images it was trained on."""
        parent = self.snapshot if self.is_of_images else self.snapshot / "images"
        return sorted((parent / "train").rglob("*.png"))


class TaskRuns(dict[Task, TaskRun]):
    """Trains for a task when its run is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, task: Task) -> TaskRun:
        snapshot = write_snapshot(self._folder / task / "snapshot", task=task)
        spec = train_spec(
            snapshot,
            task=task,
            recipe=tiny_recipe(task, epochs=1),
            yardsticks=(Yardstick.VAL, Yardstick.TEST),
        )
        self[task] = TaskRun(task, snapshot, run_job(self._folder / task / "job", spec))
        return self[task]
