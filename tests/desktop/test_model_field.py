"""The choice of a model."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop.forms.model_field import ModelField
from engine.domain.project import Task
from engine.domain.recipes import default_recipe


@pytest.fixture
def field(qtbot: QtBot) -> ModelField:
    field = ModelField()
    qtbot.addWidget(field)
    return field


def choices(field: ModelField) -> list[str]:
    (models,) = [box for box in field.findChildren(QComboBox) if box.accessibleName() == "Model"]
    return [models.itemText(place) for place in range(models.count())]


def test_models_when_shown_for_a_task_then_only_those_of_the_task_are_offered(
    field: ModelField,
) -> None:
    field.set_value(default_recipe(Task.DETECT).model, Task.DETECT)
    assert len(choices(field)) == 20
    field.set_value(default_recipe(Task.POSE).model, Task.POSE)
    assert len(choices(field)) == 15
    assert choices(field)[0] == "YOLO11 nano"


def test_model_when_another_size_is_chosen_then_it_is_named_for_the_task(
    field: ModelField, qtbot: QtBot
) -> None:
    field.set_value("yolo11n-seg.yaml", Task.SEGMENT)
    (models,) = [box for box in field.findChildren(QComboBox) if box.accessibleName() == "Model"]
    with qtbot.waitSignal(field.changed) as told:
        models.setCurrentIndex(1)
        models.activated.emit(1)
    assert told.args == ["yolo11s-seg.yaml"]
