"""Annotations and history entries as rows, and what is wrong with a row that is neither."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import Row

from engine.domain.annotations import (
    Annotation,
    AnnotationEdit,
    AnswersEdit,
    Attributes,
    HistoryEntry,
    Source,
)
from engine.domain.errors import DataError
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.images import Answer
from engine.domain.shapes import Shape, shape_from_json, shape_to_json
from engine.store.records import decode, encode

AnnotationRow: TypeAlias = Mapping[Any, Any]

# A bad disk or another program may have left anything in a row.
_DAMAGE = (DataError, KeyError, TypeError, ValueError, RecursionError)
_SOURCES = frozenset(source.value for source in Source)


def row_of(annotation: Annotation) -> dict[str, object]:
    """Return an annotation as the row that holds it."""
    plain = annotation.attributes == Attributes()
    return {
        "id": annotation.id,
        "image_id": annotation.image_id,
        "class_id": annotation.class_id,
        "shape": encode(shape_to_json(annotation.shape)),
        "source": annotation.source,
        "attributes": None if plain else encode(annotation.attributes),
        "suggested_by": annotation.suggested_by,
        "confidence": annotation.confidence,
        "z": annotation.z,
        "is_deleted": False,
    }


def readable(row: AnnotationRow) -> Annotation | None:
    """Return the annotation of a row; None where the row is damaged."""
    try:
        return _annotation(row)
    except _DAMAGE:
        return None


def what_is_wrong(row: AnnotationRow) -> str:
    """Return in a few words what makes a row unreadable."""
    try:
        _shape(row)
    except _DAMAGE:
        return "damaged shape"
    if row["source"] not in _SOURCES:
        return f"unknown source “{row['source']}”"
    try:
        _attributes(row)
    except _DAMAGE:
        return "damaged attributes"
    return "damaged numbers" if readable(row) is None else f"unknown class {row['class_id']}"


def history_text(annotation: Annotation | None) -> str | None:
    """Return one side of an edit as the history keeps it."""
    return None if annotation is None else encode(row_of(annotation))


def entry_of(row: Row[Any]) -> HistoryEntry:
    """Return an entry of the history; what a damaged one told of is missing from it."""
    try:
        return HistoryEntry(row.at, row.who, _edit(row))
    except _DAMAGE:
        return HistoryEntry(row.at, row.who, None)


def answers_of(text: str) -> dict[ClassId, Answer] | None:
    """Return one side of a change of answers as the history keeps it; None where it is damaged."""
    try:
        return decode(text, dict[ClassId, Answer])
    except _DAMAGE:
        return None


def _edit(row: Row[Any]) -> AnnotationEdit | AnswersEdit:
    if row.annotation_id is not None:
        return AnnotationEdit(_from_history(row.before), _from_history(row.after))
    said = dict[ClassId, Answer]
    return AnswersEdit(ImageId(row.image_id), decode(row.before, said), decode(row.after, said))


def _from_history(text: str | None) -> Annotation | None:
    return None if text is None else _annotation(json.loads(text))


def _annotation(row: AnnotationRow) -> Annotation:
    confidence = row["confidence"]
    return Annotation(
        id=AnnotationId(row["id"]),
        image_id=ImageId(row["image_id"]),
        class_id=ClassId(row["class_id"]),
        shape=_shape(row),
        source=Source(row["source"]),
        attributes=_attributes(row),
        suggested_by=row["suggested_by"],
        confidence=None if confidence is None else float(confidence),
        # The history of an earlier Loupe tells of no order.
        z=int(row.get("z", 0)),
    )


def _shape(row: AnnotationRow) -> Shape:
    return shape_from_json(json.loads(row["shape"]))


def _attributes(row: AnnotationRow) -> Attributes:
    text = row["attributes"]
    return Attributes() if text is None else decode(text, Attributes)
