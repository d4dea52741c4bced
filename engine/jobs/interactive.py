"""The interactive worker as its owner sees it: asked by any thread, one request at a time."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from engine.domain.errors import EngineError, ResourceError
from engine.domain.requests import Reply, Request
from engine.jobs.dialogue import decode_reply, encode_request
from engine.jobs.files import open_to_append
from engine.jobs.local_worker import creation_flags, worker_command, worker_environment
from engine.jobs.processes import describe_exit

# A process that dies of the same request twice would die of it forever.
_MAX_TRIES = 2
_IDLE_S = 600.0


@dataclass(slots=True)
class _Errand:
    """A request on its way, and where its reply is waited for."""

    topic: str
    request: Request
    future: Future[Reply] = field(default_factory=Future)


class InteractiveWorker:
    """A process that is started by the first request and kept warm for the next ones.

    Unlike a job it speaks by pipes and ends with its owner: it reads the end of its input, however
    the owner ended. It ends by itself after a while without requests, and starts again with the
    next. A request that it dies of is tried once more. Any thread.
    """

    def __init__(
        self,
        log_path: Path,
        *,
        command: Sequence[str] | None = None,
        threads: int = 0,
        idle_s: float = _IDLE_S,
    ) -> None:
        """Prepare it; nothing is started.

        Args:
            log_path: What it prints goes there.
            command: Starts a worker, in place of Loupe's own.
            threads: Processor threads for its libraries; 0 leaves their choice.
            idle_s: So long without requests, and it ends.
        """
        self._log_path = log_path
        self._command = [*(command or worker_command()), "--interactive", str(idle_s)]
        self._threads = threads
        self._waiting: dict[str, _Errand] = {}
        self._wake = threading.Condition()
        self._is_open = True
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process, while it runs."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def ask(self, request: Request, *, topic: str) -> Future[Reply]:
        """Hand a request over; of those that wait on one topic only the latest counts.

        The future of one that a later one replaced is cancelled. Whoever cancels a future gives up
        its request, or its reply where the worker is at it already. Callbacks of a future run on a
        thread of the worker's owner, which they must not hold.

        Returns:
            The reply to come, or an EngineError.
        """
        errand = _Errand(topic, request)
        with self._wake:
            if not self._is_open:
                errand.future.cancel()
                return errand.future
            replaced = self._waiting.pop(topic, None)
            self._waiting[topic] = errand
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="interactive-worker", daemon=True
                )
                self._thread.start()
            self._wake.notify()
        if replaced is not None:
            replaced.future.cancel()
        return errand.future

    def shutdown(self, *, timeout_s: float = 5.0) -> bool:
        """End the process and give up what waits; return whether it ended in time."""
        with self._wake:
            self._is_open = False
            waiting, self._waiting = list(self._waiting.values()), {}
            # It holds nothing that has to be stored.
            if self._child is not None:
                self._child.kill()
            self._wake.notify()
        for errand in waiting:
            errand.future.cancel()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (errand := self._next()) is not None:
            if not errand.future.set_running_or_notify_cancel():
                continue
            try:
                reply = self._reply_to(errand.request)
            except EngineError as error:
                errand.future.set_exception(error)
            else:
                errand.future.set_result(reply)
        self._bury()

    def _next(self) -> _Errand | None:
        with self._wake:
            while self._is_open and not self._waiting:
                self._wake.wait()
            if not self._is_open:
                return None
            return self._waiting.pop(next(iter(self._waiting)))

    def _reply_to(self, request: Request) -> Reply:
        line, ending = encode_request(request), ""
        for _ in range(_MAX_TRIES):
            child = self._living_child()
            if answer := _exchange(child, line):
                return decode_reply(answer, request)
            ending = self._bury()
            if not self._is_open:
                break
        raise ResourceError(
            f"The worker that helps while you label {ending}.",
            hint=f"Try again; it starts anew. {self._log_path} tells more.",
        )

    def _living_child(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._bury()
        child = self._started()
        with self._wake:
            self._child = child
            if not self._is_open:
                child.kill()
        return child

    def _started(self) -> subprocess.Popen[bytes]:
        try:
            with contextlib.ExitStack() as stack:
                return subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self._log(stack),
                    env=worker_environment(threads=self._threads),
                    start_new_session=sys.platform != "win32",
                    creationflags=creation_flags(),
                )
        except OSError as error:
            raise ResourceError(
                f"The worker {self._command[0]} cannot be started: {error.strerror}.",
                hint="Install Loupe again, or look for what blocks it.",
            ) from error

    def _log(self, stack: contextlib.ExitStack) -> IO[bytes] | int:
        try:
            self._log_path.parent.mkdir(parents=True, exist_ok=True)
            self._log_path.unlink(missing_ok=True)
            return stack.enter_context(open_to_append(self._log_path))
        except OSError:  # a full disk is no reason not to help
            return subprocess.DEVNULL

    def _bury(self) -> str:
        """Let go of a process that ended or shall end; return how it ended."""
        child, self._child = self._child, None
        if child is None:
            return ""
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        return describe_exit(child.wait())


def _exchange(child: subprocess.Popen[bytes], line: bytes) -> bytes:
    """Return the line that a process replies; nothing where it ended instead."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(line)
        child.stdin.flush()
    except OSError:
        return b""
    reply = child.stdout.readline()
    return reply if reply.endswith(b"\n") else b""
