"""A controller in a process of its own, to be killed: `python controller_process.py JOB_DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.domain.jobs import SearchSpec
from engine.domain.results import SearchResult
from engine.jobs.folder import JobFolder
from engine.jobs.local import LocalExecutor
from engine.jobs.reporter import Reporter
from engine.loop.search_controller import search

_ROOT = Path(__file__).resolve().parents[3]
_TRAINER = (sys.executable, "-m", "tests.loop.search.stub_trainer")


def run_controller(folder: JobFolder) -> SearchResult:
    """Run a search with two stub trainers at a time, each a process."""
    spec = folder.spec()
    assert isinstance(spec, SearchSpec)
    executor = LocalExecutor(slots=2, command=_TRAINER, ends_with_owner=True)
    try:
        return search(spec, Reporter(folder), executor, folder.path / "trials", poll_s=0.02)
    finally:
        executor.shutdown()


if __name__ == "__main__":
    run_controller(JobFolder(Path(sys.argv[1])))
