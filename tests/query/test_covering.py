"""Strategies that cover what the pool looks like."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.query import core_set
from engine.query.core_set import CoreSetStrategy
from engine.query.image_distance import image_distances
from engine.query.medoids import find_medoids
from engine.query.pool import Pool
from engine.query.probcover import ProbcoverStrategy
from engine.query.random_plus import RandomPlusStrategy
from engine.query.ranking import perturbed
from engine.query.uncertainty import read_boxes
from tests.query.builders import make_pool


def blobs(sizes: list[int], *, seed: int = 0) -> np.ndarray:
    """Return unit vectors around one axis each, `sizes` of each."""
    rng = np.random.default_rng(seed)
    centers = np.repeat(np.eye(len(sizes)), sizes, axis=0)
    return (centers + 0.05 * rng.normal(size=centers.shape)).astype(np.float32)


def pool_of_looks(points: np.ndarray, *, labeled: np.ndarray | None = None) -> Pool:
    known = np.zeros((0, points.shape[1]), np.float32) if labeled is None else labeled
    return Pool(np.arange(len(points), dtype=np.int64), points, labeled_embeddings=known)


@given(seed=st.integers(0, 50), num_labeled=st.sampled_from([0, 3]))
def test_core_set_when_looked_at_in_blocks_then_exactly_the_farthest_each_time(seed, num_labeled):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(60, 4)).astype(np.float32)
    pool = pool_of_looks(points, labeled=points[:num_labeled])

    at_once = CoreSetStrategy().query(pool, 12, np.random.default_rng(seed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core_set, "_BLOCK_ROWS", 7)
        in_blocks = CoreSetStrategy().query(pool, 12, np.random.default_rng(seed))

    if num_labeled:
        assert [pick.image_id for pick in in_blocks] == [pick.image_id for pick in at_once]
    utilities = [pick.utility for pick in in_blocks[1:]]
    assert utilities == sorted(utilities, reverse=True)


def test_random_plus_when_clusters_differ_in_size_then_each_gets_its_share():
    pool = pool_of_looks(blobs([50, 30, 20]))
    drawn: Counter[int] = Counter()
    for seed in range(30):
        picks = RandomPlusStrategy().query(pool, 10, np.random.default_rng(seed))
        drawn += Counter(int(pick.image_id >= 50) + int(pick.image_id >= 80) for pick in picks)

    assert [drawn[index] / 300 for index in range(3)] == pytest.approx([0.5, 0.3, 0.2], abs=0.06)


def test_random_plus_when_asked_often_then_every_image_has_the_same_chance():
    pool = pool_of_looks(blobs([12, 5, 3]))
    drawn: Counter[int] = Counter()
    for seed in range(600):
        picks = RandomPlusStrategy().query(pool, 4, np.random.default_rng(seed))
        drawn += Counter(int(pick.image_id) for pick in picks)

    assert min(drawn.values()) > 70
    assert max(drawn.values()) < 180


def test_probcover_when_nothing_is_labeled_then_covers_the_largest_cluster_first():
    pool = pool_of_looks(blobs([12, 20]))

    picks = ProbcoverStrategy().query(pool, 2, np.random.default_rng(0))

    assert picks[0].image_id >= 12
    assert picks[1].image_id < 12
    assert picks[0].utility > picks[1].utility
    assert picks[0].reason == (
        f"Looks like {int(picks[0].utility) - 1} others; like nothing labeled or asked before"
    )


def test_probcover_when_a_cluster_is_labeled_then_asks_about_the_other():
    points = blobs([12, 20])

    picks = ProbcoverStrategy().query(
        pool_of_looks(points, labeled=points[12:16]), 1, np.random.default_rng(0)
    )

    assert picks[0].image_id < 12


def test_probcover_when_all_is_covered_then_says_that_the_rest_is_drawn_at_random():
    points = blobs([12, 20])

    picks = ProbcoverStrategy().query(
        pool_of_looks(points, labeled=points), 3, np.random.default_rng(0)
    )

    assert all("at random" in pick.reason for pick in picks)


def test_medoids_when_one_group_is_known_then_only_others_get_a_center():
    places = np.array([0.0, 0.1, 0.2, 5.0, 5.1, 5.2, 9.0, 9.1, 9.2])
    distances = np.abs(places[:, None] - places[None]).astype(np.float32)

    found = find_medoids(distances, np.abs(places - 5.1), 2, np.random.default_rng(0))

    assert sorted(found.tolist()) == [1, 7]


@given(seed=st.integers(0, 100), num=st.integers(0, 8))
def test_medoids_are_as_many_different_rows_as_asked(seed, num):
    points = np.random.default_rng(seed).normal(size=(8, 2))
    distances = np.linalg.norm(points[:, None] - points[None], axis=2).astype(np.float32)

    found = find_medoids(distances, np.full(8, np.inf), num, np.random.default_rng(seed))

    assert len(set(found.tolist())) == num


@given(seed=st.integers(0, 100))
def test_image_distances_are_symmetric_and_in_range(seed):
    pool = make_pool(15, seed=seed)

    distances = image_distances(pool, read_boxes(pool), np.arange(15))

    assert np.array_equal(distances, distances.T)
    assert ((distances >= 0) & (distances <= 2)).all()


def test_image_distances_when_an_image_has_no_boxes_then_by_the_whole_image():
    pool = make_pool(30)
    boxes = read_boxes(pool)
    has_boxes = np.bincount(boxes.image_row, minlength=30) > 0
    empty = int(np.flatnonzero(~has_boxes)[0])

    distances = image_distances(pool, boxes, np.arange(30))

    unit = pool.embeddings / np.linalg.norm(pool.embeddings, axis=1, keepdims=True)
    assert distances[empty] == pytest.approx(1 - unit @ unit[empty], abs=1e-5)
    assert len(np.unique(distances[empty])) > 10


def test_perturbed_when_sharp_then_the_order_of_utilities_and_nothing_worthless_before():
    utilities = np.array([0.0, 1.0, 4.0, 2.0, 0.0])

    ranks = perturbed(utilities, sharpness=1e6, rng=np.random.default_rng(0))

    assert np.argsort(-ranks)[:3].tolist() == [2, 3, 1]
    assert np.isneginf(ranks[[0, 4]]).all()


def test_perturbed_when_blunt_then_the_first_is_drawn_in_proportion():
    rng = np.random.default_rng(0)
    firsts = [
        int(perturbed(np.array([1.0, 3.0]), sharpness=1.0, rng=rng).argmax()) for _ in range(2000)
    ]

    assert np.mean(firsts) == pytest.approx(0.75, abs=0.03)
