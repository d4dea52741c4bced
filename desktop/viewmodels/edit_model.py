"""The edit model: the open image, what is selected in it, and its history."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoGroup, QUndoStack
from typing_extensions import override

from desktop.qtkit.translation import tr
from desktop.viewmodels.edits import (
    Edit,
    EditCommitted,
    ObjectId,
    Suggestion,
    SuggestionId,
    VisitCounts,
    annotation_id,
)
from desktop.viewmodels.image_state import ImageState, OpenImage
from desktop.viewmodels.object_marks import ObjectMarks
from engine.domain.annotations import Annotation, ImageLabels
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.project import Task
from engine.domain.skeleton import Skeleton
from engine.domain.suggestions import SuggestionState

_NUM_KEPT_HISTORIES = 20
_UNDO_LIMIT = 5_000
_LOCKED = tr("What is locked stays as it is. Unlock it first (Alt+L while it is selected).")
_NOTHING_DONE = VisitCounts()
_NO_IMAGE = OpenImage(0, 0, ImageLabels(ImageId(0), (), {}))


@dataclass(frozen=True, slots=True)
class _History:
    state: ImageState
    stack: QUndoStack


class EditModel(QObject):
    """The one truth about the image on the canvas. GUI thread only.

    Labels and suggestions change by `push` alone; the free functions of `edit_commands` and
    `review` make the edits. Each image has its own undo stack, which survives leaving the image
    and coming back as long as nothing else changed its labels.
    """

    # Another image is open, or none; the signals for its objects and selection came before.
    image_opened = Signal()
    # Annotations, suggestions, answers, or which suggestions are shown, are not what they were.
    objects_changed = Signal()
    # Other objects are selected.
    selection_changed = Signal()
    # The classes, or the one that new shapes get, are others.
    classes_changed = Signal()
    # The task of the project, or its skeleton, is another.
    task_changed = Signal()
    # The least confidence of shown suggestions, or whether any is shown, is another.
    threshold_changed = Signal()
    # An EditCommitted: an edit was done, undone or redone and wants saving.
    edit_committed = Signal(object)
    # The expert called the image complete, and no shown suggestion is left open.
    completion_requested = Signal()
    # An act was not possible; a sentence says why and what to do.
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_group = QUndoGroup(self)
        self.marks = ObjectMarks(self)
        self.previous_annotations: tuple[Annotation, ...] = ()
        self.marks.changed.connect(self._on_marks_changed)
        self._histories: OrderedDict[ImageId, _History] = OrderedDict()
        self._state = ImageState(_NO_IMAGE)
        self._classes: tuple[ObjectClass, ...] = ()
        self._current_class_id: ClassId | None = None
        self._task = Task.DETECT
        self._skeleton: Skeleton | None = None
        self._selection: tuple[ObjectId, ...] = ()
        self._threshold = 0.0
        self._shows_suggestions = True
        self._asks_first = False
        self._is_veiled = False
        self._counts = _NOTHING_DONE
        self._gesture = 0
        self._counted_gesture: int | None = None
        self._is_pushing = False
        self._lock = ""

    @property
    def state(self) -> ImageState:
        """Labels and suggestions of the open image: to read, never to change."""
        return self._state

    @property
    def has_image(self) -> bool:
        """Whether an image is open."""
        return self._state.image is not _NO_IMAGE

    @property
    def classes(self) -> tuple[ObjectClass, ...]:
        """The project's classes, in their order."""
        return self._classes

    @property
    def current_class_id(self) -> ClassId | None:
        """The class that new shapes get; None while the project has no classes."""
        return self._current_class_id

    @property
    def task(self) -> Task:
        """The project's task."""
        return self._task

    @property
    def skeleton(self) -> Skeleton | None:
        """The keypoints every object has; None where the task is another than pose."""
        return self._skeleton

    @property
    def selection(self) -> tuple[ObjectId, ...]:
        """The selected annotations and suggestions, in the order they were selected."""
        return self._selection

    @property
    def confidence_threshold(self) -> float:
        """Suggestions below this confidence are not shown."""
        return self._threshold

    @property
    def shows_suggestions(self) -> bool:
        """Whether suggestions are shown at all."""
        return self._shows_suggestions

    @property
    def is_veiled(self) -> bool:
        """Whether the suggestions of the open image wait for the expert's own answer."""
        return self._is_veiled

    @property
    def visit_counts(self) -> VisitCounts:
        """What was done since the image was opened."""
        return self._counts

    def open(self, image: OpenImage) -> None:
        """Show an image; with its history, if it still is as it was left."""
        history = self._histories.pop(image.image_id, None)
        if history is None or not history.state.is_still(image):
            if history is not None:
                self._forget(history)
            history = _History(ImageState(image), QUndoStack(self.undo_group))
            history.stack.setUndoLimit(_UNDO_LIMIT)
        self._histories[image.image_id] = history
        while len(self._histories) > _NUM_KEPT_HISTORIES:
            _, oldest = self._histories.popitem(last=False)
            self._forget(oldest)
        self._show(history.state, history.stack)

    def close(self) -> None:
        """Show no image."""
        if self.has_image:
            self.undo_group.activeStack().setActive(False)
        self._show(ImageState(_NO_IMAGE), None)

    def lock(self, reason: str) -> None:
        """Refuse every edit from now on, with this reason; looking around stays possible."""
        self._lock = reason

    def push(
        self,
        edit: Edit,
        *,
        text: str,
        counts: VisitCounts = _NOTHING_DONE,
        merges: bool = False,
    ) -> None:
        """Make an edit as one command of the undo stack; an edit that changes nothing is dropped.

        Args:
            edit: What changes.
            text: Names the command in the menu, such as "Draw box".
            counts: What it adds to the visit.
            merges: Whether it becomes one with the command before, if that merges as well, has the
                same text and nothing was selected or done in between.
        """
        if not self.has_image or not edit:
            return
        refusal = self._lock or self._refusal(edit)
        if refusal:
            self.refused.emit(refusal)
            return
        if not merges:
            self._gesture += 1
        if not merges or self._counted_gesture != self._gesture:
            self._counts += counts
            self._counted_gesture = self._gesture
        self._is_pushing = True
        try:
            gesture = self._gesture if merges else None
            self.undo_group.activeStack().push(
                _EditCommand(text, edit, gesture=gesture, commit=self._commit)
            )
        finally:
            self._is_pushing = False

    def select(self, object_ids: Iterable[ObjectId]) -> None:
        """Select these objects and nothing else; what is not on the canvas is left out."""
        wanted = tuple(dict.fromkeys(id_ for id_ in object_ids if self._is_shown(id_)))
        if wanted == self._selection:
            return
        self._selection = wanted
        self._gesture += 1
        self.selection_changed.emit()

    def offer(self, suggestions: Iterable[Suggestion]) -> None:
        """Offer other suggestions on the open image; its history and what was judged stay."""
        self._state.offer(suggestions)
        self.objects_changed.emit()
        self.select(self._selection)

    def shown_suggestions(self) -> list[Suggestion]:
        """Return the open suggestions on the canvas: asked ones first, then the most doubtful."""
        if not self._shows_suggestions or self._is_veiled:
            return []
        shown = (
            s
            for s in self._state.suggestions.values()
            if self._is_confident_and_open(s) and s.id not in self.marks.hidden
        )
        return sorted(shown, key=lambda s: (not s.question, s.confidence, s.id))

    def set_classes(self, classes: Iterable[ObjectClass]) -> None:
        """Take over the project's classes."""
        self._classes = tuple(sorted(classes, key=lambda class_: class_.position))
        ids = [class_.id for class_ in self._classes]
        if self._current_class_id not in ids:
            self._current_class_id = ids[0] if ids else None
        self.classes_changed.emit()

    def set_task(self, task: Task, *, skeleton: Skeleton | None = None) -> None:
        """Take over the project's task, and its skeleton where it has one."""
        if (task, skeleton) == (self._task, self._skeleton):
            return
        self._task, self._skeleton = task, skeleton
        self.task_changed.emit()

    def set_current_class(self, class_id: ClassId) -> None:
        """Give new shapes this class; it stays over images."""
        if class_id == self._current_class_id:
            return
        self._current_class_id = class_id
        self.classes_changed.emit()

    def set_confidence_threshold(self, threshold: float) -> None:
        """Show suggestions from this confidence on, 0 to 1; it stays over images."""
        threshold = min(max(threshold, 0.0), 1.0)
        if threshold == self._threshold:
            return
        self._threshold = threshold
        self._after_shown_changed()

    def show_suggestions(self, *, shown: bool) -> None:
        """Show suggestions, or hide all of them; it stays over images."""
        if shown == self._shows_suggestions:
            return
        self._shows_suggestions = shown
        self._after_shown_changed()

    def ask_before_showing(self, *, active: bool) -> None:
        """Hide the suggestions of each image opened from now on until the expert has answered."""
        self._asks_first = active
        if not active:
            self.unveil()

    def unveil(self) -> None:
        """Show the suggestions that waited for the expert's answer."""
        if self._is_veiled:
            self._is_veiled = False
            self._after_shown_changed()

    def _show(self, state: ImageState, stack: QUndoStack | None) -> None:
        if self.has_image and state.image.image_id != self._state.image.image_id:
            self.previous_annotations = tuple(self._state.annotations.values())
            self.marks.clear()
        self._state = state
        open_ones = (s for s in state.suggestions.values() if s.state is SuggestionState.OPEN)
        self._is_veiled = self._asks_first and any(open_ones)
        self._selection = ()
        self._counts = _NOTHING_DONE
        self._gesture += 1
        if stack is not None:
            self.undo_group.setActiveStack(stack)
        self.objects_changed.emit()
        self.selection_changed.emit()
        self.image_opened.emit()

    def _forget(self, history: _History) -> None:
        self.undo_group.removeStack(history.stack)
        history.stack.deleteLater()

    def _refusal(self, edit: Edit) -> str:
        """Return why an edit cannot be made; empty where it can."""
        touched = {annotation_id(change) for change in edit.annotations}
        return _LOCKED if touched & self.marks.locked else ""

    def _on_marks_changed(self) -> None:
        self.objects_changed.emit()
        self.select(self._selection)

    def _after_shown_changed(self) -> None:
        self.threshold_changed.emit()
        self.objects_changed.emit()
        self.select(self._selection)

    def _commit(self, edit: Edit, text: str) -> None:
        self._state.apply(edit)
        self.objects_changed.emit()
        touched = [annotation_id(change) for change in edit.annotations]
        moved, known = [move.id for move in edit.suggestions], self._state.suggestions
        self.select(self._selection if self._is_pushing else [*touched, *moved])
        judged = tuple(self._state.judgment(id_) for id_ in moved if id_ in known)
        self.edit_committed.emit(EditCommitted(self._state.image.image_id, text, edit, judged))

    def _is_shown(self, object_id: ObjectId) -> bool:
        if object_id in self.marks.hidden:
            return False
        if AnnotationId(object_id) in self._state.annotations:
            return True
        suggestion = self._state.suggestions.get(SuggestionId(object_id))
        return (
            suggestion is not None
            and self._shows_suggestions
            and not self._is_veiled
            and self._is_confident_and_open(suggestion)
        )

    def _is_confident_and_open(self, suggestion: Suggestion) -> bool:
        is_open = suggestion.state is SuggestionState.OPEN
        return is_open and suggestion.confidence >= self._threshold


class _EditCommand(QUndoCommand):
    """An edit on the undo stack; edits of one gesture become one command."""

    _MERGE_ID = 1

    def __init__(
        self, text: str, edit: Edit, *, gesture: int | None, commit: Callable[[Edit, str], None]
    ) -> None:
        super().__init__(text)
        self.edit = edit
        self.gesture = gesture
        self._commit = commit

    @override
    def redo(self) -> None:
        self._commit(self.edit, self.text())

    @override
    def undo(self) -> None:
        self._commit(self.edit.inverse(), tr("Undo {text}").format(text=self.text()))

    @override
    def id(self) -> int:
        return -1 if self.gesture is None else self._MERGE_ID

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _EditCommand) or other.gesture != self.gesture:
            return False
        if other.text() != self.text():
            return False
        self.edit = self.edit.then(other.edit)
        self.setObsolete(not self.edit)
        return True
