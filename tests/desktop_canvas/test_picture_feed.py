"""Pictures on the canvas: the base, tiles where it is not fine enough, and other settings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.canvas import picture_feed
from desktop.canvas.picture_feed import PictureFeed, render_picture
from desktop.canvas.window_gesture import WindowGesture
from desktop.tasks.pool import Pool
from desktop.viewmodels.view_state import ViewState
from engine.domain.view import ViewSettings, Window, WindowPreset
from engine.imaging.levels import read_levels
from engine.loop.pictures import Picture
from tests.desktop_canvas.builders import open_image

_RIGHT = Qt.MouseButton.RightButton
_WIDTH, _HEIGHT = 1600, 1200
INVERTED = ViewSettings(is_inverted=True)


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """A slope from left to right, with a fine pattern on it."""
    slope = np.linspace(20, 220, _WIDTH).astype(np.uint8)
    gray = np.tile(slope, (_HEIGHT, 1))
    gray[::7, ::5] += 20
    rgb = np.stack([gray, gray // 2, 255 - gray], axis=-1)
    path = tmp_path_factory.mktemp("picture") / "slope.png"
    Image.fromarray(rgb).save(path)
    return Picture(read_levels(path))


@pytest.fixture
def pool(qapp) -> Iterator[Pool]:
    pool = Pool("test", num_threads=2, newest_first=True)
    yield pool
    assert pool.shutdown()


@pytest.fixture
def feed(pool, view, model, monkeypatch) -> PictureFeed:
    # So that a small picture has finer sizes than its base.
    monkeypatch.setattr(picture_feed, "_MAX_BASE_PIXELS", 500_000)
    model.open(open_image(width=_WIDTH, height=_HEIGHT))
    return PictureFeed(pool, view.canvas_scene.image_item)


def settle(qtbot, pool) -> None:
    """Wait until nothing is rendered any more."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: pool.is_idle)
    QApplication.processEvents()


def painted(view) -> QImage:
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    view.render(painter)
    painter.end()
    return image


def as_array(image: QImage) -> np.ndarray:
    data = np.frombuffer(image.constBits(), np.uint8)
    return data.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def test_picture_when_shown_whole_needs_no_tiles(feed, view, picture, qtbot, pool):
    feed.show(render_picture(picture, ViewSettings()))
    settle(qtbot, pool)
    assert view.canvas_scene.image_item.visible_tiles == ()
    assert pool.is_idle


@pytest.mark.parametrize("zoom", [0.7, 1.0, 1.6, 4.0])
def test_picture_when_zoomed_in_shows_what_one_large_image_would(
    feed, view, picture, qtbot, pool, zoom
):
    feed.show(render_picture(picture, ViewSettings()))
    view.zoom_by(zoom / view.zoom)
    settle(qtbot, pool)
    assert view.canvas_scene.image_item.visible_tiles
    tiled = as_array(painted(view))

    whole = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
    picture.under(ViewSettings()).render(
        0, 0, 0, np.frombuffer(whole.bits(), np.uint32).reshape(_HEIGHT, _WIDTH)
    )
    view.set_image(whole)
    expected = as_array(painted(view))
    differs = np.abs(tiled - expected).max(axis=-1) > 2
    # Where tiles meet, a smooth line of pixels may be a shade off.
    assert differs.mean() < 0.005


def test_picture_when_settings_change_is_rendered_anew(feed, view, picture, qtbot, pool):
    feed.show(render_picture(picture, ViewSettings()))
    settle(qtbot, pool)
    before = as_array(painted(view))
    feed.set_view(INVERTED)
    settle(qtbot, pool)
    after = as_array(painted(view))
    inside = np.s_[20:-20, 20:-20]
    assert np.abs(before + after - 255)[inside].max() <= 3


def test_picture_when_settings_change_while_zoomed_in_never_mixes_them(
    feed, view, picture, qtbot, pool
):
    feed.show(render_picture(picture, ViewSettings()))
    view.zoom_by(2 / view.zoom)
    settle(qtbot, pool)
    before = as_array(painted(view))
    seen: list[np.ndarray] = []
    feed.shown.connect(lambda _: seen.append(as_array(painted(view))))
    feed.set_view(INVERTED)
    settle(qtbot, pool)
    assert len(seen) == 1
    assert np.abs(before + seen[0] - 255).max() <= 3


def test_settings_when_they_change_faster_than_is_rendered_end_at_the_last(
    feed, view, picture, qtbot, pool
):
    feed.show(render_picture(picture, ViewSettings()))
    settle(qtbot, pool)
    shown: list[QImage] = []
    feed.shown.connect(shown.append)
    for level in range(100, 130):
        feed.set_view(ViewSettings(window=Window(level, 50)))
    settle(qtbot, pool)
    assert len(shown) == 2
    last = render_picture(picture, ViewSettings(window=Window(129, 50)))
    assert shown[-1] == last.base


def test_picture_when_rendered_under_old_settings_is_not_shown_before_it_is_mended(
    feed, view, picture, qtbot, pool
):
    feed.set_view(INVERTED)
    shown: list[QImage] = []
    feed.shown.connect(shown.append)
    feed.show(render_picture(picture, ViewSettings()))
    assert not shown
    settle(qtbot, pool)
    assert shown == [render_picture(picture, INVERTED).base]


def test_tiles_when_the_view_moves_on_are_no_longer_rendered(feed, view, picture, qtbot, pool):
    feed.show(render_picture(picture, ViewSettings()))
    view.zoom_by(4 / view.zoom)
    painted(view)
    view.zoom_to_fit()
    settle(qtbot, pool)
    assert view.canvas_scene.image_item.visible_tiles == ()


@pytest.fixture
def state(qapp) -> ViewState:
    return ViewState()


def test_window_when_dragged_right_is_wider_and_when_dragged_up_brighter(view, hand, model, state):
    model.open(open_image(width=_WIDTH, height=_HEIGHT))
    WindowGesture(view.viewport(), state)
    state.set_window(Window(128, 100))
    hand.drag((400, 400), (500, 400), button=_RIGHT)
    assert state.window.width > 100
    assert state.window.level == 128
    width = state.window.width
    hand.drag((400, 600), (400, 400), button=_RIGHT)
    assert state.window.width == width
    assert state.window.level < 128
    assert not model.selection


def test_window_when_dragged_far_stays_one(state):
    state.drag_window(state.window, wider=-5, higher=9)
    assert state.window.width == pytest.approx(1)
    assert state.window.level == 255


def test_view_state_when_reset_shows_images_as_they_are(state):
    state.set_gamma(50)
    assert state.settings.gamma == 5
    state.set_window(WindowPreset.DARK)
    state.invert(is_inverted=True)
    state.reset()
    assert state.settings.is_plain
