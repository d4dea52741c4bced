"""Any edits: undoing all of them is the start, redoing all is the end, saving each is the truth."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.viewmodels import edit_commands, object_commands, outline_commands, review
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import EditCommitted, annotation_id
from engine.domain.grips import grip_points
from engine.domain.images import Answer
from engine.domain.polygon_edits import added, taken_away
from tests.desktop_canvas.builders import CLASSES, annotation, open_image, suggestion
from tests.domain.builders import polygons, shapes

_shapes = shapes()
_class_ids = st.sampled_from([class_.id for class_ in CLASSES])
_steps = st.integers(-3, 3)
_places = st.tuples(st.integers(0, 100).map(float), st.integers(0, 80).map(float))


class EditHistory(RuleBasedStateMachine):
    """Gestures in any order, with undo and redo between them."""

    @initialize(
        num_annotations=st.integers(0, 3),
        num_suggestions=st.integers(0, 4),
        answers=st.dictionaries(_class_ids, st.sampled_from(Answer)),
        outlines=st.lists(polygons(), min_size=4, max_size=4),
        are_outlined=st.booleans(),
    )
    def open(self, num_annotations, num_suggestions, answers, outlines, are_outlined):
        annotations = [annotation(f"a{i}", i, i, i + 9, i + 9) for i in range(num_annotations)]
        suggestions = tuple(
            suggestion(f"s{i}", 20 + i, i, 40 + i, i + 9, confidence=i / 5)
            for i in range(num_suggestions)
        )
        if are_outlined:
            pairs = zip(suggestions, outlines, strict=False)
            suggestions = tuple(replace(offer, shape=outline) for offer, outline in pairs)
        self.model = EditModel()
        self.model.set_classes(CLASSES)
        self.model.open(
            open_image(
                *annotations, suggestions=suggestions, answers=answers, width=100, height=100
            )
        )
        self.saved_annotations = dict(self.model.state.annotations)
        self.saved_answers = dict(self.model.state.answers)
        self.model.edit_committed.connect(self.save)
        self.start = self.snapshot()

    def save(self, commit: EditCommitted) -> None:
        for edit in commit.edit.annotations:
            assert self.saved_annotations.get(annotation_id(edit)) == edit.before
            if edit.after is None:
                del self.saved_annotations[annotation_id(edit)]
            else:
                self.saved_annotations[edit.after.id] = edit.after
        self.saved_answers |= commit.answers

    def snapshot(self):
        state = self.model.state
        order = list(state.annotations)
        return dict(state.annotations), dict(state.suggestions), dict(state.answers), order

    @rule(shape=_shapes)
    def draw(self, shape):
        edit_commands.draw(self.model, shape, text="Draw")

    @rule(outline=polygons())
    def draw_outline(self, outline):
        outline_commands.draw_outline(self.model, outline, text="Paint")

    @rule(outline=polygons(), change=st.sampled_from([added, taken_away]))
    def change_outline(self, outline, change):
        selected = outline_commands.selected_outline(self.model)
        if selected is not None:
            object_id, before = selected
            after = change(before, outline)
            outline_commands.change_outline(self.model, object_id, after, text="Stroke")

    @rule(data=st.data())
    def remove_vertex(self, data):
        selected = outline_commands.selected_outline(self.model)
        if selected is not None:
            vertex = data.draw(st.sampled_from(list(grip_points(selected[1]))))
            outline_commands.remove_vertex(self.model, selected[0], vertex)

    @rule(start=_places, end=_places)
    def cut(self, start, end):
        if start != end:
            outline_commands.cut_along(self.model, (start, end))

    @rule()
    def join(self):
        outline_commands.join_selected(self.model)

    @rule(tolerance_px=st.sampled_from([0.5, 4.0]))
    def simplify(self, tolerance_px):
        outline_commands.simplify_selected(self.model, tolerance_px=tolerance_px)

    @rule(data=st.data())
    def select(self, data):
        ids = [*self.model.state.annotations, *self.model.state.suggestions]
        if ids:
            self.model.select(data.draw(st.lists(st.sampled_from(ids), max_size=3)))

    @rule(dx=_steps, dy=_steps)
    def nudge(self, dx, dy):
        edit_commands.nudge(self.model, dx=dx, dy=dy)

    @rule(shape=_shapes)
    def reshape(self, shape):
        changed = dict.fromkeys(self.model.selection, shape)
        edit_commands.reshape(self.model, changed, text="Reshape")

    @rule(class_id=_class_ids)
    def choose_class(self, class_id):
        edit_commands.choose_class(self.model, class_id)

    @rule()
    def delete(self):
        edit_commands.delete_selected(self.model)

    @rule()
    def duplicate(self):
        edit_commands.duplicate_selected(self.model)

    @rule(act=st.sampled_from([object_commands.bring_to_front, object_commands.send_to_back]))
    def arrange(self, act):
        act(self.model)

    @rule(is_so=st.booleans())
    def say_occluded(self, is_so):
        object_commands.set_attributes(self.model, lambda a: replace(a, occluded=is_so))

    @rule()
    def toggle_locks(self):
        self.model.marks.toggle_locks(self.model.selection)

    @rule(act=st.sampled_from([review.accept_selected, review.reject_selected]))
    def answer_suggestion(self, act):
        act(self.model)

    @rule(act=st.sampled_from([review.accept_shown, review.confirm_complete, review.press_enter]))
    def answer_image(self, act):
        act(self.model)

    @rule(threshold=st.floats(0, 1))
    def set_threshold(self, threshold):
        self.model.set_confidence_threshold(threshold)

    @precondition(lambda self: self.model.undo_group.canUndo())
    @rule()
    def undo(self):
        self.model.undo_group.undo()

    @precondition(lambda self: self.model.undo_group.canRedo())
    @rule()
    def redo(self):
        self.model.undo_group.redo()

    @rule()
    def undo_all_then_redo_all(self):
        while self.model.undo_group.canRedo():
            self.model.undo_group.redo()
        end = self.snapshot()
        while self.model.undo_group.canUndo():
            self.model.undo_group.undo()
        assert self.snapshot() == self.start
        while self.model.undo_group.canRedo():
            self.model.undo_group.redo()
        assert self.snapshot() == end

    @invariant()
    def saved_is_shown(self):
        if not hasattr(self, "model"):
            return
        annotations, _, answers, _ = self.snapshot()
        assert self.saved_annotations == annotations
        saved = {id_: a for id_, a in self.saved_answers.items() if a is not Answer.UNLABELED}
        assert saved == answers

    @invariant()
    def selection_is_on_the_canvas(self):
        if not hasattr(self, "model"):
            return
        shown = {shown.id for shown in self.model.shown_suggestions()}
        assert set(self.model.selection) <= shown | set(self.model.state.annotations)


TestEditHistory = EditHistory.TestCase
