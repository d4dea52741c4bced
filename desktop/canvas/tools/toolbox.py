"""The tools of a canvas: which one is active, and the gesture it is in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from desktop.canvas.selection_tracing import SelectionTracing
from desktop.canvas.tools.box_tool import BoxTool
from desktop.canvas.tools.brush_tool import BrushSize, BrushTool
from desktop.canvas.tools.cut_tool import CutTool
from desktop.canvas.tools.extreme_box_tool import ExtremeBoxTool
from desktop.canvas.tools.keypoint_tool import KeypointTool
from desktop.canvas.tools.polygon_tool import PolygonTool
from desktop.canvas.tools.rotated_box_tool import RotatedBoxTool
from desktop.canvas.tools.select_tool import SelectTool
from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Sketch, Tool, ToolName
from desktop.canvas.tools.trace_tool import TraceTool
from desktop.canvas.tools.wand_tool import WandTool
from desktop.canvas.tracer import Tracer


class Toolbox(QObject):
    """Hands presses and keys to the gesture under way, or begins one. GUI thread only."""

    # A ToolName: another tool is active.
    tool_changed = Signal(object)
    # A gesture of several presses began, or is over.
    sketching_changed = Signal()

    def __init__(self, canvas: Canvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tracer = Tracer(self)
        self.selection_tracing = SelectionTracing(canvas.model, self.tracer)
        self._size = size = BrushSize()
        tools: tuple[Tool, ...] = (
            SelectTool(canvas),
            BoxTool(canvas),
            ExtremeBoxTool(canvas),
            RotatedBoxTool(canvas),
            KeypointTool(canvas),
            PolygonTool(canvas),
            BrushTool(canvas, size),
            BrushTool(canvas, size, erases=True),
            WandTool(canvas),
            CutTool(canvas),
            TraceTool(canvas, self.tracer, self.finish),
        )
        self._tools = {tool.name: tool for tool in tools}
        self._active = self._last = self._tools[ToolName.SELECT]
        self._gesture: Drag | Sketch | None = None

    @property
    def brush_px(self) -> float:
        """The radius of brush and eraser in pixels of the screen."""
        return self._size.radius_px

    @brush_px.setter
    def brush_px(self, radius_px: float) -> None:
        self._size.set_radius(radius_px)

    @property
    def active(self) -> Tool:
        """The active tool."""
        return self._active

    def choose(self, name: ToolName) -> None:
        """Make a tool the active one; the gesture under way is given up."""
        if name is self._active.name:
            return
        self.cancel()
        self._active.hover(None)
        self._last, self._active = self._active, self._tools[name]
        self.tool_changed.emit(name)

    def repeat(self) -> None:
        """Go back to the tool before this one."""
        self.choose(self._last.name)

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """Keys that mean something to the sketch under way, or else to the tool, and what."""
        return (self._gesture if isinstance(self._gesture, Sketch) else self._active).hints

    @property
    def is_dragging(self) -> bool:
        """Whether a gesture that ends with a release is under way."""
        return self._gesture is not None and not self.is_sketching

    @property
    def is_sketching(self) -> bool:
        """Whether a gesture of several presses is under way."""
        return isinstance(self._gesture, Sketch)

    def press(self, pointer: Pointer, *, is_double: bool = False) -> None:
        """Take a press of the left button."""
        if isinstance(self._gesture, Sketch):
            self._gesture.double_press(pointer) if is_double else self._gesture.press(pointer)
            self._drop_done()
            return
        # Two quick strokes are two strokes.
        self.cancel()
        self._active.hover(None)
        self._gesture = self._active.start(pointer)
        if self.is_sketching:
            self.sketching_changed.emit()
        self._drop_done()

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        if self._gesture is None:
            self._active.hover(pointer)
        else:
            self._gesture.move(pointer)
            self._drop_done()

    def release(self, pointer: Pointer) -> None:
        """Take a release of the left button."""
        gesture = self._gesture
        if isinstance(gesture, Sketch):
            gesture.release(pointer)
            self._drop_done()
        elif gesture is not None:
            self._gesture = None
            gesture.move(pointer)
            gesture.finish()

    def leave(self) -> None:
        """Note that the pointer left the canvas."""
        self._active.hover(None)

    def cancel(self) -> bool:
        """Give up the gesture under way; return whether there was one."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        if isinstance(gesture, Sketch):
            self.sketching_changed.emit()
        return gesture is not None

    def undo(self) -> bool:
        """Take back the last press of a sketch, or a whole drag; return whether there was one."""
        if not isinstance(self._gesture, Sketch):
            return self.cancel()
        self._gesture.undo_last()
        self._drop_done()
        return True

    def finish(self) -> bool:
        """End a sketch with what it has; return whether there was one."""
        if not isinstance(self._gesture, Sketch):
            return False
        self._gesture.finish()
        self._drop_done()
        return True

    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        """Return the cursor that says what a press would do here."""
        return self._active.cursor_at(pointer)

    def _drop_done(self) -> None:
        if isinstance(self._gesture, Sketch) and self._gesture.is_done:
            self._gesture = None
            self.sketching_changed.emit()
