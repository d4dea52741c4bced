"""How to train, to be read and to be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.forms.form import choose_image_size, form_rows, image_size_box
from desktop.forms.model_field import ModelField
from desktop.qtkit.blocked import blocked
from desktop.qtkit.cards import NamedValue, NamedValues
from desktop.qtkit.inputs import number_box
from desktop.qtkit.layouts import column, hairline
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from engine.domain.project import Task
from engine.domain.recipes import Recipe

_MAX_EPOCHS = 2000
_MAX_BATCH = 512
_MAX_SEED = 9999
_MORE, _LESS = tr("All values"), tr("Fewer values")


class RecipeForm(QWidget):
    """What a person decides of a training; all else is shown on demand. GUI thread only."""

    # A field of `TrainingWish` was chosen: its name and value.
    wished = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._note = text_label("", TextRole.CAPTION, wrap=True)
        self._model = ModelField()
        self._imgsz = image_size_box()
        self._epochs = number_box(1, _MAX_EPOCHS)
        self._batch = number_box(1, _MAX_BATCH)
        self._seed = number_box(0, _MAX_SEED)
        self._values = NamedValues()
        self._expert = QWidget()
        self._more = styled(QPushButton(_MORE), look="quiet")
        self._more.setCheckable(True)
        self._build()
        self._connect_signals()

    def show_recipe(
        self, recipe: Recipe, *, task: Task, note: str, values: Sequence[NamedValue]
    ) -> None:
        """Show how a training that starts now would train."""
        self._note.setText(note)
        self._values.set_rows(values)
        with blocked(self._imgsz, self._epochs, self._batch):
            self._model.set_value(recipe.model, task)
            choose_image_size(self._imgsz, recipe.imgsz)
            # A number that is being typed is the user's until it is done.
            if not self._epochs.hasFocus():
                self._epochs.setValue(recipe.epochs)
            if not self._batch.hasFocus():
                self._batch.setValue(recipe.batch)

    def _build(self) -> None:
        fields = form_rows(
            (tr("Image size"), self._imgsz),
            (tr("Epochs"), self._epochs),
            (tr("Images a step"), self._batch),
        )
        seed = form_rows((tr("Seed"), self._seed))
        self._expert.setLayout(column(hairline(), seed, self._values, spacing_px=12))
        self._expert.hide()
        self.setLayout(column(self._note, self._model, fields, self._more, self._expert))

    def _connect_signals(self) -> None:
        self._model.changed.connect(lambda model: self.wished.emit("model", model))
        self._imgsz.activated.connect(lambda: self.wished.emit("imgsz", self._imgsz.currentData()))
        for name, box in (("epochs", self._epochs), ("batch", self._batch), ("seed", self._seed)):
            # Typing tells once, at its end, and not at each figure.
            box.setKeyboardTracking(False)
            box.valueChanged.connect(lambda value, name=name: self.wished.emit(name, value))
        self._more.toggled.connect(self._on_more_toggled)

    def _on_more_toggled(self, is_shown: bool) -> None:  # noqa: FBT001 - as Qt calls it
        self._expert.setVisible(is_shown)
        self._more.setText(_LESS if is_shown else _MORE)
