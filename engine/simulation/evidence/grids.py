"""What the evidence is made of: data sets, arms, seeds and budgets, fixed beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.domain.project import Task
from engine.domain.recipes import model_for
from engine.loop.training import TrainingWish
from engine.query.registry import STRATEGIES
from engine.simulation.cells import EVERYTHING, Cell, arm_name
from engine.simulation.experiment import Experiment
from engine.simulation.headroom import doubling
from engine.simulation.verdict import BASELINES

DEFAULT = "hybrid"
"""The strategy whose worth is to be shown."""

_ARCHITECTURE = "yolo11n"
_MAIN_GRID = "cpu"


@dataclass(frozen=True, slots=True)
class EvidenceSet:
    """A data set of a grid, for one task."""

    data: str
    task: Task = Task.DETECT

    @property
    def name(self) -> str:
        """What it is called in results."""
        return self.data if self.task is Task.DETECT else f"{self.data}-{self.task}"


@dataclass(frozen=True, slots=True)
class Grid:
    """One experiment over data sets, arms and seeds.

    Attributes:
        name: What it is asked for by.
        sets: Its data sets.
        others: Strategies beside the default and the baseline.
        num_seeds: Seeds of each arm.
        imgsz: Longer side of the images in pixels.
        updates: Steps of the optimizer in each training.
        batch: Images per step at the network.
        first_size: Images of round 0; every round doubles what is labeled.
        rounds: Rounds after it.
        start_updates: Steps of the training that makes the start weights.
        is_evidence: Whether its data sets are none that anything was tuned on.
    """

    name: str
    sets: tuple[EvidenceSet, ...]
    num_seeds: int
    imgsz: int
    updates: int
    batch: int
    first_size: int
    rounds: int
    start_updates: int
    others: tuple[str, ...] = ()
    is_evidence: bool = True

    @property
    def arms(self) -> tuple[tuple[str, bool], ...]:
        """Strategies, each with whether suggestions are shown: the four arms first."""
        four = [(s, shown) for shown in (False, True) for s in (baseline(), DEFAULT)]
        return (*four, *((strategy, False) for strategy in self.others))

    def cells(self, seed: int) -> tuple[Cell, ...]:
        """Return the cells of one seed on one data set."""
        played = (Cell(s, seed, shows_suggestions=shown) for s, shown in self.arms)
        return (Cell(EVERYTHING, seed), *played)

    def all_cells(self) -> Iterator[tuple[EvidenceSet, Cell]]:
        """Yield every cell, seed by seed, so that what is done first can be compared."""
        for seed in range(self.num_seeds):
            for each in self.sets:
                for cell in self.cells(seed):
                    yield each, cell


@dataclass(frozen=True, slots=True)
class Places:
    """Where a grid lies.

    Attributes:
        grid: Its name.
        results: Takes the document and, beside it, everything that was measured.
        work: Takes prepared data, start weights and projects; may be deleted when all is done.
    """

    grid: str
    results: Path
    work: Path

    def data_dir(self, each: EvidenceSet) -> Path:
        """The data set as it is learned from."""
        return self.work / self.grid / "data" / each.name

    def start(self, task: Task) -> Path:
        """The start weights of a task."""
        return self.work / self.grid / f"start-{task}.pt"

    def start_note(self, task: Task) -> Path:
        """What is told of them."""
        return self.raw / f"start-{task}.json"

    @property
    def raw(self) -> Path:
        """What was measured."""
        return self.results / "active-learning" / self.grid

    @property
    def document(self) -> Path:
        """What it amounts to."""
        own = "" if self.grid == _MAIN_GRID else f"-{self.grid}"
        return self.results / f"active-learning{own}.md"


def baseline() -> str:
    """Return the strategy that all others are compared with."""
    return next(name for name in BASELINES if name in STRATEGIES)


def contrasts_of(grid: Grid) -> tuple[tuple[str, str, str], ...]:
    """Return what is compared: in words, an arm, and what it is compared with."""
    plain, helped = (
        (arm_name(baseline(), shows_suggestions=shown), arm_name(DEFAULT, shows_suggestions=shown))
        for shown in (False, True)
    )
    others = [
        (f"{arm_name(s, shows_suggestions=shown)} instead of {plain[0]}", s, plain[0])
        for s, shown in grid.arms
        if s not in (baseline(), DEFAULT) and not shown
    ]
    return (
        ("selection alone", plain[1], plain[0]),
        ("suggestions alone", helped[0], plain[0]),
        ("selection and suggestions", helped[1], plain[0]),
        *others,
    )


def experiment_of(grid: Grid, each: EvidenceSet, places: Places, *, commit: str) -> Experiment:
    """Return the experiment on one data set."""
    start = places.start(each.task)
    return Experiment(
        dataset_dir=places.data_dir(each),
        out_dir=places.raw / each.name,
        rounds=grid.rounds,
        query_size=grid.first_size,
        training=TrainingWish(str(start), grid.imgsz, None, grid.batch, updates=grid.updates),
        task=each.task,
        first_size=grid.first_size,
        growth=2.0,
        commit=commit,
        work_dir=places.work / grid.name / "played" / each.name,
        name=each.name,
    )


def headroom_of(grid: Grid, each: EvidenceSet, places: Places, *, commit: str) -> Experiment:
    """Return the experiment that says whether labels help on a data set at all.

    Raises:
        DataError: The data set cannot be read.
        ResourceError: The results cannot be written.
    """
    begun = experiment_of(grid, each, places, commit=commit)
    apart = Experiment(
        dataset_dir=begun.dataset_dir,
        out_dir=begun.out_dir / "headroom",
        training=begun.training,
        task=begun.task,
        commit=commit,
        work_dir=places.work / grid.name / "played" / f"{each.name}-headroom",
        name=each.name,
    )
    return doubling(apart, first_size=grid.first_size)


def scratch_model(task: Task) -> str:
    """Return what the start weights themselves start from."""
    return f"{model_for(task, _ARCHITECTURE)}.yaml"


_BOTH = (EvidenceSet("bccd"), EvidenceSet("nuclei"))
_OTHERS = ("random", "entropy", "badge", "core_set", "ppal")

GRIDS: dict[str, Grid] = {
    grid.name: grid
    for grid in (
        Grid(
            "smoke",
            (EvidenceSet("sandbox"),),
            num_seeds=1,
            imgsz=64,
            updates=15,
            batch=4,
            first_size=4,
            rounds=1,
            start_updates=15,
            is_evidence=False,
        ),
        Grid(
            "cpu",
            _BOTH,
            num_seeds=5,
            imgsz=160,
            updates=300,
            batch=8,
            first_size=4,
            rounds=4,
            start_updates=1500,
        ),
        Grid(
            "gpu",
            (*_BOTH, EvidenceSet("nuclei", Task.SEGMENT)),
            num_seeds=5,
            imgsz=320,
            updates=600,
            batch=8,
            first_size=4,
            rounds=5,
            start_updates=6000,
            others=_OTHERS,
        ),
        Grid(
            "tuning",
            (EvidenceSet("sandbox"),),
            num_seeds=3,
            imgsz=128,
            updates=300,
            batch=8,
            first_size=8,
            rounds=5,
            start_updates=1500,
            others=_OTHERS,
            is_evidence=False,
        ),
    )
}
