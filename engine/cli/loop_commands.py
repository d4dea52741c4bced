"""Commands of the loop: train, query, search, export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.console import answer
from engine.cli.figures import (
    check_in_words,
    questions_table,
    thresholds_in_words,
    trials_table,
    version_in_words,
)
from engine.cli.fixes import Fix, SpaceName, space_limits, space_wish
from engine.cli.following import follow
from engine.cli.hours import Until, next_moment
from engine.cli.opening import opened
from engine.cli.options import (
    AsJson,
    Batch,
    Device,
    Epochs,
    ImageSize,
    Model,
    ProjectPath,
    Resume,
    Seed,
    check_strategy,
)
from engine.cli.starts import choose_start
from engine.domain.errors import DataError, NotFoundError, ResourceError, UsageError
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobRecord, JobState
from engine.domain.results import ExportResult
from engine.domain.rounds import Question, Round, RoundState
from engine.domain.search_limits import SpacePreset
from engine.loop.bootstrap import Project
from engine.loop.models import EXPORT_FORMATS
from engine.loop.rounds import DEFAULT_QUERY_SIZE
from engine.loop.searches import SearchWish
from engine.loop.training import NO_WISH, TrainingWish
from engine.query.cost import total_in_words
from engine.query.registry import AUTOMATIC

_DEFAULT_TRIALS = 20


def train(
    project: ProjectPath,
    model: Model = None,
    epochs: Epochs = None,
    imgsz: ImageSize = None,
    batch: Batch = None,
    seed: Seed = 0,
    device: Device = "auto",
    resume: Resume = False,
    as_json: AsJson = False,
) -> None:
    """Train on everything that is labeled; what comes of it is a new model version.

    What is not named here is as in the adopted recipe, or Ultralytics' default.
    """
    wish = TrainingWish(model, imgsz, epochs, batch, seed=seed, device=device)
    with opened(project) as loop:
        if resume:
            _check_alone(wish)
            job_id = _take_up(loop, loop.training.last(), "training")
        else:
            job_id = loop.rounds.train(_with_start(loop, wish, loop.training.recipe(wish).model))
        follow(loop, job_id)
        version = loop.models.latest()
    assert version is not None
    answer(version, version_in_words(version), as_json=as_json)


def query(
    project: ProjectPath,
    size: Annotated[int, typer.Option(min=1, help="Images to ask about.")] = DEFAULT_QUERY_SIZE,
    strategy: Annotated[
        str, typer.Option(callback=check_strategy, help="How to choose them.")
    ] = AUTOMATIC,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Ask for the images that are worth most to label next.

    Where a round is open, its questions are replaced.
    """
    with opened(project) as loop:
        current = loop.rounds.current()
        if current is not None and current.state in (RoundState.ASKING, RoundState.LABELING):
            loop.rounds.ask_again(size, strategy=strategy)
        else:
            loop.rounds.ask(size, strategy=strategy, seed=seed)
        asked = _wait_for_questions(loop)
        questions = loop.rounds.questions(asked.number)
        records = loop.pool.get([question.pick.image_id for question in questions])
        seconds = loop.scoring.expected_seconds([record.id for record in records])
    rows = list(zip(questions, records, strict=True))
    answer(
        {
            "round": asked.number,
            "strategy": asked.strategy,
            "asked_by": asked.asked_by,
            "expected_s": sum(seconds.values()) if seconds else None,
            "questions": [
                _question(question, record.path) | {"expected_s": seconds.get(record.id)}
                for question, record in rows
            ],
        },
        questions_table([(question, record.name) for question, record in rows]),
        f"Round {asked.number} asks about {len(rows)} images, chosen by {asked.strategy}"
        f"{_of_time(list(seconds.values()))}.",
        as_json=as_json,
    )


def search(
    project: ProjectPath,
    trials: Annotated[
        int, typer.Option(min=1, help="Recipes to try, the defaults included.")
    ] = _DEFAULT_TRIALS,
    minutes: Annotated[
        float | None, typer.Option(min=0.01, help="Time limit, confirmation included.")
    ] = None,
    gpu_hours: Annotated[
        float | None,
        typer.Option(min=0.001, help="Limit of all trainings together, confirmation included."),
    ] = None,
    until: Until = None,
    model: Model = None,
    epochs: Epochs = None,
    imgsz: ImageSize = None,
    batch: Batch = None,
    seed: Seed = 0,
    device: Device = "auto",
    slots: Annotated[int, typer.Option(min=1, help="Trials at the same time.")] = 1,
    space: SpaceName = SpacePreset.LOUPE,
    fix: Fix = None,
    resume: Resume = False,
    as_json: AsJson = False,
) -> None:
    """Search a recipe that beats the defaults, and confirm it on data the search did not use."""
    wish = TrainingWish(model, imgsz, epochs, batch, seed=seed, device=device)
    end = next_moment(until)
    with opened(project) as loop:
        if resume:
            _check_alone(wish, fix, space)
            job_id = _take_up(loop, _last_search(loop), "search")
        else:
            tried = space_wish(space, loop.file.settings().task)
            fixed = _with_start(loop, wish, loop.training.defaults(wish).model)
            wanted = SearchWish(
                trials,
                minutes,
                training=fixed,
                models=tried.models,
                imgszs=tried.imgszs,
                slots=slots,
                limits=space_limits(fix or ()).within(tried.limits),
                preset=tried.preset,
                dimensions=tried.dimensions,
                gpu_hours=gpu_hours,
                until=end,
            )
            job_id = loop.searches.start(wanted)
        follow(loop, job_id)
        record = loop.searches.all()[-1]
        trials_run = loop.searches.trials(record.id)
    assert record.outcome is not None
    answer(
        {"search": record.id, "outcome": record.outcome, "trials": trials_run},
        trials_table(trials_run),
        record.outcome.sentence,
        as_json=as_json,
    )


def export(
    project: ProjectPath,
    out: Annotated[Path, typer.Option(help="Folder that takes the model.")],
    model_format: Annotated[
        str, typer.Option("--format", help=f"{', '.join(EXPORT_FORMATS)}.")
    ] = EXPORT_FORMATS[0],
    version: Annotated[
        int | None, typer.Option(min=1, help="Number of the version; the newest by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a model for use elsewhere and check it against PyTorch on the project's images."""
    if model_format not in EXPORT_FORMATS:
        known = ", ".join(EXPORT_FORMATS)
        raise typer.BadParameter(f"{model_format!r} is no export format; choose {known}.")
    with opened(project) as loop:
        version_id = next((v.id for v in loop.models.all() if v.number == version), None)
        if version is not None and version_id is None:
            raise NotFoundError(
                f"There is no version {version}.", hint="loupe status shows the newest."
            )
        job_id = loop.models.export(out, model_format=model_format, version_id=version_id)
        follow(loop, job_id)
        result = loop.background.result(job_id)
        assert isinstance(result, ExportResult)
        exported = next(v for v in loop.models.all() if v.id == result.export.version_id)
    check = result.export.check
    answer(
        result.export,
        f"{result.export.path}: {check_in_words(check)}.{thresholds_in_words(exported)}",
        as_json=as_json,
    )
    if not check.passed:
        raise DataError(
            f"The exported model {result.export.path} does not agree with PyTorch.",
            hint="Do not use it; try another image size.",
        )


def _with_start(loop: Project, wish: TrainingWish, wanted: str) -> TrainingWish:
    """Return the wish with a model to start from; only one that nobody named is asked about."""
    if wish.model is not None:
        return wish
    task = loop.file.settings().task
    return replace(wish, model=choose_start(wanted, may_start_from_scratch=False, task=task))


def _check_alone(
    wish: TrainingWish, fix: list[str] | None = None, space: str = SpacePreset.LOUPE
) -> None:
    if wish != NO_WISH or fix or space != SpacePreset.LOUPE:
        raise typer.BadParameter("--resume goes on as begun; it takes no other settings.")


def _take_up(loop: Project, last: JobRecord | None, what: str) -> JobId:
    """Return the job to follow: one that still runs, or one that is resumed now."""
    if last is None or last.state is JobState.FINISHED:
        raise UsageError(f"There is no {what} to go on with.", hint="Start one without --resume.")
    if not last.state.is_active:
        loop.background.resume(last.id)
    return last.id


def _last_search(loop: Project) -> JobRecord | None:
    searches = loop.searches.all()
    return loop.searches.job_of(searches[-1].id) if searches else None


def _wait_for_questions(loop: Project) -> Round:
    """Wait until the newest round has its questions.

    Raises:
        ResourceError: They could not be chosen; the message says why.
    """
    asked = loop.rounds.current()
    assert asked is not None
    while asked.state is RoundState.ASKING:
        job_id = loop.rounds.asking_job()
        assert job_id is not None
        follow(loop, job_id)
        loop.rounds.advance()
        if trouble := loop.rounds.trouble():
            raise ResourceError(f"The questions could not be chosen: {trouble}")
        asked = loop.rounds.current()
        assert asked is not None
    return asked


def _of_time(seconds: list[float]) -> str:
    """Return what labeling them takes, after what was said before; empty where nobody knows."""
    return f": {total_in_words(seconds)}" if seconds else ""


def _question(question: Question, path: Path) -> dict[str, object]:
    return {
        "rank": question.rank,
        "image_id": question.pick.image_id,
        "path": path,
        "reason": question.pick.reason,
        "utility": question.pick.utility,
        "is_holdout": question.is_holdout,
        "state": question.state,
    }
