"""The folder a training leaves, as `yolo train` does, and what it says of an earlier session."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from engine.domain.project import Task
from engine.vision.metric_names import METRIC_NAMES
from engine.vision.trainer import read_results
from engine.vision.weights import read_checkpoint

_FINISHED = -1  # what Ultralytics writes into a checkpoint when it has taken the optimizer out


@dataclass(frozen=True, slots=True)
class EarlierSession:
    """How far a training came before it was ended: whole epochs, and the last value measured."""

    epochs_done: int
    value: float | None


@dataclass(frozen=True, slots=True)
class RunFolder:
    """`weights/last.pt`, `args.yaml`, `results.csv` of one training."""

    path: Path

    @property
    def last(self) -> Path:
        """The weights of the last whole epoch."""
        return self.path / "weights" / "last.pt"

    @property
    def results(self) -> Path:
        """The figures of each epoch."""
        return self.path / "results.csv"

    def earlier_session(self, task: Task, *, epochs: int) -> EarlierSession | None:
        """Return how far an earlier session came; None where it saved no epoch.

        The rows of epochs that no checkpoint remembers are dropped: they are trained again.

        Args:
            task: What it learned.
            epochs: Epochs the training was to have.

        Raises:
            DataError: The checkpoint is damaged, or of something else.
        """
        if not self.last.exists():
            return None
        _, checkpoint = read_checkpoint(self.last)
        epoch = int(checkpoint.get("epoch", _FINISHED))
        epochs_done = epochs if epoch == _FINISHED else epoch + 1
        self._forget_epochs_after(epochs_done)
        values = read_results(self.results).get(METRIC_NAMES[task].deciding, [])
        return EarlierSession(epochs_done, values[-1] if values else None)

    def seconds(self) -> float:
        """Return about what the epochs took, over all sessions.

        The clock of results.csv begins anew in each of them: a session's last reading counts.
        """
        times = read_results(self.results).get("time", [])
        return sum(time for time, next_time in pairwise([*times, 0.0]) if next_time < time)

    def _forget_epochs_after(self, epoch: int) -> None:
        if not self.results.exists():
            return
        header, *rows = self.results.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if row.split(",", 1)[0].isdecimal()]
        kept = [row for row in kept if int(row.split(",", 1)[0]) <= epoch]
        self.results.write_text("".join([header, *kept]), encoding="utf-8")
