"""What a project is: its task, the facts the expert states, its settings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.skeleton import Skeleton


class Task(StrEnum):
    """What the model shall learn; Ultralytics' words."""

    DETECT = "detect"
    SEGMENT = "segment"
    OBB = "obb"
    POSE = "pose"
    CLASSIFY = "classify"


@dataclass(frozen=True, slots=True)
class DomainFacts:
    """What the expert knows of the images and no training may contradict."""

    left_right_differ: bool = False
    color_matters: bool = False
    scale_is_fixed: bool = False
    up_is_up: bool = False


@dataclass(frozen=True, slots=True)
class HoldoutPlan:
    """The shares and limits by which test and validation images are drawn, by group."""

    test_share: float = 0.15
    val_share: float = 0.10
    max_test: int = 200
    max_val: int = 100


@dataclass(frozen=True, slots=True)
class Goal:
    """When the loop may end: an accuracy (mAP50-95, 0 to 1) or a budget; None = no such end."""

    target_accuracy: float | None = None
    max_labeled_images: int | None = None
    max_expert_minutes: float | None = None


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """What the project remembers of itself; a skeleton where its task is pose."""

    name: str
    task: Task = Task.DETECT
    facts: DomainFacts = DomainFacts()
    holdout: HoldoutPlan = HoldoutPlan()
    goal: Goal = Goal()
    time_visits: bool = True
    skeleton: Skeleton | None = None
