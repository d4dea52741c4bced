"""One open project in the window: its pages, its actions, and what the window says of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.app import Desktop
from desktop.charts.chart import load_plotting
from desktop.loop_actions import LoopActions
from desktop.loop_follower import LoopFollower
from desktop.loop_view import LoopView, progress_text, strip_status
from desktop.notice_bar import Standing
from desktop.project_pages import ProjectPages
from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.refiller import Refiller
from desktop.reporting.messages import Message, MessageCenter, Remedy, Severity
from desktop.tasks.project_session import ProjectSession
from desktop.wishes import AddWish
from engine.domain.changes import Changed, Changes
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobKind, JobRecord, JobState, Verdict
from engine.loop.bootstrap import Project

_LOAD_AFTER_MS = 1500


class OpenProject(QObject):
    """Shows a project and follows it until it is closed. GUI thread only."""

    def __init__(
        self, desktop: Desktop, project: Project, session: ProjectSession, *, read_only: Standing
    ) -> None:
        """Join the parts; `read_only` is what to say if the project is open so."""
        super().__init__()
        self._desktop = desktop
        self._project = project
        self._session = session
        self._read_only = read_only
        self._told_before = _keys(desktop.messages)
        self._view: LoopView | None = None
        self._is_adding = False
        self._open_first = QTimer(self, singleShot=True)
        self._pages = ProjectPages(
            project=project,
            session=session,
            window=desktop.window,
            theme=desktop.theme,
            messages=desktop.messages,
            settings=desktop.settings,
            adding_changed=self._on_adding_changed,
        )
        self._actions = LoopActions(project, session, window=desktop.window, pages=self._pages)
        self._action_ids = tuple(action.id for action in self._actions.actions())
        self._refiller = Refiller(project, session)
        self._follower = LoopFollower(project, session, desktop.hub)
        self._follower.moved.connect(self._on_moved)

    def show(self, view: LoopView, images: AddWish | None = None) -> None:
        """Show the project where it stands, and begin to add its first images, if any."""
        desktop = self._desktop
        self._on_moved(view)
        desktop.registry.add(self._actions.actions())
        desktop.window.set_pages([*self._pages.specs(), *desktop.own_specs()])
        # Frame and page take some hundredths of a second each to make: one a turn.
        self._open_first.timeout.connect(lambda: self._show_first(first_page(view), images))
        self._open_first.start()

    def _show_first(self, page_id: str, images: AddWish | None) -> None:
        desktop = self._desktop
        # Who was quick with what the strip recommends is on a page already.
        if not desktop.window.page_id:
            desktop.window.open_page(page_id)
        desktop.window.set_jobs(self._pages.jobs)
        for notice in self._project.notices:
            desktop.messages.info(notice)
        if not self._project.is_read_only:
            self._session.start_polling(self._project.poll)
        if images is not None:
            self._pages.add_images(images)
        # All else comes later than the first image, which needs the processor now.
        QTimer.singleShot(_LOAD_AFTER_MS, self, self._load_code)

    def shutdown(self) -> bool:
        """Let go of the project; jobs that run go on. Return whether all ended in time."""
        self._open_first.stop()
        # What the page in front stores on leaving still goes into the project.
        self._desktop.window.leave_page()
        self._desktop.window.set_jobs(None)
        self._follower.stop()
        self._desktop.registry.remove(self._action_ids)
        self._desktop.window.set_standing(None)
        self._desktop.window.set_loop_status(None)
        for key in _keys(self._desktop.messages) - self._told_before:
            self._desktop.messages.withdraw(key)
        return self._session.shutdown(self._project.close)

    def _load_code(self) -> None:
        # One work, so that a thread stays free for thumbnails.
        self._session.pool.submit(self._import_code)

    def _import_code(self) -> None:
        self._pages.load_code()
        load_plotting()

    def _on_moved(self, view: LoopView) -> None:
        before, self._view = self._view, view
        self._actions.set_view(view)
        self._refiller.follow(view, is_adding=self._is_adding)
        self._show_strip()
        self._desktop.window.set_standing(self._standing(view))
        if before is not None:
            self._tell_how_autopilot_ended(before, view)
            self._look_at_ended_jobs(before, view)

    def _show_strip(self) -> None:
        if self._view is not None:
            status = strip_status(self._view, is_adding=self._is_adding)
            self._desktop.window.set_loop_status(status)

    def _on_adding_changed(self, is_adding: bool) -> None:  # noqa: FBT001  # as the signal has it
        self._is_adding = is_adding
        self._actions.set_adding(is_adding=is_adding)
        if self._view is not None:
            self._refiller.follow(self._view, is_adding=is_adding)
        self._show_strip()

    def _standing(self, view: LoopView) -> Standing | None:
        if self._project.is_read_only:
            return self._read_only
        if not view.is_on_autopilot:
            return None
        text = ": ".join(part for part in (_job_title(view), progress_text(view.progress)) if part)
        return Standing(tr("The loop runs by itself"), text, tr("Stop"), self._stop_autopilot)

    def _stop_autopilot(self) -> None:
        self._session.thread.run(self._let_go)

    def _let_go(self) -> Changes:
        """Take the loop from the autopilot; a training in hand is may end, answers may not."""
        self._project.autopilot.stop()
        for job in self._project.background.jobs(active_only=True):
            if job.kind is JobKind.ANSWER:
                self._project.background.tell(job.id, Verdict.CANCEL)
        return Changes(Changed.PROJECT | Changed.JOBS)

    def _tell_how_autopilot_ended(self, before: LoopView, view: LoopView) -> None:
        if not before.is_on_autopilot or view.plan is None or not view.plan.is_done:
            return
        if view.plan.reason:
            self._desktop.messages.warning(
                tr("The loop no longer runs by itself. {reason}").format(
                    reason=said(view.plan.reason)
                ),
                hint=tr("You can go on from here."),
            )
        else:
            self._desktop.messages.info(tr("The loop ran to its end."))

    def _look_at_ended_jobs(self, before: LoopView, view: LoopView) -> None:
        ended = {job.id for job in before.status.jobs} - {job.id for job in view.status.jobs}
        if ended:
            name = view.status.settings.name
            self._session.thread.run(
                self._reader_of(ended), then=lambda jobs: self._tell_ends(jobs, project=name)
            )

    def _reader_of(self, job_ids: set[JobId]) -> Callable[[], list[JobRecord]]:
        return lambda: [self._project.background.job(job_id) for job_id in job_ids]

    def _tell_ends(self, jobs: list[JobRecord], *, project: str) -> None:
        self._tell_failures(jobs)
        for job in jobs:
            self._desktop.notifier.tell_ended(job, project=project)

    def _tell_failures(self, jobs: list[JobRecord]) -> None:
        for job in jobs:
            if job.state is JobState.FAILED:
                self._desktop.messages.post(
                    Message(
                        tr("{job} failed. {reason}").format(
                            job=said(job.title), reason=said(job.reason)
                        ),
                        Severity.ERROR,
                        hint=tr("What was labeled and trained before is safe."),
                        key=f"job-{job.kind}",
                        remedy=Remedy(tr("Show jobs"), self._show_jobs),
                    )
                )

    def _show_jobs(self) -> None:
        self._desktop.window.show_jobs()


def first_page(view: LoopView) -> str:
    """Return the page that a project is opened on."""
    may_answer = not view.is_on_autopilot and not view.is_read_only
    return "label" if view.status.num_open and may_answer else "images"


def _keys(messages: MessageCenter) -> set[str]:
    return {message.replace_key for message in messages.history}


def _job_title(view: LoopView) -> str:
    return said(view.job.title) if view.job else tr("Choosing what comes next")
