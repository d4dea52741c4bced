"""What can be done with the selected images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.pages.images.bulk_acts import Beginning
from desktop.qtkit.layouts import row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.words import count_text
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId
from engine.loop.bulk import Bulk


@dataclass(frozen=True, slots=True)
class SelectionAct:
    """An act of the bar: its name for good, what its button and the palette say, its key."""

    id: str
    text: str
    tip: str
    key: str
    begin: Beginning


def selection_acts(bulk: Bulk) -> tuple[SelectionAct, ...]:
    """Return what can be done with images that are selected."""
    return (
        SelectionAct(
            "confirm_empty",
            "Confirm empty",
            "Say that nothing is on them; those with labels are passed over",
            "0",
            bulk.confirm_empty,
        ),
        SelectionAct(
            "review",
            "Needs review",
            "Take back that they are complete; their labels stay",
            "R",
            bulk.mark_for_review,
        ),
        SelectionAct(
            "accept",
            "Accept suggestions",
            "Take over what the model is sure enough of; never on holdout images",
            "Shift+C",
            bulk.accept_suggestions,
        ),
        SelectionAct(
            "take_out", "Take out", "Use them no more; their labels stay", "Del", bulk.take_out
        ),
        SelectionAct(
            "bring_back", "Bring back", "Use those again that were taken out", "", bulk.bring_back
        ),
    )


class SelectionBar(QWidget):
    """Stands in the place of the title while images are selected. GUI thread only."""

    # The user wants something done with the selected images: Beginning.
    act_requested = Signal(object)
    # The user wants the labels of a class deleted there: ClassId.
    delete_requested = Signal(object)

    def __init__(self, acts: Sequence[SelectionAct], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = text_label("", TextRole.TITLE)
        self._caption = text_label("selected", TextRole.CAPTION)
        self._buttons = {act: QPushButton(act.text) for act in acts}
        self._delete = QPushButton("Delete labels")
        self._menu = QMenu(self._delete)
        self._delete.setMenu(self._menu)
        self._clear = styled(QPushButton("Clear"), look="quiet")
        # Its signal says whether the button is checked, which nobody asks here.
        self.clear_requested = self._clear.clicked
        for act, button in self._buttons.items():
            button.clicked.connect(lambda _=False, begin=act.begin: self.act_requested.emit(begin))
        parts = list(self._buttons.values())
        self.setLayout(
            row(self._count, self._caption, None, *parts[:3], self._delete, *parts[3:], self._clear)
        )

    def set_count(self, count: int) -> None:
        """Say how many images are selected."""
        self._count.setText(count_text(count, "image"))

    def set_classes(self, classes: Sequence[ObjectClass]) -> None:
        """Offer to delete the labels of these classes."""
        self._menu.clear()
        for each in classes:
            item = self._menu.addAction(each.name.replace("&", "&&"))
            item.triggered.connect(
                lambda _=False, class_id=each.id: self._on_class_chosen(class_id)
            )

    def set_availability(self, availability: Availability) -> None:
        """Let images be changed now, or say why not."""
        for act, button in self._buttons.items():
            key = f" ({act.key})" if act.key else ""
            show_availability(button, availability, tip=f"{act.tip}{key}")
        has_classes = bool(self._menu.actions())
        may_delete = availability
        if availability.is_enabled and not has_classes:
            may_delete = Availability(is_enabled=False, reason="There is no class.")
        show_availability(self._delete, may_delete, tip="Delete what is labeled of one class")

    def _on_class_chosen(self, class_id: ClassId) -> None:
        self.delete_requested.emit(class_id)
