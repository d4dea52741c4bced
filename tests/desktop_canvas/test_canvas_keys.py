"""What keys do on a real view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.canvas.commands import CANVAS_COMMANDS, default_bindings
from desktop.canvas.context_commands import HELD_COMMANDS
from desktop.canvas.keys import CanvasKeys
from desktop.canvas.tools.tool import ToolName
from engine.domain.annotations import Source
from engine.domain.shapes import Box
from engine.domain.suggestions import SuggestionState
from tests.desktop_canvas.builders import (
    PLATELETS,
    RBC,
    annotation,
    lies_at,
    open_image,
    shapes_of,
    suggestion,
)

LEFT = annotation("left", 100, 100, 200, 200)
DOUBTFUL = suggestion("doubtful", 100, 300, 200, 400, confidence=0.4)
SURE = suggestion("sure", 400, 300, 500, 400, confidence=0.9)

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class TestKeys:
    @pytest.mark.parametrize(
        ("key", "modifiers", "moved"),
        [
            (Key.Key_Left, None, (-1, 0)),
            (Key.Key_Right, None, (1, 0)),
            (Key.Key_Up, SHIFT, (0, -10)),
            (Key.Key_Down, SHIFT, (0, 10)),
        ],
    )
    def test_arrows_nudge_the_selected(self, model, hand, key, modifiers, moved):
        model.open(open_image(LEFT))
        model.select([LEFT.id])
        hand.key(key, modifiers=modifiers or Qt.KeyboardModifier.NoModifier)
        assert lies_at(
            shapes_of(model)[0], 100 + moved[0], 100 + moved[1], 200 + moved[0], 200 + moved[1]
        )

    def test_arrows_without_a_selection_go_to_other_images(self, model, view, hand, qtbot):
        model.open(open_image(LEFT))
        for key, step in ((Key.Key_Right, 1), (Key.Key_Left, -1), (Key.Key_D, 1), (Key.Key_A, -1)):
            with qtbot.waitSignal(view.navigation_requested) as asked:
                hand.key(key)
            assert asked.args == [step]

    def test_class_key_changes_the_selected(self, model, hand):
        model.open(open_image(LEFT))
        model.select([LEFT.id])
        hand.key(Key.Key_1)
        assert model.state.annotations[LEFT.id].class_id == PLATELETS

    def test_class_key_without_a_class_does_nothing(self, model, hand):
        model.open(open_image(LEFT))
        hand.key(Key.Key_9)
        hand.key(Key.Key_1, modifiers=SHIFT)
        assert model.current_class_id == RBC

    def test_delete_and_undo_and_redo(self, model, hand):
        model.open(open_image(LEFT))
        model.select([LEFT.id])
        hand.key(Key.Key_Delete)
        assert shapes_of(model) == []
        hand.key(Key.Key_Z, modifiers=CTRL)
        assert shapes_of(model) == [LEFT.shape]
        hand.key(Key.Key_Z, modifiers=CTRL | SHIFT)
        assert shapes_of(model) == []
        hand.key(Key.Key_Z, modifiers=CTRL)
        hand.key(Key.Key_Y, modifiers=CTRL)
        assert shapes_of(model) == []

    def test_copy_and_paste_reach_another_image(self, model, hand):
        model.open(open_image(LEFT))
        model.select([LEFT.id])
        hand.key(Key.Key_C, modifiers=CTRL)
        model.open(open_image(image_id=2))
        hand.key(Key.Key_V, modifiers=CTRL)
        hand.key(Key.Key_D, modifiers=CTRL)
        assert shapes_of(model) == [LEFT.shape, Box(110, 110, 210, 210)]

    def test_suggestions_are_answered_without_the_mouse(self, model, hand, qtbot):
        model.open(open_image(suggestions=(DOUBTFUL, SURE)))
        hand.key(Key.Key_Tab)
        assert model.selection == (DOUBTFUL.id,)
        hand.key(Key.Key_X)
        assert model.selection == (SURE.id,)
        hand.key(Key.Key_C)
        assert model.state.suggestions[DOUBTFUL.id].state is SuggestionState.REJECTED
        assert [found.source for found in model.state.annotations.values()] == [Source.ACCEPTED]
        with qtbot.waitSignal(model.completion_requested):
            hand.key(Key.Key_Return)

    def test_enter_walks_to_what_is_left(self, model, hand, qtbot):
        model.open(open_image(LEFT, suggestions=(DOUBTFUL, SURE)))
        with qtbot.assertNotEmitted(model.completion_requested):
            hand.key(Key.Key_Return)
        assert model.selection == (DOUBTFUL.id,)
        hand.key(Key.Key_Enter, modifiers=Qt.KeyboardModifier.KeypadModifier)
        assert model.selection == (SURE.id,)

    def test_zero_confirms_an_empty_image(self, model, hand, qtbot):
        model.open(open_image())
        with qtbot.waitSignal(model.completion_requested):
            hand.key(Key.Key_0)

    def test_shift_tab_walks_back(self, model, hand):
        model.open(open_image(suggestions=(DOUBTFUL, SURE)))
        hand.key(Key.Key_Backtab, modifiers=SHIFT)
        assert model.selection == (SURE.id,)

    def test_brackets_move_the_threshold(self, model, hand):
        model.open(open_image(suggestions=(DOUBTFUL, SURE)))
        for _ in range(9):
            hand.key(Key.Key_BracketRight)
        assert model.confidence_threshold == pytest.approx(0.45)
        assert len(model.shown_suggestions()) == 1
        hand.key(Key.Key_BracketLeft)
        assert len(model.shown_suggestions()) == 2

    def test_shift_c_accepts_all_shown(self, model, hand):
        model.open(open_image(suggestions=(DOUBTFUL, SURE)))
        hand.key(Key.Key_C, modifiers=SHIFT)
        sources = {found.source for found in model.state.annotations.values()}
        assert sources == {Source.BULK_ACCEPTED}

    def test_escape_deselects_then_goes_back_to_selecting(self, model, view, hand):
        model.open(open_image(LEFT))
        hand.key(Key.Key_R)
        model.select([LEFT.id])
        hand.key(Key.Key_Escape)
        assert (model.selection, view.tool) == ((), ToolName.BOX)
        hand.key(Key.Key_Escape)
        assert view.tool is ToolName.SELECT
        hand.key(Key.Key_N)
        assert view.tool is ToolName.BOX

    def test_h_shows_the_bare_image_while_held(self, model, view):
        model.open(open_image())
        bare = view.viewport().grab().toImage()
        model.open(open_image(LEFT, image_id=2))
        model.select([LEFT.id])
        labeled = view.viewport().grab().toImage()
        QTest.keyPress(view, Key.Key_H)
        assert view.viewport().grab().toImage() == bare
        QTest.keyRelease(view, Key.Key_H)
        assert view.viewport().grab().toImage() == labeled != bare

    def test_tab_on_an_image_without_objects_goes_on_to_the_next_control(self, model, view, qtbot):
        page = QWidget()
        qtbot.addWidget(page)
        page.resize(800, 700)
        view.setParent(page)
        other = QLineEdit(page)
        other.move(0, 610)
        page.show()
        page.activateWindow()
        view.setFocus()
        qtbot.waitUntil(view.hasFocus)
        model.open(open_image())
        QTest.keyClick(view, Key.Key_Tab)
        has_moved_on = other.hasFocus()
        view.setParent(None)
        assert has_moved_on

    def test_other_bindings_replace_the_default_ones(self, model, view, hand):
        keys = view.findChild(CanvasKeys)
        keys.set_bindings({"box": ("W",)})
        hand.key(Key.Key_R)
        assert view.tool is ToolName.SELECT
        hand.key(Key.Key_W)
        assert view.tool is ToolName.BOX

    def test_held_keys_when_bound_elsewhere_then_they_act_while_these_are_held(
        self, model, view, hand
    ):
        model.open(open_image(annotation("a", 10, 10, 50, 50)))
        keys = view.findChild(CanvasKeys)
        keys.set_bindings({**default_bindings(), "pan": ("M",), "bare_image": ("Ctrl+I",)})
        QTest.keyPress(view, Key.Key_M)
        assert view.viewport().cursor().shape() is Qt.CursorShape.OpenHandCursor
        QTest.keyRelease(view, Key.Key_M)
        assert view.viewport().cursor().shape() is not Qt.CursorShape.OpenHandCursor
        QTest.keyPress(view, Key.Key_Space)
        assert view.viewport().cursor().shape() is not Qt.CursorShape.OpenHandCursor
        QTest.keyPress(view, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        assert view.canvas_scene.is_bare
        # Who lets Control go first lets go of the image all the same.
        QTest.keyRelease(view, Key.Key_I)
        assert not view.canvas_scene.is_bare

    def test_held_key_when_the_focus_goes_then_it_is_let_go(self, model, view):
        model.open(open_image())
        QTest.keyPress(view, Key.Key_H)
        assert view.canvas_scene.is_bare
        view.clearFocus()
        assert not view.canvas_scene.is_bare
        QTest.keyRelease(view, Key.Key_H)
        assert not view.canvas_scene.is_bare

    def test_class_keys_when_bound_elsewhere_then_they_choose_and_digits_do_not(
        self, model, view, hand
    ):
        keys = view.findChild(CanvasKeys)
        keys.set_bindings({**default_bindings(), "class_3": ("S",), "class_1": ()})
        model.open(open_image())
        before = model.current_class_id
        hand.key(Key.Key_1)
        assert model.current_class_id == before
        hand.key(Key.Key_S)
        assert model.current_class_id == model.classes[2].id

    def test_default_keys_mean_one_command_each(self, qapp):
        keys = [(command.context, key) for command in CANVAS_COMMANDS for key in command.keys]
        keys += [("", key) for held in HELD_COMMANDS for key in held.keys]
        assert len(keys) == len(set(keys)) == sum(map(len, default_bindings().values()))
        assert len({command.id for command in CANVAS_COMMANDS}) == len(CANVAS_COMMANDS)

    def test_every_command_runs_without_an_image(self, model, view, qtbot):
        with qtbot.assertNotEmitted(model.completion_requested):
            for command in CANVAS_COMMANDS:
                command.run(view)
