"""What the canvas paints: exact pictures of scenes without text, and pixels with a meaning."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from desktop.canvas.scene import CanvasScene
from desktop.canvas.style import CanvasStyle
from desktop.canvas.tools.tool import ToolName
from desktop.viewmodels import review
from engine.domain.grips import Vertex
from engine.domain.project import Task
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Visibility,
    WholeImage,
)
from engine.domain.skeleton import Skeleton
from tests.desktop_canvas.builders import PLATELETS, WBC, annotation, open_image, shaped, suggestion

_GOLDEN_DIR = Path(__file__).parents[1] / "golden" / "canvas"
_SOLID = annotation("solid", 40, 40, 200, 160)
_OTHER = annotation("other", 150, 100, 320, 300, class_id=WBC)
_DASHED = suggestion("dashed", 360, 60, 560, 200, confidence=0.7)
_ASKED = suggestion("asked", 380, 260, 420, 300, class_id=PLATELETS, question="Platelets?")


_RING = shaped(
    "ring",
    Polygon(
        ((40, 60), (120, 30), (220, 80), (200, 200), (90, 180)),
        (((90, 80), (150, 80), (140, 140), (100, 130)),),
    ),
)
_PIECES = shaped(
    "pieces",
    MultiPolygon(
        (
            Polygon(((260, 60), (340, 60), (300, 140))),
            Polygon(((360, 70), (440, 90), (400, 150))),
        )
    ),
    class_id=WBC,
)
_TILTED = shaped("tilted", OrientedBox(520, 110, 140, 60, 0.5), class_id=PLATELETS)
_PERSON = shaped(
    "person",
    KeypointSet(
        (
            (140, 260, Visibility.VISIBLE),
            (140, 340, Visibility.VISIBLE),
            (90, 420, Visibility.HIDDEN),
            (190, 420, Visibility.VISIBLE),
            (0, 0, Visibility.NOT_LABELED),
        ),
        Box(70, 240, 210, 440),
    ),
)
_SKELETON = Skeleton(("head", "hip", "left", "right", "tail"), ((0, 1), (1, 2), (1, 3), (1, 4)))
_SKETCHED = replace(_DASHED, shape=replace(_TILTED.shape, cy=300))
_EVERY_KIND = (_RING, _PIECES, _TILTED, _PERSON, shaped("all", WholeImage(640, 480)))


def _stripes() -> QImage:
    """Pixels of 640 x 480 in which every place differs from its neighborhood."""
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    for x in range(0, 640, 40):
        painter.fillRect(x, 0, 20, 480, QColor(90 + x // 8, 120, 200 - x // 8))
    painter.end()
    return image


@pytest.fixture
def check(tmp_path) -> Callable[[CanvasScene, str], None]:
    """Compares a painted scene with its golden picture, which a person has looked at."""

    def check(scene: CanvasScene, name: str) -> None:
        actual = QImage(800, 600, QImage.Format.Format_RGB32)
        actual.fill(QColor("#0d0e11"))
        painter = QPainter(actual)
        scene.render(painter)
        painter.end()
        golden_path = _GOLDEN_DIR / f"{name}.png"
        if os.environ.get("LOUPE_UPDATE_GOLDEN"):
            actual.save(str(golden_path))
        expected = QImage(str(golden_path)).convertToFormat(QImage.Format.Format_RGB32)
        if actual != expected:
            _save_side_by_side(actual, expected, tmp_path / f"{name}.png")
            pytest.fail(f"{name} looks different: see {tmp_path / name}.png")

    return check


def _save_side_by_side(actual: QImage, expected: QImage, path: Path) -> None:
    picture = QImage(3 * actual.width(), actual.height(), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.drawImage(0, 0, actual)
    painter.drawImage(actual.width(), 0, expected)
    painter.drawImage(2 * actual.width(), 0, actual)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(2 * actual.width(), 0, expected)
    painter.end()
    picture.save(str(path))


@pytest.fixture
def scene(model) -> CanvasScene:
    scene = CanvasScene(model, style=CanvasStyle())
    model.open(open_image(_SOLID, _OTHER, suggestions=(_DASHED, _ASKED)))
    scene.set_image(_stripes())
    return scene


def test_shapes_at_rest_are_solid_and_suggestions_dashed(scene, check):
    check(scene, "at_rest")


def test_selected_and_hovered_shapes_stand_out(scene, check, model):
    model.select([_SOLID.id])
    scene.set_hovered(_DASHED.id)
    check(scene, "selected")


def test_shapes_of_every_kind_at_rest(scene, check, model):
    model.set_task(Task.POSE, skeleton=_SKELETON)
    model.open(open_image(*_EVERY_KIND, suggestions=(_SKETCHED,), image_id=2))
    scene.set_image(_stripes())
    check(scene, "kinds_at_rest")


@pytest.mark.parametrize("shown", _EVERY_KIND[:4], ids=lambda shown: shown.id)
def test_selected_shape_of_every_kind_has_grips_and_a_fill(scene, check, model, shown):
    model.set_task(Task.POSE, skeleton=_SKELETON)
    model.open(open_image(*_EVERY_KIND, suggestions=(_SKETCHED,), image_id=2))
    scene.set_image(_stripes())
    model.select([shown.id])
    scene.set_hovered(_SKETCHED.id)
    check(scene, f"kinds_selected_{shown.id}")


def test_chosen_vertex_stands_out(scene, check, model):
    model.open(open_image(_RING, image_id=2))
    scene.set_image(_stripes())
    model.select([_RING.id])
    scene.choose_grip(Vertex(0, 1, 2))
    check(scene, "vertex_chosen")


def test_open_lines_of_a_sketch_are_seen_with_their_points(scene, check, model):
    model.open(open_image(image_id=2))
    scene.set_image(_stripes())
    points = ((100, 320), (180, 400), (300, 350))
    scene.show_draft(_RING.shape, lines_px=[(*points, (400, 420))], points_px=points)
    check(scene, "sketch")
    scene.show_draft(None)


def test_dragged_shape_is_shown_where_it_would_go_only(scene, check, model):
    model.select([_SOLID.id])
    scene.preview({_SOLID.id: Box(60, 200, 220, 320)})
    check(scene, "previewed")
    scene.preview({})
    model.select([])
    check(scene, "at_rest")


def test_draft_and_frame_are_told_apart(scene, check):
    scene.show_draft(Box(100, 320, 300, 440))
    check(scene, "draft")
    scene.show_draft(None, frame=Box(100, 320, 300, 440))
    check(scene, "frame")


def test_small_images_show_their_pixels_as_squares(scene, check, model):
    model.open(open_image(width=8, height=6, image_id=2))
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    for y in range(6):
        for x in range(8):
            image.setPixelColor(x, y, QColor(30 * x, 40 * y, 255 if (x + y) % 2 else 0))
    scene.set_image(image)
    check(scene, "squares")


def test_undone_edit_looks_as_before(scene, check, model):
    review.accept_shown(model)
    model.undo_group.undo()
    model.select([])
    check(scene, "at_rest")


def test_surround_is_neutral_and_image_in_the_middle(model, view):
    model.open(open_image())
    view.set_image(_stripes())
    picture = view.viewport().grab().toImage()
    assert picture.pixelColor(2, 300) == QColor("#0d0e11")
    assert picture.pixelColor(400, 300) != QColor("#0d0e11")


def test_new_image_never_shows_the_old_pixels(model, view):
    model.open(open_image())
    view.set_image(_stripes())
    model.open(open_image(image_id=2))
    assert view.viewport().grab().toImage().pixelColor(400, 300) == QColor("#0d0e11")


def test_thumbnail_fills_the_place_of_the_image(model, view):
    model.open(open_image())
    view.set_image(_stripes().scaled(64, 48))
    picture = view.viewport().grab().toImage()
    assert picture.pixelColor(20, 300) != QColor("#0d0e11")
    assert picture.pixelColor(780, 300) != QColor("#0d0e11")


def test_large_image_is_painted_from_a_smaller_copy_alike(model, view):
    large = _stripes().scaled(5120, 3840)
    model.open(open_image(width=5120, height=3840))
    view.set_image(large)
    color = view.viewport().grab().toImage().pixelColor(400, 300)
    expected = large.pixelColor(2560, 1920)
    assert abs(color.red() - expected.red()) <= 4


def test_repainting_parts_leaves_no_trace(model, view, hand, qapp):
    model.open(open_image(_SOLID, _OTHER, suggestions=(_DASHED, _ASKED)))
    view.set_image(_stripes())
    view.set_tool(ToolName.BOX)
    for place in [(60, 60), (160, 100), (400, 200), (620, 470)]:
        hand.move(*place)
        qapp.processEvents()
    by_parts = _levels(view)
    view.viewport().update()
    qapp.processEvents()
    # Qt's smooth scaling differs by one level with the clip.
    assert np.abs(_levels(view) - by_parts).max() <= 1


def _levels(view) -> NDArray[np.int16]:
    """The color levels of what is on the screen."""
    picture = view.screen().grabWindow(view.winId()).toImage()
    picture.convertTo(QImage.Format.Format_RGB32)
    return np.frombuffer(picture.constBits(), np.uint8).astype(np.int16)


def test_crosshair_follows_the_pointer_with_the_box_tool_only(model, view, hand):
    model.open(open_image())
    hand.move(320, 240)
    here = hand.place(320, 240)
    without = view.viewport().grab().toImage().pixelColor(here + QPoint(50, 0))
    hand.key(Qt.Key.Key_R)
    with_ = view.viewport().grab().toImage().pixelColor(here + QPoint(50, 0))
    hand.key(Qt.Key.Key_X, modifiers=Qt.KeyboardModifier.ShiftModifier)
    hidden = view.viewport().grab().toImage().pixelColor(here + QPoint(50, 0))
    assert without == hidden != with_


def test_texts_stand_at_suggestions_until_hidden(model, view):
    model.open(open_image(suggestions=(_ASKED,)))
    shown = view.viewport().grab().toImage()
    QTest.keyClick(view, Qt.Key.Key_L)
    assert view.viewport().grab().toImage() != shown


def test_light_style_is_taken_over_at_once(model, view):
    model.open(open_image(_SOLID))
    view.set_style(CanvasStyle(surround="#f0f0f0"))
    assert view.viewport().grab().toImage().pixelColor(2, 300) == QColor("#f0f0f0")
