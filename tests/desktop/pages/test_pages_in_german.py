"""What pages pass on of the engine's words, in the language of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.panel import JobsPanel
from desktop.pages.search.page import SearchPage
from desktop.pages.train.page import TrainPage
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import speak
from engine.domain.events import Progressed
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.page_bench import PageBench, page_bench

_REFUSAL = "Noch ist kein Bild vollständig annotiert."


@pytest.fixture
def bench(
    tmp_path: Path,
    qtbot: QtBot,
    theme: Theme,
    messages: MessageTrap,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[PageBench]:
    with page_bench(tmp_path, qtbot, theme, messages, monkeypatch) as made:
        speak("de")
        yield made
        speak("en")


@pytest.mark.parametrize("page", [TrainPage, SearchPage])
def test_page_when_nothing_can_be_learned_then_says_why_in_its_language(bench: PageBench, page):
    bench.open(page)
    assert bench.says(_REFUSAL)


def test_train_when_a_job_tells_what_it_does_then_says_so_in_its_language(bench: PageBench):
    bench.stage.label(30)
    job_id = bench.stage.project.training.start()
    bench.stage.tell(job_id, Progressed(3, 30, "preparing images"))
    bench.open(TrainPage)
    assert bench.says("Bilder werden vorbereitet")


def test_jobs_when_one_is_shown_then_its_name_is_in_their_language(bench: PageBench):
    bench.stage.label(30)
    bench.stage.search()
    bench.stage.project.poll()
    bench.open(_panel)
    assert "Suche" in bench.texts()


def _panel(project, session, *, theme, messages, settings) -> JobsPanel:
    return JobsPanel(project, session, theme=theme, messages=messages)
