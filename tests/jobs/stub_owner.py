"""A program that starts a job and keeps it running, to be killed by a test."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from engine.jobs.folder import JobFolder
from engine.jobs.local import LocalExecutor

if __name__ == "__main__":
    job_dir, python, worker, ends_with_owner = sys.argv[1:]
    executor = LocalExecutor(command=(python, worker), ends_with_owner=ends_with_owner == "yes")
    executor.start(JobFolder(Path(job_dir)))
    while True:
        executor.pump()
        time.sleep(0.05)
