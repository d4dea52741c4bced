"""The model versions of a project as a table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.qtkit.words import moment_text
from desktop.viewmodels.accuracy_words import (
    MIN_IMAGES,
    chosen_by,
    images_text,
    interval_text,
    shown_apart,
)
from desktop.viewmodels.record_table_model import Column, RecordTableModel
from engine.domain.metrics import Accuracy, Yardstick, figure_name
from engine.domain.versions import ModelVersion


class VersionsTableModel(RecordTableModel[ModelVersion]):
    """One model version a row; the one in use is marked by its id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, key=lambda version: version.id, parent=parent)


def _accuracy_words(accuracy: Accuracy | None) -> str:
    if accuracy is None or accuracy.num_images < MIN_IMAGES:
        return tr("not measured yet")
    interval = interval_text(accuracy.interval)
    value = f"{accuracy.map50_95:.2f}" + (f" ({interval})" if interval else "")
    place = tr(", fold") if accuracy.yardstick is Yardstick.FOLD else ""
    return tr("{value} on {num_images}{place}").format(
        value=value, num_images=accuracy.num_images, place=place
    )


def _accuracy_key(accuracy: Accuracy | None) -> float:
    return -1.0 if accuracy is None or accuracy.num_images < MIN_IMAGES else accuracy.map50_95


def _what_it_is(version: ModelVersion, accuracy: Accuracy | None) -> str:
    if accuracy is None:
        return ""
    return tr("{figure} on {images}").format(
        figure=said(figure_name(version.task)), images=images_text(accuracy)
    )


def _created(version: ModelVersion) -> str:
    return moment_text(version.created_at)


def _round(version: ModelVersion) -> str:
    return "" if version.round_number is None else str(version.round_number)


def _model(version: ModelVersion) -> str:
    return Path(version.recipe.model).stem


_COLUMNS: tuple[Column[ModelVersion], ...] = (
    Column(tr("Version"), lambda version: str(version.number), lambda version: version.number),
    Column(tr("Created"), _created, lambda version: version.created_at, is_number=False),
    Column(tr("Round"), _round, lambda v: -1 if v.round_number is None else v.round_number),
    Column(tr("Images"), lambda v: str(v.num_train_images), lambda v: v.num_train_images),
    Column(
        tr("Accuracy, validation"),
        lambda version: _accuracy_words(chosen_by(version)),
        lambda version: _accuracy_key(chosen_by(version)),
        tooltip=lambda version: _what_it_is(version, chosen_by(version)),
    ),
    Column(
        tr("Accuracy, test"),
        lambda version: _accuracy_words(shown_apart(version)),
        lambda version: _accuracy_key(shown_apart(version)),
        tooltip=lambda version: _what_it_is(version, shown_apart(version)),
    ),
    Column(
        tr("Model"),
        _model,
        _model,
        is_number=False,
        tooltip=lambda version: tr("Started from {weights}").format(weights=version.start_weights),
    ),
)
