"""Class names and colors."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.classes import check_class_names, class_color
from engine.domain.errors import UsageError


@given(st.integers(0, 500))
def test_class_color_when_any_position_then_a_color_of_its_form(position: int) -> None:
    assert re.fullmatch(r"#[0-9a-f]{6}", class_color(position))


def test_class_color_when_a_hundred_classes_then_all_differ() -> None:
    assert len({class_color(position) for position in range(100)}) == 100


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)))
def test_check_class_names_when_clean_then_as_they_are_or_refused_as_twice(
    names: list[str],
) -> None:
    is_repeated = len({name.casefold() for name in names}) < len(names)
    if is_repeated:
        with pytest.raises(UsageError, match="twice"):
            check_class_names(names)
    else:
        assert check_class_names(names) == names


def test_check_class_names_when_blanks_surround_then_they_go() -> None:
    assert check_class_names(["  red cell ", "platelet\t"]) == ["red cell", "platelet"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "two\nlines", "bell\a"])
def test_check_class_names_when_not_usable_then_refused(name: str) -> None:
    with pytest.raises(UsageError, match="not usable"):
        check_class_names(["cell", name])
