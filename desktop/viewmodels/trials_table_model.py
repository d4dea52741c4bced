"""The trials of a search as a table."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.viewmodels.record_table_model import Column, RecordTableModel
from engine.domain.searches import TrialRecord, TrialState

_STATE_WORDS = {
    TrialState.WAITING: "Waiting",
    TrialState.RUNNING: "Running",
    TrialState.COMPLETE: "Complete",
    TrialState.PRUNED: "Stopped early",
    TrialState.FAIL: "Failed",
}


class TrialsTableModel(RecordTableModel[TrialRecord]):
    """One trial a row, by number; the best complete one is marked. Trial 0 is the defaults."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, key=lambda trial: trial.number, parent=parent)

    def mark_best(self) -> None:
        """Mark the complete trial with the highest value, if there is one."""
        trials = [self.record(row) for row in range(self.rowCount())]
        complete = [
            (trial.value, -trial.number)
            for trial in trials
            if trial.state is TrialState.COMPLETE and trial.value is not None
        ]
        self.mark(-max(complete)[1] if complete else None)


def _name(trial: TrialRecord) -> str:
    return "0, defaults" if trial.number == 0 else str(trial.number)


def _state(trial: TrialRecord) -> str:
    return _STATE_WORDS[trial.state]


def _value(trial: TrialRecord) -> str:
    return "" if trial.value is None else f"{trial.value:.3f}"


def _minutes(trial: TrialRecord) -> str:
    return f"{trial.seconds / 60:.1f} min" if trial.seconds else ""


def _epochs(trial: TrialRecord) -> int:
    return trial.rungs[-1].epoch if trial.rungs else 0


_COLUMNS: tuple[Column[TrialRecord], ...] = (
    Column("Trial", _name, lambda trial: trial.number),
    Column("State", _state, _state, is_number=False, tooltip=lambda trial: trial.reason),
    Column("mAP50-95, val", _value, lambda trial: -1.0 if trial.value is None else trial.value),
    Column("Epochs", lambda t: f"{_epochs(t)} of {t.recipe.epochs}", _epochs),
    Column("Model", lambda t: t.recipe.model, lambda t: t.recipe.model, is_number=False),
    Column("Image size", lambda t: f"{t.recipe.imgsz} px", lambda t: t.recipe.imgsz),
    Column(
        "Optimizer", lambda t: t.recipe.optimizer, lambda t: t.recipe.optimizer, is_number=False
    ),
    Column("Learning rate", lambda t: f"{t.recipe.lr0:.2g}", lambda t: t.recipe.lr0),
    Column("Time", _minutes, lambda trial: trial.seconds),
)
