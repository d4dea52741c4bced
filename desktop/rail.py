"""The left rail: the stages of the loop as buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from desktop.page import PageSpec, RailPlace
from desktop.qtkit.icons import icon
from desktop.qtkit.layouts import column
from desktop.qtkit.texts import styled
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

_WIDTH_PX = 76
_BUTTON_HEIGHT_PX = 58


class Rail(QFrame):
    """Stages on top, jobs and settings at the bottom; the page in front is marked.

    The button of the jobs opens a drawer, not a page, and is pressed while that is open.
    """

    # The user wants to see a page: its id.
    page_requested = Signal(str)
    # The user wants the drawer of jobs opened or closed.
    jobs_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="rail")
        self.setFixedWidth(_WIDTH_PX)
        self._theme = theme
        self._buttons: dict[str, QToolButton] = {}
        self._specs: tuple[PageSpec, ...] = ()
        self._group = QButtonGroup(self)
        self._stages = column(spacing_px=0)
        self._bottom = column(spacing_px=0)
        self._jobs = self._new_button(tr("Jobs"))
        self._jobs.clicked.connect(self.jobs_requested)
        self._jobs.hide()
        layout = column(8, self._stages, None, self._jobs, self._bottom, 8, spacing_px=0)
        layout.setContentsMargins(0, 0, 1, 0)
        self.setLayout(layout)
        theme.changed.connect(self._tint)
        self._tint()

    @property
    def page_ids(self) -> tuple[str, ...]:
        """The pages that have a button, from above."""
        return tuple(self._buttons)

    def set_pages(self, specs: Sequence[PageSpec]) -> None:
        """Show buttons for these pages."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()
        self._specs = tuple(spec for spec in specs if spec.place is not RailPlace.NONE)
        for spec in self._specs:
            self._layout_of(spec).addWidget(self._button(spec))
        self._tint()
        self._make_room()

    def set_current(self, page_id: str) -> None:
        """Mark the page in front; a page without a button leaves all unmarked."""
        self._group.setExclusive(False)
        for button_id, button in self._buttons.items():
            button.setChecked(button_id == page_id)
        self._group.setExclusive(True)

    def set_jobs(self, *, is_there: bool, is_open: bool) -> None:
        """Offer the drawer of jobs, and say whether it is open."""
        self._jobs.setVisible(is_there)
        self._jobs.setChecked(is_open)

    def _layout_of(self, spec: PageSpec) -> QVBoxLayout:
        return self._stages if spec.place is RailPlace.STAGE else self._bottom

    def _button(self, spec: PageSpec) -> QToolButton:
        button = self._new_button(spec.title)
        button.clicked.connect(lambda: self.page_requested.emit(spec.id))
        self._group.addButton(button)
        self._buttons[spec.id] = button
        return button

    def _new_button(self, title: str) -> QToolButton:
        button = styled(QToolButton(), look="rail")
        button.setText(title)
        button.setAccessibleName(title)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(_WIDTH_PX - 1, _BUTTON_HEIGHT_PX)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _make_room(self) -> None:
        """Widen for the longest title, which German may have."""
        buttons = (*self._buttons.values(), self._jobs)
        for button in buttons:
            button.ensurePolished()
        width_px = max(_WIDTH_PX - 1, *(button.sizeHint().width() for button in buttons))
        for button in buttons:
            button.setFixedWidth(width_px)
        self.setFixedWidth(width_px + 1)

    def _tint(self) -> None:
        for spec in self._specs:
            self._buttons[spec.id].setIcon(icon(spec.icon, self._theme.tokens))
        self._jobs.setIcon(icon("jobs", self._theme.tokens))
