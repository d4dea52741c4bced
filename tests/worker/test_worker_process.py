"""The worker as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.jobs import JobState, QuerySpec
from engine.jobs.folder import JobFolder
from engine.jobs.local import LocalExecutor
from tests.jobs.builders import wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> JobFolder:
    return JobFolder.create(tmp_path / "job", QuerySpec("random", 1, 0, "no.npy", "no.npy"))


@pytest.fixture
def executor() -> Iterator[LocalExecutor]:
    executor = LocalExecutor(threads=1)
    yield executor
    executor.shutdown()


def test_worker_when_the_job_is_damaged_fails_in_words(
    executor: LocalExecutor, folder: JobFolder
) -> None:
    (folder.path / "job.json").write_text("{")
    # A folder from elsewhere may bring modules; none of them may run.
    for name in ("engine", "msgspec", "psutil"):
        (folder.path / name).mkdir()
        (folder.path / name / "__init__.py").write_text("open('stolen', 'w')")
    executor.start(folder)
    wait_until(lambda: not executor.outcome(folder).state.is_active)
    outcome = executor.outcome(folder)
    assert outcome.state is JobState.FAILED
    assert outcome.reason.startswith("job.json is damaged")
    assert not (folder.path / "stolen").exists()
    assert folder.heartbeat_age_s() is not None
    assert folder.process() is not None


def test_worker_when_another_one_has_the_job_leaves_it_alone(folder: JobFolder) -> None:
    folder.begin_attempt()
    assert folder.claim()
    worker = _worker(str(folder.path))
    assert worker.returncode == 1
    assert "has a worker already" in worker.stderr
    assert folder.read_events() == []


def test_worker_when_started_by_hand_without_a_job_says_how(tmp_path: Path) -> None:
    worker = _worker(str(tmp_path))
    assert worker.returncode == 2
    assert "Usage" in worker.stderr


def test_worker_when_imported_loads_nothing_heavy() -> None:
    code = "import sys, engine.worker.dispatch; print(*sys.modules)"
    given = os.environ | {"PYTHONPATH": str(ROOT)}
    output = subprocess.run([sys.executable, "-c", code], env=given, check=True, stdout=-1).stdout
    assert not {"torch", "ultralytics", "cv2", "optuna", "sqlalchemy"} & set(
        output.decode().split()
    )


def test_environment_when_prepared_lets_nothing_phone_home(tmp_path: Path) -> None:
    code = (
        "import json, os, sys; from engine.worker.environment import *;"
        "prepare_environment(); step_back(); prepare_environment();"
        "print(json.dumps([dict(os.environ), sorted(sys.modules)]))"
    )
    given = os.environ | {
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "YOLO_CONFIG_DIR": "/home/user/.config/Ultralytics",
        "ULTRALYTICS_API_KEY": "secret",
    }
    output = subprocess.run([sys.executable, "-c", code], env=given, check=True, stdout=-1).stdout
    environment, modules = json.loads(output)
    assert environment["YOLO_OFFLINE"] == "1"
    assert environment["YOLO_AUTOINSTALL"] == "0"
    assert environment["ULTRALYTICS_SAFE_LOAD"] == "1"
    assert environment["ULTRALYTICS_API_KEY"] == ""
    assert environment["ORT_DISABLE_TELEMETRY"] == "1"
    assert Path(environment["YOLO_CONFIG_DIR"]).is_dir()
    assert Path(environment["YOLO_CONFIG_DIR"]).is_relative_to(tmp_path)
    assert "numpy" not in modules


def test_environment_when_the_home_cannot_be_written_stays_in_the_job(tmp_path: Path) -> None:
    code = (
        "import os; from engine.worker.environment import *;"
        "prepare_environment(); print(os.environ['YOLO_CONFIG_DIR'])"
    )
    given = os.environ | {
        "PYTHONPATH": str(ROOT),
        "XDG_CONFIG_HOME": "/dev/null",
        "HOME": "/dev/null",
    }
    output = subprocess.run(
        [sys.executable, "-c", code], env=given, check=True, stdout=-1, text=True, cwd=tmp_path
    ).stdout
    assert output.strip() == str(tmp_path / "ultralytics")


def _worker(job_dir: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engine.worker", job_dir],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
