"""The row of digits of a keyboard, whatever signs a layout has on it."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

# Where the digit row is, so that Shift and layouts with digits on the upper level work: scan codes
# of evdev under X11 and Wayland and of Windows, virtual keys of macOS.
_LINUX_FIRST_DIGIT = 10
_WINDOWS_FIRST_DIGIT = 2
_MAC_DIGITS = {18: 1, 19: 2, 20: 3, 21: 4, 23: 5, 22: 6, 26: 7, 28: 8, 25: 9, 29: 0}


def digit_of(event: QKeyEvent) -> int | None:
    """Return the digit that a key stands for; None where it is another key."""
    if sys.platform == "darwin":
        digit = _MAC_DIGITS.get(event.nativeVirtualKey()) if event.nativeScanCode() else None
    else:
        first = _WINDOWS_FIRST_DIGIT if sys.platform == "win32" else _LINUX_FIRST_DIGIT
        place = event.nativeScanCode() - first
        digit = (place + 1) % 10 if 0 <= place <= 9 else None
    if digit is None and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        digit = event.key() - Qt.Key.Key_0
    return digit
