"""The arrays a query stands on."""

from __future__ import annotations

import numpy as np
import pytest

from engine.domain.errors import DataError
from engine.query.pool import Pool
from tests.query.builders import make_pool, permuted, pool_of


def test_pool_when_given_in_any_order_then_kept_by_image_id():
    pool = make_pool(20)
    order = np.random.default_rng(1).permutation(20)

    mixed = permuted(pool, order)

    for name in ("image_ids", "embeddings", "offsets", "scores", "localization"):
        assert np.array_equal(getattr(mixed, name), getattr(pool, name)), name


def test_pool_when_ids_alone_are_given_then_is_cold_and_without_appearance():
    pool = Pool(np.arange(3, dtype=np.int64))

    assert pool.is_cold
    assert not pool.has_scores
    assert not pool.has_embeddings


def test_pool_when_boxes_come_from_a_model_without_labels_then_is_cold():
    assert pool_of([[[0.5, 0.1, 0.1]]]).is_cold
    assert not pool_of([[[0.5, 0.1, 0.1]]], class_counts=(3, 0, 0)).is_cold


@pytest.mark.parametrize("bad", [np.nan, np.inf, -0.1, 1.1])
def test_pool_when_a_score_is_out_of_range_then_names_the_image(bad):
    with pytest.raises(DataError, match="scores of image 1 "):
        pool_of([[[0.5, 0.1, 0.1]], [[0.2, bad, 0.1]]])


def test_pool_when_a_localization_is_not_a_number_then_names_the_image():
    with pytest.raises(DataError, match="scores of image 2 "):
        pool_of([[], [], [[0.5, 0.1, 0.1]]], localization_by_image=[[], [], [np.nan]])


def test_pool_when_an_embedding_is_not_a_number_then_names_the_image():
    with pytest.raises(DataError, match="embedding of image 1 "):
        pool_of([[], []], embeddings=[[0.0, 1.0], [np.nan, 0.0]])
    with pytest.raises(DataError, match="labeled image"):
        pool_of([[]], embeddings=[[0.0, 1.0]], labeled=[[np.inf, 0.0]])


def test_pool_when_shapes_disagree_then_refused():
    ids = np.arange(2, dtype=np.int64)
    with pytest.raises(ValueError, match="fit"):
        Pool(ids, embeddings=np.zeros((3, 4), np.float32))
    with pytest.raises(ValueError, match="fit"):
        Pool(ids, offsets=np.array([0, 1, 2], np.int64), scores=np.zeros((1, 2), np.float32))
    with pytest.raises(ValueError, match="twice"):
        Pool(np.zeros(2, np.int64))


def test_objects_per_image_when_labels_are_known_then_their_mean():
    pool = pool_of([[]], embeddings=[[1.0]], labeled=[[1.0], [1.0]], class_counts=(3, 2, 1))

    assert pool.objects_per_image == 3.0
    assert pool_of([[]]).objects_per_image == 1.0
