"""The page Search: plan it, watch it, read what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from desktop.actions.action import Action
from desktop.actions.steering import SteeringWords, steering_actions
from desktop.forms.facts import FactsField
from desktop.forms.files import ask_weights
from desktop.pages.search.course_view import CourseView
from desktop.pages.search.plan_view import PlanView
from desktop.pages.search.presenter import PAGE_ID, SearchPresenter
from desktop.pages.search.state import CourseState, SearchState
from desktop.qtkit.cards import Card, NamedValues, page_body, side_column
from desktop.qtkit.layouts import column
from desktop.qtkit.notice import Notice, NoticeCard
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.progress_line import ProgressLine
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.reading_page import ReadingPage
from desktop.reporting.messages import MessageCenter
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from engine.loop.bootstrap import Project

_STEPS = (
    tr(
        "Trial 0 trains the defaults. Each further trial trains another recipe: "
        "optimizer, learning rates, weight decay, frozen layers, gains of the losses, "
        "strength of augmentation, and what may be chosen here."
    ),
    tr(
        "All are measured on validation at the same few epochs. Who falls behind there "
        "is stopped, so that most of the time goes to the promising ones."
    ),
    tr(
        "The best then meets the defaults in pairs on folds the search never used. "
        "Only a proven gain changes how the project trains."
    ),
)
_WORDS = SteeringWords(
    start=tr("Start the search as planned"),
    start_hint=tr("start the search"),
    start_key="Ctrl+Return",
    pause=tr("Pause the search after this rung"),
    stop=tr("Stop the search"),
    resume=tr("Resume the search"),
)


class SearchPage(ReadingPage):
    """Widgets only; `SearchPresenter` decides."""

    busy_text = tr("Reading what is labeled")

    _presenter: SearchPresenter

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        *,
        theme: Theme,
        messages: MessageCenter,
        settings: Settings,  # noqa: ARG002 - every page is made alike
    ) -> None:
        super().__init__()
        self._plan_notice, self._course_notice = NoticeCard(theme), NoticeCard(theme)
        self._plan = PlanView(self._plan_notice)
        self._course = CourseView(theme, self._course_notice)
        self._views = QStackedWidget()
        self._budget = ProgressLine()
        self._budget_note = text_label("", TextRole.CAPTION, wrap=True)
        self._budget_card = Card(tr("Budget"), self._budget, self._budget_note)
        self._facts = FactsField()
        self._space = text_label("", TextRole.CAPTION, wrap=True)
        self._space_card = Card(tr("What trials try"), self._space)
        self._after_text = text_label("", wrap=True)
        self._pairs = NamedValues()
        self._after_card = Card(tr("After the search"), self._after_text, self._pairs)
        self._steps_card = Card(
            tr("How a search goes"),
            *(text_label(text, TextRole.CAPTION, wrap=True) for text in _STEPS),
        )
        self._states = PageStates(theme, self._content())
        self.setLayout(column(self._states))
        self._presenter = SearchPresenter(project, session, self, messages=messages)
        self._connect_signals()
        self._presenter.load()

    @override
    def page_actions(self) -> Iterable[Action]:
        presenter = self._presenter
        yield from steering_actions(PAGE_ID, _WORDS, presenter)
        yield Action(
            "search.plan",
            tr("Plan another search"),
            presenter.plan,
            keys=("N",),
            page_id=PAGE_ID,
            hint=tr("plan another"),
            availability=lambda: presenter.can_plan,
        )
        yield Action(
            "search.train",
            tr("Train with the recipe of the compared trial"),
            presenter.train,
            page_id=PAGE_ID,
            availability=lambda: presenter.can_train,
        )

    def show_state(self, state: SearchState, *, is_planning: bool) -> None:
        """Show the plan of a search, or how the newest one stands."""
        if state.is_empty:
            self._states.show_empty(
                "search",
                tr("Nothing to search with yet"),
                tr("{refusal} A search compares recipes on labeled images.").format(
                    refusal=state.refusal
                ),
                Way(tr("Go to Label"), partial(self.open_page, "label")),
            )
            return
        self._states.show_content()
        self._views.setCurrentWidget(self._plan if is_planning else self._course)
        self._plan.show_plan(state.plan, can_start=self._presenter.can_start)
        self._facts.set_facts(state.facts)
        self._facts.set_availability(state.can_edit_facts)
        course = state.course
        self._budget_card.setVisible(course is not None and not is_planning)
        self._space_card.setVisible(course is not None and not is_planning)
        self._after_card.setVisible(course is not None and not is_planning)
        self._steps_card.setVisible(is_planning)
        if course is not None:
            self._show_course(course)
        self.tell_key_hints()

    def show_notice(self, notice: Notice | None) -> None:
        """Show what came of the search or stopped it, or nothing of the kind."""
        is_planning = self._views.currentWidget() is self._plan
        self._plan_notice.set_notice(notice if is_planning else None)
        self._course_notice.set_notice(None if is_planning else notice)

    def ask_weights(self) -> Path | None:
        """Ask for a weights file."""
        return ask_weights(self)

    def _content(self) -> QWidget:
        self._views.addWidget(self._plan)
        self._views.addWidget(self._course)
        side = side_column(
            self._budget_card,
            Card(tr("Facts about these images"), self._facts),
            self._steps_card,
            self._after_card,
            self._space_card,
        )
        return page_body(self._views, side)

    def _connect_signals(self) -> None:
        presenter = self._presenter
        self._plan.changed.connect(presenter.change_plan)
        self._plan.start_wanted.connect(presenter.start)
        self._plan.back_wanted.connect(presenter.leave_plan)
        self._course.pause_wanted.connect(presenter.pause)
        self._course.stop_wanted.connect(presenter.stop)
        self._course.plan_wanted.connect(presenter.plan)
        self._course.train_wanted.connect(presenter.train)
        self._course.trial_chosen.connect(presenter.choose_trial)
        self._facts.changed.connect(presenter.set_facts)

    def _show_course(self, course: CourseState) -> None:
        presenter = self._presenter
        self._course.show_course(
            course,
            can_pause=presenter.can_pause,
            can_stop=presenter.can_stop,
            can_train=presenter.can_train,
        )
        self._budget_note.setText(course.budget)
        self._space.setText(course.space)
        self._budget.setVisible(course.progress is not None)
        if course.progress is not None:
            self._budget.set_progress(course.progress)
        self._after_card.set_title(course.after.title)
        self._after_text.setText(course.after.text)
        self._pairs.set_rows(course.after.pairs)
        self._pairs.setVisible(bool(course.after.pairs))
