"""The page Progress on a project whose model was measured on 12 validation and 12 test images."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.pages.progress.page import ProgressPage
from desktop.qtkit.theme import Theme
from engine.loop.bootstrap import Project
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.loop_builders import StandingExecutor
from tests.desktop.pages.page_bench import PageBench
from tests.loop.builders import Script, label_all, make_project, poll_until_idle, project_wish


class BareStage:
    """A project that a test made by itself."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.executor = StandingExecutor()


def train(project: Project) -> None:
    """Train a version; the script says how well it sees."""
    project.rounds.train(project_wish())
    poll_until_idle(project)


@pytest.fixture
def script() -> Script:
    return Script(skill=0.5)


@pytest.fixture
def project(tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A labeled project without a version yet."""
    monkeypatch.setenv("LOUPE_OFFLINE", "1")
    monkeypatch.setenv("LOUPE_WEIGHTS_DIR", str(tmp_path / "no-weights"))
    project = make_project(tmp_path, num_images=60, script=script)
    project.holdout.freeze()
    label_all(project)
    return project


@pytest.fixture
def trained(project: Project) -> Project:
    """The project with a version."""
    train(project)
    return project


@pytest.fixture
def open_page(
    qtbot: QtBot, theme: Theme, messages: MessageTrap
) -> Iterator[Callable[..., PageBench]]:
    """Open the page on a project; it is left and closed at the end."""
    opened: list[PageBench] = []

    def _open(project: Project) -> PageBench:
        bench = PageBench(BareStage(project), qtbot, theme, messages)  # type: ignore[arg-type]
        opened.append(bench)
        bench.images = []
        bench.open(ProgressPage)
        bench.page.open_image_requested.connect(bench.images.append)
        return bench

    yield _open
    for bench in opened:
        bench.close()
