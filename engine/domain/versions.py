"""Model versions: weights with everything one must know of them; exports and their checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.domain.identifiers import ClassId, JobId, SnapshotId, VersionId
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.operating_points import OperatingPoint
from engine.domain.project import Task
from engine.domain.recipes import Recipe


class Start(StrEnum):
    """What weights a training started from."""

    SCRATCH = "scratch"
    PRETRAINED = "pretrained"
    LOCAL_FILE = "local_file"


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """Registered weights with their lineage. Paths are relative to the project folder.

    A version serves the task it was trained for alone.

    Attributes:
        class_names: The classes as they were called when it was trained, in its order.
        class_ids: The same classes, whatever they are called now; empty where that is not known.
        objective: What `objective_of` these classes was then; empty where that is not known.
        operating_point: From which confidence boxes count; None where nothing was measured.
    """

    id: VersionId
    number: int
    created_at: float
    weights_path: str
    snapshot_id: SnapshotId
    job_id: JobId
    recipe: Recipe
    seed: int
    start: Start
    start_weights: str
    libraries: dict[str, str]
    class_names: tuple[str, ...]
    accuracies: tuple[Accuracy, ...]
    num_train_images: int
    round_number: int | None = None
    class_ids: tuple[ClassId, ...] = ()
    operating_point: OperatingPoint | None = None
    task: Task = Task.DETECT
    objective: str = ""

    def quality_of(self, class_ids: Sequence[ClassId]) -> tuple[float, ...]:
        """Return how well it knows each class, by validation or folds; empty if not measured."""
        for accuracy in self.accuracies:
            known = {each.class_id: each.ap50_95 for each in accuracy.per_class}
            if accuracy.yardstick is not Yardstick.TEST and known.keys() >= set(class_ids):
                return tuple(known[class_id] for class_id in class_ids)
        return ()


@dataclass(frozen=True, slots=True)
class Promotion:
    """Who put which version to use, and when; without a version the newest is used from then on."""

    at: float
    who: str
    version_id: VersionId | None


@dataclass(frozen=True, slots=True)
class ExportCheck:
    """How far the exported model is from PyTorch.

    Attributes:
        num_images: Images compared.
        max_abs_difference: Largest difference of the raw output tensors.
        mean_abs_difference: Mean difference of the raw output tensors.
        num_boxes: Objects PyTorch found at `threshold`; images, where whole ones are classified.
        num_matched: Of these, what the export found too: same class, boxes with an IoU >= 0.99,
            masks, angles or keypoints likewise; images it calls the same.
        threshold: Confidence chosen so that at least 20 objects are compared; 0 for images.
        passed: Whether both agree within the tolerance of the format.
    """

    num_images: int
    max_abs_difference: float
    mean_abs_difference: float
    num_boxes: int
    num_matched: int
    threshold: float
    passed: bool


@dataclass(frozen=True, slots=True)
class ModelExport:
    """A model file written for use elsewhere."""

    version_id: VersionId
    format: str
    path: str
    imgsz: int
    check: ExportCheck
