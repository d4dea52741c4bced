"""Strategies that other packages bring along."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints

import msgspec
import numpy as np
import pytest

from engine.domain.errors import NotFoundError, UsageError
from engine.domain.results import QueryResult
from engine.domain.rounds import Pick, Term
from engine.query import plugins
from engine.query.pool import Pool
from engine.query.registry import choose_images, strategy_names
from engine.query.strategy import Need
from tests.query.builders import make_pool


class NewestFirst:
    """A strategy as somebody else would write it."""

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        newest = pool.image_ids[::-1][:query_size]
        return [Pick(image_id, np.float32(0), "Newest") for image_id in newest]


class Explains(NewestFirst):
    def query(self, pool, query_size, rng):
        terms = (Term("age", np.float32(0.5)),)
        return [replace(pick, terms=terms) for pick in super().query(pool, query_size, rng)]


class NeedsModel(NewestFirst):
    needs = Need.SCORES


class TooFew(NewestFirst):
    def query(self, pool, query_size, rng):
        return super().query(pool, query_size - 1, rng)


class Twice(NewestFirst):
    def query(self, pool, query_size, rng):
        return super().query(pool, 1, rng) * query_size


class NoNumber(NewestFirst):
    def query(self, pool, query_size, rng):
        return [Pick(pick.image_id, float("nan"), "") for pick in super().query(pool, 3, rng)]


class NoTerm(NewestFirst):
    def query(self, pool, query_size, rng):
        terms = (Term("age", np.float32(np.inf)),)
        return [replace(pick, terms=terms) for pick in super().query(pool, query_size, rng)]


class Raises(NewestFirst):
    def query(self, pool, query_size, rng):
        raise ZeroDivisionError("by zero")


NOT_A_STRATEGY = 7


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch):
    def install_one(value: str, name: str = "newest") -> None:
        entry = EntryPoint(name, value, plugins.GROUP)
        monkeypatch.setattr(plugins, "entry_points", lambda group: EntryPoints([entry]))

    return install_one


def choose(pool: Pool | None = None):
    return choose_images(pool or make_pool(), strategy="newest", query_size=3, seed=0)


def test_plugin_when_installed_then_is_named_without_being_loaded(install):
    install("no.such.module:Strategy")

    assert strategy_names()[-1] == "newest"


def test_plugin_when_asked_for_then_chooses(install):
    install(f"{__name__}:NewestFirst")

    result = choose()

    assert (result.strategy, result.notice) == ("newest", "")
    assert [pick.image_id for pick in result.picks] == [147, 144, 141]
    assert all(type(pick.image_id) is int for pick in result.picks)


def test_plugin_when_its_terms_are_numpys_then_they_can_be_written(install):
    install(f"{__name__}:Explains")

    result = choose()

    assert msgspec.json.decode(msgspec.json.encode(result), type=QueryResult) == result
    assert result.picks[0].terms == (Term("age", 0.5),)


def test_plugin_when_it_needs_a_model_and_there_is_none_then_another_answers(install):
    install(f"{__name__}:NeedsModel")

    result = choose(make_pool(num_labeled=0))

    assert result.strategy == "typiclust"
    assert "newest needs objects that a model found" in result.notice


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("no.such.module:Strategy", "cannot be loaded: ModuleNotFoundError: No module named 'no'"),
        (f"{__name__}:Missing", "cannot be loaded: AttributeError"),
        (f"{__name__}:NOT_A_STRATEGY", "cannot be loaded: AttributeError"),
        (f"{__name__}:TooFew", "did not choose 3 different images of the pool"),
        (f"{__name__}:Twice", "did not choose 3 different images of the pool"),
        (f"{__name__}:NoNumber", "a utility that is not a number"),
        (f"{__name__}:NoTerm", "a utility that is not a number"),
        (f"{__name__}:Raises", "failed with ZeroDivisionError: by zero"),
    ],
)
def test_plugin_when_it_is_broken_then_one_message_names_it_and_the_way_out(install, value, words):
    install(value)

    with pytest.raises(UsageError, match="The query strategy newest of") as raised:
        choose()

    assert words in raised.value.message
    assert "automatic is always there" in raised.value.hint


def test_plugin_when_it_has_the_name_of_a_strategy_of_ours_then_ours_answers(install):
    install(f"{__name__}:Raises", name="random")

    assert strategy_names().count("random") == 1
    assert choose_images(make_pool(), strategy="random", query_size=3, seed=0).picks


def test_plugin_when_none_is_installed_then_the_name_is_unknown():
    with pytest.raises(NotFoundError, match="newest"):
        choose()
