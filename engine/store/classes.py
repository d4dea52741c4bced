"""The project's object classes."""

from __future__ import annotations

import time

from sqlalchemy import Connection, func, select, update

from engine.domain.classes import ObjectClass, check_class_names, class_color
from engine.domain.errors import NotFoundError
from engine.domain.identifiers import ClassId
from engine.store.progress import shift_progress
from engine.store.schema import classes


class ClassesRepository:
    """Classes in their order. A removed class is hidden with its annotations, and comes back whole.

    Adding a class asks nothing of the images: they just have no answer for it yet.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[ObjectClass, ...]:
        """Return the classes in use, by position from 0 without a gap."""
        query = select(classes).where(classes.c.removed_at.is_(None)).order_by(classes.c.position)
        rows = self._connection.execute(query)
        return tuple(ObjectClass(ClassId(r.id), r.name, r.color, r.position) for r in rows)

    def get(self, class_id: ClassId) -> ObjectClass:
        """Return a class in use.

        Raises:
            NotFoundError: There is none with this id.
        """
        for object_class in self.all():
            if object_class.id == class_id:
                return object_class
        raise NotFoundError(f"The project has no class with the number {class_id}.")

    def add(self, name: str, *, color: str = "") -> ObjectClass:
        """Add a class at the end, in the color of its position unless one is given.

        Raises:
            UsageError: The name is not usable or stands already.
        """
        current = self.all()
        name = check_class_names([*(c.name for c in current), name])[-1]
        position = len(current)
        number = self._connection.scalar(select(func.coalesce(func.max(classes.c.id), 0))) or 0
        added = ObjectClass(ClassId(number + 1), name, color or class_color(position), position)
        self._connection.execute(
            classes.insert().values(
                id=added.id, name=added.name, color=added.color, position=position
            )
        )
        return added

    def rename(self, class_id: ClassId, *, name: str) -> None:
        """Give a class another name.

        Raises:
            UsageError: The name is not usable or another class has it.
            NotFoundError: There is no such class.
        """
        self.get(class_id)
        others = [c.name for c in self.all() if c.id != class_id]
        self._set(class_id, name=check_class_names([*others, name])[-1])

    def recolor(self, class_id: ClassId, *, color: str) -> None:
        """Give a class another color, as #rrggbb."""
        self.get(class_id)
        self._set(class_id, color=color)

    def remove(self, class_id: ClassId) -> None:
        """Take a class out of use; the classes behind it move up by one position.

        Raises:
            NotFoundError: There is no such class.
        """
        removed = self.get(class_id)
        self._set(class_id, removed_at=time.time())
        behind = classes.c.removed_at.is_(None) & (classes.c.position > removed.position)
        self._connection.execute(
            update(classes).where(behind).values(position=classes.c.position - 1)
        )
        shift_progress(self._connection, class_id, by=-1)

    def restore(self, class_id: ClassId) -> None:
        """Bring a removed class back, at the end, with its annotations and answers.

        Raises:
            NotFoundError: No class with this id was removed.
            UsageError: Another class has its name by now.
        """
        query = select(classes.c.name).where(
            classes.c.id == class_id, classes.c.removed_at.is_not(None)
        )
        name = self._connection.scalar(query)
        if name is None:
            raise NotFoundError(f"No class with the number {class_id} was removed.")
        current = self.all()
        check_class_names([*(c.name for c in current), name])
        self._set(class_id, removed_at=None, position=len(current))
        shift_progress(self._connection, class_id, by=1)

    def _set(self, class_id: ClassId, **values: object) -> None:
        self._connection.execute(update(classes).where(classes.c.id == class_id).values(**values))
