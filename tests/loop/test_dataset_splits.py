from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.project import ProjectSettings
from engine.loop.bootstrap import Project, create_project
from engine.loop.datasets import ImportWish
from tests.simulation.builders import Inline, tiny_sandbox

PLAIN = ImportWish()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A new project with a class of its own."""
    project = create_project(tmp_path / "p", ProjectSettings("p"), ["unicorn"], executor=Inline())
    yield project
    project.close()


def take_all(project: Project, folder: Path, wish: ImportWish = PLAIN) -> None:
    for _ in project.datasets.read(folder, wish).adding.run():
        pass


def test_splits_of_an_import_into_an_empty_project_are_kept(project: Project, tmp_path: Path):
    take_all(project, tiny_sandbox(tmp_path / "a"))

    assert project.pool.counts().num_test == 12


def test_splits_of_an_import_that_was_broken_off_are_kept_when_it_is_repeated(
    project: Project, tmp_path: Path
):
    folder = tiny_sandbox(tmp_path / "a")
    adding = project.datasets.read(folder, PLAIN).adding
    adding.read()
    adding.commit()

    take_all(project, folder)

    counts = project.pool.counts()
    assert (counts.num_pool, counts.num_val, counts.num_test) == (12, 4, 12)
    assert project.holdout.is_frozen()


def test_splits_of_an_import_that_was_stopped_are_kept_by_that_dataset_alone(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("engine.loop.adding._CHUNK", 5)
    folder = tiny_sandbox(tmp_path / "a")
    adding = project.datasets.read(folder, PLAIN).adding
    adding.read()
    adding.commit()
    adding.break_off()
    assert project.holdout.is_frozen()

    other = project.datasets.read(tiny_sandbox(tmp_path / "b"), PLAIN)
    assert not other.keeps_splits
    take_all(project, folder)

    counts = project.pool.counts()
    assert (counts.num_pool, counts.num_val, counts.num_test) == (12, 4, 12)
    assert not project.datasets.read(folder, PLAIN).keeps_splits


def test_splits_of_an_import_into_a_project_with_other_images_are_not_kept(
    project: Project, tmp_path: Path
):
    for _ in project.pool.add([tiny_sandbox(tmp_path / "a", num_val=0, num_test=0)]).run():
        pass

    assert not project.datasets.read(tiny_sandbox(tmp_path / "b"), PLAIN).keeps_splits


def test_dataset_that_is_all_train_leaves_the_holdout_to_be_drawn(project: Project, tmp_path: Path):
    take_all(project, tiny_sandbox(tmp_path / "a", num_val=0, num_test=0))

    assert not project.holdout.is_frozen()


def test_import_tells_the_classes_it_does_not_name(project: Project, tmp_path: Path):
    importing = project.datasets.read(tiny_sandbox(tmp_path / "a"), PLAIN)

    assert importing.unnamed_classes == ("unicorn",)
    assert importing.num_images == 28
