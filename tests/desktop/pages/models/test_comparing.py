"""Two versions side by side on the page Models."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from desktop.pages.models.page import ModelsPage
from desktop.qtkit.theme import Theme
from engine.domain.images import Split
from engine.domain.jobs import TrainSpec
from engine.evaluation.evaluation_file import read_evaluation, write_evaluation
from engine.loop.snapshots import read_manifest
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.page_bench import PageBench, page_bench
from tests.loop.seen import write_seen


@pytest.fixture
def bench(tmp_path, qtbot: QtBot, theme: Theme, messages: MessageTrap, monkeypatch):
    with page_bench(tmp_path, qtbot, theme, messages, monkeypatch) as made:
        made.stage.label(20)
        made.stage.label(16, split=Split.VAL)
        made.stage.label(12, split=Split.TEST)
        yield made


def _train(bench: PageBench, *, skill: float) -> None:
    """Train a version that keeps what one of this skill would see."""
    job_id = bench.stage.train()
    project = bench.stage.project
    spec = project.background.folder(job_id).spec()
    assert isinstance(spec, TrainSpec)
    (version,) = [each for each in project.models.all() if each.job_id == job_id]
    folder = project.models.weights_path(version).parent
    # The images of a stage are alike in the beginning of their hashes, so names are put in here.
    known = {image.stem: image for image in read_manifest(Path(spec.snapshot.manifest_path))[1]}
    for path in map(Path, write_seen(folder, spec.snapshot, skill=skill, seed=3)):
        seen = read_evaluation(path)
        images = [known[name] for name in seen.names]
        names = tuple(image.content_hash for image in images)
        groups = tuple(image.group for image in images)
        write_evaluation(folder, replace(seen, names=names, groups=groups))


def _table(bench: PageBench, first_title: str) -> QTableView:
    for table in bench.page.findChildren(QTableView):
        if table.model().headerData(0, Qt.Orientation.Horizontal) == first_title:
            return table
    raise AssertionError(first_title)


def _rows(bench: PageBench, first_title: str) -> list[list[str]]:
    model = _table(bench, first_title).model()
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [[str(model.index(row, c).data()) for c in columns] for row in rows]


def _show_compare(bench: PageBench) -> None:
    button = next(b for b in bench.page.findChildren(QToolButton) if b.text() == "Compare")
    bench.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    bench.settle()
    bench.settle()


def test_comparison_when_there_is_one_version_then_says_to_train_again(bench: PageBench):
    _train(bench, skill=0.2)
    bench.open(ModelsPage)
    _show_compare(bench)
    assert bench.says("Nothing to compare yet")


def test_comparison_when_two_saw_the_same_images_then_differences_have_intervals(
    bench: PageBench,
):
    _train(bench, skill=0.1)
    _train(bench, skill=1.0)
    bench.open(ModelsPage)
    _show_compare(bench)
    assert bench.says("Version 2 is better: +")
    assert bench.says("16 validation images that both were measured on")
    figures = _rows(bench, "Figure")
    assert [row[0] for row in figures] == ["mAP50-95", "Objects found", "False alarms per image"]
    assert all(" to " in row[4] for row in figures)
    images = _rows(bench, "Image")
    assert len(images) == 16
    differ = [int(row[2]) for row in images]
    assert differ == sorted(differ, reverse=True)
    assert differ[0] > 0


def test_comparison_when_test_is_chosen_then_says_that_it_decides_nothing(bench: PageBench):
    _train(bench, skill=0.1)
    _train(bench, skill=1.0)
    bench.open(ModelsPage)
    _show_compare(bench)
    bench.click("Test")
    bench.settle()
    assert bench.says("12 test images")
    assert bench.says("it decides nothing")


def test_image_when_activated_then_is_opened_on_the_canvas(bench: PageBench):
    _train(bench, skill=0.1)
    _train(bench, skill=1.0)
    bench.open(ModelsPage)
    _show_compare(bench)
    assert bench.says("Version 1: ")
    assert bench.says("Version 2: ")
    with bench.qtbot.waitSignal(bench.page.open_image_requested) as opened:
        bench.click("Open on the canvas")
    (image_id,) = opened.args
    (record,) = bench.stage.project.pool.get([image_id])
    assert record.split is Split.VAL


def test_comparison_when_a_version_kept_nothing_then_says_so(bench: PageBench):
    _train(bench, skill=0.1)
    bench.stage.train()
    bench.open(ModelsPage)
    _show_compare(bench)
    assert bench.says("Version 2 did not keep what it saw in each image.")
    first, second = bench.page.findChildren(QComboBox)
    second.setCurrentIndex(second.findText("Version 1"))
    bench.settle()
    assert bench.says("Twice the same version")
    assert first.currentText() == "Version 1"
