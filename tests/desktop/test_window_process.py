"""The window as a process of its own: killed, beside another one, and how light it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Desktop
from desktop.project_window import ProjectWindow
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobKind, JobState
from engine.loop.autopilot import AutopilotPlan
from engine.loop.training import TrainingWish
from engine.simulation.sandbox import make_sandbox
from engine.simulation.staging import begin_or_go_on, open_staged
from tests.desktop.person import Person, looking_into, stored_labels

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 120.0
# So many epochs that none of these trainings ends by itself.
_TRAINING = TrainingWish(model="yolo11n.yaml", imgsz=64, epochs=2000, batch=8, threads=1)
_HEAVY = ("torch", "ultralytics", "cv2", "optuna", "sklearn", "scipy", "onnxruntime")
_VISIT_ALL = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop.app import run
from desktop.project_window import ProjectWindow
from desktop.rail import Rail

def start(desktop):
    window = ProjectWindow(desktop)
    window.start(Path(sys.argv[1]))
    visited = []
    timer = QTimer(window)
    def visit():
        if not window.is_project_open:
            return
        left = [p for p in desktop.window.findChild(Rail).page_ids if p not in visited]
        if left:
            visited.append(left[0])
            desktop.window.open_page(left[0])
            return
        if "jobs" not in visited:
            visited.append("jobs")
            desktop.window.show_jobs()
            return
        timer.stop()
        loaded = [name for name in json.loads(sys.argv[2]) if name in sys.modules]
        print(json.dumps({"visited": visited, "loaded": loaded}), flush=True)
        desktop.window.close()
    timer.timeout.connect(visit)
    timer.start(300)
    return window

sys.exit(run(sys.argv[:1], start))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home of its own, no network, one thread a worker, no display."""
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    home |= {name: str(tmp_path / "home") for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME")}
    threads = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    plain = {"QT_QPA_PLATFORM": "offscreen", "LOUPE_OFFLINE": "1", "PYTHONPATH": str(_ROOT)}
    return {**os.environ, **home, **threads, **plain}


@pytest.fixture
def project_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose autopilot will answer, then train, as soon as a window polls it."""
    monkeypatch.setenv("LOUPE_OFFLINE", "1")
    sandbox = make_sandbox(
        tmp_path / "sandbox", num_train=16, num_val=12, num_test=4, side_px=64, num_classes=2
    )
    truth = tmp_path / "truth.jsonl"
    project = open_staged(tmp_path / "project", sandbox, truth_path=truth)
    plan = AutopilotPlan(
        str(truth), seed_size=8, rounds=0, seed_strategy="random", training=_TRAINING
    )
    begin_or_go_on(project, plan)
    project.close()
    return tmp_path / "project"


@pytest.fixture
def window_process(
    project_dir: Path, environment: dict[str, str], tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m desktop` on the project; whatever is left of it and its workers is ended."""
    with (tmp_path / "window.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", str(project_dir)],
            cwd=_ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    yield process
    process.kill()
    process.wait()
    for left in _processes_of(project_dir):
        left.kill()


@pytest.fixture
def person(desktop: Desktop, qtbot: QtBot) -> Iterator[Person]:
    projects = ProjectWindow(desktop)
    yield Person(desktop, projects, qtbot)
    projects.show_start()


def test_killed_window_then_every_label_is_there_and_the_training_is_found_again(
    window_process: subprocess.Popen[bytes], project_dir: Path, person: Person
) -> None:
    job_id = _wait_for(lambda: _training_with_an_epoch(project_dir), "an epoch of a training")
    before = stored_labels(project_dir)
    assert sum(bool(each.answers) for each in before.values()) == 12 + 4 + 8
    os.kill(window_process.pid, signal.SIGKILL)
    window_process.wait()

    person.projects.open(project_dir)
    person.wait(lambda: person.projects.is_project_open, "the project")
    person.wait_to_read("Training")
    person.wait_to_read("epoch ")
    assert stored_labels(project_dir) == before
    worker = psutil.Process(_worker_pid(project_dir, job_id))
    person.desktop.window.open_page("train")
    # First the loop that runs by itself, then the training.
    person.click("Stop")
    person.wait(lambda: not person.sees("The loop runs by itself"), "the loop to be mine")
    person.click("Stop")
    person.wait(lambda: _state(project_dir, job_id) is JobState.CANCELLED, "its end", seconds=60)
    _wait_for(lambda: not worker.is_running() or worker.status() == "zombie", "no worker")


def test_second_window_then_it_says_who_holds_the_project_and_offers_to_read(
    window_process: subprocess.Popen[bytes], project_dir: Path, person: Person
) -> None:
    _wait_for(lambda: (project_dir / "lock.json").exists() or _is_held(project_dir), "the window")
    person.projects.open(project_dir)
    person.wait_to_read(f"process {window_process.pid}")
    person.click("Open read-only")
    person.wait(lambda: person.projects.is_project_open, "the project")
    person.wait_to_read("Read-only")
    person.wait_to_read("The project is open read-only.")
    person.wait_to_read("of 32 labeled")


def test_window_when_every_page_was_visited_then_nothing_heavy_is_loaded(
    project_dir: Path, environment: dict[str, str]
) -> None:
    with looking_into(project_dir):
        pass
    done = subprocess.run(
        [sys.executable, "-c", _VISIT_ALL, str(project_dir), json.dumps(_HEAVY)],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
    )
    for left in _processes_of(project_dir):
        left.kill()
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert {"images", "label", "train", "search", "models", "jobs"} <= set(told["visited"])
    assert told["loaded"] == []


def _wait_for(holds: Callable[[], object], what: str) -> object:
    ends = time.monotonic() + _PATIENCE_S
    pause = 0.2
    while time.monotonic() < ends:
        if value := holds():
            return value
        time.sleep(pause)  # another process is waited for
    raise AssertionError(f"waited in vain for {what}")


def _training_with_an_epoch(project_dir: Path) -> JobId | None:
    with looking_into(project_dir) as project:
        for job in project.background.jobs():
            if job.kind is JobKind.TRAIN and project.training.curve(job.id):
                return job.id
    return None


def _state(project_dir: Path, job_id: JobId) -> JobState:
    with looking_into(project_dir) as project:
        return project.background.job(job_id).state


def _worker_pid(project_dir: Path, job_id: JobId) -> int:
    with looking_into(project_dir) as project:
        mark = project.background.folder(job_id).process()
    assert mark is not None
    return mark.pid


def _is_held(project_dir: Path) -> bool:
    with looking_into(project_dir) as project:
        return bool(project.background.jobs())


def _processes_of(project_dir: Path) -> list[psutil.Process]:
    """Return the workers of a project that are still there."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(project_dir) in part for part in process.info["cmdline"] or ())
        and process.pid != os.getpid()
    ]
