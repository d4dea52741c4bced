"""Where texts stand at shapes."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QTransform

from desktop.canvas.style import CanvasStyle
from desktop.canvas.tags import Tag, place_tags
from engine.domain.shapes import Box

SCREEN = QRect(0, 0, 400, 300)


def test_text_when_it_would_lie_on_another_then_moves_into_its_box() -> None:
    long, beside = (
        Tag("RBC or Platelets? 0.25", Box(50, 100, 90, 160)),
        Tag("RBC or Platelets? 0.34", Box(110, 100, 150, 160)),
    )
    first, second = place_tags(
        [long, beside], to_screen=QTransform(), screen=SCREEN, style=CanvasStyle()
    )
    assert first.baseline < 100 < second.baseline
    assert second.baseline - second.ascent > first.baseline


def test_texts_when_apart_then_stand_above_their_boxes() -> None:
    tags = [Tag("A", Box(50, 100, 90, 160)), Tag("B", Box(200, 100, 250, 160))]
    placed = place_tags(tags, to_screen=QTransform(), screen=SCREEN, style=CanvasStyle())
    assert all(tag.baseline < 100 for tag in placed)


def test_text_when_long_then_is_shortened_in_its_middle() -> None:
    tag = Tag("a class with a name that goes on and on? 0.25", Box(50, 100, 90, 160))
    (placed,) = place_tags([tag], to_screen=QTransform(), screen=SCREEN, style=CanvasStyle())
    assert placed.width <= 0.4 * SCREEN.width()
    assert placed.text.startswith("a class")
    assert placed.text.endswith("0.25")
