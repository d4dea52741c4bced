from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.errors import ConflictError, DataError
from engine.domain.identifiers import SnapshotId
from engine.domain.metrics import ModelCost
from engine.domain.project import DomainFacts
from engine.domain.recipes import Recipe
from engine.domain.searches import RungValue, TrialState
from engine.tuning.space import SearchSpace
from engine.tuning.study import TrialStudy, open_study

SPACE = SearchSpace(Recipe(epochs=27), DomainFacts(left_right_differ=True), imgszs=(320,))
SNAPSHOT = SnapshotId("a1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "studies" / "search.log"


def opened(path: Path, *, snapshot_id: SnapshotId = SNAPSHOT, seed: int = 0) -> TrialStudy:
    return open_study(path, space=SPACE, snapshot_id=snapshot_id, seed=seed)


def finish(study: TrialStudy, value: float) -> int:
    trial = study.ask()
    study.report(trial.number, 9, value / 2)
    study.report(trial.number, 27, value)
    study.tell(trial.number, TrialState.COMPLETE)
    return trial.number


def test_ask_when_the_study_is_new_then_the_defaults_come_first(path: Path) -> None:
    study = opened(path)
    first, second = study.ask(), study.ask()
    assert (first.number, first.recipe) == (0, SPACE.recipe(SPACE.base_params()))
    assert first.recipe.augmentation.fliplr == 0.0
    assert second.recipe != first.recipe


def test_ask_when_the_portfolio_is_spent_then_new_recipes_keep_coming(path: Path) -> None:
    study = opened(path)
    recipes = []
    for i in range(14):
        trial = study.ask()
        recipes.append(trial.recipe)
        study.report(trial.number, 27, 0.1 * (i % 5))
        study.tell(trial.number, TrialState.COMPLETE)
    assert len(set(recipes)) == 14
    assert [record.recipe for record in study.trials()] == recipes


def test_ask_when_there_is_an_incumbent_then_it_follows_the_defaults_once(path: Path) -> None:
    incumbent = Recipe(epochs=27, lr0=0.2, box=3.0)
    recipes = []
    for _ in range(12):
        study = open_study(path, space=SPACE, snapshot_id=SNAPSHOT, incumbent=incumbent)
        assert len(study.trials()) == len(recipes)
        trial = study.ask()
        recipes.append(trial.recipe)
        study.report(trial.number, 27, 0.1 * len(recipes))
        study.tell(trial.number, TrialState.COMPLETE)
    assert recipes[:2] == [SPACE.recipe(SPACE.base_params()), incumbent]
    assert len(set(recipes)) == 12


def test_ask_when_seeds_are_equal_then_recipes_are_equal(tmp_path: Path) -> None:
    studies = [opened(tmp_path / name / "search.log", seed=3) for name in "ab"]
    first, second = ([study.ask().recipe for _ in range(8)] for study in studies)
    assert first == second


def test_report_when_a_trial_falls_behind_then_it_should_be_pruned(path: Path) -> None:
    study = opened(path)
    for value in (0.3, 0.4):
        study.report(study.ask().number, 9, value)
    assert study.report(study.ask().number, 9, 0.2)


def test_report_when_the_defaults_fall_behind_then_they_go_on(path: Path) -> None:
    study = opened(path)
    defaults, other = study.ask(), study.ask()
    study.report(other.number, 9, 0.5)
    assert not study.report(defaults.number, 9, 0.1)


def test_report_when_the_last_rung_is_reached_then_nothing_is_pruned(path: Path) -> None:
    study = opened(path)
    finish(study, 0.9)
    assert not study.report(study.ask().number, 27, 0.1)


def test_report_when_repeated_then_the_first_value_stays(path: Path) -> None:
    study = opened(path)
    number = study.ask().number
    study.report(number, 9, 0.3)
    study.report(number, 9, 0.4)
    assert study.record(number).rungs == (RungValue(9, 0.3),)


def test_tell_when_complete_then_the_last_rung_counts(path: Path) -> None:
    study = opened(path)
    record = study.record(finish(study, 0.6))
    assert (record.state, record.value) == (TrialState.COMPLETE, 0.6)
    assert record.rungs == (RungValue(9, 0.3), RungValue(27, 0.6))


def test_tell_when_its_cost_is_known_then_it_is_kept(path: Path) -> None:
    study, cost = opened(path), ModelCost(2_600_000, 3.5, 6.5)
    number = study.ask().number
    study.report(number, 27, 0.4)
    study.tell(number, TrialState.COMPLETE, cost=cost)
    assert opened(path).record(number).cost == cost


def test_tell_when_nothing_was_reported_then_the_trial_failed(path: Path) -> None:
    study = opened(path)
    record = study.tell(study.ask().number, TrialState.COMPLETE)
    assert (record.state, record.reason) == (TrialState.FAIL, "It was never validated.")


def test_tell_when_a_trial_failed_then_reason_and_seconds_are_kept(path: Path) -> None:
    study = opened(path)
    study.tell(study.ask().number, TrialState.FAIL, reason="The GPU is gone.", seconds=2.5)
    (record,) = opened(path).trials()
    assert (record.state, record.reason, record.seconds) == (
        TrialState.FAIL,
        "The GPU is gone.",
        2.5,
    )


def test_tell_when_the_trial_has_ended_then_it_stays_as_it_is(path: Path) -> None:
    study = opened(path)
    number = finish(study, 0.6)
    assert study.tell(number, TrialState.FAIL).state is TrialState.COMPLETE


def test_open_when_the_controller_was_killed_then_its_trials_come_again_first(path: Path) -> None:
    before = opened(path)
    finish(before, 0.5)
    running = [before.ask(), before.ask()]
    before.report(running[0].number, 9, 0.2)

    study = opened(path)
    assert [study.ask(), study.ask()] == running
    assert study.record(running[0].number).rungs == (RungValue(9, 0.2),)
    assert study.ask().number == 3


def test_open_when_trials_were_asked_then_the_sampler_does_not_begin_again(path: Path) -> None:
    before = opened(path)
    drawn = [before.ask().recipe for _ in range(6)]
    study = opened(path)
    again = [study.ask().recipe for _ in range(8)]
    assert again[:6] == drawn
    assert not set(again[6:]) & set(drawn)


def test_open_when_the_last_line_is_half_then_the_study_goes_on(path: Path) -> None:
    finish(opened(path), 0.5)
    with path.open("ab") as file:
        file.write(b'{"op_code":4,"worker')
    finish(opened(path), 0.6)
    assert [record.value for record in opened(path).trials()] == [0.5, 0.6]


def test_open_when_the_snapshot_differs_then_it_is_refused(path: Path) -> None:
    opened(path)
    with pytest.raises(ConflictError, match="another snapshot"):
        opened(path, snapshot_id=SnapshotId("b2"))


def test_open_when_the_file_is_no_study_then_it_says_so(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("not a journal\n")
    with pytest.raises(DataError, match=r"search\.log is not a search's study"):
        opened(path)


def test_elapsed_when_noted_then_the_next_controller_knows_it(path: Path) -> None:
    study = opened(path)
    assert study.elapsed_s == 0.0
    study.note_elapsed(12.5)
    assert opened(path).elapsed_s == 12.5


def test_journal_when_optuna_opens_it_then_trials_and_attributes_are_there(path: Path) -> None:
    from optuna import get_all_study_names, load_study
    from optuna.storages.journal import JournalFileBackend, JournalStorage

    finish(opened(path), 0.5)
    # What `optuna-dashboard studies/search.log` does with a file.
    storage = JournalStorage(JournalFileBackend(str(path)))
    assert get_all_study_names(storage) == ["search"]
    study = load_study(study_name="search", storage=storage)
    assert study.best_value == 0.5
    assert study.user_attrs["snapshot"] == SNAPSHOT
    assert study.best_trial.params["optimizer"] == "auto"
