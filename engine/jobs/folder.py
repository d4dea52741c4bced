"""A job folder: the files by which the owner of a job and its worker speak."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from engine.domain.errors import ConflictError, DataError, NotFoundError
from engine.domain.events import Failed, JobEvent
from engine.domain.jobs import JobSpec, Verdict
from engine.domain.results import JobResult
from engine.jobs import codec
from engine.jobs.codec import NumberedEvent
from engine.jobs.event_log import EventLog
from engine.jobs.files import (
    create_atomic,
    open_to_append,
    read_if_there,
    write_atomic,
    writing,
)
from engine.jobs.processes import ProcessMark, is_alive, mark_this_process

T = TypeVar("T")

_TAIL_BYTES = 4096
_MAX_LINE = 200
_MOST_LINES = 100
# What steers terminals: escape sequences, and single signs but for those that end lines.
_NO_TEXT = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# As Python ends what it says of an exception, or begins to tell of a crash.
_NAMES_ERROR = re.compile(r"([\w.]*(Error|Exception|Interrupt)\b|Fatal Python error)")
# A worker that was told to pause is not sent on by the answer to its last rung.
_FORCE = {Verdict.GO: 0, Verdict.PRUNE: 1, Verdict.PAUSE: 2, Verdict.CANCEL: 3}


@dataclass(frozen=True, slots=True)
class Control:
    """What the owner said last, and how often it has spoken in this attempt."""

    seq: int = 0
    do: Verdict = Verdict.GO


@dataclass(frozen=True, slots=True)
class _Attempt:
    number: int


class JobFolder:
    """One job on disk. Any thread, any process; all but the events is written atomically.

    The owner writes `job.json`, `attempt.json`, `control.json` and `lease`; the worker
    `process-<attempt>.json`, `events.jsonl`, `heartbeat` and, last of all, `result.json` or
    `failure.json`. A job that is resumed keeps its folder: its endings go, its events go on.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._events = EventLog(self.path / "events.jsonl")

    def __repr__(self) -> str:
        return f"JobFolder({str(self.path)!r})"

    @classmethod
    def create(cls, path: Path, spec: JobSpec) -> JobFolder:
        """Make the folder of a new job.

        Raises:
            ConflictError: There is a job in it already.
            ResourceError: It cannot be written.
        """
        folder = cls(path)
        with writing(folder.path):
            folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        data = codec.encode_spec(spec, home=folder.home)
        if not create_atomic(folder.path / "job.json", data):
            raise ConflictError(f"{folder.path} holds a job already.")
        return folder

    @property
    def home(self) -> str:
        """The folder's path without links; what a job belongs to."""
        return str(self.path.resolve())

    @property
    def log_path(self) -> Path:
        """The file that takes all that third-party code prints."""
        return self.path / "run.log"

    def exists(self) -> bool:
        """Whether there is a job."""
        return (self.path / "job.json").is_file()

    def spec(self) -> JobSpec:
        """Return what to do.

        Raises:
            NotFoundError: There is no job.
            DataError: It is damaged, of a later version or from elsewhere.
        """
        data = read_if_there(self.path / "job.json")
        if data is None:
            raise NotFoundError(f"There is no job in {self.path}.")
        return codec.decode_spec(data, home=self.home)

    def append(self, event: JobEvent) -> int:
        """Add an event; return its number. The worker only, one thread at a time.

        Raises:
            ResourceError: It cannot be written; then it is not in the file, not even half.
        """
        return self._events.append(event)

    def read_events(self, after_seq: int = 0) -> list[NumberedEvent]:
        """Return the complete events with a higher number, in order; reading changes nothing."""
        return self._events.read(after_seq)

    def write_result(self, result: JobResult) -> None:
        """Hand over the result; the worker's last word."""
        write_atomic(self.path / "result.json", codec.encode_result(result))

    def has_result(self) -> bool:
        """Whether the job has finished."""
        return (self.path / "result.json").exists()

    def result(self) -> JobResult | None:
        """Return the result, None while there is none.

        Raises:
            DataError: It is damaged or of a later version.
        """
        data = read_if_there(self.path / "result.json")
        return None if data is None else codec.decode_result(data)

    def write_failure(self, failure: Failed) -> None:
        """Say why there will be no result."""
        write_atomic(self.path / "failure.json", codec.encode_document(failure))

    def failure(self) -> Failed | None:
        """Return why the last attempt failed, None where it did not or has not said so."""
        return self._read("failure.json", Failed)

    def write_verdict(self, verdict: Verdict) -> None:
        """Tell the worker what to do. A standing order is never weakened within an attempt."""
        current = self.control()
        strongest = max(verdict, current.do, key=lambda do: _FORCE[do])
        data = codec.encode_document(Control(current.seq + 1, strongest))
        write_atomic(self.path / "control.json", data)

    def control(self) -> Control:
        """Return what the owner said last; GO, number 0, while it has said nothing."""
        return self._read("control.json", Control) or Control()

    def begin_attempt(self) -> None:
        """Ready the folder for a worker: count the attempt, take away how the last one ended.

        Nothing changes where no worker has taken the attempt up yet. The owner only.

        Raises:
            ConflictError: The worker of the last attempt is still alive.
        """
        taken_up = self._attempts_taken_up()
        mark = self._read(_mark_name(taken_up), ProcessMark)
        if mark is not None and is_alive(mark):
            raise ConflictError(f"The job {self.path.name} is running already.")
        write_atomic(self.path / "attempt.json", codec.encode_document(_Attempt(taken_up + 1)))
        for name in ("result.json", "failure.json", "control.json", "lease"):
            with writing(self.path / name):
                (self.path / name).unlink(missing_ok=True)

    def attempt(self) -> int:
        """Return how often the job was started, 0 before the first time."""
        attempt = self._read("attempt.json", _Attempt)
        return attempt.number if attempt else 0

    def claim(self, mark: ProcessMark | None = None) -> bool:
        """Take up the attempt; return False where another worker has.

        Args:
            mark: The worker; None = this process.
        """
        data = codec.encode_document(mark or mark_this_process())
        return create_atomic(self.path / _mark_name(self.attempt()), data)

    def process(self) -> ProcessMark | None:
        """Return the worker of the current attempt, alive or not; None until one has begun."""
        return self._read(_mark_name(self.attempt()), ProcessMark)

    def beat(self) -> None:
        """Show that the worker lives."""
        _touch(self.path / "heartbeat")

    def heartbeat_age_s(self) -> float | None:
        """Return the seconds since the last heartbeat by the wall clock, None before the first."""
        touched_ns = _touched_ns(self.path / "heartbeat")
        return None if touched_ns is None else max(0.0, time.time() - touched_ns / 1e9)

    def touch_lease(self) -> None:
        """Show that the owner lives; a job with a lease ends soon after its owner."""
        _touch(self.path / "lease")

    def lease_touched_ns(self) -> int | None:
        """Return when the owner last touched the lease, None where the job needs none."""
        return _touched_ns(self.path / "lease")

    def append_log(self, text: str) -> None:
        """Add to `run.log`.

        Raises:
            ResourceError: It cannot be written.
        """
        with writing(self.log_path), open_to_append(self.log_path) as file:
            file.write(text.encode())

    def log_tail(self, num_lines: int = 3) -> str:
        """Return the last lines of `run.log` that say something, each shortened and plain text."""
        try:
            with self.log_path.open("rb") as file:
                file.seek(max(0, self.log_path.stat().st_size - _TAIL_BYTES))
                text = file.read().decode(errors="replace")
        except FileNotFoundError:
            return ""
        lines = [line.strip() for line in _NO_TEXT.sub("", text).splitlines() if line.strip()]
        return "\n".join(line[:_MAX_LINE] for line in lines[-num_lines:])

    def last_error(self) -> str:
        """Return the last line of `run.log` that names an error; empty where none does."""
        lines = self.log_tail(_MOST_LINES).splitlines()
        return next((line for line in reversed(lines) if _NAMES_ERROR.match(line)), "")

    def _attempts_taken_up(self) -> int:
        names = (path.name for path in self.path.glob(_mark_name("*")))
        numbers = (re.fullmatch(_mark_name(r"(\d+)"), name) for name in names)
        return max((int(number[1]) for number in numbers if number), default=0)

    def _read(self, name: str, kind: type[T]) -> T | None:
        data = read_if_there(self.path / name)
        if data is None:
            return None
        try:
            return codec.decode_document(data, kind)
        except DataError:
            return None  # from elsewhere: as good as not there


def _mark_name(attempt: int | str) -> str:
    return f"process-{attempt}.json"


def _touch(path: Path) -> None:
    with writing(path):
        path.touch(mode=0o600)


def _touched_ns(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
