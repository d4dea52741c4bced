"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.domain.groups import GroupBy, GroupRule
from engine.query.registry import strategy_names

_STEP_PX = 32


def check_imgsz(value: int | None) -> int | None:
    """Return an image size that a network can take.

    Raises:
        BadParameter: It is none.
    """
    if value is not None and (value < _STEP_PX or value % _STEP_PX):
        raise typer.BadParameter(f"{value} is not a multiple of 32; try 320 or 640.")
    return value


def check_strategy(value: str) -> str:
    """Return the name of a query strategy.

    Raises:
        BadParameter: There is none of this name.
    """
    known = strategy_names()
    if value not in known:
        raise typer.BadParameter(f"{value!r} is no query strategy; choose {', '.join(known)}.")
    return value


def check_strategies(values: list[str]) -> list[str]:
    """Return the names of query strategies, each once, in the order given.

    Raises:
        BadParameter: One names no strategy.
    """
    return list(dict.fromkeys(check_strategy(value) for value in values))


ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help="Folder of the project.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print exactly one JSON object on stdout.")]
Model = Annotated[
    str | None,
    typer.Option(
        help="What to start from: yolo11n.pt and the like, yolo11n.yaml (from scratch), FILE.pt."
    ),
]
Epochs = Annotated[int | None, typer.Option(min=1, help="Passes over the training images.")]
ImageSize = Annotated[
    int | None,
    typer.Option(
        callback=check_imgsz, help="Longer side of the images in pixels, a multiple of 32."
    ),
]
Updates = Annotated[
    int | None,
    typer.Option(
        min=1, help="Steps of the optimizer, in place of epochs, however much is labeled."
    ),
]
Batch = Annotated[int | None, typer.Option(min=1, help="Images per step.")]
Seed = Annotated[int, typer.Option(min=0, help="Same seed, same choices.")]
Device = Annotated[str, typer.Option(help="auto, cpu, mps, or the number of a CUDA GPU.")]
Parallel = Annotated[int, typer.Option(min=1, help="How many to carry out at the same time.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the last one.")]
GroupByOption = Annotated[
    GroupBy,
    typer.Option(help="Which images no split may divide; near-duplicates never are divided."),
]
GroupPattern = Annotated[
    str,
    typer.Option(help=r"For --group-by pattern: what names the group, e.g. '(patient\d+)'."),
]


def group_rule(group_by: GroupBy, group_pattern: str) -> GroupRule:
    """Return the rule that two options name together.

    Raises:
        BadParameter: One of them is missing.
        UsageError: The pattern is not a regular expression.
    """
    if (group_by is GroupBy.PATTERN) != bool(group_pattern):
        raise typer.BadParameter("--group-by pattern and --group-pattern belong together.")
    return GroupRule(group_by, group_pattern)
