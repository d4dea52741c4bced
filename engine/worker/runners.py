"""What each kind of job runs; everything heavy is imported when its job comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.domain.jobs import (
    AnswerSpec,
    ExportSpec,
    FindSpec,
    JobKind,
    QuerySpec,
    ScoreSpec,
    SearchSpec,
    TrainSpec,
)
from engine.domain.results import (
    AnswerResult,
    ExportResult,
    FindResult,
    JobResult,
    QueryResult,
    ScoreResult,
    SearchResult,
    TrainResult,
)
from engine.jobs.local import LocalExecutor
from engine.jobs.local_worker import StopTimes
from engine.jobs.reporter import Reporter

# A controller has to be done with its trials before it is itself taken for stuck.
_TRIAL_STOP_TIMES = StopTimes(terminate_after_s=5.0, kill_after_s=2.0)


def train(spec: TrainSpec, reporter: Reporter) -> TrainResult:
    """Build the snapshot unless it is there, train on it, and choose the operating point."""
    from engine.loop.measuring import with_operating_point
    from engine.loop.snapshots import build_snapshot
    from engine.vision.training import train as train_on

    build_snapshot(spec.snapshot, reporter)
    return with_operating_point(train_on(spec, reporter), spec.snapshot)


def score(spec: ScoreSpec, reporter: Reporter) -> ScoreResult:
    """Fill a score cache."""
    from engine.vision.scoring import score as score_images

    return score_images(spec, reporter)


def query(spec: QuerySpec, reporter: Reporter) -> QueryResult:
    """Choose images to ask about."""
    from engine.loop.selection import select

    return select(spec, reporter)


def search(spec: SearchSpec, reporter: Reporter) -> SearchResult:
    """Search recipes; the trials are jobs of this job, in its folder, and end with it."""
    from engine.loop.search_controller import search as search_recipes

    executor = LocalExecutor(slots=spec.slots, ends_with_owner=True, stop_times=_TRIAL_STOP_TIMES)
    try:
        return search_recipes(spec, reporter, executor, reporter.folder.path / "trials")
    finally:
        executor.shutdown()


def export(spec: ExportSpec, reporter: Reporter) -> ExportResult:
    """Write a model for use elsewhere and check it."""
    from engine.vision.export import export as export_model

    return export_model(spec, reporter)


def answer(spec: AnswerSpec, reporter: Reporter) -> AnswerResult:
    """Answer as a simulated expert."""
    from engine.simulation.expert import answer as answer_images

    return answer_images(spec, reporter)


def find(spec: FindSpec, reporter: Reporter) -> FindResult:
    """Look through images for what is alike to examples."""
    from engine.vision.finding import find as find_in_images

    return find_in_images(spec, reporter)


# Each runner takes the spec of its own kind only.
Runners = Mapping[JobKind, Callable[..., JobResult]]

RUNNERS: Runners = {
    JobKind.TRAIN: train,
    JobKind.SCORE: score,
    JobKind.QUERY: query,
    JobKind.SEARCH: search,
    JobKind.EXPORT: export,
    JobKind.ANSWER: answer,
    JobKind.FIND: find,
}
