"""The project's classes with their counts, and its task, for the list and the edit model."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject

from desktop.tasks.project_thread import ProjectThread
from desktop.viewmodels.class_list_model import ClassListModel
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import EditCommitted
from engine.domain.changes import Changes
from engine.domain.classes import ObjectClass
from engine.domain.errors import EngineError
from engine.domain.identifiers import ClassId
from engine.domain.project import ProjectSettings
from engine.loop.bootstrap import Project

_Read: TypeAlias = tuple[ProjectSettings, tuple[ObjectClass, ...], dict[ClassId, int]]


class ClassFeed(QObject):
    """Keeps the class list in step with the project and with each edit. GUI thread only."""

    def __init__(
        self, project: Project, thread: ProjectThread, edit_model: EditModel, *, initiator: object
    ) -> None:
        super().__init__()
        self.model = ClassListModel(self)
        self._project = project
        self._thread = thread
        self._edit_model = edit_model
        self._initiator = initiator
        self._counts: dict[ClassId, int] = {}
        edit_model.edit_committed.connect(self._on_edit_committed)
        edit_model.classes_changed.connect(
            lambda: self.model.set_current(edit_model.current_class_id)
        )

    def read(self, *, choose: str = "") -> None:
        """Read all again; draw from now on with the class of a name, if given."""
        self._thread.run(self._read_all, then=partial(self._on_read, choose))

    def add(
        self, name: str, *, added: Callable[[], None], failed: Callable[[EngineError], None]
    ) -> None:
        """Add a class to the project and draw with it from now on."""

        def _added(_: Changes) -> None:
            self.read(choose=name.strip())
            added()

        add = partial(self._project.classes.add, name)
        self._thread.run(add, then=_added, failed=failed, initiator=self._initiator)

    def _read_all(self) -> _Read:
        project = self._project
        return project.file.settings(), project.classes.all(), project.file.class_counts()

    def _on_read(self, choose: str, read: _Read) -> None:
        settings, classes, self._counts = read
        self._edit_model.set_task(settings.task, skeleton=settings.skeleton)
        self._edit_model.set_classes(classes)
        self.model.set_classes(classes)
        self.model.set_counts(self._counts)
        for class_ in classes:
            if class_.name == choose:
                self._edit_model.set_current_class(class_.id)

    def _on_edit_committed(self, committed: EditCommitted) -> None:
        for edit in committed.edit.annotations:
            for annotation, gain in ((edit.before, -1), (edit.after, 1)):
                if annotation is not None:
                    count = self._counts.get(annotation.class_id, 0)
                    self._counts[annotation.class_id] = count + gain
        self.model.set_counts(self._counts)
