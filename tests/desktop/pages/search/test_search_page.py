"""The page Search on a real project, used by its buttons and fields."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QSpinBox, QTableView
from pytestqt.qtbot import QtBot

from desktop.charts.importance_bars import ImportanceBars
from desktop.charts.parallel_chart import ParallelChart
from desktop.pages.search.page import SearchPage
from desktop.qtkit.theme import Theme
from engine.domain.events import ConfirmationAdvanced, Progressed, TrialChanged
from engine.domain.images import Split
from engine.domain.jobs import JobKind, JobState, SearchSpec, TrainSpec, Verdict
from engine.domain.metrics import ModelCost
from engine.domain.project import DomainFacts
from engine.domain.searches import Choice, ChoiceImportance, SearchImportance, SearchVerdict
from engine.loop.search.importance_file import write_importance
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.loop_builders import TRIALS, confirmed
from tests.desktop.pages.page_bench import PageBench, page_bench

IMPORTANCE = SearchImportance(
    20,
    5,
    (
        ChoiceImportance(Choice.AUGMENTATION, 0.61, chance=0.02),
        ChoiceImportance(Choice.LEARNING_RATE, 0.27, chance=0.2),
        ChoiceImportance(Choice.OPTIMIZER, 0.12, chance=0.4),
    ),
)


@pytest.fixture
def bench(tmp_path, qtbot: QtBot, theme: Theme, messages: MessageTrap, monkeypatch):
    with page_bench(tmp_path, qtbot, theme, messages, monkeypatch) as made:
        yield made


def _label(bench: PageBench, count: int = 40) -> None:
    bench.stage.label(count)
    bench.stage.label(12, split=Split.VAL)


def _running(bench: PageBench):
    _label(bench)
    job_id = bench.stage.search()
    trials = [TrialChanged(trial) for trial in TRIALS]
    bench.stage.tell(job_id, *trials, Progressed(7, 20, "trials", 840.0))
    return job_id


def _spec(bench: PageBench) -> SearchSpec:
    job_id = bench.stage.newest_job(JobKind.SEARCH)
    spec = bench.stage.project.background.folder(job_id).spec()
    assert isinstance(spec, SearchSpec)
    return spec


def _type(bench: PageBench, name: str, text: str) -> None:
    fields = bench.page.findChildren(QSpinBox)
    field = next(each for each in fields if each.accessibleName() == name)
    field.setFocus()
    field.selectAll()
    bench.qtbot.keyClicks(field, text)
    bench.qtbot.keyClick(field, Qt.Key.Key_Return)
    bench.settle()


def _tick(bench: PageBench, text: str) -> None:
    box = bench.button(text)
    assert isinstance(box, QCheckBox)
    bench.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    bench.settle()


def _tables(bench: PageBench) -> dict[str, list[list[str]]]:
    """Return the visible tables by their first title, each row as its texts."""
    found = {}
    for table in bench.page.findChildren(QTableView):
        if table.isVisible():
            model = table.model()
            rows, columns = range(model.rowCount()), range(model.columnCount())
            texts = [[str(model.index(r, c).data()) for c in columns] for r in rows]
            found[str(model.headerData(0, Qt.Orientation.Horizontal))] = texts
    return found


def test_page_when_nothing_is_labeled_then_leads_to_labeling(bench: PageBench):
    bench.open(SearchPage)
    assert bench.says("Nothing to search with yet")
    bench.click("Go to Label")
    assert bench.opened == ["label"]


def test_plan_before_any_training_then_counts_trainings(bench: PageBench):
    _label(bench)
    bench.open(SearchPage)
    assert bench.says("33 trainings")
    assert bench.says("Then 6 to 13 full trainings confirm the best against the defaults")


def test_plan_after_a_training_then_says_the_time_the_confirmation_included(bench: PageBench):
    _label(bench)
    bench.stage.train()
    bench.open(SearchPage)
    assert bench.says("at most, the confirmation included")
    _type(bench, "Time limit", "30")
    assert "30 min" in bench.texts()
    assert bench.says("The time does not last for the defaults, one rival and three pairs")


def test_plan_with_few_labels_then_warns(bench: PageBench):
    _label(bench, 10)
    bench.open(SearchPage)
    assert bench.says("With 22 labeled images, differences between recipes drown in chance")


def test_start_when_clicked_then_the_search_is_as_planned(bench: PageBench):
    _label(bench)
    bench.open(SearchPage)
    _type(bench, "Trials", "8")
    _type(bench, "Time limit", "90")
    _type(bench, "Epochs", "12")
    _tick(bench, "320 px")
    bench.click("Start the search")
    spec = _spec(bench)
    assert (spec.trials, spec.minutes, spec.base.epochs, spec.imgszs) == (8, 90.0, 12, (320,))
    assert bench.says("Until 8 trials have ended or 1 h 30 min are over")


def test_start_when_weights_of_a_further_model_miss_then_scratch_is_offered(bench: PageBench):
    _label(bench)
    bench.open(SearchPage)
    _tick(bench, "yolo11s")
    bench.click("Start the search")
    assert bench.says("The weights yolo11s.pt are not on this machine")
    bench.click("Start from scratch")
    spec = _spec(bench)
    assert (spec.start, spec.models) == ("yolo11n.yaml", ("yolo11s.yaml",))
    assert spec.from_scratch


def test_facts_when_ticked_then_bound_the_search_and_are_said_in_words(bench: PageBench):
    _label(bench)
    bench.open(SearchPage)
    _tick(bench, "Left and right differ")
    assert bench.stage.project.file.settings().facts == DomainFacts(left_right_differ=True)
    assert bench.says("no flips")
    bench.click("Start the search")
    assert _spec(bench).base.augmentation.fliplr == 0.0


def test_search_when_it_runs_then_best_defaults_and_trials_are_told(bench: PageBench):
    _running(bench)
    bench.open(SearchPage)
    assert {"0.437", "0.409", "7 of 20", "Trial 8 of 20"} <= bench.texts()
    assert bench.says("best so far, validation mAP50-95")
    assert bench.says("trials, 41% of epochs pruned away")
    rows = _tables(bench)["Trial"]
    assert [row[:2] for row in rows[:4]] == [
        ["4", "best"],
        ["1", "done"],
        ["0, defaults", "done"],
        ["6", "running"],
    ]
    assert rows[-1][1] == "failed"
    facts = bench.button("Scale is fixed, as by a microscope")
    assert not facts.isEnabled()
    assert facts.toolTip() == "A search keeps the facts it began with."


def test_trial_when_chosen_then_is_compared_with_the_defaults(bench: PageBench):
    _running(bench)
    bench.open(SearchPage)
    assert bench.says("What the best does differently")
    assert ["Optimizer", "auto", "AdamW"] in _tables(bench)["Value"]
    table = next(
        each for each in bench.page.findChildren(QTableView) if each.model().columnCount() == 9
    )
    place = table.visualRect(table.model().index(4, 0)).center()
    bench.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bench.settle()
    assert bench.says("What trial 3 does differently")
    assert ["Optimizer", "auto", "SGD"] in _tables(bench)["Value"]


def test_importance_when_few_have_ended_then_says_when_it_comes(bench: PageBench):
    _running(bench)
    bench.open(SearchPage)
    bench.click("What mattered")
    assert bench.says("What mattered is said once 16 trials have ended; so far it is 7.")


def test_importance_when_known_then_its_bars_lead_to_the_recipes(bench: PageBench):
    job_id = _running(bench)
    spec = bench.stage.project.background.folder(job_id).spec()
    assert isinstance(spec, SearchSpec)
    write_importance(Path(spec.study_path), IMPORTANCE)
    bench.open(SearchPage)
    bench.click("What mattered")
    assert bench.says(
        "Augmentation strength set the best 5 of 20 trials apart; pale bars may be chance. "
        "A hint, no proof"
    )
    bars = bench.page.findChild(ImportanceBars)
    recipes = bench.page.findChild(ParallelChart)
    assert not recipes.isVisible()
    bench.qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    bench.settle()
    assert recipes.isVisible()


def test_cost_when_looked_at_then_says_what_cheaper_trials_lose(bench: PageBench):
    job_id = _running(bench)
    for trial, ms in zip(TRIALS[:2], (4.0, 9.0), strict=True):
        number, cost = trial.number + 8, ModelCost(2_600_000, ms)
        recipe = replace(trial.recipe, imgsz=32 * number)
        changed = replace(trial, number=number, recipe=recipe, cost=cost)
        bench.stage.tell(job_id, TrialChanged(changed))
    bench.open(SearchPage)
    bench.click("By cost")
    assert bench.says("Trial 8 costs 56% less than trial 9 and is 0.012 behind it.")
    bench.click("Model size")
    assert bench.says("All cost the same")


def test_recipe_of_a_trial_when_trained_then_the_projects_own_stays(bench: PageBench):
    _running(bench)
    bench.open(SearchPage)
    assert bench.says("It brings its model, 45 epochs and 416 px along.")
    bench.click("Train with this recipe")
    spec = bench.stage.project.background.folder(bench.stage.newest_job(JobKind.TRAIN)).spec()
    assert isinstance(spec, TrainSpec)
    assert spec.recipe == TRIALS[4].recipe
    assert bench.opened == ["train"]
    assert bench.stage.project.training.recipe().optimizer == "auto"
    assert bench.button("Train with this recipe").toolTip() == "A training runs already."


def test_pause_when_clicked_then_the_search_goes_on_after_resuming(bench: PageBench):
    job_id = _running(bench)
    bench.open(SearchPage)
    bench.click("Pause after this rung")
    assert bench.stage.project.background.folder(job_id).control().do is Verdict.PAUSE
    assert bench.says("Pausing after this rung")
    bench.poll()
    assert bench.says("The search is paused; no finished epoch is lost.")
    bench.click("Resume")
    bench.poll()
    assert bench.stage.project.background.job(job_id).state is JobState.RUNNING


def test_stop_when_clicked_then_the_search_is_cancelled(bench: PageBench):
    job_id = _running(bench)
    bench.open(SearchPage)
    bench.click("Stop")
    bench.poll()
    assert bench.stage.project.background.job(job_id).state is JobState.CANCELLED
    assert bench.says("The search was stopped.")


def test_confirmation_when_pairs_come_then_they_are_shown_with_the_interval(bench: PageBench):
    job_id = _running(bench)
    bench.open(SearchPage)
    folder = bench.stage.project.background.folder(job_id)
    folder.append(ConfirmationAdvanced(confirmed(3)))
    folder.append(Progressed(3, 4, "confirmation"))
    bench.poll()
    assert {"Confirmation, pair 3 of 4", "Fold 1", "0.396 → 0.437"} <= bench.texts()
    assert bench.says("+0.037 on average over 3 pairs, 80% interval +0.019 to +0.055")


@pytest.mark.parametrize(
    ("verdict", "hint"),
    [
        (
            SearchVerdict.ADOPTED,
            "The next training uses the new recipe. It brings its model, 45 epochs and 416 px "
            "along.",
        ),
        (SearchVerdict.DEFAULTS_STAY, "That is a normal result; trainings go on as before."),
    ],
)
def test_outcome_when_the_search_ends_then_its_sentence_stands_above(
    bench: PageBench, verdict: SearchVerdict, hint: str
):
    job_id = _running(bench)
    sentence = "Nothing beat the defaults; 20 trials, 1.4 GPU-hours."
    bench.stage.finish(job_id, bench.stage.search_result(verdict, sentence))
    bench.open(SearchPage)
    assert {sentence, hint} <= bench.texts()
    bench.click("Plan another search")
    assert bench.says("Plan a search")
    bench.click("Back to the last search")
    assert sentence in bench.texts()


def test_failure_when_the_search_fails_then_has_reason_and_ways_on(bench: PageBench):
    job_id = _running(bench)
    bench.stage.fail(job_id, "3 trials in a row failed.", "Mend this, then resume the search.")
    bench.open(SearchPage)
    assert bench.says("3 trials in a row failed. Mend this, then resume the search.")
    bench.click("Show the log")
    assert bench.opened == ["jobs"]
