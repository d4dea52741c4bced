"""What runs, within reach from every page: made when first opened, open again next time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.actions.action import AVAILABLE, Action, Availability, Group, unavailable
from desktop.actions.registry import ActionRegistry
from desktop.drawer import Drawer
from desktop.page import Page
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.tasks.change_hub import ChangeHub
from engine.domain.changes import Changed, Changes

_KEY = "Ctrl+Shift+J"


class JobsDrawer(QObject):
    """Shows the jobs of the open project over the page at hand. GUI thread only."""

    # Whether there are jobs to show, or whether they are shown, has changed.
    changed = Signal()

    def __init__(
        self, area: QWidget, theme: Theme, *, hub: ChangeHub, registry: ActionRegistry
    ) -> None:
        super().__init__(area)
        self._drawer = Drawer(area, tr("Jobs"), theme)
        self._registry = registry
        self._make: Callable[[], Page] | None = None
        self._panel: Page | None = None
        self._action_ids: tuple[str, ...] = ()
        self._is_wanted = False
        self._drawer.close_requested.connect(self.close)
        hub.changed.connect(self._on_changed)

    @property
    def is_wanted(self) -> bool:
        """Whether the person left it open, whatever project is open now."""
        return self._is_wanted

    @property
    def is_available(self) -> bool:
        """Whether a project is open whose jobs it can show."""
        return self._make is not None

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self._is_wanted and self.is_available

    def actions(self) -> tuple[Action, ...]:
        """Return what opens and closes it."""
        return (
            Action(
                "window.jobs",
                tr("Show or hide the jobs"),
                self.toggle,
                Group.VIEW,
                (_KEY,),
                availability=self._can_open,
            ),
        )

    def set_maker(self, make: Callable[[], Page] | None) -> None:
        """Know how to make the panel of a project; None = no project is open."""
        self._drop()
        self._make = make
        if self.is_open:
            self._show(takes_focus=False)
        else:
            self._drawer.shut()
        self.changed.emit()

    def want(self, *, is_wanted: bool) -> None:
        """Remember whether to be open, as at the last start."""
        self._is_wanted = is_wanted

    def make(self) -> None:
        """Make the panel, so that its actions are known."""
        if self._make is None or self._panel is not None:
            return
        self._panel = self._make()
        actions = tuple(self._panel.page_actions())
        self._action_ids = tuple(action.id for action in actions)
        self._registry.add(actions)
        self._drawer.set_content(self._panel)

    def open(self) -> None:
        """Show the jobs and go there."""
        if self.is_available:
            self._is_wanted = True
            self._show(takes_focus=True)
            self.changed.emit()

    def close(self) -> None:
        """Go back to the page."""
        self._is_wanted = False
        self._drawer.shut()
        if self._panel is not None:
            self._panel.left()
        self.changed.emit()

    def toggle(self) -> None:
        """Open or close it."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def _can_open(self) -> Availability:
        return AVAILABLE if self.is_available else unavailable(tr("No project is open."))

    def _show(self, *, takes_focus: bool) -> None:
        self.make()
        self._drawer.open(takes_focus=takes_focus)
        if self._panel is not None:
            self._panel.entered()

    def _drop(self) -> None:
        self._registry.remove(self._action_ids)
        self._action_ids = ()
        if self._panel is not None:
            self._panel.left()
        self._panel = None
        self._drawer.set_content(None)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        panel = self._panel
        if panel is None or not self.is_open or not changes.kinds & Changed.JOBS:
            return
        if not any(each is initiator for each in panel.initiators()):
            panel.refresh(changes)
