"""How good weights are on a split, for each task, with the interval over images."""

from __future__ import annotations

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

from engine.domain.identifiers import ClassId
from engine.domain.metrics import Accuracy, ClassAccuracy, Yardstick
from engine.domain.project import Task
from engine.vision.average_precision import ImageMatches, bootstrap_interval
from engine.vision.dataset_folder import DatasetFolder, write_data_yaml
from engine.vision.devices import ultralytics_device
from engine.vision.label_cache import label_cache_lock
from engine.vision.metric_names import METRIC_NAMES
from engine.vision.recognition import Recognized


class Measuring(BaseValidator):
    """What all validators of ours have: a label cache built in turn, and an `Accuracy`."""

    def get_dataloader(self, dataset_path: Any, batch_size: int) -> DataLoader[Any]:
        """Return the loader; its label cache is built by one process at a time."""
        data: Any = self.data
        with label_cache_lock(Path(data.get("path") or Path(data["train"]).parent)):
            loader: DataLoader[Any] = super().get_dataloader(  # type: ignore[no-untyped-call]
                dataset_path, batch_size
            )  # untyped in Ultralytics
        return loader

    def accuracy(self, yardstick: Yardstick) -> Accuracy:
        """Return what the last validation measured."""
        raise NotImplementedError


class MeasuringObjects(Measuring):
    """Ultralytics' validation of objects, which also remembers what each image contributed."""

    task: ClassVar[Task]
    metrics: Any
    images: tuple[ImageMatches, ...] = ()

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
        result: dict[str, Any] = super().get_stats()  # type: ignore[no-untyped-call]  # untyped there
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


class MeasuringMasks(MeasuringObjects, SegmentationValidator):
    """Outlines, by the overlap of their masks."""

    task = Task.SEGMENT


class MeasuringRotatedBoxes(MeasuringObjects, OBBValidator):
    """Rotated boxes, by their overlap as Ultralytics estimates it."""

    task = Task.OBB


class MeasuringKeypoints(MeasuringObjects, PoseValidator):
    """Keypoints, by their likeness OKS; all points are equally hard but for the 17 of a person."""

    task = Task.POSE


class MeasuringImages(Measuring, ClassificationValidator):
    """Classes of whole images, whose folders stand in the order of the classes."""

    args: Any
    pred: Any
    targets: Any
    recognized: Recognized | None = None

    def build_dataset(self, img_path: str) -> ClassificationDataset:
        """Return the images of a split; a class is known by the place of its folder."""
        return ClassificationDataset(img_path, self.args, prefix=self.args.split)

    def get_stats(self) -> dict[str, Any]:
        """Return the metrics; what each image was taken for stays in `recognized`."""
        called = torch.cat([best[:, 0] for best in self.pred])
        self.recognized = Recognized(called.numpy(), torch.cat(self.targets).numpy())
        result: dict[str, Any] = super().get_stats()
        return result

    def accuracy(self, yardstick: Yardstick) -> Accuracy:
        """Return what the last validation measured."""
        assert self.recognized is not None
        return self.recognized.accuracy(yardstick)


VALIDATORS: dict[Task, type[Measuring]] = {
    Task.DETECT: MeasuringBoxes,
    Task.SEGMENT: MeasuringMasks,
    Task.OBB: MeasuringRotatedBoxes,
    Task.POSE: MeasuringKeypoints,
    Task.CLASSIFY: MeasuringImages,
}


def evaluate(
    weights: Path,
    dataset: DatasetFolder,
    *,
    yardstick: Yardstick,
    imgsz: int,
    device: torch.device,
    work_dir: Path,
    batch: int = 16,
) -> Accuracy | None:
    """Measure weights on a yardstick; None where the dataset has no images for it.

    The `class_id` of each class's accuracy is its index in the dataset's order.

    Args:
        weights: A weights file that was loaded safely before.
        dataset: The data, laid out for what they were trained for.
        yardstick: TEST are the dataset's test images; VAL and FOLD both are its `val`.
        imgsz: Longer side in pixels at which the network sees the images.
        device: Where to run.
        work_dir: A folder that is there, to write the resolved `data.yaml` into.
        batch: Images at a time.
    """
    split = "test" if yardstick is Yardstick.TEST else "val"
    if not dataset.num_images(split):
        return None
    validator = VALIDATORS[dataset.task](
        save_dir=work_dir,
        args={
            "model": str(weights),
            "data": data_argument(dataset, work_dir),
            "split": split,
            "imgsz": imgsz,
            "batch": batch,
            "device": ultralytics_device(device),
            "plots": False,
            "rect": True,
            "workers": 0,
            "verbose": False,
        },
    )
    validator(model=str(weights))
    return validator.accuracy(yardstick)


def data_argument(dataset: DatasetFolder, work_dir: Path) -> str:
    """Return what Ultralytics is told of the data: a folder of classes, or a `data.yaml`."""
    if dataset.task is Task.CLASSIFY:
        return str(dataset.root.resolve())
    path = work_dir / "data.yaml"
    write_data_yaml(dataset, path)
    return str(path)
