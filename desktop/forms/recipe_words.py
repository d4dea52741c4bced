"""Recipes in plain words."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from desktop.qtkit.cards import NamedValue
from desktop.qtkit.words import count_text
from engine.domain.project import Task
from engine.domain.recipes import Augmentation, Recipe, task_of_name
from engine.domain.searches import Choice

_NAMES = {
    "model": "Model",
    "imgsz": "Image size",
    "epochs": "Epochs",
    "batch": "Images a step",
    "optimizer": "Optimizer",
    "lr0": "First learning rate",
    "lrf": "Last, as a share of it",
    "momentum": "Momentum",
    "weight_decay": "Weight decay",
    "warmup_epochs": "Warm-up epochs",
    "warmup_bias_lr": "Warm-up rate of biases",
    "freeze": "Frozen layers",
    "box": "Gain of the box loss",
    "cls": "Gain of the class loss",
    "cls_pw": "Power of class weights",
    "close_mosaic": "Last epochs, no mosaic",
    "auto_augment": "Automatic changes",
    "hsv_h": "Hue",
    "hsv_s": "Saturation",
    "hsv_v": "Brightness",
    "degrees": "Rotation, degrees",
    "translate": "Shift",
    "scale": "Scale",
    "shear": "Shear",
    "perspective": "Perspective",
    "flipud": "Flip upside down",
    "fliplr": "Flip left to right",
    "bgr": "Swap of colors",
    "mosaic": "Mosaic",
    "mixup": "Mix-up",
    "cutmix": "Cut-mix",
    "copy_paste": "Copy and paste",
    "erasing": "Erasing",
}
# What is done to boxes, or to several images in one, means nothing where whole images are called.
_BOXES_ONLY = (
    "box", "cls", "cls_pw", "close_mosaic", "degrees", "translate", "shear", "perspective", "bgr",
    "mosaic", "mixup", "cutmix", "copy_paste",
)  # fmt: skip
_COLORS = ("hsv_h", "hsv_s", "hsv_v")

_CHOICE_NAMES = {
    Choice.MODEL: "Model",
    Choice.IMAGE_SIZE: "Image size",
    Choice.OPTIMIZER: "Optimizer",
    Choice.LEARNING_RATE: "Learning rate",
    Choice.WEIGHT_DECAY: "Weight decay",
    Choice.FREEZE: "Frozen backbone",
    Choice.AUGMENTATION: "Augmentation strength",
}


def choice_name(choice: Choice) -> str:
    """Return what something that trials differ in is called."""
    return _CHOICE_NAMES[choice]


def value_name(field: str) -> str:
    """Return what a value of a recipe, named by its field, is called."""
    return _NAMES[field]


def model_text(model: str) -> str:
    """Return a model with what it starts from ("yolo11n, pretrained")."""
    path = Path(model)
    if path.suffix in (".yaml", ".yml"):
        return f"{path.stem}, from scratch"
    return path.name if path.parent != Path() else f"{path.stem}, pretrained"


def recipe_summary(recipe: Recipe) -> str:
    """Return what a training does ("yolo11n, pretrained: 100 epochs at 640 px")."""
    epochs = count_text(recipe.epochs, "epoch")
    return f"{model_text(recipe.model)}: {epochs} at {recipe.imgsz} px"


def carried_words(recipe: Recipe) -> str:
    """Return what a recipe brings along besides what differs from the defaults."""
    epochs = count_text(recipe.epochs, "epoch")
    return f"It brings its model, {epochs} and {recipe.imgsz} px along."


def recipe_values(recipe: Recipe) -> tuple[NamedValue, ...]:
    """Return every value of a recipe; where the optimizer is `auto` it sets its rates itself."""
    rows = [
        NamedValue(_NAMES[name], _value(recipe, name))
        for name in _field_names(Recipe)
        if name not in ("augmentation", "model", "imgsz", "epochs", "batch", *_not_for(recipe))
    ]
    rows += [
        NamedValue(_NAMES[name], _number(getattr(recipe.augmentation, name)))
        for name in _field_names(Augmentation)
        if name not in _not_for(recipe)
    ]
    return tuple(rows)


def recipe_differences(recipe: Recipe, defaults: Recipe) -> list[tuple[str, str, str]]:
    """Return name, value of the defaults and value of the recipe where they differ."""
    rows = [
        (_NAMES[name], _value(defaults, name), _value(recipe, name))
        for name in _field_names(Recipe)
        if name not in ("augmentation", *_not_for(recipe))
        and getattr(recipe, name) != getattr(defaults, name)
    ]
    ours, theirs = recipe.augmentation, defaults.augmentation
    rows += [
        (_NAMES[name], _number(getattr(theirs, name)), _number(getattr(ours, name)))
        for name in _field_names(Augmentation)
        if name not in _not_for(recipe) and getattr(ours, name) != getattr(theirs, name)
    ]
    return rows


def _not_for(recipe: Recipe) -> tuple[str, ...]:
    """Return the values that the model's task knows nothing of."""
    if task_of_name(recipe.model) is not Task.CLASSIFY:
        return ("auto_augment",)
    # The policy for whole images takes the place of random colors.
    return (*_BOXES_ONLY, *(_COLORS if recipe.auto_augment else ()))


def _field_names(kind: type[Recipe | Augmentation]) -> list[str]:
    return [field.name for field in fields(kind)]


def _value(recipe: Recipe, name: str) -> str:
    if name in ("lr0", "momentum") and recipe.optimizer == "auto":
        return "auto"
    if name == "model":
        return model_text(recipe.model)
    return _number(getattr(recipe, name))


def _number(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value) or "none"
