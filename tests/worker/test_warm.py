"""What the interactive worker keeps."""

from __future__ import annotations

import pytest

from engine.worker.warm import Warm


def test_thing_under_the_same_key_is_made_once() -> None:
    warm, made = Warm(), []
    for _ in range(2):
        assert warm.get("image", "a", lambda: made.append("a") or len(made)) == 1


def test_thing_under_another_key_takes_its_place() -> None:
    warm = Warm()
    assert warm.get("image", "a", lambda: 1) == 1
    assert warm.get("image", "b", lambda: 2) == 2
    assert warm.get("image", "a", lambda: 3) == 3


def test_things_of_different_sorts_stay_side_by_side() -> None:
    warm = Warm()
    warm.get("image", "a", lambda: 1)
    warm.get("network", "a", lambda: 2)
    assert warm.get("image", "a", lambda: 3) == 1


def test_thing_that_could_not_be_made_is_not_kept() -> None:
    warm = Warm()
    warm.get("image", "a", lambda: 1)
    with pytest.raises(ZeroDivisionError):
        warm.get("image", "b", lambda: 1 // 0)
    assert warm.get("image", "b", lambda: 2) == 2
    assert warm.get("image", "a", lambda: 3) == 3


def test_thing_that_was_dropped_is_made_anew() -> None:
    warm = Warm()
    warm.get("image", "a", lambda: 1)
    warm.drop("image")
    assert warm.get("image", "a", lambda: 2) == 2
