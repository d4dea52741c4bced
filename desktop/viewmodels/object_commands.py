"""What an expert does to objects besides their shapes: order, attributes, copies, selecting alike.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import paste, selected_annotation_ids
from desktop.viewmodels.edit_model import EditModel
from engine.domain.annotations import Annotation, AnnotationEdit, Attributes
from engine.domain.moving import moved
from engine.domain.shapes import Box, Point, WholeImage, bounding_box


def bring_to_front(model: EditModel) -> None:
    """Let the selected labels lie in front of all others."""
    others = _order_of_others(model)
    front = max(others, default=0) + 1
    _change_selected(model, lambda a: replace(a, z=front), text=tr("Bring to front"))


def send_to_back(model: EditModel) -> None:
    """Let the selected labels lie behind all others."""
    others = _order_of_others(model)
    back = min(others, default=0) - 1
    _change_selected(model, lambda a: replace(a, z=back), text=tr("Send to back"))


def set_attributes(model: EditModel, change: Callable[[Attributes], Attributes]) -> None:
    """Say something else of the selected labels."""
    _change_selected(
        model,
        lambda a: replace(a, attributes=change(a.attributes)),
        text=tr("Change attributes"),
    )


def select_same_class(model: EditModel) -> None:
    """Select every label of the classes that are selected, or else of the current class."""
    annotations = model.state.annotations
    chosen = {annotations[id_].class_id for id_ in selected_annotation_ids(model)}
    if not chosen and model.current_class_id is not None:
        chosen = {model.current_class_id}
    locked = model.marks.locked
    same = (a.id for a in annotations.values() if a.class_id in chosen)
    model.select(id_ for id_ in same if id_ not in locked)


def paste_at(model: EditModel, copied: Iterable[Annotation], at: Point | None) -> None:
    """Add copies: from another image at the same place, in their own one around a point.

    Without a point they lie a little aside.
    """
    annotations = tuple(copied)
    own_id = model.state.image.image_id
    if not annotations or any(a.image_id != own_id for a in annotations):
        paste(model, annotations)
    elif at is None:
        paste(model, annotations, offset_px=10.0)
    else:
        paste(model, _moved_to(model, annotations, at))


def paste_from_previous(model: EditModel) -> None:
    """Add copies of all labels of the image that was open before, at the same places."""
    wanted = [a for a in model.previous_annotations if not isinstance(a.shape, WholeImage)]
    if wanted:
        paste(model, wanted)
    else:
        model.refused.emit(tr("The image before has no labels to copy."))


def _moved_to(model: EditModel, annotations: tuple[Annotation, ...], at: Point) -> list[Annotation]:
    """Return annotations moved together so that their middle lies at a point, inside the image."""
    image = model.state.image
    boxes = [bounding_box(a.shape) for a in annotations]
    around = Box(
        min(box.x1 for box in boxes),
        min(box.y1 for box in boxes),
        max(box.x2 for box in boxes),
        max(box.y2 for box in boxes),
    )
    dx, dy = at[0] - (around.x1 + around.x2) / 2, at[1] - (around.y1 + around.y2) / 2
    dx = min(max(dx, -around.x1), image.width - around.x2)
    dy = min(max(dy, -around.y1), image.height - around.y2)
    return [replace(a, shape=moved(a.shape, dx=dx, dy=dy)) for a in annotations]


def _order_of_others(model: EditModel) -> list[int]:
    selected = set(selected_annotation_ids(model))
    return [a.z for a in model.state.annotations.values() if a.id not in selected]


def _change_selected(
    model: EditModel, change: Callable[[Annotation], Annotation], *, text: str
) -> None:
    before = [model.state.annotations[id_] for id_ in selected_annotation_ids(model)]
    pairs = [(each, change(each)) for each in before]
    edits = [AnnotationEdit(each, after) for each, after in pairs if each != after]
    model.push(model.state.edit(edits), text=text)
