"""What the expert's domain facts forbid a recipe, and how that reads."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.project import DomainFacts
from engine.domain.recipes import Augmentation, Recipe

# The largest value each fact admits. A vertical flip mirrors as a horizontal one does, a half turn
# swaps the sides, and Ultralytics' copy-paste pastes mirrored objects. Mixing two images mixes
# their colors. Mosaic cuts without resizing: the scale argument alone resizes, and perspective.
_LEFT_RIGHT = {"fliplr": 0.0, "flipud": 0.0, "copy_paste": 0.0, "degrees": 45.0}
_COLOR = {"hsv_h": 0.005, "hsv_s": 0.1, "hsv_v": 0.2, "bgr": 0.0, "mixup": 0.0}
_SCALE = {"scale": 0.1, "perspective": 0.0}
_UP = {"flipud": 0.0, "degrees": 10.0}


def clip_to_facts(recipe: Recipe, facts: DomainFacts) -> Recipe:
    """Return the recipe with every augmentation inside what the facts admit."""
    limits = limits_of(facts)
    clipped = {
        name: min(value, limits[name])
        for name, value in _values(recipe.augmentation).items()
        if name in limits
    }
    # The policy for images that are classified recolors, and turns by up to 30 degrees.
    policy = "" if facts.color_matters or facts.up_is_up else recipe.auto_augment
    augmentation = replace(recipe.augmentation, **clipped)
    return replace(recipe, augmentation=augmentation, auto_augment=policy)


def facts_in_words(facts: DomainFacts) -> list[str]:
    """Return what training may do to the images: color, scale, rotation and flips, in order."""
    return [_color_words(facts), _scale_words(facts), _rotation_words(facts), _flip_words(facts)]


def defaults_name(facts: DomainFacts) -> str:
    """Return how trial 0 is called: the defaults, and what the facts took from them."""
    taken = [
        words
        for is_stated, words in (
            (facts.color_matters, "color kept"),
            (facts.scale_is_fixed, "scale kept"),
            (facts.left_right_differ, "without flips"),
        )
        if is_stated
    ]
    return ", ".join(["defaults", *taken])


def limits_of(facts: DomainFacts) -> dict[str, float]:
    """Return the largest value that facts admit of what is done to the images, by its name."""
    limits: dict[str, float] = {}
    for is_stated, stated in (
        (facts.left_right_differ, _LEFT_RIGHT),
        (facts.color_matters, _COLOR),
        (facts.scale_is_fixed, _SCALE),
        (facts.up_is_up, _UP),
    ):
        if is_stated:
            limits |= {name: min(limit, limits.get(name, limit)) for name, limit in stated.items()}
    return limits


def _values(augmentation: Augmentation) -> dict[str, float]:
    return {name: getattr(augmentation, name) for name in augmentation.__slots__}


def _color_words(facts: DomainFacts) -> str:
    if not facts.color_matters:
        return "any color shift"
    hue, saturation, brightness = _COLOR["hsv_h"], _COLOR["hsv_s"], _COLOR["hsv_v"]
    return f"hue ±{hue:g}, saturation ±{saturation:.0%}, brightness ±{brightness:.0%}"


def _scale_words(facts: DomainFacts) -> str:
    return f"scale ±{_SCALE['scale']:.0%}" if facts.scale_is_fixed else "any scale"


def _rotation_words(facts: DomainFacts) -> str:
    limit = limits_of(facts).get("degrees")
    return "any rotation" if limit is None else f"rotation up to {limit:.0f}°"


def _flip_words(facts: DomainFacts) -> str:
    if facts.left_right_differ:
        return "no flips"
    return "left-right flips only" if facts.up_is_up else "both flips"
