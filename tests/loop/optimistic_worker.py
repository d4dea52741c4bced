"""A worker that really trains, but tells that every recipe but the defaults did well.

So a challenger meets the defaults whatever two tiny epochs reach: `python -m ... JOB_DIR`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from engine.worker.environment import prepare_environment


def main(job_dir: Path) -> None:
    """Be the worker of a training."""
    prepare_environment()
    from engine.domain.events import JobEvent, RungReached
    from engine.domain.jobs import JobKind, TrainSpec
    from engine.domain.results import TrainResult
    from engine.jobs.folder import JobFolder
    from engine.jobs.reporter import Reporter
    from engine.worker.dispatch import run_job
    from engine.worker.runners import train

    def well(spec: TrainSpec, reporter: Reporter) -> TrainResult:
        is_defaults = job_dir.name.endswith(("trial-0000", "defaults"))
        value = 0.2 if is_defaults else 0.6
        tell = reporter.emit

        def emit(event: JobEvent) -> None:
            tell(replace(event, value=value) if isinstance(event, RungReached) else event)

        reporter.emit = emit  # type: ignore[method-assign]
        return replace(train(spec, reporter), value=value)

    folder = JobFolder(job_dir)
    if folder.claim():
        run_job(folder, runners={JobKind.TRAIN: well})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
