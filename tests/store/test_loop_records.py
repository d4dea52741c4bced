"""What the loop remembers: settings, rounds, questions, jobs, visits, searches, versions."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from engine.domain.annotations import Visit
from engine.domain.errors import DataError, NotFoundError
from engine.domain.identifiers import ImageId, JobId, SearchId, SnapshotId, VersionId
from engine.domain.images import Answer, Split
from engine.domain.jobs import JobKind, JobRecord, JobState, SearchSpec, SnapshotRequest
from engine.domain.metrics import Interval
from engine.domain.project import DomainFacts, Goal, ProjectSettings
from engine.domain.recipes import Augmentation, Recipe
from engine.domain.rounds import Pick, Purpose, Question, QuestionState, Round, RoundState, Term
from engine.domain.searches import (
    Confirmation,
    PairedRun,
    RungValue,
    SearchOutcome,
    SearchVerdict,
    TrialRecord,
    TrialState,
)
from engine.domain.second_looks import SecondLook
from engine.domain.versions import ExportCheck, ModelExport
from engine.store.database import Store
from engine.store.snapshots import SnapshotRecord
from engine.store.visits import VisitTotals
from tests.store.builders import CELL, NUCLEUS, add_images, annotation, model_version

JOB = JobRecord(JobId("j1"), JobKind.TRAIN, JobState.QUEUED, 10.0, title="Round 1")
ROUND = Round(0, RoundState.ASKING, "typiclust", 20, 5)
SEARCH = SearchSpec(
    search_id=SearchId("s1"),
    snapshot=SnapshotRequest(SnapshotId("snap"), "/m", "/s", "/p"),
    base=Recipe(epochs=9, augmentation=Augmentation(fliplr=0.0)),
    facts=DomainFacts(left_right_differ=True),
    study_path="/study.log",
    imgszs=(160, 320),
    minutes=2.5,
)


def question(image_id: int, *, rank: int = 0, **values: object) -> Question:
    pick = Pick(ImageId(image_id), 0.75, "unsure of 3 boxes", (Term("entropy", 0.5),))
    return Question(0, rank, pick, **values)


def test_settings_when_set_then_come_back(store: Store) -> None:
    settings = ProjectSettings(name="µ", goal=Goal(target_accuracy=0.5), time_visits=False)
    with store.write() as tx:
        tx.project.set_settings(settings)
        tx.project.adopt_recipe(Recipe(lr0=0.02, model="yolo26n.pt"))
        tx.project.set_value("last_seen", {"page": "label", "image": 3})
    with store.read() as tx:
        assert tx.project.settings() == settings
        assert tx.project.adopted_recipe() == Recipe(lr0=0.02, model="yolo26n.pt")
        assert tx.project.value("last_seen") == {"page": "label", "image": 3}
        assert tx.project.value("nothing") is None
        assert tx.project.holdout_frozen_at() is None


def test_adopted_recipe_when_taken_back_then_none(store: Store) -> None:
    with store.write() as tx:
        tx.project.adopt_recipe(Recipe())
        tx.project.adopt_recipe(None)
        assert tx.project.adopted_recipe() is None


def test_value_when_it_is_no_number_then_refused_before_it_is_stored(store: Store) -> None:
    with pytest.raises(ValueError, match="JSON"), store.write() as tx:
        tx.project.set_value("accuracy", float("nan"))


def test_settings_when_damaged_then_says_so(store: Store) -> None:
    with store.write() as tx:
        tx.project.set_value("settings", {"name": 5})
    with pytest.raises(DataError, match="damaged record"), store.read() as tx:
        tx.project.settings()


def test_round_when_it_moves_then_stored_and_illegal_moves_are_bugs(store: Store) -> None:
    with store.write() as tx:
        assert tx.rounds.current() is None
        tx.rounds.add(ROUND)
        tx.rounds.update(replace(ROUND, strategy="random"))
        with pytest.raises(ValueError, match="cannot go"):
            tx.rounds.update(replace(ROUND, state=RoundState.TRAINING))
        labeling = replace(ROUND, state=RoundState.LABELING, asked_by=VersionId("v"))
        tx.rounds.update(labeling)
        assert tx.rounds.current() == labeling
        finished = replace(labeling, state=RoundState.FINISHED)
        tx.rounds.update(finished)
        assert tx.rounds.current() is None
        tx.rounds.update(finished)
        with pytest.raises(ValueError, match="stays"):
            tx.rounds.update(replace(finished, seed=6))
        assert tx.rounds.all() == [finished]
        with pytest.raises(NotFoundError):
            tx.rounds.get(4)


def test_ask_when_asked_again_then_only_open_questions_are_replaced(store: Store) -> None:
    ids = add_images(store, 4)
    with store.write() as tx:
        tx.rounds.add(ROUND)
        tx.rounds.ask(0, [question(ids[0], rank=0), question(ids[1], rank=1)])
        tx.rounds.set_question_state(0, ids[0], state=QuestionState.SKIPPED)
        tx.rounds.ask(0, [question(ids[0], rank=0), question(ids[2], rank=1)])
        tx.rounds.add_questions(0, [question(ids[2]), question(ids[3], rank=2)])
        found = [(q.pick.image_id, q.state) for q in tx.rounds.questions(0)]
    assert found == [
        (ids[0], QuestionState.SKIPPED),
        (ids[2], QuestionState.OPEN),
        (ids[3], QuestionState.OPEN),
    ]


def test_passed_over_when_asked_again_since_then_no_longer(store: Store) -> None:
    skipped, flagged, asked_again, answered = add_images(store, 4)
    said = {
        skipped: QuestionState.SKIPPED,
        flagged: QuestionState.FLAGGED,
        asked_again: QuestionState.UNSURE,
        answered: QuestionState.ANSWERED,
    }
    later = replace(ROUND, number=1)
    with store.write() as tx:
        tx.rounds.add(ROUND)
        tx.rounds.ask(0, [question(image_id) for image_id in said])
        for image_id, state in said.items():
            tx.rounds.set_question_state(0, image_id, state=state)
        tx.rounds.add(later)
        tx.rounds.ask(1, [replace(question(asked_again), round_number=1)])
        assert tx.rounds.passed_over() == {skipped: 0, flagged: 0}


def test_job_when_told_twice_then_it_stays_as_it_is(store: Store) -> None:
    with store.write() as tx:
        assert tx.jobs.add(JOB, context={"round": 1})
        tx.jobs.move(JOB.id, JobState.RUNNING)
        assert not tx.jobs.add(JOB)
        assert tx.jobs.get(JOB.id).state is JobState.RUNNING
        assert tx.jobs.context(JOB.id) == {"round": 1}


def test_job_when_moved_then_checked_and_the_reason_is_kept(store: Store) -> None:
    with store.write() as tx:
        tx.jobs.add(JOB)
        tx.jobs.move(JOB.id, JobState.RUNNING)
        failed = tx.jobs.move(JOB.id, JobState.FAILED, reason="killed by SIGKILL")
        assert failed == replace(JOB, state=JobState.FAILED, reason="killed by SIGKILL")
        with pytest.raises(ValueError, match="cannot go"):
            tx.jobs.move(JOB.id, JobState.PAUSED)
        with pytest.raises(NotFoundError):
            tx.jobs.move(JobId("other"), JobState.RUNNING)


def test_jobs_when_listed_then_by_age_kind_and_activity(store: Store) -> None:
    older = replace(JOB, id=JobId("j0"), kind=JobKind.SCORE, created_at=1.0)
    with store.write() as tx:
        tx.jobs.add(JOB)
        tx.jobs.add(older)
        assert tx.jobs.all() == [older, JOB]
        assert tx.jobs.all(kind=JobKind.TRAIN) == [JOB]
        tx.jobs.move(older.id, JobState.CANCELLED)
        assert tx.jobs.all(active=True) == [JOB]


def test_last_seq_when_an_older_number_comes_then_it_stays(store: Store) -> None:
    with store.write() as tx:
        tx.jobs.add(JOB)
        assert tx.jobs.last_seq(JOB.id) == 0
        tx.jobs.set_last_seq(JOB.id, 7)
        tx.jobs.set_last_seq(JOB.id, 3)
        assert tx.jobs.last_seq(JOB.id) == 7


def test_visits_when_summed_then_by_time_and_split(store: Store) -> None:
    (train,), (test,) = add_images(store, 1), add_images(store, 1, split=Split.TEST)
    first = Visit(train, 100.0, 2.5, num_drawn=3, num_class_changes=1)
    second = Visit(train, 200.0, 1.5, num_accepted=2)
    third = Visit(test, 150.0, 4.0, num_rejected=1, num_adjusted=5)
    with store.write() as tx:
        assert tx.visits.totals() == VisitTotals()
        for visit in (second, first, third):
            tx.visits.add(visit)
        assert tx.visits.since(0.0) == [first, third, second]
        assert tx.visits.since(150.0) == [third, second]
        assert tx.visits.totals() == VisitTotals(3, 2, 8.0, 3, 5, 2, 1, 1)
        assert tx.visits.totals(since=150.0, split=Split.TRAIN) == VisitTotals(
            1, 1, 1.5, num_accepted=2
        )


def test_search_when_stored_then_all_of_it_comes_back(store: Store) -> None:
    confirmation = Confirmation((PairedRun(0, 1, 0.5, 0.6),), 0.1, 0.02, Interval(0.02, 0.2))
    outcome = SearchOutcome(
        SearchVerdict.ADOPTED, Recipe(lr0=0.02), 4, confirmation, 9, 60.0, "0.50 -> 0.60"
    )
    with store.write() as tx:
        assert tx.searches.add(SEARCH, created_at=5.0)
        assert not tx.searches.add(SEARCH, created_at=6.0)
        tx.searches.put_confirmation(SearchId("s1"), confirmation)
        running = tx.searches.get(SearchId("s1"))
        tx.searches.set_outcome(SearchId("s1"), outcome)
        (finished,) = tx.searches.all()
    assert (running.spec, running.created_at) == (SEARCH, 5.0)
    assert (running.confirmation, running.outcome) == (confirmation, None)
    assert (finished.confirmation, finished.outcome) == (confirmation, outcome)
    with store.read() as tx, pytest.raises(NotFoundError):
        tx.searches.get(SearchId("other"))


def test_trial_when_finished_then_later_news_change_nothing(store: Store) -> None:
    running = TrialRecord(1, TrialState.RUNNING, Recipe(), (RungValue(1, 0.2),), 0.2)
    complete = replace(running, state=TrialState.COMPLETE, value=0.4, seconds=12.5)
    first = TrialRecord(0, TrialState.PRUNED, Recipe(lr0=0.1))
    with store.write() as tx:
        tx.searches.add(SEARCH, created_at=5.0)
        for trial in (running, complete, running, first):
            tx.searches.put_trial(SearchId("s1"), trial)
        assert tx.searches.trials(SearchId("s1")) == [first, complete]


def test_version_when_promoted_then_it_is_current(store: Store) -> None:
    first, second = model_version(1), model_version(2, round_number=3)
    with store.write() as tx:
        assert tx.versions.latest() is None
        assert tx.versions.current() is None
        assert tx.versions.next_number() == 1
        assert tx.versions.add(second)
        assert tx.versions.add(first)
        assert not tx.versions.add(replace(first, seed=99))
        assert tx.versions.all() == [first, second]
        assert tx.versions.latest() == second
        assert tx.versions.next_number() == 3
        tx.versions.promote(first.id)
        assert tx.versions.current() == first
        with pytest.raises(NotFoundError):
            tx.versions.promote(VersionId("other"))


def test_export_when_written_to_the_same_path_then_replaces_the_earlier(store: Store) -> None:
    check = ExportCheck(8, 1e-5, 1e-6, 20, 20, 0.25, passed=True)
    export = ModelExport(VersionId("version-1"), "onnx", "/out/a.onnx", 320, check)
    other = replace(export, version_id=VersionId("version-2"))
    with store.write() as tx:
        tx.versions.add(model_version(1))
        tx.versions.add(model_version(2))
        tx.exports.add(export, created_at=1.0)
        tx.exports.add(other, created_at=2.0)
        again = replace(export, imgsz=640)
        tx.exports.add(again, created_at=3.0)
        assert tx.exports.all() == [other, again]
        assert tx.exports.all(VersionId("version-1")) == [again]


def test_snapshot_when_recorded_then_comes_back_once(store: Store) -> None:
    with store.write() as tx:
        assert tx.snapshots.record(SnapshotId("a"), created_at=1.0, counts={"train": 5})
        assert not tx.snapshots.record(SnapshotId("a"), created_at=2.0, counts={})
        expected = SnapshotRecord(SnapshotId("a"), 1.0, {"train": 5})
        assert tx.snapshots.get(SnapshotId("a")) == expected
        assert tx.snapshots.all() == [expected]
        with pytest.raises(NotFoundError):
            tx.snapshots.get(SnapshotId("b"))


def test_second_looks_when_kept_then_all_of_them_comes_back_and_damage_is_told(
    store: Store,
) -> None:
    (image_id,) = add_images(store, 1)
    drawn = annotation(image_id)
    look = SecondLook(0, image_id, Purpose.AUDIT, (drawn,), frozenset({drawn.id}))
    with store.write() as tx:
        tx.rounds.add(ROUND)
        tx.second_looks.begin([look])
        assert tx.second_looks.current(image_id) == replace(look, answers={})
        assert tx.second_looks.newest_answer() == (0, 0.0)
        assert tx.second_looks.set_answers(look, {CELL: Answer.COMPLETE, NUCLEUS: Answer.EMPTY})
        num, at = tx.second_looks.newest_answer()
        assert (num, at) == (1, tx.second_looks.answered()[0].answered_at)
    with sqlite3.connect(store.path / "project.db") as connection:
        connection.execute("UPDATE second_looks SET first = '{}'")
    connection.close()
    with store.read() as tx, pytest.raises(DataError, match="damaged record"):
        tx.second_looks.answered()
