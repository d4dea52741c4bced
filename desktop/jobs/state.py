"""What the drawer of jobs shows, derived from what was read."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.qtkit.engine_texts import said
from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.translation import tr
from desktop.qtkit.words import moment_text, time_left_text
from engine.domain.events import EpochFinished, Progressed
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobKind, JobRecord, JobState, Verdict

_PAUSABLE = (JobKind.TRAIN, JobKind.SEARCH)
_READ_ONLY = unavailable(tr("The project is open for reading only."))


@dataclass(frozen=True, slots=True)
class JobReading:
    """One job as it stands: what it was told last, and the last it said of its progress."""

    record: JobRecord
    order: Verdict
    progress: Progressed | EpochFinished | None


@dataclass(frozen=True, slots=True)
class JobsReading:
    """All jobs, oldest first, and of the chosen one its folder and the end of its log."""

    jobs: tuple[JobReading, ...]
    chosen: JobId | None
    folder: str
    log: str
    is_read_only: bool


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in the table."""

    record: JobRecord
    started: str
    progress: str
    left: str


@dataclass(frozen=True, slots=True)
class JobDetails:
    """All about one job."""

    record: JobRecord
    text: str
    reason: str
    progress: ProgressText | None
    folder: str
    log: str
    can_pause: Availability
    can_stop: Availability
    can_resume: Availability


@dataclass(frozen=True, slots=True)
class JobsState:
    """All that the panel shows; rows newest first, `details` None while there is no job."""

    rows: tuple[JobRow, ...]
    details: JobDetails | None
    has_active: bool


def jobs_state(reading: JobsReading) -> JobsState:
    """Return what to show."""
    by_id = {job.record.id: job for job in reading.jobs}
    chosen = by_id.get(reading.chosen) if reading.chosen else None
    return JobsState(
        rows=tuple(_row(job) for job in reversed(reading.jobs)),
        details=_details(reading, chosen) if chosen else None,
        has_active=any(job.record.state.is_active for job in reading.jobs),
    )


def _row(job: JobReading) -> JobRow:
    progress = _progress(job)
    return JobRow(
        record=job.record,
        started=moment_text(job.record.created_at),
        progress=progress.text if progress else "",
        left=progress.left if progress else "",
    )


def _progress(job: JobReading) -> ProgressText | None:
    if not job.record.state.is_active:
        return None
    match job.progress:
        case EpochFinished(epoch=epoch, epochs=epochs):
            text, share = (
                tr("Epoch {epoch} of {epochs}").format(epoch=epoch, epochs=epochs),
                epoch / epochs,
            )
        case Progressed(done=done, total=total, text=what) if total:
            text, share = (
                tr("{done:,} of {total:,} {what}")
                .format(done=done, total=total, what=said(what))
                .strip(),
                done / total,
            )
        case _:
            is_queued = job.record.state is JobState.QUEUED
            return ProgressText(
                tr("Waiting for a free worker") if is_queued else tr("Starting"), None
            )
    return ProgressText(text, share, time_left_text(job.progress.seconds_left))


def _details(reading: JobsReading, job: JobReading) -> JobDetails:
    record = job.record
    return JobDetails(
        record=record,
        text=_order_words(job) or said(record.state.value).capitalize(),
        reason=said(record.reason),
        progress=_progress(job),
        folder=reading.folder,
        log=reading.log,
        can_pause=_can_pause(job, is_read_only=reading.is_read_only),
        can_stop=_can_stop(job, is_read_only=reading.is_read_only),
        can_resume=_can_resume(reading, job),
    )


def _order_words(job: JobReading) -> str:
    if not job.record.state.is_active:
        return ""
    return {Verdict.PAUSE: tr("Pausing"), Verdict.CANCEL: tr("Stopping")}.get(job.order, "")


def _can_pause(job: JobReading, *, is_read_only: bool) -> Availability:
    if job.record.kind not in _PAUSABLE:
        return unavailable(tr("Only trainings and searches can be paused."))
    if job.record.state.is_active and job.order is Verdict.PAUSE:
        return unavailable(tr("It is pausing."))
    return _can_stop(job, is_read_only=is_read_only)


def _can_stop(job: JobReading, *, is_read_only: bool) -> Availability:
    if not job.record.state.is_active:
        return unavailable(tr("It does not run."))
    if is_read_only:
        return _READ_ONLY
    return unavailable(tr("It is stopping.")) if job.order is Verdict.CANCEL else AVAILABLE


def _can_resume(reading: JobsReading, job: JobReading) -> Availability:
    record = job.record
    if record.state.is_active or record.state is JobState.FINISHED:
        return unavailable(tr("Only what failed or was stopped can be resumed."))
    if any(
        each.record.kind is record.kind and each.record.state.is_active for each in reading.jobs
    ):
        return unavailable(tr("Another one of its kind runs."))
    return _READ_ONLY if reading.is_read_only else AVAILABLE
