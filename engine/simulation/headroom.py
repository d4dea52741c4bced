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

_PARTS = ("an eighth", "a quarter", "a half", "all")
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
        gain: How much better all labels are than the first part, as a share of that.
        is_limited_by_data: Whether strategies can be compared here.
        sentence: The same in words.
    """

    steps: tuple[Step, ...]
    gain: float
    is_limited_by_data: bool
    sentence: str


def halving(experiment: Experiment) -> Experiment:
    """Return an experiment whose rounds end at an eighth, a quarter, a half and all of the pool.

    Raises:
        DataError: The folder is no dataset.
        ResourceError: The output folder cannot be written.
    """
    eighth = math.ceil(count_pool(experiment, Cell("random")) / 8)
    return replace(experiment, first_size=eighth, query_size=eighth, growth=2.0, rounds=3)


def measure_headroom(results: Sequence[CellResult]) -> Headroom:
    """Return what labels add, by the cells of such an experiment."""
    random = [r for r in results if r.cell.strategy != EVERYTHING]
    steps = [
        Step(
            name,
            float(np.mean([r.points[place].num_labeled for r in random])),
            tuple(_reached(r, place) for r in random),
        )
        for place, name in enumerate(_PARTS)
    ]
    full = [r for r in results if r.cell.strategy == EVERYTHING]
    if full:
        values = tuple(_reached(r, -1) for r in full)
        steps.append(Step(_TWICE, float(np.mean([r.num_pool for r in full])), values))
    first, best = steps[0].mean, max(step.mean for step in steps[len(_PARTS) - 1 :])
    gain = (best - first) / first if first > 0 else math.inf
    is_limited = best > 0 and gain >= _WANTED_GAIN
    return Headroom(tuple(steps), gain, is_limited, _in_words(steps, gain, is_limited=is_limited))


def write_headroom(experiment: Experiment, found: Headroom) -> None:
    """Write the figures beside the cells.

    Raises:
        ResourceError: The output folder cannot be written.
    """
    data = {"conditions": experiment.conditions, **msgspec.to_builtins(found)}
    if math.isinf(found.gain):
        data["gain"] = None
    text = msgspec.json.format(msgspec.json.encode(data))
    write_atomic(experiment.out_dir / "headroom.json", text + b"\n")


def _in_words(steps: Sequence[Step], gain: float, *, is_limited: bool) -> str:
    first, last = steps[0], steps[len(_PARTS) - 1]
    seen = f"{first.mean:.3f} with {first.num_images:.0f} images, {last.mean:.3f} with all"
    if last.mean <= 0 and not is_limited:
        return f"Nothing was learned ({seen}). Make more steps, or start from pretrained weights."
    more_steps = steps[-1].mean - last.mean
    if is_limited:
        text = f"More labels help ({seen}): strategies can be compared here."
        if more_steps > _STEPS_PART * (steps[-1].mean - first.mean):
            text += " But more steps alone bring most of it: make more."
        return text
    return (
        f"More labels do not help enough ({seen}; {gain:+.0%}, {_WANTED_GAIN:+.0%} wanted): no "
        f"strategy can show anything here. Make more steps, begin with fewer images, start from "
        f"pretrained weights, or look for something rarer."
    )


def _reached(result: CellResult, place: int) -> float:
    test = result.points[place].test
    return 0.0 if test is None else test.map50_95
