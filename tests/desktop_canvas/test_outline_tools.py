"""What mouse and keys do to outlines on a real view."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.canvas.tools.tool import ToolName
from engine.domain.annotations import Source
from engine.domain.grips import Vertex
from engine.domain.project import Task
from engine.domain.shapes import MultiPolygon, Polygon
from tests.desktop_canvas.builders import RBC, WBC, open_image, shaped
from tests.desktop_canvas.outlined import OTHER, SQUARE, area_px, only

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _segments(model) -> None:
    model.set_task(Task.SEGMENT)


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
        found = only(model)
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
        assert len(only(model).shape.points_px) == 3

    def test_double_click_closes_at_that_point(self, model, view, hand):
        for place in ((100, 100), (200, 100), (200, 200)):
            hand.click(*place)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=hand.place(200, 200))
        assert len(only(model).shape.points_px) == 3

    @pytest.mark.parametrize("key", [(Key.Key_Backspace, None), (Key.Key_Z, CTRL)])
    def test_last_point_is_taken_back(self, model, view, hand, key):
        for place in ((100, 100), (200, 100), (300, 300)):
            hand.click(*place)
        held = key[1] or Qt.KeyboardModifier.NoModifier
        hand.key(key[0], modifiers=held)
        hand.click(200, 200)
        hand.key(Key.Key_Return)
        assert _points(only(model)) == [(100, 100), (200, 100), (200, 200)]

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
        assert isinstance(only(model).shape, MultiPolygon)

    def test_freehand_with_shift_follows_the_pointer_and_is_one_act(self, model, view, hand):
        hand.click(100, 100)
        around = [2 * math.pi * step / 60 for step in range(15)]
        for turn in around:
            _move_with_shift(view, hand, 200 - 100 * math.cos(turn), 100 + 100 * math.sin(turn))
        hand.click(300, 150)
        hand.key(Key.Key_Return)
        assert 5 <= len(only(model).shape.points_px) < 18
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
        assert only(model).class_id == WBC

    def test_begun_with_alt_it_is_a_hole(self, model, hand):
        model.open(open_image(SQUARE, image_id=2))
        hand.click(150, 150, modifiers=ALT)
        for place in ((250, 150), (250, 250), (150, 250)):
            hand.click(*place)
        hand.key(Key.Key_Return)
        found = only(model)
        assert len(found.shape.holes_px) == 1
        assert area_px(found) == pytest.approx(200 * 200 - 100 * 100, rel=0.03)

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
        assert _points(only(model))[2] == (350, 340)
        model.undo_group.undo()
        assert only(model) == SQUARE

    def test_edge_is_dragged_out_to_a_new_vertex(self, model, hand):
        hand.drag((200, 100), (200, 40))
        assert _points(only(model))[1] == (200, 40)
        assert model.undo_group.undoText() == "Add point"

    def test_click_on_an_edge_adds_a_vertex_there_and_delete_takes_it_away(self, model, hand):
        hand.click(200, 100)
        assert len(only(model).shape.points_px) == 5
        hand.key(Key.Key_Delete)
        assert only(model).shape == SQUARE.shape

    def test_alt_click_deletes_a_vertex(self, model, hand):
        hand.click(300, 300, modifiers=ALT)
        assert _points(only(model)) == [(100, 100), (300, 100), (100, 300)]

    def test_clicked_vertex_is_chosen_and_delete_means_it(self, model, view, hand):
        hand.click(100, 100)
        assert view.canvas_scene.active_grip == Vertex(0, 0, 0)
        hand.key(Key.Key_Delete)
        assert _points(only(model)) == [(300, 100), (300, 300), (100, 300)]
        hand.key(Key.Key_Delete)
        assert not model.state.annotations
        model.undo_group.undo()
        model.undo_group.undo()
        assert only(model) == SQUARE


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
        found = only(model)
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
        assert len(only(model).shape.points_px) == 4


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
