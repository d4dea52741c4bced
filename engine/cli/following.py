"""Waiting for jobs before a terminal: their progress, their notices, and Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.cli.console import Bar, Interrupted, bar, say
from engine.domain.changes import Changes
from engine.domain.errors import ResourceError
from engine.domain.events import EpochFinished, Progressed
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobKind, JobRecord, JobState, Verdict
from engine.domain.metrics import figure_name
from engine.loop.bootstrap import Project

_NOTHING_LEFT = "Stopped. What was stored stays."
_CAN_PAUSE = (JobKind.TRAIN, JobKind.SEARCH)
_HOW_TO_GO_ON = {
    JobKind.TRAIN: "loupe train {project} --resume goes on.",
    JobKind.SEARCH: "loupe search {project} --resume goes on.",
}

ActiveJobs = Callable[[], list[JobRecord]]


def follow(project: Project, job_id: JobId) -> None:
    """Show a job's progress until it has finished.

    Raises:
        ResourceError: It ended otherwise; the message says why.
        Interrupted: Ctrl-C; the job is paused, or cancelled where it cannot be.
    """

    def active() -> list[JobRecord]:
        job = project.background.job(job_id)
        return [job] if job.state.is_active else []

    watch(project, project.background.wait(job_id), active=active)
    job = project.background.job(job_id)
    if job.state is not JobState.FINISHED:
        raise ResourceError(f"{job.title} {job.state}. {job.reason}".strip())


def watch(
    project: Project,
    turns: Iterable[Changes],
    *,
    active: ActiveJobs,
    overall: Callable[[], tuple[str, float, float]] | None = None,
) -> None:
    """Show what jobs do, turn by turn, until there are no more turns.

    Args:
        project: Whose jobs they are.
        turns: Polls the project; yields what each poll changed.
        active: The jobs that are waited for; Ctrl-C stops these.
        overall: What is done in all, how much, and of how much, where several jobs make one whole.

    Raises:
        Interrupted: Ctrl-C; every job is paused, or cancelled where it cannot be.
    """
    try:
        with bar("Starting") as shown:
            for changes in turns:
                jobs = active()
                # Why the last one ended is for the caller to say.
                for notice in changes.notices if jobs else ():
                    say(notice)
                _show(project, jobs, shown, overall)
    except KeyboardInterrupt as interrupt:
        raise Interrupted(_stop(project, active)) from interrupt


def watch_several(
    turns: Iterable[Changes],
    *,
    projects: Callable[[], list[Project]],
    overall: Callable[[], tuple[str, float, float]],
) -> None:
    """Show what the jobs of several projects do together, until there are no more turns.

    Args:
        turns: Polls the projects; yields what each turn changed.
        projects: Those that are open now.
        overall: What is done in all, how much, and of how much.

    Raises:
        Interrupted: Ctrl-C; every job is paused, or cancelled where it cannot be.
    """
    try:
        with bar("Starting") as shown:
            for changes in turns:
                for notice in changes.notices if projects() else ():
                    say(notice)
                what, done, total = overall()
                shown.show(_with_job(what, projects()), done=done, total=total)
    except KeyboardInterrupt as interrupt:
        raise Interrupted(_stop_several(projects())) from interrupt


def _with_job(what: str, projects: list[Project]) -> str:
    """Return what is done, with the job where there is one project alone."""
    jobs = projects[0].background.jobs(active_only=True) if len(projects) == 1 else []
    return f"{what}: {_progress(projects[0], jobs[-1])[0]}" if jobs else what


def _stop_several(projects: list[Project]) -> str:
    told = [_stop(project, _active_of(project)) for project in projects]
    return told[-1] if told else _NOTHING_LEFT


def _active_of(project: Project) -> ActiveJobs:
    return lambda: project.background.jobs(active_only=True)


def _show(
    project: Project,
    jobs: list[JobRecord],
    shown: Bar,
    overall: Callable[[], tuple[str, float, float]] | None,
) -> None:
    text, done, total, left = _progress(project, jobs[-1]) if jobs else ("", 0.0, None, None)
    if overall is None:
        shown.show(text, done=done, total=total, seconds_left=left)
        return
    what, all_done, all_total = overall()
    shown.show(f"{what}: {text}" if text else what, done=all_done, total=all_total)


def _progress(project: Project, job: JobRecord) -> tuple[str, float, float | None, float | None]:
    """Return what a job does, how much is done, of how much, and the seconds left if it knows."""
    said = project.background.progress(job.id)
    match said:
        case EpochFinished():
            text = f"{job.title}, epoch {said.epoch} of {said.epochs}"
            if said.map50_95 is not None:
                text += f", {figure_name(project.file.settings().task)} {said.map50_95:.3f}"
            return text, said.epoch, said.epochs, said.seconds_left
        case Progressed():
            text = f"{job.title}, {said.text}" if said.text else job.title
            return text, said.done, said.total or None, said.seconds_left
        case _:
            return f"{job.title}, {job.state}", 0.0, None, None


def _stop(project: Project, active: ActiveJobs) -> str:
    """Bring all jobs to an orderly stop; return what became of them, in a sentence."""
    jobs = active()
    if not jobs:
        return _NOTHING_LEFT
    titles = " and ".join(job.title for job in jobs)
    for job in jobs:
        can_pause = job.kind in _CAN_PAUSE
        project.background.tell(job.id, Verdict.PAUSE if can_pause else Verdict.CANCEL)
    try:
        with bar(f"Stopping: {titles} (Ctrl-C again leaves at once)"):
            while active():
                for _ in project.background.wait(active()[0].id):
                    pass
    except KeyboardInterrupt:
        return f"Left: {titles} will stop by itself. What was stored stays."
    return _what_became_of(project, [project.background.job(job.id) for job in jobs])


def _what_became_of(project: Project, jobs: list[JobRecord]) -> str:
    ends = ". ".join(f"{job.title} is {job.state}" for job in jobs)
    hints = [
        _HOW_TO_GO_ON[job.kind].format(project=project.path)
        for job in jobs
        if job.state is JobState.PAUSED
    ]
    return " ".join([f"Stopped: {ends}.", *hints])
