"""Trainings that end otherwise than after their last epoch, and how they go on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.domain.events import Notice, RungReached
from engine.domain.jobs import Verdict
from engine.jobs.folder import JobFolder
from tests.vision.builders import (
    TINY,
    events_of,
    result_of,
    run_job,
    start_job,
    train_spec,
)
from tests.vision.following import epochs_in_results, epochs_reported, let_last_epoch_end, wait_for

pytestmark = pytest.mark.slow


def test_training_when_cancelled_ends_without_a_result(snapshot: Path, tmp_path: Path):
    job = start_job(tmp_path / "job", train_spec(snapshot, recipe=replace(TINY, epochs=200)))
    folder = JobFolder(tmp_path / "job")
    wait_for(lambda: epochs_reported(folder))
    folder.write_verdict(Verdict.CANCEL)

    assert job.wait(timeout=60) == 0
    assert folder.result() is None
    assert folder.failure() is None


def test_training_when_paused_goes_on_with_the_next_epoch(snapshot: Path, tmp_path: Path):
    spec = train_spec(snapshot, recipe=replace(TINY, epochs=4), rungs=(2, 4))
    job = start_job(tmp_path / "job", spec)
    folder = JobFolder(tmp_path / "job")
    wait_for(lambda: events_of(folder, RungReached))
    folder.write_verdict(Verdict.PAUSE)
    assert job.wait(timeout=60) == 0
    assert folder.result() is None

    job = start_job(tmp_path / "job", spec)
    wait_for(lambda: len(events_of(folder, RungReached)) == 2)
    folder.write_verdict(Verdict.GO)

    assert job.wait(timeout=120) == 0
    assert result_of(folder).epochs_done == 4
    assert epochs_reported(folder) == [1, 2, 3, 4]
    assert epochs_in_results(folder) == [1, 2, 3, 4]


def test_training_when_killed_goes_on_and_asks_its_rung_again(snapshot: Path, tmp_path: Path):
    spec = train_spec(snapshot, recipe=replace(TINY, epochs=4), rungs=(2, 4))
    job = start_job(tmp_path / "job", spec)
    folder = JobFolder(tmp_path / "job")
    wait_for(lambda: events_of(folder, RungReached))
    job.kill()
    job.wait(timeout=60)

    job = start_job(tmp_path / "job", spec)
    wait_for(lambda: len(events_of(folder, RungReached)) == 2)
    folder.write_verdict(Verdict.PRUNE)

    assert job.wait(timeout=120) == 0
    first, again = events_of(folder, RungReached)
    assert (again.epoch, again.value) == (2, pytest.approx(first.value, abs=1e-5))
    assert result_of(folder).pruned
    assert epochs_reported(folder) == [1, 2]


def test_training_when_resumed_after_its_last_epoch_is_only_measured(
    snapshot: Path, tmp_path: Path
):
    folder = run_job(tmp_path / "job", train_spec(snapshot))
    let_last_epoch_end(folder, at_s=1000)

    run_job(tmp_path / "job", train_spec(snapshot))

    assert result_of(folder).epochs_done == 3
    assert epochs_reported(folder) == [1, 2, 3]
    assert result_of(folder).accuracies[0].num_images == 5
    assert result_of(folder).seconds > 1000


def test_training_when_its_checkpoint_is_damaged_says_so(snapshot: Path, tmp_path: Path):
    spec = train_spec(snapshot, resume=True)
    last = tmp_path / "job" / "run" / "weights" / "last.pt"
    last.parent.mkdir(parents=True)
    last.write_bytes(b"half a checkpoint")

    failure = run_job(tmp_path / "job", spec).failure()

    assert failure is not None
    assert failure.kind == "DataError"
    assert "last.pt" in failure.message


# Two steps an epoch: the second is in the first epoch, where Ultralytics itself halves the batch;
# the fourth is in the second, where it gives up.
@pytest.mark.parametrize("step", [2, 4])
def test_training_when_gpu_memory_runs_out_halves_the_batch(
    snapshot: Path, tmp_path: Path, step: int
):
    spec = train_spec(snapshot)

    folder = run_job(tmp_path / "job", spec, fault=f"oom:{step}")

    result = result_of(folder)
    assert result.batch == 2
    assert result.epochs_done == 3
    assert epochs_reported(folder) == [1, 2, 3]
    assert epochs_in_results(folder) == [1, 2, 3]
    (notice,) = events_of(folder, Notice)
    assert "2 instead of 4" in notice.text


def test_training_when_even_one_image_is_too_much_fails_with_advice(snapshot: Path, tmp_path: Path):
    spec = train_spec(snapshot, recipe=replace(TINY, batch=1))

    folder = run_job(tmp_path / "job", spec, fault="oom:12")

    failure = folder.failure()
    assert failure is not None
    assert failure.kind == "ResourceError"
    assert "smaller image size" in failure.hint
