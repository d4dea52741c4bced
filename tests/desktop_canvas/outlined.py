"""Two outlines on an image, and what tests of the tools for outlines ask of a model."""

from __future__ import annotations

from desktop.viewmodels.edit_model import EditModel
from engine.domain.annotations import Annotation
from engine.domain.outlines import Outline
from engine.domain.shapes import MultiPolygon, Polygon
from tests.desktop_canvas.builders import WBC, shaped

SQUARE = shaped("square", Polygon(((100, 100), (300, 100), (300, 300), (100, 300))))
OTHER = shaped("other", Polygon(((400, 100), (500, 100), (500, 300), (400, 300))), class_id=WBC)


def only(model: EditModel) -> Annotation:
    (found,) = model.state.annotations.values()
    return found


def area_px(annotation: Annotation) -> float:
    assert isinstance(annotation.shape, Polygon | MultiPolygon)
    return Outline(annotation.shape).area_px
