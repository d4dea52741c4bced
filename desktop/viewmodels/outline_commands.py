"""What an expert does to outlines, each one command on the undo stack. GUI thread only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import accepted, draw, reshape, suggestion_move
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import ObjectId, SuggestionId, SuggestionMove, VisitCounts
from engine.domain import polygon_edits
from engine.domain.annotations import Annotation, AnnotationEdit, Source
from engine.domain.grips import Vertex
from engine.domain.identifiers import AnnotationId, new_id
from engine.domain.polygon_edits import Line, Outlined
from engine.domain.shapes import MultiPolygon, Polygon
from engine.domain.suggestions import SuggestionState

# Objects that become one or several others, in this order.
_Change: TypeAlias = tuple[Sequence[ObjectId], Sequence[Outlined]]


def outline_of(model: EditModel, object_id: ObjectId | None) -> Outlined | None:
    """Return the outline of an object; None where it has none."""
    shape = None if object_id is None else model.state.shape(object_id)
    return shape if isinstance(shape, Polygon | MultiPolygon) else None


def selected_outline(model: EditModel) -> tuple[ObjectId, Outlined] | None:
    """Return the object that is selected alone, with its outline, if it has one."""
    if len(model.selection) != 1:
        return None
    outline = outline_of(model, model.selection[0])
    return None if outline is None else (model.selection[0], outline)


def draw_outline(model: EditModel, outline: Outlined, *, text: str) -> None:
    """Add an outline of the current class and select it, so that more can be added to it."""
    known = set(model.state.annotations)
    draw(model, outline, text=text)
    model.select(id_ for id_ in model.state.annotations if id_ not in known)


def change_outline(
    model: EditModel, object_id: ObjectId, outline: Outlined | None, *, text: str
) -> None:
    """Give an object another outline; with none left it is deleted."""
    if outline is not None:
        reshape(model, {object_id: outline}, text=text)
        return
    _become(model, [((object_id,), ())], text=text)


def remove_vertex(model: EditModel, object_id: ObjectId, vertex: Vertex) -> None:
    """Take a vertex away; with the last ring the object is deleted."""
    outline = outline_of(model, object_id)
    if outline is not None:
        less = polygon_edits.without_vertex(outline, vertex)
        change_outline(model, object_id, less, text=tr("Delete point"))


def cut_along(model: EditModel, line: Line) -> None:
    """Cut the selected outlines, or else all that a line crosses, each into its pieces."""
    targets = model.selection or (*model.state.annotations, *_shown_ids(model))
    pieces = {
        id_: polygon_edits.cut(outline, line)
        for id_ in targets
        if (outline := outline_of(model, id_)) is not None
    }
    cut = {id_: shapes for id_, shapes in pieces.items() if shapes}
    if not cut:
        model.refused.emit(tr("Nothing is cut in two. Draw the line across an outline."))
        return
    _become(model, [((id_,), shapes) for id_, shapes in cut.items()], text=tr("Cut"))


def join_selected(model: EditModel) -> None:
    """Make one object of the selected outlines, of the class of the first."""
    ids = [id_ for id_ in model.selection if outline_of(model, id_) is not None]
    whole = polygon_edits.joined(
        outline for id_ in ids if (outline := outline_of(model, id_)) is not None
    )
    if len(ids) < 2 or whole is None:
        model.refused.emit(tr("Select two outlines or more to join them."))
        return
    _become(model, [(ids, [whole])], text=tr("Join {num_ids} outlines").format(num_ids=len(ids)))


def simplify_selected(model: EditModel, *, tolerance_px: float) -> None:
    """Take away vertices that the selected outlines do not need."""
    simple = {
        id_: polygon_edits.simplified(outline, tolerance_px=tolerance_px)
        for id_ in model.selection
        if (outline := outline_of(model, id_)) is not None
    }
    if simple:
        reshape(model, simple, text=tr("Simplify"))
    else:
        model.refused.emit(tr("Select an outline to simplify it."))


def _shown_ids(model: EditModel) -> list[SuggestionId]:
    return [suggestion.id for suggestion in model.shown_suggestions()]


def _become(model: EditModel, changes: Iterable[_Change], *, text: str) -> None:
    """Replace objects by others, all in one command, and select what came of them."""
    edits: list[AnnotationEdit] = []
    moves: list[SuggestionMove] = []
    for object_ids, shapes in changes:
        suggested = (id_ for id_ in object_ids if SuggestionId(id_) in model.state.suggestions)
        moves += [_accept(model, id_) for id_ in suggested]
        edits += _replacement(model, object_ids, shapes)
    counts = VisitCounts(num_adjusted=1, num_accepted=len(moves))
    model.push(model.state.edit(edits, moves), text=text, counts=counts)
    model.select(edit.after.id for edit in edits if edit.after is not None)


def _replacement(
    model: EditModel, object_ids: Sequence[ObjectId], shapes: Sequence[Outlined]
) -> list[AnnotationEdit]:
    """Return the edits that make other shapes of objects; the first one's stays what it was."""
    known = [model.state.annotations.get(AnnotationId(id_)) for id_ in object_ids]
    kept = _annotation(model, object_ids[0])
    made = [
        replace(kept, id=AnnotationId(new_id()) if index else kept.id, shape=shape)
        for index, shape in enumerate(shapes)
    ]
    first = (known[0], made[0] if made else None)
    rest = [(before, None) for before in known[1:]], [(None, after) for after in made[1:]]
    pairs = [first, *rest[0], *rest[1]]
    return [AnnotationEdit(before, after) for before, after in pairs if before or after]


def _accept(model: EditModel, object_id: ObjectId) -> SuggestionMove:
    suggestion = model.state.suggestions[SuggestionId(object_id)]
    return suggestion_move(suggestion, SuggestionState.ADJUSTED)


def _annotation(model: EditModel, object_id: ObjectId) -> Annotation:
    """Return an annotation, or the one that accepting a suggestion makes."""
    annotation = model.state.annotations.get(AnnotationId(object_id))
    if annotation is not None:
        return annotation
    suggestion = model.state.suggestions[SuggestionId(object_id)]
    return accepted(model, suggestion, source=Source.ACCEPTED)
