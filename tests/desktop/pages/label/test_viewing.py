"""How the image is seen: window and level, sticky, remembered, never in the pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSlider, QToolButton

from engine.domain.view import ViewSettings, Window, WindowPreset
from engine.loop.bootstrap import Project, open_project
from engine.loop.viewing import Viewing
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import ask, make_project

Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_RIGHT = Qt.MouseButton.RightButton


def slider(window: LabelWindow, name: str) -> QSlider:
    sliders = window.page.side.view.findChildren(QSlider)
    return next(each for each in sliders if each.accessibleName() == name)


def settings(window: LabelWindow) -> ViewSettings:
    return window.page.presenter.view_keeper.state.settings


def mean_gray(window: LabelWindow) -> float:
    base = window.page.canvas.canvas_scene.image_item.base
    return float(np.frombuffer(base.constBits(), np.uint8).reshape(-1, 4)[:, :3].mean())


def test_brightness_when_raised_brightens_the_image_and_not_its_file(
    project: Project, open_window: Opener
):
    asked = ask(project, 2)
    window = open_window(project)
    record = project.pool.get([asked[0]])[0]
    file_before, before = record.path.read_bytes(), mean_gray(window)
    slider(window, "Brightness").setValue(800)
    window.settle()
    assert mean_gray(window) > before + 20
    assert record.path.read_bytes() == file_before


def test_window_when_dragged_with_the_right_button_stays_on_the_next_image(
    project: Project, open_window: Opener
):
    asked = ask(project, 2)
    window = open_window(project)
    window.hand.drag((100, 100), (160, 140), button=_RIGHT)
    window.settle()
    dragged = settings(window)
    assert isinstance(dragged.window, Window)
    window.key(Key.Key_D)
    window.wait_for(asked[1])
    assert settings(window) == dragged
    assert window.page.picture._rendered.shown.view == dragged


def test_view_when_reset_by_its_key_shows_the_image_as_it_is(project: Project, open_window: Opener):
    ask(project, 1)
    window = open_window(project)
    plain = mean_gray(window)
    window.key(Key.Key_I, _SHIFT)
    assert settings(window).is_inverted
    assert mean_gray(window) == pytest.approx(255 - plain, abs=1)
    window.key(Key.Key_R, _SHIFT)
    assert settings(window).is_plain
    assert mean_gray(window) == pytest.approx(plain)


def test_view_when_the_project_is_opened_again_is_as_it_was_left(
    project: Project, open_window: Opener
):
    ask(project, 1)
    window = open_window(project)
    checks = window.page.side.view.findChildren(QCheckBox)
    next(each for each in checks if each.text() == "Local contrast").click()
    slider(window, "Gamma").setValue(700)
    window.page.left()
    window.settle()
    kept = settings(window)
    assert not kept.is_plain
    window.show_pages()
    assert settings(window) == kept


def test_view_panel_when_a_preset_is_chosen_says_so_and_each_image_gets_its_own_window(
    project: Project, open_window: Opener
):
    ask(project, 1)
    window = open_window(project)
    preset = next(
        each
        for each in window.page.side.view.findChildren(QToolButton)
        if each.accessibleName() == "Which values are shown"
    )
    dark = next(each for each in preset.menu().actions() if each.text() == "Dark half")
    dark.trigger()
    window.settle()
    assert settings(window).window is WindowPreset.DARK
    assert preset.text() == "Dark half"
    slider(window, "Level").setValue(300)
    assert preset.text() == "Own window"


def test_window_of_a_16_bit_image_is_in_its_raw_values(tmp_path: Path, open_window: Opener):
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(2):
        values = np.linspace(900, 4000 + number, 320 * 240).reshape(240, 320).astype(np.uint16)
        Image.fromarray(values).save(folder / f"scan{number}.png")
    project = make_project(tmp_path / "project", folder)
    ask(project, 1)
    window = open_window(project)
    state = window.page.presenter.view_keeper.state
    assert state.stats.low == 900
    state.set_window(Window(1000, 100))
    window.settle()
    base = window.page.canvas.canvas_scene.image_item.base
    share_white = np.mean(np.frombuffer(base.constBits(), np.uint8).reshape(-1, 4)[:, 0] == 255)
    assert share_white == pytest.approx((4000 - 1050) / 3100, abs=0.02)


def test_view_of_a_project_that_is_read_only_is_not_stored(project: Project):
    project.close()
    reading = open_project(project.path, read_only=True)
    reading.viewing.store(ViewSettings(is_inverted=True))
    assert reading.viewing.settings().is_plain
    reading.close()


@pytest.mark.parametrize("text", ["", "{", '{"gamma": 77}', '{"window": 3}'])
def test_view_when_its_file_is_damaged_is_plain(tmp_path: Path, text: str):
    (tmp_path / "view.json").write_text(text)
    assert Viewing(tmp_path, is_read_only=False).settings().is_plain


@pytest.mark.parametrize("window", [WindowPreset.MIDDLE, Window(40.5, 400)])
def test_view_when_stored_comes_back(tmp_path: Path, window: Window | WindowPreset):
    stored = ViewSettings(window, brightness=0.1, gamma=2.0, is_inverted=True)
    Viewing(tmp_path, is_read_only=False).store(stored)
    assert Viewing(tmp_path, is_read_only=False).settings() == stored


def test_image_when_its_file_is_gone_while_it_is_open_is_still_seen_and_labeled(
    tmp_path: Path, open_window: Opener
):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(2):
        Image.new("RGB", (320, 240), (number * 50, 90, 90)).save(folder / f"p{number}.png")
    project = make_project(tmp_path / "project", folder)
    asked = ask(project, 2)
    window = open_window(project)
    for path in folder.iterdir():
        path.unlink()
    window.drag((40, 50), (100, 90))
    slider(window, "Brightness").setValue(800)
    window.settle()
    assert len(window.stored(asked[0]).annotations) == 1
    window.page.presenter.retry()
    window.settle()
    assert window.model.has_image
