"""What was in the expert's hand when the project was left: tool, class, size of the brush."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from desktop.canvas.tools.offered import tools_of
from desktop.canvas.tools.tool import ToolName
from desktop.canvas.view import CanvasView
from desktop.tasks.project_thread import ProjectThread
from engine.domain.view import Hand
from engine.loop.viewing import Viewing


class HandKeeper(QObject):
    """Puts it back into the hand at the first time, and remembers it. GUI thread only."""

    def __init__(self, viewing: Viewing, thread: ProjectThread, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._viewing = viewing
        self._thread = thread
        self._canvas = canvas
        self._stored: Hand | None = None

    def read(self) -> None:
        """Bring back what is stored, at the first time; classes and task were asked for before."""
        if self._stored is None:
            self._thread.run(self._viewing.hand, then=self._on_read)

    def store(self) -> None:
        """Remember what is in the hand where it is something else."""
        canvas = self._canvas
        hand = Hand(canvas.tool.value, canvas.model.current_class_id, canvas.toolbox.brush_px)
        if self._stored is not None and hand != self._stored:
            self._stored = hand
            self._thread.run(partial(self._viewing.store_hand, hand))

    def _on_read(self, hand: Hand) -> None:
        if self._stored is not None:
            return
        self._stored = hand
        canvas, model = self._canvas, self._canvas.model
        if hand.tool in tools_of(model.task):
            canvas.set_tool(ToolName(hand.tool))
        if any(class_.id == hand.class_id for class_ in model.classes) and hand.class_id:
            model.set_current_class(hand.class_id)
        if hand.brush_px:
            canvas.toolbox.brush_px = hand.brush_px
