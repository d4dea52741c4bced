"""Processes of the operating system, known by pid and birth so that a reused pid fools nobody."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import psutil

JOB_VARIABLE = "LOUPE_JOB_DIR"  # every process of a worker inherits it, orphans too


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """A process: its pid, when it started (seconds since the epoch) and what tells it apart."""

    pid: int
    started_at: float
    birth: str


# Stands for a worker that never was a process of its own.
NO_PROCESS = ProcessMark(0, 0.0, "none")


def mark_this_process() -> ProcessMark:
    """Return the mark of the running process."""
    process = psutil.Process()
    return ProcessMark(process.pid, process.create_time(), _birth(process))


def is_alive(mark: ProcessMark) -> bool:
    """Whether that very process runs; a zombie does not."""
    try:
        process = psutil.Process(mark.pid)
        return _birth(process) == mark.birth and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:  # gone, or another user's
        return False


def end_processes(mark: ProcessMark | None, *, job_dir: str, force: bool) -> None:
    """End a worker, all that descends from it and orphans it left behind.

    Args:
        mark: The worker; None where only orphans are looked for.
        job_dir: The `home` of its job folder, by which its orphans are known.
        force: Kill instead of asking to terminate.
    """
    for process in list(_family(mark, job_dir)):
        with contextlib.suppress(psutil.Error):
            if force:
                process.kill()
            else:
                process.terminate()


def end_this_process_and_its_children() -> NoReturn:
    """Kill everything this process started, then itself, without a last word."""
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            process.kill()
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def describe_exit(returncode: int) -> str:
    """Say how a process ended: "was killed by SIGSEGV", "ended with exit code 1"."""
    if returncode >= 0:
        return f"ended with exit code {returncode}"
    try:
        name = signal.Signals(-returncode).name
    except ValueError:
        name = f"signal {-returncode}"
    return f"was killed by {name}"


def _birth(process: psutil.Process) -> str:
    # Linux tells the start in ticks since the boot; any clock time shifts when the clock is set.
    if sys.platform != "linux":
        return f"{process.create_time():.3f}"
    try:
        stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (FileNotFoundError, ProcessLookupError) as error:
        raise psutil.NoSuchProcess(process.pid) from error
    # Field 22; the name before it stands in parentheses and may contain blanks.
    return f"{boot}/{stat.rpartition(')')[2].split()[19]}"


def _family(mark: ProcessMark | None, job_dir: str) -> Iterator[psutil.Process]:
    """The worker first: were a child to end before it, it would report that as its failure."""
    seen = {os.getpid()}
    if mark is not None and is_alive(mark):
        with contextlib.suppress(psutil.Error):
            worker = psutil.Process(mark.pid)
            seen.add(worker.pid)
            children = worker.children(recursive=True)
            yield worker
            seen.update(child.pid for child in children)
            yield from children
    for process in psutil.process_iter():
        if process.pid not in seen and _belongs_to(process, job_dir):
            yield process


def _belongs_to(process: psutil.Process, job_dir: str) -> bool:
    try:
        return process.environ().get(JOB_VARIABLE) == job_dir
    except (psutil.Error, OSError):  # another user's, or gone meanwhile
        return False
