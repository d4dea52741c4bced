from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.errors import ConflictError
from engine.loop.bootstrap import Project
from engine.simulation.demo import TOO_SHORT, DemoFolder, open_demo, write_demo_report
from engine.simulation.staging import play
from tests.simulation.builders import Inline


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoFolder, Project]]:
    """A demo that was carried out."""
    folder = DemoFolder(tmp_path_factory.mktemp("demo") / "demo")
    project = open_demo(folder, model="yolo11n.yaml", executor=Inline())
    for _ in play(project, interval_s=0):
        pass
    yield folder, project
    project.close()


def test_demo_when_played_alternates_both_loops_twice_and_exports(
    played: tuple[DemoFolder, Project],
):
    folder, project = played

    titles = [job.title for job in project.background.jobs()]
    steps = [title for title in titles if title.startswith(("Training", "Search", "Export"))]
    assert steps == [
        "Training",
        "Training",
        "Search",
        "Training",
        "Search",
        "Export of version 3",
    ]
    assert (folder.export_dir / "model.onnx").is_file()


def test_report_of_a_demo_says_that_it_is_too_short(played: tuple[DemoFolder, Project]):
    folder, project = played

    write_demo_report(folder, project)

    page = folder.report_path.read_text()
    assert TOO_SHORT.split(":")[0] in page
    assert "Nothing beat the defaults" in page


def test_demo_in_a_folder_with_other_things_is_refused(tmp_path: Path):
    folder = DemoFolder(tmp_path)
    folder.sandbox_dir.mkdir(parents=True)
    (folder.sandbox_dir / "mine.txt").write_text("mine")

    with pytest.raises(ConflictError, match="not empty"):
        open_demo(folder, model="yolo11n.yaml", executor=Inline())
