"""The ids by which things are known, and how new ones are made."""

from __future__ import annotations

import secrets
from typing import NewType, TypeAlias

ImageId = NewType("ImageId", int)
ClassId = NewType("ClassId", int)
AnnotationId = NewType("AnnotationId", str)
JobId = NewType("JobId", str)
SnapshotId = NewType("SnapshotId", str)
SearchId = NewType("SearchId", str)
VersionId = NewType("VersionId", str)

SuggestedBy: TypeAlias = str
"""A source of suggestions: a model version, or a word of `engine.domain.suggestions`."""


def new_id() -> str:
    """Return a new id of 16 hexadecimal digits, unique without asking the database."""
    return secrets.token_hex(8)
