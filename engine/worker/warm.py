"""What the interactive worker keeps from one request for the next."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Warm:
    """Keeps of each sort the thing made last, such as one image and one network. One thread."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hashable, Any]] = {}  # Any: things of all sorts; get() is typed

    def get(self, sort: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return the thing of a sort; made anew, in place of the last one, under another key."""
        if sort in self._kept and self._kept[sort][0] == key:
            kept: T = self._kept[sort][1]
            return kept
        # The room of the last one is wanted for the new one.
        self.drop(sort)
        made = make()
        self._kept[sort] = (key, made)
        return made

    def drop(self, sort: str) -> None:
        """Forget the thing of a sort."""
        self._kept.pop(sort, None)
