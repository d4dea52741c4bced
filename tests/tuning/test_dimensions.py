"""The numbers that trials choose besides rates, freezing and strength of augmentation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.project import DomainFacts, Task
from engine.domain.recipes import Augmentation, Recipe, default_recipe
from engine.domain.search_limits import Dimension, SpaceLimits, Span, dimension_among
from engine.domain.searches import Choice
from engine.tuning.dimensions import (
    choice_of,
    names_read,
    usual_dimensions,
    value_of,
    with_values,
)
from engine.tuning.facts import clip_to_facts
from engine.tuning.space import Params, SearchSpace
from engine.tuning.space_words import space_in_words
from tests.tuning.test_space import FREE, STRICT, sample

BOXES = ["lrf", "box", "cls", "dfl", "cls_pw", "mixup", "flipud"]


def full(
    facts: DomainFacts = FREE, *, base: Recipe | None = None, task: Task = Task.DETECT, **more
) -> SearchSpace:
    base = base or default_recipe(task)
    found = usual_dimensions(base, task=task, num_classes=3)
    return SearchSpace(base, facts, num_classes=3, task=task, dimensions=found, **more)


def names(space: SearchSpace, params: Params | None = None) -> list[str]:
    return [each.name for each in space.further(params or {})]


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (Task.DETECT, BOXES),
        (Task.SEGMENT, BOXES),
        (Task.OBB, BOXES),
        (Task.POSE, BOXES[:-1]),
        (Task.CLASSIFY, ["lrf", "flipud"]),
    ],
)
def test_usual_when_a_task_is_given_then_what_its_training_reads_is_tried(
    task: Task, expected: list[str]
) -> None:
    assert names(full(task=task)) == expected
    assert set(expected) <= names_read(task)


def test_usual_when_there_is_one_class_then_nothing_is_weighted() -> None:
    found = usual_dimensions(Recipe(), task=Task.DETECT, num_classes=1)
    assert [each.name for each in found] == [name for name in BOXES if name != "cls_pw"]


def test_usual_then_rates_and_gains_are_tried_by_factors() -> None:
    by_name = {each.name: each for each in full().dimensions}
    assert by_name["lrf"] == Dimension("lrf", Span(0.01, 0.5), is_log=True)
    assert by_name["box"] == Dimension("box", Span(3.75, 15.0), is_log=True)
    assert by_name["mixup"] == dimension_among("mixup", 0.0, 0.1)


def test_further_when_facts_forbid_it_then_it_is_no_dimension() -> None:
    assert names(full(STRICT)) == ["lrf", "box", "cls", "dfl", "cls_pw"]


def test_further_when_the_model_tells_distances_plainly_then_their_gain_is_none() -> None:
    space = full(models=("yolo26n.pt",))
    assert "dfl" in names(space)
    assert "dfl" not in names(space, {"model": "yolo26n.pt"})
    assert sample(space, {"model": "yolo26n.pt"}).dfl == Recipe().dfl


def test_further_when_auto_sets_a_number_then_trials_do_not() -> None:
    space = replace(full(), dimensions=(Dimension("momentum", Span(0.7, 0.98)),))
    assert names(space, {"optimizer": "auto"}) == []
    assert names(space, {"optimizer": "SGD"}) == ["momentum"]


@given(
    st.sampled_from(list(Task)),
    st.sampled_from([FREE, STRICT, DomainFacts(up_is_up=True)]),
    st.integers(0, 1000),
)
@settings(max_examples=30, deadline=None)
def test_suggest_then_recipes_lie_inside_dimensions_and_facts(
    task: Task, facts: DomainFacts, seed: int
) -> None:
    space = full(facts, task=task)
    recipe = sample(space, {}, seed=seed)
    assert recipe == clip_to_facts(recipe, facts)
    for each in space.further({"model": recipe.model, "optimizer": recipe.optimizer}):
        assert each.holds(value_of(recipe, each.name))


@given(st.sampled_from(list(Task)), st.sampled_from([FREE, STRICT]))
def test_portfolio_then_its_first_recipe_is_the_clipped_defaults_exactly(
    task: Task, facts: DomainFacts
) -> None:
    space = full(facts, task=task)
    assert space.has_base
    assert space.recipe(space.portfolio()[0]) == clip_to_facts(default_recipe(task), facts)
    for point in space.portfolio():
        assert sample(space, point) == space.recipe(point)


def test_portfolio_when_a_dimension_leaves_the_defaults_out_then_points_lie_inside() -> None:
    space = replace(full(), dimensions=(Dimension("box", Span(9.0, 12.0)),))
    assert not space.has_base
    for point in space.portfolio():
        assert point["box"] == 9.0
        assert sample(space, point) == space.recipe(point)


def test_portfolio_when_the_rate_is_a_dimension_then_departures_have_theirs() -> None:
    rate = Dimension("lr0", Span(1e-5, 1e-2))
    limits = SpaceLimits(("AdamW",))
    space = SearchSpace(Recipe(), FREE, num_classes=1, limits=limits, dimensions=(rate,))
    recipes = [space.recipe(point) for point in space.portfolio()]
    assert {recipe.optimizer for recipe in recipes} == {"AdamW"}
    assert 0.0005 in [recipe.lr0 for recipe in recipes]
    assert all(rate.holds(recipe.lr0) for recipe in recipes)


def test_recipe_when_a_point_is_from_before_then_what_it_lacks_is_as_in_the_defaults() -> None:
    old = SearchSpace(Recipe(), FREE).base_params() | {"augmentation": 0.8}
    recipe = full().recipe(old)
    assert [value_of(recipe, name) for name in BOXES] == [value_of(Recipe(), n) for n in BOXES]
    assert recipe == SearchSpace(Recipe(), FREE).recipe(old)


@pytest.mark.parametrize("task", list(Task))
def test_values_then_every_number_that_is_read_can_be_set_and_belongs_to_a_choice(
    task: Task,
) -> None:
    for name in names_read(task):
        changed = with_values(Recipe(), {name: 2.0})
        assert value_of(changed, name) == 2.0 != value_of(Recipe(), name)
        assert isinstance(choice_of(name), Choice)


def test_values_when_epochs_are_meant_then_they_are_whole() -> None:
    assert with_values(Recipe(), {"close_mosaic": 6.6}).close_mosaic == 7


def test_dimension_when_cut_then_its_values_stay_below() -> None:
    assert dimension_among("mixup", 0.0, 0.1).up_to(0.0).is_fixed
    assert Dimension("scale", Span(0.2, 0.9)).up_to(0.1) == Dimension("scale", Span(0.1, 0.1))
    assert dimension_among("mixup", 0.0, 0.1).nearest(0.08) == 0.1


def test_words_then_say_what_is_tried_besides() -> None:
    words = dict(space_in_words(full()))
    assert words[Choice.LAST_RATE] == "lrf 0.01 to 0.5"
    assert words[Choice.LOSS_GAINS] == "box 3.75 to 15, cls 0.25 to 1, dfl 0.75 to 3"
    assert words[Choice.CLASS_WEIGHTS] == "cls_pw 0 or 0.5"
    assert words[Choice.FURTHER_AUGMENTATION] == "mixup 0 or 0.1, flipud 0 or 0.5"


def test_usual_when_the_defaults_mix_already_then_their_share_is_tried_too() -> None:
    base = Recipe(augmentation=Augmentation(mixup=0.3))
    assert full(base=base).has_base
    assert (
        "mixup 0.3, 0.1 or 0" in dict(space_in_words(full(base=base)))[Choice.FURTHER_AUGMENTATION]
    )
