from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.builders import write_images
from tests.cli.conftest import Answer
from tests.simulation.builders import tiny_sandbox

Loupe = Callable[..., Answer]


@pytest.fixture
def project(loupe: Loupe) -> str:
    """A new project whose classes come with what is imported."""
    loupe("new", "p", "--classes", "")
    return "p"


def test_add_takes_images_of_all_folders_once(loupe: Loupe, project: str, tmp_path: Path):
    write_images(tmp_path / "more" / "deep", 3)
    shutil.copy(tmp_path / "more" / "deep" / "image00.png", tmp_path / "more" / "copy.png")

    added = loupe("add", project, "more", "--json")

    assert (added.json["added"], added.json["duplicates"]) == (3, 1)
    assert loupe("add", project, "more", "--json").json["known"] == 4


def test_add_with_copy_keeps_the_images_in_the_project(loupe: Loupe, project: str, tmp_path: Path):
    write_images(tmp_path / "more", 2)

    loupe("add", project, "more", "--copy")

    assert len(list((tmp_path / "p" / "images").iterdir())) == 2


def test_add_names_each_file_it_keeps_out(loupe: Loupe, project: str, tmp_path: Path):
    folder = write_images(tmp_path / "more", 1)
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "text.png").write_text("no image")
    whole = (folder / "image00.png").read_bytes()
    (folder / "cut.png").write_bytes(whole[: len(whole) // 2])

    added = loupe("add", project, "more")

    assert added.exit_code == 0
    for name in ("empty.jpg", "text.png", "cut.png"):
        assert name in added.err
    rejected = loupe("status", project, "--json").json["num_rejected_files"]
    assert rejected == 3


def test_add_of_nothing_usable_fails_and_names_the_folder(
    loupe: Loupe, project: str, tmp_path: Path
):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("no image")

    assert "There is no image in empty." in loupe("add", project, "empty").error_line
    assert "notes.txt" in loupe("add", project, "notes.txt").err
    assert "There is no nowhere." in loupe("add", project, "nowhere").error_line


@pytest.mark.parametrize(
    "options",
    [
        ["--group-by", "pattern"],
        ["--group-pattern", "x"],
        ["--group-by", "color"],
    ],
)
def test_add_with_half_a_group_rule_is_wrong_usage(
    loupe: Loupe, project: str, tmp_path: Path, options: list[str]
):
    write_images(tmp_path / "more", 1)

    assert loupe("add", project, "more", *options).exit_code == 2


def test_add_with_a_pattern_that_is_none_says_what_one_looks_like(
    loupe: Loupe, project: str, tmp_path: Path
):
    write_images(tmp_path / "more", 1)

    refused = loupe("add", project, "more", "--group-by", "pattern", "--group-pattern", "(")

    assert "not a regular expression" in refused.error_line


def test_import_keeps_splits_and_labels(loupe: Loupe, project: str, tmp_path: Path):
    tiny_sandbox(tmp_path / "sandbox")

    imported = loupe("import", project, "sandbox", "--json")

    assert imported.json["labeled"] == 28
    assert imported.json["keeps_splits"]
    counts = loupe("status", project, "--json").json["counts"]
    assert (counts["num_pool"], counts["num_val"], counts["num_test"]) == (12, 4, 12)


def test_import_again_adds_nothing(loupe: Loupe, project: str, tmp_path: Path):
    tiny_sandbox(tmp_path / "sandbox")
    loupe("import", project, "sandbox")

    again = loupe("import", project, "sandbox", "--json")

    assert (again.json["added"], again.json["known"], again.json["annotations"]) == (0, 28, 0)


def test_import_of_dirt_names_file_and_line_and_keeps_the_rest(
    loupe: Loupe, project: str, tmp_path: Path
):
    tiny_sandbox(tmp_path / "sandbox")
    labels = sorted((tmp_path / "sandbox" / "labels" / "train").iterdir())
    labels[0].write_text("0 nan 0.5 0.1 0.1\n0 0.5 0.5 0.1 0.1\n9 0.5 0.5 0.1 0.1\n")

    imported = loupe("import", project, "sandbox")

    assert imported.exit_code == 0
    assert f"{labels[0].name}, line 1" in imported.err
    assert f"{labels[0].name}, line 3" in imported.err


def test_import_of_no_dataset_says_what_is_read(loupe: Loupe, project: str, tmp_path: Path):
    (tmp_path / "empty").mkdir()

    assert "not a dataset" in loupe("import", project, "empty").error_line
    assert loupe("import", project, "nowhere").exit_code == 1
    assert loupe("import", project, "empty", "--format", "xyz").exit_code == 2


@pytest.mark.parametrize("name", ["yolo", "coco", "voc"])
def test_labels_when_exported_are_read_again_alike(
    loupe: Loupe, project: str, tmp_path: Path, name: str
):
    tiny_sandbox(tmp_path / "sandbox")
    boxes = loupe("import", project, "sandbox", "--json").json["annotations"]

    written = loupe("export-labels", project, "out", "--format", name, "--json")

    assert (written.json["images"], written.json["annotations"]) == (28, boxes)
    loupe("new", "q", "--classes", "")
    assert loupe("import", "q", "out", "--json").json["annotations"] == boxes
    assert "out" in loupe("export-labels", project, "out", "--format", name).error_line


def test_labels_when_none_are_complete_are_not_exported(loupe: Loupe, project: str):
    assert (
        "nothing to write" in loupe("export-labels", project, "out", "--format", "voc").error_line
    )


def test_import_without_a_class_of_the_project_says_what_is_left_to_label(
    loupe: Loupe, tmp_path: Path
):
    tiny_sandbox(tmp_path / "sandbox")
    loupe("new", "q", "--classes", "unicorn")

    assert "does not name unicorn" in loupe("import", "q", "sandbox").out


def test_check_without_a_model_says_that_nothing_is_in_doubt(loupe: Loupe, project: str):
    checked = loupe("check", project, "--json")

    assert checked.exit_code == 0
    assert checked.json == {"images": []}
    assert "no images are in doubt" in loupe("check", project).out
