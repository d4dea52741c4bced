"""The canvas's keyboard: keys to commands, and keys that act while held."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from typing_extensions import override

from desktop.canvas.command import CanvasCommand, HeldCommand
from desktop.canvas.commands import CANVAS_COMMANDS, default_bindings
from desktop.canvas.context_commands import CLASS_COMMANDS, CONTEXTS, HELD_COMMANDS
from desktop.canvas.view import CanvasView
from desktop.qtkit.digit_row import digit_of

# What is dragged must still be there when it is dropped.
_WHILE_DRAGGING = frozenset({"cancel", "undo", "redo"})
# What was placed must not be lost by a slip, nor may anything else change under it.
_WHILE_SKETCHING = (
    _WHILE_DRAGGING
    | {"enter", "delete", "fit", "actual_size", "zoom_in", "zoom_out"}
    | {"tags", "crosshair", "smaller", "larger"}
    | {command.id for command in CLASS_COMMANDS}
)
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_SHIFT = "Shift+"


class CanvasKeys(QObject):
    """Listens to a view's keys, before the window's shortcuts, while the view has the focus.

    GUI thread only.

    Args:
        view: Where the keys are pressed.
        bindings: Keys as `QKeySequence` writes them by the id of a command; the default ones where
            None.
    """

    def __init__(
        self, view: CanvasView, *, bindings: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        super().__init__(view)
        self._view = view
        # What is held now, by the key of the keyboard that ends it.
        self._held: dict[int, HeldCommand] = {}
        self.set_bindings(default_bindings() if bindings is None else bindings)
        view.installEventFilter(self)

    def set_bindings(self, bindings: Mapping[str, tuple[str, ...]]) -> None:
        """Use other keys; what is held is let go."""
        self._let_go()
        self._commands = {
            (command.context, _normal(key)): command
            for command in CANVAS_COMMANDS
            for key in bindings.get(command.id, ())
        }
        self._holding = {
            _normal(key): held for held in HELD_COMMANDS for key in bindings.get(held.id, ())
        }

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            # The release will go elsewhere.
            self._let_go()
        if not isinstance(event, QKeyEvent):
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride:
                if self._command(event) or self._hold(event):
                    event.accept()
                    return True
                return False
            case QEvent.Type.KeyPress:
                return self._press(event)
            case QEvent.Type.KeyRelease:
                return self._release(event)
            case _:
                return False

    def _press(self, event: QKeyEvent) -> bool:
        if held := self._hold(event):
            if not event.isAutoRepeat():
                self._held[event.key()] = held
                held.hold(self._view, True)  # noqa: FBT003  # as HeldCommand has it
            return True
        command = self._command(event)
        toolbox = self._view.toolbox
        if toolbox.is_dragging and not _is_in(command, _WHILE_DRAGGING):
            return True
        if toolbox.is_sketching and not _is_in(command, _WHILE_SKETCHING):
            return True
        return command is not None and command.run(self._view)

    def _release(self, event: QKeyEvent) -> bool:
        if event.key() not in self._held:
            return False
        if not event.isAutoRepeat():
            self._end(self._held.pop(event.key()))
        return True

    def _command(self, event: QKeyEvent) -> CanvasCommand | None:
        keys = _keys_of(event)
        meant = (context for context, is_meant in CONTEXTS.items() if is_meant(self._view))
        places = [(context, key) for context in (*meant, "") for key in keys]
        return next((self._commands[place] for place in places if place in self._commands), None)

    def _hold(self, event: QKeyEvent) -> HeldCommand | None:
        """Return what a key does while it is held; with Shift as well, if that is no command."""
        if self._command(event) is not None:
            return None
        keys = _keys_of(event)
        plain = [key.removeprefix(_SHIFT) for key in keys]
        return next((self._holding[key] for key in (*keys, *plain) if key in self._holding), None)

    def _let_go(self) -> None:
        for held in self._held.values():
            self._end(held)
        self._held.clear()

    def _end(self, held: HeldCommand) -> None:
        held.hold(self._view, False)  # noqa: FBT003  # as HeldCommand has it


def _is_in(command: CanvasCommand | None, ids: frozenset[str]) -> bool:
    return command is not None and command.id in ids


def _keys_of(event: QKeyEvent) -> list[str]:
    """Return what a key may be bound as, the likelier first.

    A digit with Shift is that, wherever the layout has its signs, before it is a sign.
    """
    digit = digit_of(event)
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = event.key()
    shift = Qt.KeyboardModifier.ShiftModifier
    keys = []
    if digit is not None and not modifiers & shift:
        key = Qt.Key.Key_0 + digit
    elif digit is not None and not modifiers & _CHORD:
        keys = [_written(Qt.Key.Key_0 + digit, modifiers)]
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    elif not Qt.Key.Key_A <= key <= Qt.Key.Key_Z and Qt.Key.Key_Space < key < Qt.Key.Key_Escape:
        # Shift is part of how a sign is typed: "+" is one key, whatever the layout.
        modifiers &= ~shift
    return [*keys, _written(key, modifiers)]


def _written(key: int, modifiers: Qt.KeyboardModifier) -> str:
    return QKeySequence(key | modifiers.value).toString(QKeySequence.SequenceFormat.PortableText)


def _normal(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
