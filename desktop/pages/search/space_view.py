"""What trials try besides models and image sizes: in words, to be fixed or narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from desktop.forms.recipe_words import choice_name
from desktop.forms.span_field import SpanField
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.translation import tr
from engine.domain.search_limits import (
    AUTO_OPTIMIZER,
    NO_LIMITS,
    OPTIMIZERS,
    STRENGTHS,
    SpaceLimits,
    Span,
)
from engine.domain.searches import Choice

_RATES, _USUAL_RATES = Span(0.00001, 0.1), Span(0.0001, 0.03)
_DECAYS, _USUAL_DECAYS = Span(0.00001, 0.01), Span(0.00001, 0.001)
_FIELD_PX = 248
# What is tried as the engine has it, and said.
_TOLD = (
    Choice.LAST_RATE,
    Choice.LOSS_GAINS,
    Choice.CLASS_WEIGHTS,
    Choice.FURTHER_AUGMENTATION,
)
_FREEZING = ((tr("Try both ways"), None), (tr("Never"), False), (tr("Always"), True))


class SpaceView(QWidget):
    """A row for each thing that trials choose. GUI thread only."""

    # The person fixed, narrowed or freed something: the limits as they are now.
    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._limits = NO_LIMITS
        self._optimizer, self._freezing = QComboBox(), QComboBox()
        self._rate = SpanField(tr("Learning rate"), _RATES, _USUAL_RATES, step=0.001, decimals=5)
        self._decay = SpanField(tr("Weight decay"), _DECAYS, _USUAL_DECAYS, step=0.0005, decimals=5)
        self._strength = SpanField(tr("Strength"), STRENGTHS, STRENGTHS, step=0.05, decimals=2)
        self._words = {choice: text_label("", TextRole.CAPTION, wrap=True) for choice in Choice}
        self._told = {choice: text_label(choice_name(choice)) for choice in _TOLD}
        self._fill()
        self._build()
        self._connect_signals()

    def show_words(self, words: Mapping[Choice, str]) -> None:
        """Say what trials try, as the engine understands it."""
        for choice, label in self._words.items():
            label.setText(words.get(choice, ""))
        for choice, name in self._told.items():
            name.setVisible(choice in words)
            self._words[choice].setVisible(choice in words)

    def _fill(self) -> None:
        self._optimizer.addItem(tr("Automatic: all of them"), ())
        for name in OPTIMIZERS:
            text = (
                tr("The defaults' own")
                if name == AUTO_OPTIMIZER
                else tr("{name} alone").format(name=name)
            )
            self._optimizer.addItem(text, (name,))
        for text, freezes in _FREEZING:
            self._freezing.addItem(text, freezes)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        fields = (
            (Choice.OPTIMIZER, self._optimizer),
            (Choice.LEARNING_RATE, self._rate),
            (Choice.WEIGHT_DECAY, self._decay),
            (Choice.FREEZE, self._freezing),
            (Choice.AUGMENTATION, self._strength),
        )
        for place, (choice, field) in enumerate(fields):
            label = text_label(choice_name(choice))
            label.setBuddy(field)
            field.setAccessibleName(choice_name(choice))
            field.setFixedWidth(_FIELD_PX)
            grid.addWidget(label, 2 * place, 0)
            grid.addWidget(field, 2 * place, 1)
            grid.addWidget(self._words[choice], 2 * place + 1, 1, 1, 2)
        for place, (choice, label) in enumerate(self._told.items(), start=2 * len(fields)):
            grid.addWidget(label, place, 0)
            grid.addWidget(self._words[choice], place, 1, 1, 2)

    def _connect_signals(self) -> None:
        self._optimizer.activated.connect(
            lambda: self._tell(optimizers=tuple(self._optimizer.currentData()))
        )
        self._freezing.activated.connect(
            lambda: self._tell(freezes_backbone=self._freezing.currentData())
        )
        self._rate.changed.connect(lambda span: self._tell(learning_rate=span))
        self._decay.changed.connect(lambda span: self._tell(weight_decay=span))
        self._strength.changed.connect(lambda span: self._tell(augmentation=span))

    def _tell(self, **fields: object) -> None:
        self._limits = self._with(**fields)
        self._rate.setEnabled(self._limits.optimizers != (AUTO_OPTIMIZER,))
        self.changed.emit(self._limits)

    def _with(self, **fields: object) -> SpaceLimits:
        if "optimizers" in fields:
            # The defaults' own sets its rate itself; what stands in the field comes back later.
            is_auto = fields["optimizers"] == (AUTO_OPTIMIZER,)
            fields["learning_rate"] = None if is_auto else self._rate.value
        return replace(self._limits, **fields)  # type: ignore[arg-type]  # one field at a time
