"""Skeletons: which are sound."""

from __future__ import annotations

import pytest

from engine.domain.errors import UsageError
from engine.domain.skeleton import PERSON, Skeleton, mirror_pairs, pairs_in_words, read_skeleton


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


def test_read_skeleton_when_names_say_left_and_right_then_they_mirror() -> None:
    names = ["nose", " Left  eye", "right eye", "tail"]
    read = read_skeleton(names, edges="1-2, 1-3")
    named = ("nose", "Left eye", "right eye", "tail")
    assert read == Skeleton(named, ((0, 1), (0, 2)), (0, 2, 1, 3))
    assert read_skeleton(names, mirrored="").flip_idx == (0, 1, 2, 3)
    assert read_skeleton(names, mirrored="1-4").flip_idx == (3, 1, 2, 0)


def test_mirror_pairs_of_a_person_are_those_of_its_skeleton() -> None:
    pairs = mirror_pairs(PERSON.names)
    assert all(PERSON.flip_idx[left] == right for left, right in pairs)
    assert len(pairs) == 8
    assert pairs_in_words(pairs[:2]) == "2-3, 4-5"


@pytest.mark.parametrize(
    ("edges", "mirrored", "reason"),
    [("1+2", None, "no pair"), ("1-9", None, "which it has not"), ("", "1-9", "not both there")],
)
def test_read_skeleton_when_a_pair_is_wrong_then_it_says_so(
    edges: str, mirrored: str | None, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        read_skeleton(["a", "b"], edges=edges, mirrored=mirrored)
