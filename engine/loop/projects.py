"""The project itself: its name, task, classes, the facts the expert states, its goal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.domain.changes import Changed, Changes
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId
from engine.domain.project import DomainFacts, Goal, HoldoutPlan, ProjectSettings
from engine.store.connection import DATABASE_NAME
from engine.store.database import Store
from engine.tuning.facts import facts_in_words


class ProjectFile:
    """What the project remembers of itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def settings(self) -> ProjectSettings:
        """Return the project's settings."""
        with self._store.read() as tx:
            return tx.project.settings()

    def classes(self) -> tuple[ObjectClass, ...]:
        """Return the classes in use, by position."""
        with self._store.read() as tx:
            return tx.classes.all()

    def class_counts(self) -> dict[ClassId, int]:
        """Return how many annotations each class has."""
        with self._store.read() as tx:
            return tx.labels.class_counts()

    def set_facts(self, facts: DomainFacts) -> Changes:
        """State what no training may contradict; it holds from the next training on."""
        with self._store.write() as tx:
            tx.project.set_settings(replace(tx.project.settings(), facts=facts))
        return Changes(Changed.PROJECT)

    def set_goal(self, goal: Goal) -> Changes:
        """Say when the loop may end."""
        with self._store.write() as tx:
            tx.project.set_settings(replace(tx.project.settings(), goal=goal))
        return Changes(Changed.PROJECT)

    def set_holdout_plan(self, plan: HoldoutPlan) -> Changes:
        """Say at which rates the holdout is drawn; it matters for images not drawn yet."""
        with self._store.write() as tx:
            tx.project.set_settings(replace(tx.project.settings(), holdout=plan))
        return Changes(Changed.PROJECT | Changed.SPLITS)

    def set_time_visits(self, *, wanted: bool) -> Changes:
        """Switch the counting of the expert's time on or off."""
        with self._store.write() as tx:
            tx.project.set_settings(replace(tx.project.settings(), time_visits=wanted))
        return Changes(Changed.PROJECT)

    def facts_in_words(self) -> list[str]:
        """Return what the stated facts let training do to the images."""
        return facts_in_words(self.settings().facts)


def what_facts_allow(facts: DomainFacts) -> list[str]:
    """Return what these facts let training do to the images, a sentence each."""
    return facts_in_words(facts)


def is_project(folder: Path) -> bool:
    """Return whether a folder holds a project. Any thread."""
    return (folder / DATABASE_NAME).is_file()
