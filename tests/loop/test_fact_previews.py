"""Previews of what the facts allow: true to what a search may do."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from engine.domain.errors import DataError
from engine.domain.project import DomainFacts
from engine.domain.recipes import Recipe
from engine.loop.fact_previews import first_image, preview_facts
from engine.tuning.space import SearchSpace
from engine.tuning.strength import strongest_augmentation
from tests.loop.builders import write_picture


@pytest.mark.parametrize("stated", list(product((False, True), repeat=4)))
def test_strongest_when_facts_are_stated_then_it_is_the_end_of_the_search_space(
    stated: tuple[bool, ...],
) -> None:
    facts = DomainFacts(*stated)
    space = SearchSpace(Recipe(), facts)
    params = {**space.base_params(), "augmentation": 1.0}
    assert space.recipe(params).augmentation == strongest_augmentation(facts)


def test_preview_when_made_then_fits_and_repeats(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "cell.png", 3, side=320)
    first = preview_facts(path, DomainFacts(), seed=5, side_px=120)
    assert (first.name, first.before.width, first.before.height) == ("cell.png", 120, 120)
    assert len(first.after.rgb) == 3 * 120 * 120
    assert preview_facts(path, DomainFacts(), seed=5, side_px=120) == first
    assert preview_facts(path, DomainFacts(), seed=6, side_px=120).after != first.after


def test_preview_when_the_image_is_damaged_then_says_so(tmp_path: Path) -> None:
    (tmp_path / "cell.png").write_bytes(b"half a picture")
    with pytest.raises(DataError):
        preview_facts(tmp_path / "cell.png", DomainFacts(), seed=0, side_px=64)


def test_first_image_when_folders_hold_other_things_then_these_are_passed_over(
    tmp_path: Path,
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("no image")
    picture = write_picture(tmp_path / "scans" / "deep" / "1.png", 1)
    assert first_image([tmp_path / "gone", tmp_path / "notes", tmp_path / "scans"]) == picture
    assert first_image([picture]) == picture
    assert first_image([tmp_path / "notes"]) is None
