"""Turning rotated boxes, each turn one command on the undo stack. GUI thread only."""

from __future__ import annotations

import math

from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import reshape
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import ObjectId
from engine.domain.rotated_boxes import turned
from engine.domain.shapes import OrientedBox


def selected_rotated(model: EditModel) -> dict[ObjectId, OrientedBox]:
    """Return the selected rotated boxes that are labels; suggestions are answered, not turned."""
    shapes = {
        annotation.id: annotation.shape
        for annotation in model.state.annotations.values()
        if annotation.id in model.selection
    }
    return {id_: shape for id_, shape in shapes.items() if isinstance(shape, OrientedBox)}


def turn_selected(model: EditModel, degrees: float) -> bool:
    """Turn the selected rotated boxes, each about its center, clockwise; whether there are any.

    Turns in a row are one command.
    """
    boxes = selected_rotated(model)
    after = {id_: turned(box, math.radians(degrees)) for id_, box in boxes.items()}
    reshape(model, after, text=tr("Turn box"), merges=True)
    return bool(boxes)
