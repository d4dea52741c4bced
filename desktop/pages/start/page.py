"""The start page: recent projects, opening one, making a new one."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QWidget
from typing_extensions import override

from desktop.forms.files import ask_folder
from desktop.forms.folder_list import dropped_paths
from desktop.page import Page
from desktop.pages.start.presenter import Recent, StartPresenter
from desktop.pages.start.recent_list import RecentList
from desktop.qtkit.layouts import column, row
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.settings.window_state import WindowState
from engine.domain.errors import EngineError

if TYPE_CHECKING:
    from desktop.pages.start.new_project_form import NewProjectForm

_WIDTH_PX = 640
_WHAT = tr("From a folder of images to a trained, checked and exported detector, on this computer.")


class StartPage(Page):
    """What stands in the window while no project is open. GUI thread only.

    It begins empty: who starts Loupe on a project sees no more of it than that the project opens.
    """

    # The user wants to open the project in a folder.
    open_requested = Signal(object)
    # The same, without writing to it.
    read_only_requested = Signal(object)
    # The user described a new project: NewProject.
    create_requested = Signal(object)

    def __init__(self, theme: Theme, window_state: WindowState) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._presenter = StartPresenter(self, window_state)
        self._theme = theme
        self._recent = RecentList(theme)
        self._recent_title = text_label(tr("Recent projects"), TextRole.HEADING)
        self._stack = QStackedWidget()
        self._states = PageStates(theme, self._stack)
        self.setLayout(column(self._states))
        self._recent.open_requested.connect(self.open_requested)
        self._recent.forget_requested.connect(self._presenter.forget)

    def show_welcome(self) -> None:
        """Show the recent projects and the ways in."""
        self._states.show_content()
        self._stack.setCurrentWidget(self._welcome)
        self._presenter.show_recent()

    def show_new(self, sources: Sequence[Path] = ()) -> None:
        """Begin to describe a new project, with images from these folders."""
        self._states.show_content()
        self._form.begin(sources)
        self._stack.setCurrentWidget(self._form)

    def show_busy(self, doing: str) -> None:
        """Say what takes a moment."""
        self._states.show_busy(doing)

    def show_refused(self, error: EngineError, folder: Path, *, may_read_only: bool) -> None:
        """Say why a project does not open, and offer what may help."""
        ways = [Way(tr("Try again"), lambda: self.open_requested.emit(folder))]
        if may_read_only and self._presenter.may_open_read_only(error):
            ways.append(Way(tr("Open read-only"), lambda: self.read_only_requested.emit(folder)))
        ways.append(Way(tr("Back"), self.show_welcome))
        self._states.show_failed(error, *ways)

    def show_not_made(self, error: EngineError) -> None:
        """Say in the form why the project could not be made."""
        self._states.show_content()
        self._stack.setCurrentWidget(self._form)
        self._form.show_problem(error)

    def set_recent(self, recent: Sequence[Recent]) -> None:
        """Show these projects."""
        self._recent.set_recent(recent)
        self._recent.setVisible(bool(recent))
        self._recent_title.setVisible(bool(recent))

    def request_open(self, folder: Path) -> None:
        """Have a project opened."""
        self.open_requested.emit(folder)

    @override
    def left(self) -> None:
        if "_form" in vars(self):
            self._form.stop()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._presenter.take_drop(dropped_paths(event.mimeData()))
        event.acceptProposedAction()

    @functools.cached_property
    def _welcome(self) -> QWidget:
        new = styled(QPushButton(tr("New project")), look="primary")
        new.clicked.connect(lambda: self.show_new())
        opens = QPushButton(tr("Open a project…"))
        opens.clicked.connect(self._on_open_clicked)
        box = QFrame()
        box.setFixedWidth(_WIDTH_PX)
        box.setLayout(
            column(
                text_label("Loupe", TextRole.FIGURE),
                text_label(_WHAT, TextRole.CAPTION, wrap=True),
                16,
                row(new, opens, None),
                text_label(tr("Or drop a folder here."), TextRole.CAPTION),
                16,
                self._recent_title,
                self._recent,
            )
        )
        result = styled(QWidget(), look="clear")
        result.setLayout(column(64, row(None, box, None), None, margin_px=24))
        self._stack.addWidget(result)
        return result

    @functools.cached_property
    def _form(self) -> NewProjectForm:
        from desktop.pages.start.new_project_form import NewProjectForm

        form = NewProjectForm(self._theme)
        form.create_requested.connect(self.create_requested)
        form.left.connect(self.show_welcome)
        self._stack.addWidget(form)
        return form

    def _on_open_clicked(self) -> None:
        folder = ask_folder(self, tr("Open a project"))
        if folder is not None:
            self.open_requested.emit(folder)
