"""The whole way through the command line: real processes, real trainings, as small as they get."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.domain.jobs import JobKind, JobState
from engine.jobs.processes import JOB_VARIABLE
from engine.loop.bootstrap import Project, open_project
from engine.simulation.sandbox import make_sandbox
from tests.cli.builders import loupe, start_loupe, write_images

pytestmark = pytest.mark.slow

TINY = ("--model", "yolo11n.yaml", "--epochs", "1", "--imgsz", "32", "--batch", "8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project whose labels were imported, and with some unlabeled images."""
    folder = tmp_path_factory.mktemp("loupe")
    make_sandbox(
        folder / "sandbox", num_train=12, num_val=10, num_test=10, side_px=32, num_classes=1
    )
    answer(loupe("new", "p", "--classes", "", "--json", cwd=folder))
    answer(loupe("import", "p", "sandbox", "--json", cwd=folder))
    answer(loupe("add", "p", write_images(folder / "more", 8), "--json", cwd=folder))
    return folder


def answer(ended: subprocess.CompletedProcess[str]) -> Any:
    assert ended.returncode == 0, ended.stderr
    (line,) = ended.stdout.splitlines()
    return json.loads(line)


def wait_for(condition: Callable[[], object], *, timeout_s: float = 120) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.05)


def epochs_told(project_dir: Path) -> int:
    """Return how many epochs all trainings of a project have told of."""
    logs = project_dir.glob("jobs/*/events.jsonl")
    return sum(log.read_text().count('"epoch_finished"') for log in logs)


def workers_of(project_dir: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            where = process.environ().get(JOB_VARIABLE, "")
        except (psutil.Error, OSError):
            continue
        if where.startswith(str(project_dir)):
            found.append(process)
    return found


def last_job(project: Project, kind: JobKind) -> JobState:
    return [job.state for job in project.background.jobs() if job.kind is kind][-1]


def test_way_from_labels_to_an_exported_model(folder: Path):
    trained = answer(loupe("train", "p", *TINY, "--json", cwd=folder))
    assert trained["start"] == "scratch"
    assert {each["yardstick"] for each in trained["accuracies"]} == {"val", "test"}

    asked = answer(loupe("query", "p", "--size", 3, "--json", cwd=folder))
    assert len([q for q in asked["questions"] if not q["is_holdout"]]) == 3
    assert asked["asked_by"] == trained["id"]

    searched = answer(loupe("search", "p", *TINY, "--trials", 2, "--json", cwd=folder))
    assert searched["outcome"]["num_trials"] == 2

    exported = answer(loupe("export", "p", "--out", "out", "--json", cwd=folder))
    assert exported["check"]["passed"]
    assert Path(exported["path"]).is_file()

    status = answer(loupe("status", "p", "--json", cwd=folder))
    assert status["version"]["number"] == 1
    assert status["jobs"] == []


def test_train_when_interrupted_pauses_and_resume_goes_on(folder: Path):
    before = epochs_told(folder / "p")
    arguments = ("--model", "yolo11n.yaml", "--epochs", 12, "--imgsz", 32, "--batch", 4)
    with start_loupe("train", "p", *arguments, cwd=folder) as process:
        wait_for(lambda: epochs_told(folder / "p") > before)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)

    assert process.returncode == 1, err
    assert len(err.splitlines()) == 1, err
    assert "Training is paused" in err
    wait_for(lambda: not workers_of(folder / "p"))
    resumed = answer(loupe("train", "p", "--resume", "--json", cwd=folder))
    assert resumed["recipe"]["epochs"] == 12
    assert epochs_told(folder / "p") == before + 12


def test_train_when_its_owner_is_killed_is_found_again_finished(folder: Path):
    num_versions = answer(loupe("status", "p", "--json", cwd=folder))["version"]["number"]
    with start_loupe("train", "p", *TINY, cwd=folder) as process:
        wait_for(lambda: workers_of(folder / "p"))
        process.kill()
    wait_for(lambda: not workers_of(folder / "p"))

    status = answer(loupe("status", "p", "--json", cwd=folder))

    assert status["version"]["number"] == num_versions + 1
    assert status["jobs"] == []


def test_train_on_a_file_that_is_no_model_fails_and_names_it(folder: Path):
    (folder / "fake.pt").write_bytes(b"no weights")

    failed = loupe("train", "p", "--model", "fake.pt", "--epochs", "1", cwd=folder)

    assert failed.returncode == 1
    (line,) = failed.stderr.splitlines()
    assert "fake.pt" in line
    project = open_project(folder / "p", read_only=True)
    assert last_job(project, JobKind.TRAIN) is JobState.FAILED
    project.close()


def test_simulate_of_several_strategies_ends_with_curves_and_a_verdict(folder: Path):
    arguments = ("--strategy", "random", "--strategy", "entropy", "--rounds", 0, "--parallel", 2)
    sizes = ("--size", 4, "--updates", 2, "--imgsz", 32, "--model", "yolo11n.yaml", "--seeds", 1)

    told = answer(
        loupe("simulate", "sandbox", "--out", "two", *arguments, *sizes, "--json", cwd=folder)
    )

    arms = [arm["strategy"] for arm in told["arms"]]
    assert arms == ["random", "entropy", "everything"]
    assert told["verdict"]["strategy"] == ""
    assert "Nothing is proven" in told["verdict"]["sentence"]
    assert all(Path(told[name]).is_file() for name in ("curves", "picture", "report"))


def test_headroom_of_what_nothing_is_learned_from_says_so(folder: Path):
    sizes = ("--updates", 2, "--imgsz", 32, "--model", "yolo11n.yaml", "--parallel", 2)

    told = answer(loupe("headroom", "sandbox", "--out", "room", *sizes, "--json", cwd=folder))

    assert [step["num_images"] for step in told["steps"]] == [2, 4, 8, 12, 12]
    assert not told["is_limited_by_data"]
    assert told["sentence"].startswith("Nothing was learned")


def test_simulate_without_weights_starts_from_scratch_and_goes_on_when_interrupted(folder: Path):
    arguments = ("simulate", "sandbox", "--out", "sim", "--strategy", "random", "--rounds", 1)
    sizes = ("--size", 4, "--epochs", 1, "--imgsz", 32)
    with start_loupe(*arguments, *sizes, cwd=folder) as process:
        wait_for(lambda: workers_of(folder / "sim" / "projects" / "random-seed0"))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "Stopped" in err.splitlines()[-1]

    ended = loupe(*arguments, *sizes, "--json", cwd=folder)

    points = answer(ended)["arms"][0]["points"]
    assert [point["round_number"] for point in points] == [0, 1]
    assert "from scratch with yolo11n.yaml" in ended.stderr
    assert (folder / "sim" / "curves.json").is_file()
    project = open_project(folder / "sim" / "projects" / "random-seed0", read_only=True)
    assert {version.start for version in project.models.all()} == {"scratch"}
    project.close()
