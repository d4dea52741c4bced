"""Giving a project another task: what would become of it, and doing it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.domain.changes import Changed, Changes
from engine.domain.errors import UsageError
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer, ImageFilter, Split
from engine.domain.project import ProjectSettings, Task
from engine.domain.skeleton import Skeleton
from engine.store.database import Store
from engine.store.transaction import Transaction

_HOLDOUT = (Split.VAL, Split.TEST)


@dataclass(frozen=True, slots=True)
class TaskChange:
    """What another task makes of a project. Nothing is deleted.

    Attributes:
        task: The new task.
        skeleton: The keypoints it would have.
        num_annotations: All stay.
        num_needs_review: Images, settled for some class, whose labels say too little for the task:
            they keep them and are settled no more.
        num_restored: Images that an earlier change made incomplete, and this one complete again.
        num_silent: Versions that stop suggesting; they stay listed.
        num_suggesting: Versions of the new task, which suggest again.
        num_holdout: Validation and test images; they stay what they are.
        drops_recipe: Whether the recipe that a search found is given up for the defaults.
    """

    task: Task
    skeleton: Skeleton | None
    num_annotations: int
    num_needs_review: int
    num_restored: int
    num_silent: int
    num_suggesting: int
    num_holdout: int
    drops_recipe: bool


class ProjectTask:
    """Changes what a project is to learn."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def outlook(self, task: Task, *, skeleton: Skeleton | None = None) -> TaskChange:
        """Return what `change` would do. Any thread.

        Args:
            task: The new task.
            skeleton: For pose; the project's own, from an earlier time, where none is given.

        Raises:
            UsageError: It is the project's task already, or pose without keypoints.
        """
        with self._store.read() as tx:
            before = tx.project.settings()
            after = _changed(before, task, skeleton)
            poor, restored = _moved(tx, before, after)
            versions = tx.versions.all()
            return TaskChange(
                task=task,
                skeleton=after.skeleton,
                num_annotations=tx.sufficiency.num_annotations(),
                num_needs_review=len(poor),
                num_restored=len(restored),
                num_silent=sum(version.task is before.task for version in versions),
                num_suggesting=sum(version.task is task for version in versions),
                num_holdout=sum(tx.images.count(where=ImageFilter(split=s)) for s in _HOLDOUT),
                drops_recipe=tx.project.adopted_recipe() is not None,
            )

    def change(self, task: Task, *, skeleton: Skeleton | None = None) -> Changes:
        """Give the project another task, all or nothing. See `outlook`.

        Raises:
            UsageError: Something runs, it is the project's task already, or pose without keypoints.
        """
        with self._store.write() as tx:
            if tx.jobs.all(active=True):
                raise UsageError(
                    "Something still runs for the task the project has.",
                    hint="Wait for it, or stop it first.",
                )
            before = tx.project.settings()
            after = _changed(before, task, skeleton)
            poor, restored = _moved(tx, before, after)
            tx.project.set_settings(after)
            tx.project.adopt_recipe(None)
            tx.labels.unsettle(sorted(poor - restored.keys()), who=_who(before.task))
            tx.labels.set_many_answers(restored, who=_who(before.task))
        kinds = Changed.PROJECT | Changed.LABELS | Changed.VERSIONS | Changed.SCORES
        return Changes(kinds, frozenset(poor | set(restored)))


def check_task(settings: ProjectSettings) -> None:
    """Check that a task has all it needs.

    Raises:
        UsageError: It is pose, and has no keypoints.
    """
    if settings.task is Task.POSE and settings.skeleton is None:
        raise UsageError(
            "A project for pose needs its keypoints.",
            hint="Name them, or choose those of a person.",
        )


def change_in_words(change: TaskChange) -> list[str]:
    """Return what a change of task means, a sentence each."""
    said = [f"All {change.num_annotations:,} annotations stay."]
    if change.num_needs_review:
        said.append(
            f"{change.num_needs_review:,} labeled images need review: their annotations say too "
            f"little for {change.task}."
        )
    else:
        said.append("No labeled image needs review.")
    if change.num_restored:
        said.append(f"{change.num_restored:,} images count as labeled again, as before.")
    if change.num_silent:
        said.append(
            f"Model versions that stop suggesting: {change.num_silent:,}; they stay listed."
        )
    if change.num_suggesting:
        said.append(f"Versions that suggest again: {change.num_suggesting:,}.")
    if change.drops_recipe:
        said.append("The recipe a search found is given up; trainings use the defaults.")
    if change.num_holdout:
        said.append(f"The {change.num_holdout:,} validation and test images stay what they are.")
    return said


def _changed(before: ProjectSettings, task: Task, skeleton: Skeleton | None) -> ProjectSettings:
    after = replace(before, task=task, skeleton=skeleton or before.skeleton)
    if after == before:
        raise UsageError(f"The project's task is {task} already.")
    check_task(after)
    return after


def _moved(
    tx: Transaction, before: ProjectSettings, after: ProjectSettings
) -> tuple[set[ImageId], dict[ImageId, dict[ClassId, Answer]]]:
    """Return the images that need review from now on, and the answers of those restored."""
    poor = tx.sufficiency.too_poor(after, left=before.task)
    still_poor = tx.sufficiency.too_poor(after, settled_only=False)
    # What was complete as a class of the image says nothing of objects.
    names = [_who(t) for t in Task if t is not Task.CLASSIFY or after.task is Task.CLASSIFY]
    restored = tx.sufficiency.last_changed_by(*names)
    return poor, {key: said for key, said in restored.items() if key not in still_poor}


def _who(left: Task) -> str:
    """Return under which name answers are taken back that were given for a task."""
    return f"change of task from {left}"
