"""One adding of images on its way: read on the pool, commit on the project thread, and again."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.qtkit.translation import tr
from desktop.tasks.project_session import ProjectSession
from desktop.wishes import AddWish
from engine.domain.errors import EngineError, UsageError
from engine.loop.adding import Adding, AddReport
from engine.loop.bootstrap import Project
from engine.loop.datasets import ImportWish, dataset_format


@dataclass(frozen=True, slots=True)
class AddProgress:
    """How far an adding is; `seconds_left` and `share` None while unknown."""

    text: str
    share: float | None = None
    seconds_left: float | None = None


@dataclass(slots=True)
class AddSummary:
    """What came of an adding.

    Attributes:
        complaints: What datasets said that could not be used, a sentence each.
        num_kept_out: Complaints that kept an image or a box out.
        is_cancelled: Whether the user broke it off.
    """

    reports: list[AddReport] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    num_kept_out: int = 0
    is_cancelled: bool = False

    def total(self, name: str) -> int:
        """Return a count over all reports."""
        return sum(int(getattr(report, name)) for report in self.reports)

    @property
    def num_rejected(self) -> int:
        """Files that could not be read."""
        return sum(len(report.rejected) for report in self.reports)


@dataclass(slots=True)
class _Prepared:
    """Images found, before any of them is read."""

    addings: list[Adding] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    num_kept_out: int = 0
    num_files: int = 0


class AddRun(QObject):
    """Carries out one `AddWish`; what is stored stays when it is cancelled. GUI thread only."""

    # How far it is: AddProgress.
    progressed = Signal(object)
    # It is over, done or cancelled: AddSummary.
    ended = Signal(object)
    # It cannot go on: EngineError. What was stored so far stays.
    failed = Signal(object)

    # From the pool: images a dataset has told of so far. The queued connection changes the thread.
    _counted = Signal(int)

    def __init__(self, project: Project, session: ProjectSession, wish: AddWish) -> None:
        super().__init__()
        self._project = project
        self._session = session
        self._wish = wish
        self._is_cancelled = False
        self._waiting: list[Adding] = []
        self._num_files = 0
        self._summary = AddSummary()
        self._started_at = 0.0
        self._counted.connect(self._on_counted)

    def start(self) -> None:
        """Look for the files, then add them."""
        self.progressed.emit(AddProgress(tr("Looking for images")))
        self._session.pool.submit(self._prepare, then=self._on_prepared, failed=self._on_failed)

    def cancel(self) -> None:
        """Stop after the images in hand."""
        self._is_cancelled = True
        self.progressed.emit(AddProgress(tr("Stopping")))

    def _prepare(self) -> _Prepared:
        prepared = _Prepared()
        plain = []
        for source in self._wish.sources:
            if self._wish.with_labels and dataset_format(source):
                self._prepare_dataset(source, prepared)
            else:
                plain.append(source)
        if plain:
            pool, wish = self._project.pool, self._wish
            prepared.addings.append(pool.add(plain, rule=wish.rule, copy=wish.is_copied))
            prepared.num_files += pool.count_files(plain)
        return prepared

    def _prepare_dataset(self, folder: Path, prepared: _Prepared) -> None:
        wish = ImportWish(
            missing_means_empty=self._wish.missing_means_empty,
            rule=self._wish.rule,
            as_holdout=self._wish.as_holdout,
        )
        importing = self._project.datasets.read(folder, wish, on_progress=self._count)
        prepared.addings.append(importing.adding)
        prepared.num_files += importing.num_images
        prepared.complaints += [str(complaint) for complaint in importing.complaints]
        prepared.num_kept_out += sum(complaint.kept_out for complaint in importing.complaints)

    def _count(self, num_images: int) -> None:
        if self._is_cancelled:
            raise UsageError(tr("The import was cancelled."))
        self._counted.emit(num_images)

    def _on_counted(self, num_images: int) -> None:
        if not self._is_cancelled:
            self.progressed.emit(
                AddProgress(
                    tr("Reading the dataset: {num_images:,} images").format(num_images=num_images)
                )
            )

    def _on_prepared(self, prepared: _Prepared) -> None:
        self._waiting = prepared.addings
        self._num_files = prepared.num_files
        self._summary.complaints = prepared.complaints
        self._summary.num_kept_out = prepared.num_kept_out
        self._started_at = time.monotonic()
        self._read_next()

    def _read_next(self) -> None:
        if not self._waiting:
            self._finish()
            return
        adding = self._waiting[0]
        if self._is_cancelled:
            # What is stored of this one is still settled; the others are not begun.
            adding.stop()
            del self._waiting[1:]
        self._session.pool.submit(adding.read, then=self._on_read, failed=self._on_failed)

    def _on_read(self, has_more: bool) -> None:  # noqa: FBT001  # as the pool calls it
        adding = self._waiting[0]
        if not has_more:
            self._summary.reports.append(adding.report)
            self._waiting.pop(0)
        go_on = self._read_next if self._is_cancelled else self._on_committed
        self._session.thread.run(adding.commit, then=lambda _: go_on(), failed=self._on_failed)

    def _on_committed(self) -> None:
        if not self._is_cancelled:
            self.progressed.emit(self._progress())
        self._read_next()

    def _progress(self) -> AddProgress:
        done = self._summary.total("num_files")
        if self._waiting:
            done += self._waiting[0].report.num_files
        share = min(1.0, done / self._num_files) if self._num_files else None
        elapsed_s = time.monotonic() - self._started_at
        left_s = elapsed_s * (1 - share) / share if share and elapsed_s > 1 else None
        return AddProgress(
            tr("Adding {done:,} of {num_files:,} files").format(
                done=done, num_files=self._num_files
            ),
            share,
            left_s,
        )

    def _finish(self) -> None:
        self._summary.is_cancelled = self._is_cancelled
        self.ended.emit(self._summary)

    def _on_failed(self, error: EngineError) -> None:
        if self._is_cancelled and not self._waiting:
            self._finish()
            return
        for adding in self._waiting[:1]:
            self._session.thread.run(adding.break_off, failed=_told_already)
        self._waiting.clear()
        self.failed.emit(error)


def _told_already(_error: EngineError) -> None:
    """Pass over what fails for the same reason as the adding itself."""
