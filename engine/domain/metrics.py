"""Accuracy figures, each with its split, its size and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.identifiers import ClassId
from engine.domain.project import Task

_FIGURES = {
    Task.DETECT: "mAP50-95",
    Task.SEGMENT: "mask mAP50-95",
    Task.OBB: "rotated mAP50-95",
    Task.POSE: "keypoint mAP50-95",
    Task.CLASSIFY: "top-1 accuracy",
}


class Yardstick(StrEnum):
    """The images an accuracy was measured on.

    FOLD is a fold of the labeled pool, used while validation is too small.
    """

    VAL = "val"
    TEST = "test"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, unless its owner says otherwise."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ModelCost:
    """What a model takes for one image, as measured right after its training.

    Attributes:
        parameters: Numbers that make up the network, its layers joined as they are for use.
        latency_ms: Median milliseconds of the network alone in PyTorch, on the training's device.
        gflops: Billions of operations; None where they cannot be counted.
    """

    parameters: int
    latency_ms: float
    gflops: float | None = None


@dataclass(frozen=True, slots=True)
class ClassAccuracy:
    """Average precision of one class, 0 to 1, and how many objects it was measured on.

    Where whole images are classified, both figures are the share of the class's images recognized.
    """

    class_id: ClassId
    ap50: float
    ap50_95: float
    num_objects: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What a model reached on one yardstick, 0 to 1.

    Attributes:
        map50: As map50_95, at the overlap 0.50 alone.
        map50_95: The figure that decides. Mean average precision over overlaps of 0.50 to 0.95: of
            boxes, of masks (segment), of rotated boxes (obb), of keypoints by their likeness OKS
            (pose). Where whole images are classified, the share called right, and map50 as well.
        precision: Mean over classes, at the confidence with the best F1.
        recall: The same.
        interval: Of map50_95, by bootstrap over images; Wilson's of a share.
    """

    yardstick: Yardstick
    num_images: int
    map50: float
    map50_95: float
    precision: float
    recall: float
    interval: Interval | None = None
    per_class: tuple[ClassAccuracy, ...] = ()


def figure_name(task: Task) -> str:
    """Return what the figure that decides, `Accuracy.map50_95`, is called ("mask mAP50-95")."""
    return _FIGURES[task]
