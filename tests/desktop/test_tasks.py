"""Background work: order, threads, outcomes, changes."""

from __future__ import annotations

import gc
import threading
import time
from concurrent.futures import Future
from functools import partial
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.reporting.messages import Severity
from desktop.tasks.change_hub import ChangeHub
from desktop.tasks.garbage import GarbageCollector
from desktop.tasks.poller import Poller
from desktop.tasks.pool import Pool, UnexpectedError
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.project_thread import ProjectThread
from desktop.tasks.replies import Replies
from desktop.tasks.steering import Steering
from engine.domain.changes import Changed, Changes
from engine.domain.errors import DataError, EngineError
from engine.loop.background import Background
from tests.desktop.conftest import LogTrap, MessageTrap

LABELS = Changes(Changed.LABELS)


@pytest.fixture
def pool(qtbot: QtBot):
    pool = Pool("test", num_threads=1)
    yield pool
    assert pool.shutdown()


class Project:
    """A project thread with what came of it."""

    def __init__(self) -> None:
        self.hub = ChangeHub()
        self.news: list[tuple[Changes, object]] = []
        self.errors: list[EngineError] = []
        self.hub.changed.connect(lambda changes, initiator: self.news.append((changes, initiator)))
        self.thread = ProjectThread(self.hub, failed=self.errors.append)


@pytest.fixture
def project(qtbot: QtBot):
    project = Project()
    yield project
    assert project.thread.shutdown()


def test_outcome_when_work_ends_then_is_told_on_gui_thread(pool: Pool, qtbot: QtBot):
    seen = []
    pool.submit(threading.get_ident, then=lambda ident: seen.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.get_ident()
    assert seen[0][1] == threading.get_ident()


def test_works_when_one_thread_then_end_in_order(pool: Pool, qtbot: QtBot):
    seen: list[int] = []
    for number in range(50):
        pool.submit(lambda number=number: number, then=seen.append)
    qtbot.waitUntil(lambda: pool.is_idle)
    assert seen == list(range(50))


def test_works_when_newest_first_then_begin_with_the_last(qtbot: QtBot):
    pool, gate = Pool("test", num_threads=1, newest_first=True), threading.Event()
    begun = threading.Event()
    seen: list[int] = []
    pool.submit(lambda: (begun.set(), gate.wait(60)))
    assert begun.wait(60)
    for number in range(3):
        pool.submit(lambda number=number: number, then=seen.append)
    gate.set()
    qtbot.waitUntil(lambda: pool.is_idle)
    assert seen == [2, 1, 0]
    assert pool.shutdown()


def test_outcomes_when_telling_takes_long_let_the_window_take_its_events_between(
    pool: Pool, qtbot: QtBot
):
    seen: list[str] = []
    came = [threading.Event(), threading.Event()]

    def _tell_long(number: int) -> None:
        seen.append(f"told {number}")
        QTimer.singleShot(0, pool, lambda: seen.append(f"event {number}"))
        _spin(0.02)

    for number, event in enumerate(came):
        pool.submit(event.set, then=lambda _, number=number: _tell_long(number))
    # Both are there before the first is told.
    assert all(event.wait(30) for event in came)
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert seen == ["told 0", "event 0", "told 1", "event 1"]


def test_outcomes_when_one_raises_then_the_others_are_told(pool: Pool, qtbot: QtBot):
    seen: list[int] = []
    with qtbot.captureExceptions() as caught:
        for number in (1, 0, 2):
            pool.submit(lambda number=number: number, then=lambda number: seen.append(1 // number))
        qtbot.waitUntil(lambda: pool.is_idle)
    assert seen == [1, 0]
    assert caught[0][0] is ZeroDivisionError


def test_work_when_cancelled_then_outcome_is_not_told(pool: Pool, qtbot: QtBot):
    seen: list[int] = []
    pool.submit(lambda: 1, then=seen.append).cancel()
    qtbot.waitUntil(lambda: pool.is_idle)
    assert seen == []


def test_work_when_it_fails_then_failed_gets_the_error(pool: Pool, qtbot: QtBot):
    error, seen = DataError("broken.png is cut short."), []
    pool.submit(lambda: _raise(error), failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [error]


def test_work_when_it_has_a_bug_then_page_and_excepthook_hear(pool: Pool, qtbot: QtBot):
    seen: list[EngineError] = []
    with qtbot.captureExceptions() as caught:
        pool.submit(lambda: 1 // 0, failed=seen.append)
        qtbot.waitUntil(lambda: pool.is_idle)
    assert isinstance(seen[0], UnexpectedError)
    assert caught[0][0] is ZeroDivisionError


def test_pool_when_shut_down_then_waiting_work_is_dropped(qtbot: QtBot):
    pool, gate, begun = Pool("test", num_threads=1), threading.Event(), threading.Event()
    ran: list[int] = []
    pool.submit(lambda: (begun.set(), gate.wait(60)))
    pool.submit(lambda: ran.append(1))
    assert begun.wait(60)
    assert not pool.shutdown(timeout_s=0.01)
    gate.set()
    assert pool.shutdown()
    assert ran == []
    assert pool.submit(lambda: ran.append(2)).is_cancelled


def test_project_thread_when_changes_return_then_broadcast_names_initiator(
    project: Project, qtbot: QtBot
):
    page, seen = object(), []
    project.thread.run(lambda: LABELS, then=seen.append, initiator=page)
    qtbot.waitUntil(lambda: bool(seen))
    assert project.news == [(LABELS, page)]
    assert seen == [LABELS]


def test_project_thread_when_nothing_changed_then_no_broadcast(project: Project, qtbot: QtBot):
    project.thread.run(Changes)
    project.thread.run(lambda: 7)
    qtbot.waitUntil(lambda: project.thread.is_idle)
    assert project.news == []


def test_project_thread_when_nobody_takes_error_then_default_does(project: Project, qtbot: QtBot):
    error = DataError("no")
    project.thread.run(lambda: _raise(error))
    qtbot.waitUntil(lambda: project.thread.is_idle)
    assert project.errors == [error]


def test_project_thread_when_shut_down_then_waiting_work_is_done(project: Project):
    stored: list[int] = []
    for number in range(100):
        project.thread.run(lambda number=number: stored.append(number))
    assert project.thread.shutdown()
    assert stored == list(range(100))


def test_poller_when_started_then_changes_are_broadcast(project: Project, qtbot: QtBot):
    poller = Poller(project.thread, lambda: LABELS, failed=project.errors.append, interval_ms=1)
    with qtbot.waitSignal(project.hub.changed) as blocker:
        poller.start()
    assert blocker.args == [LABELS, None]
    poller.stop()


def test_poller_when_it_fails_again_and_again_then_told_once(project: Project, qtbot: QtBot):
    calls: list[int] = []

    def _poll() -> Changes:
        calls.append(1)
        raise DataError("the disk is away")

    poller = Poller(project.thread, _poll, failed=project.errors.append, interval_ms=1)
    poller.start()
    qtbot.waitUntil(lambda: len(calls) > 3)
    poller.stop()
    qtbot.waitUntil(lambda: project.thread.is_idle)
    assert len(project.errors) == 1


def test_poller_when_poll_has_a_bug_then_is_not_asked_again(project: Project, qtbot: QtBot):
    calls: list[int] = []
    poller = Poller(
        project.thread,
        lambda: calls.append(1) or 1 // 0,
        failed=project.errors.append,
        interval_ms=1,
    )
    with qtbot.captureExceptions() as caught:
        poller.start()
        qtbot.waitUntil(lambda: bool(caught))
    assert not poller.is_running
    assert len(calls) == 1
    assert isinstance(project.errors[0], UnexpectedError)


def test_session_when_shut_down_then_polling_ends_and_project_closes_last(qtbot: QtBot):
    hub, done = ChangeHub(), []
    session = ProjectSession(hub, failed=done.append)
    with qtbot.waitSignal(hub.changed):
        session.start_polling(lambda: LABELS)
    session.thread.run(lambda: done.append("label stored"))
    assert session.shutdown(lambda: done.append("closed"))
    assert done == ["label stored", "closed"]


def test_session_when_closing_fails_then_the_log_says_so(qtbot: QtBot, log_trap: LogTrap):
    session = ProjectSession(ChangeHub(), failed=lambda error: None)
    assert session.shutdown(lambda: _raise(DataError("no")))
    log_trap.expect("failed while the window was closing")


def _spin(seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        pass


def _raise(error: Exception) -> None:
    raise error


class Knot:
    """Garbage that only a collection finds; notes the thread that freed it."""

    freed_by: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self.self = self

    def __del__(self) -> None:
        Knot.freed_by.append(threading.current_thread().name)


def test_reply_when_it_comes_then_is_told_on_gui_thread(qtbot: QtBot):
    replies, told, failed = Replies(), [], []
    futures: list[Future[int]] = [Future() for _ in range(3)]
    for future in futures:
        replies.tell(
            future,
            replies,
            then=lambda value: told.append((value, threading.current_thread())),
            failed=failed.append,
        )
    error = DataError("The file is gone.")
    thread = threading.Thread(target=_end, args=(futures, error))
    thread.start()
    thread.join()
    assert not told
    qtbot.waitUntil(lambda: bool(told and failed))
    assert told == [(1, threading.main_thread())]
    assert failed == [error]


def test_reply_when_the_page_is_gone_then_nobody_is_told(qtbot: QtBot):
    replies, page, told = Replies(), QObject(), []
    future: Future[int] = Future()
    replies.tell(future, page, then=told.append, failed=told.append)
    page.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page))
    future.set_result(1)
    QApplication.processEvents()
    assert not told


def test_reply_when_shut_down_then_nobody_is_told(qtbot: QtBot):
    replies, told = Replies(), []
    future: Future[int] = Future()
    replies.tell(future, replies, then=told.append, failed=told.append)
    future.set_result(1)
    replies.shutdown()
    QApplication.processEvents()
    assert not told


def _end(futures: list[Future[int]], error: EngineError) -> None:
    futures[0].cancel()
    futures[1].set_result(1)
    futures[2].set_exception(error)


def test_garbage_when_other_threads_allocate_then_is_freed_on_the_gui_thread(qtbot: QtBot):
    collector = GarbageCollector()
    Knot.freed_by.clear()
    Knot()
    kept: list[list[int]] = []
    fill = partial(kept.extend, ([each] for each in range(100_000)))
    thread = threading.Thread(target=fill, name="other")
    thread.start()
    thread.join()
    assert not Knot.freed_by
    qtbot.waitUntil(lambda: bool(Knot.freed_by))
    collector.shutdown()
    assert Knot.freed_by == [threading.main_thread().name]
    assert gc.isenabled()


def test_start_when_asked_for_again_while_it_is_prepared_then_is_made_once(
    project: Project, pool: Pool, qtbot: QtBot, messages: MessageTrap
):
    gate, started = threading.Event(), []
    steering = Steering(
        project.thread,
        Background.__new__(Background),
        messages.center,
        key="test",
        page_id="",
        initiator=project,
        done=lambda: None,
    )
    for number in range(2):
        steering.run_with(
            pool, lambda: gate.wait(30), lambda _, number=number: started.append(number)
        )
    gate.set()
    qtbot.waitUntil(lambda: bool(started) and pool.is_idle and project.thread.is_idle)
    assert started == [0]
    steering.run_with(pool, lambda: _raise(DataError("gone")), lambda _: started.append(2))
    qtbot.waitUntil(lambda: pool.is_idle)
    messages.expect(Severity.ERROR, "gone")
    steering.run_with(pool, lambda: None, lambda _: started.append(3))
    qtbot.waitUntil(lambda: started == [0, 3] and project.thread.is_idle)
