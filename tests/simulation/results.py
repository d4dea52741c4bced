"""Results of cells that nobody played: made up to have known answers."""

from __future__ import annotations

from collections.abc import Sequence

from engine.domain.metrics import Accuracy, Yardstick
from engine.simulation.cells import EVERYTHING, Cell, CellResult, Conditions, Effort, Point


def a_result(
    strategy: str,
    values: Sequence[float],
    *,
    seed: int = 0,
    minutes: Sequence[float] | None = None,
    dataset: str = "cells",
    shows_suggestions: bool = False,
    num_pool: int = 100,
) -> CellResult:
    """Return a cell of ten more images, and of one more minute, a round."""
    spent = minutes or [float(n + 1) for n in range(len(values))]
    points = tuple(
        Point(
            round_number=number,
            chosen_by=strategy,
            num_labeled=num_pool if strategy == EVERYTHING else 10 * (number + 1),
            num_train_images=10 * (number + 1),
            work=Effort(num_images=10 * (number + 1), num_drawn=20, seconds=60 * spent[number]),
            expert_minutes=spent[number],
            compute_s=1.0,
            test=an_accuracy(value),
        )
        for number, value in enumerate(values)
    )
    cell = Cell(strategy, seed, shows_suggestions=shows_suggestions)
    return CellResult(Conditions(dataset), cell, num_pool, Effort(), points)


def everything(value: float, *, seed: int = 0, dataset: str = "cells") -> CellResult:
    """Return a cell in which all labels, ten minutes of them, come to a value."""
    return a_result(EVERYTHING, [value], seed=seed, minutes=[10.0], dataset=dataset)


def an_accuracy(value: float) -> Accuracy:
    """Return what was reached on ten test images."""
    return Accuracy(Yardstick.TEST, 10, value, value, value, value)
