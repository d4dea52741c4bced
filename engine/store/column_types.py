"""Column types of the project database: paths, and words of enumerations."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Enum, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from typing_extensions import override


class PathText(TypeDecorator[Path]):
    """A path as text; as bytes where its name is not valid text, which Linux allows."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Path | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        try:
            str(value).encode()
        except UnicodeEncodeError:
            # SQLite keeps bytes in a text column as they are; the driver takes either type.
            return os.fsencode(value)  # type: ignore[return-value]
        return str(value)

    @override
    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> Path | None:
        return None if value is None else Path(os.fsdecode(value))


class LabelWord(TypeDecorator[str]):
    """A word of an enumeration; one that is none comes back as text, for the reader to tell."""

    impl = String(16)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind
        self._words = frozenset(member.value for member in kind)

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value not in self._words else self.kind(value)


def words(kind: type[StrEnum]) -> Enum:
    """Return a column type that stores the values of an enumeration as words."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        length=16,
    )
