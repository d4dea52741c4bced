"""The search space: which recipes a search may try."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from engine.domain.project import DomainFacts, Task
from engine.domain.recipes import Augmentation, Recipe, task_of_name
from engine.domain.search_limits import (
    AUTO_OPTIMIZER,
    NO_LIMITS,
    STRENGTHS,
    Dimension,
    SpaceLimits,
    Span,
)
from engine.tuning.dimensions import open_dimensions, value_of, with_values
from engine.tuning.facts import clip_to_facts
from engine.tuning.strength import BASE_STRENGTH, moved_by_strength, strengthen

if TYPE_CHECKING:
    import optuna

    from engine.domain.jobs import SearchSpec
    from engine.domain.searches import EarlierTrial

Params: TypeAlias = dict[str, str | int | float | bool]

# The defaults are the first trial of every search.
DEFAULTS_NUMBER = 0

_ADAMW, _SGD, _MUSGD = "AdamW", "SGD", "MuSGD"
_LR_RANGES = {_ADAMW: Span(1e-4, 5e-3), _SGD: Span(1e-3, 3e-2), _MUSGD: Span(1e-3, 3e-2)}
# Momentum and first learning rate of the biases, as `auto` and the defaults set them: biases that
# start at 0.1 spoil short trainings with AdamW.
_COMPANIONS = {_ADAMW: (0.9, 0.0), _SGD: (0.937, 0.1), _MUSGD: (0.9, 0.0)}
_WEIGHT_DECAY_RANGE = Span(1e-5, 1e-3)

# Layers of the backbone in Ultralytics' model yamls, by family.
_BACKBONE_LAYERS = {"yolov10": 11, "yolo11": 11, "yolo12": 9, "yolo26": 11}
_BACKBONE_LAYERS_ELSEWHERE = 10
# A classifier's is all but its head, which it would not learn without.
_CLASSIFIER_LAYERS = {"yolo11": 10, "yolo26": 10}
_CLASSIFIER_LAYERS_ELSEWHERE = 9


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """The recipes around the defaults that a search may try, all inside the domain facts.

    Attributes:
        base: The defaults: trial 0.
        models: Models to choose from, the base's always among them.
        imgszs: Image sizes in pixels to choose from, the base's always among them.
        from_scratch: Whether weights start random: a frozen random backbone learns nothing.
        num_classes: Of the data set; the learning rate that `auto` sets depends on it.
        limits: What a person fixed or narrowed; the defaults need not lie inside.
        task: What is trained: a classifier passes over most of what is done to the images.
        dimensions: Further numbers that trials choose; `lr0` and `weight_decay` take the place of
            the usual ones, and what is done to the images goes before its strength.
    """

    base: Recipe
    facts: DomainFacts
    models: tuple[str, ...] = ()
    imgszs: tuple[int, ...] = ()
    from_scratch: bool = False
    num_classes: int = 1
    limits: SpaceLimits = NO_LIMITS
    task: Task = Task.DETECT
    dimensions: tuple[Dimension, ...] = ()

    def suggest(self, trial: optuna.trial.Trial) -> Recipe:
        """Let the trial's sampler choose a point and return its recipe."""
        params: Params = {}
        for name, options in self.choices().items():
            if len(options) > 1:
                params[name] = trial.suggest_categorical(name, options)
        for name, span in self.rates(self._optimizer(params)).items():
            params[name] = trial.suggest_float(name, span.low, span.high, log=True)
        span = self.strengths
        params["augmentation"] = trial.suggest_float("augmentation", span.low, span.high)
        for dimension in self.further(params):
            params[dimension.name] = _suggest(trial, dimension)
        return self.recipe(params)

    def recipe(self, params: Params) -> Recipe:
        """Return the recipe of a point; the base's point gives the clipped base exactly."""
        if self.has_base and params == self.base_params():
            return self.defaults
        is_frozen = params.get("freeze_backbone", self.choices()["freeze_backbone"][0])
        model = str(params.get("model", self.base.model))
        recipe = replace(
            self.base,
            model=model,
            imgsz=int(params.get("imgsz", self.base.imgsz)),
            weight_decay=float(params.get("weight_decay", self.base.weight_decay)),
            freeze=backbone_layers(model) if is_frozen else self.base.freeze,
            augmentation=self._strengthen(float(params["augmentation"])),
        )
        numbers = {
            each.name: float(params[each.name])
            for each in self.further(params)
            if each.name in params
        }
        recipe = with_values(self._with_optimizer(recipe, params), numbers)
        return clip_to_facts(recipe, self.facts)

    @property
    def defaults(self) -> Recipe:
        """The base inside the facts: trial 0, whatever the limits."""
        return clip_to_facts(self.base, self.facts)

    @property
    def has_base(self) -> bool:
        """Whether the base lies inside the limits, and so is a point of the space."""
        base, limits = self.base, self.limits
        return (
            base.optimizer in self.choices()["optimizer"]
            and limits.freezes_backbone is not True
            and (limits.weight_decay is None or limits.weight_decay.holds(base.weight_decay))
            and (limits.learning_rate is None or limits.learning_rate.holds(base.lr0))
            and self.strengths.holds(BASE_STRENGTH)
            and all(
                each.holds(value_of(self.defaults, each.name))
                for each in self.further({"optimizer": base.optimizer})
            )
        )

    @property
    def strengths(self) -> Span:
        """Between which strengths of augmentation trials choose."""
        return self.limits.augmentation or STRENGTHS

    def base_params(self) -> Params:
        """Return the point of the base; it is one of this space where `has_base` says so."""
        base = self.base
        values: Params = {
            "model": base.model,
            "imgsz": base.imgsz,
            "optimizer": base.optimizer,
            "freeze_backbone": False,
        }
        choices = self.choices()
        params = {name: value for name, value in values.items() if len(choices[name]) > 1}
        ranges = self.rates(base.optimizer)
        numbers = {"weight_decay": base.weight_decay, _lr_name(base.optimizer): base.lr0}
        params |= {name: max(numbers[name], span.low) for name, span in ranges.items()}
        return self._with_further(params | {"augmentation": BASE_STRENGTH})

    def portfolio(self) -> tuple[Params, ...]:
        """Return the points to try first, the base's foremost, then known good departures.

        Where limits keep one out, the point of the space that is nearest to it stands in.
        """
        points = _departures(replace(self, limits=NO_LIMITS))
        return _distinct([self.nearest(point) for point in points])

    def further(self, params: Params) -> tuple[Dimension, ...]:
        """Return what a trial chooses last, by the model and the optimizer it has."""
        return open_dimensions(
            self.dimensions,
            self.base,
            self.facts,
            model=str(params.get("model", self.base.model)),
            optimizer=self._optimizer(params),
        )

    def departure(self, optimizer: str = "", *, lr0: float = 0.0, **changes: float) -> Params:
        """Return the base's point with another optimizer, its rate and other changes."""
        params = self.base_params() | changes
        if optimizer:
            params.pop(_lr_name(self.base.optimizer), None)
            span = self.rates(optimizer).get(_lr_name(optimizer))
            rate = {"lr0": lr0} if span is None else {_lr_name(optimizer): span.nearest(lr0)}
            params |= {"optimizer": optimizer, **rate}
        return self._with_further(params)

    def _with_further(self, params: Params) -> Params:
        """Return the point with the defaults' own values of what it leaves open."""
        own = {each.name: value_of(self.defaults, each.name) for each in self.further(params)}
        return own | params

    def point_near(self, earlier: EarlierTrial) -> Params:
        """Return the point of this space that is nearest to what an earlier search tried."""
        recipe = earlier.recipe
        point: Params = {
            "model": recipe.model,
            "imgsz": recipe.imgsz,
            "optimizer": recipe.optimizer,
            "freeze_backbone": recipe.freeze > 0,
            "weight_decay": recipe.weight_decay,
            _lr_name(recipe.optimizer): recipe.lr0,
            "augmentation": earlier.strength,
        }
        further: Params = {each.name: value_of(recipe, each.name) for each in self.dimensions}
        return self.nearest(further | point)

    def nearest(self, point: Params) -> Params:
        """Return the point inside the limits that is nearest to one of the space without them."""
        choices = self.choices()
        wanted: Params = {"optimizer": self.base.optimizer, "freeze_backbone": False}
        wanted |= point
        chosen = {
            name: wanted[name] if wanted.get(name) in options else options[0]
            for name, options in choices.items()
        }
        params: Params = {name: value for name, value in chosen.items() if len(choices[name]) > 1}
        for name, span in self.rates(str(chosen["optimizer"])).items():
            params[name] = span.nearest(float(point.get(name, math.sqrt(span.low * span.high))))
        params["augmentation"] = self.strengths.nearest(float(point["augmentation"]))
        for each in self.further(params):
            own = value_of(self.defaults, each.name)
            params[each.name] = each.nearest(float(point.get(each.name, own)))
        return params

    def choices(self) -> dict[str, tuple[str, ...] | tuple[int, ...] | tuple[bool, ...]]:
        """Return what trials choose among, by parameter; one alone is fixed."""
        base, freezes = self.base, self.limits.freezes_backbone
        both = (False, True) if freezes is None else (freezes,)
        return {
            "model": _with_first(base.model, self.models),
            "imgsz": tuple(sorted({base.imgsz, *self.imgszs})),
            "optimizer": self._optimizers(),
            "freeze_backbone": (False,) if self.from_scratch else both,
        }

    def rates(self, optimizer: str) -> dict[str, Span]:
        """Return between which rates trials with an optimizer choose, by parameter."""
        limits, base = self.limits, self.base
        named = {dimension.name for dimension in self.dimensions}
        rates: dict[str, Span] = {}
        if "weight_decay" not in named:
            usual_decay = _widened(_WEIGHT_DECAY_RANGE, base.weight_decay)
            rates["weight_decay"] = limits.weight_decay or usual_decay
        if optimizer != AUTO_OPTIMIZER and "lr0" not in named:
            lr_range = _LR_RANGES.get(optimizer, _LR_RANGES[_ADAMW])
            own = optimizer == base.optimizer
            usual = _widened(lr_range, base.lr0) if own else lr_range
            rates[_lr_name(optimizer)] = limits.learning_rate or usual
        return rates

    def _optimizers(self) -> tuple[str, ...]:
        options = self.limits.optimizers
        options = options or _with_first(self.base.optimizer, (_ADAMW, _SGD, _MUSGD))
        # `auto` would set the learning rate itself.
        is_free = self.limits.learning_rate is None
        return tuple(each for each in options if is_free or each != AUTO_OPTIMIZER)

    def _optimizer(self, params: Params) -> str:
        return str(params.get("optimizer", self._optimizers()[0]))

    def _strengthen(self, strength: float) -> Augmentation:
        base = self.base
        moved = moved_by_strength(self.task, has_policy=bool(base.auto_augment))
        return strengthen(base.augmentation, strength, moved)

    def _with_optimizer(self, recipe: Recipe, params: Params) -> Recipe:
        optimizer = self._optimizer(params)
        if optimizer == AUTO_OPTIMIZER:
            return replace(recipe, optimizer=optimizer)
        lr0 = float(params.get(_lr_name(optimizer), self.base.lr0))
        recipe = replace(recipe, optimizer=optimizer, lr0=lr0)
        if optimizer == self.base.optimizer:
            return recipe
        momentum, warmup_bias_lr = _COMPANIONS[optimizer]
        return replace(recipe, momentum=momentum, warmup_bias_lr=warmup_bias_lr)


def backbone_layers(model: str) -> int:
    """Return how many first layers of a model are its backbone."""
    name = model.replace("\\", "/").rsplit("/", maxsplit=1)[-1].lower()
    by_family, elsewhere = _BACKBONE_LAYERS, _BACKBONE_LAYERS_ELSEWHERE
    if task_of_name(name) is Task.CLASSIFY:
        by_family, elsewhere = _CLASSIFIER_LAYERS, _CLASSIFIER_LAYERS_ELSEWHERE
    return next((num for family, num in by_family.items() if name.startswith(family)), elsewhere)


def space_of(spec: SearchSpec) -> SearchSpace:
    """Return the space of a search."""
    return SearchSpace(
        base=spec.base,
        facts=spec.facts,
        models=spec.models,
        imgszs=spec.imgszs,
        from_scratch=spec.from_scratch,
        num_classes=spec.num_classes,
        limits=spec.limits,
        task=spec.snapshot.task,
        dimensions=spec.dimensions,
    )


def _departures(space: SearchSpace) -> list[Params]:
    """Return the base's point and known good departures of a space without limits."""
    # With `auto`, AdamW at this rate is what the base does already in all but long trainings.
    auto_lr = round(0.002 * 5 / (4 + space.num_classes), 6)
    points = [space.base_params()]
    if space.from_scratch:
        # Short trainings from random weights are over before the rule of `auto` has learned.
        points.append(space.departure(_ADAMW, lr0=3 * auto_lr, augmentation=0.2))
    points.append(space.departure(augmentation=0.8))
    if not space.from_scratch:
        points.append(space.departure(_ADAMW, lr0=auto_lr / 4, freeze_backbone=True))
    points.append(space.departure(_SGD, lr0=0.01))
    if space.base.optimizer != "auto":
        points.append(space.departure(_ADAMW, lr0=auto_lr))
    return points


def _suggest(trial: optuna.trial.Trial, dimension: Dimension) -> float:
    if dimension.options:
        return float(trial.suggest_categorical(dimension.name, dimension.options))
    span = dimension.span
    return trial.suggest_float(dimension.name, span.low, span.high, log=dimension.is_log)


def _lr_name(optimizer: str) -> str:
    return f"lr0_{optimizer}"


def _with_first(first: str, others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((first, *others)))


def _widened(span: Span, value: float) -> Span:
    """Return the span, wide enough for the base's own value where that has a logarithm."""
    return Span(min(span.low, value), max(span.high, value)) if value > 0 else span


def _distinct(points: list[Params]) -> tuple[Params, ...]:
    return tuple(point for i, point in enumerate(points) if point not in points[:i])
