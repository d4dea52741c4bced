"""Decides what the page Classes shows and does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop.pages.classes.state import ClassesReading, ClassesState, classes_state
from desktop.reading_page import ReadingView
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.reading import Reading
from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError
from engine.domain.identifiers import ClassId
from engine.domain.project import Task
from engine.domain.skeleton import Skeleton
from engine.loop.bootstrap import Project
from engine.loop.classes import seconds_to_look_again
from engine.loop.task_change import TaskChange

PAGE_ID = "classes"
_SHOWN = Changed.CLASSES | Changed.LABELS | Changed.IMAGES | Changed.SPLITS | Changed.PROJECT


class ClassesView(ReadingView, Protocol):
    """What the presenter asks of the page."""

    def show_state(self, state: ClassesState) -> None:
        """Show the classes and one of them closely."""

    def show_problem(self, error: EngineError | None) -> None:
        """Say why a change was refused, or nothing of the kind."""

    def end_typing(self) -> None:
        """Empty the field of a new class: it was added."""

    def show_task_change(self, change: TaskChange) -> None:
        """Show what another task would make of the project."""

    def show_task_refused(self, error: EngineError) -> None:
        """Say why another task cannot be had."""


class ClassesPresenter:
    """Reads the classes and changes them. GUI thread only."""

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        view: ClassesView,
    ) -> None:
        self._project = project
        self._session = session
        self._view = view
        self._chosen: ClassId | None = None
        self._last: ClassesReading | None = None
        self._is_in_front = False
        # Whether something was missed while the page was not in front.
        self._is_stale = False
        self._wanted_name = ""
        # Of many labels the counts take longer than the project thread may be held.
        self._reading = Reading(
            session.pool.submit, self._read, then=self._on_read, failed=view.show_failed
        )
        self.state: ClassesState | None = None

    def load(self) -> None:
        """Read for the first time."""
        self._view.show_busy()
        self._reading.again()

    def enter(self) -> None:
        """Come to the front: show what was missed."""
        self._is_in_front = True
        if self._is_stale:
            self._is_stale = False
            self._reading.again()

    def leave(self) -> None:
        """Go from the front: counting many labels is work that nobody would see."""
        self._is_in_front = False

    def refresh(self, changes: Changes) -> None:
        """Read anew what changed elsewhere."""
        if not changes.kinds & _SHOWN:
            return
        if self._is_in_front:
            self._reading.again()
        else:
            self._is_stale = True

    def choose(self, class_id: ClassId) -> None:
        """Look at a class closely."""
        self._chosen = class_id
        self._view.show_problem(None)
        self._derive()

    def add(self, name: str) -> None:
        """Add a class."""
        self._wanted_name = name.strip()
        self._change(
            lambda: self._project.classes.add(name), then=lambda _: self._view.end_typing()
        )

    def rename(self, name: str) -> None:
        """Give the class that is looked at another name."""
        self._change_chosen(lambda id_: self._project.classes.rename(id_, name=name))

    def recolor(self, color: str) -> None:
        """Give the class that is looked at another color, as #rrggbb."""
        self._change_chosen(lambda id_: self._project.classes.recolor(id_, color=color))

    def move(self, step: int) -> None:
        """Put the class that is looked at further up (-1) or down (1)."""
        chosen = self.state.chosen if self.state else None
        if chosen is None:
            return
        can_move = chosen.can_move_up if step < 0 else chosen.can_move_down
        if can_move.is_enabled:
            place = chosen.class_.position + step
            self._change_chosen(lambda id_: self._project.classes.move(id_, position=place))

    def merge(self, into: ClassId) -> None:
        """Make the class that is looked at part of another, which is looked at then."""

        def _merge(class_id: ClassId) -> Changes:
            return self._project.classes.merge(class_id, into=into)

        self._change_chosen(_merge, then=lambda _: self.choose(into))

    def split(self, name: str) -> None:
        """Split a new class off the one that is looked at."""
        self._change_chosen(
            lambda id_: self._project.classes.split(id_, name=name),
            then=lambda _: self._view.end_typing(),
        )

    def remove(self) -> None:
        """Take the class that is looked at out of use."""
        self._change_chosen(self._project.classes.remove)

    def consider_task(self, task: Task, skeleton: Skeleton | None) -> None:
        """Count what another task would make of the project."""
        self._session.pool.submit(
            lambda: self._project.task.outlook(task, skeleton=skeleton),
            then=self._view.show_task_change,
            failed=self._view.show_task_refused,
        )

    def change_task(self, task: Task, skeleton: Skeleton | None) -> None:
        """Give the project another task."""
        self._session.thread.run(
            lambda: self._project.task.change(task, skeleton=skeleton),
            failed=self._view.show_task_refused,
        )

    def undo(self) -> None:
        """Take back the newest change of the classes."""
        if self.state and self.state.can_undo.is_enabled:
            self._change(self._project.classes.undo)

    def redo(self) -> None:
        """Make the change again that was undone last."""
        if self.state and self.state.can_redo.is_enabled:
            self._change(self._project.classes.redo)

    def _change_chosen(
        self,
        change: Callable[[ClassId], Changes],
        then: Callable[[Changes], None] | None = None,
    ) -> None:
        chosen = self.state.chosen if self.state else None
        if chosen is not None:
            class_id = chosen.class_.id
            self._chosen = class_id
            self._change(lambda: change(class_id), then=then)

    def _change(
        self, change: Callable[[], Changes], then: Callable[[Changes], None] | None = None
    ) -> None:
        if self._project.is_read_only:
            return
        self._view.show_problem(None)
        self._session.thread.run(change, then=then, failed=self._view.show_problem)

    def _read(self) -> ClassesReading:
        classes = self._project.classes
        return ClassesReading(
            classes=classes.all(),
            counts=classes.counts(),
            recheck=classes.recheck(),
            log=classes.log(),
            seconds_to_look=seconds_to_look_again(),
            settings=self._project.file.settings(),
            is_read_only=self._project.is_read_only,
        )

    def _on_read(self, reading: ClassesReading) -> None:
        self._last = reading
        for class_ in reading.classes:
            if class_.name == self._wanted_name:
                self._chosen, self._wanted_name = class_.id, ""
        self._derive()

    def _derive(self) -> None:
        if self._last is not None:
            self.state = classes_state(self._last, chosen=self._chosen)
            self._view.show_state(self.state)
