"""The drag that pulls up a box, whatever is made of it in the end."""

from __future__ import annotations

from collections.abc import Callable

from desktop.canvas.tools.tool import Canvas, Pointer, has_left
from engine.domain.box_handles import box_between
from engine.domain.shapes import Box, Shape


class BoxDrag:
    """Follows the pointer with a box from where it was pressed."""

    def __init__(
        self,
        canvas: Canvas,
        start: Pointer,
        *,
        preview: Callable[[Box], Shape],
        draw: Callable[[Box], None],
        click: Callable[[Pointer], None],
        min_side: float,
    ) -> None:
        """Begin where the button was pressed.

        Args:
            canvas: What is worked on.
            start: Where it was pressed.
            preview: Returns what to show of a box so far.
            draw: Makes the edit.
            click: Takes a press that was no drag.
            min_side: The least side of a box, in tolerances of the pointer.
        """
        self._canvas = canvas
        self._start = start
        self._preview = preview
        self._draw = draw
        self._click = click
        self._min_side = min_side
        self._box: Box | None = None
        self._is_click = True

    def move(self, pointer: Pointer) -> None:
        """Pull the box up to the pointer, once that is far enough from the start."""
        self._is_click = self._is_click and not has_left(self._start, pointer)
        if self._is_click:
            return
        image = self._canvas.model.state.image
        self._box = box_between(
            self._start.point,
            pointer.point,
            width=image.width,
            height=image.height,
            min_side_px=pointer.tolerance_px * self._min_side,
        )
        shown = None if self._box is None else self._preview(self._box)
        self._canvas.scene.show_draft(shown)

    def finish(self) -> None:
        """Make the edit, or take the click."""
        self.cancel()
        if self._is_click:
            self._click(self._start)
        elif self._box is not None:
            self._draw(self._box)

    def cancel(self) -> None:
        """Take the preview away."""
        self._canvas.scene.show_draft(None)
