"""Decides what the page Search shows and does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from desktop.actions.action import Availability, unavailable
from desktop.forms.recipe_words import carried_words
from desktop.forms.start_weights import StartWeights
from desktop.pages.search.state import Course, SearchReading, SearchState, search_state
from desktop.qtkit.notice import Notice, NoticeTone
from desktop.qtkit.page_states import Way
from desktop.qtkit.translation import tr
from desktop.reading_page import ReadingView
from desktop.reporting.messages import MessageCenter
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.reading import Reading
from desktop.tasks.steering import Steering
from engine.domain.changes import Changed, Changes
from engine.domain.jobs import JobState, Verdict
from engine.domain.project import DomainFacts
from engine.domain.search_limits import NO_LIMITS, SpaceLimits
from engine.domain.searches import SearchOutcome, SearchVerdict
from engine.loop.bootstrap import Project
from engine.loop.searches import SearchWish
from engine.loop.training import TrainingWish

PAGE_ID = "search"
# What a running search does not change.
_SLOW = (
    Changed.PROJECT | Changed.LABELS | Changed.SPLITS | Changed.CLASSES | Changed.IMAGES
    | Changed.VERSIONS
)  # fmt: skip
_NOT_READ = unavailable(tr("The project is being read."))
_ENDED = {
    JobState.FAILED: (tr("The search failed."), NoticeTone.BAD),
    JobState.PAUSED: (tr("The search is paused; no finished epoch is lost."), NoticeTone.PLAIN),
    JobState.CANCELLED: (tr("The search was stopped."), NoticeTone.PLAIN),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person wants of the next search.

    Attributes:
        model: What all trials start from; None = the project's default.
        more_models: Models that trials may choose too, by name ("yolo11s-seg").
        more_sizes: Image sizes in pixels that trials may choose too.
        minutes: The limit; 0 = none.
        limits: What is fixed or narrowed of what else trials try.
    """

    trials: int = 20
    minutes: int = 0
    epochs: int | None = None
    imgsz: int | None = None
    model: str | None = None
    more_models: frozenset[str] = frozenset()
    more_sizes: frozenset[int] = frozenset()
    limits: SpaceLimits = NO_LIMITS

    def wish(self, base_model: str) -> SearchWish:
        """Return the plan as the engine takes it; more models start as the base does."""
        suffix = ".yaml" if base_model.endswith(".yaml") else ".pt"
        return SearchWish(
            trials=self.trials,
            minutes=float(self.minutes) if self.minutes else None,
            training=TrainingWish(model=self.model, imgsz=self.imgsz, epochs=self.epochs),
            models=tuple(f"{name}{suffix}" for name in sorted(self.more_models)),
            imgszs=tuple(sorted(self.more_sizes)),
            limits=self.limits,
        )


class SearchView(ReadingView, Protocol):
    """What the presenter asks of the page."""

    def show_state(self, state: SearchState, *, is_planning: bool) -> None:
        """Show the plan of a search, or how the newest one stands."""

    def show_notice(self, notice: Notice | None) -> None:
        """Show what came of the search or stopped it, or nothing of the kind."""

    def ask_weights(self) -> Path | None:
        """Ask for a weights file."""


class SearchPresenter:
    """Plans, starts, pauses, stops and resumes searches and tells of them. GUI thread only."""

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        view: SearchView,
        *,
        messages: MessageCenter,
    ) -> None:
        self._project = project
        self._session = session
        self._view = view
        self._plan = Plan()
        self._last: SearchReading | None = None
        # The last reading while its slow part still holds.
        self._known: SearchReading | None = None
        self._state: SearchState | None = None
        self._is_plan_wanted = False
        self._chosen_trial: int | None = None
        self._reading = Reading(
            session.thread.run, self._read, then=self._on_read, failed=view.show_failed
        )
        self._steering = Steering(
            session.thread,
            project.background,
            messages,
            key=PAGE_ID,
            page_id=PAGE_ID,
            initiator=self,
            done=self._read_all,
        )
        self._weights = StartWeights(
            session.pool,
            ask_file=view.ask_weights,
            chosen=self._start_with,
            changed=self._show,
            failed=self._steering.refuse,
        )

    @property
    def can_start(self) -> Availability:
        """Whether a search can start now."""
        if self._weights.is_checking:
            return unavailable(tr("It is starting."))
        return self._state.plan.can_start if self._state else _NOT_READ

    @property
    def can_pause(self) -> Availability:
        """Whether the search can be paused now."""
        return self._of_course(lambda state: state.can_pause)

    @property
    def can_stop(self) -> Availability:
        """Whether the search can be stopped now."""
        return self._of_course(lambda state: state.can_stop)

    @property
    def can_train(self) -> Availability:
        """Whether the compared trial's recipe can train a version now."""
        return self._of_course(lambda state: state.can_train)

    @property
    def can_resume(self) -> Availability:
        """Whether the newest search can go on now."""
        return self._state.can_resume if self._state else _NOT_READ

    @property
    def can_plan(self) -> Availability:
        """Whether there is another search to leave for a plan."""
        if self._is_plan_wanted or self._state is None or self._state.course is None:
            return unavailable(tr("The plan is shown already."))
        return self.can_start

    def load(self) -> None:
        """Read for the first time."""
        self._view.show_busy()
        self._reading.again()

    def refresh(self, changes: Changes) -> None:
        """Read anew what changed elsewhere."""
        if changes.kinds & _SLOW:
            self._known = None
        if changes.kinds & (_SLOW | Changed.JOBS | Changed.SEARCHES):
            self._reading.again()

    def change_plan(self, change: Callable[[Plan], Plan]) -> None:
        """Take what the person wants of the next search."""
        self._plan = change(self._plan)
        self._weights.forget()
        self._read_all()

    def set_facts(self, facts: DomainFacts) -> None:
        """State facts about the images; they bound every training from now on."""
        self._session.thread.run(
            lambda: self._project.file.set_facts(facts),
            then=lambda _: self._read_all(),
            failed=self._steering.refuse,
            initiator=self,
        )

    def plan(self) -> None:
        """Go to the plan of the next search."""
        self._is_plan_wanted = True
        self._show()

    def leave_plan(self) -> None:
        """Go back to the newest search."""
        self._is_plan_wanted = False
        self._weights.forget()
        self._show()

    def choose_trial(self, number: int | None) -> None:
        """Compare a trial with the defaults; None = the best."""
        self._chosen_trial = number
        self._derive()

    def train(self) -> None:
        """Train a version with the recipe of the compared trial; what the project uses stays."""
        course = self._state.course if self._state else None
        if course is None or course.compared is None or not self.can_train.is_enabled:
            return
        wish, project = TrainingWish(recipe=course.compared.recipe), self._project
        self._steering.run_with(
            self._session.pool,
            project.training.material,
            lambda material: project.rounds.train(wish, material=material),
            then=self._open_train,
        )

    def start(self) -> None:
        """Start the search as planned, once the start weights are known to be at hand."""
        if self._last is None or not self.can_start.is_enabled:
            return
        base_model = self._plan.model or self._last.base.model
        wish = self._plan.wish(base_model)
        self._weights.check(
            [base_model, *wish.models], self._last.task, found=partial(self._on_start_found, wish)
        )

    def pause(self) -> None:
        """Let the trainings of the search save what they have and end."""
        self._steering.tell(self._project.searches.active, Verdict.PAUSE)

    def stop(self) -> None:
        """End the search now."""
        self._steering.tell(self._project.searches.active, Verdict.CANCEL)

    def resume(self) -> None:
        """Go on where the newest search ended."""
        if self._last is None or self._last.course is None or not self.can_resume.is_enabled:
            return
        self._steering.resume(self._last.course.job.id)

    def _of_course(self, ask: Callable[..., Availability]) -> Availability:
        if self._state is None or self._state.course is None:
            return unavailable(tr("No search runs."))
        return ask(self._state.course)

    def _read_all(self) -> None:
        self._known = None
        self._reading.again()

    def _read(self) -> SearchReading:
        return replace(
            self._known or self._read_project(),
            course=self._read_course(),
            is_training=self._project.training.active() is not None,
        )

    def _read_project(self) -> SearchReading:
        """Return all but the search: that tells something several times a second."""
        project, plan = self._project, self._plan
        base = project.training.defaults(plan.wish("").training)
        settings = project.file.settings()
        return SearchReading(
            outlook=project.training.outlook(),
            task=settings.task,
            facts=settings.facts,
            base=base,
            cost=project.searches.cost(plan.wish(base.model)),
            is_read_only=project.is_read_only,
            space=tuple(project.searches.space(plan.wish(base.model))),
        )

    def _read_course(self) -> Course | None:
        searches, background = self._project.searches, self._project.background
        records = searches.all()
        if not records:
            return None
        search = records[-1]
        job = searches.job_of(search.id)
        return Course(
            search=search,
            defaults_name=searches.defaults_name(search),
            trials=tuple(searches.trials(search.id)),
            job=job,
            order=background.folder(job.id).control().do,
            progress=background.progress(job.id),
            importance=searches.importance(search),
            space=tuple(searches.space_of(search)),
        )

    def _on_read(self, reading: SearchReading) -> None:
        self._last = self._known = reading
        self._derive()

    def _derive(self) -> None:
        if self._last is not None:
            self._state = search_state(self._last, chosen_trial=self._chosen_trial)
            self._show()

    def _show(self) -> None:
        if self._state is None:
            return
        course = self._state.course
        if course is not None and course.is_active:
            self._is_plan_wanted = False
        is_planning = self._is_plan_wanted or course is None
        self._view.show_state(self._state, is_planning=is_planning)
        ended = None if is_planning else self._ended_notice()
        self._view.show_notice(self._weights.choice or ended)

    def _ended_notice(self) -> Notice | None:
        course = self._last.course if self._last else None
        if course is None or course.job.state.is_active:
            return None
        if course.search.outcome is not None:
            return self._outcome_notice(course.search.outcome)
        text, tone = _ENDED[course.job.state]
        is_failed = course.job.state is JobState.FAILED
        ways = (Way(tr("Show the log"), self._open_jobs),) if is_failed else ()
        if self.can_resume.is_enabled:
            ways = (Way(tr("Resume"), self.resume), *ways)
        return Notice(text, hint=course.job.reason if is_failed else "", tone=tone, ways=ways)

    def _outcome_notice(self, outcome: SearchOutcome) -> Notice:
        if outcome.verdict is SearchVerdict.ADOPTED:
            ways = (Way(tr("Go to Train"), self._open_train),)
            hint = tr("The next training uses the new recipe. {carried}").format(
                carried=carried_words(outcome.recipe)
            )
            return Notice(outcome.sentence, hint=hint, ways=ways)
        return Notice(
            outcome.sentence, hint=tr("That is a normal result; trainings go on as before.")
        )

    def _open_train(self) -> None:
        self._view.open_page("train")

    def _open_jobs(self) -> None:
        self._view.open_jobs()

    def _on_start_found(self, wish: SearchWish) -> None:
        self._is_plan_wanted = False
        self._chosen_trial = None
        project = self._project
        self._steering.run_with(
            self._session.pool,
            project.training.material,
            lambda material: project.searches.start(wish, material=material),
        )

    def _start_with(self, model: str) -> None:
        # Further models would have to be fetched as well; with a file of one's own there are none.
        is_scratch = model.endswith(".yaml")
        more = self._plan.more_models if is_scratch else frozenset[str]()
        self.change_plan(lambda plan: replace(plan, model=model, more_models=more))
        self.start()
