"""The page Train on a real project, used by its buttons and fields."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QFileDialog, QSpinBox
from pytestqt.qtbot import QtBot

from desktop.pages.train.page import TrainPage
from desktop.qtkit.theme import Theme
from engine.domain.images import Split
from engine.domain.jobs import JobKind, JobState, TrainSpec, Verdict
from engine.domain.metrics import Yardstick
from engine.domain.project import DomainFacts, Goal
from engine.loop.bootstrap import open_project
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.loop_builders import epochs
from tests.desktop.pages.page_bench import PageBench, page_bench


@pytest.fixture
def bench(tmp_path, qtbot: QtBot, theme: Theme, messages: MessageTrap, monkeypatch):
    with page_bench(tmp_path, qtbot, theme, messages, monkeypatch) as made:
        yield made


def _label(bench: PageBench, *, val: int = 12) -> None:
    bench.stage.label(30)
    bench.stage.label(val, split=Split.VAL)
    bench.stage.label(10, split=Split.TEST)


def _job(bench: PageBench):
    return bench.stage.newest_job(JobKind.TRAIN)


def _spec(bench: PageBench) -> TrainSpec:
    spec = bench.stage.project.background.folder(_job(bench)).spec()
    assert isinstance(spec, TrainSpec)
    return spec


def _field(bench: PageBench, name: str):
    fields = bench.page.findChildren(QSpinBox) + bench.page.findChildren(QComboBox)
    return next(field for field in fields if field.accessibleName() == name)


def test_page_when_nothing_is_labeled_then_leads_to_labeling(bench: PageBench):
    bench.open(TrainPage)
    assert bench.says("Nothing to learn from yet")
    bench.click("Go to Label")
    assert bench.opened == ["label"]


def test_page_when_labeled_then_says_what_is_learned_and_measured(bench: PageBench):
    _label(bench)
    bench.stage.start_partly(bench.stage.add(1)[0])
    bench.open(TrainPage)
    assert {"30 images", "12 validation", "10 test", "1 partly labeled"} <= bench.texts()
    assert bench.says("Validation images are never learned from")


def test_page_when_validation_is_small_then_says_that_a_fold_measures(bench: PageBench):
    _label(bench, val=4)
    bench.open(TrainPage)
    assert bench.says("a fold, ")
    assert bench.says("Accuracy on a fold of the labeled images")
    assert bench.says("a fold of the labeled images is kept out of training")


def test_goal_when_edited_then_the_project_keeps_it_and_none_ends_nothing(
    bench: PageBench, qtbot: QtBot
):
    _label(bench)
    bench.open(TrainPage)
    boxes = bench.page.findChildren(QAbstractSpinBox)
    field = next(box for box in boxes if box.accessibleName() == "Labeled images")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "250")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    file = bench.stage.project.file
    qtbot.waitUntil(lambda: file.settings().goal == Goal(max_labeled_images=250))


def test_train_when_fields_are_edited_then_the_job_has_them(bench: PageBench):
    _label(bench)
    bench.stage.project.file.set_facts(DomainFacts(left_right_differ=True))
    bench.open(TrainPage)
    field = _field(bench, "Epochs")
    field.setFocus()
    field.selectAll()
    bench.qtbot.keyClicks(field, "7")
    bench.qtbot.keyClick(field, Qt.Key.Key_Return)
    bench.settle()
    assert bench.says("yolo11n, pretrained: 7 epochs at 640 px")
    assert bench.says("no flips")
    bench.click("Train")
    assert _spec(bench).recipe.epochs == 7
    assert _spec(bench).recipe.augmentation.fliplr == 0.0


def test_training_when_it_tells_epochs_then_figures_and_time_left_follow(bench: PageBench):
    _label(bench)
    bench.open(TrainPage)
    bench.click("Train")
    bench.poll()
    for event in epochs(34, of=100):
        bench.stage.project.background.folder(_job(bench)).append(event)
    bench.poll()
    assert {"34 of 100", "Epoch 34 of 100", "about 15 min left"} <= bench.texts()
    assert bench.says("validation mAP50-95 after epoch 34")
    assert not _field(bench, "Epochs").isEnabled()


def test_training_when_it_ended_then_result_has_interval_and_size(bench: PageBench):
    _label(bench)
    bench.stage.train(value=0.437)
    bench.open(TrainPage)
    assert {"0.437", "0.417", "Version 1"} <= bench.texts()
    assert bench.says("validation mAP50-95, 0.39 to 0.48, 62 validation images")
    assert bench.says("test mAP50-95, 0.37 to 0.46, 88 test images")


def test_result_when_measured_on_a_fold_then_says_so(bench: PageBench):
    _label(bench, val=4)
    bench.stage.train(yardstick=Yardstick.FOLD)
    bench.open(TrainPage)
    assert bench.says("62 images of a fold")


def test_pause_when_clicked_then_the_training_can_be_resumed(bench: PageBench):
    _label(bench)
    bench.open(TrainPage)
    bench.click("Train")
    bench.poll()
    job_id = _job(bench)
    bench.click("Pause")
    assert bench.stage.project.background.folder(job_id).control().do is Verdict.PAUSE
    bench.poll()
    assert bench.says("The training is paused")
    bench.click("Resume")
    bench.poll()
    assert bench.stage.project.background.job(job_id).state is JobState.RUNNING
    assert not bench.says("The training is paused")


def test_stop_when_clicked_then_the_training_is_cancelled(bench: PageBench):
    _label(bench)
    bench.open(TrainPage)
    bench.click("Train")
    bench.poll()
    bench.click("Stop")
    bench.poll()
    assert bench.stage.project.background.job(_job(bench)).state is JobState.CANCELLED
    assert bench.says("The training was stopped.")


def test_failure_when_a_training_fails_then_has_reason_and_way_to_the_log(bench: PageBench):
    _label(bench)
    bench.stage.fail(bench.stage.project.training.start(), "The disk is full.", "Free some space.")
    bench.open(TrainPage)
    assert bench.says("The disk is full. Free some space.")
    bench.click("Show the log")
    assert bench.opened == ["jobs"]


def test_weights_when_missing_then_scratch_is_offered_in_place(bench: PageBench):
    _label(bench)
    bench.open(TrainPage)
    _choose_medium(bench)
    bench.click("Train")
    assert bench.says("The weights yolo11m.pt are not on this machine")
    bench.click("Start from scratch")
    assert _spec(bench).start == "yolo11m.yaml"
    assert not bench.says("are not on this machine")


def test_weights_when_missing_then_a_file_can_be_chosen(
    bench: PageBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    own = tmp_path / "own.pt"
    own.write_bytes(b"weights")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(own), ""))
    _label(bench)
    bench.open(TrainPage)
    _choose_medium(bench)
    bench.click("Train")
    bench.click("Choose a .pt file…")
    assert Path(_spec(bench).start) == own
    assert _field(bench, "Start from").currentText() == "own.pt"


def test_page_when_read_only_then_the_button_says_why(bench: PageBench, tmp_path: Path):
    _label(bench)
    reader = open_project(tmp_path / "project", read_only=True)
    bench.open(TrainPage, project=reader)
    button = bench.button("Train")
    assert not button.isEnabled()
    assert button.toolTip() == "The project is open for reading only."
    bench.settle()
    reader.close()


def test_values_when_asked_for_then_all_are_shown(bench: PageBench):
    _label(bench)
    bench.open(TrainPage)
    assert "Mosaic" not in bench.texts()
    bench.click("All values")
    assert {"Mosaic", "Weight decay", "Seed"} <= bench.texts()


def _choose_medium(bench: PageBench) -> None:
    box = _field(bench, "Model")
    box.setFocus()
    bench.qtbot.keyClick(box, Qt.Key.Key_Down)
    bench.qtbot.keyClick(box, Qt.Key.Key_Down)
    bench.settle()
    assert box.currentText() == "YOLO11 medium"
