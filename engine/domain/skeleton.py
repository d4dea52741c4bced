"""Skeletons: which keypoints an object has, and how they hang together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.domain.errors import UsageError

_MAX_POINTS = 100


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The keypoints every object of a pose project has, in their order.

    Attributes:
        names: What each point is, each name once.
        edges: Pairs of points joined by a line, as positions in `names`.
        flip_idx: For each point, the one it becomes in a mirrored image (left eye, right eye): a
            permutation that undoes itself. Ultralytics' word.
    """

    names: tuple[str, ...]
    edges: tuple[tuple[int, int], ...] = ()
    flip_idx: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.flip_idx:
            object.__setattr__(self, "flip_idx", tuple(range(len(self.names))))
        _check_names(self.names)
        _check_edges(self.edges, len(self.names))
        _check_flip(self.flip_idx, self.names)

    def __len__(self) -> int:
        return len(self.names)


def read_skeleton(
    names: Sequence[str], *, edges: str = "", mirrored: str | None = None
) -> Skeleton:
    """Return the skeleton that a person wrote down; points are counted from 1.

    Args:
        names: What each point is.
        edges: Points joined by lines, as "1-2, 2-3".
        mirrored: Points that are each other's mirror image, as "2-3"; those called alike but for
            left and right where it is not given.

    Raises:
        UsageError: It is no skeleton.
    """
    cleaned = tuple(" ".join(name.split()) for name in names)
    pairs = mirror_pairs(cleaned) if mirrored is None else _pairs(mirrored)
    flip_idx = list(range(len(cleaned)))
    for left, right in pairs:
        if not (0 <= left < len(cleaned) and 0 <= right < len(cleaned)):
            raise UsageError(
                f"The mirrored keypoints {left + 1} and {right + 1} are not both there.",
                hint=f"Count from 1 to {len(cleaned)}.",
            )
        flip_idx[left], flip_idx[right] = right, left
    return Skeleton(cleaned, _pairs(edges), tuple(flip_idx))


def mirror_pairs(names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of points whose names differ in left and right alone."""
    places = {name.casefold(): index for index, name in enumerate(names)}
    found = []
    for name, index in places.items():
        other = places.get(re.sub(r"(?<![a-z])left(?![a-z])", "right", name))
        if other is not None and other != index:
            found.append((index, other))
    return tuple(found)


def pairs_in_words(pairs: Iterable[tuple[int, int]]) -> str:
    """Return pairs of points as a person writes them: "1-2, 2-3"."""
    return ", ".join(f"{start + 1}-{end + 1}" for start, end in pairs)


def _pairs(text: str) -> tuple[tuple[int, int], ...]:
    parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    found = []
    for part in parts:
        match = re.fullmatch(r"(\d+)-(\d+)", part)
        if match is None:
            raise UsageError(
                f"{part!r} is no pair of keypoints.",
                hint="Write pairs of their numbers, counted from 1: 1-2, 2-3.",
            )
        found.append((int(match[1]) - 1, int(match[2]) - 1))
    return tuple(found)


def _check_names(names: tuple[str, ...]) -> None:
    if not 1 <= len(names) <= _MAX_POINTS:
        raise UsageError(
            f"A skeleton has 1 to {_MAX_POINTS} keypoints; this one has {len(names)}.",
            hint="Name at least one point.",
        )
    if len({name.strip().casefold() for name in names}) < len(names) or not all(
        name.strip() for name in names
    ):
        raise UsageError(
            "Two keypoints have the same name, or one has none.",
            hint="Give each keypoint a name of its own.",
        )


def _check_edges(edges: tuple[tuple[int, int], ...], num_points: int) -> None:
    for start, end in edges:
        if start == end or not (0 <= start < num_points and 0 <= end < num_points):
            raise UsageError(
                f"The skeleton joins the keypoints {start + 1} and {end + 1}, which it has not.",
                hint=f"Join two different points of the {num_points}.",
            )


def _check_flip(flip_idx: tuple[int, ...], names: tuple[str, ...]) -> None:
    is_whole = sorted(flip_idx) == list(range(len(names)))
    if not is_whole or any(flip_idx[other] != index for index, other in enumerate(flip_idx)):
        raise UsageError(
            "The mirrored keypoints of the skeleton do not pair up.",
            hint="A point is its own mirror image, or two points are each other's.",
        )


# The keypoints of COCO (Lin et al. 2014), which Ultralytics' pretrained pose models know.
PERSON = Skeleton(
    names=(
        "nose",
        "left eye",
        "right eye",
        "left ear",
        "right ear",
        "left shoulder",
        "right shoulder",
        "left elbow",
        "right elbow",
        "left wrist",
        "right wrist",
        "left hip",
        "right hip",
        "left knee",
        "right knee",
        "left ankle",
        "right ankle",
    ),
    edges=(
        (15, 13),
        (13, 11),
        (16, 14),
        (14, 12),
        (11, 12),
        (5, 11),
        (6, 12),
        (5, 6),
        (5, 7),
        (6, 8),
        (7, 9),
        (8, 10),
        (1, 2),
        (0, 1),
        (0, 2),
        (1, 3),
        (2, 4),
        (3, 5),
        (4, 6),
    ),
    flip_idx=(0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15),
)
