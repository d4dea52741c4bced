"""The trainings of a search: one job folder each, run by an executor, resumed where they stood."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.domain.errors import DataError, DivergedError
from engine.domain.events import RungReached
from engine.domain.jobs import JobState, TrainSpec, Verdict
from engine.domain.results import TrainResult
from engine.jobs.executor import Executor, JobOutcome
from engine.jobs.folder import JobFolder
from engine.jobs.reporter import Cancelled, Paused

Judge = Callable[[RungReached], Verdict]


class Orders(Protocol):
    """Where the search hears what its own owner wants; a job's reporter is one."""

    def verdict(self) -> Verdict:
        """Return what the owner wants now."""


@dataclass(slots=True)
class Training:
    """One training: its job, how far its events were read, and how it ended (None: it runs)."""

    name: str
    folder: JobFolder
    judge: Judge | None
    seen_seq: int = 0
    outcome: JobOutcome | None = None

    @property
    def result(self) -> TrainResult | None:
        """What it handed over, None where it did not come to its end."""
        return _train_result(self.folder)

    @property
    def has_diverged(self) -> bool:
        """Whether its recipe made the losses blow up; everything else it may fail of is not its."""
        failure = self.folder.failure()
        return failure is not None and failure.kind == DivergedError.__name__

    @property
    def reason(self) -> str:
        """Why it ended without a result, in words."""
        return (self.outcome.reason if self.outcome else "") or "It was stopped."


class Trainings:
    """Begins, watches, answers and stops trainings. One thread; the executor keeps the slots.

    Args:
        executor: Runs them; it is shut down by whoever made it.
        orders: Where a wish to pause or cancel the whole search is heard.
        jobs_dir: Holds their job folders. A training is known by its name there: one that has
            ended is not run again, one that was interrupted goes on.
        poll_s: Seconds between two looks.
    """

    def __init__(
        self, executor: Executor, orders: Orders, jobs_dir: Path, *, poll_s: float = 0.25
    ) -> None:
        self._executor = executor
        self._orders = orders
        self._jobs_dir = jobs_dir
        self._poll_s = poll_s
        self._active: list[Training] = []

    @property
    def num_active(self) -> int:
        """Trainings begun and not yet handed back."""
        return len(self._active)

    def begin(self, name: str, spec: TrainSpec, judge: Judge | None = None) -> Training:
        """Start a training, or go on with the one of that name; `judge` answers its rungs."""
        training = Training(name, self._folder(name, spec), judge)
        self._active.append(training)
        self._executor.attach(training.folder)
        state = self._executor.outcome(training.folder).state
        self._tell_history(training, is_running=state is JobState.RUNNING)
        if state not in (JobState.RUNNING, JobState.FINISHED):
            self._executor.start(training.folder)
        return training

    def wait(self) -> list[Training]:
        """Watch all trainings until at least one has ended; return those that have.

        Raises:
            Cancelled: The search shall end; so have its trainings.
            Paused: The search shall go on later; its trainings are ready for that.
        """
        while True:
            self._obey_orders()
            ended = self._look()
            if ended:
                return ended
            time.sleep(self._poll_s)

    def result_of(self, name: str) -> TrainResult | None:
        """Return what a training that has finished handed over."""
        return _train_result(JobFolder(self._jobs_dir / name))

    def _folder(self, name: str, spec: TrainSpec) -> JobFolder:
        folder = JobFolder(self._jobs_dir / name)
        if not (folder.path / "job.json").exists():
            return JobFolder.create(folder.path, spec)
        found = folder.spec()
        if not isinstance(found, TrainSpec) or found.recipe != spec.recipe:
            raise DataError(
                f"The training {name} of this search was made with another recipe.",
                hint="Begin a new search.",
            )
        return folder

    def _tell_history(self, training: Training, *, is_running: bool) -> None:
        """Tell the judge what was reached before; it went on from there, so no answer is due."""
        history = training.folder.read_events()
        if is_running and history and isinstance(history[-1].event, RungReached):
            history.pop()  # there it stands, waiting for its answer
        for numbered in history:
            training.seen_seq = numbered.seq
            if training.judge is not None and isinstance(numbered.event, RungReached):
                training.judge(numbered.event)

    def _look(self) -> list[Training]:
        self._executor.pump()
        for training in self._active:
            # The state first: all that a dead worker wrote is then read below.
            outcome = self._executor.outcome(training.folder)
            self._answer(training)
            if outcome.state.is_active:
                training.folder.touch_lease()
            else:
                training.outcome = outcome
        ended = [training for training in self._active if training.outcome is not None]
        self._active = [training for training in self._active if training.outcome is None]
        return ended

    def _answer(self, training: Training) -> None:
        for numbered in training.folder.read_events(training.seen_seq):
            training.seen_seq = numbered.seq
            if training.judge is not None and isinstance(numbered.event, RungReached):
                self._executor.stop(training.folder, verdict=training.judge(numbered.event))

    def _obey_orders(self) -> None:
        verdict = self._orders.verdict()
        if verdict is Verdict.CANCEL:
            self._stop_all(verdict)
            raise Cancelled
        if verdict is Verdict.PAUSE:
            self._stop_all(verdict)
            raise Paused

    def _stop_all(self, verdict: Verdict) -> None:
        """Stop all trainings and wait for their end; a cancel may follow on a pause."""
        for training in self._active:
            training.judge = None
            self._executor.stop(training.folder, verdict=verdict)
        while self._active:
            self._look()
            if verdict is Verdict.PAUSE and self._orders.verdict() is Verdict.CANCEL:
                self._stop_all(Verdict.CANCEL)
            time.sleep(self._poll_s)


def _train_result(folder: JobFolder) -> TrainResult | None:
    result = folder.result()
    return result if isinstance(result, TrainResult) else None
