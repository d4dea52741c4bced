"""Searches on known response surfaces, one controller's life at a time."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from engine.domain.events import ConfirmationAdvanced, EpochFinished, Notice, TrialChanged
from engine.domain.jobs import SearchSpec, TrainSpec
from engine.domain.results import SearchResult
from engine.domain.searches import Confirmation, TrialRecord
from engine.jobs.folder import JobFolder
from engine.jobs.reporter import Reporter
from engine.loop.search.clock import Now
from engine.loop.search_controller import search
from tests.loop.search.scripted import ScriptedExecutor, Surface


def noise(spec: TrainSpec) -> float:
    """What seed, fold and recipe do by luck: between -0.01 and 0.01, the same each time."""
    return random.Random(repr((spec.seed, spec.fold, spec.recipe))).uniform(-0.01, 0.01)


def hilly(spec: TrainSpec) -> float:
    """Best with strong augmentation; the defaults lie half way up."""
    return 0.2 + 0.4 * spec.recipe.augmentation.scale + noise(spec)


@dataclass(frozen=True)
class SearchBench:
    """A search in a folder of its own; `run` is one controller's life."""

    folder: JobFolder
    spec: SearchSpec

    @property
    def jobs_dir(self) -> Path:
        return self.folder.path / "trials"

    def run(self, executor: ScriptedExecutor, *, wall: Now | None = None) -> SearchResult:
        """Live one controller's life, in the executor's time; `wall` is the machine's clock."""
        self.folder.begin_attempt()
        reporter = Reporter(self.folder)
        return search(
            self.spec,
            reporter,
            executor,
            self.jobs_dir,
            now=executor.now,
            wall=wall or executor.now,
            poll_s=0.0,
        )

    def play(self, surface: Surface) -> SearchResult:
        return self.run(ScriptedExecutor(surface))

    def asking(self, **changes: object) -> SearchBench:
        """Return the bench with another request."""
        return replace(self, spec=replace(self.spec, **changes))  # type: ignore[arg-type]

    def elsewhere(self, path: Path) -> SearchBench:
        """Return the bench with a job folder of its own."""
        return SearchBench(JobFolder.create(path, self.spec), self.spec)

    def training_specs(self) -> dict[str, TrainSpec]:
        specs = {folder.path.name: folder.spec() for folder in self.trainings()}
        return {name: spec for name, spec in specs.items() if isinstance(spec, TrainSpec)}

    def notices(self) -> list[str]:
        events = [numbered.event for numbered in self.folder.read_events()]
        return [event.text for event in events if isinstance(event, Notice)]

    def epochs_trained_twice(self) -> dict[str, list[int]]:
        """Return epochs that more than one attempt at a training finished."""
        twice = {}
        for folder in self.trainings():
            events = [numbered.event for numbered in folder.read_events()]
            counts = Counter(e.epoch for e in events if isinstance(e, EpochFinished))
            twice[folder.path.name] = [epoch for epoch, count in counts.items() if count > 1]
        return {name: epochs for name, epochs in twice.items() if epochs}

    def trials(self) -> list[TrialRecord]:
        """What the app knows of the trials: the last event of each."""
        events = [numbered.event for numbered in self.folder.read_events()]
        last = {e.trial.number: e.trial for e in events if isinstance(e, TrialChanged)}
        return [last[number] for number in sorted(last)]

    def confirmations(self) -> list[Confirmation]:
        events = [numbered.event for numbered in self.folder.read_events()]
        return [e.confirmation for e in events if isinstance(e, ConfirmationAdvanced)]

    def trainings(self) -> list[JobFolder]:
        return [JobFolder(path) for path in sorted(self.jobs_dir.iterdir())]
