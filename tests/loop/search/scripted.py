"""An executor that plays trainings on a known response surface, without processes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.domain.errors import ConflictError, DivergedError
from engine.domain.events import EpochFinished, Failed, RungReached
from engine.domain.jobs import JobState, TrainSpec, Verdict
from engine.domain.metrics import ModelCost
from engine.domain.results import TrainResult
from engine.domain.versions import Start
from engine.jobs.executor import JobOutcome
from engine.jobs.folder import JobFolder

Surface = Callable[[TrainSpec], float]


class Killed(BaseException):
    """The controller's process dies here."""


class ScriptedExecutor:
    """Plays one step of each running training at each `pump`: to its next rung, or to its end.

    As a worker does, a training waits at a rung for its answer, remembers the epochs it finished
    in its folder, and goes on from there when it is started again.

    Args:
        surface: The accuracy a training reaches in the end; an exception makes it fail.
        kill_after: Pumps after which the controller dies.
        course: The part of its final accuracy a training has reached after a part of its epochs.
        epoch_s: Seconds an epoch of a training takes.
    """

    def __init__(
        self,
        surface: Surface,
        *,
        kill_after: int | None = None,
        course: Callable[[float], float] = float,
        epoch_s: Callable[[TrainSpec], float] = lambda spec: 0.5,
    ) -> None:
        self._surface = surface
        self._course = course
        self._epoch_s = epoch_s
        self._pumps_left = kill_after
        self._running: dict[Path, JobFolder] = {}
        self._asked_after: dict[Path, int] = {}
        self.seconds = 0.0
        self.started: list[str] = []
        self.most_at_once = 0

    def now(self) -> float:
        """Seconds on the clock of this world."""
        return self.seconds

    @property
    def num_running(self) -> int:
        return len(self._running)

    def start(self, folder: JobFolder) -> None:
        if folder.path in self._running:
            raise ConflictError("running already")
        folder.begin_attempt()
        self.started.append(folder.path.name)
        self._running[folder.path] = folder
        self.most_at_once = max(self.most_at_once, len(self._running))

    def attach(self, folder: JobFolder) -> None:
        """Nothing outlives this executor."""

    def pump(self) -> None:
        if self._pumps_left is not None:
            self._pumps_left -= 1
            if self._pumps_left < 0:
                raise Killed
        for folder in list(self._running.values()):
            self._step(folder)

    def outcome(self, folder: JobFolder) -> JobOutcome:
        if folder.has_result():
            return JobOutcome(JobState.FINISHED)
        if folder.path in self._running:
            return JobOutcome(JobState.RUNNING)
        failure = folder.failure()
        if failure is not None:
            return JobOutcome(JobState.FAILED, failure.message)
        if folder.attempt() == 0:
            return JobOutcome(JobState.QUEUED)
        ends = {Verdict.PAUSE: JobState.PAUSED, Verdict.CANCEL: JobState.CANCELLED}
        return JobOutcome(ends.get(folder.control().do, JobState.FAILED), "The worker died.")

    def stop(self, folder: JobFolder, *, verdict: Verdict = Verdict.CANCEL) -> None:
        folder.write_verdict(verdict)

    def shutdown(self) -> None:
        self._running.clear()

    def _step(self, folder: JobFolder) -> None:
        spec = folder.spec()
        assert isinstance(spec, TrainSpec)
        control = folder.control()
        if control.do in (Verdict.PAUSE, Verdict.CANCEL):
            del self._running[folder.path]
            return
        asked_after = self._asked_after.pop(folder.path, None)
        if control.do is Verdict.PRUNE:
            self._end(folder, spec, is_pruned=True)
        elif asked_after is not None and control.seq <= asked_after:
            self._asked_after[folder.path] = asked_after
        elif epochs_done(folder) >= spec.recipe.epochs:
            self._end(folder, spec, is_pruned=False)
        else:
            self._advance(folder, spec)

    def _advance(self, folder: JobFolder, spec: TrainSpec) -> None:
        try:
            final = self._surface(spec)
        except (RuntimeError, DivergedError) as error:
            folder.write_failure(Failed(str(error), kind=type(error).__name__))
            del self._running[folder.path]
            return
        done = epochs_done(folder)
        rung = next(epoch for epoch in spec.rungs if epoch > done)
        for epoch in range(done + 1, rung + 1):
            folder.append(EpochFinished(epoch, spec.recipe.epochs, {}, None, None, None))
            self.seconds += self._epoch_s(spec)
        remember_epochs(folder, rung)
        self._asked_after[folder.path] = folder.control().seq
        if rung == spec.recipe.epochs:
            del self._asked_after[folder.path]
        folder.append(RungReached(rung, final * self._course(rung / spec.recipe.epochs)))

    def _end(self, folder: JobFolder, spec: TrainSpec, *, is_pruned: bool) -> None:
        result = train_result(folder, spec, value=self._surface(spec), is_pruned=is_pruned)
        seconds = result.epochs_done * self._epoch_s(spec)
        folder.write_result(replace(result, seconds=seconds))
        del self._running[folder.path]


def train_result(
    folder: JobFolder, spec: TrainSpec, *, value: float, is_pruned: bool
) -> TrainResult:
    """Return the result of a training that would reach `value` in the end."""
    done = epochs_done(folder)
    return TrainResult(
        weights=str(folder.path / "run" / "weights" / "last.pt"),
        run_dir=str(folder.path / "run"),
        start=Start.SCRATCH,
        start_weights=spec.start,
        epochs_done=done,
        value=value * done / spec.recipe.epochs,
        accuracies=(),
        libraries={},
        seconds=float(done),
        device="cpu, 1 thread",
        batch=spec.recipe.batch,
        num_train_images=10,
        pruned=is_pruned,
        cost=None if is_pruned else ModelCost(2_590_000, 0.02 * spec.recipe.imgsz),
    )


def epochs_done(folder: JobFolder) -> int:
    """Return how many epochs a training has finished, over all its attempts."""
    path = _progress_path(folder)
    return int(json.loads(path.read_text())) if path.exists() else 0


def remember_epochs(folder: JobFolder, epochs: int) -> None:
    """Note how many epochs are finished, as a checkpoint does."""
    _progress_path(folder).write_text(json.dumps(epochs))


def _progress_path(folder: JobFolder) -> Path:
    return folder.path / "progress.json"
