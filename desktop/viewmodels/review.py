"""How an expert answers: walk through suggestions, accept or reject them, call it complete."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import accepted, selected_suggestions, suggestion_move
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import ObjectId, Suggestion, VisitCounts
from desktop.viewmodels.image_classes import accept_image_class, sorts_images, suggested_classes
from engine.domain.annotations import AnnotationEdit, Source
from engine.domain.geometry import iou_matrix
from engine.domain.project import ProjectSettings
from engine.domain.shapes import shape_in_words
from engine.domain.suggestions import SuggestionState
from engine.domain.tasks import too_poor

# A suggestion that lies so on an annotation is about the same object.
SAME_OBJECT_IOU = 0.5
_UNLABELED = tr("Nothing is labeled here. Press 0 to confirm that the image is empty.")
_UNNAMED = tr("Every image needs a class: press its key. Where none fits, press U or add a class.")
_LABELED = tr("The image has labels, so it is not empty. Delete them first.")


def walk(model: EditModel, *, step: int) -> ObjectId | None:
    """Select the next (step 1) or previous (-1) shown suggestion, else annotation; return it.

    After the last comes the first. Without a selection the walk begins at the first or the last.
    """
    ids: list[ObjectId] = [suggestion.id for suggestion in model.shown_suggestions()]
    ids = ids or list(model.state.annotations)
    if not ids:
        return None
    current = next((id_ for id_ in model.selection if id_ in ids), None)
    start = -1 if step > 0 else 0
    target = ids[((start if current is None else ids.index(current)) + step) % len(ids)]
    model.select([target])
    return target


def answerable(model: EditModel) -> list[Suggestion]:
    """Return the suggestions that accepting or rejecting is about: the selected ones.

    Where images are sorted there is nothing to select, so it is what the image may be called.
    """
    return suggested_classes(model) if sorts_images(model) else selected_suggestions(model)


def accept_selected(model: EditModel) -> None:
    """Accept the selected suggestions as they are, and select the next one."""
    if sorts_images(model):
        accept_image_class(model)
        return
    suggestions = selected_suggestions(model)
    following = _following(model, suggestions)
    _accept(model, suggestions, text=tr("Accept suggestion"), source=Source.ACCEPTED)
    _select_after(model, suggestions, following)


def accept_shown(model: EditModel) -> None:
    """Accept all shown suggestions in one command, recorded as bulk-accepted."""
    if sorts_images(model):
        accept_image_class(model)
        return
    suggestions = model.shown_suggestions()
    _accept(
        model,
        suggestions,
        text=tr("Accept {num_suggestions} shown").format(num_suggestions=len(suggestions)),
        source=Source.BULK_ACCEPTED,
    )


def reject_selected(model: EditModel) -> None:
    """Reject the selected suggestions, and select the next one."""
    suggestions = answerable(model)
    following = _following(model, suggestions)
    moves = [suggestion_move(suggestion, SuggestionState.REJECTED) for suggestion in suggestions]
    counts = VisitCounts(num_rejected=len(moves))
    model.push(model.state.edit(suggestions=moves), text=tr("Reject suggestion"), counts=counts)
    _select_after(model, suggestions, following)


def press_enter(model: EditModel) -> ObjectId | None:
    """Walk to the next shown suggestion; with none left, ask for completion.

    Suggestions that waited for the expert's own answer are shown first.

    An image on which nothing was ever found is not completed this way: that it is empty is an act
    of its own.

    Returns:
        The suggestion walked to, if any.
    """
    if not model.has_image:
        return None
    compare(model)
    if model.shown_suggestions():
        return walk(model, step=1)
    if not model.state.annotations and not _is_settled(model):
        model.refused.emit(_UNNAMED if sorts_images(model) else _UNLABELED)
    elif not _tell_what_is_too_poor(model):
        model.completion_requested.emit()
    return None


def compare(model: EditModel) -> None:
    """Show the suggestions that waited for the answer; those that agree with it are accepted."""
    if not model.is_veiled:
        return
    model.unveil()
    agreeing = [s for s in model.state.suggestions.values() if _agrees(model, s)]
    moves = [suggestion_move(suggestion, SuggestionState.ACCEPTED) for suggestion in agreeing]
    model.push(model.state.edit(suggestions=moves), text=tr("Compare with suggestions"))


def confirm_empty(model: EditModel) -> None:
    """Ask for completion of an image with nothing on it."""
    compare(model)
    if sorts_images(model):
        model.refused.emit(_UNNAMED)
    elif model.state.annotations:
        model.refused.emit(_LABELED)
    elif model.shown_suggestions():
        model.refused.emit(tr("Suggestions are left. Reject them first, or raise the threshold."))
    elif model.has_image:
        model.completion_requested.emit()


def confirm_complete(model: EditModel) -> None:
    """Record that the image is complete for every class, and empty for those not seen in it."""
    class_ids = [class_.id for class_ in model.classes]
    model.push(model.state.completion(class_ids), text=tr("Confirm complete"))


def _accept(
    model: EditModel, suggestions: Sequence[Suggestion], *, text: str, source: Source
) -> None:
    annotations = [accepted(model, suggestion, source=source) for suggestion in suggestions]
    edit = model.state.edit(
        [AnnotationEdit(None, annotation) for annotation in annotations],
        [suggestion_move(suggestion, SuggestionState.ACCEPTED) for suggestion in suggestions],
    )
    model.push(edit, text=text, counts=VisitCounts(num_accepted=len(suggestions)))


def _tell_what_is_too_poor(model: EditModel) -> bool:
    """Select the labels that say too little for the task and ask for better ones; if there are."""
    settings = ProjectSettings("", task=model.task, skeleton=model.skeleton)
    annotations = model.state.annotations.values()
    poor = [] if sorts_images(model) else too_poor(settings, annotations)
    if poor:
        model.select(annotation.id for annotation in poor)
        kind = said(shape_in_words(poor[0].shape))
        counted = (
            tr("A {kind} says").format(kind=kind)
            if len(poor) == 1
            else tr("{num_poor} shapes say").format(num_poor=len(poor))
        )
        model.refused.emit(
            tr("{counted} too little here. Draw anew what is selected, or delete it.").format(
                counted=counted
            )
        )
    return bool(poor)


def _agrees(model: EditModel, suggestion: Suggestion) -> bool:
    """Whether the expert labeled what an open suggestion means."""
    annotations = model.state.annotations.values()
    same = [model.state.box(a.id) for a in annotations if a.class_id == suggestion.class_id]
    if suggestion.state is not SuggestionState.OPEN or not same:
        return False
    box = np.array([model.state.box(suggestion.id).xyxy_px], np.float32)
    overlap = iou_matrix(box, np.array([each.xyxy_px for each in same], np.float32))
    return bool(overlap.max() >= SAME_OBJECT_IOU)


def _following(model: EditModel, suggestions: Sequence[Suggestion]) -> ObjectId | None:
    """Return the shown suggestion that comes after these, in the order of walking."""
    done = {suggestion.id for suggestion in suggestions}
    ids = [suggestion.id for suggestion in model.shown_suggestions()]
    last = max((index for index, id_ in enumerate(ids) if id_ in done), default=-1)
    left = [id_ for id_ in ids[last + 1 :] + ids[: last + 1] if id_ not in done]
    return left[0] if left else None


def _select_after(
    model: EditModel, suggestions: Sequence[Suggestion], following: ObjectId | None
) -> None:
    if suggestions:
        model.select([] if following is None else [following])


def _is_settled(model: EditModel) -> bool:
    answers = [model.state.answer(class_.id) for class_ in model.classes]
    return bool(answers) and all(answer.is_settled for answer in answers)
