"""What earlier searches lend a new one."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.identifiers import SnapshotId
from engine.domain.recipes import Recipe
from engine.domain.search_limits import SpaceLimits, Span
from engine.domain.searches import EarlierTrial, TrialRecord, TrialState
from engine.tuning.facts import clip_to_facts
from engine.tuning.space import SearchSpace
from engine.tuning.study import open_study
from engine.tuning.transfer import worth_trying_again
from tests.tuning.test_dimensions import full
from tests.tuning.test_space import FREE, STRICT, sample


def searched(*values: float | None, box: float = 1.0) -> list[TrialRecord]:
    """Return trials that reached these values, told apart by their gains; None = pruned."""
    return [
        TrialRecord(
            number,
            TrialState.PRUNED if value is None else TrialState.COMPLETE,
            Recipe(box=box + number),
            value=value,
            strength=0.5,
        )
        for number, value in enumerate(values)
    ]


def boxes(earlier: tuple[EarlierTrial, ...]) -> list[float]:
    return [each.recipe.box for each in earlier]


def test_again_when_there_was_one_search_then_its_best_come_best_first() -> None:
    trials = searched(0.3, 0.5, None, 0.2, 0.6, 0.4, 0.35)
    assert boxes(worth_trying_again([trials], trials=20)) == [5.0, 2.0, 6.0]


def test_again_when_nothing_beat_the_defaults_then_there_is_nothing() -> None:
    assert worth_trying_again([searched(0.5, 0.4, 0.5, None)], trials=20) == ()
    assert worth_trying_again([searched(None, 0.4)], trials=20) == ()
    assert worth_trying_again([], trials=20) == ()


def test_again_when_searches_are_older_then_they_count_less_whatever_they_reached() -> None:
    newest = searched(0.1, 0.2, 0.15, 0.12)
    older = searched(0.5, 0.9, 0.8, box=100.0)
    # Its third left a third behind, the older search's best all, which counts half.
    assert boxes(worth_trying_again([newest, older], trials=20)) == [2.0, 3.0, 101.0]


def test_again_when_few_trials_are_planned_then_a_quarter_goes_to_it() -> None:
    trials = searched(0.1, 0.2, 0.3, 0.4)
    assert len(worth_trying_again([trials], trials=4)) == 1
    assert len(worth_trying_again([trials], trials=8)) == 2


@given(st.lists(st.lists(st.none() | st.floats(0, 1), max_size=8), max_size=4))
def test_again_then_values_are_never_told_and_ranks_alone_decide(
    values: list[list[float | None]],
) -> None:
    def lent(factor: float) -> tuple[EarlierTrial, ...]:
        scaled = [[v if v is None else v * factor for v in each] for each in values]
        searches = [searched(*each, box=10.0 * age) for age, each in enumerate(scaled)]
        return worth_trying_again(searches, trials=20)

    assert lent(1.0) == lent(0.5)


@given(st.integers(0, 500))
def test_point_when_the_space_is_the_same_then_it_gives_the_recipe_again(seed: int) -> None:
    space = full()
    recipe = sample(space, {"augmentation": 0.7}, seed=seed)
    assert space.recipe(space.point_near(EarlierTrial(recipe, 0.7))) == recipe


def test_point_when_the_space_is_another_then_the_nearest_is_taken() -> None:
    earlier = EarlierTrial(
        Recipe("other.pt", imgsz=320, optimizer="MuSGD", lr0=0.02, freeze=11), 0.9
    )
    limits = SpaceLimits(("SGD",), learning_rate=Span(0.001, 0.01), augmentation=Span(0.0, 0.4))
    space = full(STRICT, limits=limits)
    point = space.point_near(earlier)
    recipe = space.recipe(point)
    assert (recipe.model, recipe.imgsz, recipe.optimizer) == ("yolo11n.pt", 640, "SGD")
    assert recipe == clip_to_facts(recipe, STRICT)
    assert sample(space, point) == recipe
    assert point["augmentation"] == 0.4


def test_ask_when_earlier_searches_lend_points_then_they_follow_defaults_and_incumbent(
    tmp_path: Path,
) -> None:
    space = full(base=Recipe(epochs=27))
    lent = Recipe(epochs=12, optimizer="SGD", lr0=0.004, box=5.0)
    incumbent = Recipe(epochs=27, box=3.0)
    recipes = []
    for _ in range(10):
        study = open_study(
            tmp_path / "s.log",
            space=space,
            snapshot_id=SnapshotId("b2"),
            incumbent=incumbent,
            again=(EarlierTrial(lent, 0.5), EarlierTrial(Recipe(epochs=9), 0.5)),
        )
        trial = study.ask()
        recipes.append(trial.recipe)
        study.report(trial.number, 27, 0.1)
        study.tell(trial.number, TrialState.COMPLETE)
    assert recipes[:2] == [Recipe(epochs=27), incumbent]
    again = recipes[2]
    assert (again.epochs, again.optimizer, again.lr0, again.box) == (27, "SGD", 0.004, 5.0)
    # The defaults of then are those of now: they are not tried twice.
    assert recipes[3:5] == [space.recipe(point) for point in space.portfolio()[1:3]]
    assert len(set(recipes)) == 10


def test_ask_when_the_space_is_short_then_a_lent_point_is_one_of_it() -> None:
    space = SearchSpace(Recipe(), FREE)
    point = space.point_near(EarlierTrial(Recipe(optimizer="SGD", lr0=0.02, box=3.0), 0.2))
    assert "box" not in point
    assert space.recipe(point).box == Recipe().box
