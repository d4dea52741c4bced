"""The reporter hears its owner rightly."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from engine.domain.events import Notice, Progressed, RungReached
from engine.domain.jobs import Verdict
from engine.jobs.folder import JobFolder
from engine.jobs.reporter import Cancelled, Paused, Reporter
from tests.jobs.builders import make_folder, wait_until


@pytest.fixture
def folder(tmp_path: Path) -> JobFolder:
    return make_folder(tmp_path / "job")


def test_verdict_when_nothing_was_said_is_go(folder: JobFolder) -> None:
    reporter = Reporter(folder)
    reporter.raise_if_asked()
    assert reporter.verdict() is Verdict.GO
    assert reporter.wait_for_verdict(timeout_s=0) is Verdict.GO


def test_wait_when_the_answer_comes_returns_it_before_the_time_is_up(folder: JobFolder) -> None:
    reporter = Reporter(folder)
    reporter.emit(RungReached(1, 0.5))
    folder.write_verdict(Verdict.GO)
    assert reporter.wait_for_verdict(timeout_s=600) is Verdict.GO


def test_wait_when_only_an_earlier_rung_was_answered_waits_on(folder: JobFolder) -> None:
    reporter = Reporter(folder)
    reporter.emit(RungReached(1, 0.5))
    folder.write_verdict(Verdict.GO)  # too late for the first rung
    reporter.emit(RungReached(3, 0.6))
    assert not reporter._is_answer(folder.control())
    folder.write_verdict(Verdict.PRUNE)
    assert reporter.wait_for_verdict(timeout_s=600) is Verdict.PRUNE


@pytest.mark.parametrize("order", [Verdict.PRUNE, Verdict.PAUSE, Verdict.CANCEL])
def test_wait_when_an_order_stands_does_not_wait(folder: JobFolder, order: Verdict) -> None:
    folder.write_verdict(order)
    reporter = Reporter(folder)
    reporter.emit(RungReached(1, 0.5))
    assert reporter.wait_for_verdict(timeout_s=600) is order


@pytest.mark.parametrize(("order", "stop"), [(Verdict.PAUSE, Paused), (Verdict.CANCEL, Cancelled)])
def test_stop_when_asked_is_swallowed_by_no_except_exception(
    folder: JobFolder, order: Verdict, stop: type[BaseException]
) -> None:
    folder.write_verdict(order)

    with pytest.raises(stop), contextlib.suppress(Exception):
        Reporter(folder).raise_if_asked()


def test_progress_when_it_comes_too_fast_is_thinned_but_ends(folder: JobFolder) -> None:
    reporter = Reporter(folder)
    for done in range(1, 1001):
        reporter.emit(Progressed(done, 1000))
    reporter.emit(Notice("all of these"))
    reporter.emit(Notice("are told"))
    events = [numbered.event for numbered in folder.read_events()]
    assert events[0] == Progressed(1, 1000)
    assert events[-3:] == [Progressed(1000, 1000), Notice("all of these"), Notice("are told")]
    assert len(events) < 500


def test_heartbeat_when_the_worker_works_goes_on(folder: JobFolder) -> None:
    heartbeat = folder.path / "heartbeat"
    with Reporter(folder, beat_s=0.01):
        first_ns = heartbeat.stat().st_mtime_ns
        wait_until(lambda: heartbeat.stat().st_mtime_ns > first_ns)
    age_s = folder.heartbeat_age_s()
    assert age_s is not None
    assert age_s < 60


def test_lease_when_there_is_none_ends_nobody(folder: JobFolder) -> None:
    ended: list[bool] = []
    with Reporter(folder, end_worker=lambda: ended.append(True), beat_s=0.01, lease_s=0.02):
        heartbeat = folder.path / "heartbeat"
        for _ in range(5):
            beat_ns = heartbeat.stat().st_mtime_ns
            wait_until(lambda seen=beat_ns: heartbeat.stat().st_mtime_ns > seen)
    assert ended == []


def test_lease_when_let_go_ends_the_worker_with_a_reason(folder: JobFolder) -> None:
    ended: list[bool] = []
    folder.touch_lease()
    with Reporter(folder, end_worker=lambda: ended.append(True), beat_s=0.01, lease_s=0.05):
        wait_until(lambda: ended)
    failure = folder.failure()
    assert failure is not None
    assert "has gone" in failure.message
