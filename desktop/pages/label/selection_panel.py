"""What else is said of the selected objects, and which objects are hidden or locked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QToolButton, QWidget
from typing_extensions import override

from desktop.qtkit.blocked import blocked
from desktop.qtkit.icons import icon
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels import object_commands
from desktop.viewmodels.edit_commands import selected_annotation_ids
from desktop.viewmodels.edit_model import EditModel
from engine.domain.annotations import Annotation, Attributes

_ICON_PX = 18
_MAX_NOTE = 500
_FLAGS = {
    "difficult": (tr("Difficult"), tr("Hard to tell even for an expert")),
    "truncated": (tr("Truncated"), tr("Cut off by the edge of the image")),
    "occluded": (tr("Occluded"), tr("Partly hidden behind something else")),
}


_CHANGES: dict[str, Callable[[Attributes, bool], Attributes]] = {
    "difficult": lambda attributes, is_so: replace(attributes, difficult=is_so),
    "truncated": lambda attributes, is_so: replace(attributes, truncated=is_so),
    "occluded": lambda attributes, is_so: replace(attributes, occluded=is_so),
}


class SelectionPanel(QWidget):
    """Follows the selection; not there while nothing is selected, hidden or locked.

    GUI thread only.
    """

    # The typing of a note is over; the keys belong to the canvas again.
    typing_ended = Signal()

    def __init__(self, model: EditModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._theme = theme
        self._heading = ElidedLabel(role=TextRole.HEADING)
        self._acts: dict[str, QToolButton] = {}
        self._flags = {name: self._flag(name, *words) for name, words in _FLAGS.items()}
        self._note = _NoteEdit(self._on_note_typed, self._on_note_left)
        self._marks = text_label(role=TextRole.CAPTION)
        self._show_all = styled(QPushButton(tr("Show all")), look="quiet")
        self._unlock_all = styled(QPushButton(tr("Unlock all")), look="quiet")
        self._editor, self._marks_row = QWidget(), QWidget()
        self._build()
        self._connect_signals()
        self._on_model_changed()

    def _build(self) -> None:
        marks = self._model.marks
        acts = {
            "to_front": (tr("Bring to front (Page up)"), object_commands.bring_to_front),
            "to_back": (tr("Send to back (Page down)"), object_commands.send_to_back),
            "lock": (tr("Lock or unlock (Alt+L)"), lambda m: marks.toggle_locks(m.selection)),
            "eye_off": (tr("Hide on the canvas (Alt+H)"), lambda m: marks.hide(m.selection)),
        }
        self._acts = {name: self._act(text, run) for name, (text, run) in acts.items()}
        heading = row(self._heading, *self._acts.values(), spacing_px=2)
        heading.setStretch(0, 1)
        flags = styled(QFrame(), look="segments")
        flags.setLayout(row(*self._flags.values(), spacing_px=2, margin_px=2))
        editor = column(heading, flags, self._note, spacing_px=6)
        self._editor.setLayout(editor)
        # Beside both buttons there is no room for the numbers.
        buttons = row(self._show_all, self._unlock_all, None, spacing_px=4)
        self._marks_row.setLayout(column(self._marks, buttons, spacing_px=2))
        for button in (self._show_all, self._unlock_all):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayout(column(self._editor, self._marks_row, spacing_px=4))
        self._tint()

    def _act(self, text: str, run: Callable[[EditModel], None]) -> QToolButton:
        button = styled(QToolButton(), look="quiet")
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        # A click leaves the focus, and with it the keys, on the canvas.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: run(self._model))
        return button

    def _flag(self, name: str, text: str, tip: str) -> QToolButton:
        button = styled(QToolButton(), look="segment", room="tight")
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.toggled.connect(partial(self._on_flag_toggled, name))
        return button

    def _connect_signals(self) -> None:
        for changed in (
            self._model.objects_changed,
            self._model.selection_changed,
            self._model.classes_changed,
            self._model.marks.changed,
        ):
            changed.connect(self._on_model_changed)
        self._show_all.clicked.connect(self._model.marks.show_all)
        self._unlock_all.clicked.connect(self._model.marks.unlock_all)
        self._theme.changed.connect(self._tint)

    def _on_model_changed(self) -> None:
        selected = self._selected()
        self._editor.setVisible(bool(selected))
        if selected:
            self._show_attributes(selected)
        self._show_marks()
        self.setVisible(bool(selected) or self._marks_row.isVisibleTo(self))

    def _show_attributes(self, selected: list[Annotation]) -> None:
        names = {class_.id: class_.name for class_ in self._model.classes}
        one = names.get(selected[0].class_id, "")
        self._heading.setText(
            one
            if len(selected) == 1
            else tr("{num_selected} objects").format(num_selected=len(selected))
        )
        for name, button in self._flags.items():
            with blocked(button):
                button.setChecked(all(getattr(a.attributes, name) for a in selected))
        notes = {a.attributes.note for a in selected}
        if not self._note.hasFocus():
            self._note.setText(notes.pop() if len(notes) == 1 else "")
            self._note.setPlaceholderText(tr("Several notes") if notes else tr("Note"))

    def _show_marks(self) -> None:
        num_hidden, num_locked = len(self._model.marks.hidden), len(self._model.marks.locked)
        counted = ((num_hidden, tr("hidden")), (num_locked, tr("locked")))
        self._marks.setText(" · ".join(f"{number} {word}" for number, word in counted if number))
        self._show_all.setVisible(num_hidden > 0)
        self._unlock_all.setVisible(num_locked > 0)
        self._marks_row.setVisible(bool(num_hidden or num_locked))

    def _on_flag_toggled(self, name: str, is_checked: bool) -> None:  # noqa: FBT001  # Qt's signal
        change = _CHANGES[name]
        object_commands.set_attributes(self._model, lambda a: change(a, is_checked))
        # An edit that was refused leaves the button as it was.
        self._on_model_changed()

    def _on_note_typed(self) -> None:
        note = self._note.text().strip()
        object_commands.set_attributes(self._model, lambda a: replace(a, note=note))

    def _on_note_left(self) -> None:
        self.typing_ended.emit()
        self._on_model_changed()

    def _selected(self) -> list[Annotation]:
        ids = selected_annotation_ids(self._model)
        return [self._model.state.annotations[id_] for id_ in ids]

    def _tint(self) -> None:
        for name, button in self._acts.items():
            button.setIcon(icon(name, self._theme.tokens, size_px=_ICON_PX))


class _NoteEdit(QLineEdit):
    """A field that Enter takes over and Escape leaves as it was."""

    def __init__(self, typed: Callable[[], None], left: Callable[[], None]) -> None:
        super().__init__()
        self._typed = typed
        self._left = left
        self.setPlaceholderText(tr("Note"))
        self.setAccessibleName(tr("Note on the selected objects"))
        self.setMaxLength(_MAX_NOTE)
        self.textEdited.connect(lambda: self.setModified(True))
        self.editingFinished.connect(self._take)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self._left()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._left()

    def _take(self) -> None:
        if self.isModified():
            self.setModified(False)
            self._typed()
