from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from engine.cli import project_commands
from engine.loop.bootstrap import open_project
from engine.simulation.demo import DemoFolder
from tests.cli.conftest import Answer

Loupe = Callable[..., Answer]


def test_new_makes_a_project_with_its_classes_and_facts(loupe: Loupe, tmp_path: Path):
    made = loupe("new", "p", "--task", "detect", "--classes", "cat, dog", "--up-is-up", "--json")

    assert made.json["classes"] == ["cat", "dog"]
    project = open_project(tmp_path / "p", read_only=True)
    assert project.file.settings().facts.up_is_up
    assert project.file.settings().name == "p"
    project.close()


def test_new_for_pose_takes_its_keypoints(loupe: Loupe, tmp_path: Path):
    keypoints = "nose,left eye,right eye"
    loupe("new", "p", "--task", "pose", "--keypoints", keypoints, "--keypoint-edges", "1-2,1-3")
    project = open_project(tmp_path / "p", read_only=True)
    skeleton = project.file.settings().skeleton
    project.close()
    assert skeleton is not None
    assert (skeleton.edges, skeleton.flip_idx) == (((0, 1), (0, 2)), (0, 2, 1))
    assert "needs its keypoints" in loupe("new", "q", "--task", "pose").err


def test_change_task_counts_first_and_then_does_it(loupe: Loupe):
    loupe("new", "p", "--classes", "cat")
    counted = loupe("change-task", "p", "segment", "--dry-run", "--json")
    assert (counted.json["is_changed"], counted.json["num_needs_review"]) == (False, 0)
    assert "All 0 annotations stay" in loupe("change-task", "p", "segment").out
    assert loupe("status", "p", "--json").json["task"] == "segment"
    assert "is segment already" in loupe("change-task", "p", "segment").err
    assert loupe("change-task", "p", "obb", "--keypoints", "a").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["p", "--classes", "a,a"], "stands twice"),
        (["p", "--classes", ","], "not usable"),
        (["taken", "--classes", "a"], "already"),
        (["full", "--classes", "a"], "not empty"),
    ],
)
def test_new_that_cannot_be_says_so_in_one_line(
    loupe: Loupe, tmp_path: Path, arguments: list[str], said: str
):
    loupe("new", "taken", "--classes", "a")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")

    assert said in loupe("new", *arguments).error_line


def test_new_for_a_task_that_cannot_be_learned_is_wrong_usage(loupe: Loupe):
    assert loupe("new", "p", "--classes", "a", "--task", "fly").exit_code == 2


def test_status_of_a_new_project_says_what_is_next(loupe: Loupe):
    loupe("new", "p", "--classes", "a")

    status = loupe("status", "p")

    assert status.exit_code == 0
    assert "Add images" in status.out
    assert loupe("status", "p", "--json").json["advice"]["action"] == "add_images"


def test_status_of_no_project_names_the_folder(loupe: Loupe):
    assert "nowhere" in loupe("status", "nowhere").error_line


def test_status_while_another_process_holds_the_project_says_who(loupe: Loupe, tmp_path: Path):
    loupe("new", "p", "--classes", "a")
    holder = open_project(tmp_path / "p")

    status = loupe("status", "p", "--json")

    assert status.json["num_classes"] == 1
    assert "is open in process" in status.err
    holder.close()


def test_command_that_writes_while_another_process_holds_the_project_is_refused(
    loupe: Loupe, tmp_path: Path
):
    loupe("new", "p", "--classes", "a")
    holder = open_project(tmp_path / "p")

    assert "is open in process" in loupe("query", "p").error_line
    holder.close()


def test_status_of_a_damaged_database_names_it(loupe: Loupe, tmp_path: Path):
    loupe("new", "p", "--classes", "a")
    (tmp_path / "p" / "project.db").write_bytes(b"no database at all" * 100)

    assert "project.db" in loupe("status", "p").error_line


@pytest.mark.parametrize("command", [["open"], []])
def test_window_without_a_display_is_refused_in_one_line(loupe: Loupe, command: list[str]):
    assert "no display" in loupe(*command).error_line


def test_window_on_no_project_is_refused(loupe: Loupe):
    assert "There is no Loupe project in nowhere." in loupe("open", "nowhere").error_line


def test_window_with_a_display_runs_as_a_process_on_the_project(
    loupe: Loupe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    loupe("new", "p", "--classes", "a")
    monkeypatch.setenv("DISPLAY", ":7")
    started = []

    def run(command: list[str], *, check: bool) -> subprocess.CompletedProcess[str]:
        started.append(command[1:])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(project_commands.subprocess, "run", run)

    assert loupe("open", "p").exit_code == 0
    assert started == [["-m", "desktop", str(tmp_path / "p")]]


@pytest.mark.parametrize("is_frozen", [False, True])
def test_open_starts_the_window_and_never_a_command_again(
    loupe: Loupe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_frozen: bool
):
    started: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        started.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(project_commands, "has_display", lambda: True)
    monkeypatch.setattr("engine.cli.project_commands.subprocess.run", run)
    monkeypatch.setattr(sys, "frozen", is_frozen, raising=False)
    loupe("new", "p", "--classes", "a")

    assert loupe("open", "p").exit_code == 0
    how = ["--window"] if is_frozen else ["-m", "desktop"]
    assert started == [[sys.executable, *how, str(tmp_path / "p")]]


def test_demo_in_the_window_goes_on_behind_no_tour(
    loupe: Loupe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    started: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        started.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(project_commands.subprocess, "run", run)
    loupe("demo", "--out", "d", "--model", "yolo11n.yaml")

    project_dir = DemoFolder(tmp_path / "d").project_dir
    assert started == [[sys.executable, "-m", "desktop", str(project_dir), "--no-tour"]]


def test_version_is_the_one_that_is_installed(loupe: Loupe):
    said = loupe("--version")

    assert (said.exit_code, said.out) == (0, f"loupe {metadata.version('loupe-vision')}\n")
