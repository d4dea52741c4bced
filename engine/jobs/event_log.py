"""The events of a job: a file of lines that one writer appends to and others read."""

from __future__ import annotations

import os
from pathlib import Path

from engine.domain.events import JobEvent
from engine.jobs.codec import NumberedEvent, decode_event, encode_event
from engine.jobs.files import open_to_append, writing


class EventLog:
    """`events.jsonl`. An event's number is its line's, so a garbage line shifts nothing.

    A line without its line feed is not there yet for a reader; a new writer cuts it off, since
    whoever wrote it is dead. Reading: any thread. Writing: one process, one thread at a time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # How many lines end before which byte: where the last read and the last write stopped.
        self._read_to = (0, 0)
        self._written_to: tuple[int, int] | None = None

    def append(self, event: JobEvent) -> int:
        """Add an event; return its number.

        Raises:
            ResourceError: It cannot be written; the file is as it was.
        """
        with writing(self._path), open_to_append(self._path) as file:
            seq, end = self._find_end(file.fileno())
            line = encode_event(seq + 1, event)
            _write_whole(file.fileno(), line, start=end)
        self._written_to = (seq + 1, end + len(line))
        return seq + 1

    def read(self, after_seq: int) -> list[NumberedEvent]:
        """Return the events with a higher number, in order; cheap where nothing was added."""
        num_lines, start = self._read_to
        if num_lines != after_seq or start > self._size():
            num_lines, start = 0, 0
        lines = self._complete_lines(start)
        self._read_to = (num_lines + len(lines), start + sum(map(len, lines)))
        return [
            _renumbered(line, seq)
            for seq, line in enumerate(lines, start=num_lines + 1)
            if seq > after_seq
        ]

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except FileNotFoundError:
            return 0

    def _complete_lines(self, start: int) -> list[bytes]:
        try:
            with self._path.open("rb") as file:
                file.seek(start)
                data = file.read()
        except FileNotFoundError:
            return []
        complete = data[: data.rfind(b"\n") + 1]
        return [line + b"\n" for line in complete.split(b"\n")[:-1]]

    def _find_end(self, descriptor: int) -> tuple[int, int]:
        """Return the number of whole lines and where they end; cut off what follows."""
        size = os.fstat(descriptor).st_size
        if self._written_to is None or self._written_to[1] != size:
            lines = self._complete_lines(0)
            self._written_to = (len(lines), sum(map(len, lines)))
            os.ftruncate(descriptor, self._written_to[1])
        return self._written_to


def _write_whole(descriptor: int, line: bytes, *, start: int) -> None:
    """Write all of a line; where the disk is full half way, take the half back."""
    rest = memoryview(line)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError:
        os.ftruncate(descriptor, start)
        raise


def _renumbered(line: bytes, seq: int) -> NumberedEvent:
    decoded = decode_event(line)
    return NumberedEvent(seq, decoded.time, decoded.event)
