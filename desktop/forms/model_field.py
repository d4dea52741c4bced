"""Which model to train, and what it starts from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.forms.files import ask_weights
from desktop.forms.form import form_rows
from desktop.qtkit.blocked import blocked
from desktop.qtkit.translation import tr
from engine.domain.project import Task
from engine.loop.weights import known_models

_PRETRAINED, _SCRATCH, _CHOOSE = ".pt", ".yaml", "choose"
_FAMILIES = {"yolo11": "YOLO11", "yolo26": "YOLO26", "yolo12": "YOLO12", "yolov8": "YOLOv8"}
_SIZES = {
    "n": tr("nano"),
    "s": tr("small"),
    "m": tr("medium"),
    "l": tr("large"),
    "x": tr("extra large"),
}


class ModelField(QWidget):
    """Two choices that together name a model as the engine does. GUI thread only."""

    # The user chose: the model's name or the path of its weights.
    changed = Signal(str)

    def __init__(self, *, ask_file: Callable[[QWidget], Path | None] = ask_weights) -> None:
        super().__init__()
        self._ask_file = ask_file
        self._value = ""
        self._task: Task | None = None
        self._model, self._start = QComboBox(), QComboBox()
        for text, data in (
            (tr("Pretrained"), _PRETRAINED),
            (tr("From scratch"), _SCRATCH),
            (tr("A .pt file…"), _CHOOSE),
        ):
            self._start.addItem(text, data)
        self._model.setAccessibleName(tr("Model"))
        self._start.setAccessibleName(tr("Start from"))
        self.setLayout(form_rows((tr("Model"), self._model), (tr("Start from"), self._start)))
        self._model.activated.connect(self._on_chosen)
        self._start.activated.connect(self._on_chosen)

    def set_value(self, model: str, task: Task) -> None:
        """Show a model, and the others for its task, without telling that it changed."""
        self._value = model
        path = Path(model)
        is_file = path.suffix == ".pt" and path.stem not in known_models(task)
        with blocked(self._model, self._start):
            self._offer_models(task)
            self._set_file(path if is_file else None)
            self._model.setEnabled(not is_file)
            if not is_file:
                self._model.setCurrentIndex(_place(self._model, path.stem))
                self._start.setCurrentIndex(max(0, self._start.findData(path.suffix)))

    def _offer_models(self, task: Task) -> None:
        if task is self._task:
            return
        self._task = task
        self._model.clear()
        for name in known_models(task):
            self._model.addItem(_title(name), name)

    def _set_file(self, path: Path | None) -> None:
        while self._start.count() > 3:
            self._start.removeItem(3)
        if path is not None:
            self._start.addItem(path.name, str(path))
            self._start.setItemData(3, str(path), Qt.ItemDataRole.ToolTipRole)
            self._start.setCurrentIndex(3)

    def _on_chosen(self) -> None:
        start = self._start.currentData()
        if start == _CHOOSE:
            path = self._ask_file(self)
            value = str(path) if path else self._value
        elif start in (_PRETRAINED, _SCRATCH):
            value = f"{self._model.currentData()}{start}"
        else:
            value = str(start)
        before = self._value
        assert self._task is not None  # a choice was offered, so there is a task
        self.set_value(value, self._task)
        if value != before:
            self.changed.emit(value)


def _title(name: str) -> str:
    family = next(family for family in _FAMILIES if name.startswith(family))
    size = name.removeprefix(family).partition("-")[0]
    return f"{_FAMILIES[family]} {_SIZES[size]}"


def _place(box: QComboBox, name: str) -> int:
    """Return where a model stands; one of the user's own is added."""
    place = box.findData(name)
    if place < 0:
        box.addItem(name, name)
        place = box.count() - 1
    return place
