"""Finding images, the holdout, classes, and a project one may only read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from desktop.qtkit.theme import Theme
from desktop.viewmodels.image_grid_model import PAGE_SIZE, ImageGridModel
from engine.domain.project import HoldoutPlan
from engine.loop.bootstrap import open_project
from tests.desktop.pages.images.conftest import ImagesWindow
from tests.loop.small_projects import make_pictures, make_project, pool_ids

Open = Callable[..., ImagesWindow]


@pytest.fixture
def window(open_images: Open, tmp_path: Path) -> ImagesWindow:
    pictures = make_pictures(tmp_path / "smears", 20)
    project = make_project(tmp_path / "project", pictures, holdout=HoldoutPlan())
    first, second, *_ = pool_ids(project)
    project.labeling.confirm_empty(first)
    project.labeling.confirm_empty(second)
    return open_images(project)


def test_figures_when_images_are_labeled_then_say_so(window: ImagesWindow):
    assert window.shows("20 images")
    assert window.shows("2 labeled")


def test_filter_when_name_is_typed_then_grid_shows_what_fits(window: ImagesWindow):
    QTest.keyClick(window.desktop.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = next(e for e in window.all(QLineEdit) if e.hasFocus())
    QTest.keyClicks(field, "PICTURE_07")
    window.wait_until(lambda: window.shows("1 shown"))
    window.wait_until(lambda: all(window.tiles()))
    assert window.names() == ["picture_07.png"]


def test_filter_when_nothing_fits_then_offers_all(window: ImagesWindow):
    window.page._filters._text.setText("zebra")
    window.wait_until(lambda: window.shows("No image fits"))
    window.press("Show all images")
    assert window.shows("20 shown")


def test_filter_when_status_is_chosen_then_follows_new_answers(window: ImagesWindow):
    status = next(each for each in window.all(QComboBox) if each.accessibleName() == "Status")
    status.setCurrentText("Labeled")
    window.settle()
    assert window.shows("2 shown")
    third = pool_ids(window.project)[2]
    window.session.thread.run(lambda: window.project.labeling.confirm_empty(third))
    window.wait_until(lambda: window.shows("3 shown"))


def test_image_when_opened_with_enter_then_is_asked_for(window: ImagesWindow, qtbot: QtBot):
    window.wait_until(lambda: all(window.tiles()))
    grid = window.page._grid
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(3, 0))
    with qtbot.waitSignal(window.page.open_image_requested) as opened:
        QTest.keyClick(grid, Qt.Key.Key_Return)
    assert opened.args == [window.project.pool.ids()[3]]


def test_holdout_when_shares_change_then_proposal_follows_and_freeze_draws_it(
    window: ImagesWindow,
):
    assert window.shows("Holdout, proposed")
    share = next(b for b in window.all(QSpinBox) if b.accessibleName().startswith("Test: share"))
    share.setValue(50)
    window.wait_until(lambda: window.page._holdout._num_test.text() == "10")
    window.press("Freeze now")
    assert window.shows("Holdout, frozen")
    counts = window.project.pool.counts()
    assert (counts.num_test, counts.num_val) == (10, 2)
    assert not [each for each in window.all(QPushButton) if each.text() == "Freeze now"]


def test_class_when_entered_then_is_in_the_project(window: ImagesWindow):
    field = next(e for e in window.all(QLineEdit) if e.accessibleName() == "Name of a new class")
    QTest.keyClicks(field, "Blast")
    QTest.keyClick(field, Qt.Key.Key_Return)
    window.settle()
    assert window.project.file.classes()[-1].name == "Blast"
    assert window.shows("Blast")


def test_page_when_project_is_read_only_then_says_why_nothing_can_be_added(
    open_images: Open, tmp_path: Path
):
    make_project(tmp_path / "project", make_pictures(tmp_path / "smears", 20)).close()
    looker = open_images(open_project(tmp_path / "project", read_only=True))
    assert looker.shows("20 images")
    for name in ("Add images…", "Import a dataset…", "Freeze now"):
        button = next(each for each in looker.all(QPushButton) if each.text() == name)
        assert not button.isEnabled()
        assert button.toolTip() == "The project is open read-only."
    assert not looker.page.acceptDrops()


def test_thumbnail_when_file_is_gone_then_tile_stays(
    open_images: Open, tmp_path: Path, theme: Theme
):
    pictures = make_pictures(tmp_path / "smears", 2)
    project = make_project(tmp_path / "project", pictures)
    (pictures / "picture_01.png").unlink()
    window = open_images(project)
    gone = project.pool.ids()[1]
    window.wait_until(lambda: gone in window.page._model._thumbnails)
    assert window.page._model._thumbnails[gone].isNull()


def test_grid_when_images_come_then_rows_before_stay(qtbot: QtBot):
    model = ImageGridModel()
    model.reset(10)
    with qtbot.waitSignal(model.page_requested):
        model.index(0).data()
    request_args = []
    model.page_requested.connect(request_args.append)
    model.grow(PAGE_SIZE + 5)
    assert model.rowCount() == PAGE_SIZE + 5
    model.grow(3)
    assert model.rowCount() == PAGE_SIZE + 5
