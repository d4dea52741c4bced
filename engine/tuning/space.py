"""The search space: which recipes a search may try."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from engine.domain.project import DomainFacts
from engine.domain.recipes import Augmentation, Recipe
from engine.tuning.facts import clip_to_facts

if TYPE_CHECKING:
    import optuna

Params: TypeAlias = dict[str, str | int | float | bool]

# The defaults are the first trial of every search.
DEFAULTS_NUMBER = 0

_ADAMW, _SGD, _MUSGD = "AdamW", "SGD", "MuSGD"
_LR_RANGES = {_ADAMW: (1e-4, 5e-3), _SGD: (1e-3, 3e-2), _MUSGD: (1e-3, 3e-2)}
# Momentum and first learning rate of the biases, as `auto` and the defaults set them: biases that
# start at 0.1 spoil short trainings with AdamW.
_COMPANIONS = {_ADAMW: (0.9, 0.0), _SGD: (0.937, 0.1), _MUSGD: (0.9, 0.0)}
_WEIGHT_DECAY_RANGE = (1e-5, 1e-3)

# Layers of the backbone in Ultralytics' model yamls, by family.
_BACKBONE_LAYERS = {"yolov10": 11, "yolo11": 11, "yolo12": 9, "yolo26": 11}
_BACKBONE_LAYERS_ELSEWHERE = 10

# The two ends of the ray of augmentation strength; the base's own values lie at its middle.
_WEAKEST: dict[str, float] = dict.fromkeys(
    ("hsv_h", "hsv_s", "hsv_v", "degrees", "translate", "scale", "mosaic"), 0.0
)
_STRONGEST: dict[str, float] = {
    "hsv_h": 0.03, "hsv_s": 0.9, "hsv_v": 0.6, "degrees": 15.0, "translate": 0.2, "scale": 0.8,
    "mosaic": 1.0,
}  # fmt: skip
_BASE_STRENGTH = 0.5


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """The recipes around the defaults that a search may try, all inside the domain facts.

    Attributes:
        base: The defaults: trial 0.
        models: Models to choose from, the base's always among them.
        imgszs: Image sizes in pixels to choose from, the base's always among them.
        from_scratch: Whether weights start random: a frozen random backbone learns nothing.
        num_classes: Of the data set; the learning rate that `auto` sets depends on it.
    """

    base: Recipe
    facts: DomainFacts
    models: tuple[str, ...] = ()
    imgszs: tuple[int, ...] = ()
    from_scratch: bool = False
    num_classes: int = 1

    def suggest(self, trial: optuna.trial.Trial) -> Recipe:
        """Let the trial's sampler choose a point and return its recipe."""
        params: Params = {}
        for name, options in self._choices().items():
            if len(options) > 1:
                params[name] = trial.suggest_categorical(name, options)
        for name, (low, high) in self._log_ranges(str(params["optimizer"])).items():
            params[name] = trial.suggest_float(name, low, high, log=True)
        params["augmentation"] = trial.suggest_float("augmentation", 0.0, 1.0)
        return self.recipe(params)

    def recipe(self, params: Params) -> Recipe:
        """Return the recipe of a point; the base's point gives the clipped base exactly."""
        if params == self.base_params():
            return clip_to_facts(self.base, self.facts)
        model = str(params.get("model", self.base.model))
        recipe = replace(
            self.base,
            model=model,
            imgsz=int(params.get("imgsz", self.base.imgsz)),
            weight_decay=float(params["weight_decay"]),
            freeze=backbone_layers(model) if params.get("freeze_backbone") else self.base.freeze,
            augmentation=_strengthen(self.base.augmentation, float(params["augmentation"])),
        )
        return clip_to_facts(self._with_optimizer(recipe, params), self.facts)

    def base_params(self) -> Params:
        """Return the point of the base."""
        base = self.base
        values: Params = {
            "model": base.model,
            "imgsz": base.imgsz,
            "optimizer": base.optimizer,
            "freeze_backbone": False,
        }
        choices = self._choices()
        params = {name: value for name, value in values.items() if len(choices[name]) > 1}
        ranges = self._log_ranges(base.optimizer)
        numbers = {"weight_decay": base.weight_decay, _lr_name(base.optimizer): base.lr0}
        params |= {name: max(numbers[name], low) for name, (low, _) in ranges.items()}
        return params | {"augmentation": _BASE_STRENGTH}

    def portfolio(self) -> tuple[Params, ...]:
        """Return the points to try first, the base's foremost, then known good departures."""
        # With `auto`, AdamW at this rate is what the base does already in all but long trainings.
        auto_lr = round(0.002 * 5 / (4 + self.num_classes), 6)
        points = [self.base_params()]
        if self.from_scratch:
            # Short trainings from random weights are over before the rule of `auto` has learned.
            points.append(self._departure(_ADAMW, lr0=3 * auto_lr, augmentation=0.2))
        points.append(self._departure(augmentation=0.8))
        if not self.from_scratch:
            points.append(self._departure(_ADAMW, lr0=auto_lr / 4, freeze_backbone=True))
        points.append(self._departure(_SGD, lr0=0.01))
        if self.base.optimizer != "auto":
            points.append(self._departure(_ADAMW, lr0=auto_lr))
        return tuple(point for i, point in enumerate(points) if point not in points[:i])

    def _departure(self, optimizer: str = "", *, lr0: float = 0.0, **changes: float) -> Params:
        params = self.base_params() | changes
        if optimizer:
            params.pop(_lr_name(self.base.optimizer), None)
            low, high = self._log_ranges(optimizer)[_lr_name(optimizer)]
            params |= {"optimizer": optimizer, _lr_name(optimizer): min(max(lr0, low), high)}
        return params

    def _choices(self) -> dict[str, tuple[str, ...] | tuple[int, ...] | tuple[bool, ...]]:
        base = self.base
        return {
            "model": _with_first(base.model, self.models),
            "imgsz": tuple(sorted({base.imgsz, *self.imgszs})),
            "optimizer": _with_first(base.optimizer, (_ADAMW, _SGD, _MUSGD)),
            "freeze_backbone": (False,) if self.from_scratch else (False, True),
        }

    def _log_ranges(self, optimizer: str) -> dict[str, tuple[float, float]]:
        ranges = {"weight_decay": _widened(_WEIGHT_DECAY_RANGE, self.base.weight_decay)}
        if optimizer != "auto":
            lr_range = _LR_RANGES.get(optimizer, _LR_RANGES[_ADAMW])
            own = optimizer == self.base.optimizer
            ranges[_lr_name(optimizer)] = _widened(lr_range, self.base.lr0) if own else lr_range
        return ranges

    def _with_optimizer(self, recipe: Recipe, params: Params) -> Recipe:
        optimizer = str(params["optimizer"])
        if optimizer == "auto":
            return recipe
        recipe = replace(recipe, optimizer=optimizer, lr0=float(params[_lr_name(optimizer)]))
        if optimizer == self.base.optimizer:
            return recipe
        momentum, warmup_bias_lr = _COMPANIONS[optimizer]
        return replace(recipe, momentum=momentum, warmup_bias_lr=warmup_bias_lr)


def backbone_layers(model: str) -> int:
    """Return how many first layers of a model are its backbone."""
    name = model.replace("\\", "/").rsplit("/", maxsplit=1)[-1].lower()
    layers = (num for family, num in _BACKBONE_LAYERS.items() if name.startswith(family))
    return next(layers, _BACKBONE_LAYERS_ELSEWHERE)


def strongest_augmentation(facts: DomainFacts) -> Augmentation:
    """Return the most that a search may do to the images under these facts."""
    strongest = replace(Recipe(), augmentation=_strengthen(Augmentation(), 1.0))
    return clip_to_facts(strongest, facts).augmentation


def _strengthen(base: Augmentation, strength: float) -> Augmentation:
    """Return the augmentation at a strength of 0 to 1 on the ray through the base at 0.5.

    Towards 1 a value never falls below the base's own.
    """
    if strength < _BASE_STRENGTH:
        share = strength / _BASE_STRENGTH
        ends = _WEAKEST
    else:
        share = (1.0 - strength) / (1.0 - _BASE_STRENGTH)
        ends = {name: max(end, getattr(base, name)) for name, end in _STRONGEST.items()}
    mixed = {name: share * getattr(base, name) + (1 - share) * end for name, end in ends.items()}
    return replace(base, **mixed)


def _lr_name(optimizer: str) -> str:
    return f"lr0_{optimizer}"


def _with_first(first: str, others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((first, *others)))


def _widened(limits: tuple[float, float], value: float) -> tuple[float, float]:
    """Return the range, wide enough for the base's own value where that has a logarithm."""
    low, high = limits
    return (min(low, value), max(high, value)) if value > 0 else limits
