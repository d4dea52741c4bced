"""The page Models on a real project, used by its buttons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QTableView
from pytestqt.qtbot import QtBot

from desktop.pages.models.export_wizard import ExportWizard
from desktop.pages.models.page import ModelsPage
from desktop.qtkit.theme import Theme
from engine.domain.events import Progressed
from engine.domain.images import Split
from engine.domain.jobs import ExportSpec, JobKind, JobState
from engine.domain.metrics import Yardstick
from engine.domain.searches import SearchVerdict
from engine.domain.versions import Start
from engine.loop.training import TrainingWish
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.page_bench import PageBench, page_bench


@pytest.fixture
def bench(tmp_path, qtbot: QtBot, theme: Theme, messages: MessageTrap, monkeypatch):
    with page_bench(tmp_path, qtbot, theme, messages, monkeypatch) as made:
        made.stage.label(40)
        made.stage.label(12, split=Split.VAL)
        yield made


@pytest.fixture
def out_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder the person chooses."""
    folder = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    return folder


def _rows(bench: PageBench, first_title: str) -> list[list[str]]:
    for table in bench.page.findChildren(QTableView):
        model = table.model()
        if model.headerData(0, Qt.Orientation.Horizontal) == first_title:
            rows, columns = range(model.rowCount()), range(model.columnCount())
            return [[str(model.index(row, c).data()) for c in columns] for row in rows]
    raise AssertionError(first_title)


def _begin_export(bench: PageBench) -> None:
    """Go through the steps of the wizard, into the folder the person chooses."""
    for button in ("Export…", "Next", "Choose…", "Export"):
        bench.click(button)


def _job(bench: PageBench):
    return bench.stage.newest_job(JobKind.EXPORT)


def test_page_when_there_is_no_model_then_leads_to_training(bench: PageBench):
    bench.open(ModelsPage)
    assert bench.says("No model yet")
    bench.click("Go to Train")
    assert bench.opened == ["train"]


def test_versions_when_there_are_some_then_accuracies_have_split_size_and_interval(
    bench: PageBench,
):
    bench.stage.train(value=0.312, yardstick=Yardstick.FOLD)
    bench.stage.train(value=0.437)
    bench.open(ModelsPage)
    rows = _rows(bench, "Version")
    assert [row[0] for row in rows] == ["2", "1"]
    assert rows[0][4:6] == ["0.44 (0.39 to 0.48) on 62", "0.42 (0.37 to 0.46) on 88"]
    assert rows[1][4] == "0.31 (0.26 to 0.35) on 62, fold"
    accuracies = _rows(bench, "Measured on")
    assert accuracies[0][:4] == ["Validation", "62", "0.437", "0.389 to 0.480"]
    assert _rows(bench, "Class")[0][:3] == ["RBC", "0.437", "0.417"]


def test_version_when_chosen_then_its_lineage_is_shown(bench: PageBench):
    bench.stage.train(value=0.312, yardstick=Yardstick.FOLD)
    bench.stage.train()
    bench.open(ModelsPage)
    assert bench.says("Where version 2 comes from")
    table = next(
        t
        for t in bench.page.findChildren(QTableView)
        if t.model().columnCount() == 7
        and "Version" in str(t.model().headerData(0, Qt.Orientation.Horizontal))
    )
    place = table.visualRect(table.model().index(1, 0)).center()
    bench.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bench.settle()
    assert bench.says("Where version 1 comes from")
    assert {"84 labeled images", "defaults", "yolo11n.pt"} <= bench.texts()
    assert _rows(bench, "Measured on")[0][0] == "A fold of the labeled"


def test_export_when_clicked_then_progress_and_the_check_are_told(
    bench: PageBench, out_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    bench.stage.train()
    bench.open(ModelsPage)
    _begin_export(bench)
    spec = bench.stage.project.background.folder(_job(bench)).spec()
    assert isinstance(spec, ExportSpec)
    assert spec.out_dir == str(out_dir)
    folder = bench.stage.project.background.folder(_job(bench))
    folder.append(Progressed(5, 12, "images compared", 8.0))
    bench.poll()
    assert {"Images compared", "about 8 s left"} <= bench.texts()
    assert not bench.button("Export…").isEnabled()
    folder.write_result(bench.stage.export_result())
    bench.poll()
    assert {"same as PyTorch", "12 images", "3.1e-05", "1.2e-06", "86 of 86"} <= bench.texts()
    assert bench.says("The exported model does what the model in Loupe does.")
    assert bench.says("86 of 86 boxes were found again, of the same class")
    bench.click("Open folder")
    bench.click("Close")
    bench.click("Open the folder")
    assert opened == ["/models/cells", "/models/cells"]


def test_export_when_outputs_differ_then_says_so(bench: PageBench):
    bench.stage.train()
    bench.stage.finish(
        bench.stage.export(Path("/models/cells")), bench.stage.export_result(has_passed=False)
    )
    bench.open(ModelsPage)
    assert {"differs from PyTorch", "71 of 86"} <= bench.texts()


def test_export_when_it_fails_then_has_reason_and_way_out(bench: PageBench):
    bench.stage.train()
    bench.stage.fail(bench.stage.export(Path("/models/cells")), "The disk is full.")
    bench.open(ModelsPage)
    assert {"Export of version 1 failed.", "The disk is full."} <= bench.texts()
    bench.click("Show the log")
    assert bench.opened == ["jobs"]


def test_export_when_stopped_then_ends(bench: PageBench, out_dir: Path):
    bench.stage.train()
    bench.open(ModelsPage)
    _begin_export(bench)
    bench.poll()
    bench.click("Stop the export")
    bench.poll()
    assert bench.says("The export was stopped.")
    assert bench.stage.project.background.job(_job(bench)).state is JobState.CANCELLED
    assert bench.button("Export…").isEnabled()


def test_export_when_the_weights_are_gone_then_the_wizard_says_so(bench: PageBench, out_dir: Path):
    bench.stage.train()
    version = bench.stage.project.models.latest()
    assert version is not None
    bench.stage.project.models.weights_path(version).unlink()
    bench.open(ModelsPage)
    _begin_export(bench)
    assert bench.says("are gone. Train again.")
    bench.click("Back")
    assert bench.button("Export").isEnabled()


def test_wizard_when_another_size_is_chosen_then_that_is_exported_without_the_point(
    bench: PageBench, out_dir: Path
):
    bench.stage.train()
    bench.open(ModelsPage)
    bench.click("Export…")
    (size,) = [each for each in bench.page.findChildren(QComboBox) if each.isVisible()]
    assert size.currentText() == "640 px"
    size.setCurrentIndex(size.findText("320 px"))
    assert not bench.button("Ship from which confidence boxes count").isEnabled()
    for button in ("Next", "Choose…", "Export"):
        bench.click(button)
    spec = bench.stage.project.background.folder(_job(bench)).spec()
    assert isinstance(spec, ExportSpec)
    assert spec.imgsz == 320
    assert spec.operating_point is None
    bench.poll()


def test_wizard_when_tab_is_pressed_then_the_focus_stays_in_it_and_escape_ends_it(
    bench: PageBench, out_dir: Path
):
    bench.stage.train()
    bench.open(ModelsPage)
    bench.click("Export…")
    wizard = bench.page.findChild(ExportWizard)
    visited = set()
    for _ in range(8):
        focused = QApplication.focusWidget()
        assert wizard.isAncestorOf(focused)
        visited.add(focused)
        bench.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert {bench.button("Close"), bench.button("Next")} <= visited
    bench.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_version_when_put_to_use_then_it_stays_until_taken_back(bench: PageBench):
    bench.stage.train(value=0.312)
    bench.stage.train()
    first, second = bench.stage.project.models.all()
    bench.open(ModelsPage)
    assert bench.says("Version 2 makes suggestions, asks and is exported, as the newest")
    horizontal = Qt.Orientation.Horizontal
    tables = bench.page.findChildren(QTableView)
    table = next(t for t in tables if t.model().headerData(0, horizontal) == "Version")
    place = table.visualRect(table.model().index(1, 0)).center()
    bench.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bench.settle()
    bench.click("Use version 1")
    assert bench.says("Version 1 makes suggestions, asks and is exported, as you chose.")
    assert bench.says(": version 1, by ")
    assert bench.stage.project.models.in_use() == first
    bench.click("Undo")
    assert bench.stage.project.models.in_use() == second
    bench.click("Undo")
    bench.click("Use the newest")
    assert bench.stage.project.models.in_use() == second
    bench.poll()


def test_lineage_when_a_search_and_a_version_came_before_then_names_them(bench: PageBench):
    bench.stage.train()
    adopted = bench.stage.search_result(SearchVerdict.ADOPTED, "Adopted.")
    bench.stage.finish(bench.stage.search(), adopted)
    project = bench.stage.project
    (first,) = project.models.all()
    job_id = project.training.start()
    result = bench.stage.train_result(job_id, (), 0.4)
    started = replace(
        result, start=Start.LOCAL_FILE, start_weights=str(project.models.weights_path(first))
    )
    bench.stage.finish(job_id, started)
    bench.open(ModelsPage)
    assert {"version 1", "of search 1, 2 values"} <= bench.texts()


def test_lineage_when_trained_with_a_recipe_that_none_proved_then_claims_nothing(bench: PageBench):
    bench.stage.label(12)
    project = bench.stage.project
    recipe = replace(project.training.recipe(), optimizer="SGD", weight_decay=0.0002)
    job_id = project.training.start(TrainingWish(recipe=recipe))
    bench.stage.finish(job_id, bench.stage.train_result(job_id, (), 0.4))
    bench.open(ModelsPage)
    assert bench.says("unlike the defaults in ")
    assert not bench.says("adopted")
