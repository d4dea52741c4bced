"""The facts an expert states about the images, as check boxes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.qtkit.blocked import blocked
from desktop.qtkit.engine_texts import said
from desktop.qtkit.layouts import column
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.translation import tr
from engine.domain.project import DomainFacts
from engine.loop.projects import what_facts_allow

_TEXTS = {
    "left_right_differ": tr("Left and right differ"),
    "color_matters": tr("Color carries the meaning"),
    "scale_is_fixed": tr("Scale is fixed, as by a microscope"),
    "up_is_up": tr("Up is always up"),
}
_TIP = tr("No training contradicts what is stated here")


class FactsField(QWidget):
    """Four facts, and in words what they let a training do to the images. GUI thread only."""

    # Another set of facts: DomainFacts.
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes = {name: QCheckBox(text) for name, text in _TEXTS.items()}
        self._words = text_label("", TextRole.CAPTION, wrap=True)
        for box in self._boxes.values():
            box.toggled.connect(self._on_toggled)
        self.setLayout(column(*self._boxes.values(), 4, self._words, spacing_px=8))
        self._describe()

    @property
    def facts(self) -> DomainFacts:
        """The facts stated."""
        return DomainFacts(**{name: box.isChecked() for name, box in self._boxes.items()})

    def set_facts(self, facts: DomainFacts) -> None:
        """Show these facts."""
        for name, box in self._boxes.items():
            with blocked(box):
                box.setChecked(bool(getattr(facts, name)))
        self._describe()

    def set_availability(self, availability: Availability) -> None:
        """Let facts be stated now, or say why not."""
        for box in self._boxes.values():
            show_availability(box, availability, tip=_TIP)

    def _on_toggled(self) -> None:
        self._describe()
        self.changed.emit(self.facts)

    def _describe(self) -> None:
        self._words.setText(
            tr("Training may use: {allowed}.").format(
                allowed="; ".join(map(said, what_facts_allow(self.facts)))
            )
        )
