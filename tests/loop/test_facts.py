"""What the expert states bounds every training: read from what Ultralytics really ran with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.domain.jobs import SearchSpec
from engine.domain.project import DomainFacts
from engine.domain.recipes import Recipe
from engine.jobs.local import LocalExecutor
from engine.jobs.reporter import Reporter
from engine.loop.bootstrap import Project
from engine.loop.search_controller import search
from engine.loop.searches import SearchWish
from tests.jobs.builders import wait_until
from tests.loop.builders import Script, SteppedExecutor, label_all, project_wish

Make = Callable[..., Project]
ROOT = Path(__file__).resolve().parents[2]
ALL_FACTS = DomainFacts(
    left_right_differ=True, color_matters=True, scale_is_fixed=True, up_is_up=True
)
TINY = project_wish(epochs=2, device="cpu", threads=1)
OPTIMIST = (sys.executable, "-m", "tests.loop.optimistic_worker")

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def source_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def assert_bounded(args: dict[str, Any], name: str) -> None:
    assert args["fliplr"] == args["flipud"] == args["bgr"] == 0.0, name
    assert args["hsv_h"] <= 0.005, name
    assert args["scale"] <= 0.1, name
    assert args["degrees"] <= 10.0, name


def test_search_when_facts_are_stated_then_every_run_obeys_them(make_project: Make) -> None:
    project = make_project(num_images=40, executor=SteppedExecutor(Script()))
    project.file.set_facts(ALL_FACTS)
    label_all(project)
    folder = project.background.folder(project.searches.start(SearchWish(2, None, TINY)))
    folder.begin_attempt()
    spec = folder.spec()
    assert isinstance(spec, SearchSpec)
    executor = LocalExecutor(slots=1, threads=1, command=OPTIMIST, ends_with_owner=True)
    trials_dir = folder.path / "trials"
    try:
        result = search(spec, Reporter(folder), executor, trials_dir, poll_s=0.05)
    finally:
        executor.shutdown()
    runs = {path.parents[1].name: path for path in trials_dir.glob("*/run/args.yaml")}
    assert set(runs) == {path.name for path in trials_dir.iterdir()}
    assert result.outcome.confirmation is not None
    assert len([name for name in runs if name.startswith("fold-")]) >= 6
    assert len([name for name in runs if name.startswith("trial-")]) == 2
    for name, path in runs.items():
        assert_bounded(yaml.safe_load(path.read_text()), name)


def test_training_when_facts_are_stated_then_its_run_obeys_them(make_project: Make) -> None:
    project = make_project(num_images=20, executor=LocalExecutor(slots=1, threads=1))
    project.file.set_facts(ALL_FACTS)
    with project.store.write() as tx:
        tx.project.adopt_recipe(Recipe(model="yolo11n.yaml"))
    label_all(project)
    job_id = project.rounds.train(TINY)

    def is_over() -> bool:
        project.poll()
        return project.training.active() is None

    wait_until(is_over, timeout_s=240)
    run_dir = project.background.folder(job_id).path / "run"
    assert_bounded(yaml.safe_load((run_dir / "args.yaml").read_text()), job_id)
