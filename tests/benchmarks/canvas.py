"""How long the canvas takes at five thousand shapes: `python -m tests.benchmarks.canvas`."""

from __future__ import annotations

import math
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.canvas.style import CanvasStyle
from desktop.canvas.tools.tool import ToolName
from desktop.canvas.view import CanvasView
from desktop.viewmodels.edit_commands import draw
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.image_state import OpenImage
from engine.domain.identifiers import ImageId
from engine.domain.shapes import Box, OrientedBox, Polygon, Shape
from tests.benchmarks.table import row
from tests.desktop_canvas.builders import CLASSES, annotation, open_image, suggestion

_NUM_SHAPES = 5_000
_NUM_VERTICES = 100
_NUM_FRAMES = 30
_WIDTH, _HEIGHT = 4000, 3000


def measure(kind: str, *, share_of_suggestions: float) -> dict[str, float]:
    """Return the median milliseconds of each thing an expert does, painting included.

    They are those of the processor that this thread takes, which does all of it.
    """
    model = EditModel()
    model.set_classes(CLASSES)
    view = CanvasView(model, style=CanvasStyle())
    view.resize(1200, 800)
    view.show()
    image = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    crowded = _crowded(kind, share_of_suggestions)
    figures = {"open": _median_ms(lambda i: model.open(_anew(crowded, i)), frames=3)}
    view.set_image(image)
    QApplication.processEvents()
    figures["zoom"] = _median_ms(lambda i: view.zoom_by(1.1 if i % 2 else 1 / 1.1))
    figures["pan"] = _median_ms(lambda i: _drag(view, QPoint(400 + i, 300)))
    view.zoom_to_fit()
    QApplication.processEvents()
    figures["hover"] = _median_ms(lambda i: _move(view, i))
    figures["select"] = _median_ms(lambda i: _click(view, i))
    model.select([])
    view.set_tool(ToolName.BOX)
    QApplication.processEvents()
    figures["crosshair"] = _median_ms(lambda i: _move(view, i))
    figures["draw"] = _median_ms(lambda i: draw(model, Box(i, i, i + 50, i + 50), text="Draw box"))
    view.close()
    return figures


def _crowded(kind: str, share_of_suggestions: float) -> OpenImage:
    chance = random.Random(0)
    annotations, suggestions = [], []
    for number in range(_NUM_SHAPES):
        x, y = chance.uniform(0, _WIDTH - 60), chance.uniform(0, _HEIGHT - 60)
        xyxy_px = (x, y, x + chance.uniform(10, 60), y + chance.uniform(10, 60))
        class_id = chance.choice(CLASSES).id
        if chance.random() < share_of_suggestions:
            offer = suggestion(f"s{number}", *xyxy_px, class_id=class_id)
            suggestions.append(replace(offer, shape=_shape(kind, offer.shape, chance)))
        else:
            label = annotation(f"a{number}", *xyxy_px, class_id=class_id)
            annotations.append(replace(label, shape=_shape(kind, label.shape, chance)))
    return open_image(*annotations, suggestions=tuple(suggestions), width=_WIDTH, height=_HEIGHT)


def _anew(image: OpenImage, step: int) -> OpenImage:
    """Return it as another image, so that nothing of the one before is shown again."""
    return replace(image, labels=replace(image.labels, image_id=ImageId(step)))


def _shape(kind: str, box: Box, chance: random.Random) -> Shape:
    if kind == "boxes":
        return box
    cx, cy = (box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2
    if kind == "rotated boxes":
        return OrientedBox(cx, cy, box.width, box.height, chance.uniform(0, 3))
    points = []
    for index in range(_NUM_VERTICES):
        turn = 2 * math.pi * index / _NUM_VERTICES
        reach = (1 + 0.2 * math.sin(5 * turn) + chance.uniform(-0.05, 0.05)) / 2.5
        points.append(
            (cx + reach * box.width * math.cos(turn), cy + reach * box.height * math.sin(turn))
        )
    return Polygon(tuple(points))


def _click(view: CanvasView, step: int) -> None:
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100 + 9 * step, 100 + 7 * step)
    )


def _drag(view: CanvasView, to: QPoint) -> None:
    middle = Qt.MouseButton.MiddleButton
    QTest.mousePress(view.viewport(), middle, pos=to - QPoint(3, 2))
    QTest.mouseMove(view.viewport(), to)
    QTest.mouseRelease(view.viewport(), middle, pos=to)


def _move(view: CanvasView, step: int) -> None:
    place = QPointF(100 + 7 * step, 100 + 5 * step).toPoint()
    QTest.mouseMove(view.viewport(), place)


def _median_ms(act: Callable[[int], None], *, frames: int = _NUM_FRAMES) -> float:
    times = []
    for frame in range(frames):
        start = time.thread_time()
        act(frame)
        QApplication.processEvents()
        times.append(1e3 * (time.thread_time() - start))
    return statistics.median(times)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    for kind in sys.argv[1:] or ("boxes", "rotated boxes", "polygons"):
        for share in (0.0, 0.5, 1.0):
            figures = measure(kind, share_of_suggestions=share)
            words = ", ".join(f"{name} {ms:.1f} ms" for name, ms in figures.items())
            row(f"{_NUM_SHAPES:,} {kind}, {share:.0%} of them suggestions", words)
