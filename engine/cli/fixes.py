"""`--space` and `--fix` of a search: what it tries, and what of that is fixed or narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from engine.domain.project import Task
from engine.domain.search_limits import SpaceLimits, SpacePreset, SpaceWish, Span
from engine.tuning.space_files import read_space_file

_SPANS = {
    "learning-rate": "learning_rate",
    "weight-decay": "weight_decay",
    "augmentation": "augmentation",
}
_FREEZING = {"yes": True, "no": False}
_KEYS = ("optimizer", *_SPANS, "freeze")

Fix = Annotated[
    list[str] | None,
    typer.Option(
        help="What trials may try: optimizer=SGD,AdamW, learning-rate=0.001..0.01, "
        "weight-decay=0.0005, augmentation=0.2..0.6, freeze=yes|no. Repeat it for more."
    ),
]


SpaceName = Annotated[
    str,
    typer.Option(
        metavar="NAME|FILE.yaml",
        help=f"What trials try: {', '.join(SpacePreset)}, or a file that says so.",
    ),
]


def space_wish(space: str, task: Task) -> SpaceWish:
    """Return what `--space` names.

    Raises:
        BadParameter: It is neither the name of a space nor of a YAML file.
        NotFoundError: There is no such file.
        DataError: The file cannot be understood.
    """
    if space in list(SpacePreset):
        return SpaceWish(SpacePreset(space))
    if not space.endswith((".yaml", ".yml")):
        known = ", ".join(SpacePreset)
        raise typer.BadParameter(f"--space {space} is no space; choose {known}, or a .yaml file.")
    return read_space_file(Path(space), task)


def space_limits(fixes: Sequence[str]) -> SpaceLimits:
    """Return the limits that `--fix KEY=VALUE` options name together.

    Raises:
        BadParameter: One is not understood.
        UsageError: A value lies outside what a search admits.
    """
    fields: dict[str, object] = {}
    for fix in fixes:
        key, _, text = fix.partition("=")
        if key == "optimizer" and text:
            fields["optimizers"] = tuple(text.split(","))
        elif key == "freeze" and text in _FREEZING:
            fields["freezes_backbone"] = _FREEZING[text]
        elif key in _SPANS:
            fields[_SPANS[key]] = _span(fix, text)
        else:
            known = ", ".join(_KEYS)
            raise typer.BadParameter(f"--fix {fix} is not understood; the keys are {known}.")
    return SpaceLimits(**fields)  # type: ignore[arg-type]  # fields by the keys above


def _span(fix: str, text: str) -> Span:
    low, _, high = text.partition("..")
    try:
        return Span(float(low), float(high or low))
    except ValueError as error:
        raise typer.BadParameter(f"--fix {fix} needs a number, or two as 0.1..0.2.") from error
