from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.project import DomainFacts
from engine.domain.recipes import Augmentation, Recipe
from engine.tuning.facts import clip_to_facts, defaults_name, facts_in_words

all_facts = st.builds(
    DomainFacts,
    left_right_differ=st.booleans(),
    color_matters=st.booleans(),
    scale_is_fixed=st.booleans(),
    up_is_up=st.booleans(),
)
wild = st.builds(
    Augmentation, **{name: st.floats(0.0, 180.0) for name in Augmentation.__slots__}
).map(lambda augmentation: Recipe(augmentation=augmentation))


def test_clip_without_facts_then_nothing_changes() -> None:
    assert clip_to_facts(Recipe(), DomainFacts()) == Recipe()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (DomainFacts(left_right_differ=True), {"fliplr": 0.0, "flipud": 0.0}),
        (DomainFacts(color_matters=True), {"hsv_h": 0.005, "hsv_s": 0.1, "hsv_v": 0.2, "bgr": 0}),
        (DomainFacts(scale_is_fixed=True), {"scale": 0.1}),
        (DomainFacts(up_is_up=True), {"flipud": 0.0, "degrees": 10.0}),
    ],
)
def test_clip_when_a_fact_is_stated_then_its_arguments_are_bounded(
    facts: DomainFacts, expected: dict[str, float]
) -> None:
    recipe = Recipe(augmentation=Augmentation(flipud=0.5, degrees=90.0, bgr=0.5))
    clipped = clip_to_facts(recipe, facts).augmentation
    assert {name: getattr(clipped, name) for name in expected} == expected


@given(wild, all_facts)
def test_clip_when_color_or_up_matter_then_no_policy_changes_whole_images(
    recipe: Recipe, facts: DomainFacts
) -> None:
    is_kept = clip_to_facts(recipe, facts).auto_augment == recipe.auto_augment
    assert is_kept != (facts.color_matters or facts.up_is_up)


@given(wild, all_facts)
def test_clip_when_done_twice_then_the_second_changes_nothing(
    recipe: Recipe, facts: DomainFacts
) -> None:
    once = clip_to_facts(recipe, facts)
    assert clip_to_facts(once, facts) == once


@given(wild, all_facts)
def test_clip_then_no_value_grows(recipe: Recipe, facts: DomainFacts) -> None:
    before, after = astuple(recipe.augmentation), astuple(clip_to_facts(recipe, facts).augmentation)
    assert all(new <= old for new, old in zip(after, before, strict=True))


@given(wild, all_facts, all_facts)
def test_clip_when_more_facts_hold_then_it_is_at_least_as_tight(
    recipe: Recipe, some: DomainFacts, others: DomainFacts
) -> None:
    both = DomainFacts(*(a or b for a, b in zip(astuple(some), astuple(others), strict=True)))
    tight = astuple(clip_to_facts(recipe, both).augmentation)
    loose = astuple(clip_to_facts(recipe, some).augmentation)
    assert all(a <= b for a, b in zip(tight, loose, strict=True))


def test_facts_in_words_when_color_and_scale_are_stated_then_the_rest_is_free() -> None:
    words = facts_in_words(DomainFacts(color_matters=True, scale_is_fixed=True))
    assert words == [
        "hue ±0.005, saturation ±10%, brightness ±20%",
        "scale ±10%",
        "any rotation",
        "both flips",
    ]


@pytest.mark.parametrize(
    ("facts", "rotation", "flips"),
    [
        (DomainFacts(up_is_up=True), "rotation up to 10°", "left-right flips only"),
        (DomainFacts(left_right_differ=True), "rotation up to 45°", "no flips"),
        (DomainFacts(left_right_differ=True, up_is_up=True), "rotation up to 10°", "no flips"),
    ],
)
def test_facts_in_words_when_directions_matter_then_they_are_named(
    facts: DomainFacts, rotation: str, flips: str
) -> None:
    assert facts_in_words(facts)[2:] == [rotation, flips]


def test_defaults_name_when_facts_took_something_then_it_is_named() -> None:
    assert defaults_name(DomainFacts()) == "defaults"
    assert defaults_name(DomainFacts(left_right_differ=True)) == "defaults, without flips"
    assert defaults_name(DomainFacts(True, True, False, True)) == (
        "defaults, color kept, without flips"
    )
