"""The interactive worker as its owner sees it, played by a stub."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import psutil
import pytest

from engine.domain.errors import DataError, ResourceError
from engine.domain.requests import PrepareReply, PrepareRequest, Reply, SeenImage
from engine.domain.view import ViewSettings
from engine.jobs.interactive import InteractiveWorker
from tests.jobs.builders import wait_until

STUB = (sys.executable, str(Path(__file__).with_name("stub_interactive.py")))


class _Owner:
    """Asks a stub; the mark is a file that some of its scripts look at."""

    def __init__(self, folder: Path) -> None:
        self.mark = folder / "mark"
        self.worker = InteractiveWorker(folder / "cache" / "log", command=STUB, threads=1)

    def ask(self, script: str, *, topic: str = "prepare") -> Future[Reply]:
        image = SeenImage(str(self.mark), "", "", ViewSettings())
        return self.worker.ask(PrepareRequest(image, script), topic=topic)

    def reply(self, script: str) -> tuple[int, str]:
        reply = self.ask(script).result(timeout=120)
        assert isinstance(reply, PrepareReply)
        pid, _, done = reply.notice.partition(" ")
        return int(pid), done


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[_Owner]:
    owner = _Owner(tmp_path)
    yield owner
    pid = owner.worker.pid
    assert owner.worker.shutdown()
    assert pid is None or not psutil.pid_exists(pid)


def test_worker_before_it_is_asked_does_not_run(owner: _Owner) -> None:
    assert owner.worker.pid is None


def test_worker_when_asked_twice_is_the_same_process(owner: _Owner) -> None:
    assert owner.reply("a") == (owner.worker.pid, "a")
    assert owner.reply("b") == (owner.worker.pid, "b")


def test_worker_when_killed_starts_again_with_the_next_request(owner: _Owner) -> None:
    first, _ = owner.reply("a")
    psutil.Process(first).kill()
    second, done = owner.reply("b")
    assert done == "b"
    assert second != first


def test_request_its_worker_dies_of_is_tried_once_more(owner: _Owner) -> None:
    assert owner.reply("die once")[1] == "die once"


def test_request_every_worker_dies_of_fails_in_words_and_the_next_goes_on(owner: _Owner) -> None:
    with pytest.raises(ResourceError, match="was killed by SIGKILL") as failed:
        owner.reply("die")
    assert "it starts anew" in failed.value.hint
    assert owner.reply("a")[1] == "a"


def test_refusal_comes_as_the_error_it_was(owner: _Owner) -> None:
    with pytest.raises(DataError, match=r"cat\.jpg is damaged\.") as refused:
        owner.reply("refuse")
    assert refused.value.hint == "Take another."


def test_line_that_is_no_reply_is_an_error(owner: _Owner) -> None:
    with pytest.raises(DataError, match="Not a line of the interactive worker"):
        owner.reply("babble")


def test_requests_on_one_topic_while_it_works_leave_the_latest(owner: _Owner) -> None:
    busy = owner.ask("wait for the mark", topic="other")
    wait_until(busy.running)
    replaced, latest = owner.ask("a"), owner.ask("b")
    assert replaced.cancelled()
    owner.mark.touch()
    assert busy.result(timeout=120)
    assert latest.result(timeout=120)


def test_request_that_was_given_up_is_never_sent(owner: _Owner) -> None:
    busy = owner.ask("wait for the mark", topic="other")
    wait_until(busy.running)
    assert owner.ask("die").cancel()
    owner.mark.touch()
    assert busy.result(timeout=120)
    assert owner.reply("a")[1] == "a"


def test_shutdown_while_it_works_ends_it_and_gives_up_the_rest(owner: _Owner) -> None:
    busy = owner.ask("hang")
    wait_until(busy.running)
    waiting = owner.ask("a", topic="other")
    assert owner.worker.shutdown()
    assert waiting.cancelled()
    with pytest.raises(ResourceError):
        busy.result(timeout=120)
    assert owner.ask("a").cancelled()


def test_worker_that_cannot_be_started_is_an_error_in_words(tmp_path: Path) -> None:
    image = SeenImage("", "", "", ViewSettings())
    worker = InteractiveWorker(tmp_path / "log", command=[str(tmp_path / "gone")])
    with pytest.raises(ResourceError, match="cannot be started"):
        worker.ask(PrepareRequest(image), topic="prepare").result(timeout=120)
    assert worker.shutdown()


def test_worker_when_its_log_cannot_be_written_works_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    owner = _Owner(tmp_path)
    assert owner.reply("a")[1] == "a"
    assert owner.worker.shutdown()
