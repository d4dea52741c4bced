"""What the drawer of jobs holds: all that runs or ran, with its log."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget
from typing_extensions import override

from desktop.actions.action import Action, unavailable
from desktop.actions.availability import show_availability
from desktop.jobs.presenter import JobsPresenter
from desktop.jobs.state import JobDetails, JobRow, JobsState
from desktop.qtkit.engine_texts import said
from desktop.qtkit.layouts import column, hairline, row
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.progress_line import ProgressLine
from desktop.qtkit.record_table import RecordTable
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.reading_page import ReadingPage
from desktop.reporting.messages import MessageCenter
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.record_table_model import Column, RecordTableModel, Tone
from engine.domain.jobs import JobState
from engine.loop.bootstrap import Project

# Logs grow without an event.
_LOOK_MS = 1000
_TONES = {
    JobState.RUNNING: Tone.WARNING,
    JobState.FAILED: Tone.BAD,
}
_PILL_TONES = {Tone.WARNING: "warning", Tone.BAD: "bad"}
_NOTHING_CHOSEN = unavailable(tr("No job is chosen."))


def _tone(job: JobRow) -> Tone:
    return _TONES.get(job.record.state, Tone.QUIET)


_COLUMNS: tuple[Column[JobRow], ...] = (
    Column(
        tr("Job"),
        lambda job: said(job.record.title),
        lambda job: said(job.record.title),
        is_number=False,
        tooltip=lambda job: tr("Started {started}").format(started=job.started),
    ),
    Column(
        tr("State"),
        lambda job: said(job.record.state.value),
        lambda job: said(job.record.state.value),
        is_number=False,
        tooltip=lambda job: said(job.record.reason),
        tone=_tone,
    ),
    Column(
        tr("Time left"),
        lambda job: job.left or job.progress,
        lambda job: job.left,
        is_number=False,
        tooltip=lambda job: job.progress,
    ),
)


class JobsPanel(ReadingPage):
    """Widgets only; `JobsPresenter` decides."""

    busy_text = tr("Reading the jobs")

    _presenter: JobsPresenter

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        *,
        theme: Theme,
        messages: MessageCenter,
    ) -> None:
        super().__init__()
        self._details: JobDetails | None = None
        self._is_in_front = False
        self._jobs = RecordTableModel(_COLUMNS, key=lambda job: job.record.id, parent=self)
        self._table = RecordTable(self._jobs, theme)
        self._title = ElidedLabel("", TextRole.TITLE)
        self._state = styled(text_label(), look="pill")
        self._reason = text_label("", wrap=True)
        self._progress = ProgressLine()
        self._pause = QPushButton(tr("Pause"))
        self._stop = QPushButton(tr("Stop"))
        self._resume = QPushButton(tr("Resume"))
        self._open = styled(QPushButton(tr("Open its folder")), look="quiet")
        self._log = styled(QPlainTextEdit(), look="log")
        self._log.setReadOnly(True)
        self._log.setAccessibleName(tr("End of the log"))
        self._states = PageStates(theme, self._content())
        self.setLayout(column(self._states))
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._presenter = JobsPresenter(project, session, self, messages=messages)
        self._connect_signals()
        self._presenter.load()

    @override
    def page_actions(self) -> Iterable[Action]:
        presenter = self._presenter
        yield Action(
            "jobs.pause",
            tr("Pause the job"),
            presenter.pause,
            availability=lambda: self._details.can_pause if self._details else _NOTHING_CHOSEN,
        )
        yield Action(
            "jobs.stop",
            tr("Stop the job"),
            presenter.stop,
            availability=lambda: self._details.can_stop if self._details else _NOTHING_CHOSEN,
        )
        yield Action(
            "jobs.resume",
            tr("Resume the job"),
            presenter.resume,
            availability=lambda: self._details.can_resume if self._details else _NOTHING_CHOSEN,
        )

    @override
    def entered(self) -> None:
        self._is_in_front = True
        self._presenter.look_again()

    @override
    def left(self) -> None:
        self._is_in_front = False
        self._timer.stop()

    def show_state(self, state: JobsState) -> None:
        """Show the jobs and one of them closely."""
        self._details = state.details
        self._watch(is_needed=state.has_active and self._is_in_front)
        if state.details is None:
            self._states.show_empty(
                "jobs",
                tr("Nothing has run yet"),
                tr("Trainings, searches and exports work in the background and are listed here."),
                Way(tr("Go to Train"), partial(self.open_page, "train")),
            )
            return
        self._states.show_content()
        self._jobs.show(state.rows)
        self._jobs.mark(state.details.record.id)
        self._show_details(state.details)

    def _watch(self, *, is_needed: bool) -> None:
        if is_needed and not self._timer.isActive():
            self._timer.start()
        elif not is_needed:
            self._timer.stop()

    def _content(self) -> QWidget:
        head = row(self._title, self._state)
        head.setStretch(0, 1)
        buttons = row(self._pause, self._stop, self._resume, None, self._open)
        details = column(head, self._progress, self._reason, buttons, self._log, spacing_px=12)
        content = QWidget()
        layout = column(self._table, hairline(), details, spacing_px=16, margin_px=16)
        layout.setStretch(0, 2)
        layout.setStretch(2, 3)
        content.setLayout(layout)
        return content

    def _connect_signals(self) -> None:
        self._table.chosen.connect(self._on_job_chosen)
        self._pause.clicked.connect(self._presenter.pause)
        self._stop.clicked.connect(self._presenter.stop)
        self._resume.clicked.connect(self._presenter.resume)
        self._open.clicked.connect(self._on_open_clicked)
        self._log.verticalScrollBar().rangeChanged.connect(self._follow_log)
        self._timer.timeout.connect(self._presenter.look_again)

    def _show_details(self, details: JobDetails) -> None:
        self._title.setText(said(details.record.title))
        self._state.setText(details.text.lower())
        styled(self._state, tone=_PILL_TONES.get(_TONES.get(details.record.state, Tone.QUIET), ""))
        self._reason.setText(details.reason)
        self._reason.setVisible(bool(details.reason))
        self._progress.setVisible(details.progress is not None)
        if details.progress is not None:
            self._progress.set_progress(details.progress)
        show_availability(self._pause, details.can_pause, tip=tr("Save what it has and end"))
        show_availability(self._stop, details.can_stop, tip=tr("End it now"))
        show_availability(self._resume, details.can_resume, tip=tr("Go on where it ended"))
        self._show_log(details.log or tr("Its log is empty."))
        self._open.setToolTip(details.folder)

    def _show_log(self, text: str) -> None:
        # What is being read or marked stays under the eyes while nothing is new.
        if text != self._log.toPlainText():
            self._log.setPlainText(text)

    def _follow_log(self, _low: int, high: int) -> None:
        self._log.verticalScrollBar().setValue(high)

    def _on_job_chosen(self, job: JobRow) -> None:
        self._presenter.choose(job.record.id)

    def _on_open_clicked(self) -> None:
        if self._details is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._details.folder))
