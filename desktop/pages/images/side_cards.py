"""The cards beside the grid: holdout, classes, and what was kept out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.pages.images.overview import Overview
from desktop.qtkit.blocked import blocked
from desktop.qtkit.inputs import number_box
from desktop.qtkit.layouts import Part, column, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.words import count_text
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId
from engine.domain.images import RejectedFile
from engine.domain.project import HoldoutPlan
from engine.loop.holdout import HoldoutProposal
from engine.loop.pool import PoolCounts

_LIST_HEIGHT_PX = 132
_SWATCH_PX = 10
_TYPING_MS = 400
_WHY_HOLDOUT = (
    "Drawn at random, whole groups at a time, and labeled without suggestions. These images only "
    "measure; no strategy asks for them."
)
_WHEN_FROZEN = "Frozen with the first questions at the latest; from then on it stays as it is."


class HoldoutCard(QFrame):
    """The proposal, adjustable, until the holdout is frozen; then what was drawn."""

    # The user wants other rates: HoldoutPlan.
    plan_changed = Signal(object)
    # The user wants it drawn now.
    freeze_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="card")
        self._plan = HoldoutPlan()
        self._test_share, self._val_share = number_box(0, 50, unit="%"), number_box(0, 50, unit="%")
        self._max_test, self._max_val = number_box(0, 100_000), number_box(0, 100_000)
        self._num_test, self._num_val = text_label(), text_label()
        self._pool = text_label("", TextRole.CAPTION, wrap=True)
        self._freeze = QPushButton("Freeze now")
        self._proposal = self._make_proposal()
        self._frozen = text_label("", wrap=True)
        # Every step of a number field asks for another proposal.
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()

    def show_holdout(self, overview: Overview, *, why_not: str = "") -> None:
        """Show the proposal, or what was drawn; `why_not` says why nothing may change."""
        self._plan = overview.plan
        self._proposal.setVisible(overview.proposal is not None)
        self._frozen.setVisible(overview.proposal is None)
        if overview.proposal is None:
            self._frozen.setText(_frozen_text(overview.counts))
            return
        self._show_plan(overview.plan)
        self._show_proposal(overview.proposal)
        has_images = overview.counts.num_images > 0
        for field in self._fields:
            field.setEnabled(not why_not)
        self._freeze.setEnabled(has_images and not why_not)
        self._freeze.setToolTip(why_not or ("" if has_images else "Add images first."))

    @property
    def _fields(self) -> tuple[QSpinBox, ...]:
        return (self._test_share, self._max_test, self._val_share, self._max_val)

    def _make_proposal(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for place, title in enumerate(("", "share", "at most", "drawn")):
            grid.addWidget(text_label(title, TextRole.CAPTION), 0, place)
        rows = (
            ("Test", self._test_share, self._max_test, self._num_test),
            ("Validation", self._val_share, self._max_val, self._num_val),
        )
        for line, (title, share, most, drawn) in enumerate(rows, start=1):
            share.setAccessibleName(f"{title}, share in percent")
            most.setAccessibleName(f"{title}, at most")
            styled(drawn, role=TextRole.STRONG)
            for place, widget in enumerate((text_label(title), share, most, drawn)):
                grid.addWidget(widget, line, place)
        grid.setColumnStretch(3, 1)
        result = QWidget()
        caption = text_label(_WHEN_FROZEN, TextRole.CAPTION, wrap=True)
        result.setLayout(column(grid, self._pool, row(self._freeze, None), caption))
        return result

    def _build(self) -> None:
        self.setLayout(
            _card(
                "Holdout",
                self._proposal,
                self._frozen,
                text_label(_WHY_HOLDOUT, TextRole.CAPTION, wrap=True),
            )
        )
        self._freeze.clicked.connect(self.freeze_requested)
        for field in self._fields:
            field.valueChanged.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(self._on_edited)

    def _show_plan(self, plan: HoldoutPlan) -> None:
        with blocked(*self._fields):
            self._test_share.setValue(round(100 * plan.test_share))
            self._val_share.setValue(round(100 * plan.val_share))
            self._max_test.setValue(plan.max_test)
            self._max_val.setValue(plan.max_val)

    def _show_proposal(self, proposal: HoldoutProposal) -> None:
        self._num_test.setText(f"{proposal.num_test:,}")
        self._num_val.setText(f"{proposal.num_val:,}")
        groups = count_text(proposal.num_groups, "group")
        self._pool.setText(f"{count_text(proposal.num_pool, 'image')} stay in the pool; {groups}.")

    def _on_edited(self) -> None:
        plan = replace(
            self._plan,
            test_share=self._test_share.value() / 100,
            val_share=self._val_share.value() / 100,
            max_test=self._max_test.value(),
            max_val=self._max_val.value(),
        )
        if plan != self._plan:
            self.plan_changed.emit(plan)


class ClassesCard(QFrame):
    """The classes with their counts, and a field for one more."""

    # The user wants another class: its name.
    class_added = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="card")
        self._rows = column(spacing_px=4)
        self._none = text_label("Say what there is to find.", TextRole.CAPTION)
        self._name = QLineEdit()
        self._name.setPlaceholderText("Add a class")
        self._name.setAccessibleName("Name of a new class")
        self._name.returnPressed.connect(self._on_entered)
        self.setLayout(_card("Classes", self._rows, self._none, self._name))

    def show_classes(
        self, classes: Sequence[ObjectClass], counts: Mapping[ClassId, int], *, why_not: str = ""
    ) -> None:
        """Show these classes; `why_not` says why none can be added."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for class_ in classes:
            self._rows.addWidget(_class_row(class_, counts.get(class_.id, 0)))
        self._none.setVisible(not classes)
        self._name.setEnabled(not why_not)
        self._name.setToolTip(why_not)

    def focus_name(self) -> None:
        """Let the user type a class."""
        self._name.setFocus()

    def _on_entered(self) -> None:
        name = self._name.text().strip()
        if name:
            self._name.clear()
            self.class_added.emit(name)


class KeptOutCard(QFrame):
    """The files that are not in the project, each with its reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="card")
        self._title = text_label("", TextRole.HEADING)
        self._list = QPlainTextEdit()
        self._list.setReadOnly(True)
        self._list.setFixedHeight(_LIST_HEIGHT_PX)
        self._list.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._list.setAccessibleName("Files kept out, with reasons")
        self.setLayout(column(self._title, self._list, spacing_px=12, margin_px=16))
        self.hide()

    def show_files(self, files: Sequence[RejectedFile]) -> None:
        """Show these files; the card hides where there are none."""
        self.setVisible(bool(files))
        self._title.setText(f"Kept out, {count_text(len(files), 'file')}")
        text = "\n".join(f"{file.path.name}: {file.reason}" for file in files)
        if text != self._list.toPlainText():
            self._list.setPlainText(text)


def _card(title: str, *parts: Part) -> QVBoxLayout:
    return column(text_label(title, TextRole.HEADING), *parts, spacing_px=10, margin_px=16)


def _class_row(class_: ObjectClass, count: int) -> QWidget:
    swatch = QPixmap(_SWATCH_PX, _SWATCH_PX)
    swatch.fill(QColor(class_.color))
    mark = QLabel()
    mark.setPixmap(swatch)
    line = row(mark, ElidedLabel(class_.name), text_label(f"{count:,}", TextRole.CAPTION))
    line.setStretch(1, 1)
    result = QWidget()
    result.setLayout(line)
    return result


def _frozen_text(counts: PoolCounts) -> str:
    return (
        f"Test: {count_text(counts.num_test, 'image')}, {counts.num_test_labeled:,} labeled\n"
        f"Validation: {count_text(counts.num_val, 'image')}, {counts.num_val_labeled:,} labeled\n"
        f"Pool: {count_text(counts.num_pool, 'image')}, {counts.num_pool_labeled:,} labeled"
    )
