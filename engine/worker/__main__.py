"""The command `python -m engine.worker JOB_DIR`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from engine.worker.environment import prepare_environment, step_back


def main(arguments: Sequence[str]) -> int:
    """Run one job in this process, which is its own; return the exit code."""
    prepare_environment()
    from engine.jobs.folder import JobFolder
    from engine.jobs.processes import end_this_process_and_its_children
    from engine.worker.dispatch import run_job

    folder = JobFolder(Path(arguments[0])) if len(arguments) == 1 else None
    if folder is None or not folder.exists():
        sys.stderr.write("Usage: python -m engine.worker JOB_DIR\n")
        return 2
    if not folder.attempt():  # started by hand
        folder.begin_attempt()
    if not folder.claim():
        sys.stderr.write(f"{folder.path} has a worker already.\n")
        return 1
    step_back()
    run_job(folder, end_worker=end_this_process_and_its_children)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
