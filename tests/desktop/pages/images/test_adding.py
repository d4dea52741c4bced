"""Adding folders and datasets, by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPlainTextEdit, QRadioButton

from desktop.pages.images.add_run import AddRun
from desktop.reporting.messages import Severity
from engine.domain.errors import ConflictError
from engine.domain.groups import GroupBy
from engine.domain.images import Split
from engine.simulation.sandbox import make_sandbox
from tests.desktop.pages.images.conftest import ImagesWindow
from tests.loop.small_projects import make_pictures

Open = Callable[..., ImagesWindow]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return make_pictures(tmp_path / "smears", 6)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A YOLO dataset with one bad line."""
    folder = make_sandbox(tmp_path / "sandbox", num_train=6, num_val=2, num_test=2, side_px=64)
    label = next((folder / "labels" / "train").glob("*.txt"))
    label.write_text(label.read_text() + "0 0.5 0.5 nan 0.1\n")
    return folder


def test_page_when_project_is_empty_then_says_what_to_do(open_images: Open):
    window = open_images()
    assert window.shows("No images yet")
    assert window.shows("0 images")


def test_folder_when_dropped_then_images_come_with_thumbnails(open_images: Open, pictures: Path):
    window = open_images()
    window.drop(pictures)
    assert window.shows("Add smears")
    window.press("Add")
    assert window.shows("6 images")
    window.wait_until(lambda: all(window.tiles()))
    assert window.names() == [f"picture_{index:02}.png" for index in range(6)]
    thumbnails = window.page._model._thumbnails
    window.wait_until(lambda: len(thumbnails) == 6)
    assert not any(thumbnail.isNull() for thumbnail in thumbnails.values())


def test_folder_when_chosen_with_the_button_then_panel_opens_and_cancel_adds_nothing(
    open_images: Open, pictures: Path, monkeypatch: pytest.MonkeyPatch
):
    window = open_images()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(pictures))
    window.press("Add images…")
    assert window.shows("Add smears")
    window.press("Cancel")
    assert not window.shows("Add smears")
    assert window.project.pool.counts().num_images == 0


def test_files_when_they_cannot_be_read_then_are_listed_with_reasons(
    open_images: Open, pictures: Path
):
    whole = (pictures / "picture_00.png").read_bytes()
    (pictures / "cut.png").write_bytes(whole[: len(whole) // 2])
    (pictures / "empty.jpg").touch()
    (pictures / "words.png").write_text("not an image")
    window = open_images()
    window.drop(pictures)
    window.press("Add")
    assert window.shows("Kept out, 3 files")
    listed = window.all(QPlainTextEdit)[0].toPlainText()
    assert {line.split()[0].rstrip(":") for line in listed.splitlines()} == {
        "cut.png",
        "empty.jpg",
        "words.png",
    }
    (message,) = window.messages()
    assert message.severity is Severity.WARNING
    assert "6 images added" in message.text
    assert "empty.jpg" in message.details


def test_groups_when_pattern_is_given_then_images_share_them(open_images: Open, pictures: Path):
    window = open_images()
    window.drop(pictures)
    by_name = next(b for b in window.all(QRadioButton) if "file name" in b.text())
    by_name.click()
    pattern = next(e for e in window.all(QLineEdit) if "attern" in e.accessibleName())
    QTest.keyClicks(pattern, "[")
    add = window.page._panel._add
    assert not add.isEnabled()
    assert "regular expression" in add.toolTip()
    pattern.clear()
    QTest.keyClicks(pattern, "(picture)")
    assert window.page._panel._rule.rule.by is GroupBy.PATTERN
    window.press("Add")
    assert {record.group for record in window.project.pool.page(0, 9)} == {"name:picture"}


def test_dataset_when_dropped_then_labels_classes_and_splits_come_along(
    open_images: Open, dataset: Path
):
    window = open_images(class_names=[])
    window.drop(dataset)
    assert any("YOLO dataset" in box.text() for box in window.all(QCheckBox))
    window.press("Add")
    counts = window.project.pool.counts()
    assert (counts.num_pool, counts.num_val, counts.num_test) == (6, 2, 2)
    assert counts.num_labeled == 10
    assert window.shows("Holdout, frozen")
    (message,) = window.messages()
    assert "1 label kept out" in message.text
    assert ".txt, line" in message.details


def test_dataset_when_labels_are_not_wanted_then_images_alone_come(
    open_images: Open, dataset: Path
):
    window = open_images()
    window.drop(dataset)
    wanted = next(box for box in window.all(QCheckBox) if "YOLO dataset" in box.text())
    wanted.click()
    window.press("Add")
    assert window.project.pool.counts().num_labeled == 0
    assert not window.project.holdout.is_frozen()


def test_dataset_when_chosen_folder_is_none_then_says_so(
    open_images: Open, pictures: Path, monkeypatch: pytest.MonkeyPatch
):
    window = open_images()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(pictures))
    window.press("Import a dataset…")
    (message,) = window.messages()
    assert "is not a dataset" in message.text


def test_adding_when_stopped_then_what_is_stored_stays_and_it_goes_on_later(
    open_images: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    many = make_pictures(tmp_path / "many", 70, size=(32, 24))
    window = open_images()
    stored: list[int] = []

    def _stop_after_the_first(run: AddRun, _: object = None) -> None:
        stored.append(1)
        run.cancel()
        plain(run)

    plain = AddRun._on_committed
    monkeypatch.setattr(AddRun, "_on_committed", _stop_after_the_first)
    window.drop(many)
    window.press("Add")
    assert stored == [1]
    assert window.project.pool.counts().num_images == 64
    (message,) = window.messages()
    assert message.text.startswith("Stopped: 64 images added")
    monkeypatch.setattr(AddRun, "_on_committed", plain)
    window.drop(many)
    window.press("Add")
    assert window.project.pool.counts().num_images == 70


def test_holdout_when_images_are_on_their_way_then_is_not_drawn_from_a_part(
    open_images: Open, pictures: Path
):
    window = open_images()
    adding = window.project.pool.add([pictures])
    adding.read()
    adding.commit()
    with pytest.raises(ConflictError, match="being added"):
        window.project.holdout.freeze()
    adding.break_off()
    window.project.holdout.freeze()


def test_files_when_they_vanish_while_adding_then_the_rest_comes(open_images: Open, pictures: Path):
    window = open_images()
    window.drop(pictures)
    shutil.rmtree(pictures)
    window.press("Add")
    (message,) = window.messages()
    assert message.severity is Severity.ERROR
    assert "There is no" in message.text


def test_splits_when_imported_into_project_with_images_then_are_pool_unless_wanted(
    open_images: Open, pictures: Path, dataset: Path
):
    window = open_images()
    window.drop(pictures)
    window.press("Add")
    window.drop(dataset)
    joins = next(box for box in window.all(QCheckBox) if "join the holdout" in box.text())
    joins.click()
    window.press("Add")
    splits = [record.split for record in window.project.pool.page(0, 99)]
    assert splits.count(Split.TEST) >= 2
