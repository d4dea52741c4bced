"""Accuracies in words: each with its yardstick, its size and its interval."""

from __future__ import annotations

from typing import assert_never

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from engine.domain.metrics import Accuracy, Interval, Yardstick, figure_name
from engine.domain.project import Task
from engine.domain.versions import ModelVersion

# As on every page: fewer images than this say nothing.
MIN_IMAGES = 10
_YARDSTICKS = {
    Yardstick.VAL: tr("validation"),
    Yardstick.TEST: tr("test"),
    Yardstick.FOLD: tr("fold"),
}


def yardstick_text(yardstick: Yardstick) -> str:
    """Return how a yardstick is called before a metric ("validation")."""
    return _YARDSTICKS[yardstick]


def metric_text(yardstick: Yardstick, task: Task) -> str:
    """Return a metric with its yardstick ("validation mAP50-95")."""
    return f"{yardstick_text(yardstick)} {said(figure_name(task))}"


def images_text(accuracy: Accuracy) -> str:
    """Return what was measured on ("62 validation images", "16 images of a fold")."""
    return counted_images(accuracy.yardstick, accuracy.num_images)


def counted_images(yardstick: Yardstick, number: int) -> str:
    """Return a number of images of a yardstick ("62 validation images")."""
    match yardstick:
        case Yardstick.VAL:
            return tr("%n validation image(s)", "", number)
        case Yardstick.TEST:
            return tr("%n test image(s)", "", number)
        case Yardstick.FOLD:
            return tr("%n image(s) of a fold", "", number)
    assert_never(yardstick)


def interval_text(interval: Interval | None, *, decimals: int = 2) -> str:
    """Return both ends ("0.36 to 0.46"); empty without an interval."""
    if interval is None:
        return ""
    # What rounds to nothing has no sign.
    low, high = (round(end, decimals) + 0.0 for end in (interval.low, interval.high))
    ends = (f"{end:.{decimals}f}" for end in (low, high))
    return tr("{} to {}").format(*ends)


def value_text(accuracy: Accuracy | None) -> str:
    """Return the figure that decides ("0.437"), or that too few images say nothing yet."""
    if accuracy is None or accuracy.num_images < MIN_IMAGES:
        return tr("not measured yet")
    return f"{accuracy.map50_95:.3f}"


def chosen_by(version: ModelVersion) -> Accuracy | None:
    """Return the accuracy that decides: on validation, else on a fold."""
    return _first(version, Yardstick.VAL, Yardstick.FOLD)


def shown_apart(version: ModelVersion) -> Accuracy | None:
    """Return the accuracy on test, which nothing decides by."""
    return _first(version, Yardstick.TEST)


def _first(version: ModelVersion, *yardsticks: Yardstick) -> Accuracy | None:
    found = {accuracy.yardstick: accuracy for accuracy in version.accuracies}
    return next((found[yardstick] for yardstick in yardsticks if yardstick in found), None)
