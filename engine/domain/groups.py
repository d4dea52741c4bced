"""Groups: images that must never be divided between splits (a patient, a series, a folder)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from engine.domain.errors import UsageError

_FOLDER = "folder:"
_NAMED = "name:"
_IMAGE = "image:"


class GroupBy(StrEnum):
    """How the group of an image is found."""

    IMAGE = "image"
    FOLDER = "folder"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class GroupRule:
    """How images fall into groups; near-duplicates share a group under every rule.

    Attributes:
        by: Each image alone, by its folder, or by a pattern in its file name.
        pattern: A regular expression; its first group, or else all it matches, names the group.
    """

    by: GroupBy = GroupBy.IMAGE
    pattern: str = ""

    def __post_init__(self) -> None:
        if self.by is not GroupBy.PATTERN:
            return
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise UsageError(
                f"The group pattern {self.pattern!r} is not a regular expression: {error}.",
                hint=r"For names such as patient07_slice3.png use (patient\d+).",
            ) from error

    def group_of(self, path: PurePath, content_hash: str) -> str:
        """Return the name of an image's group; an image that fits no pattern is its own group."""
        if self.by is GroupBy.FOLDER:
            return f"{_FOLDER}{path.parent.as_posix()}"
        match = re.search(self.pattern, path.stem) if self.by is GroupBy.PATTERN else None
        if match and (named := match.group(1) if match.re.groups else match.group(0)):
            return f"{_NAMED}{named}"
        return f"{_IMAGE}{content_hash}"


EACH_ALONE = GroupRule()
"""Each image is a group of its own, together with its near-duplicates."""


def group_called(name: str, groups: Collection[str]) -> str:
    """Return the group people mean by a name: one of these, or else a new one.

    Groups are stored with how they were found; people say `patient07` for `name:patient07`.
    """
    meant = (name, f"{_NAMED}{name}", f"{_FOLDER}{name}")
    return next((group for group in meant if group in groups), f"{_NAMED}{name}")


def is_unnamed(group: str) -> bool:
    """Whether a group is called after the content of an image, which nobody calls it."""
    return group.startswith(_IMAGE)


def group_words(group: str) -> str:
    """Return a group's name as people say it."""
    return group.removeprefix(_NAMED).removeprefix(_FOLDER)


def join_groups(groups: Sequence[str], clusters: Sequence[int]) -> dict[str, str]:
    """Return which group each group merges into, so that no cluster spans two groups.

    Args:
        groups: Group of each image.
        clusters: Near-duplicate cluster of each image, in the same order.

    Returns:
        Old name to new name, for the groups that change only. The first group of a joined set, in
        the order of the images, gives its name.
    """
    parent: dict[str, str] = {}

    def root(group: str) -> str:
        while (above := parent.get(group, group)) != group:
            parent[group] = parent.get(above, above)
            group = above
        return group

    first_of_cluster: dict[int, str] = {}
    for group, cluster in zip(groups, clusters, strict=True):
        kept = root(first_of_cluster.setdefault(cluster, group))
        if (joined := root(group)) != kept:
            parent[joined] = kept
    return {group: root(group) for group in dict.fromkeys(groups) if root(group) != group}
