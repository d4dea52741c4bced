"""Decides what the drawer of jobs shows and does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop.jobs.state import JobReading, JobsReading, JobsState, jobs_state
from desktop.reporting.messages import MessageCenter
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.reading import Reading
from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobRecord, Verdict
from engine.loop.bootstrap import Project

_KEY = "jobs"
_LOG_LINES = 200


class JobsView(Protocol):
    """What the presenter asks of the panel."""

    def show_busy(self) -> None:
        """Show that the project is being read for the first time."""

    def show_state(self, state: JobsState) -> None:
        """Show the jobs and one of them closely."""

    def show_failed(self, error: EngineError) -> None:
        """Show that the project cannot be read."""


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
        self._session = session
        self._view = view
        self._messages = messages
        self._chosen: JobId | None = None
        self._reading = Reading(
            session.thread, self._read, then=self._on_read, failed=view.show_failed
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
        self._do(lambda job_id: self._project.background.tell(job_id, Verdict.PAUSE))

    def stop(self) -> None:
        """End the chosen job now."""
        self._do(lambda job_id: self._project.background.tell(job_id, Verdict.CANCEL))

    def resume(self) -> None:
        """Let the chosen job go on where it ended."""
        self._do(self._project.background.resume)

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

    def _do(self, act: Callable[[JobId], None]) -> None:
        job_id = self._chosen
        if job_id is None:
            return

        def _act() -> Changes:
            act(job_id)
            return Changes(Changed.JOBS)

        self._messages.withdraw(_KEY)
        self._session.thread.run(
            _act,
            then=lambda _: self._reading.again(),
            failed=self._on_refused,
            initiator=self,
        )

    def _on_refused(self, error: EngineError) -> None:
        self._messages.error(error, key=_KEY)
        self._reading.again()


def _most_wanted(records: list[JobRecord]) -> JobId | None:
    """Return the newest job that runs, else the newest at all."""
    active = [record for record in records if record.state.is_active]
    wanted = active or records
    return wanted[-1].id if wanted else None
