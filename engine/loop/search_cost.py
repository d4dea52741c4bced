"""What a search will cost, said before it starts."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain.recipes import Recipe
from engine.domain.results import TrainResult
from engine.tuning.budget import Budget
from engine.tuning.confirmation import MIN_PAIRS


@dataclass(frozen=True, slots=True)
class SearchCost:
    """The trainings of a search and its confirmation, each counted as a full one.

    Attributes:
        num_trials: Trainings of the search, the defaults included; most are stopped early.
        min_confirmation: Trainings of the shortest confirmation that can prove anything.
        max_confirmation: Trainings of the longest one, a run-off included.
        training_s: Seconds of one full training by the pace of the last one; None before any.
        limit_s: The wall-clock limit, confirmation included; None = none.
        slots: Trainings at the same time.
    """

    num_trials: int
    min_confirmation: int
    max_confirmation: int
    training_s: float | None
    limit_s: float | None
    slots: int = 1

    @property
    def longest_s(self) -> float | None:
        """Seconds it takes at most, were no trial stopped early; None while unknown."""
        if self.training_s is None:
            return self.limit_s
        num_trainings = self.num_trials + self.max_confirmation
        by_pace_s = num_trainings * self.training_s / self.slots
        return by_pace_s if self.limit_s is None else min(by_pace_s, self.limit_s)

    @property
    def is_time_short(self) -> bool:
        """Whether the limit ends the search before the defaults and one rival are confirmed."""
        if self.limit_s is None or self.training_s is None:
            return False
        return (2 + self.min_confirmation) * self.training_s / self.slots > self.limit_s


def search_cost(budget: Budget, *, training_s: float | None) -> SearchCost:
    """Return what a search within a budget costs."""
    return SearchCost(
        num_trials=budget.trials,
        min_confirmation=2 * MIN_PAIRS,
        max_confirmation=budget.confirmation_units,
        training_s=training_s,
        limit_s=min(
            (each for each in (budget.limit_s, budget.work_s) if each is not None), default=None
        ),
        slots=budget.slots,
    )


def expected_seconds(
    recipe: Recipe, *, num_train_images: int, last: TrainResult, last_recipe: Recipe
) -> float:
    """Return how long a training will take by the pace of an earlier one.

    The work grows with the pixels a network sees; start-up is taken to grow along.
    """
    epochs = recipe.epochs / max(1, last.epochs_done)
    pixels = (recipe.imgsz / last_recipe.imgsz) ** 2
    images = num_train_images / max(1, last.num_train_images)
    return last.seconds * epochs * pixels * images
