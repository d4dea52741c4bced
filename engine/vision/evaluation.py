"""How good weights are on a split, for each task, with what was seen in each image."""

from __future__ import annotations

from pathlib import Path

import torch

from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.vision.dataset_folder import DatasetFolder, write_data_yaml
from engine.vision.devices import ultralytics_device
from engine.vision.validators import VALIDATORS, Measured


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
    return validator.measured(yardstick)


def data_argument(dataset: DatasetFolder, work_dir: Path) -> str:
    """Return what Ultralytics is told of the data: a folder of classes, or a `data.yaml`."""
    if dataset.task is Task.CLASSIFY:
        return str(dataset.root.resolve())
    path = work_dir / "data.yaml"
    write_data_yaml(dataset, path)
    return str(path)
