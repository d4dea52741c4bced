"""The project's task, and what another one would make of the project."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.forms.task_field import TaskField
from desktop.qtkit.cards import Card
from desktop.qtkit.engine_texts import said
from desktop.qtkit.layouts import row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from engine.domain.errors import UsageError
from engine.domain.project import ProjectSettings, Task
from engine.domain.skeleton import Skeleton
from engine.loop.task_change import TaskChange, change_in_words


class TaskCard(Card):
    """Shows the task. Another one chosen is counted first and carried out at a second word.

    GUI thread only.
    """

    # Another task is looked at: Task, and Skeleton or None.
    considered = Signal(object, object)
    # It is wanted: the same.
    wanted = Signal(object, object)

    def __init__(self) -> None:
        self._field = TaskField()
        self._counts = text_label("", TextRole.CAPTION, wrap=True)
        self._problem = text_label("", TextRole.BAD, wrap=True)
        self._change = styled(QPushButton(tr("Change the task")), look="primary")
        self._keep = QPushButton(tr("Keep it"))
        self._settings: ProjectSettings | None = None
        super().__init__(
            tr("Task"),
            self._field,
            self._counts,
            self._problem,
            row(self._keep, None, self._change),
        )
        self._field.changed.connect(self._on_changed)
        self._change.clicked.connect(self._on_change)
        self._keep.clicked.connect(self._on_keep)
        self._show_choice(is_open=False)

    def show_settings(self, settings: ProjectSettings, can_write: Availability) -> None:
        """Show the task the project has; one that is being looked at stays."""
        if settings != self._settings:
            self._settings = settings
            self._on_keep()
        show_availability(self._field, can_write, tip="")

    def show_change(self, change: TaskChange) -> None:
        """Show what a task would make of the project, if it is still the one looked at."""
        if change.task is not self._field.task or self._problem.text():
            return
        self._counts.setText("\n".join(map(said, change_in_words(change))))
        self._change.setEnabled(True)

    def show_refused(self, text: str) -> None:
        """Say why the task looked at cannot be had."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._change.setEnabled(False)

    def _on_changed(self) -> None:
        settings = self._settings
        is_other = settings is not None and self._is_other(settings)
        self._show_choice(is_open=is_other)
        if is_other:
            self._counts.setText(tr("Counting what would become of the labels …"))
            if choice := self._choice():
                self.considered.emit(*choice)

    def _is_other(self, settings: ProjectSettings) -> bool:
        try:
            skeleton = self._field.skeleton
        except UsageError:
            return True
        said = skeleton or settings.skeleton
        return (self._field.task, said) != (settings.task, settings.skeleton)

    def _choice(self) -> tuple[Task, Skeleton | None] | None:
        """Return the task looked at; None, with the reason shown, where it cannot be had so."""
        self.show_refused("")
        try:
            return self._field.task, self._field.skeleton
        except UsageError as error:
            self._counts.clear()
            self.show_refused(said(str(error)))
            return None

    def _on_change(self) -> None:
        if choice := self._choice():
            self.wanted.emit(*choice)

    def _on_keep(self) -> None:
        if self._settings is not None:
            self._field.show_task(self._settings.task, self._settings.skeleton)
        self._show_choice(is_open=False)

    def _show_choice(self, *, is_open: bool) -> None:
        self._problem.hide()
        for part in (self._counts, self._keep, self._change):
            part.setVisible(is_open)
