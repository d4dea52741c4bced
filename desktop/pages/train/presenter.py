"""Decides what the page Train shows and does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from desktop.actions.action import Availability, unavailable
from desktop.forms.start_weights import StartWeights
from desktop.pages.train.state import TrainReading, TrainState, train_state
from desktop.qtkit.engine_texts import said
from desktop.qtkit.notice import Notice, NoticeTone
from desktop.qtkit.page_states import Way
from desktop.qtkit.translation import tr
from desktop.reading_page import ReadingView
from desktop.reporting.messages import MessageCenter
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.reading import Reading
from desktop.tasks.steering import Steering
from engine.domain.changes import Changed, Changes
from engine.domain.jobs import JobRecord, JobState, Verdict
from engine.domain.project import Goal
from engine.loop.bootstrap import Project
from engine.loop.training import TrainingWish

PAGE_ID = "train"
# What a running training does not change.
_SLOW = (
    Changed.PROJECT | Changed.LABELS | Changed.SPLITS | Changed.CLASSES | Changed.IMAGES
    | Changed.VERSIONS
)  # fmt: skip
_NOT_READ = unavailable(tr("The project is being read."))
_ENDED = {
    JobState.FAILED: (tr("The last training failed."), NoticeTone.BAD),
    JobState.PAUSED: (
        tr("The training is paused; what it learned so far is kept."),
        NoticeTone.PLAIN,
    ),
    JobState.CANCELLED: (tr("The training was stopped."), NoticeTone.PLAIN),
}


class TrainView(ReadingView, Protocol):
    """What the presenter asks of the page."""

    def show_state(self, state: TrainState) -> None:
        """Show how training stands."""

    def show_notice(self, notice: Notice | None) -> None:
        """Show what stopped and the ways on, or nothing of the kind."""

    def ask_weights(self) -> Path | None:
        """Ask for a weights file."""


class TrainPresenter:
    """Reads how training stands, and starts, pauses, stops and resumes it. GUI thread only."""

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        view: TrainView,
        *,
        messages: MessageCenter,
    ) -> None:
        self._project = project
        self._session = session
        self._view = view
        self._wish = TrainingWish()
        self._known: TrainReading | None = None
        self._state: TrainState | None = None
        self._is_start_wanted = False
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
        """Whether a training can start now."""
        if self._weights.is_checking:
            return unavailable(tr("It is starting."))
        return self._state.can_start if self._state else _NOT_READ

    @property
    def can_pause(self) -> Availability:
        """Whether the training can be paused now."""
        return self.can_stop

    @property
    def can_stop(self) -> Availability:
        """Whether the training can be stopped now."""
        return self._state.can_stop if self._state else _NOT_READ

    @property
    def can_resume(self) -> Availability:
        """Whether the last training can go on now."""
        if self._state is None or self._state.stopped is None:
            return unavailable(tr("No training was stopped."))
        return self.can_start

    def load(self) -> None:
        """Read for the first time."""
        self._view.show_busy()
        self._reading.again()

    def refresh(self, changes: Changes) -> None:
        """Read anew what changed elsewhere."""
        if changes.kinds & _SLOW:
            self._known = None
        if changes.kinds & (_SLOW | Changed.JOBS):
            self._reading.again()

    def set_goal(self, goal: Goal) -> None:
        """Say when labeling may end."""
        self._session.thread.run(
            lambda: self._project.file.set_goal(goal),
            then=lambda _: self._read_all(),
            failed=self._steering.refuse,
            initiator=self,
        )

    def wish(self, **fixed: str | int) -> None:
        """Fix fields of `TrainingWish` for the next training."""
        self._wish = replace(self._wish, **fixed)  # type: ignore[arg-type]  # as replace has it
        self._weights.forget()
        self._read_all()

    def start_soon(self) -> None:
        """Train once the project was read anew; said elsewhere, so this page may just be made."""
        self._is_start_wanted = True
        self._reading.again()

    def start(self) -> None:
        """Train on what is labeled, once the start weights are known to be at hand."""
        if self._state is None or not self.can_start.is_enabled:
            return
        project, wish = self._project, self._wish
        self._weights.check(
            [wish.model or self._state.recipe.model],
            self._state.task,
            found=lambda: self._steering.run_with(
                self._session.pool,
                project.training.material,
                lambda material: project.rounds.train(wish, material=material),
            ),
        )

    def pause(self) -> None:
        """Let the training save what it has after this epoch and end."""
        self._steering.tell(self._project.training.active, Verdict.PAUSE)

    def stop(self) -> None:
        """End the training now."""
        self._steering.tell(self._project.training.active, Verdict.CANCEL)

    def resume(self) -> None:
        """Go on where the last training ended."""
        if self._state is not None and self._state.stopped is not None:
            self._steering.resume(self._state.stopped.id)

    def _read_all(self) -> None:
        self._known = None
        self._reading.again()

    def _read(self) -> TrainReading:
        known = self._known or self._read_project()
        training, background = self._project.training, self._project.background
        job = training.last()
        if job is None:
            return known
        return replace(
            known,
            job=job,
            order=background.folder(job.id).control().do,
            progress=background.progress(job.id),
            curve=tuple(training.curve(job.id)),
        )

    def _read_project(self) -> TrainReading:
        """Return all but the training: that tells something several times a second."""
        project, wish = self._project, self._wish
        settings = project.file.settings()
        return TrainReading(
            outlook=project.training.outlook(),
            task=settings.task,
            recipe=project.training.recipe(wish),
            defaults=project.training.defaults(wish),
            facts=tuple(project.file.facts_in_words()),
            goal=settings.goal,
            version=project.models.latest(),
            class_names={c.id: c.name for c in project.file.classes()},
            is_read_only=project.is_read_only,
        )

    def _on_read(self, reading: TrainReading) -> None:
        self._known = reading
        self._state = train_state(reading)
        self._show()
        if self._is_start_wanted:
            self._is_start_wanted = False
            self.start()

    def _show(self) -> None:
        if self._state is not None:
            self._view.show_state(self._state)
            self._view.show_notice(self._weights.choice or self._ended_notice(self._state.stopped))

    def _ended_notice(self, job: JobRecord | None) -> Notice | None:
        if job is None:
            return None
        text, tone = _ENDED[job.state]
        ways = (
            [Way(tr("Show the log"), self._view.open_jobs)] if job.state is JobState.FAILED else []
        )
        if not self._project.is_read_only:
            ways.insert(0, Way(tr("Resume"), self.resume))
        hint = said(job.reason) if job.state is JobState.FAILED else ""
        return Notice(text, hint=hint, tone=tone, ways=tuple(ways))

    def _start_with(self, model: str) -> None:
        self.wish(model=model)
        self.start()
