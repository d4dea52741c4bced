"""Strategies that go by what a model doubts, and what tells each from the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.query.badge import BadgeStrategy
from engine.query.committee import CommitteeStrategy
from engine.query.consistency import ConsistencyStrategy
from engine.query.entropy import EntropyStrategy, Summary
from engine.query.pool import DescribedBoxes, Pool
from engine.query.ppal import PpalStrategy
from engine.query.repetition import not_repeated
from engine.query.terms import TermName
from engine.query.uncertainty import read_boxes
from tests.query.builders import make_pool, pool_of

DOUBTFUL = [0.5, 0.0, 0.0]
SURE = [0.98, 0.0, 0.0]


class Looks:
    """Boxes that look as said, image by image from number 0."""

    def __init__(self, vectors: Sequence[Sequence[Sequence[float]]]) -> None:
        self._vectors = vectors

    def of_images(self, image_ids: np.ndarray) -> DescribedBoxes:
        own = [self._vectors[i] for i in image_ids.tolist()]
        offsets = np.concatenate([[0], np.cumsum([len(each) for each in own])])
        rows = [row for each in own for row in range(len(each))]
        vectors = [vector for each in own for vector in each]
        return DescribedBoxes(
            offsets.astype(np.int64), np.array(rows, np.int64), np.array(vectors, np.float32)
        )


def ids(strategy, pool: Pool, size: int, seed: int = 0) -> list[int]:
    return [pick.image_id for pick in strategy.query(pool, size, np.random.default_rng(seed))]


def test_entropy_when_summed_up_in_other_ways_then_another_image_comes_first():
    crowd, one = [[0.2, 0.0, 0.0]] * 6, [DOUBTFUL]
    pool = pool_of([crowd, one, [DOUBTFUL, SURE]], class_counts=(1, 1, 1))

    assert ids(EntropyStrategy(), pool, 1) == [0]
    assert ids(EntropyStrategy(Summary.MEAN), pool, 1) == [1]
    assert set(ids(EntropyStrategy(Summary.LARGEST), pool, 2)) == {1, 2}


def test_entropy_when_repeated_boxes_count_once_then_a_crowd_of_equals_does_not_win():
    pool = pool_of([[DOUBTFUL] * 4, [DOUBTFUL] * 2])
    looks = Looks([[[1.0, 0.0]] * 4, [[1.0, 0.0], [0.0, 1.0]]])
    strategy = EntropyStrategy(Summary.UNREPEATED)

    assert ids(strategy, pool, 1) == [0]
    assert ids(strategy, replace(pool, features=looks), 1) == [1]


def test_entropy_when_sampled_then_the_seed_decides_and_utilities_stay_the_entropies():
    pool = pool_of([[DOUBTFUL]] * 10 + [[SURE]] * 10, class_counts=(1, 1, 1))
    strategy = EntropyStrategy(sharpness=1.0)

    firsts = {ids(strategy, pool, 1, seed)[0] for seed in range(40)}
    picks = strategy.query(pool, 20, np.random.default_rng(0))

    assert len(firsts) > 5
    assert {pick.utility for pick in picks if pick.image_id < 10} == {1.0}


@given(seed=st.integers(0, 60))
def test_not_repeated_then_what_is_left_out_looks_like_a_better_box_of_its_class(seed):
    pool = make_pool(8, seed=seed)
    boxes = read_boxes(pool)
    values = boxes.entropy
    assert pool.features is not None

    is_kept = not_repeated(pool, boxes, values)

    described = pool.features.of_images(pool.image_ids)
    owners = np.repeat(np.arange(8), np.diff(described.offsets))
    look_of = dict(
        zip((pool.offsets[owners] + described.box_rows).tolist(), described.vectors, strict=True)
    )
    for row in np.flatnonzero(~is_kept):
        mates = np.flatnonzero(
            is_kept
            & (boxes.image_row == boxes.image_row[row])
            & (boxes.top_class == boxes.top_class[row])
            & (values >= values[row])
        )
        own = look_of[int(boxes.source[row])].astype(float)
        assert any(_cosine(own, look_of.get(int(boxes.source[mate]))) > 0.49 for mate in mates)


def test_committee_when_readings_differ_then_that_image_comes_first_and_counts_the_objects():
    pool = replace(
        pool_of([[DOUBTFUL, SURE], [DOUBTFUL, SURE]], class_counts=(1, 1, 1)),
        disagreement=np.array([0.1, 0.0, 0.6, 0.4], np.float32),
    )

    (first,) = CommitteeStrategy().query(pool, 1, np.random.default_rng(0))

    assert first.image_id == 1
    assert first.reason == "Two readings differ about 2 objects"


def test_consistency_when_equally_inconsistent_then_takes_the_class_that_is_wanting():
    pool = replace(
        pool_of([[SURE], [[0.0, 0.9, 0.0]]], class_counts=(90, 2, 2)),
        inconsistency=np.array([0.5, 0.5], np.float32),
    )

    picks = ConsistencyStrategy().query(pool, 2, np.random.default_rng(0))

    assert [pick.image_id for pick in picks] == [1, 0]
    assert picks[0].reason == (
        "Its mirror image is seen differently · other classes than most of what is labeled"
    )


def test_badge_when_boxes_repeat_each_other_then_takes_different_ones():
    looks = Looks([[[1.0, 0.0, 0.0]]] * 5 + [[[0.0, 1.0, 0.0]]] * 5 + [[[0.0, 0.0, 1.0]]] * 5)
    pool = replace(
        pool_of([[DOUBTFUL]] * 10 + [[SURE]] * 5, class_counts=(1, 1, 1)), features=looks
    )
    kinds = [sorted(row // 5 for row in ids(BadgeStrategy(), pool, 2, seed)) for seed in range(20)]

    assert kinds.count([0, 1]) >= 18


def test_badge_when_the_model_is_sure_everywhere_then_says_that_chance_chose():
    pool = pool_of([[[1.0, 0.0, 0.0]]] * 4, class_counts=(1, 1, 1))

    picks = BadgeStrategy().query(pool, 2, np.random.default_rng(0))

    assert all("drawn at random" in pick.reason for pick in picks)


def test_ppal_when_a_class_is_badly_known_then_its_doubt_weighs_more_and_is_named():
    pool = replace(
        pool_of([[DOUBTFUL], [[0.0, 0.0, 0.5]]], class_counts=(9, 9, 9)),
        class_quality=(0.9, 0.9, 0.0),
    )

    first = PpalStrategy(hard_class_weight=1.0).query(pool, 2, np.random.default_rng(0))[0]

    assert first.image_id == 1
    assert {term.name for term in first.terms} == {TermName.PRESENCE_DOUBT, TermName.HARD_CLASS}
    assert "perhaps Platelets, a class the model knows badly" in first.reason


def test_ppal_when_a_crowd_is_as_doubtful_for_its_seconds_then_it_does_not_win_by_size():
    pool = pool_of([[DOUBTFUL, *[SURE] * 9], [DOUBTFUL]], class_counts=(1, 1, 1))

    assert ids(PpalStrategy(shortlist_factor=1), pool, 1) == [1]
    assert ids(PpalStrategy(shortlist_factor=1, seconds_power=0.0), pool, 1) == [0]


def test_ppal_when_doubtful_images_look_like_labeled_ones_then_asks_about_others():
    axis = np.eye(3, dtype=np.float32)
    pool = pool_of(
        [[DOUBTFUL]] * 6,
        embeddings=[axis[row // 2].tolist() for row in range(6)],
        labeled=[axis[0].tolist()],
        class_counts=(1, 1, 1),
    )

    assert {row // 2 for row in ids(PpalStrategy(), pool, 2)} == {1, 2}


@pytest.mark.parametrize("strategy", [PpalStrategy(), BadgeStrategy()], ids=lambda s: s.name)
def test_strategy_when_no_box_has_looks_then_goes_by_whole_images(strategy):
    pool = replace(make_pool(20), features=None)

    assert len(strategy.query(pool, 5, np.random.default_rng(0))) == 5


def _cosine(a: np.ndarray, b: np.ndarray | None) -> float:
    if b is None:
        return -1.0
    other = b.astype(float)
    return float(a @ other / (np.linalg.norm(a) * np.linalg.norm(other)))
