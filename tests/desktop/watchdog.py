"""Says when the GUI thread did not come round to its events, and where it was."""

from __future__ import annotations

import faulthandler
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer

LIMIT_S = 0.1
# How much longer than promised a stall must be to fail a test: other programs slow a shared machine
# down by what no clock of a thread tells. `make bench` holds a quiet machine to the promise itself.
_TOLERANCE = 2.0
# Seconds that the work of `_pace` takes on the machine of `docs/benchmarks.md`.
_FIXED_WORK_S = 0.0012
_PACE_EVERY_S = 0.3
_TICK_MS = 20
_LOOK_S = 0.03
_FRAMES = 12


@dataclass(frozen=True)
class Stall:
    """A while without events.

    Attributes:
        gap_s: How long, by the clock.
        own_s: How much of that the window is to blame for.
        place: Where the GUI thread was while it lasted; empty where that was not seen.
    """

    gap_s: float
    own_s: float
    place: str


@dataclass(frozen=True)
class _Times:
    """Seconds by the clock, and of the GUI thread and of all threads: run, and wanted to run."""

    clock_s: float
    gui_run_s: float
    gui_starved_s: float
    all_run_s: float
    all_starved_s: float


class Watchdog:
    """Notes every while of more than `limit_s` in which the GUI thread did not take events.

    What a busy machine does is not held against the window: the time in which the GUI thread wanted
    to run and could not is taken off, and the time in which it waited for something counts by the
    share of processor time that all threads together got while they wanted it. Linux tells both;
    elsewhere only the GUI thread's own processor time counts. What a slow machine does is not
    either: the same piece of work is timed again and again, and `assert_quiet` allows for how much
    longer it takes here. What a test itself does in this thread is left out: it is watched only
    where the test says so.
    """

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self.stalls: list[Stall] = []
        self._limit_s = limit_s
        self._before = _times()
        self._place = ""
        self._paces = [_pace()]
        self._gui_id = threading.get_ident()
        self._ends = threading.Event()
        self._timer = QTimer()
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    @property
    def longest_s(self) -> float:
        """The longest stall."""
        return max((stall.own_s for stall in self.stalls), default=0.0)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch in this block."""
        self._before = _times()
        self._ends.clear()
        looker = threading.Thread(target=self._look, name="watchdog", daemon=True)
        looker.start()
        self._timer.start()
        try:
            yield
        finally:
            self._timer.stop()
            self._ends.set()
            looker.join()

    @property
    def allowed_s(self) -> float:
        """The longest stall that does not fail a test on this machine, as busy as it was."""
        return _TOLERANCE * self._limit_s * max(1.0, statistics.median(self._paces))

    def assert_quiet(self) -> None:
        """Fail with the place of every stall that is too long."""
        told = [
            f"{1e3 * each.own_s:.0f} ms ({1e3 * each.gap_s:.0f} by the clock) {each.place}"
            for each in self.stalls
            if each.own_s > self.allowed_s
        ]
        heading = f"the GUI thread stood still for over {1e3 * self.allowed_s:.0f} ms:"
        assert not told, "\n".join([heading, *told])

    def _on_tick(self) -> None:
        before, self._before = self._before, _times()
        gap_s = self._before.clock_s - before.clock_s
        if gap_s > self._limit_s:
            own_s = _own_s(before, self._before)
            if own_s > self._limit_s:
                self.stalls.append(Stall(gap_s, own_s, self._place))
        self._place = ""

    def _look(self) -> None:
        """Remember where the GUI thread is while it does not tick. Runs in a thread of its own."""
        paced = time.monotonic()
        while not self._ends.wait(_LOOK_S):
            if time.monotonic() - paced > _PACE_EVERY_S:
                self._paces.append(_pace())
                paced = time.monotonic()
            if time.monotonic() - self._before.clock_s > self._limit_s and not self._place:
                self._place = _place_of(self._gui_id)


def _pace() -> float:
    """Return how many times longer this machine computes now than that of the benchmarks."""
    began = time.thread_time()
    sum(number * number for number in range(20_000))
    return (time.thread_time() - began) / _FIXED_WORK_S


def _place_of(thread_id: int) -> str:
    """Return where a thread is. It goes on meanwhile, so no frame of it is touched."""
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        threads = file.read().split("\n\n")
    found = [each for each in threads if f"0x{thread_id:016x}" in each]
    return "\n".join("".join(found).splitlines()[: _FRAMES + 1])


def _own_s(before: _Times, after: _Times) -> float:
    run_s = after.gui_run_s - before.gui_run_s
    starved_s = after.gui_starved_s - before.gui_starved_s
    waited_s = max(0.0, after.clock_s - before.clock_s - run_s - starved_s)
    all_run_s = after.all_run_s - before.all_run_s
    all_starved_s = after.all_starved_s - before.all_starved_s
    # Whom the GUI thread waited for had no more of the processor than this.
    share = all_run_s / max(all_run_s + all_starved_s, 1e-9)
    return run_s + waited_s * min(1.0, share) if sys.platform == "linux" else run_s


def _times() -> _Times:
    clock_s = time.monotonic()
    if sys.platform != "linux":
        return _Times(clock_s, time.thread_time(), 0.0, 0.0, 0.0)
    gui_run_s, gui_starved_s = _of_thread(Path("/proc/thread-self"))
    tasks = [_of_thread(task) for task in Path("/proc/self/task").iterdir()]
    return _Times(
        clock_s,
        gui_run_s,
        gui_starved_s,
        sum(run_s for run_s, _ in tasks),
        sum(starved_s for _, starved_s in tasks),
    )


def _of_thread(folder: Path) -> tuple[float, float]:
    """Return the seconds in which a thread ran, and in which it wanted to and could not."""
    try:
        run_ns, starved_ns, _ = (folder / "schedstat").read_text("ascii").split()
    except OSError:  # it has just ended
        return 0.0, 0.0
    return int(run_ns) / 1e9, int(starved_ns) / 1e9
