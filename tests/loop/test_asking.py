from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.errors import NotFoundError, ResourceError, UsageError
from engine.domain.images import Split
from engine.domain.jobs import JobKind, Verdict
from engine.domain.rounds import QuestionState, RoundState
from engine.loop.advisor import Action
from engine.loop.bootstrap import Project
from engine.loop.round_questions import candidates, next_candidates
from tests.loop.builders import (
    Script,
    SteppedExecutor,
    add_folder,
    answer_questions,
    label,
    play_round,
    poll_until_idle,
    project_wish,
    state_of_newest,
    write_pictures,
)

Make = Callable[..., Project]


def test_ask_when_nothing_is_trained_then_questions_come_with_holdout_between(
    make_project: Make,
) -> None:
    project = make_project(num_images=40)
    project.rounds.ask(12)
    notices = poll_until_idle(project)
    questions = project.rounds.questions()
    assert state_of_newest(project) is RoundState.LABELING
    assert [q.is_holdout for q in questions] == [False, False, False, True] * 4
    records = project.pool.get([q.pick.image_id for q in questions])
    assert [r.split is not Split.TRAIN for r in records] == [q.is_holdout for q in questions]
    assert {r.split for r in records if r.split is not Split.TRAIN} == {Split.VAL, Split.TEST}
    assert all(q.pick.reason for q in questions)
    (notice,) = notices
    assert notice.endswith("random chose instead.")
    assert project.holdout.is_frozen()


def test_ask_when_a_model_stands_then_it_looks_at_the_pool_first(
    make_project: Make, script: Script
) -> None:
    project = make_project(num_images=40, script=script)
    play_round(project)
    script.ran.clear()
    project.rounds.ask(4)
    poll_until_idle(project)
    assert script.ran == [JobKind.SCORE, JobKind.QUERY]
    newest = project.rounds.current()
    assert newest is not None
    assert (newest.number, newest.strategy) == (1, "hybrid")
    assert newest.asked_by == project.models.all()[0].id


def test_ask_when_few_are_wanted_then_the_holdout_still_gets_its_turn(make_project: Make) -> None:
    project = make_project(num_images=20)
    project.rounds.ask(1)
    poll_until_idle(project)
    assert [q.is_holdout for q in project.rounds.questions()] == [False, True]


@pytest.mark.parametrize("kind", [JobKind.SCORE, JobKind.QUERY])
def test_ask_when_the_choice_failed_then_the_advisor_says_so_and_it_can_be_asked_again(
    make_project: Make, script: Script, kind: JobKind
) -> None:
    project = make_project(num_images=30, script=script)
    play_round(project)
    script.failures = {kind: "Out of luck."}
    project.rounds.ask(4)
    notices = poll_until_idle(project)
    assert any("Out of luck." in notice for notice in notices)
    assert state_of_newest(project) is RoundState.ASKING
    assert project.rounds.trouble() == "Out of luck."
    advice = project.status.read().advice
    assert advice.action is Action.ASK
    assert "Out of luck." in advice.reason
    script.failures = {}
    project.rounds.ask(5, strategy="margin")
    poll_until_idle(project)
    newest = project.rounds.current()
    assert newest is not None
    assert (newest.number, newest.state, newest.query_size) == (1, RoundState.LABELING, 5)
    assert newest.strategy == "margin"
    assert project.rounds.trouble() == ""


def test_ask_when_the_choice_was_stopped_then_it_can_be_asked_again(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=20, executor=stepped)
    project.rounds.ask(4, strategy="random")
    job_id = project.rounds.asking_job()
    assert job_id is not None
    project.background.tell(job_id, Verdict.CANCEL)
    poll_until_idle(project)
    assert project.rounds.trouble()
    project.rounds.ask(4, strategy="random")
    poll_until_idle(project, stepped)
    assert state_of_newest(project) is RoundState.LABELING


def test_ask_when_the_disk_is_full_then_it_says_so_and_can_be_asked_again(
    make_project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(num_images=20)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("engine.loop.rounds.np.save", refuse)
        with pytest.raises(ResourceError, match="disk is full"):
            project.rounds.ask(4)
    assert "disk is full" in project.status.read().advice.reason
    project.rounds.ask(4)
    poll_until_idle(project)
    assert state_of_newest(project) is RoundState.LABELING


def test_ask_when_questions_are_on_their_way_then_it_is_refused(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=20, executor=stepped)
    project.rounds.ask(4)
    with pytest.raises(UsageError, match="on their way"):
        project.rounds.ask(4)


def test_ask_when_round_waits_for_labels_then_it_is_refused(make_project: Make) -> None:
    project = make_project(num_images=20)
    project.rounds.ask(4)
    poll_until_idle(project)
    with pytest.raises(UsageError, match="waits for its labels"):
        project.rounds.ask(4)


def test_ask_when_wish_makes_no_sense_then_it_is_refused(make_project: Make) -> None:
    project = make_project(num_images=5)
    with pytest.raises(UsageError, match="0 images"):
        project.rounds.ask(0)
    with pytest.raises(NotFoundError, match="oracle"):
        project.rounds.ask(4, strategy="oracle")


def test_ask_when_nothing_is_there_then_it_says_so(make_project: Make) -> None:
    with pytest.raises(UsageError, match="no images"):
        make_project().rounds.ask(4)


def test_ask_when_everything_is_labeled_then_it_says_so(make_project: Make) -> None:
    project = make_project(num_images=10)
    label(project, project.pool.ids())
    assert not project.rounds.can_ask()
    with pytest.raises(UsageError, match="Every image is labeled"):
        project.rounds.ask(4)


def test_advance_when_called_again_then_nothing_is_started_twice(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=20, executor=stepped)
    project.rounds.ask(4)
    for _ in range(3):
        assert not project.rounds.advance()
    assert len(project.background.jobs()) == 1
    poll_until_idle(project, stepped)
    assert not project.rounds.advance()


def test_reopen_when_round_was_asking_then_it_goes_on(
    make_project: Make, reopen: Callable[..., Project], stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=20, executor=stepped)
    project.rounds.ask(4)
    again = reopen(project)
    poll_until_idle(again)
    assert state_of_newest(again) is RoundState.LABELING
    assert len(again.background.jobs()) == 1


def test_reopen_when_scoring_was_done_but_nothing_chosen_then_it_goes_on(
    make_project: Make, reopen: Callable[..., Project], stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=20, executor=stepped)
    play_round(project, 4, stepped)
    project.rounds.ask(4)
    stepped.step()
    project.background.poll()  # the app dies before it advances
    again = reopen(project)
    poll_until_idle(again)
    assert state_of_newest(again) is RoundState.LABELING


def test_ask_again_when_an_earlier_choice_comes_late_then_it_counts_no_more(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=30, executor=stepped)
    project.rounds.ask(3, strategy="random")
    project.rounds.ask_again(6, strategy="random")
    assert len(stepped.queue) == 2
    stepped.step()
    project.poll()
    assert state_of_newest(project) is RoundState.ASKING
    poll_until_idle(project, stepped)
    assert sum(not q.is_holdout for q in project.rounds.questions()) == 6


def test_ask_again_when_some_are_answered_then_these_stay(make_project: Make) -> None:
    project = make_project(num_images=30)
    project.rounds.ask(6, strategy="random")
    poll_until_idle(project)
    first = project.rounds.questions()[0].pick.image_id
    label(project, [first])
    add_folder(project, write_pictures(project.path.parent / "more", 5, first=500))
    project.rounds.ask_again(6, strategy="random")
    poll_until_idle(project)
    questions = project.rounds.questions()
    answered = [q.pick.image_id for q in questions if q.state is QuestionState.ANSWERED]
    assert answered == [first]
    assert len({q.pick.image_id for q in questions}) == len(questions)


def test_ask_again_when_no_round_is_open_then_it_is_refused(make_project: Make) -> None:
    with pytest.raises(UsageError, match="No round is open"):
        make_project(num_images=3).rounds.ask_again()


def test_ask_when_a_class_was_added_after_a_cold_look_then_the_pool_is_looked_at_anew(
    make_project: Make, script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "yolo11n.pt").touch()
    monkeypatch.setenv("LOUPE_WEIGHTS_DIR", str(tmp_path / "weights"))
    project = make_project(num_images=20, script=script)
    project.rounds.ask(4)
    poll_until_idle(project)
    assert script.ran == [JobKind.SCORE, JobKind.QUERY]
    project.classes.add("platelet")
    project.rounds.ask_again(4)
    poll_until_idle(project)
    assert script.ran == [JobKind.SCORE, JobKind.QUERY] * 2
    assert state_of_newest(project) is RoundState.LABELING


def test_ask_when_weights_are_not_at_hand_then_the_network_is_left_alone(
    make_project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("asking needs no network")

    monkeypatch.delenv("LOUPE_OFFLINE")
    monkeypatch.setattr("engine.loop.weights.socket.create_connection", connect)
    project = make_project(num_images=10)
    project.rounds.ask(3)
    poll_until_idle(project)
    newest = project.rounds.current()
    assert newest is not None
    assert newest.strategy == "random"


def test_ask_again_when_the_pool_is_being_looked_at_then_no_second_worker_does_so(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=40, executor=stepped)
    play_round(project, 4, stepped)
    project.rounds.ask(4)
    project.rounds.ask_again(6)
    kinds = [job.kind for job in project.background.jobs(active_only=True)]
    assert kinds == [JobKind.SCORE]
    poll_until_idle(project, stepped)
    assert sum(not q.is_holdout for q in project.rounds.questions()) == 6


def test_resume_when_a_choice_could_not_be_started_then_later_rounds_know_no_trouble(
    make_project: Make, stepped: SteppedExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(num_images=40, executor=stepped)

    def refuse(*_: object) -> None:
        raise ResourceError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(stepped, "start", refuse)
        with pytest.raises(ResourceError):
            project.rounds.ask(4)
    (failed,) = project.background.jobs()
    assert project.rounds.trouble() == "The disk is full."
    project.background.resume(failed.id)
    assert project.rounds.trouble() == ""
    poll_until_idle(project, stepped)
    answer_questions(project)
    project.rounds.train(project_wish())
    poll_until_idle(project, stepped)
    project.rounds.ask(4)
    assert project.rounds.trouble() == ""
    poll_until_idle(project, stepped)
    assert state_of_newest(project) is RoundState.LABELING


def test_resume_when_the_choice_of_an_earlier_round_goes_on_then_the_newest_does_not_wait_for_it(
    make_project: Make, script: Script, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=40, executor=stepped)
    script.failures = {JobKind.QUERY: "Out of luck."}
    project.rounds.ask(4)
    poll_until_idle(project, stepped)
    (failed,) = project.background.jobs()
    script.failures = {}
    play_round(project, 4, stepped)
    project.rounds.ask(4)
    awaited = project.rounds.asking_job()
    project.background.resume(failed.id)
    assert project.rounds.asking_job() == awaited
    poll_until_idle(project, stepped)
    assert state_of_newest(project) is RoundState.LABELING


def test_ask_when_questions_were_passed_over_then_they_come_after_all_others(
    make_project: Make,
) -> None:
    project = make_project(num_images=12)
    project.rounds.ask(3, strategy="random")
    poll_until_idle(project)
    pool = [q.pick.image_id for q in project.rounds.questions() if not q.is_holdout]
    for image_id in pool:
        project.labeling.set_question(image_id, QuestionState.UNSURE)
    with project.store.read() as tx:
        others = sorted(set(candidates(tx)) - set(pool))
        assert next_candidates(tx, query_size=len(others)) == others
        assert next_candidates(tx, query_size=len(others) + 1) == sorted([*others, min(pool)])
        assert next_candidates(tx, query_size=100) == sorted([*others, *pool])
