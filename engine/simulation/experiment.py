"""Experiments: query strategies compared on a dataset whose labels a simulated expert gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.domain.errors import ResourceError
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.project import Task
from engine.formats.dataset import OnProgress
from engine.jobs.executor import Executor
from engine.jobs.files import write_atomic
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project
from engine.loop.curves import Curve, learning_curve
from engine.loop.report import ReportContent, write_report
from engine.loop.training import NO_WISH, TrainingWish
from engine.simulation.staging import begin_or_go_on, open_staged


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is the same for all strategies that are compared.

    Attributes:
        dataset_dir: A labeled dataset; its splits are kept, or drawn where it has none.
        out_dir: Takes a project for each strategy, the truth, the curves and the report.
        rounds: Rounds after round 0, whose images are random and the same for all.
        query_size: Images asked about in each round.
        training: How to train; its seed is the experiment's.
        task: What to learn.
    """

    dataset_dir: Path
    out_dir: Path
    rounds: int = 3
    query_size: int = 20
    training: TrainingWish = NO_WISH
    task: Task = Task.DETECT

    @property
    def curves_path(self) -> Path:
        """The figures, as JSON."""
        return self.out_dir / "curves.json"

    @property
    def report_path(self) -> Path:
        """The report, as HTML."""
        return self.out_dir / "report.html"


@dataclass(frozen=True, slots=True)
class ArmPoint:
    """One trained model of an arm: what it learned from, what that cost, what it reached."""

    round_number: int | None
    num_train_images: int
    expert_minutes: float
    val: Accuracy | None
    test: Accuracy | None


@dataclass(frozen=True, slots=True)
class Arm:
    """What one strategy came to; the curve is the same figures on one yardstick."""

    strategy: str
    points: tuple[ArmPoint, ...]
    curve: Curve


def open_arm(
    experiment: Experiment,
    strategy: str,
    *,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> Project:
    """Open the project of one strategy with the autopilot on; `play` carries it out.

    An arm that was broken off goes on where it stopped.

    Raises:
        ConflictError: The arm was begun with other settings, or another process holds it.
        DataError: The folder is no dataset, or nothing of it can be read.
        ResourceError: The output folder cannot be written.
    """
    _make_folder(experiment.out_dir)
    truth_path = experiment.out_dir / "truth.jsonl"
    project = open_staged(
        experiment.out_dir / strategy,
        experiment.dataset_dir,
        truth_path=truth_path,
        task=experiment.task,
        executor=executor,
        on_progress=on_progress,
    )
    plan = AutopilotPlan(
        truth_path=str(truth_path.absolute()),
        seed_size=experiment.query_size,
        query_size=experiment.query_size,
        rounds=experiment.rounds,
        seed_strategy="random",
        strategy=strategy,
        training=experiment.training,
    )
    try:
        begin_or_go_on(project, plan)
    except BaseException:
        project.close()
        raise
    return project


def read_arm(project: Project, strategy: str) -> Arm:
    """Return what an arm reached so far."""
    curve = learning_curve(project.store, name=strategy)
    minutes = {point.version_number: point.expert_minutes for point in curve.points}
    points = tuple(
        ArmPoint(
            round_number=version.round_number,
            num_train_images=version.num_train_images,
            expert_minutes=minutes.get(version.number, 0.0),
            val=_accuracy(version.accuracies, (Yardstick.VAL, Yardstick.FOLD)),
            test=_accuracy(version.accuracies, (Yardstick.TEST,)),
        )
        for version in project.models.all()
    )
    return Arm(strategy, points, curve)


def write_arms(experiment: Experiment, arms: list[Arm]) -> None:
    """Write the figures of all arms, and the report that draws them.

    Raises:
        ResourceError: The output folder cannot be written.
    """
    figures = {
        "dataset": str(experiment.dataset_dir.absolute()),
        "query_size": experiment.query_size,
        "training": experiment.training,
        "arms": [{"strategy": arm.strategy, "points": arm.points} for arm in arms],
    }
    text = msgspec.json.format(msgspec.json.encode(figures))
    content = ReportContent(
        title=f"Query strategies on {experiment.dataset_dir.resolve().name}",
        note=(
            f"A simulated expert answered {experiment.query_size} questions a round from the "
            f"dataset's own labels, in {len(arms)} separate projects with the same first round."
        ),
        curves=tuple(arm.curve for arm in arms),
    )
    write_atomic(experiment.curves_path, text + b"\n")
    write_report(experiment.report_path, content)


def _accuracy(
    accuracies: tuple[Accuracy, ...], yardsticks: tuple[Yardstick, ...]
) -> Accuracy | None:
    return next((a for a in accuracies if a.yardstick in yardsticks), None)


def _make_folder(out_dir: Path) -> None:
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResourceError(
            f"The folder {out_dir} cannot be made: {error.strerror or error}.",
            hint="Choose a folder on a disk you may write.",
        ) from error
