"""Shapes that were taken away leave nothing on the screen."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView
from pytestqt.qtbot import QtBot

from desktop.canvas.figures import Figure
from desktop.canvas.items.shape_batch_item import ShapeBatchItem
from desktop.canvas.style import CanvasStyle
from engine.domain.outlines import Outline
from engine.domain.shapes import Box

_RED = QColor("#ff0000")
_STAYS, _GOES = Box(200, 200, 300, 250), Box(10, 10, 100, 100)


def test_set_figures_when_the_view_paints_at_once_then_the_old_place_is_clean(qtbot: QtBot) -> None:
    scene = QGraphicsScene()
    view = QGraphicsView(scene)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.setSceneRect(0, 0, 380, 280)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
    batch = ShapeBatchItem(QPen(_RED, 2), style=CanvasStyle())
    scene.addItem(batch)
    _show(batch, _GOES, _STAYS)
    view.show()
    qtbot.waitUntil(lambda: _num_red(view, above_px=150) > 0)
    _show(batch, _STAYS)
    view.viewport().repaint(300, 280, 5, 5)
    qtbot.waitUntil(lambda: _num_red(view, above_px=150) == 0)
    assert _num_red(view, above_px=300) > 0


def _show(batch: ShapeBatchItem, *boxes: Box) -> None:
    figures = [Figure(Outline(box)) for box in boxes]
    batch.set_figures(figures, np.array([box.xyxy_px for box in boxes]))


def _num_red(view: QGraphicsView, *, above_px: int) -> int:
    """Return how much of the screen, not of a fresh painting, is red above a line."""
    seen = view.screen().grabWindow(view.winId()).toImage()
    height = min(above_px, seen.height())
    places = ((x, y) for x in range(0, seen.width(), 5) for y in range(height))
    return sum(seen.pixelColor(x, y) == _RED for x, y in places)
