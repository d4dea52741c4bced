"""Spaces by name: what each tries of a task, inside limits and facts."""

from __future__ import annotations

import pytest

from engine.domain.errors import UsageError
from engine.domain.project import Task
from engine.domain.recipes import Recipe, default_recipe
from engine.domain.search_limits import (
    NO_LIMITS,
    Dimension,
    SpaceLimits,
    SpacePreset,
    Span,
)
from engine.tuning.dimensions import names_read, usual_dimensions, value_of
from engine.tuning.facts import clip_to_facts
from engine.tuning.presets import ULTRALYTICS_BOUNDS, preset_dimensions, preset_limits
from engine.tuning.space import SearchSpace
from tests.tuning.test_space import FREE, STRICT, sample


def tuned(facts=FREE, *, task: Task = Task.DETECT, **wish) -> SearchSpace:
    base = default_recipe(task)
    limits = wish.get("limits", NO_LIMITS)
    return SearchSpace(
        base,
        facts,
        num_classes=3,
        task=task,
        limits=preset_limits(SpacePreset.ULTRALYTICS, limits),
        dimensions=preset_dimensions(
            SpacePreset.ULTRALYTICS, base, task=task, num_classes=3, **wish
        ),
    )


def test_loupe_then_it_is_the_usual_and_short_is_none_of_it() -> None:
    usual = usual_dimensions(Recipe(), task=Task.DETECT, num_classes=3)
    for preset, expected in ((SpacePreset.LOUPE, usual), (SpacePreset.SHORT, ())):
        assert preset_dimensions(preset, Recipe(), task=Task.DETECT, num_classes=3) == expected
        assert preset_limits(preset, NO_LIMITS) == NO_LIMITS


@pytest.mark.parametrize("task", list(Task))
def test_ultralytics_then_trials_lie_inside_its_bounds_and_the_facts(task: Task) -> None:
    for facts in (FREE, STRICT):
        for seed in range(5):
            recipe = sample(tuned(facts, task=task), {}, seed=seed)
            assert recipe.optimizer == "AdamW"
            assert recipe == clip_to_facts(recipe, facts)
            for name in names_read(task, has_policy=True) & ULTRALYTICS_BOUNDS.keys():
                assert ULTRALYTICS_BOUNDS[name][0] <= value_of(recipe, name)
                assert value_of(recipe, name) <= ULTRALYTICS_BOUNDS[name][1]


def test_ultralytics_when_boxes_are_searched_then_all_it_tries_is_tried_but_copies() -> None:
    found = {each.name for each in tuned().further({"optimizer": "AdamW"})}
    assert found == set(ULTRALYTICS_BOUNDS) - {"copy_paste"}
    assert "copy_paste" in {each.name for each in tuned(task=Task.SEGMENT).dimensions}


def test_ultralytics_then_the_defaults_are_still_tried_first_and_points_are_taken() -> None:
    space = tuned()
    assert not space.has_base
    assert space.defaults == Recipe()
    for point in space.portfolio():
        assert sample(space, point) == space.recipe(point)


def test_preset_when_a_rate_is_limited_then_the_limit_holds() -> None:
    limits = SpaceLimits(learning_rate=Span(0.001, 0.002), weight_decay=Span(5e-4, 5e-4))
    recipe = sample(tuned(limits=limits), {})
    assert 0.001 <= recipe.lr0 <= 0.002
    assert recipe.weight_decay == 5e-4


def test_preset_when_a_person_names_a_number_then_it_takes_the_place_of_the_presets() -> None:
    own = Dimension("box", Span(9.0, 9.0))
    found = preset_dimensions(
        SpacePreset.LOUPE, Recipe(), task=Task.DETECT, num_classes=1, own=[own]
    )
    assert [each for each in found if each.name == "box"] == [own]


def test_ultralytics_when_a_strength_is_named_then_one_sentence_says_there_is_none() -> None:
    with pytest.raises(UsageError, match="has no strength of augmentation"):
        preset_limits(SpacePreset.ULTRALYTICS, SpaceLimits(augmentation=Span(0.2, 0.4)))


def test_limits_when_within_others_then_what_is_set_here_wins() -> None:
    wider = SpaceLimits(("SGD",), weight_decay=Span(1e-4, 1e-3), freezes_backbone=True)
    own = SpaceLimits(weight_decay=Span(5e-4, 5e-4), freezes_backbone=False)
    assert own.within(wider) == SpaceLimits(
        ("SGD",), weight_decay=Span(5e-4, 5e-4), freezes_backbone=False
    )
