"""The canvas's keyboard: keys to commands, digits to classes, and keys that act while held."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from typing_extensions import override

from desktop.canvas.commands import (
    CANVAS_COMMANDS,
    TURN_BINDINGS,
    CanvasCommand,
    default_bindings,
)
from desktop.canvas.view import CanvasView
from desktop.viewmodels.image_classes import say_class
from desktop.viewmodels.turning import selected_rotated

# What is dragged must still be there when it is dropped.
_WHILE_DRAGGING = frozenset({"cancel", "undo", "redo"})
# What was placed must not be lost by a slip, nor may anything else change under it.
_WHILE_SKETCHING = _WHILE_DRAGGING | {
    "enter",
    "delete",
    "fit",
    "actual_size",
    "zoom_in",
    "zoom_out",
    "tags",
    "crosshair",
    "smaller",
    "larger",
}
_PAN_KEY = Qt.Key.Key_Space
_BARE_IMAGE_KEY = Qt.Key.Key_H
# With these a held key means something else.
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
# Where the digit row is, so that Shift and layouts with digits on the upper level work: scan codes
# of evdev under X11 and Wayland and of Windows, virtual keys of macOS.
_LINUX_FIRST_DIGIT = 10
_WINDOWS_FIRST_DIGIT = 2
_MAC_DIGITS = {18: 1, 19: 2, 20: 3, 21: 4, 23: 5, 22: 6, 26: 7, 28: 8, 25: 9, 29: 0}


class CanvasKeys(QObject):
    """Listens to a view's keys, before the window's shortcuts, while the view has the focus.

    GUI thread only.

    Args:
        view: Where the keys are pressed.
        bindings: Command ids by key as `QKeySequence` writes it; the default map where None.
    """

    def __init__(self, view: CanvasView, *, bindings: Mapping[str, str] | None = None) -> None:
        super().__init__(view)
        self._view = view
        self.set_bindings(default_bindings() if bindings is None else bindings)
        view.installEventFilter(self)

    def set_bindings(self, bindings: Mapping[str, str]) -> None:
        """Use other keys; an unknown command id is a bug."""
        commands = {command.id: command for command in CANVAS_COMMANDS}
        self._commands = {_normal(key): commands[id_] for key, id_ in bindings.items()}
        self._turns = {_normal(key): commands[id_] for key, id_ in TURN_BINDINGS.items()}

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride:
                if self._is_ours(event):
                    event.accept()
                    return True
                return False
            case QEvent.Type.KeyPress:
                return self._press(event)
            case QEvent.Type.KeyRelease:
                return self._hold(event, active=False)
            case _:
                return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        is_chord = bool(event.modifiers() & _CHORD)
        is_held = event.key() in (_PAN_KEY, _BARE_IMAGE_KEY) and not is_chord
        return is_held or self._command(event) is not None or _class_position(event) is not None

    def _press(self, event: QKeyEvent) -> bool:
        if self._hold(event, active=True):
            return True
        command = self._command(event)
        if self._view.toolbox.is_dragging and not _is_in(command, _WHILE_DRAGGING):
            return True
        position = _class_position(event)
        if position is not None:
            classes = self._view.model.classes
            if position < len(classes):
                say_class(self._view.model, classes[position].id)
            return True
        if self._view.toolbox.is_sketching and not _is_in(command, _WHILE_SKETCHING):
            return True
        return command is not None and command.run(self._view)

    def _command(self, event: QKeyEvent) -> CanvasCommand | None:
        key = _key_of(event)
        if key in self._turns and selected_rotated(self._view.model):
            return self._turns[key]
        return self._commands.get(key)

    def _hold(self, event: QKeyEvent, *, active: bool) -> bool:
        if event.modifiers() & _CHORD and active:
            return False
        if event.key() == _PAN_KEY:
            if not event.isAutoRepeat():
                self._view.pan_with_left(active=active)
            return True
        if event.key() == _BARE_IMAGE_KEY:
            if not event.isAutoRepeat():
                self._view.canvas_scene.show_bare_image(bare=active)
            return True
        return False


def _is_in(command: CanvasCommand | None, ids: frozenset[str]) -> bool:
    return command is not None and command.id in ids


def _key_of(event: QKeyEvent) -> str:
    digit = _digit(event)
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = event.key()
    if digit is not None and not modifiers & Qt.KeyboardModifier.ShiftModifier:
        key = Qt.Key.Key_0 + digit
    elif key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    elif not Qt.Key.Key_A <= key <= Qt.Key.Key_Z and key < Qt.Key.Key_Escape:
        # Shift is part of how a sign is typed: "+" is one key, whatever the layout.
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(key | modifiers.value).toString(QKeySequence.SequenceFormat.PortableText)


def _class_position(event: QKeyEvent) -> int | None:
    """Return which class a digit means: 1 to 9 the first nine, with Shift the next nine."""
    digit = _digit(event)
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if not digit or modifiers not in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
    ):
        return None
    return digit - 1 + (9 if modifiers else 0)


def _digit(event: QKeyEvent) -> int | None:
    if sys.platform == "darwin":
        digit = _MAC_DIGITS.get(event.nativeVirtualKey()) if event.nativeScanCode() else None
    else:
        first = _WINDOWS_FIRST_DIGIT if sys.platform == "win32" else _LINUX_FIRST_DIGIT
        place = event.nativeScanCode() - first
        digit = (place + 1) % 10 if 0 <= place <= 9 else None
    if digit is None and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        digit = event.key() - Qt.Key.Key_0
    return digit


def _normal(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
