from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

import engine.loop
from engine.domain.forecasts import Forecast, Gain, SearchGain
from engine.domain.images import ImageFilter, Split
from engine.domain.jobs import JobKind
from engine.domain.metrics import Yardstick
from engine.domain.project import Goal
from engine.domain.rounds import QuestionState
from engine.loop.advisor import Action, decisive_accuracy, evidence_in_words
from engine.loop.bootstrap import Project
from engine.loop.searches import SearchWish
from tests.loop.builders import (
    Script,
    add_folder,
    answer_questions,
    label,
    label_all,
    play_round,
    poll_until_idle,
    project_wish,
    write_pictures,
)

Make = Callable[..., Project]


def action(project: Project) -> Action:
    return project.status.read().advice.action


def test_advise_when_the_loop_goes_its_way_then_each_step_is_recommended(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(classes=())
    assert action(project) is Action.ADD_IMAGES
    add_folder(project, write_pictures(tmp_path / "in", 30))
    assert action(project) is Action.ADD_CLASSES
    project.classes.add("cell")
    project.classes.add("nucleus")
    assert action(project) is Action.ASK
    project.rounds.ask(4)
    assert action(project) is Action.WAIT
    poll_until_idle(project)
    assert action(project) is Action.ANSWER
    answer_questions(project)
    assert action(project) is Action.TRAIN
    project.rounds.train(project_wish())
    assert action(project) is Action.ASK
    poll_until_idle(project)
    assert action(project) is Action.ASK
    label_all(project)
    assert action(project) is Action.EXPORT


def test_advise_when_forty_images_are_labeled_then_a_search_and_another_after_growth(
    make_project: Make,
) -> None:
    project = make_project(num_images=80)
    play_round(project)
    ids = project.pool.ids()
    label(project, ids[:40])
    assert action(project) is Action.SEARCH
    project.searches.start(SearchWish(trials=1, training=project_wish()))
    assert action(project) is Action.ASK
    poll_until_idle(project)
    assert action(project) is Action.ASK
    label(project, ids[:75])
    assert action(project) is Action.SEARCH


def test_advise_when_questions_are_skipped_then_they_hold_nothing_up(make_project: Make) -> None:
    project = make_project(num_images=20)
    label(project, project.pool.ids()[:5])
    project.rounds.ask(3)
    poll_until_idle(project)
    for question in project.rounds.questions():
        project.labeling.set_question(question.pick.image_id, QuestionState.SKIPPED)
    assert action(project) is Action.TRAIN


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (Goal(target_accuracy=0.39), Action.EXPORT),
        (Goal(target_accuracy=0.41), Action.ASK),
        (Goal(max_labeled_images=3), Action.EXPORT),
        (Goal(max_labeled_images=300), Action.ASK),
    ],
)
def test_advise_when_a_goal_is_set_then_the_lower_end_of_validation_or_a_budget_ends_the_loop(
    make_project: Make, goal: Goal, expected: Action
) -> None:
    project = make_project(
        num_images=30, script=Script(accuracy={Yardstick.VAL: 0.5, Yardstick.TEST: 0.9})
    )
    play_round(project)
    project.file.set_goal(goal)
    assert action(project) is expected


def test_advise_when_a_training_outside_any_round_runs_then_it_is_not_recommended_again(
    make_project: Make,
) -> None:
    project = make_project(num_images=20)
    label(project, project.pool.ids()[:6])
    project.rounds.train(project_wish())
    assert action(project) is not Action.TRAIN


def story(project: Project) -> list[object]:
    """Play two rounds and a search; return all that was decided on the way."""
    decided: list[object] = []
    project.file.set_goal(Goal(target_accuracy=0.6))
    for _ in range(2):
        play_round(project, 6)
        decided.append(project.status.read().advice)
        decided += [q.pick for q in project.rounds.questions()]
    label(project, project.pool.ids(where=ImageFilter(split=Split.TRAIN))[:45])
    decided.append(project.status.read().advice)
    project.searches.start(SearchWish(trials=1, training=project_wish()))
    poll_until_idle(project)
    spec = project.searches.all()[0].spec
    decided += [spec.base, spec.snapshot.id, project.searches.all()[0].outcome]
    decided.append(project.training.recipe(project_wish()))
    project.rounds.ask(5)
    poll_until_idle(project)
    decided += [q.pick for q in project.rounds.questions()]
    decided.append(project.status.read().advice)
    version = decisive_accuracy(project.models.all()[-1])
    decided.append(version)
    return decided


def test_decisions_when_only_test_figures_differ_then_they_are_all_the_same(
    make_project: Make, tmp_path: Path
) -> None:
    told = []
    for name, test in (("low", 0.0), ("high", 1.0), ("none", None)):
        figures = {Yardstick.VAL: 0.5} | ({} if test is None else {Yardstick.TEST: test})
        project = make_project(tmp_path / name, num_images=80, script=Script(accuracy=figures))
        told.append(story(project))
        shown = project.status.read().test_accuracy
        assert (shown.map50_95 if shown else None) == test
    assert told[0] == told[1] == told[2]


def test_test_figures_when_code_is_read_then_only_showing_modules_name_them() -> None:
    allowed = {
        # They show, ask for, or leave out the figure; none decides by it.
        "advisor.py",
        "comparisons.py",
        "curves.py",
        "evaluations.py",
        "measuring.py",
        "status.py",
        "training.py",
    }
    naming = set()
    for path in Path(engine.loop.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "Yardstick.TEST":
                naming.add(path.name)
    assert naming == allowed


def test_decisive_accuracy_when_only_test_was_measured_then_there_is_none(
    make_project: Make,
) -> None:
    project = make_project(num_images=20, script=Script(accuracy={Yardstick.TEST: 0.9}))
    play_round(project)
    (version,) = project.models.all()
    assert decisive_accuracy(version) is None
    project.file.set_goal(Goal(target_accuracy=0.1))
    assert action(project) is Action.ASK


def test_status_when_few_test_images_are_labeled_then_no_accuracy_is_shown(
    make_project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script()
    project = make_project(num_images=30, script=script)
    monkeypatch.setattr("engine.loop.status.MIN_TEST_IMAGES", 21)
    play_round(project)
    assert project.status.read().test_accuracy is None
    monkeypatch.setattr("engine.loop.status.MIN_TEST_IMAGES", 20)
    status = project.status.read()
    assert status.test_accuracy is not None
    assert status.num_classes == 2
    assert status.counts.num_labeled == len(project.rounds.questions())
    assert JobKind.TRAIN in script.ran


def reach(project: Project, script: Script, figures: list[float]) -> None:
    """Play a round for each figure that its version shall reach on validation."""
    for figure in figures:
        script.accuracy = {Yardstick.VAL: figure}
        play_round(project, 4)


def test_advise_when_three_versions_are_measured_then_nothing_is_forecast(
    make_project: Make, script: Script
) -> None:
    project = make_project(num_images=60, script=script)
    reach(project, script, [0.3, 0.4, 0.45])
    advice = project.status.read().advice
    assert (advice.action, advice.evidence) == (Action.ASK, ())


def test_advise_when_the_curve_still_rises_then_labeling_is_advised_with_its_gain(
    make_project: Make, script: Script
) -> None:
    project = make_project(num_images=80, script=script)
    reach(project, script, [0.2, 0.3, 0.37, 0.42])
    advice = project.status.read().advice
    assert advice.action is Action.ASK
    assert advice.reason.startswith("The next hour of labeling is likely to bring +0.")
    assert "through 4 versions" in advice.reason
    assert "of what they see" in advice.evidence[0]


def test_advise_when_the_curve_is_flat_then_the_loop_may_end_or_a_search_is_worth_more(
    make_project: Make, script: Script
) -> None:
    script.spread = 0.001
    project = make_project(num_images=80, script=script)
    reach(project, script, [0.5] * 6)
    advice = project.status.read().advice
    assert advice.action is Action.EXPORT
    assert "more labels will not pay" in advice.reason
    project.classes.add("platelet")
    assert project.status.read().advice.evidence == ()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.00012, "would try about 254 recipes and hardly gain anything."),
        (0.012, "would try about 254 recipes: 97% chance of a better one, +0.012 on average."),
    ],
)
def test_evidence_when_a_search_would_gain_then_says_so_where_decimals_tell_it(
    value: float, told: str
) -> None:
    forecast = Forecast(4, Gain(0.05, 0.01, 0.09), search=SearchGain(value, 0.97, 254))
    assert evidence_in_words(forecast)[1].endswith(told)
