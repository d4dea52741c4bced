from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.domain.errors import DataError
from engine.domain.events import RungReached
from engine.domain.jobs import SearchSpec, TrainSpec, Verdict
from engine.domain.recipes import Recipe
from engine.loop.search.fold_runs import FoldRunCache
from engine.loop.search.trainings import Trainings
from tests.loop.search.builders import hilly
from tests.loop.search.scripted import Killed, ScriptedExecutor


class NoOrders:
    def verdict(self) -> Verdict:
        return Verdict.GO


@pytest.fixture
def train_spec(spec: SearchSpec) -> TrainSpec:
    return TrainSpec(snapshot=spec.snapshot, recipe=Recipe(epochs=9), rungs=(3, 9))


def trainings_in(path: Path, executor: ScriptedExecutor | None = None) -> Trainings:
    return Trainings(executor or ScriptedExecutor(hilly), NoOrders(), path, poll_s=0.0)


def test_training_when_it_ends_then_it_is_handed_back_once(
    tmp_path: Path, train_spec: TrainSpec
) -> None:
    trainings = trainings_in(tmp_path)
    training = trainings.begin("one", train_spec, lambda rung: Verdict.GO)
    assert trainings.wait() == [training]
    assert trainings.num_active == 0
    assert training.result is not None
    assert training.result == trainings.result_of("one")


def test_training_when_judged_then_every_rung_is_heard(
    tmp_path: Path, train_spec: TrainSpec
) -> None:
    heard: list[int] = []

    def judge(rung: RungReached) -> Verdict:
        heard.append(rung.epoch)
        return Verdict.GO

    trainings = trainings_in(tmp_path)
    trainings.begin("one", train_spec, judge)
    trainings.wait()
    assert heard == [3, 9]


def test_training_when_it_has_ended_before_then_it_is_not_run_again(
    tmp_path: Path, train_spec: TrainSpec
) -> None:
    first = trainings_in(tmp_path)
    first.begin("one", train_spec, lambda rung: Verdict.GO)
    first.wait()
    executor = ScriptedExecutor(hilly)
    second = trainings_in(tmp_path, executor)
    second.begin("one", train_spec, lambda rung: Verdict.GO)
    assert len(second.wait()) == 1
    assert executor.started == []


def test_training_when_interrupted_then_earlier_rungs_are_heard_again(
    tmp_path: Path, train_spec: TrainSpec
) -> None:
    first = trainings_in(tmp_path, ScriptedExecutor(hilly, kill_after=1))
    first.begin("one", train_spec, lambda rung: Verdict.GO)
    with pytest.raises(Killed):
        first.wait()
    heard: list[int] = []
    second = trainings_in(tmp_path)
    second.begin("one", train_spec, lambda rung: (heard.append(rung.epoch), Verdict.GO)[1])
    assert heard == [3]
    second.wait()
    assert heard == [3, 9]


def test_training_when_its_name_stands_for_another_recipe_then_it_is_refused(
    tmp_path: Path, train_spec: TrainSpec
) -> None:
    trainings_in(tmp_path).begin("one", train_spec)
    with pytest.raises(DataError, match="made with another recipe"):
        trainings_in(tmp_path).begin("one", replace(train_spec, recipe=Recipe()))


def test_fold_runs_when_noted_then_only_the_same_training_finds_them(
    tmp_path: Path, train_spec: TrainSpec
) -> None:
    cache = FoldRunCache(tmp_path / "folds.json")
    assert cache.get(train_spec) is None
    cache.put(train_spec, 0.5)
    again = FoldRunCache(tmp_path / "folds.json")
    assert again.get(replace(train_spec, device="cpu", threads=2)) == 0.5
    for other in (
        replace(train_spec, seed=1),
        replace(train_spec, fold=1),
        replace(train_spec, start="own.pt"),
        replace(train_spec, recipe=Recipe(epochs=10)),
    ):
        assert again.get(other) is None


def test_fold_runs_when_the_start_file_was_exchanged_then_they_are_run_again(
    tmp_path: Path, train_spec: TrainSpec
) -> None:
    start = tmp_path / "own.pt"
    start.write_bytes(b"old")
    spec = replace(train_spec, start=str(start))
    cache = FoldRunCache(tmp_path / "folds.json")
    cache.put(spec, 0.5)
    start.write_bytes(b"newer")
    assert cache.get(spec) is None


def test_fold_runs_when_the_file_is_damaged_then_they_are_run_again(
    tmp_path: Path, train_spec: TrainSpec
) -> None:
    path = tmp_path / "folds.json"
    path.write_text("{half")
    cache = FoldRunCache(path)
    assert cache.get(train_spec) is None
    cache.put(train_spec, 0.5)
    assert cache.get(train_spec) == 0.5
