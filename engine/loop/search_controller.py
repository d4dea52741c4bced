"""The controller of a search: it runs in a worker, without torch and without the database.

It builds the snapshot, asks the study for recipes, trains each in a process of its own, and lets
the best meet the defaults on data the search did not rank by. All it knows is in the study and in
its trainings' job folders, so a controller that was killed or paused is followed by one that goes
on: no finished epoch is trained twice.
"""

from __future__ import annotations

import time
from pathlib import Path

from engine.domain.events import TrialChanged
from engine.domain.jobs import SearchSpec
from engine.domain.results import SearchResult
from engine.domain.searches import TrialRecord
from engine.jobs.executor import Executor
from engine.jobs.reporter import Reporter
from engine.loop.search.clock import Now, SearchClock
from engine.loop.search.confirming import Confirming
from engine.loop.search.course import SearchCourse
from engine.loop.search.outcomes import Effort, Ending, challengers, committee
from engine.loop.search.trainings import Trainings
from engine.loop.search.trials import TrialPhase, trial_name
from engine.loop.snapshots import build_snapshot, read_meta
from engine.tuning.budget import Budget
from engine.tuning.facts import clip_to_facts, defaults_name
from engine.tuning.space import DEFAULTS_NUMBER, space_of
from engine.tuning.study import open_study

_MOMENT_S = 1e-3


def search(
    spec: SearchSpec,
    reporter: Reporter,
    executor: Executor,
    jobs_dir: Path,
    *,
    now: Now = time.monotonic,
    wall: Now = time.time,
    poll_s: float = 0.25,
) -> SearchResult:
    """Search recipes and say whether one of them replaces the defaults.

    Args:
        spec: What to search.
        reporter: Takes the events and has the owner's verdicts.
        executor: Runs the trainings; its owner shuts it down.
        jobs_dir: Takes the trainings' job folders; this search's alone.
        now: Seconds from any fixed moment.
        wall: The machine's clock, in seconds since 1970.
        poll_s: Seconds between two looks at the trainings.

    Raises:
        ConflictError: The study belongs to another snapshot.
        ResourceError: The defaults, or several trials in a row, could not be trained.
        Paused: The owner wants to go on later; Cancelled: never.
    """
    snapshot_dir = build_snapshot(spec.snapshot, reporter)
    trainings = Trainings(executor, reporter, jobs_dir, poll_s=poll_s)
    course = _begin(spec, reporter, trainings, now=now, wall=wall)
    try:
        trials = TrialPhase(course).run()
        ending = _confirm(course, trials, snapshot_dir)
    finally:
        course.note_time()
    return SearchResult(ending.outcome(), _committee_weights(course, trials))


def _begin(
    spec: SearchSpec, reporter: Reporter, trainings: Trainings, *, now: Now, wall: Now
) -> SearchCourse:
    """Open the study, tell the owner all that is in it, and set the clock."""
    study = open_study(
        Path(spec.study_path),
        space=space_of(spec),
        snapshot_id=spec.snapshot.id,
        seed=spec.seed,
        incumbent=spec.incumbent,
        again=spec.again,
    )
    for trial in study.trials():
        reporter.emit(TrialChanged(trial))
    clock = SearchClock(
        study.elapsed_s, now=now, until=spec.until, deadline_s=study.deadline_s, wall=wall
    )
    if clock.deadline_s is not None:
        study.note_deadline(clock.deadline_s)
    return SearchCourse(
        spec=spec,
        reporter=reporter,
        study=study,
        trainings=trainings,
        budget=_budget(spec, clock.deadline_s),
        clock=clock,
    )


def _budget(spec: SearchSpec, deadline_s: float | None) -> Budget:
    """Return the limits of a search; an hour that has passed leaves a moment."""
    minutes_s = None if spec.minutes is None else spec.minutes * 60
    limits = [limit for limit in (minutes_s, deadline_s) if limit is not None]
    return Budget(
        trials=spec.trials,
        limit_s=max(_MOMENT_S, min(limits)) if limits else None,
        slots=spec.slots,
        work_s=None if spec.gpu_hours is None else spec.gpu_hours * 3600,
    )


def _confirm(course: SearchCourse, trials: list[TrialRecord], snapshot_dir: Path) -> Ending:
    """Let the best trial meet the defaults, if one did better than they on validation."""
    meta = read_meta(snapshot_dir)
    confirming = Confirming(course, num_folds=meta.num_folds, test_share=meta.fold_test_share)
    best = challengers(trials)
    challenger = confirming.choose(best) if best else None
    judgment = confirming.meet(challenger) if challenger else None
    return Ending(
        defaults=clip_to_facts(course.spec.base, course.spec.facts),
        defaults_name=defaults_name(course.spec.facts),
        effort=Effort(
            num_trials=len(trials),
            seconds=confirming.seconds + sum(trial.seconds for trial in trials),
            is_gpu=_is_gpu(course),
        ),
        challenger=challenger,
        judgment=judgment,
        task=course.spec.snapshot.task,
    )


def _is_gpu(course: SearchCourse) -> bool:
    result = course.trainings.result_of(trial_name(DEFAULTS_NUMBER))
    return result is not None and not result.device.lower().startswith("cpu")


def _committee_weights(course: SearchCourse, trials: list[TrialRecord]) -> tuple[str, ...]:
    results = [course.trainings.result_of(trial_name(trial.number)) for trial in committee(trials)]
    return tuple(result.weights for result in results if result is not None)
