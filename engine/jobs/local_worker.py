"""One worker process as its owner sees it: started by it or found alive."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import engine
from engine.domain.errors import ResourceError
from engine.domain.jobs import Verdict
from engine.jobs.files import open_to_append
from engine.jobs.folder import JobFolder
from engine.jobs.processes import JOB_VARIABLE, describe_exit, end_processes, is_alive

_THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


@dataclass(frozen=True, slots=True)
class StopTimes:
    """Seconds from the request to the termination of a worker, and from there to its killing."""

    terminate_after_s: float = 10.0
    kill_after_s: float = 5.0


class LocalWorker:
    """A worker and the clock that runs once it should be over. One thread at a time."""

    def __init__(self, folder: JobFolder, times: StopTimes) -> None:
        self.folder = folder
        self._times = times
        self._child: subprocess.Popen[bytes] | None = None
        self._must_end = False
        self._should_end_since: float | None = None
        self._was_terminated = False

    def launch(self, command: Sequence[str] | None, *, threads: int) -> None:
        """Start the process, apart from this one: its own session, no pipes, output to the log.

        Raises:
            ResourceError: It cannot be started.
        """
        line = [*(command or worker_command()), str(self.folder.path)]
        try:
            with open_to_append(self.folder.log_path) as log:
                self._child = subprocess.Popen(
                    line,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=self.folder.path,
                    env=worker_environment(threads=threads) | {JOB_VARIABLE: self.folder.home},
                    start_new_session=sys.platform != "win32",
                    creationflags=creation_flags(),
                )
        except OSError as error:
            raise ResourceError(
                f"The worker {line[0]} cannot be started: {error.strerror}.",
                hint="Install Loupe again, or look for what blocks it.",
            ) from error

    def is_alive(self) -> bool:
        """Whether the process runs; of a child that ended, the exit code is kept."""
        if self._child is not None and self._child.poll() is None:
            return True
        # The child may have been a launcher only, or have found that another worker came first.
        mark = self.folder.process()
        return mark is not None and is_alive(mark)

    def demand_end(self) -> None:
        """Start the clock even where the request cannot be written: on a full disk."""
        self._must_end = True

    def press(self) -> None:
        """Terminate, then kill a worker that was cancelled or has said its last word."""
        if not self._should_end():
            return
        now = time.monotonic()
        if self._should_end_since is None:
            self._should_end_since = now
        waited_s = now - self._should_end_since
        if waited_s >= self._times.terminate_after_s + self._times.kill_after_s:
            self._end(force=True)
        elif waited_s >= self._times.terminate_after_s and not self._was_terminated:
            self._was_terminated = True
            self._end(force=False)

    def describe_end(self) -> str:
        """Say how the process ended, as far as its owner can know."""
        if self._child is None or self._child.returncode is None:
            return "ended without a result"
        if self._child.returncode == 0:
            return "ended without a result, as if all were well"
        return describe_exit(self._child.returncode)

    def release(self) -> None:
        """Let the process go on alone."""
        if self._child is not None and self._child.poll() is None:
            # The only way to tell a Popen that nobody will wait for its process any more.
            self._child.returncode = 0

    def _should_end(self) -> bool:
        return (
            self._must_end
            or self.folder.control().do is Verdict.CANCEL
            or self.folder.has_result()
            or self.folder.failure() is not None
        )

    def _end(self, *, force: bool) -> None:
        end_processes(self.folder.process(), job_dir=self.folder.home, force=force)


def worker_command() -> list[str]:
    """Return the command that starts a worker; the job folder is its argument."""
    # The frozen program has no interpreter to be asked for a module.
    if getattr(sys, "frozen", False):
        return [sys.executable, "--worker"]
    return [sys.executable, "-m", "engine.worker"]


def worker_environment(*, threads: int) -> dict[str, str]:
    """Return the environment of a worker process; 0 threads leave libraries their choice."""
    environment = os.environ | {
        # Nothing in the folder where the worker lives may be taken for a module.
        "PYTHONSAFEPATH": "1",
        "PYTHONPATH": os.pathsep.join(_module_folders()),
        "PYTHONFAULTHANDLER": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
    if threads:
        environment |= dict.fromkeys(_THREAD_VARIABLES, str(threads))
    return environment


def creation_flags() -> int:
    """Return how a worker is started apart from this process on Windows; nothing elsewhere."""
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return 0


def _module_folders() -> list[str]:
    """Return the folders of PYTHONPATH, none of them relative, and that of a source checkout."""
    given = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    source = Path(engine.__path__[0]).parent
    is_installed = source.name in {"site-packages", "dist-packages"}
    own = [] if is_installed else [str(source)]
    return own + [str(Path(entry).absolute()) for entry in given]
