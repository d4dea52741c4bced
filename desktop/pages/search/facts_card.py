"""Facts about the images, which bound every augmentation."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.qtkit.blocked import blocked
from desktop.qtkit.cards import Card
from desktop.qtkit.texts import TextRole, text_label
from engine.domain.project import DomainFacts


class FactsCard(Card):
    """What the expert knows of the images, and what training may do to them. GUI thread only."""

    # The expert stated other facts: `DomainFacts`.
    stated = Signal(object)

    def __init__(self) -> None:
        self._color = QCheckBox("Color carries meaning")
        self._scale = QCheckBox("Scale is fixed")
        self._sides = QCheckBox("Left and right differ")
        self._up = QCheckBox("Up is always up")
        self._note = text_label("", TextRole.CAPTION, wrap=True)
        super().__init__("Facts about these images", *self._boxes, self._note)
        for box in self._boxes:
            box.toggled.connect(self._on_toggled)

    @property
    def _boxes(self) -> tuple[QCheckBox, ...]:
        return (self._color, self._scale, self._sides, self._up)

    def show_facts(self, facts: DomainFacts, *, note: str, can_edit: Availability) -> None:
        """Show what is stated, and what that lets training do."""
        with blocked(*self._boxes):
            self._color.setChecked(facts.color_matters)
            self._scale.setChecked(facts.scale_is_fixed)
            self._sides.setChecked(facts.left_right_differ)
            self._up.setChecked(facts.up_is_up)
        self._note.setText(note)
        for box in self._boxes:
            show_availability(box, can_edit, tip="No training contradicts what is stated here")

    def _on_toggled(self) -> None:
        self.stated.emit(
            DomainFacts(
                left_right_differ=self._sides.isChecked(),
                color_matters=self._color.isChecked(),
                scale_is_fixed=self._scale.isChecked(),
                up_is_up=self._up.isChecked(),
            )
        )
