"""What the drawer of jobs holds, on a real project, used by its buttons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QTableView
from pytestqt.qtbot import QtBot

from desktop.jobs.panel import JobsPanel
from desktop.qtkit.theme import Theme
from engine.domain.images import Split
from engine.domain.jobs import JobState
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.loop_builders import epochs
from tests.desktop.pages.page_bench import PageBench, page_bench


@pytest.fixture
def bench(tmp_path, qtbot: QtBot, theme: Theme, messages: MessageTrap, monkeypatch):
    with page_bench(tmp_path, qtbot, theme, messages, monkeypatch) as made:
        made.stage.label(40)
        made.stage.label(12, split=Split.VAL)
        yield made


def _panel(project, session, *, theme, messages, settings) -> JobsPanel:
    return JobsPanel(project, session, theme=theme, messages=messages)


def _log(bench: PageBench) -> str:
    return bench.page.findChild(QPlainTextEdit).toPlainText()


def _choose(bench: PageBench, row: int) -> None:
    table = bench.page.findChild(QTableView)
    place = table.visualRect(table.model().index(row, 0)).center()
    bench.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bench.settle()


def test_page_when_nothing_ran_then_says_what_will_be_here(bench: PageBench):
    bench.open(_panel)
    assert bench.says("Nothing has run yet")


def test_job_when_it_runs_then_progress_time_left_and_log_are_shown(bench: PageBench):
    job_id = bench.stage.project.training.start()
    bench.stage.tell(job_id, *epochs(34, of=100))
    bench.stage.project.background.folder(job_id).append_log("Plotting labels\nepoch 34\n")
    bench.open(_panel)
    assert {"Training", "running", "Epoch 34 of 100", "about 15 min left"} <= bench.texts()
    assert _log(bench) == "Plotting labels\nepoch 34"


def test_log_when_it_grows_without_an_event_then_is_read_again(bench: PageBench):
    job_id = bench.stage.project.training.start()
    bench.stage.project.poll()
    bench.open(_panel)
    assert _log(bench) == "Its log is empty."
    bench.stage.project.background.folder(job_id).append_log("epoch 1\n")
    bench.qtbot.waitUntil(lambda: _log(bench) == "epoch 1")
    bench.settle()


def test_stop_and_resume_when_clicked_then_the_job_follows(bench: PageBench):
    job_id = bench.stage.project.training.start()
    bench.stage.project.poll()
    bench.open(_panel)
    bench.click("Stop")
    bench.poll()
    assert bench.stage.project.background.job(job_id).state is JobState.CANCELLED
    assert bench.button("Stop").toolTip() == "It does not run."
    bench.click("Resume")
    bench.poll()
    assert bench.stage.project.background.job(job_id).state is JobState.RUNNING
    bench.click("Pause")
    bench.poll()
    assert bench.stage.project.background.job(job_id).state is JobState.PAUSED


def test_job_when_another_is_chosen_then_its_reason_is_shown(bench: PageBench):
    bench.stage.fail(bench.stage.project.training.start(), "The worker was killed by SIGKILL.")
    running = bench.stage.search()
    bench.stage.project.poll()
    bench.open(_panel)
    assert bench.says("Search")
    _choose(bench, 1)
    assert {"failed", "The worker was killed by SIGKILL."} <= bench.texts()
    assert bench.button("Resume").isEnabled()
    assert bench.stage.project.background.job(running).state is JobState.RUNNING


def test_resume_when_another_of_its_kind_runs_then_says_why_not(bench: PageBench):
    bench.stage.fail(bench.stage.project.training.start(), "The disk is full.")
    bench.stage.project.training.start()
    bench.stage.project.poll()
    bench.open(_panel)
    _choose(bench, 1)
    assert bench.button("Resume").toolTip() == "Another one of its kind runs."
