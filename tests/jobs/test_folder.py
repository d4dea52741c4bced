"""A job folder keeps its promises to both sides."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from engine.domain.errors import ConflictError, DataError, NotFoundError, ResourceError
from engine.domain.events import Failed, Notice
from engine.domain.jobs import QuerySpec, Verdict
from engine.jobs.files import create_atomic, write_atomic
from engine.jobs.folder import Control, JobFolder
from engine.jobs.processes import NO_PROCESS
from tests.jobs.builders import RESULT, make_folder


@pytest.fixture
def folder(tmp_path: Path) -> JobFolder:
    return make_folder(tmp_path / "jobs" / "1")


def test_folder_when_created_holds_its_spec_for_its_owner_only(folder: JobFolder) -> None:
    spec = JobFolder(folder.path).spec()
    assert isinstance(spec, QuerySpec)
    assert spec.strategy == "succeed"
    assert folder.path.stat().st_mode & 0o077 == 0
    assert [path.name for path in folder.path.iterdir()] == ["job.json"]
    assert (folder.path / "job.json").stat().st_mode & 0o077 == 0


def test_folder_when_it_holds_a_job_takes_no_other(folder: JobFolder) -> None:
    with pytest.raises(ConflictError, match="holds a job"):
        make_folder(folder.path)


def test_spec_when_there_is_no_job_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=tmp_path.name):
        JobFolder(tmp_path).spec()


def test_spec_when_the_folder_was_copied_is_refused(folder: JobFolder, tmp_path: Path) -> None:
    shutil.copytree(folder.path, tmp_path / "copy")
    with pytest.raises(DataError, match="another place"):
        JobFolder(tmp_path / "copy").spec()


def test_spec_when_the_folder_is_reached_by_a_link_is_read(
    folder: JobFolder, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(folder.path)
    assert JobFolder(tmp_path / "link").spec() == folder.spec()


def test_endings_when_nothing_ended_are_none(folder: JobFolder) -> None:
    assert folder.result() is None
    assert folder.failure() is None
    assert folder.process() is None
    assert folder.attempt() == 0
    assert folder.log_tail() == ""
    assert folder.lease_touched_ns() is None
    assert folder.heartbeat_age_s() is None
    assert folder.control() == Control(0, Verdict.GO)


def test_verdict_when_a_stronger_one_stands_does_not_weaken_it(folder: JobFolder) -> None:
    folder.write_verdict(Verdict.GO)
    folder.write_verdict(Verdict.PAUSE)
    folder.write_verdict(Verdict.GO)
    assert folder.control() == Control(3, Verdict.PAUSE)
    folder.write_verdict(Verdict.CANCEL)
    assert folder.control() == Control(4, Verdict.CANCEL)


def test_control_when_damaged_says_nothing(folder: JobFolder) -> None:
    (folder.path / "control.json").write_bytes(b'{"seq": 1, "do": "dance"}')
    assert folder.control() == Control(0, Verdict.GO)


def test_attempt_when_begun_again_clears_the_endings_and_keeps_the_events(
    folder: JobFolder,
) -> None:
    folder.begin_attempt()
    assert folder.claim(NO_PROCESS)
    folder.append(Notice("first"))
    folder.write_failure(Failed("it broke"))
    folder.write_verdict(Verdict.PAUSE)
    folder.touch_lease()
    folder.begin_attempt()
    assert folder.attempt() == 2
    assert folder.process() is None
    assert folder.failure() is None
    assert folder.control() == Control(0, Verdict.GO)
    assert folder.lease_touched_ns() is None
    assert folder.append(Notice("second")) == 2


def test_attempt_when_no_worker_took_it_up_is_not_counted_twice(folder: JobFolder) -> None:
    folder.begin_attempt()
    folder.begin_attempt()
    assert folder.attempt() == 1


def test_attempt_when_the_worker_lives_is_refused(folder: JobFolder) -> None:
    folder.begin_attempt()
    assert folder.claim()
    with pytest.raises(ConflictError, match="running already"):
        folder.begin_attempt()


def test_attempt_when_its_number_is_lost_follows_on_the_last_worker(folder: JobFolder) -> None:
    for _ in range(2):
        folder.begin_attempt()
        assert folder.claim(NO_PROCESS)
    (folder.path / "attempt.json").write_text("")
    (folder.path / "process-x.json").write_text("")
    folder.begin_attempt()
    assert folder.attempt() == 3
    assert folder.claim(NO_PROCESS)


def test_claim_when_many_try_succeeds_for_one(folder: JobFolder) -> None:
    folder.begin_attempt()
    claims: list[bool] = []
    threads = [
        threading.Thread(target=lambda: claims.append(JobFolder(folder.path).claim()))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claims) == [False] * 7 + [True]


def test_result_when_damaged_is_named(folder: JobFolder) -> None:
    folder.write_result(RESULT)
    assert folder.result() == RESULT
    (folder.path / "result.json").write_bytes(b"{")
    with pytest.raises(DataError, match=r"result\.json is damaged"):
        folder.result()


def test_log_tail_when_the_log_steers_a_terminal_is_plain_text(folder: JobFolder) -> None:
    folder.append_log(
        "\x1b[K      1/9  0G  3.1: 50%\r\x1b[K      \x1b[1m1/9\x1b[0m  0G  3.1: 100%\n\x07"
    )
    assert folder.log_tail(1) == "1/9  0G  3.1: 100%"


def test_last_error_is_the_one_that_python_told_last(folder: JobFolder) -> None:
    folder.append_log(
        "KeyError: 1\n\nValueError: an Error\n  File 'x', line 3\nepoch 3: no Error\n"
    )
    assert folder.last_error() == "ValueError: an Error"


def test_last_error_when_the_log_names_none_is_empty(folder: JobFolder) -> None:
    assert folder.last_error() == ""
    folder.append_log("all   5   5   0\n")
    assert folder.last_error() == ""


def test_log_tail_when_the_log_is_long_gives_its_last_words(folder: JobFolder) -> None:
    folder.append_log("noise\n" * 10_000 + "x" * 1000 + "\n\nValueError: no\n")
    assert folder.log_tail(2) == "x" * 200 + "\nValueError: no"


def test_write_when_the_folder_is_gone_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"control\.json cannot be written: no such file"):
        JobFolder(tmp_path / "gone").write_verdict(Verdict.GO)
    with pytest.raises(ResourceError, match="cannot be written"):
        JobFolder(tmp_path / "gone").beat()


def test_write_when_the_target_is_a_folder_leaves_no_temporary_file(tmp_path: Path) -> None:
    (tmp_path / "result.json" / "x").mkdir(parents=True)
    with pytest.raises(ResourceError):
        write_atomic(tmp_path / "result.json", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]


def test_create_when_the_file_system_has_no_links_still_creates_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*paths: Path) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    assert create_atomic(tmp_path / "mark", b"first")
    assert not create_atomic(tmp_path / "mark", b"second")
    assert (tmp_path / "mark").read_bytes() == b"first"
