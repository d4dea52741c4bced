"""What a tool is: it turns a press on the canvas into a drag that ends in one command."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import Qt

from desktop.canvas.scene import CanvasScene
from desktop.viewmodels.edit_model import EditModel


class ToolName(StrEnum):
    """The tools of the canvas."""

    SELECT = "select"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in pixels of the image, which need not lie inside it.

    `tolerance_px` is how many pixels of the image count as near at the present zoom; `extends` is
    whether the selection shall be extended (Shift or Ctrl).
    """

    x: float
    y: float
    tolerance_px: float
    extends: bool = False

    @property
    def point(self) -> tuple[float, float]:
        """Both coordinates."""
        return self.x, self.y


@dataclass(frozen=True, slots=True)
class Canvas:
    """What tools work on."""

    model: EditModel
    scene: CanvasScene


class Drag(Protocol):
    """A gesture from press to release. It shows previews, and edits by one command at its end."""

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""

    def finish(self) -> None:
        """Make the edit and take the preview away."""

    def cancel(self) -> None:
        """Take the preview away."""


class Tool(Protocol):
    """Begins drags. A tool keeps nothing between gestures."""

    name: ToolName
    has_crosshair: bool

    def start(self, pointer: Pointer) -> Drag:
        """Begin a gesture where the left button was pressed."""

    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        """Return the cursor that says what a press would do here."""
