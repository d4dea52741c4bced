"""What the mouse does on a real view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from desktop.canvas.tools.tool import ToolName
from desktop.viewmodels.edits import VisitCounts
from engine.domain.annotations import Source
from tests.desktop_canvas.builders import (
    RBC,
    WBC,
    annotation,
    lies_at,
    open_image,
    shapes_of,
    suggestion,
)

LEFT = annotation("left", 100, 100, 200, 200)
RIGHT = annotation("right", 400, 100, 500, 200, class_id=WBC)
DOUBTFUL = suggestion("doubtful", 100, 300, 200, 400, confidence=0.4)
SURE = suggestion("sure", 400, 300, 500, 400, confidence=0.9)

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class TestBoxTool:
    def test_drag_draws_a_box_of_the_current_class(self, model, view, hand):
        model.open(open_image())
        hand.key(Key.Key_R)
        hand.key(Key.Key_3)
        hand.drag((50, 60), (150, 200))
        (found,) = model.state.annotations.values()
        assert lies_at(found.shape, 50, 60, 150, 200)
        assert (found.class_id, found.source) == (WBC, Source.EXPERT)
        assert view.tool is ToolName.BOX
        assert model.selection == ()

    def test_drag_beyond_the_image_is_clipped(self, model, view, hand):
        model.open(open_image())
        view.set_tool(ToolName.BOX)
        hand.drag((600, 440), (645, 484))
        assert lies_at(shapes_of(model)[0], 600, 440, 640, 480)

    def test_two_quick_strokes_draw_twoshapes_of(self, model, view, hand, qtbot):
        model.open(open_image())
        view.set_tool(ToolName.BOX)
        hand.drag((50, 60), (150, 200))
        viewport = view.viewport()
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=hand.place(150, 200))
        hand.drag((152, 202), (250, 300))
        assert len(shapes_of(model)) == 2

    def test_click_selects_and_draws_nothing(self, model, view, hand):
        model.open(open_image(LEFT))
        view.set_tool(ToolName.BOX)
        hand.click(150, 150)
        assert model.selection == (LEFT.id,)
        assert len(shapes_of(model)) == 1

    def test_corner_of_the_selected_box_resizes_it(self, model, view, hand):
        model.open(open_image(LEFT))
        view.set_tool(ToolName.BOX)
        hand.click(150, 150)
        hand.drag((200, 200), (240, 260))
        assert lies_at(shapes_of(model)[0], 100, 100, 240, 260)

    def test_escape_gives_up_the_box_being_drawn(self, model, view, hand):
        model.open(open_image())
        view.set_tool(ToolName.BOX)
        hand.press(50, 60)
        hand.move(150, 200)
        hand.key(Key.Key_Escape)
        hand.release(150, 200)
        assert shapes_of(model) == []
        assert view.tool is ToolName.BOX

    def test_undo_while_drawing_takes_back_just_the_drawing(self, model, view, hand):
        model.open(open_image())
        view.set_tool(ToolName.BOX)
        hand.drag((50, 60), (150, 200))
        hand.press(300, 60)
        hand.move(350, 200)
        hand.key(Key.Key_Z, modifiers=CTRL)
        hand.release(350, 200)
        assert len(shapes_of(model)) == 1

    def test_without_an_image_nothing_is_drawn(self, model, view, hand):
        view.set_tool(ToolName.BOX)
        hand.drag((50, 60), (150, 200))
        assert shapes_of(model) == []


class TestSelectTool:
    def test_click_inside_selects_and_beside_deselects(self, model, hand):
        model.open(open_image(LEFT, RIGHT))
        hand.click(150, 150)
        assert model.selection == (LEFT.id,)
        hand.click(300, 150)
        assert model.selection == ()

    def test_shift_click_extends_and_takes_out(self, model, hand):
        model.open(open_image(LEFT, RIGHT))
        hand.click(150, 150)
        hand.click(450, 150, modifiers=SHIFT)
        assert model.selection == (LEFT.id, RIGHT.id)
        hand.click(450, 150, modifiers=SHIFT)
        assert model.selection == (LEFT.id,)

    def test_drag_moves_in_one_command_and_stays_in_the_image(self, model, hand):
        model.open(open_image(LEFT))
        hand.drag((150, 150), (20, 160))
        assert lies_at(shapes_of(model)[0], 0, 110, 100, 210)
        assert model.visit_counts == VisitCounts(num_adjusted=1)
        model.undo_group.undo()
        assert shapes_of(model) == [LEFT.shape]

    def test_drag_of_one_of_several_selected_moves_all(self, model, hand):
        model.open(open_image(LEFT, RIGHT))
        hand.key(Key.Key_A, modifiers=CTRL)
        hand.drag((150, 150), (150, 170))
        assert [box.y1 for box in shapes_of(model)] == pytest.approx([120, 120], abs=1.5)
        assert model.undo_group.activeStack().count() == 1

    def test_click_on_one_of_several_selected_leaves_that_one(self, model, hand):
        model.open(open_image(LEFT, RIGHT))
        hand.key(Key.Key_A, modifiers=CTRL)
        hand.click(150, 150)
        assert model.selection == (LEFT.id,)

    def test_side_of_the_selected_box_resizes_it(self, model, hand):
        model.open(open_image(LEFT))
        hand.click(150, 150)
        hand.drag((200, 130), (260, 140))
        assert lies_at(shapes_of(model)[0], 100, 100, 260, 200)

    def test_frame_selects_what_lies_whole_inside(self, model, hand):
        model.open(open_image(LEFT, RIGHT, suggestions=(DOUBTFUL,)))
        hand.drag((50, 50), (450, 420))
        assert set(model.selection) == {LEFT.id, DOUBTFUL.id}

    def test_drag_of_a_suggestion_accepts_it(self, model, hand):
        model.open(open_image(suggestions=(SURE,)))
        hand.drag((450, 350), (460, 350))
        (found,) = model.state.annotations.values()
        assert (found.source, found.confidence) == (Source.ACCEPTED, 0.9)
        assert model.selection == (found.id,)

    def test_escape_gives_up_a_move(self, model, hand):
        model.open(open_image(LEFT))
        hand.press(150, 150)
        hand.move(250, 250)
        hand.key(Key.Key_Escape)
        hand.release(250, 250)
        assert shapes_of(model) == [LEFT.shape]

    def test_keys_while_dragging_cannot_take_the_dragged_away(self, model, hand):
        model.open(open_image(LEFT))
        hand.press(150, 150)
        hand.move(250, 250)
        for key in (Key.Key_Delete, Key.Key_3, Key.Key_D):
            hand.key(key)
        hand.release(250, 250)
        assert lies_at(shapes_of(model)[0], 200, 200, 300, 300)
        assert model.state.annotations[LEFT.id].class_id == RBC

    def test_another_image_while_dragging_ends_the_drag(self, model, hand):
        model.open(open_image(LEFT))
        hand.press(150, 150)
        hand.move(250, 250)
        model.open(open_image(RIGHT, image_id=2))
        hand.release(250, 250)
        assert shapes_of(model) == [RIGHT.shape]

    def test_cursor_says_what_a_press_would_do(self, model, view, hand):
        model.open(open_image(LEFT))
        shapes = []
        for place in ((300, 300), (150, 150)):
            hand.move(*place)
            shapes.append(view.viewport().cursor().shape())
        hand.click(150, 150)
        hand.move(200, 200)
        shapes.append(view.viewport().cursor().shape())
        shape = Qt.CursorShape
        assert shapes == [
            shape.ArrowCursor,
            shape.PointingHandCursor,
            shape.SizeFDiagCursor,
        ]


class TestView:
    def test_opening_an_image_fits_it(self, model, view):
        model.open(open_image(width=2000, height=100))
        seen = view.mapToScene(view.viewport().rect()).boundingRect()
        assert seen.contains(view.canvas_scene.sceneRect())
        assert view.zoom == pytest.approx((800 - 16) / 2000)

    def test_fit_follows_the_window(self, model, view, qtbot):
        model.open(open_image())
        view.resize(400, 300)
        assert view.zoom == pytest.approx((300 - 16) / 480)

    def test_wheel_zooms_at_the_cursor(self, model, view, hand, qtbot):
        model.open(open_image())
        before = hand.place(500, 100)
        with qtbot.waitSignal(view.zoom_changed):
            hand.wheel(500, 100, notches=3)
        assert view.zoom == pytest.approx((600 - 16) / 480 * 1.25**3)
        after = hand.place(500, 100)
        assert (before - after).manhattanLength() <= 2

    def test_ctrl_0_shows_pixels_one_to_one_and_f_fits_again(self, model, view, hand):
        model.open(open_image(width=3000, height=2000))
        fitted = view.zoom
        hand.key(Key.Key_0, modifiers=CTRL)
        assert view.zoom == pytest.approx(1.0)
        hand.key(Key.Key_F)
        assert view.zoom == pytest.approx(fitted)

    def test_middle_drag_pans(self, model, view, hand):
        model.open(open_image(LEFT))
        before = hand.place(0, 0)
        hand.drag((300, 300), (340, 320), button=Qt.MouseButton.MiddleButton)
        moved = hand.place(0, 0) - before
        assert (moved.x(), moved.y()) == pytest.approx((40 * view.zoom, 20 * view.zoom), abs=2)

    def test_space_drag_pans_and_draws_nothing(self, model, view, hand):
        model.open(open_image())
        view.set_tool(ToolName.BOX)
        before = hand.place(0, 0)
        QTest.keyPress(view, Key.Key_Space)
        hand.drag((300, 300), (340, 320))
        QTest.keyRelease(view, Key.Key_Space)
        assert hand.place(0, 0) != before
        assert shapes_of(model) == []
        hand.drag((300, 300), (340, 360))
        assert len(shapes_of(model)) == 1

    def test_pointer_is_told_in_pixels_of_the_image(self, model, view, hand, qtbot):
        model.open(open_image())
        with qtbot.waitSignal(view.pointer_moved) as told:
            hand.move(312.5, 188.5)
        x, y = told.args[0]
        assert (x, y) == pytest.approx((312, 188), abs=1)
        with qtbot.waitSignal(view.pointer_moved) as told:
            QTest.mouseMove(view.viewport(), QPoint(1, 1))
        assert told.args == [None]

    def test_walking_to_a_small_object_brings_itlies_at(self, model, view, hand):
        tiny = suggestion("tiny", 3000, 2000, 3010, 2010)
        model.open(open_image(suggestions=(tiny,), width=4000, height=3000))
        hand.key(Key.Key_Tab)
        assert view.zoom * 10 == pytest.approx(0.2 * 600, rel=0.01)
        seen = view.mapToScene(view.viewport().rect()).boundingRect()
        assert seen.contains(QPointF(3005, 2005))

    def test_mouse_side_buttons_go_to_other_images(self, model, view, hand, qtbot):
        model.open(open_image())
        with qtbot.waitSignal(view.navigation_requested) as asked:
            hand.press(10, 10, button=Qt.MouseButton.ForwardButton)
        assert asked.args == [1]

    def test_zoom_has_limits(self, model, view):
        model.open(open_image())
        view.zoom_by(1e9)
        assert view.zoom == 64.0
        view.zoom_by(1e-9)
        assert view.zoom == 0.01
