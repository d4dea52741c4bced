from __future__ import annotations

from dataclasses import astuple, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.project import DomainFacts
from engine.domain.recipes import Augmentation, Recipe
from engine.tuning.facts import clip_to_facts
from engine.tuning.space import Params, SearchSpace, backbone_layers

FREE = DomainFacts()
STRICT = DomainFacts(
    left_right_differ=True, color_matters=True, scale_is_fixed=True, up_is_up=True
)  # fmt: skip

bases = st.builds(
    Recipe,
    model=st.sampled_from(["yolo11n.pt", "yolov8n.yaml", "/weights/own.pt"]),
    optimizer=st.sampled_from(["auto", "AdamW", "SGD", "MuSGD", "Adam"]),
    lr0=st.floats(1e-6, 0.5),
    weight_decay=st.floats(0.0, 0.1),
    augmentation=st.builds(Augmentation, degrees=st.floats(0.0, 45.0), scale=st.floats(0.0, 0.9)),
)


def sample(space: SearchSpace, params: Params, *, seed: int = 0) -> Recipe:
    from optuna import create_study
    from optuna.samplers import RandomSampler

    study = create_study(sampler=RandomSampler(seed=seed))
    study.enqueue_trial(params)
    return space.suggest(study.ask())


@given(bases, st.sampled_from([FREE, STRICT]))
@settings(max_examples=20)
def test_portfolio_then_its_first_recipe_is_the_clipped_base(
    base: Recipe, facts: DomainFacts
) -> None:
    space = SearchSpace(base, facts, num_classes=3)
    assert space.recipe(space.portfolio()[0]) == clip_to_facts(base, facts)


@given(bases, st.integers(0, 1000))
@settings(max_examples=20)
def test_suggest_when_all_facts_hold_then_every_recipe_is_inside_them(
    base: Recipe, seed: int
) -> None:
    space = SearchSpace(base, STRICT, models=("yolo26n.pt",), imgszs=(320, 416))
    recipe = sample(space, {}, seed=seed)
    assert recipe == clip_to_facts(recipe, STRICT)
    assert (recipe.epochs, recipe.batch, recipe.lrf) == (base.epochs, base.batch, base.lrf)


def test_suggest_when_the_trial_is_enqueued_then_it_gets_the_portfolio_recipe() -> None:
    space = SearchSpace(Recipe(), FREE, imgszs=(320, 640))
    for params in space.portfolio():
        assert sample(space, params) == space.recipe(params)


def test_portfolio_when_pretrained_then_it_departs_in_known_ways() -> None:
    space = SearchSpace(Recipe(), FREE, num_classes=1)
    recipes = [space.recipe(params) for params in space.portfolio()]
    assert [recipe.optimizer for recipe in recipes] == ["auto", "auto", "AdamW", "SGD"]
    assert [recipe.freeze for recipe in recipes] == [0, 0, 11, 0]
    assert recipes[1].augmentation.scale > recipes[0].augmentation.scale
    assert recipes[2].lr0 == pytest.approx(0.0005)
    assert recipes[3].lr0 == 0.01


def test_portfolio_when_from_scratch_then_nothing_is_frozen() -> None:
    space = SearchSpace(Recipe(), FREE, from_scratch=True)
    assert all(space.recipe(params).freeze == 0 for params in space.portfolio())
    assert sample(space, {"freeze_backbone": True}).freeze == 0


def test_portfolio_when_from_scratch_then_faster_learning_comes_first() -> None:
    space = SearchSpace(Recipe(), FREE, from_scratch=True, num_classes=3)
    first = space.recipe(space.portfolio()[1])
    assert (first.optimizer, first.lr0) == ("AdamW", pytest.approx(3 * 0.001429))
    assert first.augmentation.scale < space.base.augmentation.scale


def test_portfolio_when_the_base_names_its_optimizer_then_the_rule_of_auto_is_tried() -> None:
    space = SearchSpace(Recipe(optimizer="SGD"), FREE, num_classes=6)
    last = space.recipe(space.portfolio()[-1])
    assert (last.optimizer, last.lr0) == ("AdamW", 0.001)


def test_recipe_when_the_optimizer_differs_then_its_companions_come_with_it() -> None:
    adamw = sample(SearchSpace(Recipe(), FREE), {"optimizer": "AdamW", "lr0_AdamW": 0.001})
    assert (adamw.momentum, adamw.warmup_bias_lr, adamw.lr0) == (0.9, 0.0, 0.001)


def test_recipe_when_another_model_is_chosen_then_its_own_backbone_is_frozen() -> None:
    space = SearchSpace(Recipe(), FREE, models=("yolov8n.pt",))
    recipe = sample(space, {"model": "yolov8n.pt", "freeze_backbone": True})
    assert (recipe.model, recipe.freeze) == ("yolov8n.pt", 10)


@pytest.mark.parametrize(
    ("model", "layers"),
    [("yolo11n.pt", 11), ("C:\\w\\yolo12s.yaml", 9), ("/x/yolov8n.pt", 10), ("own.pt", 10)],
)
def test_backbone_when_a_model_is_named_then_its_layers_are_known(model: str, layers: int) -> None:
    assert backbone_layers(model) == layers


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_augmentation_when_stronger_then_no_value_falls(a: float, b: float) -> None:
    space = SearchSpace(Recipe(augmentation=Augmentation(degrees=30.0)), FREE)
    weak, strong = (_at_strength(space, strength) for strength in sorted((a, b)))
    assert all(x <= y + 1e-9 for x, y in zip(astuple(weak), astuple(strong), strict=True))


def test_augmentation_when_none_then_only_flips_and_erasing_are_left() -> None:
    weakest = _at_strength(SearchSpace(Recipe(), FREE), 0.0)
    assert weakest == replace(
        Augmentation(), hsv_h=0, hsv_s=0, hsv_v=0, translate=0, scale=0, mosaic=0
    )


def _at_strength(space: SearchSpace, strength: float) -> Augmentation:
    params: Params = space.base_params() | {"augmentation": strength}
    return space.recipe(params).augmentation
