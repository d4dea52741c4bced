"""What both programs are asked, without a line of either: standard library only.

A driver runs inside the program it measures, hooks into its painting, and prints one JSON line.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

NUM_FRAMES = 40
_PATIENCE_S = 60.0


class Paintings:
    """Notes when the image was last painted."""

    def __init__(self) -> None:
        self.count = 0
        self.at_s = 0.0
        self.key = 0

    def note(self, key: int) -> None:
        """Say that the image has just been painted; `key` tells one image from another."""
        self.count += 1
        self.at_s = time.monotonic()
        self.key = key


def since_start_s() -> float:
    """Seconds since the process was asked for."""
    return time.monotonic() - float(os.environ["BENCH_BEGAN"])


def cost() -> dict[str, float]:
    """What the process took so far: memory in MB of 2**20 bytes, seconds of the processor."""
    found = {"Pss": 0.0, "Rss": 0.0}
    for line in Path("/proc/self/smaps_rollup").read_text("ascii").splitlines():
        name, _, rest = line.partition(":")
        if name in found:
            found[name] = int(rest.split()[0]) / 1024
    cpu_s = time.process_time()
    return {"pss_mb": round(found["Pss"], 1), "rss_mb": round(found["Rss"], 1), "cpu_s": cpu_s}


def wait_for(is_so: Callable[[], object], process_events: Callable[[], object]) -> None:
    """Let the program work until something is so."""
    ends = time.monotonic() + _PATIENCE_S
    while not is_so():
        if time.monotonic() > ends:
            raise TimeoutError("the program did not come there")
        process_events()
        # A program at rest waits for its next event; asking all the time would take the processor,
        # and Python's lock, from the threads that are waited for.
        time.sleep(0.0005)


def frame_ms(
    act: Callable[[int], object], paintings: Paintings, process_events: Callable[[], object]
) -> float:
    """Median milliseconds from an act of the hand until the image is painted again."""
    times = []
    for step in range(NUM_FRAMES):
        before, began = paintings.count, time.monotonic()
        act(step)
        wait_for(lambda before=before: paintings.count > before, process_events)
        times.append(1e3 * (paintings.at_s - began))
    return round(statistics.median(times), 1)


def turn_ms(
    act: Callable[[], object], paintings: Paintings, process_events: Callable[[], object]
) -> float:
    """Milliseconds from an act until another image is painted."""
    before, began = paintings.key, time.monotonic()
    act()
    wait_for(lambda: paintings.key != before, process_events)
    return round(1e3 * (paintings.at_s - began), 1)


def tell(figures: dict[str, object]) -> None:
    """Print the figures and end at once: how a program closes is not measured."""
    print(json.dumps(figures), flush=True)
    os._exit(0)
