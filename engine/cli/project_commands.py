"""Commands on the project as a whole: new, status, open."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from engine.cli.console import answer, say
from engine.cli.figures import accuracy_in_words
from engine.cli.opening import opened, opened_to_read
from engine.cli.options import AsJson, ProjectPath
from engine.domain.errors import NotFoundError, ResourceError
from engine.domain.project import DomainFacts, Goal, ProjectSettings, Task
from engine.domain.skeleton import PERSON, Skeleton, read_skeleton
from engine.loop.advisor import decisive_accuracy
from engine.loop.bootstrap import create_project
from engine.loop.status import LoopStatus
from engine.loop.task_change import change_in_words

NO_DISPLAY = (
    "There is no display to open the window on. Set DISPLAY or WAYLAND_DISPLAY, or use the "
    "commands of loupe --help."
)


Keypoints = Annotated[
    str,
    typer.Option(
        help="For pose: person, or the names with commas between them; left and right mirror."
    ),
]
KeypointEdges = Annotated[
    str, typer.Option(help="For pose: keypoints joined by lines, by their numbers: 1-2,2-3.")
]


def new(
    project: ProjectPath,
    task: Annotated[Task, typer.Option(help="What to learn.")] = Task.DETECT,
    classes: Annotated[
        str, typer.Option(help="Class names, with commas between them; an import adds its own.")
    ] = "",
    keypoints: Keypoints = "",
    keypoint_edges: KeypointEdges = "",
    left_right_differ: Annotated[
        bool, typer.Option("--left-right-differ", help="Mirrored images would be wrong.")
    ] = False,
    color_matters: Annotated[
        bool, typer.Option("--color-matters", help="Other colors would be another object.")
    ] = False,
    scale_is_fixed: Annotated[
        bool, typer.Option("--scale-is-fixed", help="Size in pixels tells objects apart.")
    ] = False,
    up_is_up: Annotated[
        bool, typer.Option("--up-is-up", help="Images upside down would be wrong.")
    ] = False,
    target: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Validation accuracy that the interval must reach to end."),
    ] = None,
    max_images: Annotated[
        int | None, typer.Option(min=1, help="Labeled images at which the loop ends.")
    ] = None,
    max_minutes: Annotated[
        float | None, typer.Option(min=0, help="Minutes of labeling at which the loop ends.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a project in a new folder.

    The facts (--left-right-differ and so on) bound every training; a target or a budget says when
    to stop labeling.
    """
    settings = ProjectSettings(
        name=project.resolve().name,
        task=task,
        skeleton=_skeleton(task, keypoints, keypoint_edges),
        facts=DomainFacts(left_right_differ, color_matters, scale_is_fixed, up_is_up),
        goal=Goal(target, max_images, max_minutes),
    )
    created = create_project(project, settings, classes.split(",") if classes else [])
    try:
        names = [c.name for c in created.file.classes()]
    finally:
        created.close()
    answer(
        {"project": project.absolute(), "name": settings.name, "task": task, "classes": names},
        f"{project} is ready for {', '.join(names) or 'its first class'}.",
        as_json=as_json,
    )


def change_task(
    project: ProjectPath,
    task: Annotated[Task, typer.Argument(help="What to learn from now on.")],
    keypoints: Keypoints = "",
    keypoint_edges: KeypointEdges = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only count what would become of it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Give a project another task. All annotations stay, and so do validation and test."""
    skeleton = _skeleton(task, keypoints, keypoint_edges)
    with opened_to_read(project) if dry_run else opened(project) as loop:
        outlook = loop.task.outlook(task, skeleton=skeleton)
        if not dry_run:
            loop.task.change(task, skeleton=skeleton)
    answer(
        {"project": project.absolute(), "is_changed": not dry_run, **asdict(outlook)},
        *change_in_words(outlook),
        as_json=as_json,
    )


def status(project: ProjectPath, as_json: AsJson = False) -> None:
    """Show where the loop stands and what to do next."""
    with opened_to_read(project) as opened:
        now = opened.status.read()
        rejected = opened.pool.rejected()
    answer(
        {"project": project.absolute(), **_as_data(now), "num_rejected_files": len(rejected)},
        _status_table(now, num_rejected=len(rejected)),
        " ".join([f"Next: {now.advice.text}. {now.advice.reason}", *now.advice.evidence]),
        as_json=as_json,
    )


def open_window(
    project: Annotated[
        Path | None, typer.Argument(metavar="[PROJECT]", help="Folder of the project.")
    ] = None,
) -> None:
    """Open the window, on a project if one is named."""
    if project is not None and not (project / "project.db").is_file():
        raise NotFoundError(f"There is no Loupe project in {project}.", hint="Use loupe new first.")
    run_window(project)


def run_window(project: Path | None, *, may_tour: bool = True) -> None:
    """Run the window as a process of its own until it is closed.

    Args:
        project: Folder of the project to open in it.
        may_tour: Whether who sees the window the first time is shown around.

    Raises:
        ResourceError: There is no display, or the window ended badly.
    """
    if not has_display():
        raise ResourceError(NO_DISPLAY)
    # The frozen program has no interpreter to be asked for a module.
    is_frozen = getattr(sys, "frozen", False)
    command = [sys.executable, *(["--window"] if is_frozen else ["-m", "desktop"])]
    where = [str(project.absolute())] if project is not None else []
    how = [] if may_tour else ["--no-tour"]
    say("The window opens.")
    code = subprocess.run([*command, *where, *how], check=False).returncode
    if code != 0:
        raise ResourceError(
            f"The window ended with exit code {code}.", hint="loupe doctor tells what is missing."
        )


def has_display() -> bool:
    """Return whether a window could be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    drawn_elsewhere = os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc")
    return drawn_elsewhere or any(os.environ.get(name) for name in names)


def _skeleton(task: Task, keypoints: str, edges: str) -> Skeleton | None:
    if not keypoints:
        return None
    if task is not Task.POSE:
        raise typer.BadParameter("--keypoints belongs to --task pose.")
    if keypoints.strip().lower() == "person":
        return PERSON
    return read_skeleton(keypoints.split(","), edges=edges)


def _as_data(now: LoopStatus) -> dict[str, object]:
    return {
        "name": now.settings.name,
        "task": now.settings.task,
        "num_classes": now.num_classes,
        "counts": now.counts,
        "round": now.round,
        "version": now.version,
        "test_accuracy": now.test_accuracy,
        "expert_minutes": now.expert_s / 60,
        "jobs": now.jobs,
        "advice": now.advice,
        "forecast": now.forecast,
        "consistency": now.consistency,
    }


def _status_table(now: LoopStatus, *, num_rejected: int) -> Table:
    counts = now.counts
    table = Table(show_header=False, box=None, title=now.settings.name, title_justify="left")
    table.add_row("Pool", f"{counts.num_pool_labeled:,} of {counts.num_pool:,} images labeled")
    table.add_row("Validation", f"{counts.num_val_labeled:,} of {counts.num_val:,} labeled")
    table.add_row("Test", f"{counts.num_test_labeled:,} of {counts.num_test:,} labeled")
    if counts.num_unusable or num_rejected:
        table.add_row("Kept out", f"{counts.num_unusable + num_rejected:,} files")
    table.add_row("Round", f"{now.round.number}, {now.round.state}" if now.round else "none yet")
    if now.version is not None:
        measured = decisive_accuracy(now.version)
        table.add_row("Model", f"version {now.version.number}, from {now.version.start}")
        table.add_row("Accuracy", accuracy_in_words(measured, now.settings.task))
        table.add_row("", accuracy_in_words(now.test_accuracy, now.settings.task))
    table.add_row("Expert's time", f"{now.expert_s / 60:.1f} min")
    for job in now.jobs:
        table.add_row("Job", f"{job.title}, {job.state}")
    return table
