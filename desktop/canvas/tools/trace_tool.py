"""The trace tool: click on an object, or drag a box around it, and its outline is found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.select_tool import grip_cursor, start_grip
from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Sketch, Tool, ToolName, has_left
from desktop.canvas.tracer import TraceNews, Tracer
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import draw
from engine.domain.box_handles import box_between
from engine.domain.outlines import parts_of
from engine.domain.polygon_edits import Outlined
from engine.domain.prompts import Prompt, PromptPoint
from engine.domain.shapes import Box, Polygon, Shape
from engine.domain.tasks import shape_for

# How far around its points an object is looked for, in pixels of the screen.
_REACH_PX = 200.0
_NOTHING_FOUND = tr(
    "No object was found there. Click on another part of it, or drag a box around it."
)
_NOTHING_SAID = tr("Click on the object, or drag a box around it.")


class TraceTool(Tool):
    """Points and a box say where the object is, and Enter draws what was found.

    Args:
        canvas: What to work on.
        tracer: Finds outlines.
        finish: Ends the sketch under way, as Enter does.
    """

    name = ToolName.TRACE
    hints = ((tr("Click"), tr("on an object")), (tr("Drag"), tr("a box around it")))

    def __init__(self, canvas: Canvas, tracer: Tracer, finish: Callable[[], object]) -> None:
        self._canvas = canvas
        self._tracer = tracer
        self._finish = finish

    @override
    def start(self, pointer: Pointer) -> Drag | Sketch:
        on_grip = start_grip(self._canvas, pointer)
        return on_grip or _TraceSketch(self._canvas, pointer, self._tracer, self._finish)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        on_grip = grip_cursor(self._canvas, pointer)
        return Qt.CursorShape.CrossCursor if on_grip is None else on_grip


class _TraceSketch(Sketch):
    hints = (
        ("Return", tr("keep it")),
        (tr("Click"), tr("on a part that is missing")),
        ("Alt", tr("click where it is not")),
    )

    def __init__(
        self, canvas: Canvas, start: Pointer, tracer: Tracer, finish: Callable[[], object]
    ) -> None:
        self._canvas = canvas
        self._tracer = tracer
        self._finish_sketch = finish
        # One for each act that can be taken back, after the one that says nothing.
        self._prompts = [Prompt()]
        self._outline: Outlined | None = None
        self._pressed: Pointer | None = None
        self._is_to_finish = False
        self._reach_px = _REACH_PX * start.pixel_px
        canvas.model.select([])
        self.press(start)

    @property
    def _prompt(self) -> Prompt:
        return self._prompts[-1]

    @override
    def press(self, pointer: Pointer) -> None:
        self._pressed = pointer
        self._is_to_finish = False

    @override
    def double_press(self, pointer: Pointer) -> None:
        self.finish()

    @override
    def move(self, pointer: Pointer) -> None:
        if self._pressed is not None:
            self._show(drawn=self._box_to(pointer))

    @override
    def release(self, pointer: Pointer) -> None:
        start, box = self._pressed, self._box_to(pointer)
        self._pressed = None
        if start is None:
            return
        if box is not None:
            self._say(self._prompt.with_box(box))
        else:
            is_on_object = not (start.has_alt or start.has_shift)
            point = PromptPoint(*self._canvas.inside(start), is_on_object=is_on_object)
            self._say(self._prompt.with_point(point))

    @override
    def undo_last(self) -> None:
        self._is_to_finish = False
        if self._pressed is None:
            self._prompts.pop()
        self._pressed = None
        if len(self._prompts) > 1:
            self._follow()
        else:
            self.cancel()

    @override
    def finish(self) -> None:
        if self._tracer.is_waiting:
            self._is_to_finish = True
        elif not self._prompt.can_be_followed:
            self._canvas.model.refused.emit(_NOTHING_SAID)
        elif (shape := self._shape()) is None:
            self._canvas.model.refused.emit(_NOTHING_FOUND)
        else:
            self.cancel()
            draw(self._canvas.model, shape, text=tr("Trace object"))

    @override
    def cancel(self) -> None:
        self._tracer.give_up()
        self._canvas.scene.show_draft(None)
        self.is_done = True

    def _say(self, prompt: Prompt) -> None:
        self._prompts.append(prompt)
        self._follow()

    def _follow(self) -> None:
        """Have the prompt followed; what was found before is shown until then."""
        if self._prompt.can_be_followed:
            self._tracer.find(self._prompt, reach_px=self._reach_px, told=self._on_told)
        else:
            self._tracer.give_up()
            self._outline = None
        self._show()

    def _on_told(self, news: TraceNews) -> None:
        if news.is_over:
            self._outline = news.outline
        self._show(text="" if news.is_over else tr("Tracing"))
        if news.is_over and self._is_to_finish:
            self._is_to_finish = False
            self._finish_sketch()

    def _box_to(self, pointer: Pointer) -> Box | None:
        """Return the box that is dragged; None where it is a click."""
        if self._pressed is None or not has_left(self._pressed, pointer):
            return None
        image = self._canvas.model.state.image
        return box_between(
            self._pressed.point,
            pointer.point,
            width=image.width,
            height=image.height,
            min_side_px=pointer.tolerance_px / 2,
        )

    def _show(self, *, drawn: Box | None = None, text: str = "") -> None:
        points, shape = self._prompt.points, self._shape()
        seen: list[Polygon] = []
        if self._outline is not None and shape is not self._outline:
            # What was found shows whether to trust the box around it.
            seen += parts_of(self._outline)
        self._canvas.scene.show_draft(
            shape,
            frame=drawn or self._prompt.box,
            lines_px=[[*part.points_px, part.points_px[0]] for part in seen],
            points_px=[(each.x, each.y) for each in points if each.is_on_object],
            hollow_px=[(each.x, each.y) for each in points if not each.is_on_object],
            text=text,
        )

    def _shape(self) -> Shape | None:
        """Return what the task learns from the outline."""
        return None if self._outline is None else shape_for(self._canvas.model.task, self._outline)
