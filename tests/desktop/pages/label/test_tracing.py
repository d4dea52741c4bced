"""Tracing on the label page, with the real worker behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from desktop.canvas.tools.tool import ToolName
from desktop.pages.label.trace_panel import TracePanel
from desktop.settings.schema import TRACE_WITH, TRACE_WITH_GRABCUT
from engine.domain.project import Task
from engine.domain.shapes import Box, Polygon
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import ask, make_project
from tests.vision.blobs import Blob, iou, write_blobs

Key = Qt.Key
Begin = Callable[[Task], LabelWindow]


@pytest.fixture
def blobs(tmp_path: Path) -> list[Blob]:
    folder = tmp_path / "images"
    folder.mkdir()
    _, blobs = write_blobs(folder / "blobs.png")
    return blobs


@pytest.fixture
def begin(
    tmp_path: Path, blobs: list[Blob], open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> Begin:
    """Opens a project with one picture, the trace tool in the hand and no SAM weights."""
    monkeypatch.setenv("LOUPE_WEIGHTS_DIR", str(tmp_path / "weights"))

    def _begin(task: Task) -> LabelWindow:
        project = make_project(tmp_path / "project", tmp_path / "images", task=task)
        ask(project, 1)
        window = open_window(project)
        window.key(Key.Key_S)
        assert window.page.canvas.tool is ToolName.TRACE
        return window

    return _begin


def wait_until_traced(window: LabelWindow, qtbot) -> None:
    tracer = window.page.canvas.toolbox.tracer
    qtbot.waitUntil(lambda: not tracer.is_waiting)


def test_object_when_clicked_and_kept_then_is_stored(begin: Begin, blobs: list[Blob], qtbot):
    window = begin(Task.SEGMENT)
    window.hand.click(*blobs[0].center)
    wait_until_traced(window, qtbot)
    window.key(Key.Key_Return)
    (stored,) = window.stored().annotations
    assert isinstance(stored.shape, Polygon)
    assert iou(stored.shape, blobs[0].outline) > 0.9


def test_enter_when_pressed_before_the_reply_then_stores_it_once_there(
    begin: Begin, blobs: list[Blob], qtbot
):
    window = begin(Task.SEGMENT)
    window.drag((25, 45), (115, 135))
    window.key(Key.Key_Return)
    wait_until_traced(window, qtbot)
    (stored,) = window.stored().annotations
    assert iou(stored.shape, blobs[0].outline) > 0.9


def test_object_of_a_project_for_boxes_when_kept_then_is_a_tight_box(
    begin: Begin, blobs: list[Blob], qtbot
):
    window = begin(Task.DETECT)
    window.drag((20, 40), (122, 142))
    wait_until_traced(window, qtbot)
    window.key(Key.Key_Return)
    (stored,) = window.stored().annotations
    xs, ys = zip(*blobs[0].outline.points_px, strict=True)
    truth = Box(min(xs), min(ys), max(xs), max(ys))
    assert isinstance(stored.shape, Box)
    for side, true_side in zip(stored.shape.xyxy_px, truth.xyxy_px, strict=True):
        assert side == pytest.approx(true_side, abs=3)


def test_selected_box_when_traced_then_is_an_outline(begin: Begin, blobs: list[Blob], qtbot):
    window = begin(Task.DETECT)
    window.key(Key.Key_R)
    window.drag((25, 45), (115, 135))
    window.project.task.change(Task.SEGMENT)
    window.show_pages()
    window.key(Key.Key_V)
    window.hand.click(25, 90)
    window.key(Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    wait_until_traced(window, qtbot)
    (stored,) = window.stored().annotations
    assert iou(stored.shape, blobs[0].outline) > 0.9


def test_worker_when_killed_then_the_next_click_starts_another(
    begin: Begin, blobs: list[Blob], qtbot
):
    window = begin(Task.SEGMENT)
    window.hand.click(*blobs[0].center)
    wait_until_traced(window, qtbot)
    worker = window.project.assist.pid
    assert worker is not None
    psutil.Process(worker).kill()
    window.key(Key.Key_Escape)
    window.hand.click(*blobs[1].center)
    wait_until_traced(window, qtbot)
    window.key(Key.Key_Return)
    assert iou(window.stored().annotations[0].shape, blobs[1].outline) > 0.9


def test_panel_without_weights_says_what_traces_and_how_to_get_better(begin: Begin, tmp_path):
    window = begin(Task.SEGMENT)
    assert window.shows("GrabCut goes by color alone.")
    assert window.shows("mobile_sam.pt")
    window.key(Key.Key_P)
    assert not window.page.findChild(TracePanel).isVisible()


def test_weights_that_are_none_are_refused_in_place(begin: Begin, blobs, tmp_path, qtbot):
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "mobile_sam.pt").write_bytes(b"not weights at all")
    window = begin(Task.SEGMENT)
    panel = window.page.findChild(TracePanel)
    method = panel.findChild(QComboBox)
    assert method.currentText() == "mobile_sam.pt"
    window.hand.click(*blobs[0].center)
    wait_until_traced(window, qtbot)
    assert window.shows("mobile_sam.pt are not SAM weights")
    method.setCurrentIndex(method.findData(TRACE_WITH_GRABCUT))
    method.activated.emit(method.currentIndex())
    assert window.desktop.settings.get(TRACE_WITH) == TRACE_WITH_GRABCUT
    window.hand.click(*blobs[0].center)
    wait_until_traced(window, qtbot)
    assert not window.shows("are not SAM weights")
    window.key(Key.Key_Return)
    assert len(window.stored().annotations) == 1
