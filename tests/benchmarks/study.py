"""What a proposal costs in a long study: `python -m tests.benchmarks.study [TRIALS ...]`.

Beside asking, reporting a rung and telling wait for the disk several times: each is on it when the
call returns. The clock counts that and whatever else runs; the processor's time does not.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from engine.domain.identifiers import SnapshotId
from engine.domain.project import DomainFacts, Task
from engine.domain.recipes import Recipe
from engine.domain.searches import TrialState
from engine.tuning.dimensions import usual_dimensions
from engine.tuning.space import SearchSpace
from engine.tuning.study import TrialStudy, open_study
from tests.benchmarks.table import row

_BASE = Recipe(epochs=27)
_SPACE = SearchSpace(
    _BASE,
    DomainFacts(),
    imgszs=(320,),
    num_classes=3,
    dimensions=usual_dimensions(_BASE, task=Task.DETECT, num_classes=3),
)
_COUNTS = (1000, 3000)
_NUM_MEASURED = 9


def main(counts: list[int]) -> None:
    """Print a line a length of study."""
    from optuna import logging

    logging.set_verbosity(logging.WARNING)
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "study.log"
            _fill(path, count)
            _measure(_open(path), count)


def _open(path: Path) -> TrialStudy:
    return open_study(path, space=_SPACE, snapshot_id=SnapshotId("a1"))


def _fill(path: Path, count: int) -> None:
    """Make a study of points drawn at random: two thirds are pruned at the first rung."""
    import optuna

    _open(path)
    drawn = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
    for number in range(count):
        trial = drawn.ask()
        recipe = _SPACE.suggest(trial)
        reached = recipe.augmentation.scale / 2
        trial.set_user_attr("recipe", msgspec.to_builtins(recipe))
        trial.report(reached / 2, 9)
        if number % 3:
            drawn.tell(trial, state=optuna.trial.TrialState.PRUNED)
        else:
            trial.report(reached, 27)
            drawn.tell(trial, reached)
    storage = optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(str(path)))
    study = optuna.load_study(study_name=path.stem, storage=storage)
    study.add_trials(drawn.get_trials(deepcopy=False))


def _measure(study: TrialStudy, count: int) -> None:
    while study.ask().number < count:
        pass  # the portfolio comes first
    took = []
    for _ in range(_NUM_MEASURED):
        began, cpu_began = time.perf_counter(), time.process_time()
        number = study.ask().number
        asked, cpu_asked = time.perf_counter(), time.process_time()
        study.report(number, 9, 0.2)
        study.report(number, 27, 0.4)
        told, cpu_told = time.perf_counter(), time.process_time()
        study.tell(number, TrialState.COMPLETE, seconds=1.0)
        ended, cpu_ended = time.perf_counter(), time.process_time()
        took.append((asked - began + ended - told, cpu_asked - cpu_began + cpu_ended - cpu_told))
    clock_ms, cpu_ms = (1e3 * statistics.median(each) for each in zip(*took, strict=True))
    row(
        f"ask and tell in a study of {count:,} trials",
        f"{clock_ms:.0f} ms by the clock, {cpu_ms:.0f} ms of the processor",
    )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [*_COUNTS])
