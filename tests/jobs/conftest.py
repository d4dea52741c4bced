"""No test of jobs leaves a process behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from engine.jobs.processes import JOB_VARIABLE


@pytest.fixture
def no_orphans(tmp_path: Path) -> Iterator[None]:
    """Fail where a process of a job in the test's folder does not end soon after it; end it."""
    yield
    left = [process for process in psutil.process_iter() if _is_of(process, tmp_path)]
    _, alive = psutil.wait_procs(left, timeout=60)
    for process in alive:
        process.kill()
    assert not alive


def _is_of(process: psutil.Process, folder: Path) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.environ().get(JOB_VARIABLE, "").startswith(str(folder.resolve()))
    except (psutil.Error, OSError):
        return False
