"""A worker that plays a script instead of working."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from engine.domain.events import Notice, Progressed, Started
from engine.domain.jobs import QuerySpec
from engine.domain.results import QueryResult
from engine.jobs.folder import JobFolder
from engine.jobs.processes import end_this_process_and_its_children
from engine.jobs.reporter import Reporter, Stopped

_BLOCK = b"epoch 1/100: all is well\n" * 40_000  # 1 MB


def play(folder: JobFolder) -> None:
    """Play the script that the job's spec names."""
    spec = folder.spec()
    assert isinstance(spec, QuerySpec)
    reporter = Reporter(
        folder, end_worker=end_this_process_and_its_children, beat_s=0.05, lease_s=0.5
    )
    try:
        with reporter:
            _SCRIPTS[spec.strategy](reporter)
    except Stopped:
        return


def succeed(reporter: Reporter) -> None:
    reporter.emit(Started("stub"))
    reporter.emit(Progressed(1, 1))
    reporter.folder.write_result(QueryResult((), "random"))


def obey(reporter: Reporter) -> None:
    """Work until asked to stop."""
    reporter.emit(Started("stub"))
    while True:
        reporter.raise_if_asked()
        time.sleep(0.01)


def crash(reporter: Reporter) -> None:
    raise RuntimeError("the stub fell over")


def segfault(reporter: Reporter) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def hang(reporter: Reporter) -> None:
    reporter.emit(Started("stub"))
    time.sleep(600)


def ignore_all(reporter: Reporter) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    hang(reporter)


def have_child(reporter: Reporter) -> None:
    subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(600)"])
    obey(reporter)


def leave_child(reporter: Reporter) -> None:
    subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(600)"])
    succeed(reporter)


def flood(reporter: Reporter) -> None:
    for _ in range(100):
        sys.stdout.buffer.write(_BLOCK)
    succeed(reporter)


def write_garbage(reporter: Reporter) -> None:
    reporter.emit(Notice("before"))
    with (reporter.folder.path / "events.jsonl").open("ab") as file:
        file.write(b'\x00garbage\n{"v":1,"seq":3,"ev')


def say_nothing(reporter: Reporter) -> None:
    """End well, without a result."""


def linger(reporter: Reporter) -> None:
    """Hand over the result and never end."""
    succeed(reporter)
    threading.Event().wait()


def leave_slowly(reporter: Reporter) -> None:
    """Hand over the result and take a moment to end."""
    succeed(reporter)
    time.sleep(0.5)


_SCRIPTS = {
    script.__name__: script
    for script in (
        succeed,
        obey,
        crash,
        segfault,
        hang,
        ignore_all,
        have_child,
        leave_child,
        flood,
        write_garbage,
        say_nothing,
        linger,
        leave_slowly,
    )
}

if __name__ == "__main__":
    job = JobFolder(Path(sys.argv[1]))
    if not job.claim():
        sys.exit("it has a worker already")
    play(job)
