"""The project's object classes."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import Connection, func, select, update

from engine.domain.classes import ObjectClass, check_class_names, check_color, class_color
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
        return tuple(
            ObjectClass(ClassId(r.id), r.name, r.color, r.position, r.revision) for r in rows
        )

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
        """Give a class another color, as #rrggbb.

        Raises:
            UsageError: It is no color.
            NotFoundError: There is no such class.
        """
        self.get(class_id)
        self._set(class_id, color=check_color(color))

    def reorder(self, order: Sequence[ClassId]) -> None:
        """Put the classes in use into this order; those it does not name follow as they stood."""
        in_use = [c.id for c in self.all()]
        named = [class_id for class_id in order if class_id in in_use]
        ordered = [*named, *(class_id for class_id in in_use if class_id not in named)]
        for position, class_id in enumerate(ordered):
            self._set(class_id, position=position)

    def revise(self, class_id: ClassId, *, by: int = 1) -> None:
        """Note that a class comes to mean something else, or (-1) what it meant before."""
        self._set(class_id, revision=classes.c.revision + by)

    def successors(self) -> dict[ClassId, ClassId]:
        """Return what each merged class is part of now, over several merges too."""
        query = select(classes.c.id, classes.c.merged_into).where(
            classes.c.merged_into.is_not(None)
        )
        into = {ClassId(r.id): ClassId(r.merged_into) for r in self._connection.execute(query)}
        return {class_id: _last(class_id, into) for class_id in into}

    def remove(self, class_id: ClassId, *, into: ClassId | None = None) -> None:
        """Take a class out of use; the classes behind it move up by one position.

        Args:
            class_id: The class.
            into: The class it became part of, if it was merged.

        Raises:
            NotFoundError: There is no such class.
        """
        removed = self.get(class_id)
        self._set(class_id, removed_at=time.time(), merged_into=into)
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
        self._set(class_id, removed_at=None, merged_into=None, position=len(current))
        shift_progress(self._connection, class_id, by=1)

    def _set(self, class_id: ClassId, **values: object) -> None:
        self._connection.execute(update(classes).where(classes.c.id == class_id).values(**values))


def _last(class_id: ClassId, into: dict[ClassId, ClassId]) -> ClassId:
    # No class is merged into one that is out of use, so the way ends.
    while class_id in into:
        class_id = into[class_id]
    return class_id
