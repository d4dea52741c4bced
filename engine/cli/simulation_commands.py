"""Commands in which a simulated expert labels: simulate and demo."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.comparison_tables import (
    comparison_table,
    curve_table,
    headroom_table,
    points_table,
)
from engine.cli.console import answer, say
from engine.cli.figures import check_in_words
from engine.cli.following import watch, watch_several
from engine.cli.opening import opened_to_read
from engine.cli.options import (
    AsJson,
    Batch,
    Device,
    Epochs,
    ImageSize,
    Model,
    Parallel,
    Seed,
    Updates,
    check_strategies,
)
from engine.cli.project_commands import has_display, run_window
from engine.cli.starts import choose_start
from engine.domain.project import Task
from engine.domain.recipes import Recipe, default_recipe
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project
from engine.loop.curves import learning_curve
from engine.loop.rounds import DEFAULT_QUERY_SIZE
from engine.loop.training import TrainingWish
from engine.query.registry import AUTOMATIC
from engine.simulation.cells import EVERYTHING, Cell, CellResult
from engine.simulation.comparison import compare
from engine.simulation.comparison_files import verdict_data, write_comparison
from engine.simulation.demo import TOO_SHORT, DemoFolder, open_demo, write_demo_report
from engine.simulation.experiment import Experiment
from engine.simulation.headroom import HEADROOM_CELLS, doubling, measure_headroom, write_headroom
from engine.simulation.race import Race
from engine.simulation.staging import play
from engine.simulation.verdict import judge

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
    first: Annotated[
        int | None, typer.Option(min=1, help="Images of the first round; as many as later ones.")
    ] = None,
    growth: Annotated[
        float, typer.Option(min=1.0, help="How many times more images each later round takes.")
    ] = 1.0,
    seeds: Annotated[
        int, typer.Option(min=1, help="How often, each time with other first images; 6 prove more.")
    ] = 1,
    with_suggestions: Annotated[
        bool, typer.Option("--suggestions", help="Also with suggestions shown to the expert.")
    ] = False,
    model: Model = None,
    epochs: Epochs = None,
    updates: Updates = None,
    imgsz: ImageSize = None,
    batch: Batch = None,
    seed: Seed = 0,
    device: Device = "auto",
    parallel: Parallel = 1,
    as_json: AsJson = False,
) -> None:
    """Compare query strategies; a simulated expert answers from the dataset's own labels.

    Broken off, the same command goes on where it stopped.
    """
    wish = TrainingWish(None, imgsz, epochs, batch, seed, device, updates=updates)
    experiment = Experiment(
        dataset,
        out,
        rounds=rounds,
        query_size=size,
        training=_with_start(wish, model, task),
        task=task,
        first_size=first,
        growth=growth,
    )
    cells = _cells(strategies, seeds, with_suggestions)
    race = race_over(experiment, cells, parallel, device=device)
    results = carry_out(race)
    comparison = compare(results)
    verdict = judge(comparison)
    write_comparison(experiment, results, comparison, verdict)
    answer(
        {
            "curves": experiment.curves_path.absolute(),
            "picture": experiment.picture_path.absolute(),
            "report": experiment.report_path.absolute(),
            "arms": [
                {"strategy": each.cell.arm, "seed": each.cell.seed, "points": each.points}
                for each in results
            ],
            "verdict": verdict_data(verdict),
        },
        points_table(results) if seeds == 1 else comparison_table(comparison, verdict),
        verdict.sentence,
        f"The figures are in {experiment.curves_path}, drawn in {experiment.report_path}.",
        as_json=as_json,
    )


def headroom(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A labeled dataset.")],
    out: Annotated[Path, typer.Option(help="Folder that takes projects and figures.")],
    task: Annotated[Task, typer.Option(help="What to learn.")] = Task.DETECT,
    seeds: Annotated[int, typer.Option(min=1, help="How often, with other images first.")] = 1,
    model: Model = None,
    updates: Updates = 600,
    imgsz: ImageSize = None,
    batch: Batch = None,
    device: Device = "auto",
    parallel: Parallel = 1,
    as_json: AsJson = False,
) -> None:
    """Measure whether more labels help at all: accuracy with 1/8, 1/4, 1/2 and all of the data.

    Where they do not, no way of choosing images can show anything. Every training makes the same
    number of steps; a last one makes twice as many on all of the data.
    """
    wish = TrainingWish(None, imgsz, None, batch, device=device, updates=updates)
    training = _with_start(wish, model, task)
    experiment = doubling(Experiment(dataset, out, training=training, task=task))
    cells = [replace(cell, seed=seed) for seed in range(seeds) for cell in HEADROOM_CELLS]
    found = measure_headroom(carry_out(race_over(experiment, cells, parallel, device=device)))
    write_headroom(experiment, found)
    answer(found, headroom_table(found), found.sentence, as_json=as_json)


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


def _with_start(wish: TrainingWish, model: str | None, task: Task) -> TrainingWish:
    wanted = default_recipe(task).model
    start = model or choose_start(wanted, may_start_from_scratch=True, task=task)
    return replace(wish, model=start)


def _cells(strategies: list[str], seeds: int, with_suggestions: bool) -> list[Cell]:
    """Return the cells by seed, so that what is done first can be compared."""
    shown = (False, True) if with_suggestions else (False,)
    # What everything at once reaches is a yardstick for comparing; one arm alone needs none.
    is_compared = len(strategies) * len(shown) > 1
    return [
        cell
        for seed in range(seeds)
        for cell in (
            *(Cell(s, seed, shows_suggestions=is_shown) for is_shown in shown for s in strategies),
            *([Cell(EVERYTHING, seed)] if is_compared else []),
        )
    ]


def race_over(
    experiment: Experiment,
    cells: Sequence[Cell],
    parallel: int,
    *,
    device: str = "auto",
    keeps_projects: bool = True,
) -> Race:
    """Return a race over cells that shares the processors between those side by side."""
    threads = max(1, (os.cpu_count() or 1) // parallel) if parallel > 1 else 0
    training = replace(experiment.training, device=device, threads=threads)
    return Race(
        replace(experiment, training=training),
        cells,
        slots=parallel,
        threads=threads,
        keeps_projects=keeps_projects,
    )


def carry_out(race: Race) -> list[CellResult]:
    """Carry out what is missing; return the results in the order of the cells."""

    def overall() -> tuple[str, float, float]:
        steps = {cell: _num_steps_done(project) for cell, project in race.open.items()}
        what = ", ".join(f"{cell.arm} {cell.seed}" for cell in race.open)
        parts = sum(done / _num_cell_steps(race.open[cell]) for cell, done in steps.items())
        return what, len(race.results) + parts, len(race.cells)

    with race:
        watch_several(race.turns(), projects=lambda: list(race.open.values()), overall=overall)
    return [race.results[cell] for cell in race.cells]


def _num_cell_steps(project: Project) -> int:
    plan = project.autopilot.plan()
    return _num_steps(plan) if plan else 1


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
        curve = learning_curve(project.store, name="demo")
    sentences = [search.outcome.sentence for search in searches if search.outcome]
    answer(
        {
            "project": folder.project_dir.absolute(),
            "report": folder.report_path.absolute(),
            "points": curve.points,
            "searches": sentences,
            "exports": exports,
            "starts": [version.start for version in versions],
            "note": TOO_SHORT,
        },
        curve_table(curve),
        *(f"Search: {sentence}" for sentence in sentences),
        *(f"Export: {export.path}; {check_in_words(export.check)}." for export in exports),
        f"The report is {folder.report_path}.",
        TOO_SHORT,
        as_json=as_json,
    )
