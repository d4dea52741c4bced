"""What brush, eraser and wand do to outlines on a real view."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop.canvas.tools.tool import ToolName
from engine.domain.annotations import Source
from engine.domain.project import Task
from tests.desktop_canvas.builders import annotation, open_image, suggestion
from tests.desktop_canvas.outlined import OTHER, SQUARE, area_px, only

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _segments(model) -> None:
    model.set_task(Task.SEGMENT)


class TestBrush:
    def test_stroke_draws_and_further_strokes_add_to_it(self, model, view, hand):
        model.open(open_image())
        view.set_tool(ToolName.BRUSH)
        hand.drag((100, 100), (200, 100))
        assert model.selection == (only(model).id,)
        first = area_px(only(model))
        hand.drag((150, 100), (150, 200))
        assert area_px(only(model)) > 1.5 * first
        hand.key(Key.Key_Z, modifiers=CTRL)
        assert area_px(only(model)) == first

    def test_stroke_leaves_vertices_out_of_its_reach_as_they_are(self, model, view, hand):
        model.open(open_image(SQUARE))
        model.select([SQUARE.id])
        view.set_tool(ToolName.BRUSH)
        hand.drag((300, 200), (330, 200))
        assert set(SQUARE.shape.points_px) <= set(only(model).shape.points_px)
        assert area_px(only(model)) > 40_000

    def test_escape_deselects_so_that_the_next_stroke_is_another_object(self, model, view, hand):
        model.open(open_image())
        view.set_tool(ToolName.BRUSH)
        hand.drag((100, 100), (200, 100))
        hand.key(Key.Key_Escape)
        hand.drag((100, 300), (200, 300))
        assert len(model.state.annotations) == 2

    def test_eraser_takes_away_what_it_is_pressed_on(self, model, view, hand):
        model.open(open_image(SQUARE, OTHER))
        view.set_tool(ToolName.ERASER)
        hand.drag((200, 110), (200, 290))
        assert area_px(model.state.annotations[SQUARE.id]) < 40_000
        assert model.state.annotations[OTHER.id] == OTHER

    def test_eraser_across_makes_pieces_and_over_all_deletes(self, model, view, hand):
        model.open(open_image(SQUARE))
        model.select([SQUARE.id])
        view.set_tool(ToolName.ERASER)
        hand.drag((200, 50), (200, 350))
        assert len(only(model).shape.parts) == 2
        for _ in range(14):
            hand.key(Key.Key_BracketRight, modifiers=CTRL)
        hand.drag((100, 200), (300, 200))
        assert not model.state.annotations
        model.undo_group.undo()
        model.undo_group.undo()
        assert only(model) == SQUARE

    def test_alt_turns_brush_and_eraser_round(self, model, view, hand):
        model.open(open_image(SQUARE))
        model.select([SQUARE.id])
        view.set_tool(ToolName.BRUSH)
        hand.drag((200, 50), (200, 350), modifiers=ALT)
        assert area_px(only(model)) < 40_000
        view.set_tool(ToolName.ERASER)
        hand.drag((350, 200), (360, 200), modifiers=ALT)
        assert area_px(only(model)) < 40_000 + 5_000

    def test_erasing_where_nothing_is_is_refused(self, model, view, hand, qtbot):
        model.open(open_image(annotation("box", 10, 10, 50, 50)))
        view.set_tool(ToolName.ERASER)
        with qtbot.waitSignal(model.refused):
            hand.drag((30, 30), (40, 40))

    def test_wheel_with_alt_resizes_and_does_not_zoom(self, model, view, hand):
        model.open(open_image())
        view.set_tool(ToolName.BRUSH)
        before = view.zoom
        _wheel_with_alt(view, hand.place(100, 100), notches=3)
        hand.click(100, 100)
        large = area_px(only(model))
        hand.key(Key.Key_Z, modifiers=CTRL)
        _wheel_with_alt(view, hand.place(100, 100), notches=-3)
        hand.click(100, 100)
        assert large > 1.5 * area_px(only(model))
        assert view.zoom == before

    def test_brush_on_a_suggestion_accepts_it(self, model, view, hand):
        offer = replace(suggestion("offer", 0, 0, 9, 9), shape=SQUARE.shape)
        model.open(open_image(suggestions=(offer,)))
        model.select([offer.id])
        view.set_tool(ToolName.BRUSH)
        hand.drag((300, 200), (330, 200))
        assert only(model).source is Source.ACCEPTED


class TestWand:
    @pytest.fixture(autouse=True)
    def _paints(self, model, view) -> None:
        model.open(open_image(image_id=3))
        pixels = QImage(640, 480, QImage.Format.Format_RGB32)
        pixels.fill(QColor("#404040"))
        painter = QPainter(pixels)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#c08060"))
        painter.drawEllipse(QPointF(200, 200), 80, 60)
        painter.setBrush(QColor("#a07050"))
        painter.drawRect(270, 190, 100, 20)
        painter.end()
        view.canvas_scene.set_image(pixels)
        view.set_tool(ToolName.WAND)

    def test_click_takes_the_region_of_one_color(self, model, view, hand):
        hand.click(200, 200)
        assert area_px(only(model)) == pytest.approx(math.pi * 80 * 60, rel=0.05)
        assert model.selection == (only(model).id,)

    def test_drag_takes_in_more(self, model, view, hand):
        hand.drag((200, 200), (290, 260))
        assert area_px(only(model)) > math.pi * 80 * 60 + 1_200

    def test_with_shift_it_adds_and_with_alt_it_takes_away(self, model, view, hand):
        hand.click(200, 200)
        first = area_px(only(model))
        hand.click(340, 200, modifiers=SHIFT)
        assert area_px(only(model)) > first + 1_000
        hand.click(340, 200, modifiers=ALT)
        assert area_px(only(model)) == pytest.approx(first, rel=0.03)

    def test_zoomed_in_it_is_the_same_region(self, model, view, hand):
        view.zoom_by(3, at=QPointF(hand.place(200, 200)))
        hand.click(200, 200)
        assert area_px(only(model)) == pytest.approx(math.pi * 80 * 60, rel=0.05)

    def test_beside_the_image_it_does_nothing(self, model, view, hand):
        hand.click(-5, 200)
        assert not model.state.annotations


def _wheel_with_alt(view, place: QPoint, *, notches: int) -> None:
    event = QWheelEvent(
        QPointF(place),
        QPointF(view.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(120 * notches, 0),
        Qt.MouseButton.NoButton,
        ALT,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
