"""Commands of the loop, as far as they go without a network that is trained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.builders import write_images
from tests.cli.conftest import Answer
from tests.simulation.builders import tiny_sandbox

Loupe = Callable[..., Answer]


@pytest.fixture
def project(loupe: Loupe, tmp_path: Path) -> str:
    """A project with some unlabeled images."""
    loupe("new", "p", "--classes", "a")
    write_images(tmp_path / "images", 12)
    loupe("add", "p", "images")
    return "p"


@pytest.fixture
def labeled(loupe: Loupe, tmp_path: Path) -> str:
    """A project with labels."""
    loupe("new", "l", "--classes", "")
    tiny_sandbox(tmp_path / "sandbox")
    loupe("import", "l", "sandbox")
    return "l"


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "p", "--imgsz", "100"],
        ["train", "p", "--imgsz", "0"],
        ["train", "p", "--epochs", "0"],
        ["train", "p", "--batch", "-1"],
        ["train", "p", "--epochs", "many"],
        ["train", "p", "--resume", "--epochs", "3"],
        ["query", "p", "--size", "0"],
        ["query", "p", "--strategy", "guess"],
        ["search", "p", "--trials", "0"],
        ["search", "p", "--minutes", "0"],
        ["search", "p", "--until", "25:00"],
        ["search", "p", "--gpu-hours", "0"],
        ["search", "p", "--space", "huge"],
        ["search", "p", "--resume", "--space", "short"],
        ["export", "p", "--out", "x", "--format", "weird"],
        ["export", "p"],
        ["simulate", "images", "--out", "o", "--strategy", "guess"],
        ["simulate", "images"],
        ["export-labels", "p", "o"],
        ["paint", "p"],
        ["train"],
    ],
)
def test_wrong_usage_ends_with_2(loupe: Loupe, project: str, arguments: list[str]):
    wrong = loupe(*arguments)

    assert wrong.exit_code == 2
    assert wrong.out == ""


def test_query_asks_and_asks_again_where_a_round_is_open(loupe: Loupe, project: str):
    first = loupe("query", project, "--size", "4", "--strategy", "random", "--json").json
    second = loupe("query", project, "--size", "2", "--strategy", "random", "--json").json

    assert (first["round"], second["round"]) == (0, 0)
    picks = [question for question in first["questions"] if not question["is_holdout"]]
    assert len(picks) == 4
    assert all(Path(question["path"]).is_file() for question in first["questions"])
    assert len([q for q in second["questions"] if not q["is_holdout"]]) == 2


def test_query_of_a_project_without_images_is_refused(loupe: Loupe):
    loupe("new", "empty", "--classes", "a")

    assert loupe("query", "empty").exit_code == 1


@pytest.mark.parametrize("command", ["train", "search"])
def test_start_without_weights_and_network_names_the_way_out(
    loupe: Loupe, labeled: str, command: str
):
    assert "--model yolo11n.yaml" in loupe(command, labeled).error_line


def test_train_with_weights_that_are_not_there_names_them(loupe: Loupe, labeled: str):
    assert "mine.pt" in loupe("train", labeled, "--model", "mine.pt").error_line


def test_train_without_labels_says_what_to_label(loupe: Loupe, project: str):
    refused = loupe("train", project, "--model", "yolo11n.yaml")

    assert "Label some images" in refused.error_line


@pytest.mark.parametrize("command", ["train", "search"])
def test_resume_where_there_is_nothing_to_resume_is_refused(
    loupe: Loupe, project: str, command: str
):
    assert "to go on with" in loupe(command, project, "--resume").error_line


def test_export_without_a_model_says_to_train(loupe: Loupe, project: str):
    assert "Train one first" in loupe("export", project, "--out", "x").error_line
    assert "no version 7" in loupe("export", project, "--out", "x", "--version", "7").error_line
