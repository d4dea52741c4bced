"""Whether more labels help at all: the check that comes before any comparison of strategies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from engine.jobs.files import write_atomic
from engine.simulation.cells import EVERYTHING, Cell, CellResult
from engine.simulation.experiment import Experiment, count_pool

HEADROOM_CELLS = (Cell("random"), Cell(EVERYTHING))
"""What is measured; with several seeds, of each."""

_PARTS = 8
_TWICE = "all, twice the steps"
# With all labels a model must be better than with the first eighth by this part of it.
_WANTED_GAIN = 1 / 3
# Where more steps alone bring this part of the gain, steps and not labels are what is lacking.
_STEPS_PART = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """What one part of the data reached on test, mAP50-95, seed by seed."""

    name: str
    num_images: float
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean over seeds."""
        return float(np.mean(self.values))


@dataclass(frozen=True, slots=True)
class Headroom:
    """What labels add.

    Attributes:
        steps: The parts of the data, small to large, and all of it with twice the steps.
        gain: How much better all labels are than the first part, as a share of that; None where
            the first part teaches nothing.
        is_limited_by_data: Whether strategies can be compared here.
        sentence: The same in words.
    """

    steps: tuple[Step, ...]
    gain: float | None
    is_limited_by_data: bool
    sentence: str


def doubling(experiment: Experiment, *, first_size: int | None = None) -> Experiment:
    """Return an experiment whose rounds double what is labeled until all of the pool is.

    Args:
        experiment: What else holds.
        first_size: Images of the first round; None = an eighth of the pool.

    Raises:
        DataError: The folder is no dataset.
        ConflictError: Another process works on it.
        ResourceError: The output folder cannot be written.
    """
    num_pool = count_pool(experiment, Cell("random"))
    first = first_size or math.ceil(num_pool / _PARTS)
    rounds = math.ceil(math.log2(max(num_pool / first, 1)))
    return replace(experiment, first_size=first, query_size=first, growth=2.0, rounds=rounds)


def measure_headroom(results: Sequence[CellResult]) -> Headroom:
    """Return what labels add, by the cells of such an experiment."""
    random = [r for r in results if r.cell.strategy != EVERYTHING]
    num_pool = random[0].num_pool
    steps = [
        Step(
            f"{random[0].points[place].num_labeled / num_pool:.0%}",
            float(np.mean([r.points[place].num_labeled for r in random])),
            tuple(_reached(r, place) for r in random),
        )
        for place in range(min(len(r.points) for r in random))
    ]
    full = [r for r in results if r.cell.strategy == EVERYTHING]
    twice = [Step(_TWICE, num_pool, tuple(_reached(r, -1) for r in full))] if full else []
    first, best = steps[0].mean, max(step.mean for step in [steps[-1], *twice])
    gain = (best - first) / first if first > 0 else None
    is_limited = best > 0 if gain is None else gain >= _WANTED_GAIN
    sentence = _in_words(steps, twice, gain, is_limited=is_limited)
    return Headroom((*steps, *twice), gain, is_limited, sentence)


def write_headroom(experiment: Experiment, found: Headroom) -> None:
    """Write the figures beside the cells.

    Raises:
        ResourceError: The output folder cannot be written.
    """
    data = {"conditions": experiment.conditions, **msgspec.to_builtins(found)}
    text = msgspec.json.format(msgspec.json.encode(data))
    write_atomic(experiment.out_dir / "headroom.json", text + b"\n")


def _in_words(
    steps: Sequence[Step], twice: Sequence[Step], gain: float | None, *, is_limited: bool
) -> str:
    first, last = steps[0].mean, steps[-1].mean
    most = max([last, *(step.mean for step in twice)])
    seen = f"{first:.3f} with {steps[0].num_images:.0f} images, {last:.3f} with all"
    seen += "".join(f", {step.mean:.3f} with twice the steps" for step in twice)
    if gain is None and not is_limited:
        return f"Nothing was learned ({seen}). Make more steps, or start from pretrained weights."
    if gain is not None and not is_limited:
        return (
            f"More labels do not help enough ({seen}; {gain:+.0%}, {_WANTED_GAIN:+.0%} wanted): no "
            f"strategy can show anything here. Make more steps, begin with fewer images, start "
            f"from pretrained weights, or look for something rarer."
        )
    text = f"More labels help ({seen}): strategies can be compared here."
    if most - last > _STEPS_PART * (most - first):
        text += " But more steps alone bring most of it: make more."
    return text


def _reached(result: CellResult, place: int) -> float:
    test = result.points[place].test
    return 0.0 if test is None else test.map50_95
