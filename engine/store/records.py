"""Nested records as JSON text, and long lists in pieces."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec

from engine.domain.errors import DataError

T = TypeVar("T")

CHUNK_SIZE = 500
"""Rows or ids in one statement: far below SQLite's limit of bound values."""


def encode(record: object) -> str:
    """Return a record as JSON text.

    Raises:
        ValueError: It holds NaN or infinity, which would not come back.
    """
    return json.dumps(
        msgspec.to_builtins(record), allow_nan=False, ensure_ascii=False, separators=(",", ":")
    )


def decode(text: str, kind: type[T]) -> T:
    """Return the record that `encode` wrote; fields of a later version are passed over.

    Raises:
        DataError: The text is not such a record.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        raise DataError(
            f"The project holds a damaged record ({kind.__name__}): {error}.",
            hint="Restore project.db from a backup.",
        ) from error


def in_chunks(items: Iterable[T], size: int = CHUNK_SIZE) -> Iterator[list[T]]:
    """Yield the items in order, in lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
