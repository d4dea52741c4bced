"""The grid of tiles by itself: places, keys and how little it does for many images."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.pages.images.tile_view import TileView
from desktop.qtkit.theme import Theme
from desktop.viewmodels.image_grid_model import ImageGridModel, ImageTile, PageRequest
from desktop.viewmodels.index import Index
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageRecord

_NUM_IMAGES = 100_000
_COLUMNS = 4
Key = Qt.Key
Mod = Qt.KeyboardModifier


class CountingModel(ImageGridModel):
    """Counts how often it is asked how many rows it has."""

    num_asked = 0

    def rowCount(self, parent: Index | None = None) -> int:
        self.num_asked += 1
        return super().rowCount() if parent is None else super().rowCount(parent)


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> TileView:
    model = CountingModel()
    view = TileView(model, theme)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(880, 600)
    view.show()
    qtbot.waitExposed(view)
    model.reset(_NUM_IMAGES)
    qtbot.wait_until(lambda: view.verticalScrollBar().maximum() > 0)
    assert view.visualRect(view.model().index(_COLUMNS, 0)).left() == 0
    return view


def test_tiles_when_many_are_there_then_each_has_its_place(view: TileView):
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = view.model().index(_NUM_IMAGES - 1, 0)
    place = view.visualRect(last)
    assert place.bottom() + 1 == view.viewport().height()
    assert view.indexAt(place.center()) == last
    assert not view.indexAt(place.center() + QPoint(0, place.height())).isValid()


def test_tiles_when_one_changes_then_the_others_are_not_looked_at(view: TileView, qtbot: QtBot):
    model = view.model()
    model.num_asked = 0
    index = model.index(3, 0)
    model.dataChanged.emit(index, index)
    view.resize(700, 500)
    view.grab()
    assert model.num_asked < 1000


def test_keys_when_pressed_then_the_current_tile_moves(view: TileView):
    def current() -> int:
        return view.currentIndex().row()

    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    for key, row in (
        (Key.Key_Right, 1),
        (Key.Key_Down, 1 + _COLUMNS),
        (Key.Key_Left, _COLUMNS),
        (Key.Key_Up, 0),
        (Key.Key_Up, 0),
        (Key.Key_End, _NUM_IMAGES - 1),
        (Key.Key_Down, _NUM_IMAGES - 1),
        (Key.Key_Home, 0),
    ):
        QTest.keyClick(view, key)
        assert current() == row, key
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    QTest.keyClick(view, Key.Key_PageDown)
    assert current() % _COLUMNS == 0
    assert current() > 0


def test_selection_when_keys_extend_it_then_goes_as_text_does(view: TileView):
    view.setFocus()
    view.setCurrentIndex(view.model().index(2, 0))
    for key in (Key.Key_Down, Key.Key_Left):
        QTest.keyClick(view, key, Mod.ShiftModifier)
    assert view.selected_rows() == [range(2, 2 + _COLUMNS)]


def test_selection_when_dragged_over_then_is_the_tiles_it_touches(view: TileView):
    tile = view.visualRect(view.model().index(0, 0))
    viewport = view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseMove(viewport, QPoint(tile.width() + 10, 20))
    QTest.mouseMove(viewport, QPoint(tile.width() + 10, tile.height() + 10))
    QTest.mouseRelease(
        viewport, Qt.MouseButton.LeftButton, pos=QPoint(tile.width() + 10, tile.height() + 10)
    )
    rows = [row for rows in view.selected_rows() for row in rows]
    assert rows == [0, 1, _COLUMNS, _COLUMNS + 1]


def test_resize_when_scrolled_then_what_stood_at_the_top_still_does(view: TileView):
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    first = view.indexAt(QPoint(5, 5)).row()
    view.resize(640, 600)
    columns = view.viewport().width() // view.visualRect(view.model().index(0, 0)).width()
    assert abs(view.indexAt(QPoint(5, 5)).row() - first) <= columns


def test_selection_when_other_images_come_into_its_place_then_is_none(view: TileView):
    counted = []
    view.selection_counted.connect(counted.append)
    _show(view, 1, 2, 3)
    view.setCurrentIndex(view.model().index(1, 0))
    _show(view, 1, 2, 3)
    assert view.selected_rows() == [range(1, 2)]
    _show(view, 2, 1, 3)
    assert view.selected_rows() == []
    assert counted == [1, 0]


def _show(view: TileView, *numbers: int) -> None:
    """Let the grid begin with these images."""
    tiles = [ImageTile(_image(number)) for number in numbers]
    view.model().set_page(PageRequest(1, 0, len(tiles)), tiles)


def _image(number: int) -> ImageRecord:
    return ImageRecord(ImageId(number), Path(f"{number}.png"), f"hash{number}", 640, 480, "group")
