"""What a tool is: it turns presses on the canvas into gestures that end in one command each.

There are two kinds of gesture. A `Drag` lasts from a press to its release: draw a box, move an
object, paint a stroke. A `Sketch` takes several presses: the vertices of a polygon, four extreme
points, the keypoints of a skeleton. While one is in progress it is handed every press, also those
of a double click, and undo, Backspace, Enter and Esc mean the sketch and nothing else. `Toolbox`
does the handing. Neither changes the edit model before its end, and then once.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import Qt

from desktop.canvas.scene import CanvasScene
from desktop.viewmodels.edit_model import EditModel

# What lies so near to the pointer, in pixels of the screen, is meant by a press.
NEAR_PX = 7.0


class ToolName(StrEnum):
    """The tools of the canvas."""

    SELECT = "select"
    BOX = "box"
    EXTREME_BOX = "extreme_box"
    ROTATED_BOX = "rotated_box"
    KEYPOINTS = "keypoints"
    POLYGON = "polygon"
    BRUSH = "brush"
    ERASER = "eraser"
    WAND = "wand"
    CUT = "cut"
    TRACE = "trace"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in pixels of the image, which need not lie inside it.

    `tolerance_px` is how many pixels of the image count as near at the present zoom.
    """

    x: float
    y: float
    tolerance_px: float
    has_shift: bool = False
    has_ctrl: bool = False
    has_alt: bool = False

    @property
    def point(self) -> tuple[float, float]:
        """Both coordinates."""
        return self.x, self.y

    @property
    def pixel_px(self) -> float:
        """How many pixels of the image one of the screen shows."""
        return self.tolerance_px / NEAR_PX

    @property
    def extends(self) -> bool:
        """Whether the selection shall be extended."""
        return self.has_shift or self.has_ctrl


def has_left(start: Pointer, pointer: Pointer) -> bool:
    """Whether the pointer is so far from where it was pressed that a drag is meant."""
    return math.dist(start.point, pointer.point) > pointer.tolerance_px / 2


@dataclass(frozen=True, slots=True)
class Canvas:
    """What tools work on."""

    model: EditModel
    scene: CanvasScene

    def inside(self, pointer: Pointer) -> tuple[float, float]:
        """Return the point of the image that is nearest to the pointer."""
        image = self.model.state.image
        return min(max(pointer.x, 0.0), image.width), min(max(pointer.y, 0.0), image.height)


class Drag(Protocol):
    """A gesture from press to release. It shows previews, and edits by one command at its end."""

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""

    def finish(self) -> None:
        """Make the edit and take the preview away."""

    def cancel(self) -> None:
        """Take the preview away."""


class Sketch(ABC):
    """A gesture of several presses, shown as a draft until it becomes one command.

    It is over once `is_done` is set, by itself or because it was finished or cancelled; its preview
    is gone by then. `Tool.start` makes it with its first press taken already.
    """

    is_done = False
    # Keys that mean something to this sketch alone, and what.
    hints: tuple[tuple[str, str], ...] = ()

    @abstractmethod
    def press(self, pointer: Pointer) -> None:
        """Take a further press; it may be the last one."""

    def double_press(self, pointer: Pointer) -> None:
        """Take the second press of a double click; the first came by `press`."""
        self.press(pointer)

    @abstractmethod
    def move(self, pointer: Pointer) -> None:
        """Follow the pointer, whether the button is pressed or not."""

    def release(self, pointer: Pointer) -> None:  # noqa: B027  # most sketches have no use for it
        """Take the release that follows a press."""

    @abstractmethod
    def undo_last(self) -> None:
        """Take the last press back; with the first one the sketch is over."""

    @abstractmethod
    def finish(self) -> None:
        """Make the edit, if there is enough for it; else go on."""

    @abstractmethod
    def cancel(self) -> None:
        """Take the preview away and be over."""


class Tool(ABC):
    """Begins gestures. A tool keeps nothing of one gesture for the next but its own settings."""

    name: ToolName
    has_crosshair = False
    # Keys that mean something to this tool alone, and what.
    hints: tuple[tuple[str, str], ...] = ()

    @abstractmethod
    def start(self, pointer: Pointer) -> Drag | Sketch | None:
        """Begin a gesture where the left button was pressed; None where the press was all of it."""

    @abstractmethod
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        """Return the cursor that says what a press would do here."""

    def hover(self, pointer: Pointer | None) -> None:  # noqa: B027  # few tools show anything
        """Show what a press would do here, as no gesture is under way; None as the pointer left."""

    def delete(self) -> bool:
        """Delete what the tool alone knows, such as a vertex; whether there was any."""
        return False

    def resize(self, steps: int) -> bool:  # noqa: ARG002  # few tools have a size
        """Make the tool larger by steps, or smaller; whether it has a size."""
        return False
