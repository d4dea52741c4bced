"""One trained detector for all tests of vision."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.jobs.folder import JobFolder
from tests.vision.builders import probe, run_job, train_spec, write_snapshot
from tests.vision.task_runs import RAISE_CONFIDENCE, TaskRun, TaskRuns


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed dataset folder."""
    return write_snapshot(tmp_path_factory.mktemp("vision") / "snapshot")


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, snapshot: Path) -> JobFolder:
    """A finished training of three epochs, measured on validation and test images."""
    spec = train_spec(snapshot, yardsticks=(Yardstick.VAL, Yardstick.TEST), seed=3)
    return run_job(tmp_path_factory.mktemp("trained") / "job", spec)


@pytest.fixture(scope="session")
def weights(trained: JobFolder) -> Path:
    """Weights that tell little, as after any three epochs."""
    return trained.path / "run" / "weights" / "last.pt"


@pytest.fixture(scope="session")
def confident_weights(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same weights made to see boxes everywhere."""
    path = tmp_path_factory.mktemp("confident") / "confident.pt"
    probe(RAISE_CONFIDENCE, weights, path)
    return path


@pytest.fixture(scope="session")
def task_runs(tmp_path_factory: pytest.TempPathFactory) -> TaskRuns:
    """A finished training for each task, made when first asked for."""
    return TaskRuns(tmp_path_factory.mktemp("tasks"))


@pytest.fixture(params=[task for task in Task if task is not Task.DETECT])
def task_run(request: pytest.FixtureRequest, task_runs: TaskRuns) -> TaskRun:
    """A finished training for each task but detect, which has tests of its own."""
    return task_runs[request.param]
