"""The numbers of a recipe that trials choose besides rates, freezing and strength."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from engine.domain.project import DomainFacts, Task
from engine.domain.recipes import Augmentation, Recipe
from engine.domain.search_limits import (
    AUTO_OPTIMIZER,
    LEARNING_RATES,
    WEIGHT_DECAYS,
    Dimension,
    Span,
    dimension_among,
)
from engine.domain.searches import Choice
from engine.tuning.facts import clip_to_facts, limits_of

_LAST_RATES = Span(0.01, 0.5)
# A gain of a loss is tried from half to twice what it is.
_GAIN_FACTOR = 2.0
_GAINS = ("box", "cls", "dfl")
_SCHEDULE = (
    "lr0", "lrf", "momentum", "weight_decay", "warmup_epochs", "warmup_momentum", "warmup_bias_lr",
)  # fmt: skip
_AUGMENTATIONS = tuple(field.name for field in fields(Augmentation))
_BOX_LOSSES = (*_GAINS, "cls_pw")
_COLORS = ("hsv_h", "hsv_s", "hsv_v")
_WHOLE_IMAGES = ("scale", "flipud", "fliplr", "erasing")
_FLIPS = ("flipud", "fliplr")
_OUTLINES = (Task.SEGMENT, Task.OBB)
# `auto` sets these itself.
_SET_BY_AUTO = ("lr0", "momentum", "warmup_bias_lr")
# This family tells the distance to a box's side by one number, not by a distribution.
_WITHOUT_DISTRIBUTION = "yolo26"

_FRACTION = Span(0.0, 1.0)
_BOUNDS = {
    "lr0": LEARNING_RATES,
    "weight_decay": WEIGHT_DECAYS,
    "warmup_epochs": Span(0.0, 100.0),
    "close_mosaic": Span(0.0, 1000.0),
    "degrees": Span(0.0, 180.0),
    "shear": Span(0.0, 45.0),
    "perspective": Span(0.0, 0.001),
    **dict.fromkeys(_GAINS, Span(0.0, 100.0)),
}

_CHOICES = {
    "lr0": Choice.LEARNING_RATE,
    "lrf": Choice.LAST_RATE,
    "weight_decay": Choice.WEIGHT_DECAY,
    "momentum": Choice.MOMENTUM,
    "warmup_epochs": Choice.MOMENTUM,
    "warmup_momentum": Choice.MOMENTUM,
    "warmup_bias_lr": Choice.MOMENTUM,
    "cls_pw": Choice.CLASS_WEIGHTS,
    "close_mosaic": Choice.FURTHER_AUGMENTATION,
    **dict.fromkeys(_GAINS, Choice.LOSS_GAINS),
    **dict.fromkeys(_AUGMENTATIONS, Choice.FURTHER_AUGMENTATION),
}


def usual_dimensions(base: Recipe, *, task: Task, num_classes: int) -> tuple[Dimension, ...]:
    """Return what a search tries unless told otherwise: what the task's training reads of it.

    Args:
        base: The defaults; their values lie in every dimension.
        task: What is trained.
        num_classes: One class alone has nothing to be weighted against.
    """
    wanted = [
        Dimension("lrf", _widened(_LAST_RATES, base.lrf), is_log=True),
        *(_gain(name, getattr(base, name)) for name in _GAINS),
        _either("cls_pw", base.cls_pw, 0.5),
        _either("mixup", base.augmentation.mixup, 0.1),
        _either("flipud", base.augmentation.flipud, 0.5),
    ]
    read = names_read(task, has_policy=bool(base.auto_augment))
    return tuple(
        each
        for each in wanted
        if each.name in read
        and not each.is_fixed
        and (each.name != "cls_pw" or num_classes > 1)
        # Mirrored keypoints need each point's counterpart, which a skeleton may leave open.
        and (each.name not in _FLIPS or task is not Task.POSE)
    )


def names_read(task: Task, *, has_policy: bool = False) -> frozenset[str]:
    """Return the numbers of a recipe that the training of a task reads, for trials to choose.

    Args:
        task: What is trained.
        has_policy: Whether a policy changes whole images, which leaves colors to it.
    """
    if task is Task.CLASSIFY:
        return frozenset((*_SCHEDULE, *_WHOLE_IMAGES, *(() if has_policy else _COLORS)))
    # Copies are cut out along outlines; erasing is for whole images alone.
    unread = {"erasing"} if task in _OUTLINES else {"erasing", "copy_paste"}
    names = (*_SCHEDULE, *_BOX_LOSSES, "close_mosaic", *_AUGMENTATIONS)
    return frozenset(names) - unread


def open_dimensions(
    dimensions: Iterable[Dimension],
    base: Recipe,
    facts: DomainFacts,
    *,
    model: str,
    optimizer: str,
) -> tuple[Dimension, ...]:
    """Return what a trial with a model and an optimizer chooses, inside the facts.

    A dimension that has nothing left but the defaults' own value is none.
    """
    limits, defaults = limits_of(facts), clip_to_facts(base, facts)
    bounded = [each.up_to(limits.get(each.name, each.span.high)) for each in dimensions]
    return tuple(
        each
        for each in bounded
        if not (each.is_fixed and each.holds(value_of(defaults, each.name)))
        and not (each.name == "dfl" and _tells_distances_plainly(model))
        and not (optimizer == AUTO_OPTIMIZER and each.name in _SET_BY_AUTO)
    )


def bounds_of(name: str) -> Span:
    """Return between which values a number makes sense at all."""
    return _BOUNDS.get(name, _FRACTION)


def choice_of(name: str) -> Choice:
    """Return what a dimension belongs to where choices are told."""
    return _CHOICES[name]


def is_dimension(name: str) -> bool:
    """Return whether a parameter of a trial is the number of a recipe of that name."""
    return name in _CHOICES


def value_of(recipe: Recipe, name: str) -> float:
    """Return a number of a recipe by its name."""
    owner = recipe.augmentation if name in _AUGMENTATIONS else recipe
    return float(getattr(owner, name))


def with_values(recipe: Recipe, values: Mapping[str, float]) -> Recipe:
    """Return the recipe with numbers by their names; epochs are whole."""
    own: dict[str, float] = {k: v for k, v in values.items() if k not in _AUGMENTATIONS}
    if "close_mosaic" in own:
        own["close_mosaic"] = round(own["close_mosaic"])
    done = {name: value for name, value in values.items() if name in _AUGMENTATIONS}
    return replace(recipe, augmentation=replace(recipe.augmentation, **done), **own)  # type: ignore[arg-type]  # numbers by the names above


def _gain(name: str, value: float) -> Dimension:
    return Dimension(name, Span(value / _GAIN_FACTOR, value * _GAIN_FACTOR), is_log=value > 0)


def _either(name: str, *values: float) -> Dimension:
    return dimension_among(name, *dict.fromkeys((*values, 0.0)))


def _widened(span: Span, value: float) -> Span:
    return Span(min(span.low, value), max(span.high, value)) if value > 0 else span


def _tells_distances_plainly(model: str) -> bool:
    name = model.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return name.lower().startswith(_WITHOUT_DISTRIBUTION)
