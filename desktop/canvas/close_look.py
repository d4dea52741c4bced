"""Brings objects near one after the other, and the view back when they are dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from engine.domain.shapes import Box

if TYPE_CHECKING:
    from desktop.canvas.view import CanvasView

# An object is seen well if it takes such a share of the view, across or down.
_LEAST_SHARE = 0.12
_MOST_SHARE = 0.9
# And so much where it had to be brought near: it stands out, and what surrounds it is still there.
_BROUGHT_SHARE = 0.3
# Beyond it pixels are as large as letters and tell nothing more.
_NEAREST = 12.0


@dataclass(frozen=True, slots=True)
class _Place:
    """What a view shows, to come back to: its zoom, and which point of the image is in the middle.

    `fits` where it shows the whole image, whatever its size.
    """

    scale: float
    center: tuple[float, float]
    fits: bool


class CloseLook:
    """Looks at one object after the other. GUI thread only.

    Where the person moves the view in between, it stays: that is where they want to be.
    """

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._before: _Place | None = None
        self._shown: _Place | None = None

    def at(self, box: Box) -> None:
        """Show an object of the image well; a view that shows it well already stays."""
        view = self._view
        if not self._is_where_it_was_left():
            self._before = None
        scale = self._scale_for(box)
        rect = QRectF(box.x1, box.y1, box.width, box.height)
        seen = view.mapToScene(view.viewport().rect()).boundingRect()
        if scale == view.zoom and seen.contains(rect):
            return
        self._before = self._before or self._place
        view.show_place(rect.center(), scale)
        self._shown = self._place

    def end(self) -> None:
        """Show what was shown before the first object was brought near."""
        before, self._before = self._before, None
        if before is None or not self._is_where_it_was_left():
            return
        if before.fits:
            self._view.zoom_to_fit()
        else:
            self._view.show_place(QPointF(*before.center), before.scale)

    @property
    def _place(self) -> _Place:
        view = self._view
        middle = view.mapToScene(view.viewport().rect().center())
        return _Place(view.zoom, (middle.x(), middle.y()), view.fits)

    def _is_where_it_was_left(self) -> bool:
        return self._shown == self._place

    def _scale_for(self, box: Box) -> float:
        """Return how near an object is seen well."""
        view = self._view
        # Of the view, at a zoom of 1.
        share = max(
            box.width / max(view.viewport().width(), 1),
            box.height / max(view.viewport().height(), 1),
        )
        if _LEAST_SHARE <= share * view.zoom <= _MOST_SHARE or not share:
            return view.zoom
        wanted = _BROUGHT_SHARE / share
        if share * view.zoom > _MOST_SHARE:
            # The whole image shows any object whole.
            return min(view.zoom, max(wanted, view.fitting_scale))
        return max(view.zoom, min(wanted, _NEAREST))
