"""Outlines for objects that have a box: all that are selected, as one command."""

from __future__ import annotations

from collections import deque
from functools import partial

from PySide6.QtCore import QObject

from desktop.canvas.tracer import TraceNews, Tracer
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import reshape
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import ObjectId
from engine.domain.prompts import Prompt
from engine.domain.shapes import KeypointSet, Shape, WholeImage, bounding_box
from engine.domain.tasks import shape_for

_NOTHING_SELECTED = tr("Select the boxes whose objects shall be traced.")
_NOTHING_FOUND = tr("No object was found in what is selected.")


class SelectionTracing(QObject):
    """Traces one object after the other, then changes all of them. GUI thread only."""

    def __init__(self, model: EditModel, tracer: Tracer) -> None:
        super().__init__(tracer)
        self._model = model
        self._tracer = tracer
        self._left: deque[ObjectId] = deque()
        self._found: dict[ObjectId, Shape] = {}
        self._is_under_way = False
        model.image_opened.connect(self._on_image_opened)

    def start(self) -> None:
        """Trace what lies in the boxes of the selected objects."""
        model = self._model
        self._left = deque(id_ for id_ in model.selection if _has_box(model.state.shape(id_)))
        self._found = {}
        if self._left:
            self._is_under_way = True
            self._go_on()
        else:
            model.refused.emit(_NOTHING_SELECTED)

    def _go_on(self) -> None:
        while self._left:
            object_id = self._left.popleft()
            if self._is_there(object_id):
                prompt = Prompt(bounding_box(self._model.state.shape(object_id)))
                told = partial(self._on_told, object_id)
                self._tracer.find(prompt, reach_px=0.0, told=told)
                return
        self._change()

    def _change(self) -> None:
        self._is_under_way = False
        # Meanwhile some may have been deleted.
        shapes = {id_: shape for id_, shape in self._found.items() if self._is_there(id_)}
        if shapes:
            reshape(self._model, shapes, text=tr("Trace %n object(s)", "", len(shapes)))
        else:
            self._model.refused.emit(_NOTHING_FOUND)

    def _on_told(self, object_id: ObjectId, news: TraceNews) -> None:
        if not news.is_over:
            return
        if news.error is not None:
            self._is_under_way = False
            self._model.refused.emit(str(news.error))
            return
        if news.outline is not None:
            shape = shape_for(self._model.task, news.outline)
            if shape is not None:
                self._found[object_id] = shape
        self._go_on()

    def _on_image_opened(self) -> None:
        if self._is_under_way:
            self._is_under_way = False
            self._tracer.give_up()

    def _is_there(self, object_id: ObjectId) -> bool:
        state = self._model.state
        return object_id in state.annotations or object_id in state.suggestions


def _has_box(shape: Shape) -> bool:
    return not isinstance(shape, KeypointSet | WholeImage)
