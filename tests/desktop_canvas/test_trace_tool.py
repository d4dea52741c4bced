"""What mouse and keys do with the trace tool on a real view; a stand-in finds the outlines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.canvas.tools.tool import ToolName
from desktop.canvas.tracer import TraceWish
from engine.domain.annotations import Source
from engine.domain.errors import DataError
from engine.domain.outlines import Outline
from engine.domain.project import Task
from engine.domain.prompts import Prompt, PromptPoint
from engine.domain.shapes import Box, OrientedBox, Polygon
from tests.desktop_canvas.builders import RBC, open_image, shaped
from tests.domain.builders import boxes

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FOUND = Polygon(((100, 100), (200, 90), (210, 200), (110, 190)))


class Finder:
    """Takes the wishes of a tracer, and replies when told to."""

    def __init__(self, tracer) -> None:
        self.wishes: list[TraceWish] = []
        self._tracer = tracer
        tracer.wanted.connect(self.wishes.append)

    @property
    def prompt(self) -> Prompt:
        return self.wishes[-1].prompt

    def reply(self, outline=FOUND, *, place: int = -1) -> None:
        self._tracer.reply(self.wishes[place].number, outline)

    def fail(self) -> None:
        self._tracer.fail(self.wishes[-1].number, DataError("a.png is damaged."))


@pytest.fixture
def finder(model, view) -> Finder:
    """The finder behind a view whose trace tool is in the hand, in a project for outlines."""
    model.set_task(Task.SEGMENT)
    model.open(open_image())
    view.set_tool(ToolName.TRACE)
    return Finder(view.toolbox.tracer)


@pytest.fixture
def refusals(model) -> list[str]:
    said: list[str] = []
    model.refused.connect(said.append)
    return said


def only(model):
    (found,) = model.state.annotations.values()
    return found


def near(point: PromptPoint, x: float, y: float) -> bool:
    return abs(point.x - x) < 2 and abs(point.y - y) < 2


class TestTraceTool:
    def test_click_then_enter_draws_what_was_found(self, model, hand, finder):
        hand.click(150, 150)
        assert near(finder.prompt.points[0], 150, 150)
        assert finder.prompt.points[0].is_on_object
        finder.reply()
        assert not model.state.annotations
        hand.key(Key.Key_Return)
        assert only(model).shape == FOUND
        assert (only(model).class_id, only(model).source) == (RBC, Source.EXPERT)

    def test_drag_then_enter_draws_what_was_found(self, model, hand, finder):
        hand.drag((90, 80), (220, 210))
        assert finder.prompt.points == ()
        assert [round(side / 5) * 5 for side in finder.prompt.box.xyxy_px] == [90, 80, 220, 210]
        finder.reply()
        hand.key(Key.Key_Return)
        assert only(model).shape == FOUND

    def test_object_is_one_undoable_command(self, model, hand, finder):
        hand.click(150, 150)
        hand.click(160, 160, modifiers=ALT)
        finder.reply()
        hand.key(Key.Key_Return)
        assert model.undo_group.undoText() == "Trace object"
        hand.key(Key.Key_Z, modifiers=CTRL)
        assert not model.state.annotations
        assert not model.undo_group.canUndo()

    @pytest.mark.parametrize("modifier", [ALT, SHIFT])
    def test_click_with_a_modifier_says_where_the_object_is_not(self, hand, finder, modifier):
        hand.click(150, 150)
        hand.click(300, 200, modifiers=modifier)
        assert [point.is_on_object for point in finder.prompt.points] == [True, False]

    def test_point_beside_the_object_alone_is_not_followed(self, hand, finder, view):
        hand.click(150, 150, modifiers=ALT)
        assert finder.wishes == []
        assert view.toolbox.is_sketching

    def test_enter_before_anything_is_said_of_the_object_says_what_to_do(
        self, model, hand, finder, refusals
    ):
        hand.click(150, 150, modifiers=ALT)
        hand.key(Key.Key_Return)
        assert refusals == ["Click on the object, or drag a box around it."]
        assert not model.state.annotations

    def test_enter_while_it_is_looked_for_draws_it_once_found(self, model, view, hand, finder):
        hand.click(150, 150)
        hand.key(Key.Key_Return)
        assert not model.state.annotations
        finder.reply()
        assert only(model).shape == FOUND
        assert not view.toolbox.is_sketching

    def test_double_click_draws_it_once_found(self, model, view, hand, finder):
        hand.click(150, 150)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=hand.place(150, 150))
        finder.reply()
        assert only(model).shape == FOUND

    def test_enter_where_nothing_was_found_says_so_and_goes_on(
        self, model, view, hand, finder, refusals
    ):
        hand.click(150, 150)
        finder.reply(None)
        hand.key(Key.Key_Return)
        assert refusals[0].startswith("No object was found there.")
        assert view.toolbox.is_sketching

    def test_escape_drops_it_and_nobody_waits(self, model, view, hand, finder, qtbot):
        hand.click(150, 150)
        with qtbot.waitSignal(view.toolbox.tracer.given_up):
            hand.key(Key.Key_Escape)
        finder.reply()
        assert not model.state.annotations
        assert not view.toolbox.is_sketching

    @pytest.mark.parametrize(
        ("key", "modifiers"),
        [(Key.Key_Backspace, Qt.KeyboardModifier.NoModifier), (Key.Key_Z, CTRL)],
    )
    def test_taking_back_goes_to_the_prompt_before_then_ends(
        self, model, view, hand, finder, key, modifiers
    ):
        hand.drag((90, 80), (220, 210))
        hand.click(150, 150)
        hand.key(key, modifiers=modifiers)
        assert finder.prompt == finder.wishes[0].prompt
        hand.key(key, modifiers=modifiers)
        assert not view.toolbox.is_sketching
        assert not view.toolbox.tracer.is_waiting

    def test_second_box_takes_the_place_of_the_first_and_points_stay(self, hand, finder):
        hand.drag((90, 80), (220, 210))
        hand.click(150, 150)
        hand.drag((95, 85), (240, 230))
        assert len(finder.prompt.points) == 1
        assert round(finder.prompt.box.x2 / 5) * 5 == 240

    def test_late_reply_to_an_earlier_prompt_is_not_taken(self, model, hand, finder):
        hand.click(150, 150)
        hand.click(160, 160)
        finder.reply(Polygon(((0, 0), (9, 0), (9, 9))), place=0)
        finder.reply()
        hand.key(Key.Key_Return)
        assert only(model).shape == FOUND

    def test_failure_leaves_the_prompt_to_try_again(self, model, view, hand, finder):
        hand.click(150, 150)
        finder.fail()
        assert view.toolbox.is_sketching
        hand.click(160, 160)
        finder.reply()
        hand.key(Key.Key_Return)
        assert only(model).shape == FOUND

    def test_wish_that_takes_long_says_so_at_the_object(self, view, hand, finder, qtbot):
        def texts() -> list[str]:
            return [tag.text for tag in view.canvas_scene.tags()]

        hand.click(150, 150)
        assert "Tracing" not in texts()
        qtbot.waitUntil(lambda: view.toolbox.tracer.is_slow)
        assert "Tracing" in texts()
        finder.reply()
        assert "Tracing" not in texts()
        assert not view.toolbox.tracer.is_slow

    def test_other_image_ends_it(self, model, view, hand, finder):
        hand.click(150, 150)
        model.open(open_image(image_id=2))
        finder.reply()
        assert not view.toolbox.is_sketching
        assert not model.state.annotations

    def test_point_beside_the_object_is_painted_where_it_was_set(self, view, hand, finder):
        before = view.grab().toImage()
        hand.click(150, 150, modifiers=ALT)
        place = hand.place(150, 150)
        after = view.grab().toImage()
        assert after.pixelColor(place) != before.pixelColor(place)

    def test_reach_follows_the_zoom(self, view, hand, finder):
        hand.click(150, 150)
        far = finder.wishes[-1].reach_px
        hand.key(Key.Key_Escape)
        view.zoom_by(2.0)
        hand.click(150, 150)
        assert finder.wishes[-1].reach_px == pytest.approx(far / 2)


class TestOtherTasks:
    def test_object_of_a_project_for_boxes_is_the_box_around_it(self, model, hand, finder):
        model.set_task(Task.DETECT)
        hand.click(150, 150)
        finder.reply()
        hand.key(Key.Key_Return)
        assert only(model).shape == Box(100, 90, 210, 200)

    def test_object_of_a_project_for_rotated_boxes_is_the_smallest_around_it(
        self, model, hand, finder
    ):
        model.set_task(Task.OBB)
        hand.click(150, 150)
        finder.reply()
        hand.key(Key.Key_Return)
        shape = only(model).shape
        assert isinstance(shape, OrientedBox)
        assert Outline(FOUND).area_px < shape.width * shape.height < 110 * 110

    def test_tool_is_not_offered_where_outlines_are_of_no_use(self, model, view, hand, refusals):
        model.set_task(Task.CLASSIFY)
        model.open(open_image())
        hand.key(Key.Key_S)
        assert view.tool is not ToolName.TRACE
        assert "of no use here" in refusals[0]


class TestTraceSelected:
    BOXES = (
        shaped("a", Box(100, 100, 200, 200)),
        shaped("b", Box(300, 100, 400, 200)),
        shaped("c", Box(300, 300, 400, 400)),
    )

    @pytest.fixture(autouse=True)
    def _opens(self, model, finder) -> None:
        model.open(open_image(*self.BOXES))

    def test_boxes_become_outlines_one_after_the_other_as_one_command(self, model, hand, finder):
        model.select(["a", "b"])
        hand.key(Key.Key_S, modifiers=SHIFT)
        assert [wish.prompt.box for wish in finder.wishes] == [Box(100, 100, 200, 200)]
        finder.reply()
        assert finder.prompt.box == Box(300, 100, 400, 200)
        other = Polygon(((300, 100), (400, 100), (350, 200)))
        finder.reply(other)
        shapes = {id_: each.shape for id_, each in model.state.annotations.items()}
        assert shapes == {"a": FOUND, "b": other, "c": Box(300, 300, 400, 400)}
        assert model.undo_group.undoText() == "Trace 2 objects"
        hand.key(Key.Key_Z, modifiers=CTRL)
        assert model.state.annotations["a"].shape == Box(100, 100, 200, 200)

    def test_box_in_which_nothing_is_found_stays(self, model, hand, finder, refusals):
        model.select(["a"])
        hand.key(Key.Key_S, modifiers=SHIFT)
        finder.reply(None)
        assert model.state.annotations["a"].shape == Box(100, 100, 200, 200)
        assert refusals == ["No object was found in what is selected."]

    def test_failure_ends_it_in_words(self, model, hand, finder, refusals):
        model.select(["a", "b"])
        hand.key(Key.Key_S, modifiers=SHIFT)
        finder.fail()
        assert refusals == ["a.png is damaged."]
        assert len(finder.wishes) == 1

    def test_box_that_was_deleted_meanwhile_is_left_out(self, model, hand, finder):
        model.select(["a", "b"])
        hand.key(Key.Key_S, modifiers=SHIFT)
        model.select(["a"])
        hand.key(Key.Key_Delete)
        finder.reply()
        finder.reply()
        assert set(model.state.annotations) == {"b", "c"}
        assert model.state.annotations["b"].shape == FOUND

    def test_other_image_meanwhile_gets_nothing(self, model, hand, finder):
        model.select(["a"])
        hand.key(Key.Key_S, modifiers=SHIFT)
        model.open(open_image(shaped("a", Box(1, 1, 9, 9)), image_id=2))
        finder.reply()
        assert model.state.annotations["a"].shape == Box(1, 1, 9, 9)

    def test_without_a_selection_it_says_what_to_do(self, hand, finder, refusals):
        hand.key(Key.Key_S, modifiers=SHIFT)
        assert refusals == ["Select the boxes whose objects shall be traced."]


@given(
    st.lists(boxes() | st.builds(PromptPoint, st.floats(0, 99), st.floats(0, 99), st.booleans()))
)
def test_prompt_says_the_last_box_and_all_points(said) -> None:
    prompt = Prompt()
    for each in said:
        prompt = prompt.with_box(each) if isinstance(each, Box) else prompt.with_point(each)
    points = [each for each in said if isinstance(each, PromptPoint)]
    around = [each for each in said if isinstance(each, Box)]
    assert prompt == Prompt(around[-1] if around else None, tuple(points))
    assert prompt.can_be_followed == bool(around or any(each.is_on_object for each in points))


@given(boxes(0, 100), st.floats(0, 99), st.floats(0, 79), st.floats(1, 50))
def test_area_around_holds_the_prompt_and_lies_in_the_image(box, x, y, margin_px) -> None:
    area = Prompt(box, (PromptPoint(x, y),)).area_around(width=200, height=150, margin_px=margin_px)
    assert 0 <= area.x1 <= min(box.x1, x)
    assert 0 <= area.y1 <= min(box.y1, y)
    assert max(box.x2, x) <= area.x2 <= 200
    assert max(box.y2, y) <= area.y2 <= 150
