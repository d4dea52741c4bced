"""Edits of annotations, filters, and what changes tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.domain.annotations import Annotation, AnnotationEdit, ImageLabels
from engine.domain.changes import Changed, Changes
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.images import Answer
from engine.domain.shapes import Box

BOX = Annotation(AnnotationId("a"), ImageId(3), ClassId(1), Box(0, 0, 5, 5))


def test_edit_when_it_has_no_side_then_it_is_a_bug() -> None:
    with pytest.raises(ValueError, match="before or an after"):
        AnnotationEdit(None, None)


@pytest.mark.parametrize(
    "edit",
    [
        AnnotationEdit(None, BOX),
        AnnotationEdit(BOX, None),
        AnnotationEdit(BOX, replace(BOX, class_id=ClassId(2))),
    ],
)
def test_edit_when_inverted_twice_then_itself(edit: AnnotationEdit) -> None:
    assert edit.image_id == 3
    assert edit.inverse() == AnnotationEdit(edit.after, edit.before)
    assert edit.inverse().inverse() == edit


def test_labels_when_nothing_was_said_then_unlabeled() -> None:
    labels = ImageLabels(ImageId(3), (BOX,), {ClassId(1): Answer.COMPLETE})
    assert labels.answer(ClassId(1)) is Answer.COMPLETE
    assert labels.answer(ClassId(2)) is Answer.UNLABELED


def test_changes_when_joined_then_everything_is_told() -> None:
    labels = Changes(Changed.LABELS, frozenset({ImageId(1)}), ("saved",))
    jobs = Changes(Changed.JOBS, frozenset({ImageId(2)}))
    assert labels | jobs == Changes(
        Changed.LABELS | Changed.JOBS, frozenset({ImageId(1), ImageId(2)}), ("saved",)
    )
    assert not Changes()
    assert jobs
    assert Changes(notices=("smaller batch",))
