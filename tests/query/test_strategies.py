"""What tells each strategy from the others."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.query.appearance import distance_to_nearest, unit_rows
from engine.query.clustering import cluster, typicality
from engine.query.core_set import CoreSetStrategy
from engine.query.entropy import EntropyStrategy
from engine.query.hybrid import HybridStrategy
from engine.query.margin import MarginStrategy
from engine.query.pool import Pool
from engine.query.strategy import QueryStrategy
from engine.query.terms import TermName
from engine.query.typiclust import TypiclustStrategy
from tests.query.builders import make_pool, pool_of

DOUBTFUL = [0.5, 0.4, 0.0]
SURE = [0.98, 0.0, 0.0]


def ids(strategy: QueryStrategy, pool: Pool, size: int, seed: int = 0) -> list[int]:
    return [pick.image_id for pick in strategy.query(pool, size, np.random.default_rng(seed))]


def blobs(sizes: list[int], *, seed: int = 0) -> np.ndarray:
    """Return unit vectors around one axis each, `sizes` of each."""
    rng = np.random.default_rng(seed)
    centers = np.repeat(np.eye(len(sizes)), sizes, axis=0)
    return (centers + 0.05 * rng.normal(size=centers.shape)).astype(np.float32)


def test_entropy_when_an_image_has_more_doubtful_boxes_then_it_comes_first():
    pool = pool_of([[DOUBTFUL], [DOUBTFUL, DOUBTFUL], [SURE], []])

    assert ids(EntropyStrategy(), pool, 4) == [1, 0, 2, 3]


def test_margin_when_an_image_has_more_boxes_then_the_closest_call_still_comes_first():
    pool = pool_of([[[0.6, 0.0, 0.0]] * 5, [[0.5, 0.49, 0.0]], [SURE]])

    assert ids(MarginStrategy(), pool, 3) == [1, 0, 2]


def test_core_set_when_clusters_are_unlabeled_then_takes_one_of_each_before_a_second():
    points = blobs([10, 10, 10, 10])
    pool = Pool(np.arange(40, dtype=np.int64), points, labeled_embeddings=points[:1])

    first = ids(CoreSetStrategy(), pool, 3)

    assert {row // 10 for row in first} == {1, 2, 3}


def test_core_set_when_a_candidate_equals_a_labeled_image_then_comes_last_and_says_so():
    pool = pool_of([[], []], embeddings=[[1.0, 0.0], [0.0, 1.0]], labeled=[[2.0, 0.0]])

    picks = CoreSetStrategy().query(pool, 2, np.random.default_rng(0))

    assert [pick.image_id for pick in picks] == [1, 0]
    assert picks[0].utility == pytest.approx(1.0)
    assert picks[1].reason.startswith("Looks the same")


def test_typiclust_when_nothing_is_labeled_then_takes_one_of_each_cluster_and_counts_it():
    points = blobs([12, 20, 8])
    pool = Pool(np.arange(40, dtype=np.int64), points)

    picks = TypiclustStrategy().query(pool, 3, np.random.default_rng(0))

    assert sorted(_blob(pick.image_id) for pick in picks) == [0, 1, 2]
    assert picks[0].reason == "Typical of 20 images that look alike, none labeled yet"


def test_typiclust_when_a_cluster_is_labeled_then_visits_the_others_first():
    points = blobs([12, 20, 8])
    pool = Pool(np.arange(40, dtype=np.int64), points, labeled_embeddings=points[12:13])

    assert sorted(_blob(image) for image in ids(TypiclustStrategy(), pool, 2)) == [0, 2]


def test_typiclust_when_more_are_asked_than_clusters_then_every_image_can_be_reached():
    pool = Pool(np.arange(40, dtype=np.int64), blobs([12, 20, 8]))

    assert sorted(ids(TypiclustStrategy(), pool, 40)) == list(range(40))


def test_hybrid_when_duplicates_are_most_doubtful_then_does_not_ask_for_both():
    rng = np.random.default_rng(0)
    others = rng.normal(size=(20, 6))
    embeddings = np.concatenate([[others[0]] * 3, others]).tolist()
    boxes = [[[0.5, 0.0, 0.0]]] * 3 + [[[0.45 - 0.005 * i, 0.0, 0.0]] for i in range(20)]
    pool = pool_of(
        boxes,
        embeddings=embeddings,
        labeled=rng.normal(size=(3, 6)).tolist(),
        class_counts=(3, 0, 0),
    )

    chosen = ids(HybridStrategy(random_share=0.0), pool, 5)

    assert len({0, 1, 2, 3} & set(chosen)) <= 1


def test_hybrid_when_doubt_is_equal_then_the_cheaper_image_comes_first():
    doubtful = [0.5, 0.0, 0.0]
    pool = pool_of([[doubtful, *[[0.97, 0.0, 0.0]] * 8], [doubtful], [SURE]])

    assert ids(HybridStrategy(random_share=0.0), pool, 1) == [1]


def test_hybrid_when_a_class_has_few_labels_then_its_doubt_weighs_more_and_is_named():
    pool = pool_of([[[0.5, 0.0, 0.0]], [[0.0, 0.0, 0.5]]], class_counts=(90, 90, 2))

    picks = HybridStrategy(random_share=0.0).query(pool, 2, np.random.default_rng(0))

    assert picks[0].image_id == 1
    assert "perhaps platelets, a class with few labels" in picks[0].reason.casefold()


def test_hybrid_when_few_images_have_boxes_then_these_come_before_the_empty_ones():
    boxes = [[[0.5, 0.0, 0.0]]] * 2 + [[]] * 98
    rng = np.random.default_rng(0)
    pool = pool_of(
        boxes,
        embeddings=rng.normal(size=(100, 4)).tolist(),
        labeled=rng.normal(size=(2, 4)).tolist(),
        class_counts=(2, 0, 0),
    )

    picks = HybridStrategy(random_share=0.0, novelty_weight=0.5).query(pool, 2, rng)

    assert {pick.image_id for pick in picks} == {0, 1}
    assert all(pick.utility < 2 for pick in picks)


def test_hybrid_when_the_head_tells_no_localization_then_has_no_such_term():
    pool = make_pool(20)
    silent = Pool(pool.image_ids, pool.embeddings, pool.offsets, pool.scores, class_counts=(1,))

    picks = HybridStrategy().query(silent, 10, np.random.default_rng(0))

    assert TermName.LOCALIZATION not in {term.name for pick in picks for term in pick.terms}


def test_hybrid_when_asked_for_20_then_the_last_two_are_drawn_at_random():
    picks = HybridStrategy().query(make_pool(60), 20, np.random.default_rng(0))

    by_chance = ["at random, as a fair sample" in pick.reason for pick in picks]
    assert by_chance == [False] * 18 + [True] * 2


@given(seed=st.integers(0, 100))
def test_hybrid_when_picks_go_on_then_utility_never_rises(seed):
    picks = HybridStrategy(random_share=0.0).query(
        make_pool(30, seed=seed), 10, np.random.default_rng(seed)
    )

    utilities = [pick.utility for pick in picks]
    assert utilities == sorted(utilities, reverse=True)


def test_distance_to_nearest_when_chunked_then_equals_all_pairs():
    rng = np.random.default_rng(0)
    points = unit_rows(rng.normal(size=(5000, 3)).astype(np.float32))
    references = unit_rows(rng.normal(size=(7, 3)).astype(np.float32))

    found = distance_to_nearest(points, references)

    assert found == pytest.approx((1 - points @ references.T).min(axis=1), abs=1e-5)
    assert (distance_to_nearest(points, references[:0]) == np.inf).all()


def test_unit_rows_when_a_row_is_zero_then_stays_zero():
    assert unit_rows(np.array([[0, 0], [3, 4]], np.float32)).tolist() == [
        [0.0, 0.0],
        pytest.approx([0.6, 0.8]),
    ]


def test_cluster_when_blobs_are_far_apart_then_finds_them():
    points = unit_rows(blobs([30, 20, 10]))

    labels = cluster(points, num_clusters=3, rng=np.random.default_rng(0))

    assert sorted(Counter(labels.tolist()).values()) == [10, 20, 30]


def test_cluster_when_all_points_are_equal_then_labels_are_valid():
    labels = cluster(np.ones((9, 2), np.float32), num_clusters=4, rng=np.random.default_rng(0))

    assert set(labels.tolist()) <= set(range(4))


def test_cluster_when_there_are_more_points_than_the_sample_then_labels_all():
    points = unit_rows(blobs([15_000, 10_000]))

    labels = cluster(points, num_clusters=2, rng=np.random.default_rng(0))

    assert sorted(Counter(labels.tolist()).values()) == [10_000, 15_000]


def test_typicality_when_a_point_is_central_then_highest():
    points = np.array([[0.0], [-1.0], [1.0], [-5.0], [5.0], [0.1]], np.float32)

    values = typicality(points, np.random.default_rng(0))

    assert values.argmax() in (0, 5)
    assert values[[3, 4]].max() < values[[0, 1, 2, 5]].min()


def _blob(row: int) -> int:
    return int(row >= 12) + int(row >= 32)
