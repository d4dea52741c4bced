"""Decides what the drawer of jobs shows and does."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from desktop.jobs.state import JobReading, JobsReading, JobsState, jobs_state
from desktop.reading_page import ReadingView
from desktop.reporting.messages import MessageCenter
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.reading import Reading
from desktop.tasks.steering import Steering
from engine.domain.changes import Changed, Changes
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobRecord, Verdict
from engine.loop.bootstrap import Project

_KEY = "jobs"
_LOG_LINES = 200


class JobsView(ReadingView, Protocol):
    """What the presenter asks of the panel."""

    def show_state(self, state: JobsState) -> None:
        """Show the jobs and one of them closely."""


class JobsPresenter:
    """Reads the jobs, pauses, stops and resumes them. GUI thread only."""

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        view: JobsView,
        *,
        messages: MessageCenter,
    ) -> None:
        self._project = project
        self._view = view
        self._chosen: JobId | None = None
        self._reading = Reading(
            session.thread.run, self._read, then=self._on_read, failed=view.show_failed
        )
        self._steering = Steering(
            session.thread,
            project.background,
            messages,
            key=_KEY,
            page_id="",
            initiator=self,
            done=self._reading.again,
        )

    def load(self) -> None:
        """Read for the first time."""
        self._view.show_busy()
        self._reading.again()

    def refresh(self, changes: Changes) -> None:
        """Read anew what changed elsewhere."""
        if changes.kinds & Changed.JOBS:
            self._reading.again()

    def look_again(self) -> None:
        """Read anew: logs grow without telling."""
        self._reading.again()

    def choose(self, job_id: JobId) -> None:
        """Show a job closely."""
        self._chosen = job_id
        self._reading.again()

    def pause(self) -> None:
        """Let the chosen job save what it has and end."""
        self._tell(Verdict.PAUSE)

    def stop(self) -> None:
        """End the chosen job now."""
        self._tell(Verdict.CANCEL)

    def resume(self) -> None:
        """Let the chosen job go on where it ended."""
        if self._chosen is not None:
            self._steering.resume(self._chosen)

    def _read(self) -> JobsReading:
        background = self._project.background
        records = background.jobs()
        chosen = self._chosen or _most_wanted(records)
        folder = background.folder(chosen) if chosen else None
        return JobsReading(
            jobs=tuple(
                JobReading(
                    record,
                    # What ended jobs were told does not matter any more.
                    background.folder(record.id).control().do
                    if record.state.is_active
                    else Verdict.GO,
                    background.progress(record.id),
                )
                for record in records
            ),
            chosen=chosen,
            folder=str(folder.path) if folder else "",
            log=folder.log_tail(_LOG_LINES) if folder else "",
            is_read_only=self._project.is_read_only,
        )

    def _on_read(self, reading: JobsReading) -> None:
        self._chosen = reading.chosen
        self._view.show_state(jobs_state(reading))

    def _tell(self, verdict: Verdict) -> None:
        if self._chosen is not None:
            job = partial(self._project.background.job, self._chosen)
            self._steering.tell(job, verdict)


def _most_wanted(records: list[JobRecord]) -> JobId | None:
    """Return the newest job that runs, else the newest at all."""
    active = [record for record in records if record.state.is_active]
    wanted = active or records
    return wanted[-1].id if wanted else None
