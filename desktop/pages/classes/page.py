"""The page Classes: what there is to find, and what has to be checked when that changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from typing_extensions import override

from desktop.actions.action import AVAILABLE, Action, Availability, Group, unavailable
from desktop.actions.availability import show_availability
from desktop.pages.classes.class_form import ClassCard, DivideCard, RemoveCard
from desktop.pages.classes.presenter import PAGE_ID, ClassesPresenter
from desktop.pages.classes.state import READ_ONLY, ClassesState, ClassRow
from desktop.pages.classes.task_card import TaskCard
from desktop.qtkit.cards import Card, NamedValues, page_body, side_column
from desktop.qtkit.engine_texts import said
from desktop.qtkit.layouts import column, row
from desktop.qtkit.notice import Notice, NoticeCard, NoticeTone
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.record_table import RecordTable
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.reading_page import ReadingPage
from desktop.reporting.messages import MessageCenter
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.record_table_model import Column, RecordTableModel
from engine.domain.errors import EngineError
from engine.loop.bootstrap import Project
from engine.loop.task_change import TaskChange

_SWATCH_PX = 10
_NAME_PX = 200


def _count(value: int) -> str:
    return f"{value:,}" if value else ""


_COLUMNS: tuple[Column[ClassRow], ...] = (
    Column(
        tr("Class"),
        lambda each: each.class_.name,
        lambda each: each.class_.position,
        is_number=False,
        color=lambda each: each.class_.color,
    ),
    Column(tr("Key"), lambda each: each.key, lambda each: each.class_.position, is_number=False),
    Column(
        tr("Objects"), lambda each: _count(each.counts.num_objects), lambda c: c.counts.num_objects
    ),
    Column(
        tr("Images"), lambda each: _count(each.counts.num_images), lambda c: c.counts.num_images
    ),
    Column(
        tr("Complete"),
        lambda each: _count(each.counts.num_complete),
        lambda c: c.counts.num_complete,
    ),
    Column(tr("Empty"), lambda each: _count(each.counts.num_empty), lambda c: c.counts.num_empty),
    Column(
        tr("Begun"), lambda each: _count(each.counts.num_partial), lambda c: c.counts.num_partial
    ),
    Column(
        tr("To check"),
        lambda each: _count(each.counts.num_unchecked),
        lambda c: c.counts.num_unchecked,
        tooltip=lambda _: tr("Images labeled for other classes and not yet for this one"),
    ),
)


class ClassesPage(ReadingPage):
    """Widgets only; `ClassesPresenter` decides."""

    busy_text = tr("Counting the labels")

    _presenter: ClassesPresenter

    # The user wants to look through the images that lack a class.
    recheck_requested = Signal()

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        *,
        theme: Theme,
        messages: MessageCenter,  # noqa: ARG002 - every page is made alike
        settings: Settings,  # noqa: ARG002
    ) -> None:
        super().__init__()
        self._is_read_only = project.is_read_only
        self._title = text_label("", TextRole.TITLE)
        self._caption = text_label("", TextRole.CAPTION)
        self._name = QLineEdit()
        self._add = QPushButton(tr("Add"))
        self._undo = styled(QPushButton(tr("Undo")), look="quiet")
        self._redo = styled(QPushButton(tr("Redo")), look="quiet")
        self._recheck = NoticeCard(theme)
        self._problem = NoticeCard(theme)
        self._model = RecordTableModel(_COLUMNS, key=lambda each: each.class_.id, parent=self)
        self._table = RecordTable(self._model, theme)
        self._class, self._divide, self._remove = ClassCard(), DivideCard(), RemoveCard()
        self._task = TaskCard()
        self._log = NamedValues()
        self._log_card = Card(tr("Changes"), self._log)
        self._table_states = PageStates(theme, Card(tr("Objects and images"), self._table))
        self._states = PageStates(theme, page_body(self._main(), self._side()))
        self.setLayout(column(self._states))
        self._presenter = ClassesPresenter(project, session, self)
        self._dress()
        self._connect_signals()
        self._presenter.load()

    @override
    def page_actions(self) -> Iterable[Action]:
        presenter = self._presenter
        yield Action(
            "classes.add",
            tr("Add a class"),
            self._name.setFocus,
            keys=("N",),
            page_id=PAGE_ID,
            hint=tr("add"),
            availability=self._can_write,
        )
        yield Action(
            "classes.rename",
            tr("Rename the class"),
            self._class.focus_name,
            keys=("F2",),
            page_id=PAGE_ID,
            hint=tr("rename"),
            availability=self._can_write,
        )
        for action_id, text, step, key in (
            ("move_up", tr("Move the class up"), -1, "Alt+Up"),
            ("move_down", tr("Move the class down"), 1, "Alt+Down"),
        ):
            yield Action(
                f"classes.{action_id}",
                text,
                partial(presenter.move, step),
                keys=(key,),
                page_id=PAGE_ID,
                availability=self._can_write,
            )
        yield Action(
            "classes.undo",
            tr("Undo the last change of the classes"),
            presenter.undo,
            Group.EDIT,
            ("Ctrl+Z",),
            PAGE_ID,
            availability=lambda: self._can(redo=False),
            hint=tr("undo"),
        )
        yield Action(
            "classes.redo",
            tr("Redo the change of the classes"),
            presenter.redo,
            Group.EDIT,
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            PAGE_ID,
            availability=lambda: self._can(redo=True),
        )

    @override
    def entered(self) -> None:
        self._presenter.enter()

    @override
    def left(self) -> None:
        self._presenter.leave()

    def show_state(self, state: ClassesState) -> None:
        """Show the classes and one of them closely."""
        self._states.show_content()
        self._title.setText(state.title)
        self._caption.setText(state.caption)
        self._show_table(state)
        self._show_recheck(state)
        show_availability(self._add, state.can_write, tip=tr("Images labeled so far lack it then"))
        self._name.setEnabled(state.can_write.is_enabled)
        show_availability(self._undo, state.can_undo, tip=state.undo_tip)
        show_availability(self._redo, state.can_redo, tip=state.redo_tip)
        self._task.show_settings(state.settings, state.can_write)
        self._log.set_rows(state.logged)
        self._log_card.setVisible(bool(state.logged))
        for card in (self._class, self._divide, self._remove):
            card.setVisible(state.chosen is not None)
            if state.chosen is not None:
                card.show_class(state.chosen, state.can_write)
        self.tell_key_hints()

    def show_problem(self, error: EngineError | None) -> None:
        """Say why a change was refused, or nothing of the kind."""
        notice = Notice(error.message, error.hint, NoticeTone.BAD) if error else None
        self._problem.set_notice(notice)

    def show_task_change(self, change: TaskChange) -> None:
        """Show what another task would make of the project."""
        self._task.show_change(change)

    def show_task_refused(self, error: EngineError) -> None:
        """Say why another task cannot be had."""
        self._task.show_refused(said(str(error)))

    def end_typing(self) -> None:
        """Empty the fields of new classes: the class was added."""
        self._name.clear()
        self._divide.end_typing()

    def _main(self) -> QWidget:
        title = column(self._title, self._caption, spacing_px=2)
        header = row(title, None, self._undo, self._redo, 8, self._name, self._add)
        layout = column(header, self._problem, self._recheck, self._table_states, spacing_px=12)
        layout.setStretch(3, 1)
        main = QWidget()
        main.setLayout(layout)
        return main

    def _side(self) -> QWidget:
        return side_column(self._class, self._divide, self._remove, self._task, self._log_card)

    def _dress(self) -> None:
        self._name.setPlaceholderText(tr("Name of a new class"))
        self._name.setAccessibleName(tr("Name of a new class"))
        self._name.setMaxLength(100)
        self._name.setFixedWidth(_NAME_PX)
        self._table.setIconSize(QSize(_SWATCH_PX, _SWATCH_PX))
        self._table.setAccessibleName(tr("Classes"))

    def _connect_signals(self) -> None:
        presenter = self._presenter
        self._add.clicked.connect(self._on_add)
        self._name.returnPressed.connect(self._on_add)
        self._table.chosen.connect(lambda each: presenter.choose(each.class_.id))
        self._class.rename_requested.connect(presenter.rename)
        self._class.color_requested.connect(presenter.recolor)
        self._class.move_requested.connect(presenter.move)
        self._divide.merge_requested.connect(presenter.merge)
        self._divide.split_requested.connect(presenter.split)
        self._remove.remove_requested.connect(presenter.remove)
        self._task.considered.connect(presenter.consider_task)
        self._task.wanted.connect(presenter.change_task)
        self._undo.clicked.connect(presenter.undo)
        self._redo.clicked.connect(presenter.redo)

    def _show_table(self, state: ClassesState) -> None:
        self._model.show(state.rows)
        if state.chosen is None:
            text = tr("Name what there is to find; each class gets a color and a key.")
            self._table_states.show_empty("classes", tr("No classes yet"), text)
            return
        self._table_states.show_content()
        self._model.mark(state.chosen.class_.id)

    def _show_recheck(self, state: ClassesState) -> None:
        words = state.recheck
        if words is None:
            self._recheck.set_notice(None)
            return
        ways = (Way(words.button, self.recheck_requested.emit),) if not self._is_read_only else ()
        self._recheck.set_notice(Notice(words.text, words.hint, NoticeTone.WARNING, ways))

    def _on_add(self) -> None:
        self._presenter.add(self._name.text())

    def _can_write(self) -> Availability:
        return unavailable(READ_ONLY) if self._is_read_only else AVAILABLE

    def _can(self, *, redo: bool) -> Availability:
        state = self._presenter.state
        if state is None:
            return unavailable(tr("The labels are being counted."))
        return state.can_redo if redo else state.can_undo
