"""How good weights are on a split: average precision with its interval over images."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader
from ultralytics.models.yolo.detect import DetectionValidator
from ultralytics.utils.metrics import DetMetrics, box_iou

from engine.domain.evaluations import Evaluation, SeenImage, join_images
from engine.domain.identifiers import ClassId
from engine.domain.metrics import Accuracy, ClassAccuracy, Yardstick
from engine.vision.average_precision import ImageMatches, bootstrap_interval
from engine.vision.dataset_folder import DatasetFolder, write_data_yaml
from engine.vision.devices import ultralytics_device
from engine.vision.label_cache import label_cache_lock
from engine.vision.seeing import seen_image


@dataclass(frozen=True, slots=True)
class Measured:
    """An accuracy and what it was made from, image by image."""

    accuracy: Accuracy
    evaluation: Evaluation


class MeasuringValidator(DetectionValidator):
    """Ultralytics' validation, which also remembers what each image contributed."""

    images: tuple[ImageMatches, ...] = ()
    seen_images: list[SeenImage]

    def init_metrics(self, model: torch.nn.Module) -> None:
        """Begin a pass over the images."""
        self.seen_images = []
        super().init_metrics(model)

    def _process_batch(
        self, preds: dict[str, torch.Tensor], batch: dict[str, Any]
    ) -> dict[str, Any]:
        """Compare one image, and remember what was seen beside what is there."""
        overlaps = box_iou(batch["bboxes"], preds["bboxes"])
        self.seen_images.append(seen_image(preds, batch, overlaps))
        result: dict[str, Any] = super()._process_batch(preds, batch)
        return result

    def get_dataloader(self, dataset_path: str, batch_size: int) -> DataLoader[Any]:
        """Return the loader; its label cache is built by one process at a time."""
        data: Any = self.data
        with label_cache_lock(Path(data["path"])):
            loader: DataLoader[Any] = super().get_dataloader(dataset_path, batch_size)
        return loader

    def get_stats(self) -> dict[str, Any]:
        """Return the metrics; the per-image records behind them stay in `images`."""
        stats = self.metrics.stats
        self.images = tuple(
            ImageMatches(
                np.asarray(is_correct, dtype=bool),
                np.asarray(confidence, dtype=np.float64),
                np.asarray(boxes, dtype=np.int64),
                np.asarray(objects, dtype=np.int64),
            )
            for is_correct, confidence, boxes, objects in zip(
                stats["tp"], stats["conf"], stats["pred_cls"], stats["target_cls"], strict=True
            )
        )
        result: dict[str, Any] = super().get_stats()
        return result

    def measured(self, yardstick: Yardstick) -> Measured:
        """Return what the last validation measured and saw."""
        return Measured(self.accuracy(yardstick), join_images(yardstick, self.seen_images))

    def accuracy(self, yardstick: Yardstick) -> Accuracy:
        """Return what the last validation measured."""
        precision, recall, map50, map50_95 = (float(v) for v in self.metrics.mean_results())
        return Accuracy(
            yardstick=yardstick,
            num_images=len(self.images),
            map50=map50,
            map50_95=map50_95,
            precision=precision,
            recall=recall,
            interval=bootstrap_interval(self.images),
            per_class=_per_class(self.metrics),
        )


def evaluate(
    weights: Path,
    dataset: DatasetFolder,
    *,
    yardstick: Yardstick,
    imgsz: int,
    device: torch.device,
    work_dir: Path,
    batch: int = 16,
) -> Measured | None:
    """Measure weights on a yardstick; None where the dataset has no images for it.

    The `class_id` of each class's accuracy is its index in the dataset's order.

    Args:
        weights: A weights file that was loaded safely before.
        dataset: The data.
        yardstick: TEST are the dataset's test images; VAL and FOLD both are its `val`.
        imgsz: Longer side in pixels at which the network sees the images.
        device: Where to run.
        work_dir: A folder that is there, to write the resolved `data.yaml` into.
        batch: Images at a time.
    """
    split = "test" if yardstick is Yardstick.TEST else "val"
    if not dataset.num_images(split):
        return None
    data_path = work_dir / "data.yaml"
    write_data_yaml(dataset, data_path)
    validator = MeasuringValidator(
        save_dir=work_dir,
        args={
            "model": str(weights),
            "data": str(data_path),
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
    return validator.measured(yardstick)


def _per_class(metrics: DetMetrics) -> tuple[ClassAccuracy, ...]:
    counts: Any = metrics.nt_per_class
    return tuple(
        ClassAccuracy(
            class_id=ClassId(int(class_index)),
            ap50=float(metrics.box.ap50[row]),
            ap50_95=float(metrics.box.ap[row]),
            num_objects=int(counts[class_index]),
        )
        for row, class_index in enumerate(metrics.ap_class_index)
    )
