"""Runs a job of vision in a process of its own: `python -m tests.vision.child JOB_DIR [FAULT]`.

FAULT is `oom:N`: the N-th step of the training or scoring, counted from 1, finds no GPU memory.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from engine.worker.environment import prepare_environment

HEAVY = ("torch._inductor", "sympy", "polars", "matplotlib.pyplot", "requests")


def main(job_dir: Path, fault: str = "") -> None:
    prepare_environment()
    from engine.domain.jobs import JobKind
    from engine.jobs.folder import JobFolder
    from engine.vision.export import export
    from engine.vision.scoring import score
    from engine.vision.training import train
    from engine.worker.dispatch import run_job

    if fault:
        fail_at_step(int(fault.removeprefix("oom:")))
    folder = JobFolder(job_dir)
    folder.begin_attempt()
    folder.claim()
    runners = {JobKind.TRAIN: train, JobKind.SCORE: score, JobKind.EXPORT: export}
    run_job(folder, runners=runners)
    loaded = [name for name in HEAVY if name in sys.modules]
    (job_dir / "heavy.json").write_text(json.dumps(loaded), encoding="utf-8")


def fail_at_step(number: int) -> None:
    """Let one step raise what CUDA raises when its memory is full."""
    import torch
    from ultralytics.nn.tasks import DetectionModel

    steps = 0
    forward = DetectionModel.forward

    def failing(model, x, *args, **kwargs):
        nonlocal steps
        is_step = isinstance(x, dict) if model.training else len(x) > 1
        steps += is_step
        if is_step and steps == number:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 1 GiB.")
        return forward(model, x, *args, **kwargs)

    DetectionModel.forward = failing


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
