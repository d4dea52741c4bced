"""What can be done with the selected images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.pages.images.bulk_acts import Beginning
from desktop.qtkit.layouts import row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from engine.domain.classes import ObjectClass
from engine.loop.bulk import Bulk

# The others are in the menu: the bar has to fit beside the cards in the smallest window.
_ON_THE_BAR = ("confirm_empty", "take_out")


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
            tr("Confirm empty"),
            tr("Say that nothing is on them; those with labels are passed over"),
            "0",
            bulk.confirm_empty,
        ),
        SelectionAct(
            "review",
            tr("Needs review"),
            tr("Take back that they are complete; their labels stay"),
            "R",
            bulk.mark_for_review,
        ),
        SelectionAct(
            "accept",
            tr("Accept suggestions"),
            tr("Take over what reaches its class's threshold (Progress); never on holdout images"),
            "Shift+C",
            bulk.accept_suggestions,
        ),
        SelectionAct(
            "take_out",
            tr("Take out"),
            tr("Use them no more; their labels stay"),
            "Del",
            bulk.take_out,
        ),
        SelectionAct(
            "bring_back",
            tr("Bring back"),
            tr("Use those again that were taken out"),
            "",
            bulk.bring_back,
        ),
    )


class SelectionBar(QWidget):
    """Stands in the place of the title while images are selected. GUI thread only."""

    # The user wants something done with the selected images: Beginning.
    act_requested = Signal(object)
    # The user wants the labels of a class deleted there: ClassId.
    delete_requested = Signal(object)
    # The user wants the selected images in another group.
    move_requested = Signal()
    # The user wants none selected.
    clear_requested = Signal()

    def __init__(self, acts: Sequence[SelectionAct], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acts = {act.id: act for act in acts}
        self._classes: tuple[ObjectClass, ...] | None = None
        self._count = text_label("", TextRole.TITLE)
        self._buttons = [self._button(self._acts[act_id]) for act_id in _ON_THE_BAR]
        self._more = QPushButton(tr("More"))
        self._menu = QMenu(self._more)
        self._menu.setToolTipsVisible(True)
        rest = (act for act in acts if act.id not in _ON_THE_BAR)
        self._items = [self._item(act) for act in rest]
        # Made by name, Qt may delete them under Python's hands.
        self._move = QAction(tr("Move to group…"), self._menu)
        self._menu.addAction(self._move)
        self._move.triggered.connect(self.move_requested)
        self._delete = QMenu(tr("Delete labels of"), self._menu)
        self._menu.addMenu(self._delete)
        self._more.setMenu(self._menu)
        clear = styled(QPushButton(tr("Clear")), look="quiet")
        clear.clicked.connect(self.clear_requested)
        self.setLayout(row(self._count, None, *self._buttons, self._more, clear))

    def set_count(self, count: int) -> None:
        """Say how many images are selected."""
        self._count.setText(tr("{count:,} selected").format(count=count))

    def set_classes(self, classes: Sequence[ObjectClass]) -> None:
        """Offer to delete the labels of these classes; a menu that is open stays as it is."""
        if tuple(classes) == self._classes:
            return
        self._classes = tuple(classes)
        self._delete.clear()
        self._delete.setEnabled(bool(classes))
        for each in classes:
            item = self._delete.addAction(each.name.replace("&", "&&"))
            item.triggered.connect(lambda _=False, id_=each.id: self.delete_requested.emit(id_))

    def set_availability(self, availability: Availability) -> None:
        """Let images be changed now, or say why not."""
        for act_id, button in zip(_ON_THE_BAR, self._buttons, strict=True):
            show_availability(button, availability, tip=_tip(self._acts[act_id]))
        show_availability(self._more, availability, tip=tr("More to do with them"))

    def set_movable(self, availability: Availability) -> None:
        """Let images be moved to another group, or say why not."""
        self._move.setEnabled(availability.is_enabled)
        self._move.setToolTip(availability.reason or tr("Put them where no split divides them (G)"))

    def _button(self, act: SelectionAct) -> QPushButton:
        button = QPushButton(act.text)
        button.clicked.connect(lambda: self.act_requested.emit(act.begin))
        return button

    def _item(self, act: SelectionAct) -> QAction:
        item = QAction(act.text, self._menu)
        self._menu.addAction(item)
        item.setToolTip(_tip(act))
        item.triggered.connect(lambda: self.act_requested.emit(act.begin))
        return item


def _tip(act: SelectionAct) -> str:
    return f"{act.tip} ({act.key})" if act.key else act.tip
