"""The event log gives each event once, in order, however its file grows."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import ResourceError
from engine.domain.events import Notice, UnknownEvent
from engine.jobs.codec import encode_event
from engine.jobs.event_log import EventLog

TEXTS = ["one", "two", "three", "four"]
FILE = b"".join(encode_event(seq, Notice(text)) for seq, text in enumerate(TEXTS, start=1))


@given(cuts=st.lists(st.integers(0, len(FILE)), max_size=8).map(sorted))
def test_events_when_the_file_grows_by_any_bytes_come_once_and_in_order(cuts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        log, seen = EventLog(path), []
        for end in [*cuts, len(FILE)]:
            path.write_bytes(FILE[:end])
            seen += log.read(seen[-1].seq if seen else 0)
    assert [numbered.seq for numbered in seen] == [1, 2, 3, 4]
    assert [numbered.event for numbered in seen] == [Notice(text) for text in TEXTS]


@given(end=st.integers(0, len(FILE)))
def test_append_when_the_last_writer_died_in_a_line_takes_its_number(end: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        path.write_bytes(FILE[:end])
        seq = EventLog(path).append(Notice("new"))
        events = EventLog(path).read(0)
    assert seq == FILE[:end].count(b"\n") + 1
    assert [numbered.seq for numbered in events] == list(range(1, seq + 1))
    assert events[-1].event == Notice("new")


def test_read_when_there_is_no_file_is_empty(tmp_path: Path) -> None:
    assert EventLog(tmp_path / "events.jsonl").read(0) == []


def test_read_when_asked_again_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_bytes(FILE)
    log = EventLog(tmp_path / "events.jsonl")
    assert log.read(0) == log.read(0)
    assert [numbered.seq for numbered in log.read(2)] == [3, 4]
    assert log.read(4) == []


def test_read_when_a_line_is_garbage_keeps_it_and_the_numbers_after_it(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "events.jsonl")
    log.append(Notice("before"))
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b"\xffgarbage\n")
    assert log.append(Notice("after")) == 3
    events = log.read(0)
    assert [numbered.seq for numbered in events] == [1, 2, 3]
    assert isinstance(events[1].event, UnknownEvent)


@pytest.mark.skipif(os.name == "nt", reason="only POSIX has a limit that acts like a full disk")
def test_append_when_the_disk_fills_in_a_line_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    log = EventLog(path)
    log.append(Notice("before"))
    before = path.read_bytes()
    with _file_size_limit(len(before) + 30), pytest.raises(ResourceError, match="disk is full"):
        log.append(Notice("lost"))
    assert path.read_bytes() == before
    assert log.append(Notice("after")) == 2


def test_file_when_written_is_for_its_owner_only(tmp_path: Path) -> None:
    EventLog(tmp_path / "events.jsonl").append(Notice("private"))
    assert (tmp_path / "events.jsonl").stat().st_mode & 0o077 == 0


@contextmanager
def _file_size_limit(limit: int) -> Iterator[None]:
    """A disk that is full after so many bytes of a file: the kernel writes what fits."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
