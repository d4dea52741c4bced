"""Ultralytics' validation of each task, which also remembers what each image contributed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from torch.utils.data import DataLoader
from ultralytics.data import ClassificationDataset
from ultralytics.engine.validator import BaseValidator
from ultralytics.models.yolo.classify import ClassificationValidator
from ultralytics.models.yolo.detect import DetectionValidator
from ultralytics.models.yolo.obb import OBBValidator
from ultralytics.models.yolo.pose import PoseValidator
from ultralytics.models.yolo.segment import SegmentationValidator
from ultralytics.utils import ops
from ultralytics.utils.metrics import batch_probiou, box_iou, kpt_iou, mask_iou

from engine.domain.evaluations import Evaluation, SeenImage, join_images
from engine.domain.identifiers import ClassId
from engine.domain.metrics import Accuracy, ClassAccuracy, Yardstick
from engine.domain.project import Task
from engine.evaluation.average_precision import ImageMatches, bootstrap_interval
from engine.vision.label_cache import label_cache_lock
from engine.vision.metric_names import METRIC_NAMES
from engine.vision.recognition import Recognized
from engine.vision.seeing import classified_image, seen_image, surest_of_each_place
from engine.vision.shape_reading import ReadShapes, shapes_to_read

# Of a box's area, what COCO takes for that of the person in it; Ultralytics has it from there.
_FIGURE_SHARE = 0.53


@dataclass(frozen=True, slots=True)
class Measured:
    """An accuracy and what it was made from, image by image."""

    accuracy: Accuracy
    evaluation: Evaluation


class Measuring(BaseValidator, ABC):
    """What the validators of all tasks have; it stands before the validator of one."""

    seen_images: list[SeenImage]
    # One an image; shapes are read of the last pass alone, as a training makes one an epoch.
    seen_shapes: list[ReadShapes]

    def init_metrics(self, model: torch.nn.Module) -> None:
        """Begin a pass over the images."""
        self.seen_images, self.seen_shapes = [], []
        super().init_metrics(model)  # type: ignore[no-untyped-call]  # untyped in Ultralytics

    def get_dataloader(self, dataset_path: Any, batch_size: int) -> DataLoader[Any]:
        """Return the loader; its label cache is built by one process at a time."""
        data: Any = self.data
        with label_cache_lock(Path(data.get("path") or Path(data["train"]).parent)):
            loader: DataLoader[Any] = super().get_dataloader(  # type: ignore[no-untyped-call]
                dataset_path, batch_size
            )  # untyped in Ultralytics
        return loader

    def measured(self, yardstick: Yardstick) -> Measured:
        """Return what the last validation measured and saw."""
        images = list(self.seen_images)
        for place, read in enumerate(self.seen_shapes):
            images[place] = replace(images[place], box_shapes=read())
        return Measured(self.accuracy(yardstick), join_images(yardstick, images))

    @abstractmethod
    def accuracy(self, yardstick: Yardstick) -> Accuracy:
        """Return what the last validation measured."""


class MeasuringObjects(Measuring):
    """For tasks that find objects."""

    task: ClassVar[Task]
    metrics: Any
    images: tuple[ImageMatches, ...] = ()

    def _process_batch(
        self, preds: dict[str, torch.Tensor], batch: dict[str, Any]
    ) -> dict[str, Any]:
        """Compare one image, and remember what was seen beside what is there."""
        shape = (len(batch["cls"]), len(preds["cls"]))
        overlaps = self.overlaps(preds, batch) if min(shape) else torch.zeros(shape)
        shown = surest_of_each_place(preds["bboxes"])
        self.seen_images.append(seen_image(preds, batch, overlaps, shown))
        self.seen_shapes.append(shapes_to_read(self.task, preds, batch, shown))
        objects: Any = super()  # its base has no such method, but every validator of objects has
        result: dict[str, Any] = objects._process_batch(preds, batch)  # noqa: SLF001  # our own
        return result

    def get_stats(self) -> dict[str, Any]:
        """Return the metrics; the per-image records behind them stay in `images`."""
        stats = self.metrics.stats
        hits = stats[METRIC_NAMES[self.task].hits]
        self.images = tuple(
            ImageMatches(
                np.asarray(is_correct, dtype=bool),
                np.asarray(confidence, dtype=np.float64),
                np.asarray(boxes, dtype=np.int64),
                np.asarray(objects, dtype=np.int64),
            )
            for is_correct, confidence, boxes, objects in zip(
                hits, stats["conf"], stats["pred_cls"], stats["target_cls"], strict=True
            )
        )
        result: dict[str, Any] = super().get_stats()  # type: ignore[no-untyped-call]
        return result

    def accuracy(self, yardstick: Yardstick) -> Accuracy:
        """Return what the last validation measured."""
        figures = getattr(self.metrics, METRIC_NAMES[self.task].family)
        precision, recall, map50, map50_95 = (float(v) for v in figures.mean_results())
        return Accuracy(
            yardstick=yardstick,
            num_images=len(self.images),
            map50=map50,
            map50_95=map50_95,
            precision=precision,
            recall=recall,
            interval=bootstrap_interval(self.images),
            per_class=self._per_class(figures),
        )

    @abstractmethod
    def overlaps(self, pred: dict[str, torch.Tensor], there: dict[str, Any]) -> torch.Tensor:
        """Return how far each object (rows) and each thing seen (columns) are one, 0 to 1."""

    def _per_class(self, figures: Any) -> tuple[ClassAccuracy, ...]:
        counts = self.metrics.nt_per_class
        return tuple(
            ClassAccuracy(
                class_id=ClassId(int(class_index)),
                ap50=float(figures.ap50[row]),
                ap50_95=float(figures.ap[row]),
                num_objects=int(counts[class_index]),
            )
            for row, class_index in enumerate(figures.ap_class_index)
        )


class MeasuringBoxes(MeasuringObjects, DetectionValidator):
    """Boxes, by their overlap."""

    task = Task.DETECT

    def overlaps(self, pred: dict[str, torch.Tensor], there: dict[str, Any]) -> torch.Tensor:
        """Return the overlap (IoU) of boxes."""
        return box_iou(there["bboxes"], pred["bboxes"])


class MeasuringMasks(MeasuringObjects, SegmentationValidator):
    """Outlines, by the overlap of their masks."""

    task = Task.SEGMENT
    process: Any
    _mixtures: deque[tuple[torch.Tensor, torch.Tensor]]

    def init_metrics(self, model: torch.nn.Module) -> None:
        """Begin a pass over the images."""
        super().init_metrics(model)
        self._mixtures = deque()
        self.process = self._mix

    def _mix(
        self, proto: torch.Tensor, coefficients: torch.Tensor, boxes: torch.Tensor, shape: Any
    ) -> torch.Tensor:
        """Return the masks of an image, and remember what they are mixed from until it is seen."""
        self._mixtures.append((proto, coefficients))
        masks: torch.Tensor = ops.process_mask(proto, coefficients, boxes, shape)
        return masks

    def _process_batch(
        self, preds: dict[str, torch.Tensor], batch: dict[str, Any]
    ) -> dict[str, Any]:
        """Compare one image; masks are traced from finer values than they are compared by."""
        proto, coefficients = self._mixtures.popleft()
        mixed = {**preds, "proto": proto, "coefficients": coefficients}
        return super()._process_batch(mixed, batch)

    def overlaps(self, pred: dict[str, torch.Tensor], there: dict[str, Any]) -> torch.Tensor:
        """Return the overlap (IoU) of masks."""
        return mask_iou(there["masks"].flatten(1).float(), pred["masks"].flatten(1).float())


class MeasuringRotatedBoxes(MeasuringObjects, OBBValidator):
    """Rotated boxes, by their overlap as Ultralytics estimates it."""

    task = Task.OBB

    def overlaps(self, pred: dict[str, torch.Tensor], there: dict[str, Any]) -> torch.Tensor:
        """Return the overlap (ProbIoU) of rotated boxes."""
        return batch_probiou(there["bboxes"], pred["bboxes"])


class MeasuringKeypoints(MeasuringObjects, PoseValidator):
    """Keypoints, by their likeness OKS; all points are equally hard but for the 17 of a person."""

    task = Task.POSE

    def overlaps(self, pred: dict[str, torch.Tensor], there: dict[str, Any]) -> torch.Tensor:
        """Return the likeness (OKS) of keypoints."""
        x1, y1, x2, y2 = there["bboxes"].T
        area = (x2 - x1) * (y2 - y1) * _FIGURE_SHARE
        sigma: Any = self.sigma
        return kpt_iou(there["keypoints"], pred["keypoints"], area=area, sigma=sigma)


class MeasuringImages(Measuring, ClassificationValidator):
    """Classes of whole images, whose folders stand in the order of the classes."""

    args: Any
    dataloader: Any
    pred: Any
    targets: Any

    def build_dataset(self, img_path: str) -> ClassificationDataset:
        """Return the images of a split; a class is known by the place of its folder."""
        return ClassificationDataset(img_path, self.args, prefix=self.args.split)

    def update_metrics(self, preds: torch.Tensor, batch: dict[str, Any]) -> None:
        """Take the probabilities of a batch, and remember what each image was called."""
        super().update_metrics(preds, batch)
        confidence, called = preds.float().max(dim=1)
        for share, guess, true in zip(
            confidence.tolist(), called.tolist(), batch["cls"].tolist(), strict=True
        ):
            path = Path(self.dataloader.dataset.samples[len(self.seen_images)][0])
            self.seen_images.append(
                classified_image(path.stem, confidence=share, called=guess, true=int(true))
            )

    def accuracy(self, yardstick: Yardstick) -> Accuracy:
        """Return what the last validation measured."""
        called = torch.cat([best[:, 0] for best in self.pred])
        return Recognized(called.numpy(), torch.cat(self.targets).numpy()).accuracy(yardstick)


VALIDATORS: dict[Task, type[Measuring]] = {
    Task.DETECT: MeasuringBoxes,
    Task.SEGMENT: MeasuringMasks,
    Task.OBB: MeasuringRotatedBoxes,
    Task.POSE: MeasuringKeypoints,
    Task.CLASSIFY: MeasuringImages,
}
