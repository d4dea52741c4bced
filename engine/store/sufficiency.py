"""Which images say too little for a task, without reading every shape."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, case, exists, func, or_, select, true

from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer
from engine.domain.project import ProjectSettings, Task
from engine.store.label_rows import answers_of
from engine.store.progress import IN_USE
from engine.store.schema import annotations_table, images, label_history

_WHOLE = "image"
# What `tasks.shape_for` makes of each kind of shape, for SQL; a test compares the two.
_ENOUGH: dict[Task, tuple[str, ...]] = {
    Task.DETECT: ("box", "obb", "polygon", "multipolygon", "keypoints"),
    Task.SEGMENT: ("polygon", "multipolygon"),
    Task.OBB: ("obb", "polygon", "multipolygon"),
    Task.POSE: ("keypoints",),
}
_LIVE = annotations_table.c.is_deleted.is_(False) & annotations_table.c.class_id.in_(IN_USE)
_SHAPE = annotations_table.c.shape
_KIND = case((func.json_valid(_SHAPE) == 1, func.json_extract(_SHAPE, "$.kind")), else_="")
_HAS_KEYPOINTS = case(
    (func.json_valid(_SHAPE) == 1, func.json_array_length(_SHAPE, "$.points")), else_=0
)
_IS_SETTLED = images.c.num_settled > 0
_SETTLED = [answer for answer in Answer if answer.is_settled]


class SufficiencyRepository:
    """What the labels of images are worth to a task."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def num_annotations(self) -> int:
        """Return how many annotations of classes in use there are."""
        query = select(func.count()).select_from(annotations_table).where(_LIVE)
        return self._connection.scalar(query) or 0

    def too_poor(
        self, settings: ProjectSettings, *, left: Task | None = None, settled_only: bool = True
    ) -> set[ImageId]:
        """Return the images that could not be learned from with these settings.

        Args:
            settings: The task, and its skeleton.
            left: The task their labels were made for: what was complete as a class of the image
                says nothing of objects.
            settled_only: Whether only images count that are settled for some class.
        """
        among = _IS_SETTLED if settled_only else true()
        if settings.task is Task.CLASSIFY:
            return self._ids(among & images.c.id.not_in(_with_one_class()))
        poor: ColumnElement[bool] = _KIND.not_in((*_ENOUGH[settings.task], _WHOLE))
        if settings.task is Task.POSE and settings.skeleton is not None:
            poor = or_(poor, (_KIND == "keypoints") & (len(settings.skeleton) != _HAS_KEYPOINTS))
        found = self._ids(among & images.c.id.in_(_with_annotation(poor)))
        if left is Task.CLASSIFY:
            drawn, called = _with_annotation(_KIND != _WHOLE), _with_annotation(_KIND == _WHOLE)
            of_objects = images.c.id.in_(drawn) & images.c.id.not_in(called)
            found |= self._ids(among & ~of_objects)
        return found

    def last_changed_by(self, *names: str) -> dict[ImageId, dict[ClassId, Answer]]:
        """Return the images whose last change were answers set by one of these, with those before.

        Where the history is damaged, nothing is known of what was before.
        """
        later = label_history.alias()
        is_last = ~exists().where(
            later.c.image_id == label_history.c.image_id,
            later.c.number > label_history.c.number,
        )
        query = select(label_history.c.image_id, label_history.c.before).where(
            label_history.c.who.in_(names), label_history.c.annotation_id.is_(None), is_last
        )
        before = {
            ImageId(row.image_id): answers_of(row.before) for row in self._connection.execute(query)
        }
        return {image_id: said for image_id, said in before.items() if said is not None}

    def _ids(self, condition: ColumnElement[bool]) -> set[ImageId]:
        return set(self._connection.scalars(select(images.c.id).where(condition)))


def _with_annotation(condition: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(annotations_table.c.image_id).where(_LIVE, condition)


def _with_one_class() -> Select[tuple[int]]:
    """Return the images that are called one class, or all of whose objects are of one."""
    called = case((_KIND == _WHOLE, annotations_table.c.class_id))
    num_called = func.count(func.distinct(called))
    num_classes = func.count(func.distinct(annotations_table.c.class_id))
    is_told = (num_called == 1) | ((num_called == 0) & (num_classes == 1))
    by_image = select(annotations_table.c.image_id).where(_LIVE)
    return by_image.group_by(annotations_table.c.image_id).having(is_told)
