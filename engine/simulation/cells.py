"""The cells of an experiment: one strategy, one seed, one file with what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

import msgspec

from engine.domain.annotations import Visit
from engine.domain.errors import ConflictError, DataError
from engine.domain.metrics import Accuracy
from engine.domain.project import Task
from engine.jobs.files import read_if_there, write_atomic
from engine.loop.round_questions import HOLDOUT_EVERY
from engine.loop.training import NO_WISH, TrainingWish
from engine.simulation.clock import Actions, Pace

EVERYTHING = "everything"
"""In place of a strategy: all of the pool is labeled and learned from at once."""

_WITH_SUGGESTIONS = " + suggestions"


@dataclass(frozen=True, slots=True)
class Cell:
    """One way through the loop. Cells of one seed begin with the same images and the same expert.

    Attributes:
        strategy: How questions are chosen after round 0, or `EVERYTHING`.
        seed: Fixes the first images, the expert and the trainings.
        shows_suggestions: Whether the expert is shown suggestions, or draws all.
    """

    strategy: str
    seed: int = 0
    shows_suggestions: bool = False

    @property
    def arm(self) -> str:
        """What is compared: the cell but for its seed."""
        return arm_name(self.strategy, shows_suggestions=self.shows_suggestions)

    @property
    def name(self) -> str:
        """A name for files."""
        return f"{self.arm.replace(' + ', '-')}-seed{self.seed}"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What cells that are compared have in common.

    Attributes:
        dataset: The name of the dataset.
        first_size: Images of round 0.
        query_size: Images of round 1.
        growth: How many times more images each later round asks about than the one before.
        training: How to train; its device and threads are no condition.
    """

    dataset: str
    task: Task = Task.DETECT
    first_size: int = 20
    query_size: int = 20
    growth: float = 1.0
    training: TrainingWish = NO_WISH

    @property
    def essence(self) -> Conditions:
        """The same without what makes no difference: where weights lie, what computes."""
        model = PurePath(self.training.model).name if self.training.model else None
        training = replace(self.training, model=model, device="auto", threads=0)
        return replace(self, training=training)


@dataclass(frozen=True, slots=True)
class Effort:
    """What an expert did on some images, and the seconds it took by the clock of the cell."""

    num_images: int = 0
    num_drawn: int = 0
    num_adjusted: int = 0
    num_accepted: int = 0
    num_rejected: int = 0
    num_class_changes: int = 0
    seconds: float = 0.0

    def seconds_at(self, pace: Pace) -> float:
        """Return the seconds by another clock: that of a rested expert with this pace."""
        actions = Actions(
            opened=self.num_images,
            looked=self.num_images,
            verified=self.num_accepted + self.num_rejected,
            deleted=self.num_rejected,
            adjusted=self.num_adjusted,
            renamed=self.num_class_changes,
            drawn=self.num_drawn,
        )
        return pace.seconds(actions, worked_s=0.0)

    @staticmethod
    def of_visits(visits: list[Visit]) -> Effort:
        """Return what visits amount to."""
        return Effort(
            num_images=len({visit.image_id for visit in visits}),
            num_drawn=sum(visit.num_drawn for visit in visits),
            num_adjusted=sum(visit.num_adjusted for visit in visits),
            num_accepted=sum(visit.num_accepted for visit in visits),
            num_rejected=sum(visit.num_rejected for visit in visits),
            num_class_changes=sum(visit.num_class_changes for visit in visits),
            seconds=sum(visit.active_s for visit in visits),
        )


@dataclass(frozen=True, slots=True)
class Point:
    """One trained model of a cell: what it learned from, what that cost, what it reached.

    Attributes:
        round_number: Its round.
        chosen_by: The strategy that really chose the round's images.
        num_labeled: Images of the pool labeled so far.
        num_train_images: Images trained on.
        work: What labeling them took, from the beginning.
        expert_minutes: The same in minutes, with the holdout images a person would have labeled.
        compute_s: Seconds of the training.
        val: On validation, or on a fold where that cannot serve.
        test: On test.
        val_draws: `val` under draws of its images, as forecasts use them; empty if not drawn.
    """

    round_number: int
    chosen_by: str
    num_labeled: int
    num_train_images: int
    work: Effort
    expert_minutes: float
    compute_s: float
    val: Accuracy | None = None
    test: Accuracy | None = None
    val_draws: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class CellResult:
    """What came of a cell.

    Attributes:
        num_pool: Images that could be asked about.
        holdout: What labeling all of validation and test took.
        start: What trainings started from: `scratch`, `pretrained`, `local_file`.
        device: What they ran on.
        libraries: Versions of what trained.
        commit: The state of the program, where somebody said it.
    """

    conditions: Conditions
    cell: Cell
    num_pool: int
    holdout: Effort
    points: tuple[Point, ...]
    start: str = ""
    device: str = ""
    libraries: dict[str, str] = field(default_factory=dict)
    commit: str = ""

    def up_to(self, rounds: int) -> CellResult:
        """Return the same without later rounds."""
        return replace(self, points=tuple(p for p in self.points if p.round_number <= rounds))


def arm_name(strategy: str, *, shows_suggestions: bool) -> str:
    """Return what an arm is called."""
    return strategy + _WITH_SUGGESTIONS if shows_suggestions else strategy


def holdout_share(num_labeled: int, holdout: Effort) -> float:
    """Return the part of the holdout that a person has labeled beside so many questions, 0 to 1.

    The window asks about a holdout image after every few questions. What this part took belongs to
    the cost of every arm.
    """
    if not holdout.num_images:
        return 0.0
    return min(num_labeled // (HOLDOUT_EVERY - 1), holdout.num_images) / holdout.num_images


def write_cell(path: Path, result: CellResult) -> None:
    """Write what came of a cell, whole or not at all.

    Raises:
        ResourceError: It cannot be written.
    """
    text = msgspec.json.format(msgspec.json.encode(result), indent=1)
    write_atomic(path, text + b"\n")


def read_cell(path: Path) -> CellResult | None:
    """Return what came of a cell; None where it is not done.

    Raises:
        DataError: The file is damaged.
        ResourceError: It cannot be read.
    """
    data: Any = read_if_there(path)
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=CellResult)
    except msgspec.DecodeError as error:
        raise DataError(
            f"{path} is damaged: {error}.", hint="Delete it; the cell is played again."
        ) from error


def finished_cell(
    path: Path, conditions: Conditions, cell: Cell, *, rounds: int
) -> CellResult | None:
    """Return what came of a cell where it is done under these conditions; None where it is not.

    Raises:
        ConflictError: It was done under others.
        DataError: The file is damaged.
        ResourceError: It cannot be read.
    """
    result = read_cell(path)
    if result is None:
        return None
    if result.conditions.essence != conditions.essence or result.cell != cell:
        raise ConflictError(
            f"{path} was made with other settings.",
            hint="Use the same settings again to go on, or choose another folder.",
        )
    is_pool_labeled = bool(result.points) and result.points[-1].num_labeled >= result.num_pool
    is_far_enough = bool(result.points) and result.points[-1].round_number >= rounds
    return result.up_to(rounds) if is_far_enough or is_pool_labeled else None
