"""Plain threads whose outcomes come back to the GUI thread."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.qtkit.translation import tr
from engine.domain.errors import EngineError

T = TypeVar("T")

_log = logging.getLogger(__name__)
# What is told later lets the window take its events first.
_TURN_S = 0.01


class UnexpectedError(EngineError):
    """What a page is told of a bug, so that it stops waiting; the crash report has the truth."""

    def __init__(self) -> None:
        super().__init__(
            tr("Something in Loupe itself went wrong; what was stored before is safe."),
            hint=tr("The crash report has the details."),
        )


class Ticket:
    """One piece of work that was handed in. Any thread."""

    def __init__(self) -> None:
        self._is_cancelled = False

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody wants the outcome any more."""
        return self._is_cancelled

    def cancel(self) -> None:
        """Drop the work if it has not begun, and its outcome if it has."""
        self._is_cancelled = True


@dataclass(frozen=True, slots=True)
class _Work:
    ticket: Ticket
    call: Callable[[], Any]  # Any: works of all types wait in one queue; submit() is typed.
    then: Callable[[Any], None] | None
    failed: Callable[[EngineError], None] | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    work: _Work
    value: Any = None  # Any: as above.
    error: Exception | None = None


class Pool(QObject):
    """Threads that work off a queue, for what must not hold up the window.

    `submit` and `shutdown` belong to the GUI thread; there `then` and `failed` are called too, in
    the order in which the works ended, in turns, so that input and painting come between what takes
    long. An error that is no `EngineError` is a bug: `failed` gets an
    `UnexpectedError` in its place, and the error goes on to `sys.excepthook`.
    """

    # From a worker thread: a work ended. Private; the queued connection changes the thread.
    _ended = Signal(object)

    def __init__(self, name: str, *, num_threads: int, newest_first: bool = False) -> None:
        """Start the threads.

        Args:
            name: Name of the threads, for crash reports.
            num_threads: One makes the works run strictly one after the other.
            newest_first: Begin with what was asked for last, as for thumbnails while scrolling.
        """
        super().__init__()
        self._newest_first = newest_first
        self._waiting: deque[_Work] = deque()
        self._num_unsettled = 0
        self._is_open = True
        self._wake = threading.Condition()
        # Outcomes still to be told, and when.
        self._untold: deque[_Outcome] = deque()
        self._turn = QTimer(self, singleShot=True)
        self._turn.timeout.connect(self._on_turn)
        self._ended.connect(self._on_ended)
        self._threads = [
            threading.Thread(target=self._work_off, name=f"{name}-{index}", daemon=True)
            for index in range(num_threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits, runs or has an outcome to be told. GUI thread only."""
        return self._num_unsettled == 0

    def submit(
        self,
        call: Callable[[], T],
        *,
        then: Callable[[T], None] | None = None,
        failed: Callable[[EngineError], None] | None = None,
    ) -> Ticket:
        """Run `call` on a thread, then one of the others with its outcome on the GUI thread.

        After `shutdown` the work is dropped.
        """
        ticket = Ticket()
        with self._wake:
            if not self._is_open:
                ticket.cancel()
                return ticket
            self._num_unsettled += 1
            self._waiting.append(_Work(ticket, call, then, failed))
            self._wake.notify()
        return ticket

    def shutdown(self, *, timeout_s: float = 10.0, finish_waiting: bool = False) -> bool:
        """End the threads; outcomes are no longer told.

        Args:
            timeout_s: How long to wait for the work in hand.
            finish_waiting: Work off the queue first instead of dropping it.

        Returns:
            Whether all threads ended in time.
        """
        with self._wake:
            self._is_open = False
            if not finish_waiting:
                self._waiting.clear()
            self._wake.notify_all()
        self._turn.stop()
        self._num_unsettled -= len(self._untold)
        self._untold.clear()
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work_off(self) -> None:
        while (work := self._next()) is not None:
            outcome = _outcome(work)
            if outcome.error is not None and not self._is_open:
                _log.warning("failed while the window was closing", exc_info=outcome.error)
            try:
                self._ended.emit(outcome)
            except RuntimeError:  # Qt has deleted the pool: the program ends.
                return

    def _next(self) -> _Work | None:
        with self._wake:
            while not self._waiting:
                if not self._is_open:
                    return None
                self._wake.wait()
            return self._waiting.pop() if self._newest_first else self._waiting.popleft()

    def _on_ended(self, outcome: _Outcome) -> None:
        if not self._is_open:
            self._num_unsettled -= 1
            return
        self._untold.append(outcome)
        if not self._turn.isActive():
            self._turn.start()

    def _on_turn(self) -> None:
        ends = time.monotonic() + _TURN_S
        while self._untold and time.monotonic() < ends:
            outcome = self._untold.popleft()
            self._num_unsettled -= 1
            if self._untold:
                # Now, as what is told may raise, or run a loop of events of its own.
                self._turn.start()
            _tell(outcome)


def _outcome(work: _Work) -> _Outcome:
    if work.ticket.is_cancelled:
        return _Outcome(work)
    try:
        return _Outcome(work, value=work.call())
    except Exception as error:  # noqa: BLE001 - handed to the GUI thread, which raises it.
        return _Outcome(work, error=error)


def _tell(outcome: _Outcome) -> None:
    work = outcome.work
    if work.ticket.is_cancelled:
        return
    if outcome.error is not None:
        tell_failure(outcome.error, work.failed)
    elif work.then is not None:
        work.then(outcome.value)


def tell_failure(error: BaseException, failed: Callable[[EngineError], None] | None) -> None:
    """Tell an error to whom it concerns; raise it where it is a bug, or concerns nobody."""
    if isinstance(error, EngineError):
        if failed is None:
            raise error
        failed(error)
        return
    if failed is not None:
        failed(UnexpectedError())
    raise error
