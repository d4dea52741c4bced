"""What an expert calls the whole image, in a project that sorts images. GUI thread only."""

from __future__ import annotations

from dataclasses import replace

from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import accepted, choose_class, suggestion_move
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import Suggestion, VisitCounts
from engine.domain.annotations import Annotation, AnnotationEdit, Source
from engine.domain.identifiers import AnnotationId, ClassId, new_id
from engine.domain.project import Task
from engine.domain.shapes import WholeImage
from engine.domain.suggestions import SuggestionState


def sorts_images(model: EditModel) -> bool:
    """Whether the project gives each image one class."""
    return model.task is Task.CLASSIFY


def image_class_of(model: EditModel) -> Annotation | None:
    """Return what the open image is called."""
    annotations = model.state.annotations.values()
    return next((a for a in annotations if isinstance(a.shape, WholeImage)), None)


def suggested_classes(model: EditModel) -> list[Suggestion]:
    """Return what the model would call the open image, as far as that is shown."""
    return [s for s in model.shown_suggestions() if isinstance(s.shape, WholeImage)]


def say_class(model: EditModel, class_id: ClassId) -> None:
    """Give the image a class where images are sorted, else what is selected and what comes next."""
    if sorts_images(model):
        model.set_current_class(class_id)
        call_image(model, class_id)
    else:
        choose_class(model, class_id)


def call_image(model: EditModel, class_id: ClassId) -> None:
    """Give the open image a class in place of the one it has, which judges what was suggested."""
    if not model.has_image:
        return
    before, open_ones = image_class_of(model), _open_suggestions(model)
    agreeing = next((s for s in open_ones if s.class_id == class_id), None)
    moves = [
        suggestion_move(s, SuggestionState.ACCEPTED if s is agreeing else SuggestionState.REJECTED)
        for s in open_ones
    ]
    after = _called(model, before, agreeing, class_id)
    edits = [AnnotationEdit(before, after)] if after != before else []
    counts = VisitCounts(
        num_drawn=int(before is None and agreeing is None),
        num_accepted=int(agreeing is not None),
        num_rejected=len(moves) - int(agreeing is not None),
        num_class_changes=int(before is not None and before.class_id != class_id),
    )
    model.push(model.state.edit(edits, moves), text=tr("Choose image class"), counts=counts)


def accept_image_class(model: EditModel) -> None:
    """Call the open image what the model suggests most surely."""
    offered = suggested_classes(model)
    if offered:
        call_image(model, max(offered, key=lambda s: s.confidence).class_id)


def take_image_class_away(model: EditModel) -> None:
    """Leave the open image without a class."""
    before = image_class_of(model)
    if before is not None:
        edit = model.state.edit([AnnotationEdit(before, None)])
        model.push(edit, text=tr("Remove image class"))


def _called(
    model: EditModel, before: Annotation | None, agreeing: Suggestion | None, class_id: ClassId
) -> Annotation:
    if before is not None:
        return replace(before, class_id=class_id)
    if agreeing is not None:
        return accepted(model, agreeing, source=Source.ACCEPTED)
    image = model.state.image
    shape = WholeImage(image.width, image.height)
    return Annotation(AnnotationId(new_id()), image.image_id, class_id, shape)


def _open_suggestions(model: EditModel) -> list[Suggestion]:
    return [
        suggestion
        for suggestion in model.state.suggestions.values()
        if isinstance(suggestion.shape, WholeImage) and suggestion.state is SuggestionState.OPEN
    ]
