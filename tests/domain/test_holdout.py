from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from engine.domain.groups import join_groups
from engine.domain.holdout import draw_holdout, draw_newcomer, fold_of_groups, strictest
from engine.domain.images import Split
from engine.domain.project import HoldoutPlan

SIZES = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(1, 30), max_size=60)


@given(SIZES, st.integers(0, 99))
def test_draw_assigns_every_group_once_and_counts_what_it_drew(
    sizes: dict[str, int], seed: int
) -> None:
    draw = draw_holdout(sizes, plan=HoldoutPlan(), seed=seed)
    assert set(draw.split_of_group) == set(sizes)
    drawn = {
        split: sum(sizes[group] for group, its in draw.split_of_group.items() if its is split)
        for split in Split
    }
    assert (drawn[Split.TEST], drawn[Split.VAL]) == (draw.num_test, draw.num_val)


@given(SIZES, st.integers(0, 99))
@example({"0": 3, "00": 1, "000": 3}, 0)
def test_draw_never_exceeds_its_limits_and_always_leaves_a_pool(
    sizes: dict[str, int], seed: int
) -> None:
    plan = HoldoutPlan(max_test=20, max_val=10)
    draw = draw_holdout(sizes, plan=plan, seed=seed)
    assert draw.num_test <= 20
    assert draw.num_val <= 10
    assert draw.num_test + draw.num_val <= sum(sizes.values()) / 2
    assert not sizes or Split.TRAIN in draw.split_of_group.values()


@given(SIZES, st.integers(0, 99))
def test_draw_repeats_with_the_same_seed_whatever_the_order(
    sizes: dict[str, int], seed: int
) -> None:
    turned = dict(reversed(sizes.items()))
    first = draw_holdout(sizes, plan=HoldoutPlan(), seed=seed)
    assert first == draw_holdout(turned, plan=HoldoutPlan(), seed=seed)


def test_draw_takes_the_proposed_shares_when_each_image_is_its_own_group() -> None:
    draw = draw_holdout({str(i): 1 for i in range(400)}, plan=HoldoutPlan(), seed=1)
    assert (draw.num_test, draw.num_val) == (60, 40)


def test_newcomers_are_drawn_at_the_rates_of_the_freeze() -> None:
    splits = [
        draw_newcomer(str(i), 1, plan=HoldoutPlan(), seed=0, room_in_test=1, room_in_val=1)
        for i in range(4000)
    ]
    assert abs(splits.count(Split.TEST) / 4000 - 0.15) < 0.02
    assert abs(splits.count(Split.VAL) / 4000 - 0.10) < 0.02


def test_newcomer_joins_the_pool_when_the_limit_is_reached() -> None:
    for i in range(200):
        split = draw_newcomer(str(i), 1, plan=HoldoutPlan(), seed=0, room_in_test=0, room_in_val=0)
        assert split is Split.TRAIN


@given(SIZES, st.integers(2, 6), st.integers(0, 9))
def test_folds_hold_whole_groups_and_differ_by_at_most_one_group(
    sizes: dict[str, int], num_folds: int, seed: int
) -> None:
    folds = fold_of_groups(sizes, num_folds=num_folds, seed=seed)
    assert set(folds) == set(sizes)
    if sizes:
        filled = [
            sum(sizes[group] for group, its in folds.items() if its == fold)
            for fold in range(min(num_folds, len(sizes)))
        ]
        assert max(filled) - min(filled) <= max(sizes.values())


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 5)), max_size=30))
def test_join_leaves_no_cluster_in_two_groups(images: list[tuple[str, int]]) -> None:
    groups = [group for group, _ in images]
    moved = join_groups(groups, [cluster for _, cluster in images])
    of_cluster: dict[int, set[str]] = {}
    for group, cluster in images:
        of_cluster.setdefault(cluster, set()).add(moved.get(group, group))
    assert all(len(names) == 1 for names in of_cluster.values())
    assert all(moved.get(target, target) == target for target in moved.values())


def test_duplicate_belongs_to_test_before_val_before_train() -> None:
    assert strictest({Split.TRAIN, Split.VAL}) is Split.VAL
    assert strictest({Split.TEST, Split.VAL}) is Split.TEST
