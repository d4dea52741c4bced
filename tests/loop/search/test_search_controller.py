from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from engine.domain.errors import DivergedError, ResourceError
from engine.domain.jobs import TrainSpec, Verdict
from engine.domain.metrics import Yardstick
from engine.domain.recipes import Recipe
from engine.domain.results import SearchResult
from engine.domain.searches import Choice, SearchVerdict, TrialState
from engine.jobs.reporter import Cancelled, Paused
from engine.loop.search.importance_file import read_importance
from engine.loop.snapshots import SnapshotMeta
from engine.tuning.facts import clip_to_facts
from tests.loop.search.builders import SearchBench, hilly, noise
from tests.loop.search.scripted import Killed, ScriptedExecutor, Surface


class AskingExecutor(ScriptedExecutor):
    """Lets the search's own owner speak at a certain pump."""

    def __init__(self, bench: SearchBench, verdict: Verdict, *, after: int) -> None:
        super().__init__(hilly)
        self._bench, self._verdict, self._after = bench, verdict, after

    def pump(self) -> None:
        self._after -= 1
        if self._after == 0:
            self._bench.folder.write_verdict(self._verdict)
        super().pump()


class TurningExecutor(ScriptedExecutor):
    """Has trainings come in at their first rung the other way round."""

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface, course=lambda share: share if share == 1 else -share)


class SlowingExecutor(ScriptedExecutor):
    """Loses an hour when the fourth training begins."""

    def now(self) -> float:
        return self.seconds + (3600.0 if len(self.started) > 3 else 0.0)


def failing_when(fails: Callable[[TrainSpec], bool]) -> Callable[[TrainSpec], float]:
    def surface(spec: TrainSpec) -> float:
        if fails(spec):
            raise RuntimeError("The GPU is gone.")
        return hilly(spec)

    return surface


def diverging_when(diverges: Callable[[TrainSpec], bool]) -> Callable[[TrainSpec], float]:
    def surface(spec: TrainSpec) -> float:
        if diverges(spec):
            raise DivergedError("The training diverged.")
        return hilly(spec)

    return surface


def test_search_when_a_recipe_is_better_then_it_is_adopted(bench: SearchBench) -> None:
    result = bench.play(hilly)
    outcome = result.outcome
    assert outcome.verdict is SearchVerdict.ADOPTED
    assert outcome.challenger_number is not None
    assert outcome.recipe == bench.trials()[outcome.challenger_number].recipe
    assert outcome.confirmation == bench.confirmations()[-1]
    assert outcome.confirmation is not None
    assert outcome.confirmation.lower_bound > 0
    assert outcome.num_trials == 8
    assert "replaces the defaults, without flips; 8 trials" in outcome.sentence


def test_search_when_nothing_matters_then_the_defaults_stay(bench: SearchBench) -> None:
    outcome = bench.play(lambda spec: 0.4).outcome
    assert outcome.verdict is SearchVerdict.DEFAULTS_STAY
    assert outcome.recipe == clip_to_facts(bench.spec.base, bench.spec.facts)
    assert outcome.confirmation is None
    assert outcome.sentence.startswith("Nothing beat the defaults, without flips; 8 trials, ")


def test_search_then_it_begins_with_the_defaults_inside_the_facts(bench: SearchBench) -> None:
    bench.play(hilly)
    specs = bench.training_specs()
    assert specs["trial-0000"].recipe == clip_to_facts(bench.spec.base, bench.spec.facts)
    for spec in specs.values():
        assert spec.recipe == clip_to_facts(spec.recipe, bench.spec.facts)
        assert (spec.recipe.epochs, spec.recipe.imgsz) == (18, 160)


def test_search_then_trials_rank_on_validation_and_pairs_on_folds(bench: SearchBench) -> None:
    bench.play(hilly)
    pairs: dict[tuple[int | None, int], set[Recipe]] = {}
    for name, spec in bench.training_specs().items():
        assert (spec.fold is None) == name.startswith("trial-")
        assert spec.yardsticks == ()
        if spec.fold is not None:
            pairs.setdefault((spec.fold, spec.seed), set()).add(spec.recipe)
    assert len(pairs) >= 3
    assert all(len(recipes) == 2 for recipes in pairs.values())


def test_search_when_a_trial_falls_behind_then_it_ends_at_its_rung(bench: SearchBench) -> None:
    bench.play(hilly)
    trials = bench.trials()
    pruned = [trial for trial in trials if trial.state is TrialState.PRUNED]
    assert pruned
    assert all([rung.epoch for rung in trial.rungs] == [6] for trial in pruned)
    assert trials[0].state is TrialState.COMPLETE


def test_search_when_one_trial_fails_then_the_rest_go_on(bench: SearchBench) -> None:
    outcome = bench.play(failing_when(lambda spec: spec.recipe.optimizer == "SGD")).outcome
    failed = [trial for trial in bench.trials() if trial.state is TrialState.FAIL]
    assert failed
    assert {trial.reason for trial in failed} == {"The GPU is gone."}
    assert all(trial.value is None for trial in failed)
    assert outcome.num_trials == 8


def test_search_when_the_defaults_fail_then_it_says_so_and_can_go_on(bench: SearchBench) -> None:
    with pytest.raises(ResourceError, match="defaults could not be trained: The GPU is gone"):
        bench.play(failing_when(lambda spec: True))
    assert bench.play(hilly).outcome.num_trials == 8
    assert bench.trials()[0].state is TrialState.COMPLETE


def test_search_when_trials_fail_in_a_row_then_it_stops(bench: SearchBench) -> None:
    with pytest.raises(ResourceError, match="3 trials in a row failed"):
        bench.play(failing_when(lambda spec: spec.recipe.augmentation.scale != 0.5))


def test_search_when_recipes_diverge_then_they_are_bad_and_it_goes_on(bench: SearchBench) -> None:
    is_other = lambda spec: spec.recipe.augmentation.scale != 0.5  # noqa: E731
    outcome = bench.play(diverging_when(is_other)).outcome
    diverged = [trial for trial in bench.trials() if trial.state is TrialState.PRUNED]
    assert len(diverged) > 3
    assert {trial.reason for trial in diverged} >= {"The training diverged."}
    assert outcome.num_trials == 8


def test_search_when_the_challenger_diverges_on_a_fold_then_it_has_reached_nothing_there(
    bench: SearchBench,
) -> None:
    is_hard = lambda spec: spec.fold == 1 and spec.recipe.augmentation.scale > 0.5  # noqa: E731
    outcome = bench.play(diverging_when(is_hard)).outcome
    assert outcome.verdict is not SearchVerdict.ADOPTED
    assert outcome.confirmation is not None
    assert [pair.challenger for pair in outcome.confirmation.pairs if pair.fold == 1] == [0.0]


def test_search_when_no_pair_can_be_run_then_it_says_so_and_can_go_on(bench: SearchBench) -> None:
    with pytest.raises(ResourceError, match="3 pairs of the confirmation could not be run"):
        bench.play(failing_when(lambda spec: spec.fold is not None))
    assert bench.play(hilly).outcome.verdict is SearchVerdict.ADOPTED


def test_search_when_a_confirming_run_fails_then_another_pair_stands_in(bench: SearchBench) -> None:
    outcome = bench.play(failing_when(lambda spec: spec.fold == 1)).outcome
    assert outcome.confirmation is not None
    assert [pair.fold for pair in outcome.confirmation.pairs] == [0, 2, 3]
    assert outcome.verdict is SearchVerdict.ADOPTED
    assert any(notice.startswith("fold-1-seed-1000-defaults failed") for notice in bench.notices())


def test_search_when_there_are_no_folds_then_nothing_is_proven(bench: SearchBench) -> None:
    meta = SnapshotMeta(Yardstick.VAL, 0, 0.0, num_train=4, num_val=1, num_test=0)
    path = Path(bench.spec.snapshot.snapshot_dir) / "meta.json"
    path.write_bytes(msgspec.json.encode(meta))
    outcome = bench.play(hilly).outcome
    assert outcome.verdict is SearchVerdict.NOT_PROVEN
    assert outcome.recipe == clip_to_facts(bench.spec.base, bench.spec.facts)
    assert "no paired run was possible" in outcome.sentence


@pytest.mark.parametrize("kill_after", [0, 1, 2, 3, 8, 13, 21])
def test_search_when_its_controller_is_killed_then_the_next_one_ends_it(
    bench: SearchBench, kill_after: int
) -> None:
    with pytest.raises(Killed):
        bench.run(ScriptedExecutor(hilly, kill_after=kill_after))
    result = bench.play(hilly)
    assert result.outcome.verdict is SearchVerdict.ADOPTED
    assert result.outcome.num_trials == 8
    assert bench.epochs_trained_twice() == {}
    assert [trial.number for trial in bench.trials()] == list(range(8))


def test_search_when_every_controller_is_killed_soon_then_it_still_ends(bench: SearchBench) -> None:
    result: SearchResult | None = None
    lives = 0
    while result is None:
        lives += 1
        try:
            result = bench.run(ScriptedExecutor(hilly, kill_after=3))
        except Killed:
            assert lives < 100
    assert result.outcome.num_trials == 8
    assert bench.epochs_trained_twice() == {}


@pytest.mark.parametrize("after", [1, 4, 20])
def test_search_when_paused_then_it_goes_on_where_it_stood(bench: SearchBench, after: int) -> None:
    with pytest.raises(Paused):
        bench.run(AskingExecutor(bench, Verdict.PAUSE, after=after))
    assert bench.play(hilly).outcome.verdict is SearchVerdict.ADOPTED
    assert bench.epochs_trained_twice() == {}


def test_search_when_cancelled_then_its_trainings_end(bench: SearchBench) -> None:
    executor = AskingExecutor(bench, Verdict.CANCEL, after=2)
    with pytest.raises(Cancelled):
        bench.run(executor)
    assert executor.num_running == 0
    assert bench.trainings()[-1].control().do is Verdict.CANCEL


def test_search_when_minutes_are_given_then_the_confirmation_is_inside(bench: SearchBench) -> None:
    bench = bench.asking(trials=500, minutes=3)
    executor = ScriptedExecutor(hilly)
    outcome = bench.run(executor).outcome
    assert executor.seconds <= 180
    assert 5 < outcome.num_trials < 50
    assert outcome.verdict is SearchVerdict.ADOPTED


def test_search_when_minutes_are_few_then_the_defaults_stay(bench: SearchBench) -> None:
    outcome = bench.asking(minutes=0.5).play(hilly).outcome
    assert outcome.verdict is SearchVerdict.DEFAULTS_STAY
    assert outcome.sentence == (
        "Nothing beat the defaults, without flips; 1 trial, 0.1 minutes of training."
    )


def test_search_when_the_time_for_trials_is_over_then_the_running_one_is_pruned(
    bench: SearchBench,
) -> None:
    outcome = bench.asking(minutes=3).run(SlowingExecutor(lambda spec: 0.4)).outcome
    last = bench.trials()[-1]
    assert (last.state, last.reason) == (TrialState.PRUNED, "Out of time at epoch 6.")
    assert outcome.num_trials == 4


@pytest.mark.parametrize("minutes", [5, 7, 10])
def test_search_when_the_challenger_is_slow_then_its_own_pace_counts(
    bench: SearchBench, minutes: int
) -> None:
    bench = bench.asking(trials=5, minutes=minutes, imgszs=(640,))
    executor = ScriptedExecutor(
        lambda spec: 0.4 + (0.1 + 5 * noise(spec) if spec.recipe.imgsz > 160 else 0.0),
        epoch_s=lambda spec: (spec.recipe.imgsz / 160) ** 2 / 2,
    )
    bench.run(executor)
    assert executor.seconds <= 60 * minutes


def test_search_when_there_is_hardly_time_then_the_defaults_are_trained(bench: SearchBench) -> None:
    assert bench.asking(minutes=0.001).play(hilly).outcome.num_trials == 1


def test_search_when_resumed_then_the_minutes_used_before_count(bench: SearchBench) -> None:
    bench = bench.asking(trials=500, minutes=3)
    first = ScriptedExecutor(hilly, kill_after=14)
    with pytest.raises(Killed):
        bench.run(first)
    second = ScriptedExecutor(hilly)
    bench.run(second)
    assert first.seconds + second.seconds <= 180


def test_search_when_its_rung_misleads_then_trials_run_to_their_end_and_it_says_so(
    bench: SearchBench,
) -> None:
    bench = bench.asking(trials=60)
    bench.run(TurningExecutor(hilly))
    told = [notice for notice in bench.notices() if "said little" in notice]
    assert told == [
        "What trials had early said little of how they ended: they are compared at their end alone."
    ]
    assert bench.trials()[-1].state is TrialState.COMPLETE
    assert bench.training_specs()["trial-0059"].rungs == (18,)


@pytest.mark.parametrize("slots", [1, 2])
def test_search_when_hours_of_training_are_given_then_all_trainings_fit_in(
    bench: SearchBench, slots: int
) -> None:
    bench = bench.asking(trials=500, gpu_hours=180 / 3600, slots=slots)
    outcome = bench.play(hilly).outcome
    assert outcome.seconds <= 180
    assert 5 < outcome.num_trials < 50
    assert outcome.verdict is SearchVerdict.ADOPTED


def test_search_when_it_shall_end_at_an_hour_then_it_does_whatever_becomes_of_the_clock(
    bench: SearchBench,
) -> None:
    executor = ScriptedExecutor(hilly)

    def set_back() -> float:
        """Say what a clock says that loses an hour after a minute."""
        return 1e9 + executor.seconds - (3600 if executor.seconds > 60 else 0)

    bench = bench.asking(trials=500, until=1e9 + 180)
    outcome = bench.run(executor, wall=set_back).outcome
    assert executor.seconds <= 180
    assert outcome.verdict is SearchVerdict.ADOPTED


def test_search_when_resumed_after_its_hour_then_it_ends_with_what_it_has(
    bench: SearchBench,
) -> None:
    bench = bench.asking(trials=500, until=1e9 + 180)
    first = ScriptedExecutor(hilly, kill_after=14)
    with pytest.raises(Killed):
        bench.run(first, wall=lambda: 1e9 + first.seconds)
    second = ScriptedExecutor(hilly)
    outcome = bench.run(second, wall=lambda: 1e9 + 7200 + second.seconds).outcome
    assert outcome.verdict is SearchVerdict.NOT_PROVEN
    assert outcome.num_trials == len(bench.trials())
    assert second.seconds <= 10  # one trial was under way


def test_search_when_there_are_two_slots_then_two_run_at_once(bench: SearchBench) -> None:
    executor = ScriptedExecutor(hilly)
    assert bench.asking(slots=2).run(executor).outcome.num_trials == 8
    assert executor.most_at_once == 2


def test_search_when_the_snapshot_is_known_then_its_default_runs_are_reused(
    tmp_path: Path, bench: SearchBench
) -> None:
    bench.play(hilly)
    second = bench.asking(study_path=str(Path(bench.spec.study_path).with_name("s2.log")))
    second = second.elsewhere(tmp_path / "jobs" / "s2")
    assert second.play(hilly).outcome.verdict is SearchVerdict.ADOPTED
    assert not [name for name in second.training_specs() if name.endswith("-defaults")]


def test_search_when_the_two_best_are_close_then_a_fresh_seed_decides(bench: SearchBench) -> None:
    bench = bench.asking(trials=16)
    outcome = bench.play(hilly).outcome
    finalists = {name: spec for name, spec in bench.training_specs().items() if "again" in name}
    assert len(finalists) == 2
    assert {spec.seed for spec in finalists.values()} == {bench.spec.seed + 1}
    assert f"again-trial-{outcome.challenger_number:04d}" in finalists


def test_search_when_models_may_change_then_start_weights_stay_with_theirs(
    bench: SearchBench,
) -> None:
    bench = bench.asking(start="own.pt", models=("yolov8n.yaml",), trials=12)
    bench.play(lambda spec: 0.4 + noise(spec))
    starts = {(spec.recipe.model, spec.start) for spec in bench.training_specs().values()}
    assert starts == {("yolo11n.yaml", "own.pt"), ("yolov8n.yaml", "")}


def test_search_then_the_best_complete_trials_make_the_committee(bench: SearchBench) -> None:
    result = bench.play(hilly)
    best = max(bench.trials(), key=lambda trial: trial.value or 0.0)
    assert 1 <= len(result.committee_weights) <= 4
    assert f"trial-{best.number:04d}" in result.committee_weights[0]


def test_controller_when_imported_then_no_torch_is_loaded() -> None:
    script = (
        "import sys, engine.loop.search_controller\n"
        "heavy = ('torch', 'ultralytics', 'cv2', 'sqlalchemy', 'scipy', 'PySide6')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_search_when_enough_trials_ended_then_it_says_what_mattered(bench: SearchBench) -> None:
    study_path = Path(bench.spec.study_path)
    bench.play(hilly)
    assert read_importance(study_path) is None
    bench.asking(trials=20).play(hilly)
    importance = read_importance(study_path)
    assert importance is not None
    assert importance.num_trials == 20
    assert importance.choices[0].choice is Choice.AUGMENTATION


def test_search_then_complete_trials_tell_what_their_models_take(bench: SearchBench) -> None:
    bench.play(hilly)
    for trial in bench.trials():
        assert (trial.cost is not None) == (trial.state is TrialState.COMPLETE)


def test_search_then_trials_tell_how_strongly_images_were_changed(bench: SearchBench) -> None:
    bench.play(hilly)
    strengths = [trial.strength for trial in bench.trials()]
    assert strengths[:2] == [0.5, 0.2]
    assert all(strength is not None and 0 <= strength <= 1 for strength in strengths)
