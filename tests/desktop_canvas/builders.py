"""Small images with labels and suggestions, and the acts of a test's expert."""

from __future__ import annotations

import pytest

from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import Suggestion, SuggestionId
from desktop.viewmodels.image_state import OpenImage
from engine.domain.annotations import Annotation, ImageLabels, Source
from engine.domain.classes import ObjectClass, class_color
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, VersionId
from engine.domain.images import Answer
from engine.domain.shapes import Box, Shape

IMAGE = ImageId(1)
VERSION = VersionId("model-3")
PLATELETS, RBC, WBC = ClassId(11), ClassId(12), ClassId(13)
CLASSES = tuple(
    ObjectClass(id_, name, class_color(position), position)
    for position, (id_, name) in enumerate([(PLATELETS, "Platelets"), (RBC, "RBC"), (WBC, "WBC")])
)


def annotation(
    name: str, *xyxy_px: float, class_id: ClassId = RBC, image_id: ImageId = IMAGE
) -> Annotation:
    """An annotation that was imported."""
    return Annotation(AnnotationId(name), image_id, class_id, Box(*xyxy_px), source=Source.IMPORT)


def shaped(name: str, shape: Shape, *, class_id: ClassId = RBC) -> Annotation:
    """An imported annotation of any shape."""
    return Annotation(AnnotationId(name), IMAGE, class_id, shape, source=Source.IMPORT)


def suggestion(
    name: str,
    *xyxy_px: float,
    class_id: ClassId = RBC,
    confidence: float = 0.5,
    question: str = "",
) -> Suggestion:
    """An open suggestion."""
    return Suggestion(
        SuggestionId(name), class_id, confidence, Box(*xyxy_px), question, suggested_by=VERSION
    )


def open_image(
    *annotations: Annotation,
    suggestions: tuple[Suggestion, ...] = (),
    answers: dict[ClassId, Answer] | None = None,
    width: int = 640,
    height: int = 480,
    image_id: ImageId = IMAGE,
) -> OpenImage:
    """An image to open, with these labels."""
    labels = ImageLabels(image_id, annotations, answers or {})
    return OpenImage(width, height, labels, suggestions)


def shapes_of(model: EditModel) -> list[Shape]:
    """The shapes on the canvas, in the order of their annotations."""
    return [found.shape for found in model.state.annotations.values()]


def lies_at(box: Box, *xyxy_px: float) -> bool:
    """Whether a box has these corners, up to what a pixel of the screen is."""
    return box.xyxy_px == pytest.approx(xyxy_px, abs=1.5)
