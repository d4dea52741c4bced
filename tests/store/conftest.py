"""Projects on real SQLite."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.project import ProjectSettings
from engine.store.database import Store
from engine.store.opening import create_store, open_store


@pytest.fixture(scope="session")
def template_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project with the classes cell and nucleus; made once, as migrations take time."""
    path = tmp_path_factory.mktemp("template") / "project"
    create_store(path, ProjectSettings(name="blood"), ["cell", "nucleus"]).close()
    return path


@pytest.fixture
def project_dir(template_dir: Path, tmp_path: Path) -> Path:
    """A closed project of the test's own."""
    return Path(shutil.copytree(template_dir, tmp_path / "blood"))


@pytest.fixture
def store(project_dir: Path) -> Iterator[Store]:
    """The project, open for writing."""
    with open_store(project_dir) as opened:
        yield opened
