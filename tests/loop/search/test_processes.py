from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.searches import SearchVerdict, TrialState
from engine.jobs.processes import is_alive
from tests.loop.search.builders import SearchBench
from tests.loop.search.controller_process import run_controller

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def bench(bench: SearchBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SearchBench:
    # Workers run in their job folders.
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return bench.asking(trials=4, slots=2).elsewhere(tmp_path / "search")


def wait_until(is_so: Callable[[], bool], *, timeout_s: float = 60.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


@pytest.mark.slow
def test_search_when_trainings_are_processes_then_it_comes_to_its_end(bench: SearchBench) -> None:
    result = run_controller(bench.folder)
    assert result.outcome.verdict is SearchVerdict.ADOPTED
    states = [trial.state for trial in bench.trials()]
    # Which of them are pruned depends on which process is ahead.
    assert len(states) == 4
    assert {TrialState.COMPLETE} <= set(states) <= {TrialState.COMPLETE, TrialState.PRUNED}
    assert bench.epochs_trained_twice() == {}


@pytest.mark.slow
def test_search_when_its_process_is_killed_then_another_ends_it(bench: SearchBench) -> None:
    command = [sys.executable, "-m", "tests.loop.search.controller_process", bench.folder.path]
    controller = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | {})
    wait_until(lambda: any(trial.rungs for trial in bench.trials()))
    controller.kill()
    controller.wait()
    result = run_controller(bench.folder)
    assert result.outcome.verdict is SearchVerdict.ADOPTED
    assert [trial.number for trial in bench.trials()] == [0, 1, 2, 3]
    assert bench.epochs_trained_twice() == {}
    marks = [folder.process() for folder in bench.trainings()]
    wait_until(lambda: not any(mark is not None and is_alive(mark) for mark in marks))
