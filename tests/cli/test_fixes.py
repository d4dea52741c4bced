from __future__ import annotations

from pathlib import Path

import pytest
import typer

from engine.cli.fixes import space_limits, space_wish
from engine.domain.errors import UsageError
from engine.domain.project import Task
from engine.domain.search_limits import NO_LIMITS, SpaceLimits, SpacePreset, SpaceWish, Span


def test_fixes_when_given_then_they_are_the_limits() -> None:
    assert space_limits([]) == NO_LIMITS
    fixes = ["optimizer=SGD,AdamW", "learning-rate=0.001..0.01", "augmentation=0.2", "freeze=no"]
    assert space_limits(fixes) == SpaceLimits(
        ("SGD", "AdamW"), Span(0.001, 0.01), None, Span(0.2, 0.2), freezes_backbone=False
    )


@pytest.mark.parametrize("fix", ["momentum=0.9", "freeze=perhaps", "weight-decay=small", "sgd"])
def test_fixes_when_not_understood_then_say_so(fix: str) -> None:
    with pytest.raises(typer.BadParameter, match=fix):
        space_limits([fix])


def test_fixes_when_out_of_bounds_then_the_engine_refuses() -> None:
    with pytest.raises(UsageError, match="learning rate must lie between"):
        space_limits(["learning-rate=3"])


def test_space_when_named_then_it_is_a_preset_or_a_file(tmp_path: Path) -> None:
    assert space_wish("ultralytics", Task.DETECT) == SpaceWish(SpacePreset.ULTRALYTICS)
    path = tmp_path / "mine.yaml"
    path.write_text("optimizer: SGD")
    assert space_wish(str(path), Task.DETECT).limits == SpaceLimits(("SGD",))


def test_space_when_neither_then_say_so() -> None:
    with pytest.raises(typer.BadParameter, match="choose loupe, short, ultralytics, or a"):
        space_wish("huge", Task.DETECT)
