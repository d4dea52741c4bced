"""What a search will try, in plain words."""

from __future__ import annotations

from pathlib import PurePath

from engine.domain.search_limits import AUTO_OPTIMIZER, Dimension, Span
from engine.domain.searches import Choice
from engine.tuning.dimensions import choice_of
from engine.tuning.space import SearchSpace


def space_in_words(space: SearchSpace) -> list[tuple[Choice, str]]:
    """Return each choice of a search with what its trials try of it."""
    choices = space.choices()
    models = [PurePath(str(model)).stem for model in choices["model"]]
    sizes = [f"{side_px} px" for side_px in choices["imgsz"]]
    return [
        (Choice.MODEL, _either(models)),
        (Choice.IMAGE_SIZE, _either(sizes)),
        (Choice.OPTIMIZER, _either([str(each) for each in choices["optimizer"]])),
        *_rate_words(space),
        *_decay_words(space),
        (Choice.FREEZE, _freeze_words(space)),
        (Choice.AUGMENTATION, _strength_words(space)),
        *_further_words(space),
    ]


def _either(options: list[str]) -> str:
    return " or ".join([", ".join(options[:-1]), options[-1]] if len(options) > 1 else options)


def _rate_words(space: SearchSpace) -> list[tuple[Choice, str]]:
    if any(dimension.name == "lr0" for dimension in space.dimensions):
        return []  # said among the others
    return [(Choice.LEARNING_RATE, _rates_in_words(space))]


def _rates_in_words(space: SearchSpace) -> str:
    optimizers = [str(name) for name in space.choices()["optimizer"]]
    rated = [name for name in optimizers if name != AUTO_OPTIMIZER]
    spans = [space.rates(name)[f"lr0_{name}"] for name in rated]
    if not spans:
        return "automatic"
    whole = Span(min(span.low for span in spans), max(span.high for span in spans))
    is_shared = all(span == whole for span in spans)
    words = _span_words(whole) + ("" if is_shared else ", by optimizer")
    return words if len(rated) == len(optimizers) else f"automatic, or {words}"


def _span_words(span: Span) -> str:
    low, high = (f"{value:.6f}".rstrip("0") for value in (span.low, span.high))
    return low if low == high else f"{low} to {high}"


def _decay_words(space: SearchSpace) -> list[tuple[Choice, str]]:
    span = space.rates(AUTO_OPTIMIZER).get("weight_decay")
    return [] if span is None else [(Choice.WEIGHT_DECAY, _span_words(span))]


def _further_words(space: SearchSpace) -> list[tuple[Choice, str]]:
    """Return what trials choose besides, the numbers of one choice joined by commas."""
    words: dict[Choice, list[str]] = {}
    for each in _all_further(space):
        words.setdefault(choice_of(each.name), []).append(_dimension_words(each))
    return [(choice, ", ".join(parts)) for choice, parts in words.items()]


def _all_further(space: SearchSpace) -> list[Dimension]:
    """Return what any model and optimizer of the space lets trials choose."""
    choices = space.choices()
    found = {
        each.name: each
        for model in choices["model"]
        for optimizer in choices["optimizer"]
        for each in space.further({"model": model, "optimizer": optimizer})
    }
    return list(found.values())


def _dimension_words(dimension: Dimension) -> str:
    span = dimension.span
    if dimension.options:
        return f"{dimension.name} {_either([f'{value:g}' for value in dimension.options])}"
    ends = f"{span.low:g}" if dimension.is_fixed else f"{span.low:g} to {span.high:g}"
    return f"{dimension.name} {ends}"


def _freeze_words(space: SearchSpace) -> str:
    if space.from_scratch:
        return "never: weights start at random"
    options = space.choices()["freeze_backbone"]
    if len(options) > 1:
        return "tried both ways"
    return "always" if options[0] else "never"


def _strength_words(space: SearchSpace) -> str:
    span = space.strengths
    ends = f"{span.low:g}" if span.low == span.high else f"{span.low:g} to {span.high:g}"
    return f"{ends}, the defaults 0.5, inside the facts"
