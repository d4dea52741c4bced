"""When labeling may end, as three limits of which each may be none."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.forms.form import form_rows
from desktop.qtkit.blocked import blocked
from desktop.qtkit.inputs import decimal_box, number_box
from desktop.qtkit.layouts import column
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.translation import tr
from engine.domain.project import Goal

_NONE = tr("none", "no limit")
_MAX_IMAGES, _MAX_MINUTES = 1_000_000, 100_000
_WORDS = tr(
    "The target is met when the lower end of the interval on validation reaches "
    "it. Then, or when a budget is used up, Loupe recommends the export."
)
_TIP = tr("Loupe recommends the export when it is met")


class GoalField(QWidget):
    """A target accuracy and two budgets. GUI thread only."""

    # Another goal: Goal.
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = decimal_box(0.0, 1.0, step=0.05)
        self._images = number_box(0, _MAX_IMAGES)
        self._minutes = number_box(0, _MAX_MINUTES, unit="min")
        for box in self._boxes:
            box.setSpecialValueText(_NONE)
            box.setKeyboardTracking(False)
            box.valueChanged.connect(self._on_changed)
        rows = form_rows(
            (tr("Target accuracy"), self._target),
            (tr("Labeled images"), self._images),
            (tr("Expert time"), self._minutes),
        )
        words = text_label(_WORDS, TextRole.CAPTION, wrap=True)
        self.setLayout(column(rows, words, spacing_px=8))

    @property
    def goal(self) -> Goal:
        """The goal stated; what is none ends nothing."""
        return Goal(
            target_accuracy=self._target.value() or None,
            max_labeled_images=self._images.value() or None,
            max_expert_minutes=float(self._minutes.value()) or None,
        )

    def set_goal(self, goal: Goal) -> None:
        """Show this goal."""
        with blocked(*self._boxes):
            self._target.setValue(goal.target_accuracy or 0.0)
            self._images.setValue(goal.max_labeled_images or 0)
            self._minutes.setValue(round(goal.max_expert_minutes or 0))

    def set_availability(self, availability: Availability) -> None:
        """Let a goal be stated now, or say why not."""
        for box in self._boxes:
            show_availability(box, availability, tip=_TIP)

    @property
    def _boxes(self) -> tuple[QDoubleSpinBox, QSpinBox, QSpinBox]:
        return (self._target, self._images, self._minutes)

    def _on_changed(self) -> None:
        self.changed.emit(self.goal)
