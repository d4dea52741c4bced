"""Recipes in plain words."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from desktop.qtkit.cards import NamedValue
from desktop.qtkit.translation import tr
from engine.domain.project import Task
from engine.domain.recipes import Augmentation, Recipe, task_of_name
from engine.domain.searches import Choice

_NAMES = {
    "model": tr("Model"),
    "imgsz": tr("Image size"),
    "epochs": tr("Epochs"),
    "batch": tr("Images a step"),
    "optimizer": tr("Optimizer"),
    "lr0": tr("First learning rate"),
    "lrf": tr("Last learning rate, share"),
    "momentum": tr("Momentum"),
    "weight_decay": tr("Weight decay"),
    "warmup_epochs": tr("Warm-up epochs"),
    "warmup_momentum": tr("Warm-up momentum"),
    "warmup_bias_lr": tr("Warm-up rate of biases"),
    "freeze": tr("Frozen layers"),
    "box": tr("Box loss, gain"),
    "cls": tr("Class loss, gain"),
    "dfl": tr("Side loss, gain"),
    "cls_pw": tr("Power of class weights"),
    "close_mosaic": tr("Last epochs, no mosaic"),
    "auto_augment": tr("Automatic changes"),
    "hsv_h": tr("Hue"),
    "hsv_s": tr("Saturation"),
    "hsv_v": tr("Brightness"),
    "degrees": tr("Rotation, degrees"),
    "translate": tr("Shift"),
    "scale": tr("Scale"),
    "shear": tr("Shear"),
    "perspective": tr("Perspective"),
    "flipud": tr("Flip upside down"),
    "fliplr": tr("Flip left to right"),
    "bgr": tr("Swap of colors"),
    "mosaic": tr("Mosaic"),
    "mixup": tr("Mix-up"),
    "cutmix": tr("Cut-mix"),
    "copy_paste": tr("Copy and paste"),
    "erasing": tr("Erasing"),
}
# What is done to boxes, or to several images in one, means nothing where whole images are called.
_BOXES_ONLY = (
    "box", "cls", "dfl", "cls_pw", "close_mosaic", "degrees", "translate", "shear", "perspective",
    "bgr", "mosaic", "mixup", "cutmix", "copy_paste",
)  # fmt: skip
_COLORS = ("hsv_h", "hsv_s", "hsv_v")

_CHOICE_NAMES = {
    Choice.MODEL: tr("Model"),
    Choice.IMAGE_SIZE: tr("Image size"),
    Choice.OPTIMIZER: tr("Optimizer"),
    Choice.LEARNING_RATE: tr("Learning rate"),
    Choice.LAST_RATE: tr("End of the learning rate"),
    Choice.MOMENTUM: tr("Momentum and warm-up"),
    Choice.WEIGHT_DECAY: tr("Weight decay"),
    Choice.LOSS_GAINS: tr("Gains of the losses"),
    Choice.CLASS_WEIGHTS: tr("Class weights"),
    Choice.FREEZE: tr("Frozen backbone"),
    Choice.AUGMENTATION: tr("Augmentation strength"),
    Choice.FURTHER_AUGMENTATION: tr("Further augmentation"),
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
        return tr("{name}, from scratch").format(name=path.stem)
    return path.name if path.parent != Path() else tr("{name}, pretrained").format(name=path.stem)


def recipe_summary(recipe: Recipe) -> str:
    """Return what a training does ("yolo11n, pretrained: 100 epochs at 640 px")."""
    epochs = tr("%n epoch(s)", "", recipe.epochs)
    return tr("{model}: {epochs} at {imgsz} px").format(
        model=model_text(recipe.model), epochs=epochs, imgsz=recipe.imgsz
    )


def carried_words(recipe: Recipe) -> str:
    """Return what a recipe brings along besides what differs from the defaults."""
    epochs = tr("%n epoch(s)", "", recipe.epochs)
    return tr("It brings its model, {epochs} and {imgsz} px along.").format(
        epochs=epochs, imgsz=recipe.imgsz
    )


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
    return f"{value:.3g}" if isinstance(value, float) else str(value) or tr("none")
