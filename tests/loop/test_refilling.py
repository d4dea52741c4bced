"""The queue that is never empty: rounds asked ahead while the expert labels."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engine.domain.errors import UsageError
from engine.domain.identifiers import ImageId
from engine.domain.images import Split
from engine.domain.jobs import JobKind
from engine.domain.project import Goal
from engine.domain.rounds import Question, QuestionState, RoundState
from engine.loop.advisor import Action
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project, open_project
from engine.loop.refilling import LEAST_OPEN
from engine.loop.round_questions import candidates, next_holdout
from engine.query.registry import AUTOMATIC
from tests.benchmarks.crowd import Crowd, make_crowd
from tests.loop.builders import (
    Script,
    SteppedExecutor,
    label,
    play_round,
    poll_until_idle,
    project_wish,
)

Make = Callable[..., Project]
OPEN = QuestionState.OPEN


def attend(project: Project, executor: SteppedExecutor | None = None) -> None:
    """Do what the window does while an expert labels, until nothing more is to do."""
    while project.rounds.refill():
        poll_until_idle(project, executor)


def ask(
    project: Project,
    size: int,
    executor: SteppedExecutor | None = None,
    *,
    strategy: str = "random",
) -> None:
    """Ask as a person does, and refill the queue."""
    project.rounds.ask(size, strategy=strategy)
    poll_until_idle(project, executor)
    attend(project, executor)


def waiting(project: Project) -> list[Question]:
    return [question for question in project.rounds.queue() if question.state is OPEN]


def answer(project: Project, questions: list[Question]) -> None:
    for question in questions:
        project.labeling.complete(question.pick.image_id)


def of_round(project: Project, number: int) -> list[Question]:
    return [question for question in waiting(project) if question.round_number == number]


def test_refill_when_many_questions_are_open_then_nothing_is_asked(make_project: Make) -> None:
    project = make_project(num_images=40)
    ask(project, 12)
    assert [each.number for each in project.rounds.all()] == [0]


def test_refill_when_no_round_was_asked_for_then_nothing_begins(make_project: Make) -> None:
    project = make_project(num_images=20)
    assert not project.rounds.refill()
    assert project.rounds.current() is None


def test_refill_when_few_are_left_then_the_next_round_is_asked_and_the_open_ones_stay(
    make_project: Make,
) -> None:
    project = make_project(num_images=60)
    ask(project, 12)
    answer(project, waiting(project)[:7])
    before = waiting(project)
    attend(project)
    first, second = project.rounds.all()
    assert (first.state, second.state) == (RoundState.LABELING, RoundState.LABELING)
    assert (second.query_size, second.strategy) == (12, "random")
    after = waiting(project)
    assert after[: len(before)] == before
    assert [q.is_holdout for q in of_round(project, 1)] == [False, False, False, True] * 4
    assert len({question.pick.image_id for question in project.rounds.queue()}) == len(
        project.rounds.queue()
    )


def test_refill_when_rounds_are_small_then_as_many_are_asked_as_it_takes(
    make_project: Make,
) -> None:
    project = make_project(num_images=60)
    ask(project, 3)
    assert len(waiting(project)) >= LEAST_OPEN
    assert {each.query_size for each in project.rounds.all()} == {3}


def test_refill_when_a_round_is_dealt_with_then_training_is_due_and_takes_it_alone(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=60, executor=stepped)
    ask(project, 12, stepped)
    label(project, [question.pick.image_id for question in of_round(project, 0)])
    attend(project, stepped)
    ahead = waiting(project)
    advice = project.status.read().advice
    assert (advice.action, project.status.read().round.number) == (Action.TRAIN, 0)
    project.rounds.train(project_wish())
    assert project.status.read().advice.action is Action.ANSWER
    answer(project, ahead[:2])
    poll_until_idle(project, stepped)
    states = [each.state for each in project.rounds.all()]
    assert states[:2] == [RoundState.FINISHED, RoundState.LABELING]
    assert project.status.read().round.number == 1
    assert len(waiting(project)) >= len(ahead) - 2


def test_train_when_a_round_is_half_answered_then_what_was_asked_ahead_waits_for_its_own(
    make_project: Make,
) -> None:
    project = make_project(num_images=60)
    ask(project, 12)
    label(project, [question.pick.image_id for question in waiting(project)[:8]])
    attend(project)
    assert of_round(project, 0)
    project.rounds.train(project_wish())
    poll_until_idle(project)
    assert [each.state for each in project.rounds.all()] == [
        RoundState.FINISHED,
        RoundState.LABELING,
    ]
    assert {question.round_number for question in waiting(project)} == {1}


def test_refill_when_a_round_trains_then_the_model_before_asks_and_the_new_one_chooses_anew(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=110, executor=stepped)
    play_round(project, 12, stepped)
    project.rounds.ask(12)
    poll_until_idle(project, stepped)
    label(project, [question.pick.image_id for question in waiting(project)])
    project.rounds.train(project_wish())
    training = stepped.begin()
    project.poll()
    while project.rounds.refill() or stepped.queue:
        if stepped.queue:
            stepped.step()
        project.poll()
    first = project.models.all()[0].id
    asked = project.rounds.all()[2]
    assert (asked.number, asked.asked_by) == (2, first)
    assert len(waiting(project)) >= LEAST_OPEN
    opened = waiting(project)[0]
    project.labeling.open_image(opened.pick.image_id)
    answer(project, waiting(project)[1:9])
    while project.rounds.refill() or stepped.queue:
        if stepped.queue:
            stepped.step()
        project.poll()
    stepped.running = None
    stepped.queue.append(training)
    poll_until_idle(project, stepped)
    second = project.models.all()[1].id
    assert [each.asked_by for each in project.rounds.all()[2:]] == [second] * 2
    assert waiting(project)[0] == opened
    ids = [question.pick.image_id for question in waiting(project)]
    assert len(set(ids)) == len(ids)


def test_refill_when_the_new_model_has_not_looked_then_nobody_waits_for_it(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=60, executor=stepped)
    ask(project, 12, stepped, strategy=AUTOMATIC)
    label(project, [question.pick.image_id for question in waiting(project)])
    project.rounds.train(project_wish())
    stepped.step()
    project.poll()  # the model is there, and nothing was seen by it
    assert project.models.latest() is not None
    assert project.rounds.refill()
    newest = project.rounds.current()
    assert (newest.number, newest.asked_by) == (1, None)
    assert [job.kind for job in project.background.jobs(active_only=True)] == [JobKind.QUERY]


@pytest.mark.parametrize(
    "goal", [Goal(max_labeled_images=4), Goal(target_accuracy=0.39), Goal(max_expert_minutes=0.0)]
)
def test_refill_when_the_goal_is_reached_then_the_queue_runs_out(
    make_project: Make, goal: Goal
) -> None:
    project = make_project(num_images=60)
    play_round(project, 6)
    project.file.set_goal(goal)
    assert not project.rounds.refill()


def test_refill_when_little_of_the_budget_is_left_then_no_more_is_asked(
    make_project: Make,
) -> None:
    project = make_project(num_images=60)
    project.file.set_goal(Goal(max_labeled_images=12))
    ask(project, 4)
    for _ in range(5):
        answer(project, waiting(project)[:3])
        attend(project)
    # The holdout gets its turn, too.
    assert 12 <= len(project.rounds.queue()) <= 13
    assert not waiting(project)


def test_refill_when_a_simulated_expert_answers_then_he_asks_himself(
    make_project: Make,
) -> None:
    project = make_project(num_images=20)
    ask(project, 2)
    answer(project, waiting(project))
    project.autopilot.begin(AutopilotPlan(truth_path="none"))
    assert not project.rounds.refill()


def test_refill_when_all_was_asked_or_passed_over_then_what_was_skipped_does_not_come_again(
    make_project: Make,
) -> None:
    project = make_project(num_images=14)
    ask(project, 6)
    for _ in range(20):
        for question in waiting(project):
            project.labeling.set_question(question.pick.image_id, QuestionState.SKIPPED)
        attend(project)
    assert not waiting(project)
    asked = [question.pick.image_id for question in project.rounds.queue()]
    assert sorted(asked) == project.pool.ids()


def test_refill_when_the_choice_fails_then_the_open_questions_stay_and_it_is_told(
    make_project: Make, script: Script
) -> None:
    project = make_project(num_images=40, script=script)
    ask(project, 12)
    answer(project, waiting(project)[:10])
    before = waiting(project)
    script.failures[JobKind.QUERY] = "No memory is left."
    project.rounds.refill()
    notices = poll_until_idle(project)
    assert any("No memory is left." in notice for notice in notices)
    assert waiting(project) == before
    assert not project.rounds.refill()
    script.failures.clear()
    project.rounds.ask(12, strategy="random")
    poll_until_idle(project)
    assert waiting(project)[: len(before)] == before
    assert len(waiting(project)) > LEAST_OPEN


def test_reopen_when_the_window_died_in_between_then_the_round_ahead_goes_on(
    make_project: Make, reopen: Callable[..., Project], stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=40, executor=stepped)
    ask(project, 12, stepped)
    answer(project, waiting(project)[:10])
    before = waiting(project)
    project.rounds.refill()
    again = reopen(project)
    poll_until_idle(again)
    assert not again.rounds.refill()
    assert waiting(again)[: len(before)] == before
    assert len(waiting(again)) > LEAST_OPEN


def test_refill_when_chance_stood_in_for_the_first_model_then_it_chooses_anew(
    make_project: Make, stepped: SteppedExecutor, script: Script
) -> None:
    project = make_project(num_images=60, executor=stepped)
    ask(project, 12, stepped, strategy=AUTOMATIC)
    label(project, [question.pick.image_id for question in of_round(project, 0)[:10]])
    attend(project, stepped)
    assert project.rounds.current().strategy == "random"
    project.rounds.train(project_wish())
    poll_until_idle(project, stepped)
    (version,) = project.models.all()
    newest = project.rounds.current()
    assert (newest.number, newest.strategy, newest.asked_by) == (1, "hybrid", version.id)
    assert script.ran[-2:] == [JobKind.SCORE, JobKind.QUERY]


def test_flag_when_the_next_round_is_being_asked_then_the_one_in_hand_takes_it(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=40, executor=stepped)
    ask(project, 12, stepped)
    asked = waiting(project)
    answer(project, asked[:10])
    project.rounds.refill()
    project.labeling.flag(asked[12].pick.image_id)
    project.labeling.flag(asked[0].pick.image_id)
    states = {q.pick.image_id: q.state for q in project.rounds.questions(0)}
    assert states[asked[12].pick.image_id] is QuestionState.FLAGGED
    assert states[asked[0].pick.image_id] is QuestionState.FLAGGED
    assert len(states) == len(asked)


ACTS = st.lists(st.sampled_from(["answer", "skip", "last", "reopen", "train"]), max_size=20)


# Each example is a project of its own: shrinking one would take minutes.
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(acts=ACTS, size=st.integers(1, 13), num_images=st.integers(16, 60))
def test_queue_when_an_expert_does_anything_then_it_is_never_empty_and_asks_nothing_twice(
    acts: list[str], size: int, num_images: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = make_crowd(Path(folder), Crowd(num_images, num_labeled=0))
        executor = SteppedExecutor(Script())
        project = open_project(path, executor=executor)
        try:
            project.holdout.freeze()
            with project.store.read() as tx:
                holdout = {split: tx.splits.holdout_ids(split) for split in (Split.VAL, Split.TEST)}
            ask(project, size, executor)
            for act in acts:
                _do(project, act, executor)
                attend(project, executor)
                _check_queue(project, holdout)
        finally:
            project.close()


def _do(project: Project, act: str, executor: SteppedExecutor) -> None:
    """Do something to the queue; does nothing where there is nothing to do it to."""
    asked = waiting(project)
    if act == "reopen":
        done = [q for q in project.rounds.queue() if q.state is QuestionState.ANSWERED]
        if done:
            project.labeling.reopen(done[-1].pick.image_id)
    elif act == "train":
        project.rounds.train(project_wish()) if project.pool.counts().num_pool_labeled > 3 else None
        poll_until_idle(project, executor)
    elif asked and act == "skip":
        project.labeling.set_question(asked[0].pick.image_id, QuestionState.SKIPPED)
    elif asked:
        answer(project, [asked[-1] if act == "last" else asked[0]])


def _check_queue(project: Project, holdout: Mapping[Split, list[ImageId]]) -> None:
    with project.store.read() as tx:
        left = set(candidates(tx)) | {image_id for image_id, _ in next_holdout(tx)}
        passed_over = set(tx.rounds.passed_over())
        told = [q for each in tx.rounds.all() for q in tx.rounds.questions(each.number)]
    asked = [question.pick.image_id for question in waiting(project)]
    assert len(asked) == len(set(asked))
    assert len(asked) >= LEAST_OPEN or not left - passed_over - set(asked)
    drawn = list(dict.fromkeys(q.pick.image_id for q in told if q.is_holdout))
    for in_order in holdout.values():
        of_split = [image_id for image_id in drawn if image_id in in_order]
        assert of_split == in_order[: len(of_split)]


def test_ask_when_everything_left_is_asked_about_then_it_says_so(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=14, executor=stepped)
    ask(project, 6, stepped)
    asked = waiting(project)
    label(project, [question.pick.image_id for question in asked[1:8]])
    for question in (asked[0], *asked[8:]):
        project.labeling.set_question(question.pick.image_id, QuestionState.SKIPPED)
    attend(project, stepped)
    for question in waiting(project):
        project.labeling.set_question(question.pick.image_id, QuestionState.SKIPPED)
    project.rounds.train(project_wish())
    with pytest.raises(UsageError, match="asked about already"):
        project.rounds.ask(4)
