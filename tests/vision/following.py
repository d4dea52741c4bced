"""A training as it is followed from outside: its events, its table, and what one waits for."""

from __future__ import annotations

import time
from collections.abc import Callable

from engine.domain.events import EpochFinished
from engine.jobs.folder import JobFolder
from tests.vision.builders import events_of


def wait_for(condition: Callable[[], object], *, timeout_s: float = 120) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.02)


def epochs_reported(folder: JobFolder) -> list[int]:
    return [event.epoch for event in events_of(folder, EpochFinished)]


def let_last_epoch_end(folder: JobFolder, *, at_s: float) -> None:
    path = folder.path / "run" / "results.csv"
    *lines, last = path.read_text().splitlines()
    epoch, _, rest = last.split(",", 2)
    path.write_text("\n".join([*lines, f"{epoch},{at_s},{rest}", ""]))


def epochs_in_results(folder: JobFolder) -> list[int]:
    rows = (folder.path / "run" / "results.csv").read_text().splitlines()[1:]
    return [int(row.split(",")[0]) for row in rows]
