"""The strength of augmentation: one number for all that is done to the images together."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.project import DomainFacts, Task
from engine.domain.recipes import Augmentation, Recipe
from engine.tuning.facts import clip_to_facts

# The two ends of the ray of augmentation strength; the base's own values lie at its middle.
_STRONGEST: dict[str, float] = {
    "hsv_h": 0.03, "hsv_s": 0.9, "hsv_v": 0.6, "degrees": 15.0, "translate": 0.2, "scale": 0.8,
    "mosaic": 1.0, "erasing": 0.6,
}  # fmt: skip
_COLORS = ("hsv_h", "hsv_s", "hsv_v")
BASE_STRENGTH = 0.5


def moved_by_strength(task: Task, *, has_policy: bool) -> tuple[str, ...]:
    """Return what of the augmentation grows with its strength: all that the task's training reads.

    Args:
        task: What is trained.
        has_policy: Whether a policy changes whole images, which leaves colors to it.
    """
    if task is Task.CLASSIFY:
        return ("scale", "erasing") if has_policy else ("scale", "erasing", *_COLORS)
    return (*_COLORS, "degrees", "translate", "scale", "mosaic")


def strongest_augmentation(facts: DomainFacts) -> Augmentation:
    """Return the most that a search may do to the images under these facts."""
    moved = moved_by_strength(Task.DETECT, has_policy=False)
    strongest = replace(Recipe(), augmentation=strengthen(Augmentation(), 1.0, moved))
    return clip_to_facts(strongest, facts).augmentation


def strengthen(base: Augmentation, strength: float, moved: tuple[str, ...]) -> Augmentation:
    """Return the augmentation at a strength of 0 to 1 on the ray through the base at 0.5.

    Towards 1 a value never falls below the base's own.
    """
    if strength < BASE_STRENGTH:
        share = strength / BASE_STRENGTH
        ends = dict.fromkeys(moved, 0.0)
    else:
        share = (1.0 - strength) / (1.0 - BASE_STRENGTH)
        ends = {name: max(_STRONGEST[name], getattr(base, name)) for name in moved}
    mixed = {name: share * getattr(base, name) + (1 - share) * end for name, end in ends.items()}
    return replace(base, **mixed)
