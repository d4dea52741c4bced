"""Searches over recipes: trials, the confirmation and its outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.domain.identifiers import SearchId
from engine.domain.metrics import Interval, ModelCost
from engine.domain.recipes import Recipe

if TYPE_CHECKING:
    # The requests of all jobs bring NumPy along, which what judges trials does without.
    from engine.domain.jobs import SearchSpec

# Fewer ended trials say nothing of what mattered: the best five would be half of them.
MIN_IMPORTANCE_TRIALS = 16
# In simulated searches about 4 % of the choices without effect fall below it.
_MAX_CHANCE = 0.05


class TrialState(StrEnum):
    """Optuna's states, by its names."""

    WAITING = "waiting"
    RUNNING = "running"
    COMPLETE = "complete"
    PRUNED = "pruned"
    FAIL = "fail"

    @property
    def is_finished(self) -> bool:
        """Whether nothing of the trial may change any more."""
        return self in (TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAIL)


@dataclass(frozen=True, slots=True)
class RungValue:
    """The validation mAP50-95 a trial had after an epoch, counted from 1."""

    epoch: int
    value: float


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """One recipe tried.

    `value` is the validation mAP50-95 at the last rung reached, None before the first; `strength`
    the strength of augmentation, 0 to 1, the defaults' at 0.5; None for a recipe from elsewhere;
    `cost` what the model takes for an image, None where it was not trained to the end.
    """

    number: int
    state: TrialState
    recipe: Recipe
    rungs: tuple[RungValue, ...] = ()
    value: float | None = None
    reason: str = ""
    seconds: float = 0.0
    strength: float | None = None
    cost: ModelCost | None = None


@dataclass(frozen=True, slots=True)
class EarlierTrial:
    """What did well in an earlier search, without what it reached: data have changed since."""

    recipe: Recipe
    strength: float


class Choice(StrEnum):
    """What the recipes of a search differ in."""

    MODEL = "model"
    IMAGE_SIZE = "image_size"
    OPTIMIZER = "optimizer"
    LEARNING_RATE = "learning_rate"
    LAST_RATE = "last_rate"
    MOMENTUM = "momentum"
    WEIGHT_DECAY = "weight_decay"
    LOSS_GAINS = "loss_gains"
    CLASS_WEIGHTS = "class_weights"
    FREEZE = "freeze"
    AUGMENTATION = "augmentation"
    FURTHER_AUGMENTATION = "further_augmentation"


@dataclass(frozen=True, slots=True)
class ChoiceImportance:
    """How far a choice set the best trials apart from the others.

    Attributes:
        share: Of what all choices together did, 0 to 1.
        chance: How often it looks at least so important where outcomes are dealt out by lot.
    """

    choice: Choice
    share: float
    chance: float

    @property
    def may_be_chance(self) -> bool:
        """Whether lots make it look so important more than one time in twenty."""
        return self.chance > _MAX_CHANCE


@dataclass(frozen=True, slots=True)
class SearchImportance:
    """What mattered in a search so far, most important first."""

    num_trials: int
    num_best: int
    choices: tuple[ChoiceImportance, ...]


class SearchVerdict(StrEnum):
    """How a search ended, in the three ways it may."""

    ADOPTED = "adopted"
    DEFAULTS_STAY = "defaults_stay"
    NOT_PROVEN = "not_proven"


@dataclass(frozen=True, slots=True)
class PairedRun:
    """Defaults and challenger on one fold with one seed, validation mAP50-95."""

    fold: int
    seed: int
    defaults: float
    challenger: float


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The challenger against the defaults on pairs the search never used.

    `lower_bound` is the one-sided 90 % bound of the mean difference, corrected for resampled folds
    (Nadeau and Bengio, 2003); `interval` the two-sided 80 % interval with the same lower end.
    """

    pairs: tuple[PairedRun, ...]
    mean_difference: float
    lower_bound: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """What a search found.

    `recipe` is what to train with from now on: the challenger if adopted, else the defaults.
    """

    verdict: SearchVerdict
    recipe: Recipe
    challenger_number: int | None
    confirmation: Confirmation | None
    num_trials: int
    seconds: float
    sentence: str


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """A search as the project remembers it; the outcome is None while it goes on."""

    id: SearchId
    created_at: float
    spec: SearchSpec
    confirmation: Confirmation | None = None
    outcome: SearchOutcome | None = None
