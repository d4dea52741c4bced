"""A button that takes the next key pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from desktop.qtkit.digit_row import digit_of
from desktop.qtkit.translation import tr

_WAITING = tr("Press a key")
_ALONE_NOTHING = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_unknown,
    }
)
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class KeyRecorder(QPushButton):
    """Clicked, it waits for a key; Escape and a click elsewhere leave all as it is."""

    # A key was pressed, as `QKeySequence` writes it on every system.
    recorded = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self._is_waiting = False
        self.clicked.connect(self._on_clicked)

    @property
    def is_waiting(self) -> bool:
        """Whether the next key is recorded."""
        return self._is_waiting

    @override
    def event(self, event: QEvent) -> bool:
        # The window's own shortcuts rest meanwhile.
        if self._is_waiting and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        # Tab would go on to the next control before it could be recorded.
        if self._is_waiting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
            return True
        return super().event(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._wait(is_waiting=False)
        super().focusOutEvent(event)

    def _on_clicked(self) -> None:
        self.setFocus()
        self._wait(is_waiting=not self._is_waiting)

    def _wait(self, *, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        self.setText(_WAITING if is_waiting else self._text)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _ALONE_NOTHING:
            return
        self._wait(is_waiting=False)
        if event.key() != Qt.Key.Key_Escape:
            self.recorded.emit(recorded_key(event))


def recorded_key(event: QKeyEvent) -> str:
    """Return a key as the canvas and the shortcuts understand it."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = event.key()
    digit = digit_of(event)
    if digit is not None and not modifiers & _CHORD:
        # The row of digits is the same on every layout; its signs are not.
        key = Qt.Key.Key_0 + digit
    elif key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    elif not Qt.Key.Key_A <= key <= Qt.Key.Key_Z and Qt.Key.Key_Space < key < Qt.Key.Key_Escape:
        # Shift is part of how a sign is typed: "+" is one key, whatever the layout.
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(key | modifiers.value).toString(QKeySequence.SequenceFormat.PortableText)
