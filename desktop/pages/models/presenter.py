"""Decides what the page Models shows and does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from desktop.actions.action import Availability, unavailable
from desktop.pages.models.export_words import (
    ExportOffer,
    ExportStanding,
    ExportWish,
    export_offer,
    told_export,
)
from desktop.pages.models.state import ModelsReading, ModelsState, models_state
from desktop.qtkit.engine_texts import said
from desktop.qtkit.notice import Notice, NoticeTone
from desktop.qtkit.page_states import Way
from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.translation import tr
from desktop.reading_page import ReadingView
from desktop.reporting.messages import MessageCenter
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.reading import Reading
from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError
from engine.domain.identifiers import JobId, VersionId
from engine.domain.jobs import JobKind, JobRecord, JobState, Verdict
from engine.domain.recipes import Recipe
from engine.domain.versions import ModelVersion
from engine.loop.bootstrap import Project
from engine.loop.training import TrainingWish

PAGE_ID = "models"
SHOWN = Changed.VERSIONS | Changed.JOBS | Changed.CLASSES | Changed.PROJECT


class ModelsView(ReadingView, Protocol):
    """What the presenter asks of the page."""

    def show_state(self, state: ModelsState) -> None:
        """Show the versions and one of them closely."""

    def show_notice(self, notice: Notice | None) -> None:
        """Show what stopped an export and the ways on, or nothing of the kind."""

    def open_wizard(self, offer: ExportOffer) -> None:
        """Ask how and where to export a version."""

    def show_standing(self, standing: ExportStanding) -> None:
        """Show in the wizard how the export stands that it began."""


class ModelsPresenter:
    """Reads the versions, and exports them. GUI thread only."""

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        view: ModelsView,
        *,
        messages: MessageCenter,
    ) -> None:
        self._project = project
        self._session = session
        self._view = view
        self._messages = messages
        self._chosen: VersionId | None = None
        self._last: ModelsReading | None = None
        self._state: ModelsState | None = None
        # The export that the wizard began.
        self._begun: JobId | None = None
        self._ships_point = False
        self._reading = Reading(
            session.thread.run, self._read, then=self._on_read, failed=view.show_failed
        )

    @property
    def can_export(self) -> Availability:
        """Whether a version can be exported now."""
        return (
            self._state.can_export if self._state else unavailable(tr("The project is being read."))
        )

    def load(self) -> None:
        """Read for the first time."""
        self._view.show_busy()
        self._reading.again()

    def refresh(self, changes: Changes) -> None:
        """Read anew what changed elsewhere."""
        if changes.kinds & SHOWN:
            self._reading.again()

    def choose(self, version_id: VersionId) -> None:
        """Show a version closely."""
        self._chosen = version_id
        self._derive()

    @property
    def can_use(self) -> Availability:
        """Whether the version that is shown can be put to use."""
        use = self._state.use if self._state else None
        return use.can_use if use else unavailable(tr("There is no model yet."))

    def use_shown(self) -> None:
        """Have the version that is shown suggest, ask and be exported."""
        if self._state is not None and self.can_use.is_enabled:
            shown = self._state.shown
            self._change(lambda: self._project.models.promote(shown))

    def use_newest(self) -> None:
        """Have the newest version suggest, ask and be exported, whichever that is."""
        self._change(lambda: self._project.models.promote(None))

    def undo_use(self) -> None:
        """Use what was used before."""
        self._change(self._project.models.take_back_promotion)

    def export(self) -> None:
        """Ask how and where to export the version that is shown."""
        if self._state is None or self._last is None or not self.can_export.is_enabled:
            return
        (shown,) = (each for each in self._last.versions if each.id == self._state.shown)
        folder = Path.home() / f"{self._project.path.name}-version-{shown.number}"
        self._view.open_wizard(export_offer(shown, self._last.classes, folder=folder))

    def begin_export(self, wish: ExportWish) -> None:
        """Export as the wizard was told; how it stands is shown there."""
        self._begun, self._ships_point = None, wish.ships_point
        self._messages.withdraw(PAGE_ID)
        self._view.show_standing(ExportStanding(ProgressText(tr("Beginning"), None)))
        self._session.thread.run(
            lambda: self._project.models.export(
                wish.folder,
                version_id=wish.version_id,
                imgsz=wish.imgsz,
                ships_point=wish.ships_point,
            ),
            then=self._on_export_begun,
            failed=self._on_export_refused,
        )

    def stop(self) -> None:
        """End the export that runs."""
        job = self._last.job if self._last else None
        if job is None:
            return

        def _stop() -> Changes:
            self._project.background.tell(job.id, Verdict.CANCEL)
            return Changes(Changed.JOBS)

        self._session.thread.run(_stop, then=lambda _: self._reading.again())

    def _on_export_begun(self, job_id: JobId) -> None:
        self._begun = job_id
        self._reading.again()

    def _on_export_refused(self, error: EngineError) -> None:
        self._view.show_standing(ExportStanding(failure=said(str(error))))
        self._reading.again()

    def _read(self) -> ModelsReading:
        project = self._project
        versions = tuple(project.models.all())
        jobs = [job for job in project.background.jobs() if job.kind is JobKind.EXPORT]
        job = jobs[-1] if jobs else None
        return ModelsReading(
            versions=versions,
            exports=tuple(project.models.exports()),
            defaults={version.id: self._defaults(version) for version in versions},
            classes=tuple(project.file.classes()),
            searches=tuple(project.searches.all()),
            used=project.models.in_use(),
            promotions=tuple(project.models.promotions()),
            job=job,
            progress=project.background.progress(job.id) if job else None,
            is_read_only=project.is_read_only,
        )

    def _defaults(self, version: ModelVersion) -> Recipe:
        recipe = version.recipe
        wish = TrainingWish(
            model=recipe.model, imgsz=recipe.imgsz, epochs=recipe.epochs, batch=recipe.batch
        )
        return self._project.training.defaults(wish)

    def _on_read(self, reading: ModelsReading) -> None:
        self._last = reading
        self._derive()

    def _derive(self) -> None:
        if self._last is not None:
            self._state = models_state(self._last, chosen=self._chosen)
            self._view.show_state(self._state)
            self._view.show_notice(self._notice(self._state.stopped))
            self._show_standing(self._last, self._state)

    def _show_standing(self, reading: ModelsReading, state: ModelsState) -> None:
        """Tell the wizard of the export that it began."""
        if self._begun is None or reading.job is None or reading.job.id != self._begun:
            return
        if state.progress is not None:
            self._view.show_standing(ExportStanding(state.progress))
        elif reading.job.state is JobState.FINISHED and reading.exports:
            export = reading.exports[-1]
            (task,) = (each.task for each in reading.versions if each.id == export.version_id)
            self._view.show_standing(
                ExportStanding(told=told_export(export, task, has_point=self._ships_point))
            )
        else:
            why = said(reading.job.reason) or tr("The export was stopped.")
            self._view.show_standing(ExportStanding(failure=why))

    def _notice(self, job: JobRecord | None) -> Notice | None:
        if job is None or job.state is JobState.CANCELLED:
            return None
        ways = (Way(tr("Export again…"), self.export), Way(tr("Show the log"), self._open_jobs))
        return Notice(
            tr("{job} failed.").format(job=said(job.title)),
            hint=said(job.reason),
            tone=NoticeTone.BAD,
            ways=ways,
        )

    def _open_jobs(self) -> None:
        self._view.open_jobs()

    def _change(self, act: Callable[[], Changes]) -> None:
        self._messages.withdraw(PAGE_ID)
        self._session.thread.run(
            act, then=lambda _: self._reading.again(), failed=self._on_refused, initiator=self
        )

    def _on_refused(self, error: EngineError) -> None:
        self._messages.error(error, page_id=PAGE_ID, key=PAGE_ID)
        self._reading.again()
