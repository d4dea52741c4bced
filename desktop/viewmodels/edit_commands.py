"""What an expert does to shapes, each one command on the undo stack. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import (
    ObjectId,
    Suggestion,
    SuggestionId,
    SuggestionMove,
    VisitCounts,
)
from engine.domain.annotations import Annotation, AnnotationEdit, Source
from engine.domain.identifiers import AnnotationId, ClassId, new_id
from engine.domain.moving import move_together
from engine.domain.shapes import OrientedBox, Shape, WholeImage, bounding_box
from engine.domain.suggestions import SuggestionState

_PASTE_OFFSET_PX = 10.0


def draw(model: EditModel, shape: Shape, *, text: str) -> None:
    """Add a shape of the current class; `text` names the command, such as "Draw box"."""
    class_id = model.current_class_id
    if class_id is None:
        model.refused.emit(tr("There is no class to draw. Add one first."))
        return
    annotation = Annotation(AnnotationId(new_id()), model.state.image.image_id, class_id, shape)
    edit = model.state.edit([AnnotationEdit(None, annotation)])
    model.push(edit, text=text, counts=VisitCounts(num_drawn=1))


def reshape(
    model: EditModel, shapes: Mapping[ObjectId, Shape], *, text: str, merges: bool = False
) -> None:
    """Give objects other shapes; a suggestion that is reshaped is thereby accepted.

    Args:
        model: The open image.
        shapes: The new shapes by object.
        text: Names the command in the menu.
        merges: Whether it becomes one with the command before, see `EditModel.push`.
    """
    changed = {id_: shape for id_, shape in shapes.items() if shape != model.state.shape(id_)}
    _change(
        model,
        changed,
        lambda annotation, object_id: replace(annotation, shape=changed[object_id]),
        text=text,
        counts=VisitCounts(num_adjusted=len(changed)),
        merges=merges,
    )


def nudge(model: EditModel, *, dx: float, dy: float) -> None:
    """Move the selected objects by pixels; nudges in a row are one command."""
    reshape(
        model, moved_shapes(model, model.selection, dx=dx, dy=dy), text=tr("Nudge"), merges=True
    )


def moved_shapes(
    model: EditModel, object_ids: Iterable[ObjectId], *, dx: float, dy: float
) -> dict[ObjectId, Shape]:
    """Return the shapes of objects moved together, as far as the image lets all of them."""
    image = model.state.image
    ids = list(object_ids)
    shapes = [model.state.shape(id_) for id_ in ids]
    moved = move_together(shapes, dx=dx, dy=dy, width=image.width, height=image.height)
    return dict(zip(ids, moved, strict=True))


def choose_class(model: EditModel, class_id: ClassId) -> None:
    """Give new shapes a class, and the selected objects too.

    Suggestions are accepted as that class.
    """
    model.set_current_class(class_id)
    shown_class_ids = [
        model.state.annotations[id_].class_id for id_ in selected_annotation_ids(model)
    ] + [suggestion.class_id for suggestion in selected_suggestions(model)]
    _change(
        model,
        model.selection,
        lambda annotation, _: replace(annotation, class_id=class_id),
        text=tr("Change class"),
        counts=VisitCounts(num_class_changes=sum(id_ != class_id for id_ in shown_class_ids)),
    )


def delete_selected(model: EditModel) -> None:
    """Remove the selected annotations and reject the selected suggestions."""
    state = model.state
    annotations = [state.annotations[id_] for id_ in selected_annotation_ids(model)]
    suggestions = selected_suggestions(model)
    edit = state.edit(
        [AnnotationEdit(annotation, None) for annotation in annotations],
        [suggestion_move(suggestion, SuggestionState.REJECTED) for suggestion in suggestions],
    )
    counts = VisitCounts(num_rejected=len(suggestions))
    model.push(
        edit, text=_counted(tr("Delete"), len(annotations) + len(suggestions)), counts=counts
    )


def paste(model: EditModel, annotations: Iterable[Annotation], *, offset_px: float = 0.0) -> None:
    """Add copies of annotations, of this image or another, as far as they fit; select them."""
    image = model.state.image
    copies = []
    for annotation in annotations:
        if not _fits(model, annotation.shape):
            continue
        (shape,) = move_together(
            [annotation.shape], dx=offset_px, dy=offset_px, width=image.width, height=image.height
        )
        id_ = AnnotationId(new_id())
        attributes = annotation.attributes
        copies.append(
            Annotation(id_, image.image_id, annotation.class_id, shape, attributes=attributes)
        )
    edit = model.state.edit([AnnotationEdit(None, copy) for copy in copies])
    model.push(edit, text=_counted(tr("Paste"), len(copies)), counts=VisitCounts(len(copies)))
    model.select(copy.id for copy in copies)


def duplicate_selected(model: EditModel) -> None:
    """Add copies of the selected annotations, a little aside."""
    originals = [model.state.annotations[id_] for id_ in selected_annotation_ids(model)]
    paste(model, originals, offset_px=_PASTE_OFFSET_PX)


def selected_annotation_ids(model: EditModel) -> list[AnnotationId]:
    """Return the ids of the selected annotations."""
    ids = (AnnotationId(id_) for id_ in model.selection)
    return [id_ for id_ in ids if id_ in model.state.annotations]


def selected_suggestions(model: EditModel) -> list[Suggestion]:
    """Return the selected suggestions."""
    ids = (SuggestionId(id_) for id_ in model.selection)
    return [model.state.suggestions[id_] for id_ in ids if id_ in model.state.suggestions]


def suggestion_move(suggestion: Suggestion, state: SuggestionState) -> SuggestionMove:
    """Return the move of a suggestion to a state."""
    return SuggestionMove(suggestion.id, suggestion.state, state)


def accepted(model: EditModel, suggestion: Suggestion, *, source: Source) -> Annotation:
    """Return the annotation that accepting a suggestion makes."""
    return Annotation(
        AnnotationId(new_id()),
        model.state.image.image_id,
        suggestion.class_id,
        suggestion.shape,
        source=source,
        suggested_by=suggestion.suggested_by,
        confidence=suggestion.confidence,
    )


def _change(
    model: EditModel,
    object_ids: Iterable[ObjectId],
    changed: Callable[[Annotation, ObjectId], Annotation],
    *,
    text: str,
    counts: VisitCounts,
    merges: bool = False,
) -> None:
    """Replace annotations, and accept suggestions, by what a function makes of each."""
    state = model.state
    edits: list[AnnotationEdit] = []
    moves: list[SuggestionMove] = []
    new_ids: dict[ObjectId, ObjectId] = {}
    for object_id in object_ids:
        before = state.annotations.get(AnnotationId(object_id))
        if before is None:
            suggestion = state.suggestions[SuggestionId(object_id)]
            as_it_is = accepted(model, suggestion, source=Source.ACCEPTED)
            after = changed(as_it_is, object_id)
            moves.append(suggestion_move(suggestion, _state_of(as_it_is, after)))
        else:
            after = changed(before, object_id)
        new_ids[object_id] = after.id
        if after != before:
            edits.append(AnnotationEdit(before, after))
    counts += VisitCounts(num_accepted=len(moves))
    selection = [new_ids.get(object_id, object_id) for object_id in model.selection]
    model.push(state.edit(edits, moves), text=text, counts=counts, merges=merges)
    model.select(selection)


def _state_of(as_it_is: Annotation, after: Annotation) -> SuggestionState:
    return SuggestionState.ACCEPTED if after == as_it_is else SuggestionState.ADJUSTED


def _fits(model: EditModel, shape: Shape) -> bool:
    image = model.state.image
    if isinstance(shape, WholeImage):
        return False
    if isinstance(shape, OrientedBox):
        # Its corners may well lie beyond the image.
        return 0 <= shape.cx <= image.width and 0 <= shape.cy <= image.height
    box = bounding_box(shape)
    return box.x1 >= 0 and box.y1 >= 0 and box.x2 <= image.width and box.y2 <= image.height


def _counted(verb: str, num_objects: int) -> str:
    return (
        tr("{verb} {num_objects} objects").format(verb=verb, num_objects=num_objects)
        if num_objects != 1
        else tr("{verb} object").format(verb=verb)
    )
