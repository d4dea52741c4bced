from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from engine.domain.changes import Changed
from engine.domain.errors import ResourceError, UsageError
from engine.domain.events import ImageAnswered, Notice, Progressed
from engine.domain.images import ImageFilter, Progress
from engine.domain.jobs import AnswerSpec, JobKind, JobState, Verdict
from engine.domain.results import AnswerResult
from engine.jobs.folder import JobFolder
from engine.loop.bootstrap import Project
from engine.store.database import Store
from tests.loop.builders import (
    Script,
    SteppedExecutor,
    label_all,
    poll_until_idle,
    project_wish,
    write_truths,
)

Make = Callable[..., Project]


def answer_spec(project: Project, tmp_path: Path) -> AnswerSpec:
    records = project.pool.page(0, 100)
    return AnswerSpec(
        truth_path=str(write_truths(project, tmp_path / "truth.jsonl")),
        image_ids=tuple(record.id for record in records),
        content_hashes=tuple(record.content_hash for record in records),
    )


def test_start_when_no_worker_is_free_then_the_job_is_queued_until_it_runs(
    make_project: Make, stepped: SteppedExecutor, tmp_path: Path
) -> None:
    project = make_project(num_images=2, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    assert not project.poll()
    assert project.background.job(job_id).state is JobState.QUEUED
    stepped.begin()
    project.poll()
    assert project.background.job(job_id).state is JobState.RUNNING


def test_poll_when_worker_told_of_progress_then_it_is_remembered_while_the_job_runs(
    make_project: Make, stepped: SteppedExecutor, tmp_path: Path
) -> None:
    project = make_project(num_images=2, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    folder = stepped.begin()
    folder.append(Progressed(1, 2, "answers"))
    folder.append(Notice("The batch was halved."))
    changes = project.poll()
    assert project.background.progress(job_id) == Progressed(1, 2, "answers")
    assert changes.notices == ("The batch was halved.",)
    assert Changed.JOBS in changes.kinds
    assert project.poll().notices == ()
    stepped.running = None
    folder.write_result(AnswerResult(0, 0.0))
    project.poll()
    assert project.background.progress(job_id) is None


def test_poll_when_worker_fails_then_the_reason_stays(make_project: Make, tmp_path: Path) -> None:
    script = Script(failures={JobKind.ANSWER: "The truth is out of reach."})
    project = make_project(num_images=2, script=script)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    notices = poll_until_idle(project)
    job = project.background.job(job_id)
    assert (job.state, job.reason) == (JobState.FAILED, "The truth is out of reach.")
    assert notices == ["The simulated expert stopped: The truth is out of reach."]


class Crash(BaseException):
    """The app dies here."""


def crash_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the app die just before, or just after, its n-th write is committed."""
    count = 0
    original = Store.write

    def dying(store: Store) -> Any:
        @contextmanager
        def guarded() -> Any:
            nonlocal count
            count += 1
            with original(store) as tx:
                yield tx
                if count * 2 == number:
                    raise Crash
            if count * 2 + 1 == number:
                raise Crash

        return guarded()

    monkeypatch.setattr(Store, "write", dying)


@pytest.mark.parametrize("number", range(2, 16))
def test_poll_when_the_app_dies_between_any_two_steps_then_everything_is_applied_once(
    make_project: Make,
    reopen: Callable[..., Project],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    monkeypatch.setattr("engine.loop.background._EVENTS_PER_POLL", 3)
    project = make_project(num_images=6)
    spec = answer_spec(project, tmp_path)
    job_id = project.background.start(spec, title="Answer")
    with monkeypatch.context() as patch:
        crash_at(patch, number)
        with suppress(Crash):
            poll_until_idle(project)
    again = reopen(project)
    poll_until_idle(again)
    assert again.background.job(job_id).state is JobState.FINISHED
    assert again.pool.count(where=ImageFilter(progress=Progress.COMPLETE)) == 6
    with again.store.read() as tx:
        assert tx.visits.totals().num_visits == 6
        assert sum(tx.labels.class_counts().values()) <= 6
        histories = [tx.labels.history(image_id) for image_id in tx.images.ids()]
    assert all(1 <= len(history) <= 2 for history in histories)


@pytest.mark.parametrize("number", range(2, 24))
def test_training_when_the_app_dies_between_any_two_steps_then_one_version_comes_of_it(
    make_project: Make,
    reopen: Callable[..., Project],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    project = make_project(num_images=12)
    project.rounds.ask(4)
    poll_until_idle(project)
    label_all(project)
    with monkeypatch.context() as patch:
        crash_at(patch, number)
        with suppress(Crash):
            project.rounds.train(project_wish())
            poll_until_idle(project)
    again = reopen(project)
    poll_until_idle(again)
    if not again.models.all():  # it died before the training was known
        again.rounds.train(project_wish())
        poll_until_idle(again)
    (version,) = again.models.all()
    assert again.models.weights_path(version).is_file()
    assert again.rounds.current().version_id == version.id


def test_reopen_when_job_still_waited_then_it_starts(
    make_project: Make, reopen: Callable[..., Project], stepped: SteppedExecutor, tmp_path: Path
) -> None:
    project = make_project(num_images=2, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    again = reopen(project)
    poll_until_idle(again)
    assert again.background.job(job_id).state is JobState.FINISHED


@pytest.mark.parametrize(
    ("verdict", "state"),
    [(Verdict.PAUSE, JobState.PAUSED), (Verdict.CANCEL, JobState.CANCELLED)],
)
def test_reopen_when_waiting_job_had_been_stopped_then_it_stays_so(
    make_project: Make,
    reopen: Callable[..., Project],
    stepped: SteppedExecutor,
    tmp_path: Path,
    verdict: Verdict,
    state: JobState,
) -> None:
    project = make_project(num_images=2, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    project.background.tell(job_id, verdict)
    again = reopen(project)
    poll_until_idle(again)
    assert again.background.job(job_id).state is state


def test_reopen_when_job_folder_is_gone_then_the_job_has_failed_and_the_project_opens(
    make_project: Make, reopen: Callable[..., Project], stepped: SteppedExecutor, tmp_path: Path
) -> None:
    project = make_project(num_images=2, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    shutil.rmtree(project.background.folder(job_id).path)
    again = reopen(project)
    poll_until_idle(again)
    job = again.background.job(job_id)
    assert job.state is JobState.FAILED
    assert "gone" in job.reason


def test_poll_when_known_running_job_waits_again_then_nothing_breaks(
    make_project: Make, stepped: SteppedExecutor, tmp_path: Path
) -> None:
    project = make_project(num_images=2, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    with project.store.write() as tx:
        tx.jobs.move(job_id, JobState.RUNNING)
    project.poll()
    assert project.background.job(job_id).state is JobState.RUNNING
    poll_until_idle(project, stepped)
    assert project.background.job(job_id).state is JobState.FINISHED


@pytest.mark.parametrize(
    "result", ["no json", '{"v": 1, "kind": "query", "result": {"picks": [], "strategy": "x"}}']
)
def test_poll_when_result_cannot_be_used_then_the_job_has_failed(
    make_project: Make, stepped: SteppedExecutor, tmp_path: Path, result: str
) -> None:
    project = make_project(num_images=2, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    folder = stepped.begin()
    (folder.path / "result.json").write_text(result)
    stepped.running = None
    project.poll()
    job = project.background.job(job_id)
    assert job.state is JobState.FAILED
    assert job.reason


def test_poll_when_an_event_names_what_is_not_there_then_the_job_has_failed_and_is_stopped(
    make_project: Make, stepped: SteppedExecutor, tmp_path: Path
) -> None:
    project = make_project(num_images=2, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    folder = stepped.begin()
    line = {"v": 1, "seq": 1, "t": 0.0, "event": "image_answered", "image_id": 1, "expert_s": 1.0}
    box = {"class_name": "cell", "xyxy_px": [5.0, 5.0, 1.0, 1.0]}
    (folder.path / "events.jsonl").write_text(json.dumps(line | {"boxes": [box]}) + "\n")
    project.poll()
    assert project.background.job(job_id).state is JobState.FAILED
    assert folder.control().do is Verdict.CANCEL
    assert project.poll().notices == ()


def test_poll_when_much_was_told_then_it_is_applied_in_pieces_and_none_is_lost(
    make_project: Make, stepped: SteppedExecutor, tmp_path: Path
) -> None:
    project = make_project(num_images=3, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    folder = stepped.begin()
    ids = project.pool.ids()
    for number in range(450):
        folder.append(ImageAnswered(ids[number % 3], (), 1.0))
    stepped.running = None
    folder.write_result(AnswerResult(450, 450.0))
    project.poll()
    assert project.background.job(job_id).state is JobState.QUEUED
    poll_until_idle(project)
    with project.store.read() as tx:
        assert tx.visits.totals().num_visits == 450
        assert tx.jobs.last_seq(job_id) == 450


def test_start_when_folder_cannot_be_written_then_the_job_does_not_wait_forever(
    make_project: Make,
    stepped: SteppedExecutor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = make_project(num_images=2, executor=stepped)

    def refuse(folder: JobFolder) -> None:
        raise ResourceError("The disk is full.")

    monkeypatch.setattr(stepped, "start", refuse)
    with pytest.raises(ResourceError):
        project.background.start(answer_spec(project, tmp_path), title="Answer")
    (job,) = project.background.jobs()
    assert (job.state, job.reason) == (JobState.FAILED, "The disk is full.")


def test_resume_when_job_has_failed_then_it_goes_on_and_no_answer_counts_twice(
    make_project: Make, stepped: SteppedExecutor, tmp_path: Path
) -> None:
    project = make_project(num_images=4, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    folder = stepped.begin()
    for image_id in project.pool.ids()[:2]:
        folder.append(ImageAnswered(image_id, (), 1.0))
    stepped.running = None  # the worker dies
    project.poll()
    assert project.background.job(job_id).state is JobState.FAILED
    project.background.resume(job_id)
    poll_until_idle(project, stepped)
    with project.store.read() as tx:
        assert tx.visits.totals().num_visits == 4


def test_resume_when_job_has_finished_then_it_is_refused(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=2)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    poll_until_idle(project)
    with pytest.raises(UsageError, match="finished"):
        project.background.resume(job_id)


def test_tell_when_a_paused_job_shall_end_then_it_is_cancelled_at_once(
    make_project: Make, stepped: SteppedExecutor, tmp_path: Path
) -> None:
    project = make_project(num_images=2, executor=stepped)
    job_id = project.background.start(answer_spec(project, tmp_path), title="Answer")
    project.background.tell(job_id, Verdict.PAUSE)
    project.poll()
    assert project.background.job(job_id).state is JobState.PAUSED
    project.background.tell(job_id, Verdict.CANCEL)
    assert project.background.job(job_id).state is JobState.CANCELLED
