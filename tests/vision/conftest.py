"""One trained detector for all tests of vision."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.metrics import Yardstick
from engine.jobs.folder import JobFolder
from tests.vision.builders import probe, run_job, train_spec, write_snapshot

_RAISE_CONFIDENCE = """
import torch
from ultralytics.nn.tasks import load_checkpoint
model, checkpoint = load_checkpoint(sys.argv[1])
for branch in model.model[-1].cv3:
    branch[-1].bias.data += torch.tensor([3.5, 4.5])
    branch[-1].weight.data *= 20
torch.save({**checkpoint, "model": model.half()}, sys.argv[2])
print("{}")
"""


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
    probe(_RAISE_CONFIDENCE, weights, path)
    return path
