"""Fixed and narrowed spaces: what trials try inside them, and how that reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.errors import UsageError
from engine.domain.identifiers import SnapshotId
from engine.domain.project import DomainFacts, Task
from engine.domain.recipes import Augmentation, Recipe
from engine.domain.search_limits import OPTIMIZERS, SpaceLimits, Span
from engine.domain.searches import Choice, TrialState
from engine.tuning.facts import clip_to_facts
from engine.tuning.space import Params, SearchSpace, backbone_layers
from engine.tuning.space_words import space_in_words
from engine.tuning.study import open_study
from tests.tuning.test_space import sample

FACTS = DomainFacts(left_right_differ=True, scale_is_fixed=True)


def _spans(low: float, high: float) -> st.SearchStrategy[Span | None]:
    ends = st.tuples(st.floats(low, high), st.floats(low, high))
    return st.none() | ends.map(lambda pair: Span(min(pair), max(pair)))


limits = st.builds(
    SpaceLimits,
    optimizers=st.sampled_from([(), ("SGD",), ("AdamW", "auto"), OPTIMIZERS]),
    learning_rate=_spans(1e-5, 0.1),
    weight_decay=_spans(1e-5, 0.01),
    augmentation=_spans(0.0, 1.0),
    freezes_backbone=st.sampled_from([None, True, False]),
)


def _is_inside(recipe: Recipe, space: SearchSpace) -> bool:
    wanted = space.limits
    lr, decay, freezes = wanted.learning_rate, wanted.weight_decay, wanted.freezes_backbone
    return (
        recipe.optimizer in (wanted.optimizers or OPTIMIZERS)
        and (lr is None or (recipe.optimizer != "auto" and lr.holds(recipe.lr0)))
        and (decay is None or decay.holds(recipe.weight_decay))
        and (freezes is None or (recipe.freeze > 0) is freezes)
    )


@given(limits, st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_suggest_when_limited_then_recipes_lie_inside_limits_and_facts(
    wanted: SpaceLimits, seed: int
) -> None:
    space = SearchSpace(Recipe(), FACTS, limits=wanted)
    points: list[Params] = [{}, *space.portfolio()]
    for point in points:
        recipe = sample(space, point, seed=seed)
        if not (space.has_base and point == space.base_params()):
            assert _is_inside(recipe, space)
        assert recipe == clip_to_facts(recipe, FACTS)


def test_portfolio_when_limited_then_its_points_are_taken_as_they_are() -> None:
    space = SearchSpace(
        Recipe(), FACTS, limits=SpaceLimits(("SGD", "AdamW"), augmentation=Span(0, 0.3))
    )
    for point in space.portfolio():
        assert sample(space, point) == space.recipe(point)


def test_ask_when_the_defaults_lie_outside_then_they_are_trial_0_all_the_same(
    tmp_path: Path,
) -> None:
    space = SearchSpace(Recipe(epochs=27), FACTS, limits=SpaceLimits(("SGD",)))
    assert not space.has_base
    recipes = []
    for _ in range(7):
        study = open_study(
            tmp_path / "s.log",
            space=space,
            snapshot_id=SnapshotId("a1"),
            incumbent=Recipe(epochs=27, box=3.0),
        )
        trial = study.ask()
        recipes.append(trial.recipe)
        study.report(trial.number, 27, 0.1 * len(recipes))
        study.tell(trial.number, TrialState.COMPLETE)
    assert recipes[0] == clip_to_facts(Recipe(epochs=27), FACTS)
    assert recipes[1].box == 3.0
    assert {recipe.optimizer for recipe in recipes[2:]} == {"SGD"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SpaceLimits(("Adagrad",)), "There is no optimizer Adagrad."),
        (lambda: SpaceLimits(("auto",), Span(0.1, 0.2)), "auto sets the learning rate itself"),
        (lambda: SpaceLimits(learning_rate=Span(0.1, 2.0)), "learning rate must lie between"),
        (lambda: SpaceLimits(augmentation=Span(0.6, 0.2)), "cannot go from 0.6 down to 0.2"),
    ],
)
def test_limits_when_they_make_no_sense_then_one_sentence_says_so(make, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make()


def test_words_when_nothing_is_limited_then_say_what_is_tried() -> None:
    words = dict(space_in_words(SearchSpace(Recipe(), FACTS, imgszs=(320,))))
    assert words[Choice.IMAGE_SIZE] == "320 px or 640 px"
    assert words[Choice.OPTIMIZER] == "auto, AdamW, SGD or MuSGD"
    assert words[Choice.LEARNING_RATE] == "automatic, or 0.0001 to 0.03, by optimizer"
    assert words[Choice.FREEZE] == "tried both ways"
    assert words[Choice.AUGMENTATION] == "0 to 1, the defaults 0.5, inside the facts"


def test_words_when_all_is_fixed_then_say_so() -> None:
    fixed = SpaceLimits(("SGD",), Span(0.01, 0.01), Span(5e-4, 5e-4), Span(0.2, 0.2), True)
    words = dict(space_in_words(SearchSpace(Recipe(), FACTS, limits=fixed)))
    assert words[Choice.LEARNING_RATE] == "0.01"
    assert words[Choice.WEIGHT_DECAY] == "0.0005"
    assert words[Choice.FREEZE] == "always"


def test_strength_when_images_are_classified_then_only_what_counts_there_moves() -> None:
    base = Recipe("yolo11n-cls.pt", imgsz=224)
    space = SearchSpace(base, DomainFacts(), task=Task.CLASSIFY)
    strong = space.recipe(space.base_params() | {"augmentation": 1.0}).augmentation
    moved = [
        name
        for name in Augmentation.__slots__
        if getattr(strong, name) != getattr(base.augmentation, name)
    ]
    assert moved == ["scale", "erasing"]


@pytest.mark.parametrize(
    ("model", "layers"),
    [("yolo11n-cls.pt", 10), ("yolov8n-cls.pt", 9), ("yolo26s-cls.yaml", 10), ("yolo11n.pt", 11)],
)
def test_backbone_when_whole_images_are_classified_then_the_head_still_learns(
    model: str, layers: int
) -> None:
    assert backbone_layers(model) == layers
