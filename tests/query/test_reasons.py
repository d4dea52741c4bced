"""Sentences that name what really made an image win."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.query.entropy import EntropyStrategy
from engine.query.hybrid import HybridStrategy
from engine.query.margin import MarginStrategy
from engine.query.pool import Pool
from engine.query.reasons import Explainer
from engine.query.terms import TermName
from engine.query.uncertainty import read_boxes
from tests.query.builders import make_pool, pool_of

BETWEEN = [0.5, 0.0, 0.45]
PERHAPS = [0.0, 0.0, 0.5]
SURE = [0.99, 0.0, 0.0]
ADDITIVE = [EntropyStrategy(), MarginStrategy(), HybridStrategy(random_share=0.0)]


def explain(pool: Pool, values: dict[TermName, float], **options: object) -> str:
    return Explainer(pool, read_boxes(pool), **options).pick(0, values).reason


def test_reason_when_classes_compete_then_counts_the_objects_and_names_both():
    pool = pool_of([[BETWEEN, BETWEEN, SURE]])

    reason = explain(pool, {TermName.CLASS_DOUBT: 1.0})

    assert reason == "Unsure about 2 objects (RBC or Platelets)"


def test_reason_when_objects_are_in_doubt_for_several_classes_then_says_mostly():
    pool = pool_of([[BETWEEN, BETWEEN, [0.0, 0.5, 0.4]]])

    reason = explain(pool, {TermName.CLASS_DOUBT: 1.0})

    assert reason == "Unsure about 3 objects (mostly RBC or Platelets)"


def test_reason_when_two_terms_weigh_then_names_both_largest_first():
    pool = pool_of([[BETWEEN]], embeddings=[[1.0]], labeled=[[1.0]])

    reason = explain(pool, {TermName.NOVELTY: 0.5, TermName.CLASS_DOUBT: 1.0})

    assert reason == "Unsure about 1 object (RBC or Platelets) · unlike what is labeled so far"


def test_reason_when_the_second_term_weighs_little_then_is_silent_about_it():
    pool = pool_of([[PERHAPS, BETWEEN]])

    reason = explain(pool, {TermName.PRESENCE_DOUBT: 1.0, TermName.CLASS_DOUBT: 0.2})

    assert reason == "Unsure about 1 object (Platelets or background)"


def test_reason_when_the_model_is_almost_sure_or_sees_little_then_does_not_say_unsure():
    doubt = {TermName.PRESENCE_DOUBT: 0.1}

    assert explain(pool_of([[SURE]]), doubt) == "Slight doubt about 1 object (RBC or background)"
    assert explain(pool_of([[[0.06, 0, 0]]]), doubt).startswith("Faint hints of 1 object (RBC")


def test_reason_when_two_classes_are_both_likely_then_says_unsure():
    pool = pool_of([[[0.96, 0.93, 0.0]]])

    reason = explain(pool, {TermName.CLASS_DOUBT: 0.1})

    assert reason == "Unsure about 1 object (RBC or WBC)"


def test_reason_when_novelty_is_small_then_says_somewhat():
    pool = pool_of([[]], embeddings=[[1.0]], labeled=[[1.0]])

    reason = explain(pool, {TermName.NOVELTY: 0.2}, unlike_from=0.5)

    assert reason == "Somewhat unlike what is labeled so far"


def test_reason_when_nothing_is_labeled_then_compares_with_the_other_questions():
    reason = explain(pool_of([[]], embeddings=[[1.0]]), {TermName.NOVELTY: 0.9})

    assert reason == "Unlike the other questions"


def test_reason_when_rare_or_unclear_then_names_the_class_and_the_outlines():
    pool = pool_of([[PERHAPS, SURE]], localization_by_image=[[0.9, 0.1]])
    rarity = np.array([0.8, 0.1])

    reason = explain(pool, {TermName.RARITY: 2.0, TermName.LOCALIZATION: 1.0}, rarity=rarity)

    expected = "Perhaps Platelets, a class with few labels · unclear outlines of 1 object"
    assert reason == expected


def test_reason_when_there_are_no_terms_then_says_that_chance_chose():
    assert "random" in explain(pool_of([[]]), {})
    assert explain(pool_of([[SURE]]), {}).startswith("The model has no doubt")


def test_reason_when_class_names_are_missing_then_numbers_the_class():
    pool = pool_of([[[0.5, 0.45]]], class_names=())

    assert "(class 0 or class 1)" in explain(pool, {TermName.CLASS_DOUBT: 1.0})


@pytest.mark.parametrize("strategy", ADDITIVE, ids=lambda strategy: strategy.name)
@given(seed=st.integers(0, 500))
def test_reason_names_the_largest_term_first_and_without_it_the_rank_falls(strategy, seed):
    pool = make_pool(12, seed=seed)
    picks = strategy.query(pool, len(pool), np.random.default_rng(seed))
    first, second = picks[0], picks[1]
    assume(first.terms and first.terms[0].value > first.utility - second.utility)

    without = first.utility - first.terms[0].value

    assert sum(other.utility > without for other in picks[1:]) >= 1
    assert _speaks_of(first.reason.split(" · ")[0], TermName(first.terms[0].name))


@given(seed=st.integers(0, 200))
def test_reason_when_the_novelty_it_names_is_gone_then_the_image_falls(seed):
    pool = make_pool(30, seed=seed)
    strategy = HybridStrategy(random_share=0.0)
    first, second = strategy.query(pool, 2, np.random.default_rng(seed))
    novelty = {term.name: term.value for term in first.terms}.get(TermName.NOVELTY, 0.0)
    assume(first.utility - novelty < second.utility - 0.2)
    row = int(np.flatnonzero(pool.image_ids == first.image_id)[0])
    embeddings = pool.embeddings.copy()
    embeddings[row] = pool.labeled_embeddings[0]

    again = strategy.query(replace(pool, embeddings=embeddings), 1, np.random.default_rng(seed))

    assert again[0].image_id != first.image_id


@pytest.mark.parametrize("strategy", ADDITIVE, ids=lambda strategy: strategy.name)
@given(seed=st.integers(0, 200))
def test_reason_when_the_doubt_it_names_is_settled_then_the_image_falls(strategy, seed):
    pool = make_pool(12, dimensions=0, seed=seed)
    first = strategy.query(pool, len(pool), np.random.default_rng(seed))[0]
    assume(first.terms)
    row = int(np.flatnonzero(pool.image_ids == first.image_id)[0])
    settled = strategy.query(_settle(pool, row), len(pool), np.random.default_rng(seed))

    ids = [pick.image_id for pick in settled]

    assert ids[0] != first.image_id


def _settle(pool: Pool, row: int) -> Pool:
    """Return the pool with every box of an image certain."""
    scores, spread = pool.scores.copy(), pool.localization.copy()
    rows = slice(pool.offsets[row], pool.offsets[row + 1])
    best = scores[rows].argmax(axis=1)
    scores[rows] = np.eye(scores.shape[1], dtype=np.float32)[best]
    spread[rows] = 0.0
    return replace(pool, scores=scores, localization=spread)


def _speaks_of(reason: str, name: TermName) -> bool:
    words = {
        TermName.CLASS_DOUBT: ("unsure about", "faint hints", "slight doubt"),
        TermName.PRESENCE_DOUBT: ("or background",),
        TermName.LOCALIZATION: ("outlines",),
        TermName.RARITY: ("few labels",),
        TermName.NOVELTY: ("unlike",),
        TermName.TYPICALITY: ("look alike",),
    }
    return any(word in reason.casefold() for word in words[name])
