"""The overview while zoomed in, and the place that stays from image to image."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.canvas.minimap import Minimap
from desktop.canvas.style import CanvasStyle
from engine.domain.identifiers import ImageId
from tests.desktop_canvas.builders import open_image

_LEFT = Qt.MouseButton.LeftButton


def center(view) -> QPointF:
    """What point of the image is in the middle of the view."""
    return view.mapToScene(view.viewport().rect().center())


@pytest.fixture
def minimap(view, model) -> Minimap:
    minimap = Minimap(view, style=CanvasStyle())
    model.open(open_image(width=640, height=480))
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    view.set_image(image)
    minimap.follow()
    return minimap


def test_minimap_when_the_whole_image_is_seen_is_not_there(minimap, view):
    assert not minimap.isVisible()
    view.zoom_by(3)
    assert minimap.isVisible()
    view.zoom_to_fit()
    assert not minimap.isVisible()


def test_minimap_when_zoomed_in_lies_in_the_corner_and_stays_there(minimap, view):
    view.zoom_by(3)
    place = minimap.pos()
    view.centerOn(10, 10)
    QApplication.processEvents()
    assert minimap.pos() == place
    assert view.viewport().geometry().contains(minimap.geometry())
    assert minimap.width() / minimap.height() == pytest.approx(640 / 480, rel=0.02)


def test_minimap_when_clicked_brings_that_place_to_the_middle(minimap, view):
    view.zoom_by(4)
    quarter = QPoint(minimap.width() // 4, minimap.height() // 4)
    QTest.mouseClick(minimap, _LEFT, pos=quarter)
    assert center(view).x() == pytest.approx(160, abs=6)
    assert center(view).y() == pytest.approx(120, abs=6)


def test_minimap_when_dragged_on_takes_the_view_along(minimap, view):
    view.zoom_by(4)
    QTest.mousePress(minimap, _LEFT, pos=QPoint(5, 5))
    QTest.mouseMove(minimap, QPoint(3 * minimap.width() // 4, minimap.height() // 2))
    QTest.mouseRelease(minimap, _LEFT, pos=QPoint(5, 5))
    assert center(view).x() == pytest.approx(480, abs=6)


def test_minimap_marks_the_seen_part_and_shades_the_rest(minimap, view):
    view.zoom_by(4)
    view.centerOn(320, 240)
    picture = minimap.grab().toImage()
    middle = picture.pixelColor(picture.width() // 2, picture.height() // 2)
    corner = picture.pixelColor(picture.width() // 10, picture.height() // 10)
    assert middle.lightness() > corner.lightness() + 30


def test_minimap_when_not_wanted_stays_away(minimap, view):
    minimap.set_wanted(is_wanted=False)
    view.zoom_by(3)
    assert not minimap.isVisible()


def test_next_image_is_shown_whole_unless_the_place_is_kept(view, model):
    model.open(open_image(width=640, height=480))
    fitting = view.zoom
    view.zoom_by(3)
    view.centerOn(100, 80)
    model.open(open_image(width=640, height=480))
    assert view.zoom == fitting

    view.keep_place(is_kept=True)
    view.zoom_by(3)
    view.centerOn(100, 80)
    zoom, place = view.zoom, center(view)
    model.open(open_image(width=640, height=480))
    assert view.zoom == zoom
    assert center(view).x() == pytest.approx(place.x(), abs=1)
    assert center(view).y() == pytest.approx(place.y(), abs=1)


def test_next_image_when_the_place_is_kept_but_the_image_was_whole_is_whole(view, model):
    view.keep_place(is_kept=True)
    model.open(open_image(width=640, height=480))
    model.open(open_image(width=1280, height=960, image_id=ImageId(2)))
    assert view.mapToScene(view.viewport().rect()).boundingRect().width() >= 1280
