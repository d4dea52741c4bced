"""Windows and the screens they were on, which may be gone by now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect

# So much of the title bar must be on a screen for a hand to catch it.
_CATCH_WIDTH_PX, _CATCH_HEIGHT_PX = 96, 24


def is_within_reach(frame: QRect, screens: Sequence[QRect]) -> bool:
    """Return whether a window's frame has enough of its top on one of the screens."""
    top = QRect(frame.left(), frame.top(), frame.width(), _CATCH_HEIGHT_PX)
    for screen in screens:
        seen = top & screen
        if seen.height() >= _CATCH_HEIGHT_PX and seen.width() >= min(_CATCH_WIDTH_PX, top.width()):
            return True
    return False


def brought_onto(frame: QRect, screen: QRect) -> QRect:
    """Return the frame moved into the middle of a screen, and made smaller where it must."""
    size = frame.size().boundedTo(screen.size())
    place = QRect(screen.topLeft(), size)
    place.moveCenter(screen.center())
    return place
