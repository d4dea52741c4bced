"""The trials of a search as a table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.viewmodels.index import Index
from desktop.viewmodels.record_table_model import Column, RecordTableModel, TableRole, Tone
from engine.domain.searches import TrialRecord, TrialState

_STATE_WORDS = {
    TrialState.WAITING: tr("waiting"),
    TrialState.RUNNING: tr("running"),
    TrialState.COMPLETE: tr("done"),
    TrialState.PRUNED: tr("pruned"),
    TrialState.FAIL: tr("failed"),
}
_TONES = {TrialState.RUNNING: Tone.WARNING, TrialState.FAIL: Tone.BAD}
STATE_COLUMN, VALUE_COLUMN = 1, 2


class TrialsTableModel(RecordTableModel[TrialRecord]):
    """One trial a row, by number; the best complete one is marked. Trial 0 is the defaults."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, key=lambda trial: trial.number, parent=parent)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and index.column() == STATE_COLUMN and self._is_best(index):
            if role == Qt.ItemDataRole.DisplayRole:
                return tr("best")
            if role == TableRole.TONE:
                return Tone.ACCENT
        return super().data(index, role)

    def _is_best(self, index: Index) -> bool:
        return bool(super().data(index, TableRole.IS_MARKED))

    def mark_best(self) -> None:
        """Mark the complete trial with the highest value, if there is one."""
        complete = [
            (trial.value, -trial.number)
            for trial in self.records
            if trial.state is TrialState.COMPLETE and trial.value is not None
        ]
        self.mark(-max(complete)[1] if complete else None)


def _name(trial: TrialRecord) -> str:
    return tr("0, defaults") if trial.number == 0 else str(trial.number)


def _state(trial: TrialRecord) -> str:
    return _STATE_WORDS[trial.state]


def _tone(trial: TrialRecord) -> Tone:
    return _TONES.get(trial.state, Tone.QUIET)


def _value(trial: TrialRecord) -> str:
    return "" if trial.value is None else f"{trial.value:.3f}"


def _model(trial: TrialRecord) -> str:
    return Path(trial.recipe.model).stem


def _learning_rate(trial: TrialRecord) -> str:
    return "auto" if trial.recipe.optimizer == "auto" else f"{trial.recipe.lr0:.2g}"


def _minutes(trial: TrialRecord) -> str:
    return tr("{seconds:.1f} min").format(seconds=trial.seconds / 60) if trial.seconds else ""


def _epochs(trial: TrialRecord) -> int:
    return trial.rungs[-1].epoch if trial.rungs else 0


_COLUMNS: tuple[Column[TrialRecord], ...] = (
    Column(tr("Trial"), _name, lambda trial: trial.number),
    Column(
        tr("State"),
        _state,
        _state,
        is_number=False,
        tooltip=lambda trial: said(trial.reason),
        tone=_tone,
    ),
    Column(tr("Accuracy, val"), _value, lambda trial: -1.0 if trial.value is None else trial.value),
    Column(
        tr("Epochs"),
        lambda t: tr("{done} of {total}").format(done=_epochs(t), total=t.recipe.epochs),
        _epochs,
    ),
    Column(tr("Model"), _model, _model, is_number=False, tooltip=lambda t: t.recipe.model),
    Column(tr("Image size"), lambda t: f"{t.recipe.imgsz} px", lambda t: t.recipe.imgsz),
    Column(
        tr("Optimizer"), lambda t: t.recipe.optimizer, lambda t: t.recipe.optimizer, is_number=False
    ),
    Column(tr("Learning rate"), _learning_rate, lambda t: t.recipe.lr0),
    Column(tr("Time"), _minutes, lambda trial: trial.seconds),
)
