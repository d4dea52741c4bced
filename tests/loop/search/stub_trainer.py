"""A worker that plays a training in a process of its own: `python stub_trainer.py JOB_DIR`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from engine.domain.events import EpochFinished, RungReached
from engine.domain.jobs import TrainSpec, Verdict
from engine.domain.results import TrainResult
from engine.jobs.folder import JobFolder
from engine.jobs.processes import end_this_process_and_its_children
from engine.jobs.reporter import Reporter, Stopped
from tests.loop.search.builders import hilly
from tests.loop.search.scripted import epochs_done, remember_epochs, train_result

_EPOCH_S = 0.01


def train(spec: TrainSpec, reporter: Reporter) -> TrainResult:
    """Finish epochs, each remembered at once, until the end or until pruned."""
    epochs, final = spec.recipe.epochs, hilly(spec)
    while (done := epochs_done(reporter.folder)) < epochs:
        reporter.raise_if_asked()
        time.sleep(_EPOCH_S)
        remember_epochs(reporter.folder, done + 1)
        reporter.emit(EpochFinished(done + 1, epochs, {}, None, None, None))
        if done + 1 in spec.rungs:
            reporter.emit(RungReached(done + 1, final * (done + 1) / epochs))
            if done + 1 < epochs and reporter.wait_for_verdict() is Verdict.PRUNE:
                return train_result(reporter.folder, spec, value=final, is_pruned=True)
    return train_result(reporter.folder, spec, value=final, is_pruned=False)


def main(job_dir: Path) -> None:
    """Be the worker of a job."""
    folder = JobFolder(job_dir)
    if not folder.claim():
        return
    spec = folder.spec()
    assert isinstance(spec, TrainSpec)
    reporter = Reporter(
        folder, end_worker=end_this_process_and_its_children, beat_s=0.1, lease_s=1.0
    )
    try:
        with reporter:
            folder.write_result(train(spec, reporter))
    except Stopped:
        return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
