"""Skeletons: which are sound."""

from __future__ import annotations

import pytest

from engine.domain.errors import UsageError
from engine.domain.skeleton import PERSON, Skeleton


def test_skeleton_when_no_mirror_is_named_then_each_point_is_its_own() -> None:
    assert Skeleton(("tip", "base"), edges=((0, 1),)).flip_idx == (0, 1)


def test_person_mirrors_left_to_right() -> None:
    for index, other in enumerate(PERSON.flip_idx):
        mirrored = PERSON.names[index].replace("left", "?").replace("right", "left")
        assert PERSON.names[other] == mirrored.replace("?", "right")


@pytest.mark.parametrize(
    ("names", "edges", "flip_idx"),
    [
        ((), (), ()),
        (("a", "A"), (), ()),
        (("a", " "), (), ()),
        (("a", "b"), ((0, 2),), ()),
        (("a", "b"), ((1, 1),), ()),
        (("a", "b"), (), (0,)),
        (("a", "b", "c"), (), (1, 2, 0)),
    ],
)
def test_skeleton_when_it_does_not_hang_together_then_refused(
    names: tuple[str, ...], edges: tuple[tuple[int, int], ...], flip_idx: tuple[int, ...]
) -> None:
    with pytest.raises(UsageError):
        Skeleton(names, edges, flip_idx)
