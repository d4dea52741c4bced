"""Joins the parts of an open project by hand."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path

from engine.domain.changes import Changed, Changes
from engine.domain.jobs import JobKind
from engine.domain.project import ProjectSettings
from engine.jobs.executor import Executor
from engine.jobs.local import LocalExecutor
from engine.loop.advisor import Advisor
from engine.loop.assist import Assist
from engine.loop.autopilot import Autopilot
from engine.loop.background import Background
from engine.loop.bulk import Bulk
from engine.loop.classes import Classes
from engine.loop.datasets import Datasets
from engine.loop.evaluations import Evaluations
from engine.loop.examples import Examples
from engine.loop.holdout import Holdout
from engine.loop.label_checks import LabelChecks
from engine.loop.labeling import Labeling
from engine.loop.models import Models
from engine.loop.pool import ImagePool
from engine.loop.projects import ProjectFile
from engine.loop.rounds import Rounds
from engine.loop.scoring import Scoring
from engine.loop.searches import Searches
from engine.loop.status import Status
from engine.loop.suggesting import Suggesting
from engine.loop.task_change import ProjectTask, check_task
from engine.loop.training import Training
from engine.loop.training_data import TrainingData
from engine.loop.viewing import Viewing
from engine.store.database import Store
from engine.store.opening import create_store, open_store

# A search's controller and a training may run for hours; scoring and queries must get in between.
_WORKERS = 3


@dataclass(frozen=True, slots=True)
class Project:
    """An open project: every use case of the loop.

    One thread at a time, unless a method says "any thread".
    """

    path: Path
    is_read_only: bool
    notices: tuple[str, ...]
    file: ProjectFile
    task: ProjectTask
    classes: Classes
    pool: ImagePool
    holdout: Holdout
    datasets: Datasets
    labeling: Labeling
    label_checks: LabelChecks
    bulk: Bulk
    rounds: Rounds
    scoring: Scoring
    suggesting: Suggesting
    training: Training
    searches: Searches
    models: Models
    evaluations: Evaluations
    autopilot: Autopilot
    status: Status
    viewing: Viewing
    assist: Assist
    examples: Examples
    background: Background
    store: Store

    def poll(self) -> Changes:
        """Take over what jobs told and start what the loop waits for; call it often."""
        if self.is_read_only:
            return Changes()
        changes = self.background.poll()
        if changes.kinds & Changed.JOBS:
            changes |= self.rounds.advance()
        return changes | self.autopilot.step()

    def close(self) -> None:
        """Let go of the project; jobs that run go on and are found again."""
        self.assist.shutdown()
        self.background.shutdown()
        self.store.close()


def create_project(
    path: Path,
    settings: ProjectSettings,
    class_names: list[str],
    *,
    executor: Executor | None = None,
) -> Project:
    """Make a project in a new or empty folder and open it.

    Raises:
        ConflictError: There is a project already.
        UsageError: The folder holds other things, a class name is not usable, or a project for
            pose has no keypoints.
        ResourceError: The folder cannot be written.
    """
    check_task(settings)
    store = create_store(path, settings, class_names)
    return _join(path, store, executor, is_read_only=False)


def open_project(
    path: Path, *, executor: Executor | None = None, read_only: bool = False
) -> Project:
    """Open a project and find the jobs again that ran on without it.

    Raises:
        NotFoundError: There is no project.
        ConflictError: Another process holds it, or a newer Loupe wrote it.
        DataError: The database is damaged.
        ResourceError: The folder cannot be read or written.
    """
    store = open_store(path, read_only=read_only)
    project = _join(path, store, executor, is_read_only=read_only)
    if not read_only:
        project.background.find_again()
        project.rounds.advance()
    return project


def _join(path: Path, store: Store, executor: Executor | None, *, is_read_only: bool) -> Project:
    jobs_dir = path / "jobs"
    background = Background(
        store, jobs_dir=jobs_dir, executor=executor or LocalExecutor(slots=_WORKERS)
    )
    holdout = Holdout(store)
    pool = ImagePool(store, holdout, project_dir=path)
    data = TrainingData(store, path)
    training = Training(store, background, data, project_dir=path)
    scoring = Scoring(store, background, project_dir=path)
    searches = Searches(
        store, background, holdout=holdout, training=training, data=data, project_dir=path
    )
    who = _user_name()
    labeling = Labeling(store, background, who=who)
    rounds = Rounds(
        store,
        background,
        holdout=holdout,
        scoring=scoring,
        training=training,
        labeling=labeling,
        project_dir=path,
    )
    assist = Assist(path)
    examples = Examples(store, background, assist)
    suggesting = Suggesting(store, scoring)
    models = Models(store, background, scoring=scoring, who=who, project_dir=path)
    background.hand_over(JobKind.TRAIN, training)
    background.hand_over(JobKind.SCORE, scoring)
    background.hand_over(JobKind.QUERY, rounds)
    background.hand_over(JobKind.SEARCH, searches)
    background.hand_over(JobKind.EXPORT, models)
    background.hand_over(JobKind.ANSWER, labeling)
    background.hand_over(JobKind.FIND, examples)
    return Project(
        path=path,
        is_read_only=is_read_only,
        notices=store.notices,
        file=ProjectFile(store),
        task=ProjectTask(store),
        classes=Classes(store, who=who),
        pool=pool,
        holdout=holdout,
        datasets=Datasets(store, holdout),
        labeling=labeling,
        label_checks=LabelChecks(store, scoring),
        bulk=Bulk(store, labeling, suggesting),
        rounds=rounds,
        scoring=scoring,
        suggesting=suggesting,
        training=training,
        searches=searches,
        models=models,
        evaluations=Evaluations(store, project_dir=path),
        autopilot=Autopilot(
            store,
            background,
            scoring=scoring,
            suggesting=suggesting,
            project_dir=path,
            rounds=rounds,
            training=training,
            searches=searches,
            models=models,
        ),
        status=Status(store, pool=pool, advisor=Advisor(store)),
        viewing=Viewing(path, is_read_only=is_read_only),
        assist=assist,
        examples=examples,
        background=background,
        store=store,
    )


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "expert"
