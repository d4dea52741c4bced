"""Projects that are closed after each test, and no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.loop.bootstrap import Project
from tests.loop import builders


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No start weights are at hand, and none can be fetched."""
    monkeypatch.setenv("LOUPE_OFFLINE", "1")
    monkeypatch.setenv("LOUPE_WEIGHTS_DIR", str(tmp_path_factory.getbasetemp() / "no-weights"))


@pytest.fixture
def script() -> builders.Script:
    """What the workers of a test answer."""
    return builders.Script()


@pytest.fixture
def stepped(script: builders.Script) -> builders.SteppedExecutor:
    """Workers that follow the script one step at a time."""
    return builders.SteppedExecutor(script)


@pytest.fixture
def make_project(tmp_path: Path) -> Iterator[Callable[..., Project]]:
    """Make projects; each is closed at the end."""
    made: list[Project] = []

    def make(path: Path = tmp_path, **options: Any) -> Project:
        made.append(builders.make_project(path, **options))
        return made[-1]

    yield make
    for project in made:
        project.close()


@pytest.fixture
def reopen() -> Iterator[Callable[..., Project]]:
    """Open projects again as after a kill; each is closed at the end."""
    made: list[Project] = []

    def again(project: Project, *arguments: Any, **options: Any) -> Project:
        made.append(builders.reopen(project, *arguments, **options))
        return made[-1]

    yield again
    for project in made:
        project.close()
