"""What the shapes an expert drew are worth to each task."""

from __future__ import annotations

import math
from collections.abc import Iterable

import shapely

from engine.domain.annotations import Annotation
from engine.domain.identifiers import ClassId
from engine.domain.project import ProjectSettings, Task
from engine.domain.shapes import (
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    WholeImage,
    bounding_box,
)


def shape_for(task: Task, shape: Shape) -> Shape | None:
    """Return what a task learns from a shape; None where it says too little for the task.

    A richer shape serves a poorer task: a polygon gives its bounding box, or the smallest rotated
    box around it. Never the other way: a box does not tell an outline.
    """
    match task:
        case Task.DETECT:
            return None if isinstance(shape, WholeImage) else bounding_box(shape)
        case Task.SEGMENT:
            return shape if isinstance(shape, Polygon | MultiPolygon) else None
        case Task.OBB:
            if isinstance(shape, Polygon | MultiPolygon):
                return smallest_rotated_box(shape)
            return shape if isinstance(shape, OrientedBox) else None
        case Task.POSE:
            return shape if isinstance(shape, KeypointSet) else None
        case Task.CLASSIFY:
            return shape if isinstance(shape, WholeImage) else None


def too_poor(settings: ProjectSettings, annotations: Iterable[Annotation]) -> list[Annotation]:
    """Return the annotations that say too little for a project's task.

    The class of a whole image says nothing of objects and stands in no task's way. For
    classification it is all annotations where they do not tell one class.
    """
    annotations = tuple(annotations)
    if settings.task is Task.CLASSIFY:
        return [] if image_class(annotations) is not None else list(annotations)
    return [
        annotation
        for annotation in annotations
        if not isinstance(annotation.shape, WholeImage) and not _tells(settings, annotation.shape)
    ]


def is_enough(settings: ProjectSettings, annotations: Iterable[Annotation]) -> bool:
    """Return whether an image that shows these objects, and no others, can be learned from."""
    annotations = tuple(annotations)
    if settings.task is Task.CLASSIFY:
        return image_class(annotations) is not None
    return not too_poor(settings, annotations)


def _tells(settings: ProjectSettings, shape: Shape) -> bool:
    if isinstance(shape, KeypointSet) and settings.task is Task.POSE:
        skeleton = settings.skeleton
        return skeleton is not None and len(skeleton) == len(shape.points_px)
    return shape_for(settings.task, shape) is not None


def image_class(annotations: Iterable[Annotation]) -> ClassId | None:
    """Return the class of a whole image: what it was called, else that of all objects in it.

    None where nothing tells it, or the objects are of several classes.
    """
    annotations = tuple(annotations)
    said = {a.class_id for a in annotations if isinstance(a.shape, WholeImage)}
    found = said or {a.class_id for a in annotations}
    return found.pop() if len(found) == 1 else None


def smallest_rotated_box(shape: Polygon | MultiPolygon) -> OrientedBox:
    """Return the rotated box of least area around a shape; its angle lies in [0, pi / 2)."""
    parts = shape.parts if isinstance(shape, MultiPolygon) else (shape,)
    points = shapely.MultiPoint([point for part in parts for point in part.points_px])
    frame = shapely.get_coordinates(points.minimum_rotated_rectangle)
    (x1, y1), (x2, y2), (x3, y3) = frame[:3]
    angle = math.atan2(y2 - y1, x2 - x1) % math.pi
    width, height = math.dist((x1, y1), (x2, y2)), math.dist((x2, y2), (x3, y3))
    if angle >= math.pi / 2:
        angle, width, height = angle - math.pi / 2, height, width
    return OrientedBox(float((x1 + x3) / 2), float((y1 + y3) / 2), width, height, angle)
