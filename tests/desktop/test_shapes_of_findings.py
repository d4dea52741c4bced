"""What is painted of a model's mistakes where shapes are more than boxes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QListView, QWidget

from desktop.pages.models.compare_state import SeenBox
from desktop.pages.models.seen_view import SeenView
from desktop.pages.progress.finding_delegate import TILE_SIZE, FindingDelegate
from desktop.qtkit.kept_shapes import KeptShape
from desktop.viewmodels.finding_grid_model import FindingGridModel, FindingTile
from engine.domain.evaluations import Finding
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageRecord
from engine.domain.marked_points import Mark
from engine.domain.seen_shapes import SeenShape, pack_points, pack_ring

COLOR = QColor("#ff00ff")
BOX = (0.25, 0.25, 0.75, 0.75)
NO_EDGES = np.zeros((0, 2), np.int64)
# Its corners are the middles of the sides of the box.
DIAMOND = SeenShape(
    pack_ring(np.array([[0.5, 0.25], [0.75, 0.5], [0.5, 0.75], [0.25, 0.5]])), NO_EDGES
)
SMALL = SeenShape(
    pack_ring(np.array([[0.45, 0.45], [0.55, 0.45], [0.55, 0.55], [0.45, 0.55]])), NO_EDGES
)
BONE = SeenShape(
    pack_points(np.array([[0.3, 0.5], [0.7, 0.5]]), [Mark.VISIBLE, Mark.HIDDEN]), np.array([[0, 1]])
)


def test_shape_lies_where_the_part_of_the_image_is_painted():
    shape = KeptShape(DIAMOND, QRectF(100, 200, 400, 400), cut_norm=(0.0, 0.0, 1.0, 0.5))

    around = shape.lines.boundingRect()
    assert shape.dots.isEmpty()
    assert (around.left(), around.right()) == pytest.approx((200, 400), abs=0.1)
    assert (around.top(), around.bottom()) == pytest.approx((400, 800), abs=0.1)


def test_keypoints_have_a_dot_each_and_lines_between():
    shape = KeptShape(BONE, QRectF(0, 0, 100, 100))

    lines, around = shape.lines.boundingRect(), shape.dots.boundingRect()
    assert (lines.left(), lines.right()) == pytest.approx((30, 70), abs=0.1)
    assert (around.left(), around.right()) == pytest.approx((27.5, 72.5), abs=0.1)
    assert (around.top(), around.bottom()) == pytest.approx((47.5, 52.5), abs=0.1)


@pytest.mark.parametrize("kind", [Finding.MISSED, Finding.FALSE_ALARM, Finding.FOUND])
def test_tile_shows_the_shape_and_not_the_box_around_it(qtbot, theme, kind: Finding):
    is_missed = kind is Finding.MISSED
    tile = _tile(kind, there=DIAMOND if is_missed else None, said=None if is_missed else DIAMOND)

    marked = _marked(_tile_view(qtbot, theme, tile))

    assert _fills_its_box(marked) < 0.2
    assert not _has_corners(marked)


def test_tile_of_something_found_shows_what_is_there_and_what_was_seen(qtbot, theme):
    alone = _marked(_tile_view(qtbot, theme, _tile(Finding.FOUND, said=DIAMOND)))
    both = _marked(_tile_view(qtbot, theme, _tile(Finding.FOUND, there=SMALL, said=DIAMOND)))

    assert both.sum() > alone.sum()


def test_tile_when_no_shape_was_kept_shows_the_box(qtbot, theme):
    assert _has_corners(_marked(_tile_view(qtbot, theme, _tile(Finding.MISSED))))


@pytest.mark.parametrize(("shape", "has_corners"), [(DIAMOND, False), (None, True)])
def test_image_as_a_version_sees_it_shows_shapes_where_they_were_kept(
    qtbot, theme, shape, has_corners: bool
):
    view = SeenView(theme)
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show_boxes([SeenBox(Finding.MISSED, BOX, COLOR.name(), "", shape)])
    view.set_picture(_gray())

    assert _has_corners(_marked(view)) == has_corners


def _tile(kind: Finding, *, there: SeenShape | None = None, said: SeenShape | None = None):
    image = ImageRecord(ImageId(1), Path("a.png"), "a", 100, 100, "g")
    return FindingTile(kind, image, BOX, "", COLOR.name(), 0, there, said)


def _tile_view(qtbot, theme, tile: FindingTile) -> QWidget:
    view = QListView()
    qtbot.addWidget(view)
    model = FindingGridModel(view)
    view.setModel(model)
    view.setItemDelegate(FindingDelegate(theme, view))
    view.resize(TILE_SIZE.width() + 20, TILE_SIZE.height() + 20)
    model.show([tile])
    model.set_crop(tile, _gray())
    return view


def _gray() -> QImage:
    picture = QImage(100, 100, QImage.Format.Format_RGB888)
    picture.fill(QColor("#808080"))
    return picture


def _marked(widget: QWidget) -> np.ndarray:
    """Return where a widget is about the color of the class, (height, width)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    rgb = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)
    return np.abs(rgb - [255, 0, 255]).max(axis=2) < 60


def _inner(marked: np.ndarray) -> np.ndarray:
    rows, columns = np.nonzero(marked)
    return marked[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _fills_its_box(marked: np.ndarray) -> float:
    return float(_inner(marked).mean())


def _has_corners(marked: np.ndarray) -> bool:
    inner = _inner(marked)
    return all(
        corner.any() for corner in (inner[:6, :6], inner[:6, -6:], inner[-6:, :6], inner[-6:, -6:])
    )
