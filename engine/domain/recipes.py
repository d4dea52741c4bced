"""Recipes: everything that decides a training besides the data, the seed and the start weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import PurePath

from engine.domain.errors import UsageError
from engine.domain.project import Task

# Ultralytics names models of a task by the end of their names.
_SUFFIXES = {
    Task.DETECT: "",
    Task.SEGMENT: "-seg",
    Task.OBB: "-obb",
    Task.POSE: "-pose",
    Task.CLASSIFY: "-cls",
}
_SMALLEST = "yolo11n"
_NOMINAL_BATCH = 64
_STEPS_AN_EPOCH = 8
_CLASSIFY_IMGSZ = 224


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Ultralytics' augmentation arguments and defaults; degrees in degrees, the rest fractions."""

    hsv_h: float = 0.015
    hsv_s: float = 0.7
    hsv_v: float = 0.4
    degrees: float = 0.0
    translate: float = 0.1
    scale: float = 0.5
    shear: float = 0.0
    perspective: float = 0.0
    flipud: float = 0.0
    fliplr: float = 0.5
    bgr: float = 0.0
    mosaic: float = 1.0
    mixup: float = 0.0
    cutmix: float = 0.0
    copy_paste: float = 0.0
    erasing: float = 0.4


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. Defaults are Ultralytics' defaults.

    Attributes:
        model: An Ultralytics yaml name, a pretrained weights name or a path to a local `.pt` file.
        imgsz: Longer side in pixels at which the network sees images, a multiple of 32.
        epochs: Passes over the training images.
        batch: Images per step.
        optimizer: `auto`, `AdamW`, `SGD` or `MuSGD`; `auto` chooses lr0 itself.
        lr0: First learning rate.
        lrf: Last learning rate as a fraction of the first.
        warmup_momentum: Momentum when the warm-up begins.
        warmup_bias_lr: Learning rate of the biases when the warm-up begins; `auto` makes it 0.
        freeze: Number of first layers that stay as they are.
        box: Gain of the box loss.
        cls: Gain of the class loss.
        dfl: Gain of the loss of the distances to a box's sides.
        cls_pw: Power of the class weights in the class loss.
        close_mosaic: Last epochs without mosaic.
        auto_augment: Policy that changes whole images, of the task classify alone; empty for none.
    """

    model: str = "yolo11n.pt"
    imgsz: int = 640
    epochs: int = 100
    batch: int = 16
    optimizer: str = "auto"
    lr0: float = 0.01
    lrf: float = 0.01
    momentum: float = 0.937
    weight_decay: float = 0.0005
    warmup_epochs: float = 3.0
    warmup_momentum: float = 0.8
    warmup_bias_lr: float = 0.1
    freeze: int = 0
    box: float = 7.5
    cls: float = 0.5
    dfl: float = 1.5
    cls_pw: float = 0.0
    close_mosaic: int = 10
    auto_augment: str = "randaugment"
    augmentation: Augmentation = Augmentation()

    def __post_init__(self) -> None:
        if self.imgsz < 32 or self.imgsz % 32:
            raise UsageError(
                f"Image size {self.imgsz} is not a multiple of 32.", hint="Try 320 or 640."
            )
        if self.epochs < 1 or self.batch < 1:
            raise UsageError("A training needs at least one epoch and one image per batch.")


def default_recipe(task: Task) -> Recipe:
    """Return Ultralytics' defaults for a task, with its smallest model."""
    model = f"{model_for(task, _SMALLEST)}.pt"
    return Recipe(model, imgsz=_CLASSIFY_IMGSZ) if task is Task.CLASSIFY else Recipe(model)


def model_for(task: Task, architecture: str) -> str:
    """Return how a network for a task is called: yolo11n is yolo11n-seg to find outlines."""
    return f"{architecture}{_SUFFIXES[task]}"


def task_of_name(model: str) -> Task:
    """Return the task that a model's name tells: what Ultralytics' suffixes say, else detect."""
    stem = PurePath(model).stem
    told = [task for task, end in _SUFFIXES.items() if end and stem.endswith(end)]
    return told[0] if told else Task.DETECT


def nominal_batch(batch: int, *, num_images: int) -> int:
    """Return the images per step of the optimizer, at most Ultralytics' own 64.

    It collects the gradients of 64 images for each step. From 40 images that makes less than one
    step an epoch, and nothing is learned; here an epoch has about eight steps where `batch` allows.
    """
    return max(batch, min(_NOMINAL_BATCH, num_images // _STEPS_AN_EPOCH))


def epochs_for(updates: int, *, batch: int, num_images: int) -> int:
    """Return the epochs in which the optimizer makes about so many steps; at least one."""
    batches_an_epoch = math.ceil(num_images / batch)
    batches_a_step = max(1, round(nominal_batch(batch, num_images=num_images) / batch))
    return max(1, round(updates * batches_a_step / batches_an_epoch))
