"""Commands in which a simulated expert labels: simulate and demo."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from engine.cli.console import answer, counting, say
from engine.cli.figures import accuracy_in_short, check_in_words
from engine.cli.following import watch
from engine.cli.opening import opened_to_read
from engine.cli.options import (
    AsJson,
    Batch,
    Device,
    Epochs,
    ImageSize,
    Model,
    Seed,
    check_strategies,
)
from engine.cli.project_commands import has_display, run_window
from engine.cli.starts import choose_start
from engine.domain.project import Task
from engine.domain.recipes import Recipe, default_recipe
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project
from engine.loop.rounds import DEFAULT_QUERY_SIZE
from engine.loop.training import TrainingWish
from engine.query.registry import AUTOMATIC
from engine.simulation.demo import TOO_SHORT, DemoFolder, open_demo, write_demo_report
from engine.simulation.experiment import Arm, Experiment, open_arm, read_arm, write_arms
from engine.simulation.staging import play

# Slow enough to watch the simulated expert's boxes appear.
_PACE_S = 0.3


def simulate(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A labeled dataset.")],
    out: Annotated[Path, typer.Option(help="Folder that takes projects, curves and report.")],
    strategies: Annotated[
        list[str],
        typer.Option("--strategy", callback=check_strategies, help="May be given several times."),
    ] = [AUTOMATIC],  # noqa: B006 - Typer reads the default and changes nothing in it
    task: Annotated[Task, typer.Option(help="What to learn.")] = Task.DETECT,
    rounds: Annotated[int, typer.Option(min=0, help="Rounds after the first, random one.")] = 3,
    size: Annotated[int, typer.Option(min=1, help="Images a round.")] = DEFAULT_QUERY_SIZE,
    model: Model = None,
    epochs: Epochs = None,
    imgsz: ImageSize = None,
    batch: Batch = None,
    seed: Seed = 0,
    device: Device = "auto",
    as_json: AsJson = False,
) -> None:
    """Compare query strategies; a simulated expert answers from the dataset's own labels.

    Broken off, the same command goes on where it stopped.
    """
    wanted = default_recipe(task).model
    start = model or choose_start(wanted, may_start_from_scratch=True, task=task)
    training = TrainingWish(start, imgsz, epochs, batch, seed=seed, device=device)
    experiment = Experiment(
        dataset, out, rounds=rounds, query_size=size, training=training, task=task
    )
    arms: list[Arm] = []
    for strategy in strategies:
        arms.append(_run_arm(experiment, strategy))
        write_arms(experiment, arms)
    answer(
        {
            "curves": experiment.curves_path.absolute(),
            "report": experiment.report_path.absolute(),
            "arms": [{"strategy": arm.strategy, "points": arm.points} for arm in arms],
        },
        _arms_table(arms),
        f"The figures are in {experiment.curves_path}, drawn in {experiment.report_path}.",
        as_json=as_json,
    )


def demo(
    out: Annotated[
        Path | None, typer.Option(help="Folder of the demo; an unfinished one goes on.")
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="Without the window even where there is a display.")
    ] = False,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Let both loops run on a small made-up dataset, in the window where there is a display."""
    folder = DemoFolder(out or _free_folder())
    say(TOO_SHORT)
    start = model or choose_start(Recipe().model, may_start_from_scratch=True)
    if headless or not has_display():
        project = open_demo(folder, model=start)
        try:
            _watch_autopilot(project, str(folder.path))
            write_demo_report(folder, project)
        finally:
            project.close()
    else:
        open_demo(folder, model=start, pace_s=_PACE_S).close()
        # What there is to see happens by itself, behind whatever lies over it.
        run_window(folder.project_dir, may_tour=False)
    _answer_demo(folder, as_json=as_json)


def _run_arm(experiment: Experiment, strategy: str) -> Arm:
    with counting(f"{strategy}: images") as count:
        project = open_arm(experiment, strategy, on_progress=count)
    try:
        _watch_autopilot(project, strategy)
        return read_arm(project, strategy)
    finally:
        project.close()


def _watch_autopilot(project: Project, what: str) -> None:
    def overall() -> tuple[str, float, float]:
        plan = project.autopilot.plan()
        return what, _num_steps_done(project), _num_steps(plan) if plan else 1

    watch(
        project,
        play(project),
        active=lambda: project.background.jobs(active_only=True),
        overall=overall,
    )


def _num_steps(plan: AutopilotPlan) -> int:
    """Return the trainings, searches and exports of a plan: what takes the time."""
    searches = plan.rounds if plan.search is not None else 0
    return 1 + plan.rounds + searches + bool(plan.export_dir)


def _num_steps_done(project: Project) -> int:
    searches = sum(search.outcome is not None for search in project.searches.all())
    return len(project.models.all()) + searches + len(project.models.exports())


def _free_folder() -> Path:
    """Return the first of loupe-demo, loupe-demo-2, ... that is not there."""
    numbered = (Path(f"loupe-demo-{number}") for number in itertools.count(2))
    return next(p for p in itertools.chain([Path("loupe-demo")], numbered) if not p.exists())


def _answer_demo(folder: DemoFolder, *, as_json: bool) -> None:
    with opened_to_read(folder.project_dir) as project:
        write_demo_report(folder, project)
        versions, exports = project.models.all(), project.models.exports()
        searches = project.searches.all()
        arm = read_arm(project, "demo")
    sentences = [search.outcome.sentence for search in searches if search.outcome]
    answer(
        {
            "project": folder.project_dir.absolute(),
            "report": folder.report_path.absolute(),
            "points": arm.points,
            "searches": sentences,
            "exports": exports,
            "starts": [version.start for version in versions],
            "note": TOO_SHORT,
        },
        _arms_table([arm]),
        *(f"Search: {sentence}" for sentence in sentences),
        *(f"Export: {export.path}; {check_in_words(export.check)}." for export in exports),
        f"The report is {folder.report_path}.",
        TOO_SHORT,
        as_json=as_json,
    )


def _arms_table(arms: Sequence[Arm]) -> Table:
    table = Table(box=None, pad_edge=False)
    columns = ("Strategy", "Round", "Images", "Minutes", "Validation mAP50-95", "Test mAP50-95")
    for column in columns:
        table.add_column(column)
    for arm in arms:
        for point in arm.points:
            table.add_row(
                arm.strategy,
                "" if point.round_number is None else str(point.round_number),
                str(point.num_train_images),
                f"{point.expert_minutes:.1f}",
                accuracy_in_short(point.val),
                accuracy_in_short(point.test),
            )
    return table
