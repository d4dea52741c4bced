"""The model versions of a project as a table."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, QObject

from desktop.viewmodels.record_table_model import Column, RecordTableModel
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.versions import ModelVersion, Start

# As on every page: fewer images than this say nothing.
_MIN_IMAGES = 10
_START_WORDS = {
    Start.SCRATCH: "From scratch",
    Start.PRETRAINED: "Pretrained",
    Start.LOCAL_FILE: "Local file",
}


class VersionsTableModel(RecordTableModel[ModelVersion]):
    """One model version a row; the one in use is marked by its id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, key=lambda version: version.id, parent=parent)


def _accuracy(version: ModelVersion, *yardsticks: Yardstick) -> Accuracy | None:
    found = {accuracy.yardstick: accuracy for accuracy in version.accuracies}
    return next((found[yardstick] for yardstick in yardsticks if yardstick in found), None)


def _accuracy_words(accuracy: Accuracy | None) -> str:
    if accuracy is None or accuracy.num_images < _MIN_IMAGES:
        return "not measured yet"
    split = "" if accuracy.yardstick is not Yardstick.FOLD else " on a fold"
    if accuracy.interval is None:
        return f"{accuracy.map50_95:.2f}{split}"
    low, high = accuracy.interval.low, accuracy.interval.high
    return f"{accuracy.map50_95:.2f} ({low:.2f} to {high:.2f}){split}"


def _accuracy_key(accuracy: Accuracy | None) -> float:
    return -1.0 if accuracy is None or accuracy.num_images < _MIN_IMAGES else accuracy.map50_95


def _num_images(accuracy: Accuracy | None) -> str:
    return "" if accuracy is None else f"{accuracy.num_images} images"


def _chosen_by(version: ModelVersion) -> Accuracy | None:
    return _accuracy(version, Yardstick.VAL, Yardstick.FOLD)


def _test(version: ModelVersion) -> Accuracy | None:
    return _accuracy(version, Yardstick.TEST)


def _created(version: ModelVersion) -> str:
    when = QDateTime.fromSecsSinceEpoch(int(version.created_at))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def _round(version: ModelVersion) -> str:
    return "" if version.round_number is None else str(version.round_number)


_COLUMNS: tuple[Column[ModelVersion], ...] = (
    Column("Version", lambda version: str(version.number), lambda version: version.number),
    Column("Created", _created, lambda version: version.created_at, is_number=False),
    Column("Round", _round, lambda v: -1 if v.round_number is None else v.round_number),
    Column("Labeled images", lambda v: str(v.num_train_images), lambda v: v.num_train_images),
    Column(
        "mAP50-95, val",
        lambda version: _accuracy_words(_chosen_by(version)),
        lambda version: _accuracy_key(_chosen_by(version)),
        tooltip=lambda version: _num_images(_chosen_by(version)),
    ),
    Column(
        "mAP50-95, test",
        lambda version: _accuracy_words(_test(version)),
        lambda version: _accuracy_key(_test(version)),
        tooltip=lambda version: _num_images(_test(version)),
    ),
    Column(
        "Model",
        lambda version: version.recipe.model,
        lambda version: version.recipe.model,
        is_number=False,
    ),
    Column(
        "Start",
        lambda version: _START_WORDS[version.start],
        lambda version: version.start,
        is_number=False,
        tooltip=lambda version: version.start_weights,
    ),
)
