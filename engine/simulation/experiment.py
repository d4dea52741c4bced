"""Experiments: query strategies compared on a dataset whose labels a simulated expert gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from engine.domain.errors import ResourceError
from engine.domain.images import Split
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.project import Task
from engine.domain.results import TrainResult
from engine.domain.versions import ModelVersion
from engine.formats.dataset import OnProgress
from engine.jobs.executor import Executor
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project
from engine.loop.training import NO_WISH, TrainingWish
from engine.simulation.cells import (
    EVERYTHING,
    Cell,
    CellResult,
    Conditions,
    Effort,
    Point,
    finished_cell,
    holdout_share,
    read_cell,
)
from engine.simulation.staging import begin_or_go_on, open_staged

# A round asks with its seed plus its number; seeds of cells stand apart by more.
_SEED_STEP = 1000
# All there is to learn from gets more time, or it would be judged half learned.
_MORE_UPDATES = 2
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is the same for all cells that are compared.

    Attributes:
        dataset_dir: A labeled dataset; its splits are kept, or drawn where it has none.
        out_dir: Takes a project and a file for each cell, the truth, the curves and the report.
        rounds: Rounds after round 0, whose images are random and the same for all.
        query_size: Images asked about in round 1.
        training: How to train.
        task: What to learn.
        first_size: Images of round 0; None = as many as in round 1.
        growth: How many times more images each later round asks about than the one before.
        commit: The state of the program, to be told with the results.
        work_dir: Takes the projects and the truth in place of `out_dir`.
        name: What the dataset is called in the results; None = as its folder.
    """

    dataset_dir: Path
    out_dir: Path
    rounds: int = 3
    query_size: int = 20
    training: TrainingWish = NO_WISH
    task: Task = Task.DETECT
    first_size: int | None = None
    growth: float = 1.0
    commit: str = ""
    work_dir: Path | None = None
    name: str | None = None

    @property
    def conditions(self) -> Conditions:
        """What the results of its cells must have in common."""
        return Conditions(
            dataset=self.name or self.dataset_dir.resolve().name,
            task=self.task,
            first_size=self.first_size or self.query_size,
            query_size=self.query_size,
            growth=self.growth,
            training=self.training,
        )

    @property
    def truth_path(self) -> Path:
        """What is in the images, for the simulated expert."""
        return (self.work_dir or self.out_dir) / "truth.jsonl"

    @property
    def curves_path(self) -> Path:
        """The figures, as JSON."""
        return self.out_dir / "curves.json"

    @property
    def picture_path(self) -> Path:
        """The curves, as PNG."""
        return self.out_dir / "curves.png"

    @property
    def report_path(self) -> Path:
        """The report, as HTML."""
        return self.out_dir / "report.html"

    def cell_path(self, cell: Cell) -> Path:
        """Where what came of a cell is kept."""
        return self.out_dir / "cells" / f"{cell.name}.json"

    def project_dir(self, cell: Cell) -> Path:
        """Where a cell is played."""
        return (self.work_dir or self.out_dir) / "projects" / cell.name

    def finished(self, cell: Cell) -> CellResult | None:
        """Return what came of a cell; None where it is not done yet.

        Raises:
            ConflictError: It was done with other settings.
            DataError: Its file is damaged.
        """
        rounds = 0 if cell.strategy == EVERYTHING else self.rounds
        return finished_cell(self.cell_path(cell), self.conditions, cell, rounds=rounds)


def open_cell(
    experiment: Experiment,
    cell: Cell,
    *,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> Project:
    """Open the project of one cell with the autopilot on; `play` carries it out.

    A cell that was broken off goes on where it stopped.

    Raises:
        ConflictError: The cell was begun with other settings, or another process holds it.
        DataError: The folder is no dataset, or nothing of it can be read.
        ResourceError: The output folder cannot be written.
    """
    project = _stage(experiment, cell, executor=executor, on_progress=on_progress)
    try:
        num_pool = project.pool.counts().num_pool
        begin_or_go_on(project, _plan(experiment, cell, num_pool=num_pool))
    except BaseException:
        project.close()
        raise
    return project


def count_pool(experiment: Experiment, cell: Cell) -> int:
    """Return how many images can be asked about, in a cell that is done or just staged for it.

    Raises:
        DataError: The folder is no dataset, or nothing of it can be read.
        ConflictError: Another process holds the cell.
        ResourceError: The output folder cannot be written.
    """
    done = read_cell(experiment.cell_path(cell))
    if done is not None:
        return done.num_pool
    project = _stage(experiment, cell)
    try:
        return project.pool.counts().num_pool
    finally:
        project.close()


def read_played(project: Project, experiment: Experiment, cell: Cell) -> CellResult:
    """Return what a cell reached so far."""
    with project.store.read() as tx:
        visits = tx.visits.since(0.0)
        holdout_ids = {i for s in (Split.VAL, Split.TEST) for i in tx.splits.holdout_ids(s)}
        chosen_by = {each.number: each.strategy for each in tx.rounds.all()}
        draws = tx.versions.draws()
    holdout = Effort.of_visits([v for v in visits if v.image_id in holdout_ids])
    of_pool = [visit for visit in visits if visit.image_id not in holdout_ids]
    versions = [v for v in project.models.all() if v.round_number is not None]
    points = []
    for version in versions:
        work = Effort.of_visits([v for v in of_pool if v.started_at <= version.created_at])
        drawn = tuple(round(value, _DECIMALS) for value in draws.get(version.id, ()))
        point = _point(project, version, work, holdout, chosen_by)
        points.append(replace(point, val_draws=drawn))
    last = versions[-1] if versions else None
    result = _training_result(project, last) if last else None
    return CellResult(
        conditions=experiment.conditions,
        cell=cell,
        num_pool=project.pool.counts().num_pool,
        holdout=holdout,
        points=tuple(points),
        start=last.start.value if last else "",
        device=result.device if result else "",
        libraries=last.libraries if last else {},
        commit=experiment.commit,
    )


def _stage(
    experiment: Experiment,
    cell: Cell,
    *,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> Project:
    _make_folder(experiment.project_dir(cell).parent)
    _make_folder(experiment.cell_path(cell).parent)
    return open_staged(
        experiment.project_dir(cell),
        experiment.dataset_dir,
        truth_path=experiment.truth_path,
        task=experiment.task,
        executor=executor,
        on_progress=on_progress,
    )


def _plan(experiment: Experiment, cell: Cell, *, num_pool: int) -> AutopilotPlan:
    conditions = experiment.conditions
    training = replace(experiment.training, seed=experiment.training.seed + _SEED_STEP * cell.seed)
    is_everything = cell.strategy == EVERYTHING
    if is_everything and training.updates is not None:
        training = replace(training, updates=_MORE_UPDATES * training.updates)
    return AutopilotPlan(
        truth_path=str(experiment.truth_path.absolute()),
        seed_size=num_pool if is_everything else conditions.first_size,
        query_size=conditions.query_size,
        rounds=0 if is_everything else experiment.rounds,
        seed_strategy="random",
        strategy="random" if is_everything else cell.strategy,
        training=training,
        growth=conditions.growth,
        shows_suggestions=cell.shows_suggestions,
    )


def _point(
    project: Project,
    version: ModelVersion,
    work: Effort,
    holdout: Effort,
    chosen_by: dict[int, str],
) -> Point:
    assert version.round_number is not None
    result = _training_result(project, version)
    beside = holdout_share(work.num_images, holdout) * holdout.seconds
    return Point(
        round_number=version.round_number,
        chosen_by=chosen_by[version.round_number],
        num_labeled=work.num_images,
        num_train_images=version.num_train_images,
        work=work,
        expert_minutes=(work.seconds + beside) / 60,
        compute_s=result.seconds if result else 0.0,
        val=_accuracy(version.accuracies, (Yardstick.VAL, Yardstick.FOLD)),
        test=_accuracy(version.accuracies, (Yardstick.TEST,)),
    )


def _training_result(project: Project, version: ModelVersion) -> TrainResult | None:
    result = project.background.folder(version.job_id).result()
    return result if isinstance(result, TrainResult) else None


def _accuracy(
    accuracies: tuple[Accuracy, ...], yardsticks: tuple[Yardstick, ...]
) -> Accuracy | None:
    return next((a for a in accuracies if a.yardstick in yardsticks), None)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResourceError(
            f"The folder {folder} cannot be made: {error.strerror or error}.",
            hint="Choose a folder on a disk you may write.",
        ) from error
