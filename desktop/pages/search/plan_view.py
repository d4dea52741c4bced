"""The plan of a search: budget, choices, and what it will cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QScrollArea, QWidget

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.forms.form import choose_image_size, form_rows, image_size_box
from desktop.forms.model_field import ModelField
from desktop.pages.search.presenter import Plan
from desktop.pages.search.space_view import SpaceView
from desktop.pages.search.state import PlanState
from desktop.qtkit.blocked import blocked
from desktop.qtkit.cards import Card, Figures
from desktop.qtkit.engine_texts import said
from desktop.qtkit.inputs import number_box
from desktop.qtkit.layouts import column, row
from desktop.qtkit.notice import NoticeCard
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from engine.domain.project import Task
from engine.domain.recipes import model_for

_MAX_TRIALS, _MAX_MINUTES, _MAX_EPOCHS = 500, 7 * 24 * 60, 2000
_ARCHITECTURES = ("yolo11n", "yolo11s", "yolo11m", "yolo26n", "yolo26s", "yolo26m")
_SIZES = (320, 416, 512, 640, 768, 1024)
_Key = TypeVar("_Key")
_COLUMNS = 3
_FORM_PX = 300


class PlanView(QWidget):
    """Widgets of the plan; every change is told as what it does to a `Plan`. GUI thread only."""

    # The person changed the plan: a function from the plan before to the plan after.
    changed = Signal(object)
    start_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, notice: NoticeCard) -> None:
        super().__init__()
        self._start = QPushButton(tr("Start the search"))
        self._back = QPushButton(tr("Back to the last search"))
        self._trials = number_box(1, _MAX_TRIALS)
        self._minutes = number_box(0, _MAX_MINUTES, unit="min")
        self._epochs = number_box(1, _MAX_EPOCHS)
        self._imgsz = image_size_box()
        self._model = ModelField()
        self._models = {name: QCheckBox(name) for name in _ARCHITECTURES}
        self._sizes = {side_px: QCheckBox(f"{side_px} px") for side_px in _SIZES}
        self._space = SpaceView()
        self._cost = Figures(1)
        self._cost_note = text_label("", wrap=True)
        self._warning = text_label("", TextRole.WARNING, wrap=True)
        self._summary = text_label("", TextRole.CAPTION, wrap=True)
        self._build(notice)
        self._connect_signals()

    def show_plan(self, state: PlanState, *, can_start: Availability) -> None:
        """Show what a search that starts now would do and cost."""
        base = state.base
        with blocked(self._epochs, self._imgsz, *self._models.values(), *self._sizes.values()):
            if not self._epochs.hasFocus():
                self._epochs.setValue(base.epochs)
            choose_image_size(self._imgsz, base.imgsz)
            self._model.set_value(base.model, state.task)
            self._name_models(state.task)
            _tie(self._models, Path(base.model).stem)
            _tie(self._sizes, base.imgsz)
        self._cost.set_figures([state.cost])
        self._cost_note.setText(state.cost_note)
        self._warning.setText(state.warning)
        self._warning.setVisible(bool(state.warning))
        self._summary.setText(state.summary)
        self._space.show_words({choice: said(words) for choice, words in state.space})
        self._back.setVisible(state.has_last)
        show_availability(self._start, can_start, tip=tr("Start the search in the background"))

    def _name_models(self, task: Task) -> None:
        names = [model_for(task, architecture) for architecture in _ARCHITECTURES]
        self._models = dict(zip(names, self._models.values(), strict=True))
        for name, box in self._models.items():
            box.setText(name)

    def _build(self, notice: NoticeCard) -> None:
        self._trials.setValue(Plan().trials)
        self._minutes.setSpecialValueText(tr("No limit"))
        self._minutes.setSingleStep(10)
        head = row(text_label(tr("Plan a search"), TextRole.TITLE), None, self._back, self._start)
        budget = Card(
            tr("Budget, the confirmation included"),
            form_rows((tr("Trials"), self._trials), (tr("Time limit"), self._minutes)),
        )
        base = Card(
            tr("Fixed for the defaults and all trials"),
            self._model,
            form_rows((tr("Image size"), self._imgsz), (tr("Epochs"), self._epochs)),
            self._summary,
        )
        left = QWidget()
        left.setFixedWidth(_FORM_PX)
        left.setLayout(column(budget, base, None, spacing_px=16))
        right = column(
            Card(tr("What it will cost"), self._cost, self._cost_note, self._warning),
            Card(tr("Trials may also choose"), *self._choices()),
            Card(tr("What trials try"), self._space),
            None,
            spacing_px=16,
        )
        body = row(left, right, spacing_px=16)
        body.setStretch(1, 1)
        holder = styled(QWidget(), look="clear")
        holder.setLayout(column(body, None))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        self.setLayout(column(head, notice, scroll, spacing_px=16))

    def _choices(self) -> tuple[QWidget | QGridLayout, ...]:
        return (
            text_label(tr("Models"), TextRole.CAPTION),
            _grid(self._models.values()),
            text_label(tr("Image sizes"), TextRole.CAPTION),
            _grid(self._sizes.values()),
        )

    def _connect_signals(self) -> None:
        self._start.clicked.connect(self.start_wanted)
        self._back.clicked.connect(self.back_wanted)
        for name, box in (
            ("trials", self._trials),
            ("minutes", self._minutes),
            ("epochs", self._epochs),
        ):
            box.setKeyboardTracking(False)
            box.valueChanged.connect(lambda value, name=name: self._tell(**{name: value}))
        self._imgsz.activated.connect(lambda: self._tell(imgsz=self._imgsz.currentData()))
        self._space.changed.connect(lambda limits: self._tell(limits=limits))
        self._model.changed.connect(lambda model: self._tell(model=model))
        for model_box in self._models.values():
            model_box.toggled.connect(self._on_models_toggled)
        for size_box in self._sizes.values():
            size_box.toggled.connect(self._on_sizes_toggled)

    def _on_models_toggled(self) -> None:
        self._tell(more_models=frozenset(_chosen(self._models)))

    def _on_sizes_toggled(self) -> None:
        self._tell(more_sizes=frozenset(_chosen(self._sizes)))

    def _tell(self, **fields: object) -> None:
        self.changed.emit(lambda plan: replace(plan, **fields))


def _grid(boxes: Iterable[QCheckBox]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    for number, box in enumerate(boxes):
        grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
    return grid


def _chosen(boxes: Mapping[_Key, QCheckBox]) -> list[_Key]:
    return [key for key, box in boxes.items() if box.isChecked() and box.isEnabled()]


def _tie(boxes: Mapping[_Key, QCheckBox], base: _Key) -> None:
    """Show the base's own choice as taken: trials may always choose it."""
    for key, box in boxes.items():
        is_base = key == base
        if is_base or not box.isEnabled():
            box.setChecked(is_base)
        box.setEnabled(not is_base)
        box.setToolTip(tr("The defaults have it") if is_base else "")
