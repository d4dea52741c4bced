"""Ultralytics' validation of each task, which also remembers what each image contributed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
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
from engine.vision.average_precision import ImageMatches, bootstrap_interval
from engine.vision.label_cache import label_cache_lock
from engine.vision.metric_names import METRIC_NAMES
from engine.vision.recognition import Recognized

# Of a box's area, what COCO takes for that of the person in it; Ultralytics has it from there.
_FIGURE_SHARE = 0.53


@dataclass(frozen=True, slots=True)
class Measured:
    """An accuracy and what it was made from, image by image."""

    accuracy: Accuracy
    evaluation: Evaluation


class Measuring(BaseValidator):
    """What the validators of all tasks have; it stands before the validator of one."""

    seen_images: tuple[SeenImage, ...] = ()

    def init_metrics(self, model: torch.nn.Module) -> None:
        """Begin a pass over the images."""
        self.seen_images = ()
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
        return Measured(self.accuracy(yardstick), join_images(yardstick, self.seen_images))

    def accuracy(self, yardstick: Yardstick) -> Accuracy:
        """Return what the last validation measured."""
        raise NotImplementedError


class MeasuringObjects(Measuring):
    """For tasks that find objects."""

    task: ClassVar[Task]
    metrics: Any
    images: tuple[ImageMatches, ...] = ()

    def update_metrics(self, preds: list[dict[str, torch.Tensor]], batch: dict[str, Any]) -> None:
        """Take the predictions of a batch, and remember them beside what is there."""
        super().update_metrics(preds, batch)  # type: ignore[no-untyped-call]  # untyped there
        objects: Any = self  # Ultralytics' validators of objects have what follows
        self.seen_images += tuple(
            self._seen_image(
                objects._prepare_pred(pred),  # noqa: SLF001  # as update_metrics() itself does
                objects._prepare_batch(index, batch),  # noqa: SLF001
            )
            for index, pred in enumerate(preds)
        )

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

    def overlaps(self, pred: dict[str, torch.Tensor], there: dict[str, Any]) -> torch.Tensor:
        """Return how far each object (rows) and each thing seen (columns) are one, 0 to 1."""
        raise NotImplementedError

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

    def _seen_image(self, pred: dict[str, torch.Tensor], there: dict[str, Any]) -> SeenImage:
        shape = (len(there["cls"]), len(pred["cls"]))
        is_pair = shape[0] > 0 and shape[1] > 0
        overlaps = self.overlaps(pred, there) if is_pair else torch.zeros(shape)
        return SeenImage(
            name=Path(there["im_file"]).stem,
            boxes_norm=_corners_norm(pred["bboxes"], there),
            confidence=pred["conf"].float().cpu().numpy(),
            box_classes=pred["cls"].long().cpu().numpy(),
            objects_norm=_corners_norm(there["bboxes"], there),
            object_classes=there["cls"].long().cpu().numpy(),
            overlaps=overlaps.float().cpu().numpy(),
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
        area = ops.xyxy2xywh(there["bboxes"])[:, 2:].prod(1) * _FIGURE_SHARE
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
        super().update_metrics(preds, batch)  # type: ignore[no-untyped-call]  # untyped there
        first = len(self.seen_images)
        files = [
            sample[0] for sample in self.dataloader.dataset.samples[first : first + len(preds)]
        ]
        confidence, called = (each.cpu().numpy() for each in preds.float().max(dim=1))
        true = batch["cls"].long().cpu().numpy()
        self.seen_images += tuple(
            _whole_image(Path(file).stem, *figures)
            for file, *figures in zip(files, confidence, called, true, strict=True)
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


def _whole_image(name: str, confidence: Any, called: Any, true: Any) -> SeenImage:
    """Return an image as one object of its class, seen as one of the class it was called."""
    return SeenImage(
        name=name,
        boxes_norm=np.array([[0, 0, 1, 1]], np.float32),
        confidence=np.array([confidence], np.float32),
        box_classes=np.array([called], np.int64),
        objects_norm=np.array([[0, 0, 1, 1]], np.float32),
        object_classes=np.array([true], np.int64),
        overlaps=np.ones((1, 1), np.float32),
    )


def _corners_norm(boxes: torch.Tensor, there: dict[str, Any]) -> NDArray[np.float32]:
    """Return corners in the network's input as fractions of the upright image, (n, 4).

    Rotated boxes, (n, 5), become the upright boxes around them.
    """
    if not len(boxes):
        return np.zeros((0, 4), np.float32)
    if boxes.shape[1] > 4:
        corners: Any = ops.xywhr2xyxyxyxy(boxes)
        boxes = torch.cat([corners.amin(dim=1), corners.amax(dim=1)], dim=1)
    height, width = there["ori_shape"]
    scaled: Any = ops.scale_boxes(
        there["imgsz"], boxes.clone().float(), there["ori_shape"], ratio_pad=there["ratio_pad"]
    )
    sides = torch.tensor([width, height, width, height], device=scaled.device)
    inside: NDArray[np.float32] = (scaled / sides).clamp(0, 1).cpu().numpy()
    return inside
