"""What a search tries, by a name: Loupe's own, a short one for few trials, and Ultralytics'."""

from __future__ import annotations

from collections.abc import Iterable

from engine.domain.errors import UsageError
from engine.domain.project import Task
from engine.domain.recipes import Recipe
from engine.domain.search_limits import (
    NO_LIMITS,
    Dimension,
    SpaceLimits,
    SpacePreset,
    Span,
)
from engine.tuning.dimensions import names_read, usual_dimensions
from engine.tuning.strength import BASE_STRENGTH

# What `model.tune()` of Ultralytics 8.4 tries, each between two ends, all at once.
ULTRALYTICS_BOUNDS: dict[str, tuple[float, float]] = {
    "lr0": (1e-5, 1e-2), "lrf": (0.01, 1.0), "momentum": (0.7, 0.98), "weight_decay": (0.0, 0.001),
    "warmup_epochs": (0.0, 5.0), "warmup_momentum": (0.0, 0.95), "box": (1.0, 20.0),
    "cls": (0.1, 4.0), "cls_pw": (0.0, 1.0), "dfl": (0.4, 12.0), "hsv_h": (0.0, 0.1),
    "hsv_s": (0.0, 0.9), "hsv_v": (0.0, 0.9), "degrees": (0.0, 45.0), "translate": (0.0, 0.9),
    "scale": (0.0, 0.95), "shear": (0.0, 10.0), "perspective": (0.0, 0.001), "flipud": (0.0, 1.0),
    "fliplr": (0.0, 1.0), "bgr": (0.0, 1.0), "mosaic": (0.0, 1.0), "mixup": (0.0, 1.0),
    "cutmix": (0.0, 1.0), "copy_paste": (0.0, 1.0), "close_mosaic": (0.0, 10.0),
}  # fmt: skip
_ULTRALYTICS_LIMITS = SpaceLimits(
    ("AdamW",), augmentation=Span(BASE_STRENGTH, BASE_STRENGTH), freezes_backbone=False
)


def preset_limits(preset: SpacePreset, limits: SpaceLimits) -> SpaceLimits:
    """Return a person's limits, and what they leave automatic as the preset has it.

    Raises:
        UsageError: A strength was named where each change of the images is tried by itself.
    """
    if preset is not SpacePreset.ULTRALYTICS:
        return limits
    if limits.augmentation is not None:
        raise UsageError(
            "The space ultralytics has no strength of augmentation: each change is its own.",
            hint="Leave the strength out, or choose another space.",
        )
    return limits.within(_ULTRALYTICS_LIMITS)


def preset_dimensions(
    preset: SpacePreset,
    base: Recipe,
    *,
    task: Task,
    num_classes: int,
    limits: SpaceLimits = NO_LIMITS,
    own: Iterable[Dimension] = (),
) -> tuple[Dimension, ...]:
    """Return the numbers that trials choose under a preset, as far as training reads them.

    Args:
        preset: Whose.
        base: The defaults.
        task: What is trained.
        num_classes: One class alone has nothing to be weighted against.
        limits: A rate that is limited here is none of the numbers.
        own: A person's, in the place of the preset's of the same name.
    """
    found = {each.name: each for each in _of_preset(preset, base, task, num_classes)}
    found |= {each.name: each for each in own}
    limited = {"lr0": limits.learning_rate, "weight_decay": limits.weight_decay}
    read = names_read(task, has_policy=bool(base.auto_augment))
    return tuple(
        each
        for name, each in found.items()
        if name in read and limited.get(name) is None and (name != "cls_pw" or num_classes > 1)
    )


def _of_preset(
    preset: SpacePreset, base: Recipe, task: Task, num_classes: int
) -> Iterable[Dimension]:
    if preset is SpacePreset.SHORT:
        return ()
    if preset is SpacePreset.ULTRALYTICS:
        return [Dimension(name, Span(*ends)) for name, ends in ULTRALYTICS_BOUNDS.items()]
    return usual_dimensions(base, task=task, num_classes=num_classes)
