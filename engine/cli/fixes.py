"""`--fix` of a search: what of its space is fixed or narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from engine.domain.search_limits import SpaceLimits, Span

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
