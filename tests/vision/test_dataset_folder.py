from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from engine.domain.errors import DataError
from engine.vision.dataset_folder import read_dataset_folder, write_data_yaml
from tests.vision.builders import write_snapshot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_snapshot(tmp_path / "snapshot", num_train=2, num_val=1, num_test=1)


def test_folder_when_sound_tells_classes_and_splits(folder: Path):
    dataset = read_dataset_folder(folder)

    assert dataset.class_names == ("round", "square")
    assert [dataset.num_images(split) for split in ("train", "val", "test")] == [2, 1, 1]


def test_folder_when_it_has_no_test_split_counts_none(folder: Path):
    (folder / "data.yaml").write_text("train: images/train\nval: images/val\nnames: {0: a, 1: b}\n")

    dataset = read_dataset_folder(folder)

    assert dataset.num_images("test") == 0
    assert dataset.class_names == ("a", "b")


@pytest.mark.parametrize("entry", ["../elsewhere", "/etc", "images/../../elsewhere"])
def test_folder_when_a_split_leaves_it_is_refused(folder: Path, entry: str):
    (folder / "data.yaml").write_text(f"train: {entry}\nval: images/val\nnames: [a]\n")

    with pytest.raises(DataError, match="outside"):
        read_dataset_folder(folder)


@pytest.mark.parametrize(
    "text", ["", "[1, 2]", "train: images/train\nval: images/val\n", "a: [", "\x00"]
)
def test_folder_when_its_description_is_broken_is_refused(folder: Path, text: str):
    (folder / "data.yaml").write_text(text)

    with pytest.raises(DataError):
        read_dataset_folder(folder)


def test_folder_without_validation_images_is_refused(folder: Path):
    for path in (folder / "images" / "val").iterdir():
        path.unlink()

    with pytest.raises(DataError, match="validate"):
        read_dataset_folder(folder)


def test_data_yaml_when_the_source_names_code_to_run_leaves_it_out(folder: Path, tmp_path: Path):
    with (folder / "data.yaml").open("a") as file:
        file.write("download: import os; os._exit(1)\npath: /somewhere\n")

    write_data_yaml(read_dataset_folder(folder), tmp_path / "data.yaml")

    content = yaml.safe_load((tmp_path / "data.yaml").read_text())
    assert set(content) == {"path", "train", "val", "test", "names"}
    assert content["train"] == str((folder / "images" / "train").resolve())
