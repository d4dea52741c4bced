"""What mouse and keys do to outlines on a real view."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.canvas.tools.tool import ToolName
from engine.domain.annotations import Source
from engine.domain.grips import Vertex
from engine.domain.outlines import Outline
from engine.domain.project import Task
from engine.domain.shapes import MultiPolygon, Polygon
from tests.desktop_canvas.builders import RBC, WBC, annotation, open_image, shaped, suggestion

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SQUARE = shaped("square", Polygon(((100, 100), (300, 100), (300, 300), (100, 300))))
OTHER = shaped("other", Polygon(((400, 100), (500, 100), (500, 300), (400, 300))), class_id=WBC)


@pytest.fixture(autouse=True)
def _segments(model) -> None:
    model.set_task(Task.SEGMENT)


def _only(model):
    (found,) = model.state.annotations.values()
    return found


def _area(annotation) -> float:
    return Outline(annotation.shape).area_px


def _points(annotation) -> list[tuple[float, float]]:
    return [(round(x / 2) * 2, round(y / 2) * 2) for x, y in annotation.shape.points_px]


class TestPolygonTool:
    @pytest.fixture(autouse=True)
    def _draws(self, model, view) -> None:
        model.open(open_image())
        view.set_tool(ToolName.POLYGON)

    def test_clicks_then_the_first_point_again_close(self, model, view, hand):
        for place in ((100, 100), (200, 100), (200, 200), (102, 101)):
            hand.click(*place)
        found = _only(model)
        assert _points(found) == [(100, 100), (200, 100), (200, 200)]
        assert (found.class_id, found.source) == (RBC, Source.EXPERT)
        assert model.selection == ()
        assert view.tool is ToolName.POLYGON
        assert not view.toolbox.is_sketching

    def test_enter_closes(self, model, hand, qtbot):
        for place in ((100, 100), (200, 100), (200, 200)):
            hand.click(*place)
        with qtbot.assertNotEmitted(model.completion_requested):
            hand.key(Key.Key_Return)
        assert len(_only(model).shape.points_px) == 3

    def test_double_click_closes_at_that_point(self, model, view, hand):
        for place in ((100, 100), (200, 100), (200, 200)):
            hand.click(*place)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=hand.place(200, 200))
        assert len(_only(model).shape.points_px) == 3

    @pytest.mark.parametrize("key", [(Key.Key_Backspace, None), (Key.Key_Z, CTRL)])
    def test_last_point_is_taken_back(self, model, view, hand, key):
        for place in ((100, 100), (200, 100), (300, 300)):
            hand.click(*place)
        held = key[1] or Qt.KeyboardModifier.NoModifier
        hand.key(key[0], modifiers=held)
        hand.click(200, 200)
        hand.key(Key.Key_Return)
        assert _points(_only(model)) == [(100, 100), (200, 100), (200, 200)]

    def test_taking_back_the_first_point_ends_it_and_then_undo_is_undo_again(
        self, model, view, hand
    ):
        for place in ((100, 100), (200, 100), (200, 200)):
            hand.click(*place)
        hand.key(Key.Key_Return)
        hand.click(400, 400)
        hand.key(Key.Key_Z, modifiers=CTRL)
        assert not view.toolbox.is_sketching
        assert len(model.state.annotations) == 1
        hand.key(Key.Key_Z, modifiers=CTRL)
        assert not model.state.annotations

    def test_escape_gives_it_up(self, model, view, hand):
        for place in ((100, 100), (200, 100), (200, 200)):
            hand.click(*place)
        hand.key(Key.Key_Escape)
        assert not model.state.annotations
        assert view.tool is ToolName.POLYGON

    def test_two_points_are_not_enough_and_it_goes_on(self, model, view, hand, qtbot):
        hand.click(100, 100)
        hand.click(200, 100)
        with qtbot.waitSignal(model.refused):
            hand.key(Key.Key_Return)
        assert view.toolbox.is_sketching

    def test_crossing_lines_become_pieces(self, model, hand):
        for place in ((100, 100), (200, 200), (200, 100), (100, 200)):
            hand.click(*place)
        hand.key(Key.Key_Return)
        assert isinstance(_only(model).shape, MultiPolygon)

    def test_freehand_with_shift_follows_the_pointer_and_is_one_act(self, model, view, hand):
        hand.click(100, 100)
        around = [2 * math.pi * step / 60 for step in range(15)]
        for turn in around:
            _move_with_shift(view, hand, 200 - 100 * math.cos(turn), 100 + 100 * math.sin(turn))
        hand.click(300, 150)
        hand.key(Key.Key_Return)
        assert 5 <= len(_only(model).shape.points_px) < 18
        hand.click(100, 300)
        for step in range(10):
            _move_with_shift(view, hand, 100 + 10 * step, 300 + 9 * step)
        hand.key(Key.Key_Backspace)
        hand.click(200, 300)
        hand.click(200, 400)
        hand.key(Key.Key_Return)
        assert len(list(model.state.annotations.values())[1].shape.points_px) == 3

    def test_other_keys_do_not_lose_what_is_drawn(self, model, view, hand, qtbot):
        hand.click(100, 100)
        with qtbot.assertNotEmitted(view.navigation_requested):
            hand.key(Key.Key_D)
        hand.key(Key.Key_V)
        hand.key(Key.Key_3)
        for place in ((200, 100), (200, 200)):
            hand.click(*place)
        hand.key(Key.Key_Return)
        assert _only(model).class_id == WBC

    def test_begun_with_alt_it_is_a_hole(self, model, hand):
        model.open(open_image(SQUARE, image_id=2))
        hand.click(150, 150, modifiers=ALT)
        for place in ((250, 150), (250, 250), (150, 250)):
            hand.click(*place)
        hand.key(Key.Key_Return)
        found = _only(model)
        assert len(found.shape.holes_px) == 1
        assert _area(found) == pytest.approx(200 * 200 - 100 * 100, rel=0.03)

    def test_hole_where_nothing_is_is_refused(self, model, view, hand, qtbot):
        with qtbot.waitSignal(model.refused):
            hand.click(150, 150, modifiers=ALT)
        assert not view.toolbox.is_sketching


class TestVertices:
    @pytest.fixture(autouse=True, params=[ToolName.SELECT, ToolName.POLYGON])
    def _selects(self, model, view, request) -> None:
        model.open(open_image(SQUARE))
        view.set_tool(request.param)
        model.select([SQUARE.id])

    def test_vertex_is_dragged(self, model, hand):
        hand.drag((300, 300), (350, 340))
        assert _points(_only(model))[2] == (350, 340)
        model.undo_group.undo()
        assert _only(model) == SQUARE

    def test_edge_is_dragged_out_to_a_new_vertex(self, model, hand):
        hand.drag((200, 100), (200, 40))
        assert _points(_only(model))[1] == (200, 40)
        assert model.undo_group.undoText() == "Add point"

    def test_click_on_an_edge_adds_a_vertex_there_and_delete_takes_it_away(self, model, hand):
        hand.click(200, 100)
        assert len(_only(model).shape.points_px) == 5
        hand.key(Key.Key_Delete)
        assert _only(model).shape == SQUARE.shape

    def test_alt_click_deletes_a_vertex(self, model, hand):
        hand.click(300, 300, modifiers=ALT)
        assert _points(_only(model)) == [(100, 100), (300, 100), (100, 300)]

    def test_clicked_vertex_is_chosen_and_delete_means_it(self, model, view, hand):
        hand.click(100, 100)
        assert view.canvas_scene.active_grip == Vertex(0, 0, 0)
        hand.key(Key.Key_Delete)
        assert _points(_only(model)) == [(300, 100), (300, 300), (100, 300)]
        hand.key(Key.Key_Delete)
        assert not model.state.annotations
        model.undo_group.undo()
        model.undo_group.undo()
        assert _only(model) == SQUARE


class TestBrush:
    def test_stroke_draws_and_further_strokes_add_to_it(self, model, view, hand):
        model.open(open_image())
        view.set_tool(ToolName.BRUSH)
        hand.drag((100, 100), (200, 100))
        assert model.selection == (_only(model).id,)
        first = _area(_only(model))
        hand.drag((150, 100), (150, 200))
        assert _area(_only(model)) > 1.5 * first
        hand.key(Key.Key_Z, modifiers=CTRL)
        assert _area(_only(model)) == first

    def test_stroke_leaves_vertices_out_of_its_reach_as_they_are(self, model, view, hand):
        model.open(open_image(SQUARE))
        model.select([SQUARE.id])
        view.set_tool(ToolName.BRUSH)
        hand.drag((300, 200), (330, 200))
        assert set(SQUARE.shape.points_px) <= set(_only(model).shape.points_px)
        assert _area(_only(model)) > 40_000

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
        assert _area(model.state.annotations[SQUARE.id]) < 40_000
        assert model.state.annotations[OTHER.id] == OTHER

    def test_eraser_across_makes_pieces_and_over_all_deletes(self, model, view, hand):
        model.open(open_image(SQUARE))
        model.select([SQUARE.id])
        view.set_tool(ToolName.ERASER)
        hand.drag((200, 50), (200, 350))
        assert len(_only(model).shape.parts) == 2
        for _ in range(14):
            hand.key(Key.Key_BracketRight, modifiers=CTRL)
        hand.drag((100, 200), (300, 200))
        assert not model.state.annotations
        model.undo_group.undo()
        model.undo_group.undo()
        assert _only(model) == SQUARE

    def test_alt_turns_brush_and_eraser_round(self, model, view, hand):
        model.open(open_image(SQUARE))
        model.select([SQUARE.id])
        view.set_tool(ToolName.BRUSH)
        hand.drag((200, 50), (200, 350), modifiers=ALT)
        assert _area(_only(model)) < 40_000
        view.set_tool(ToolName.ERASER)
        hand.drag((350, 200), (360, 200), modifiers=ALT)
        assert _area(_only(model)) < 40_000 + 5_000

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
        large = _area(_only(model))
        hand.key(Key.Key_Z, modifiers=CTRL)
        _wheel_with_alt(view, hand.place(100, 100), notches=-3)
        hand.click(100, 100)
        assert large > 1.5 * _area(_only(model))
        assert view.zoom == before

    def test_brush_on_a_suggestion_accepts_it(self, model, view, hand):
        offer = replace(suggestion("offer", 0, 0, 9, 9), shape=SQUARE.shape)
        model.open(open_image(suggestions=(offer,)))
        model.select([offer.id])
        view.set_tool(ToolName.BRUSH)
        hand.drag((300, 200), (330, 200))
        assert _only(model).source is Source.ACCEPTED


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
        assert _area(_only(model)) == pytest.approx(math.pi * 80 * 60, rel=0.05)
        assert model.selection == (_only(model).id,)

    def test_drag_takes_in_more(self, model, view, hand):
        hand.drag((200, 200), (290, 260))
        assert _area(_only(model)) > math.pi * 80 * 60 + 1_200

    def test_with_shift_it_adds_and_with_alt_it_takes_away(self, model, view, hand):
        hand.click(200, 200)
        first = _area(_only(model))
        hand.click(340, 200, modifiers=SHIFT)
        assert _area(_only(model)) > first + 1_000
        hand.click(340, 200, modifiers=ALT)
        assert _area(_only(model)) == pytest.approx(first, rel=0.03)

    def test_zoomed_in_it_is_the_same_region(self, model, view, hand):
        view.zoom_by(3, at=QPointF(hand.place(200, 200)))
        hand.click(200, 200)
        assert _area(_only(model)) == pytest.approx(math.pi * 80 * 60, rel=0.05)

    def test_beside_the_image_it_does_nothing(self, model, view, hand):
        hand.click(-5, 200)
        assert not model.state.annotations


class TestCutAndJoin:
    def test_line_cuts_what_it_crosses_in_one_command(self, model, view, hand):
        model.open(open_image(SQUARE, OTHER))
        hand.key(Key.Key_Y)
        hand.drag((50, 200), (600, 200))
        assert len(model.state.annotations) == 4
        assert {SQUARE.id, OTHER.id} < set(model.state.annotations)
        classes = sorted(a.class_id for a in model.state.annotations.values())
        assert classes == [RBC, RBC, WBC, WBC]
        model.undo_group.undo()
        assert list(model.state.annotations.values()) == [SQUARE, OTHER]

    def test_line_cuts_only_what_is_selected(self, model, view, hand):
        model.open(open_image(SQUARE, OTHER))
        model.select([OTHER.id])
        view.set_tool(ToolName.CUT)
        hand.drag((50, 200), (600, 200))
        assert len(model.state.annotations) == 3

    def test_line_beside_is_refused(self, model, view, hand, qtbot):
        model.open(open_image(SQUARE))
        view.set_tool(ToolName.CUT)
        with qtbot.waitSignal(model.refused):
            hand.drag((50, 400), (600, 400))

    def test_join_makes_pieces_of_one_object(self, model, hand):
        model.open(open_image(SQUARE, OTHER))
        model.select([SQUARE.id, OTHER.id])
        hand.key(Key.Key_J)
        found = _only(model)
        assert (found.id, found.class_id) == (SQUARE.id, RBC)
        assert len(found.shape.parts) == 2
        model.undo_group.undo()
        assert len(model.state.annotations) == 2

    def test_join_of_one_is_refused(self, model, hand, qtbot):
        model.open(open_image(SQUARE))
        model.select([SQUARE.id])
        with qtbot.waitSignal(model.refused):
            hand.key(Key.Key_J)

    def test_simplify_takes_away_what_is_not_seen(self, model, hand):
        points = [(100 + i, 100 + 0.1 * (i % 2)) for i in range(100)] + [(200, 300), (100, 300)]
        wavy = shaped("wavy", Polygon(tuple(points)))
        model.open(open_image(wavy))
        model.select([wavy.id])
        hand.key(Key.Key_P, modifiers=SHIFT)
        assert len(_only(model).shape.points_px) == 4


def _move_with_shift(view, hand, x: float, y: float) -> None:
    place = QPointF(hand.place(x, y))
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        QPointF(view.viewport().mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        SHIFT,
    )
    QApplication.sendEvent(view.viewport(), event)


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
