"""The card of the holdout: proposed and adjustable first, then shown as it was drawn."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSpinBox, QWidget

from desktop.pages.images.overview import Overview
from desktop.qtkit.blocked import blocked
from desktop.qtkit.cards import Card, NamedValue, NamedValues
from desktop.qtkit.inputs import number_box
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.translation import tr
from engine.domain.project import HoldoutPlan
from engine.loop.holdout import HoldoutProposal
from engine.loop.pool import PoolCounts

_TYPING_MS = 400
_SHARE_PX = 66
_MOST_PX = 74
_MAX_SHARE = 50
_MAX_IMAGES = 9_999
_WHY = tr(
    "Drawn at random, whole groups at a time, and labeled without suggestions. "
    "These images only measure; no strategy asks for them."
)
_WHEN_FROZEN = tr("Frozen with the first questions at the latest; from then on it stays as it is.")


class HoldoutCard(Card):
    """The proposal, adjustable, until the holdout is frozen; then what was drawn. GUI thread."""

    # The user wants other rates: HoldoutPlan.
    plan_changed = Signal(object)
    # The user wants it drawn now.
    freeze_requested = Signal()

    def __init__(self) -> None:
        self._proposal, self._frozen = QWidget(), NamedValues()
        why = text_label(_WHY, TextRole.CAPTION, wrap=True)
        super().__init__(tr("Holdout"), self._proposal, self._frozen, why)
        self._plan = HoldoutPlan()
        self._test_share, self._max_test = _fields(tr("Test"))
        self._val_share, self._max_val = _fields(tr("Validation"))
        self._num_test = text_label("", TextRole.STRONG)
        self._num_val = text_label("", TextRole.STRONG)
        self._rest = text_label("", TextRole.CAPTION, wrap=True)
        self._freeze = QPushButton(tr("Freeze now"))
        # Each step of a number field would ask for another proposal.
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._connect_signals()

    def show_holdout(self, overview: Overview, *, why_not: str = "") -> None:
        """Show the proposal, or what was drawn; `why_not` says why nothing may change."""
        self._proposal.setVisible(not overview.is_frozen)
        self._frozen.setVisible(overview.is_frozen)
        self.set_title(tr("Holdout, frozen") if overview.is_frozen else tr("Holdout, proposed"))
        if overview.is_frozen:
            self._frozen.set_rows(_drawn_rows(overview.counts))
            return
        if not self._typing.isActive():
            self._show_plan(overview.plan)
        refusal = why_not or ("" if overview.counts.num_images else tr("Add images first."))
        for field in self._numbers:
            field.setEnabled(not why_not)
        self._freeze.setEnabled(not refusal)
        self._freeze.setToolTip(refusal)

    def show_proposal(self, proposal: HoldoutProposal) -> None:
        """Show what a freeze would draw."""
        self._num_test.setText(f"{proposal.num_test:,}")
        self._num_val.setText(f"{proposal.num_val:,}")
        groups = tr("%n group(s)", "", proposal.num_groups)
        self._rest.setText(
            tr("%n image(s) left in the pool; {groups}.", "", proposal.num_pool).format(
                groups=groups
            )
        )

    @property
    def _numbers(self) -> tuple[QSpinBox, ...]:
        return (self._test_share, self._max_test, self._val_share, self._max_val)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for place, title in enumerate(("", tr("share"), tr("at most"), tr("images"))):
            grid.addWidget(text_label(title, TextRole.CAPTION), 0, place)
        rows = (
            (tr("Test"), self._test_share, self._max_test, self._num_test),
            (tr("Validation"), self._val_share, self._max_val, self._num_val),
        )
        for line, (title, *fields) in enumerate(rows, start=1):
            for place, widget in enumerate((text_label(title), *fields)):
                grid.addWidget(widget, line, place)
        grid.setColumnStretch(3, 1)
        caption = text_label(_WHEN_FROZEN, TextRole.CAPTION, wrap=True)
        self._proposal.setLayout(column(grid, self._rest, row(self._freeze, None), caption))

    def _connect_signals(self) -> None:
        self._freeze.clicked.connect(self.freeze_requested)
        for field in self._numbers:
            field.valueChanged.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(self._on_typed)

    def _show_plan(self, plan: HoldoutPlan) -> None:
        self._plan = plan
        with blocked(*self._numbers):
            self._test_share.setValue(round(100 * plan.test_share))
            self._val_share.setValue(round(100 * plan.val_share))
            self._max_test.setValue(plan.max_test)
            self._max_val.setValue(plan.max_val)

    def _on_typed(self) -> None:
        plan = replace(
            self._plan,
            test_share=self._test_share.value() / 100,
            val_share=self._val_share.value() / 100,
            max_test=self._max_test.value(),
            max_val=self._max_val.value(),
        )
        if plan != self._plan:
            self._plan = plan
            self.plan_changed.emit(plan)


def _fields(title: str) -> tuple[QSpinBox, QSpinBox]:
    share, most = number_box(0, _MAX_SHARE, unit="%"), number_box(0, _MAX_IMAGES)
    share.setFixedWidth(_SHARE_PX)
    most.setFixedWidth(_MOST_PX)
    share.setAccessibleName(tr("{title}: share in percent").format(title=title))
    most.setAccessibleName(tr("{title}: at most so many images").format(title=title))
    return share, most


def _drawn_rows(counts: PoolCounts) -> list[NamedValue]:
    drawn = (
        (tr("Test"), counts.num_test_labeled, counts.num_test),
        (tr("Validation"), counts.num_val_labeled, counts.num_val),
        (tr("Pool"), counts.num_pool_labeled, counts.num_pool),
    )
    return [
        NamedValue(name, tr("{done:,} of {num:,} labeled").format(done=done, num=num))
        for name, done, num in drawn
    ]
