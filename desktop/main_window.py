"""The window: rail, loop strip, messages, pages and status bar."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

from desktop.actions.action import Action, Group
from desktop.actions.key_sheet import KeySheet
from desktop.actions.menus import ActionMenu
from desktop.actions.palette import OPEN_PALETTE, CommandPalette
from desktop.actions.registry import ActionRegistry
from desktop.actions.shortcuts import Shortcuts
from desktop.jobs_drawer import JobsDrawer
from desktop.notice_bar import NoticeBar, Standing
from desktop.page import Page, PageSpec, RailPlace
from desktop.page_stack import PageStack
from desktop.qtkit.icons import pixmap
from desktop.qtkit.keycap import KeyHint
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import styled
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.rail import Rail
from desktop.reporting.banner import BannerStack
from desktop.reporting.messages import Message, MessageCenter, Severity
from desktop.status_bar import StatusBar
from desktop.strip import LoopStatus, LoopStrip
from desktop.tasks.change_hub import ChangeHub
from engine.domain.changes import Changes

_MIN_SIZE_PX = (1024, 640)
_START_SIZE_PX = (1440, 900)
_ICON_PX = 64
_PALETTE_HINT = KeyHint("Ctrl+K", tr("commands"))


class MainWindow(QMainWindow):
    """Shows the pages it is given and says where the loop stands. GUI thread only."""

    # The user closed the window.
    closed = Signal()

    def __init__(
        self, *, theme: Theme, messages: MessageCenter, hub: ChangeHub, registry: ActionRegistry
    ) -> None:
        super().__init__()
        self._theme = theme
        self._registry = registry
        self._messages = messages
        self._hub = hub
        self._go_ids: tuple[str, ...] = ()
        self._shows_hints = True
        self._rail = Rail(theme)
        self._strip = LoopStrip(theme, ActionMenu(registry, self))
        self._notice = NoticeBar(self)
        self._banners = BannerStack(messages, theme, self)
        self._pages = PageStack(hub, registry)
        self._status = StatusBar()
        self._work = QWidget()
        self._jobs = JobsDrawer(self._work, theme, hub=hub, registry=registry)
        self._build()
        theme.dress(self)
        self.setWindowIcon(QIcon(pixmap("loupe", theme.tokens.accent, size_px=_ICON_PX)))
        registry.add([*self._own_actions(), *self._jobs.actions()])
        self._shortcuts = Shortcuts(registry, self)
        self._connect_signals()

    @property
    def page(self) -> Page | None:
        """The page in front."""
        return self._pages.current

    @property
    def page_id(self) -> str:
        """Its id; empty before the first."""
        return self._pages.current_id

    @property
    def wants_jobs(self) -> bool:
        """Whether the drawer of jobs was left open."""
        return self._jobs.is_wanted

    def show_pages(self, specs: Sequence[PageSpec], *, first: str) -> None:
        """Put these pages in place of those before, and open one."""
        self.set_pages(specs)
        self.open_page(first)

    def set_pages(self, specs: Sequence[PageSpec]) -> None:
        """Put these pages in place of those before; none is in front until one is opened."""
        self._registry.remove(self._go_ids)
        self._pages.set_pages(specs)
        self._rail.set_pages(specs)
        go_actions = self._go_actions(specs)
        self._go_ids = tuple(action.id for action in go_actions)
        self._registry.add(go_actions)

    def open_page(self, page_id: str) -> None:
        """Bring a page to the front."""
        self._pages.open(page_id)

    def show_jobs(self) -> None:
        """Open the drawer of jobs beside the page at hand."""
        self._jobs.open()

    def want_jobs(self, *, is_wanted: bool) -> None:
        """Have the drawer of jobs open, or not, with the next project."""
        self._jobs.want(is_wanted=is_wanted)

    def set_jobs(self, make: Callable[[], Page] | None) -> None:
        """Offer the jobs of a project in the drawer; None while no project is open."""
        self._jobs.set_maker(make)

    def make_pages(self) -> None:
        """Make the pages that were not opened yet, so that the registry knows all actions."""
        self._jobs.make()
        self._pages.make_all()

    def leave_page(self) -> None:
        """Have the page in front end what only makes sense while the user looks."""
        self._pages.leave()

    def run_action(self, action_id: str) -> None:
        """Do what an action does, or say why it cannot be done."""
        self._registry.run(action_id)

    def set_loop_status(self, status: LoopStatus | None) -> None:
        """Say where the loop stands; None while no project is open."""
        self._strip.set_status(status)
        self.setWindowTitle(_title(status))

    def set_standing(self, standing: Standing | None) -> None:
        """Say above the pages what holds for now; None = nothing special."""
        self._notice.set_standing(standing)

    def show_key_hints(self, *, is_shown: bool) -> None:
        """Show or hide the key hints of the status bar."""
        self._shows_hints = is_shown
        self._on_key_hints_changed()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._status.shutdown()
        self.leave_page()
        self.closed.emit()
        event.accept()

    def _build(self) -> None:
        self.setWindowTitle("Loupe")
        self.setMinimumSize(*_MIN_SIZE_PX)
        self.resize(QSize(*_START_SIZE_PX).boundedTo(self.screen().availableSize()))
        work = column(self._notice, self._banners, self._pages, spacing_px=0)
        work.setStretch(2, 1)
        self._work.setLayout(work)
        middle = row(self._rail, spacing_px=0)
        middle.addWidget(self._work, 1)
        whole = column(self._strip, spacing_px=0)
        whole.addLayout(middle, 1)
        whole.addWidget(self._status)
        central = styled(QWidget(), look="window")
        central.setLayout(whole)
        self.setCentralWidget(central)

    def _connect_signals(self) -> None:
        self._rail.page_requested.connect(self.open_page)
        self._strip.action_requested.connect(self._registry.run)
        self._strip.jobs_requested.connect(self.show_jobs)
        self._pages.jobs_requested.connect(self.show_jobs)
        self._rail.jobs_requested.connect(self._jobs.toggle)
        self._jobs.changed.connect(self._on_jobs_changed)
        self._registry.refused.connect(self._status.show_news)
        self._registry.changed.connect(self._on_key_hints_changed)
        self._messages.posted.connect(self._on_message_posted)
        self._messages.withdrawn.connect(self._on_message_withdrawn)
        self._hub.changed.connect(self._on_changed)
        self._pages.opened.connect(self._on_page_opened)
        self._pages.key_hints_changed.connect(self._on_key_hints_changed)
        self._pages.status_changed.connect(self._status.set_status)

    def _own_actions(self) -> Iterable[Action]:
        yield Action(
            OPEN_PALETTE, tr("Find a command"), self._find_command, Group.HELP, ("Ctrl+K",)
        )
        yield Action("window.keys", tr("Show the keys"), self._show_keys, Group.HELP, ("F1",))
        yield Action("window.quit", tr("Quit"), self._quit, Group.PROJECT, ("Ctrl+Q",))

    @functools.cached_property
    def _palette(self) -> CommandPalette:
        return CommandPalette(self._registry, self._theme, self)

    @functools.cached_property
    def _key_sheet(self) -> KeySheet:
        return KeySheet(self._registry, self)

    def _find_command(self) -> None:
        self._palette.open()

    def _show_keys(self) -> None:
        self._key_sheet.open()

    def _quit(self) -> None:
        self.close()

    def _go_actions(self, specs: Sequence[PageSpec]) -> list[Action]:
        stages = [spec for spec in specs if spec.place is RailPlace.STAGE]
        keys = {spec.id: (f"Ctrl+{number}",) for number, spec in enumerate(stages[:9], start=1)}
        return [
            Action(
                id=f"go.{spec.id}",
                text=tr("Go to {page}").format(page=spec.title),
                run=functools.partial(self.open_page, spec.id),
                group=Group.GO,
                keys=keys.get(spec.id, ()),
                icon=spec.icon,
            )
            for spec in specs
        ]

    def _on_page_opened(self, page_id: str) -> None:
        self._rail.set_current(page_id)
        self._banners.set_page(page_id)
        self._status.set_status(self._pages.status)
        self._on_key_hints_changed()

    def _on_jobs_changed(self) -> None:
        self._rail.set_jobs(is_there=self._jobs.is_available, is_open=self._jobs.is_open)

    def _on_key_hints_changed(self) -> None:
        page = self._pages.current
        hints = (*page.key_hints(), _PALETTE_HINT) if page else (_PALETTE_HINT,)
        self._status.set_hints(self._in_force(hints) if self._shows_hints else ())

    def _in_force(self, hints: Iterable[KeyHint]) -> list[KeyHint]:
        in_force = self._registry.key_in_force
        now = [replace(hint, key=in_force(hint.key, context=hint.context)) for hint in hints]
        return [hint for hint in now if hint.key]

    def _on_message_posted(self, message: Message) -> None:
        if message.severity is Severity.INFO:
            self._status.show_news(message.text)

    def _on_message_withdrawn(self, message: Message) -> None:
        self._status.withdraw_news(message.text)

    def _on_changed(self, changes: Changes) -> None:
        for notice in changes.notices:
            self._messages.info(notice)


def _title(status: LoopStatus | None) -> str:
    """Return the words of the task bar, which are all one sees of a window at the back."""
    if status is None:
        return "Loupe"
    share = "" if status.job_share is None else f"{status.job_share:.0%} - ".replace("%", " %")
    return f"{share}{status.project} - Loupe"
