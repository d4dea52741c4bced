"""What keys do on the canvas, as data: menus, the palette and the key sheet can derive from it."""

from __future__ import annotations

from collections.abc import Callable

from desktop.canvas.command import CanvasCommand
from desktop.canvas.context_commands import CLASS_COMMANDS, CONTEXT_COMMANDS, HELD_COMMANDS
from desktop.canvas.keypoint_keys import (
    add_skeleton,
    chosen_keypoint,
    nudge_chosen,
    walk_keypoints,
)
from desktop.canvas.tools.offered import tools_of, why_not_offered
from desktop.canvas.tools.tool import ToolName
from desktop.canvas.view import CanvasView
from desktop.qtkit.translation import tr
from desktop.viewmodels import (
    edit_commands,
    image_classes,
    object_commands,
    outline_commands,
    review,
)
from desktop.viewmodels.edits import ObjectId

_THRESHOLD_STEP = 0.05
_FAR_NUDGE_PX = 10
_ZOOM_STEP = 1.25


def _always(act: Callable[[CanvasView], object]) -> Callable[[CanvasView], bool]:
    def run(view: CanvasView) -> bool:
        act(view)
        return True

    return run


def _tool(name: ToolName) -> Callable[[CanvasView], bool]:
    def act(view: CanvasView) -> None:
        if name in tools_of(view.model.task):
            view.set_tool(name)
        else:
            view.model.refused.emit(why_not_offered(view.model.task))

    return _always(act)


def _walk(step: int) -> Callable[[CanvasView], bool]:
    def run(view: CanvasView) -> bool:
        return _reveal(view, review.walk(view.model, step=step))

    return run


def _repeat_tool(view: CanvasView) -> None:
    view.toolbox.repeat()


def _enter(view: CanvasView) -> None:
    if not view.toolbox.finish() and not _reveal(view, review.press_enter(view.model)):
        view.look.end()


def _reveal(view: CanvasView, object_id: ObjectId | None) -> bool:
    if object_id is None:
        return False
    view.look.at(view.model.state.box(object_id))
    return True


def _answer(act: Callable[[CanvasView], None]) -> Callable[[CanvasView], bool]:
    def run(view: CanvasView) -> bool:
        is_answer = bool(review.answerable(view.model))
        act(view)
        if is_answer and view.model.selection:
            _reveal(view, view.model.selection[0])
        elif is_answer:
            view.look.end()
        return is_answer

    return run


def _escape(view: CanvasView) -> None:
    if view.toolbox.cancel():
        return
    if chosen_keypoint(view) is not None:
        view.canvas_scene.choose_grip(None)
    elif view.model.selection:
        view.model.select([])
        view.look.end()
    else:
        view.set_tool(ToolName.SELECT)


def _arrow(*, dx: int = 0, dy: int = 0, far: bool = False) -> Callable[[CanvasView], bool]:
    def run(view: CanvasView) -> bool:
        step = _FAR_NUDGE_PX if far else 1
        if nudge_chosen(view, dx=dx * step, dy=dy * step):
            return True
        if view.model.selection:
            edit_commands.nudge(view.model, dx=dx * step, dy=dy * step)
        elif dx and not far:
            view.navigation_requested.emit(dx)
        else:
            return False
        return True

    return run


def _threshold(step: float) -> Callable[[CanvasView], bool]:
    def act(view: CanvasView) -> None:
        view.model.set_confidence_threshold(round(view.model.confidence_threshold + step, 2))

    return _always(act)


def _walk_points(step: int) -> Callable[[CanvasView], bool]:
    return lambda view: walk_keypoints(view, step)


def _resize(steps: int) -> Callable[[CanvasView], bool]:
    return lambda view: view.toolbox.active.resize(steps)


def _simplify(view: CanvasView) -> None:
    # What cannot be told apart on the screen was not meant.
    outline_commands.simplify_selected(view.model, tolerance_px=1.0 / view.zoom)


def _undo(view: CanvasView) -> None:
    # While something is drawn, undo takes back just that.
    if not view.toolbox.undo():
        view.model.undo_group.undo()


def _redo(view: CanvasView) -> None:
    # What could be redone was done on what the gesture started from.
    if not (view.toolbox.is_sketching or view.toolbox.cancel()):
        view.model.undo_group.redo()


def _delete(view: CanvasView) -> None:
    if view.toolbox.is_sketching:
        view.toolbox.undo()
    elif image_classes.sorts_images(view.model):
        image_classes.take_image_class_away(view.model)
    elif not view.toolbox.active.delete():
        edit_commands.delete_selected(view.model)


def _copy(view: CanvasView) -> None:
    ids = edit_commands.selected_annotation_ids(view.model)
    view.clipboard = tuple(view.model.state.annotations[id_] for id_ in ids)


def _paste(view: CanvasView) -> None:
    object_commands.paste_at(view.model, view.clipboard, view.pointer_place)


def _select_all(view: CanvasView) -> None:
    locked = view.model.marks.locked
    view.model.select(id_ for id_ in view.model.state.annotations if id_ not in locked)


CANVAS_COMMANDS: tuple[CanvasCommand, ...] = (
    CanvasCommand("select", tr("Select and edit"), ("V",), _tool(ToolName.SELECT)),
    CanvasCommand("box", tr("Draw boxes"), ("R",), _tool(ToolName.BOX)),
    CanvasCommand(
        "extreme_box",
        tr("Box by four extreme points"),
        ("T",),
        _tool(ToolName.EXTREME_BOX),
    ),
    CanvasCommand(
        "rotated_box",
        tr("Draw rotated boxes"),
        ("O",),
        _tool(ToolName.ROTATED_BOX),
    ),
    CanvasCommand("keypoints", tr("Place keypoints"), ("K",), _tool(ToolName.KEYPOINTS)),
    CanvasCommand("polygon", tr("Draw polygons"), ("P",), _tool(ToolName.POLYGON)),
    CanvasCommand("brush", tr("Paint outlines"), ("B",), _tool(ToolName.BRUSH)),
    CanvasCommand("eraser", tr("Erase from outlines"), ("E",), _tool(ToolName.ERASER)),
    CanvasCommand("wand", tr("Take regions of one color"), ("W",), _tool(ToolName.WAND)),
    CanvasCommand("cut", tr("Cut outlines in two"), ("Y",), _tool(ToolName.CUT)),
    CanvasCommand("trace", tr("Trace objects by click or box"), ("S",), _tool(ToolName.TRACE)),
    CanvasCommand(
        "trace_selected",
        tr("Trace what is in the selected boxes"),
        ("Shift+S",),
        _always(lambda v: v.toolbox.selection_tracing.start()),
    ),
    CanvasCommand("smaller", tr("Smaller brush"), ("Ctrl+[",), _resize(-1)),
    CanvasCommand("larger", tr("Larger brush"), ("Ctrl+]",), _resize(1)),
    CanvasCommand(
        "join",
        tr("Join the selected outlines"),
        ("J",),
        _always(lambda v: outline_commands.join_selected(v.model)),
    ),
    CanvasCommand(
        "simplify", tr("Simplify the selected outlines"), ("Shift+P",), _always(_simplify)
    ),
    CanvasCommand("next_keypoint", tr("Next keypoint of the object"), (".",), _walk_points(1)),
    CanvasCommand(
        "previous_keypoint", tr("Previous keypoint of the object"), (",",), _walk_points(-1)
    ),
    CanvasCommand(
        "add_skeleton", tr("Place a skeleton in the middle"), ("Shift+K",), _always(add_skeleton)
    ),
    CanvasCommand("last_tool", tr("Repeat the last tool"), ("N",), _always(_repeat_tool)),
    CanvasCommand("cancel", tr("Cancel or deselect"), ("Esc",), _always(_escape)),
    CanvasCommand("next_object", tr("Next suggestion or object"), ("Tab",), _walk(1)),
    CanvasCommand(
        "previous_object", tr("Previous suggestion or object"), ("Shift+Tab",), _walk(-1)
    ),
    CanvasCommand(
        "enter",
        tr("Go to what is left, then confirm the image"),
        ("Return", "Enter", "Ctrl+Return", "Ctrl+Enter"),
        _always(_enter),
    ),
    CanvasCommand(
        "empty", tr("Nothing here"), ("0",), _always(lambda v: review.confirm_empty(v.model))
    ),
    CanvasCommand(
        "accept",
        tr("Accept suggestion"),
        ("C",),
        _answer(lambda v: review.accept_selected(v.model)),
    ),
    CanvasCommand(
        "reject",
        tr("Reject suggestion"),
        ("X",),
        _answer(lambda v: review.reject_selected(v.model)),
    ),
    CanvasCommand(
        "accept_shown",
        tr("Accept all shown suggestions"),
        ("Shift+C",),
        _always(lambda v: review.accept_shown(v.model)),
    ),
    CanvasCommand(
        "lower_threshold", tr("Show less confident"), ("[",), _threshold(-_THRESHOLD_STEP)
    ),
    CanvasCommand(
        "raise_threshold", tr("Show more confident"), ("]",), _threshold(_THRESHOLD_STEP)
    ),
    CanvasCommand("left", tr("Move left, or previous image"), ("Left",), _arrow(dx=-1)),
    CanvasCommand("right", tr("Move right, or next image"), ("Right",), _arrow(dx=1)),
    CanvasCommand("up", tr("Move up"), ("Up",), _arrow(dy=-1)),
    CanvasCommand("down", tr("Move down"), ("Down",), _arrow(dy=1)),
    CanvasCommand("far_left", tr("Move left 10 pixels"), ("Shift+Left",), _arrow(dx=-1, far=True)),
    CanvasCommand(
        "far_right", tr("Move right 10 pixels"), ("Shift+Right",), _arrow(dx=1, far=True)
    ),
    CanvasCommand("far_up", tr("Move up 10 pixels"), ("Shift+Up",), _arrow(dy=-1, far=True)),
    CanvasCommand("far_down", tr("Move down 10 pixels"), ("Shift+Down",), _arrow(dy=1, far=True)),
    CanvasCommand(
        "next_image", tr("Next image"), ("D",), _always(lambda v: v.navigation_requested.emit(1))
    ),
    CanvasCommand(
        "previous_image",
        tr("Previous image"),
        ("A",),
        _always(lambda v: v.navigation_requested.emit(-1)),
    ),
    CanvasCommand(
        "delete",
        tr("Delete"),
        ("Del", "Backspace"),
        _always(_delete),
    ),
    CanvasCommand("undo", tr("Undo"), ("Ctrl+Z",), _always(_undo)),
    CanvasCommand("redo", tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), _always(_redo)),
    CanvasCommand(
        "select_all",
        tr("Select all objects"),
        ("Ctrl+A",),
        _always(_select_all),
    ),
    CanvasCommand(
        "select_class",
        tr("Select all objects of the class"),
        ("Ctrl+Shift+A",),
        _always(lambda v: object_commands.select_same_class(v.model)),
    ),
    CanvasCommand(
        "to_front",
        tr("Bring to front"),
        ("PgUp",),
        _always(lambda v: object_commands.bring_to_front(v.model)),
    ),
    CanvasCommand(
        "to_back",
        tr("Send to back"),
        ("PgDown",),
        _always(lambda v: object_commands.send_to_back(v.model)),
    ),
    CanvasCommand(
        "lock",
        tr("Lock or unlock"),
        ("Alt+L",),
        _always(lambda v: v.model.marks.toggle_locks(v.model.selection)),
    ),
    CanvasCommand(
        "hide",
        tr("Hide the selected objects"),
        ("Alt+H",),
        _always(lambda v: v.model.marks.hide(v.model.selection)),
    ),
    CanvasCommand(
        "show_hidden",
        tr("Show hidden objects again"),
        ("Alt+Shift+H",),
        _always(lambda v: v.model.marks.show_all()),
    ),
    CanvasCommand("copy", tr("Copy"), ("Ctrl+C",), _always(_copy)),
    CanvasCommand("paste", tr("Paste"), ("Ctrl+V",), _always(_paste)),
    CanvasCommand(
        "paste_previous",
        tr("Copy the labels of the image before"),
        ("Ctrl+Shift+V",),
        _always(lambda v: object_commands.paste_from_previous(v.model)),
    ),
    CanvasCommand(
        "duplicate",
        tr("Duplicate"),
        ("Ctrl+D",),
        _always(lambda v: edit_commands.duplicate_selected(v.model)),
    ),
    CanvasCommand("fit", tr("Fit the image"), ("F",), _always(CanvasView.zoom_to_fit)),
    CanvasCommand("actual_size", "100 %", ("Ctrl+0",), _always(CanvasView.zoom_to_actual_size)),
    CanvasCommand(
        "zoom_in",
        tr("Zoom in"),
        ("+", "Ctrl++", "Ctrl+="),
        _always(lambda v: v.zoom_by(_ZOOM_STEP)),
    ),
    CanvasCommand(
        "zoom_out", tr("Zoom out"), ("-", "Ctrl+-"), _always(lambda v: v.zoom_by(1 / _ZOOM_STEP))
    ),
    CanvasCommand(
        "tags",
        tr("Show or hide texts"),
        ("L",),
        _always(lambda v: v.canvas_scene.show_tags(shown=not v.canvas_scene.has_tags)),
    ),
    CanvasCommand(
        "crosshair",
        tr("Show or hide the crosshair"),
        ("Shift+X",),
        _always(lambda v: v.show_crosshair(shown=not v.has_crosshair)),
    ),
    *CLASS_COMMANDS,
    *CONTEXT_COMMANDS,
)


def default_bindings() -> dict[str, tuple[str, ...]]:
    """Return the keys that each command, and what is held, has by itself, by id."""
    commands = {command.id: command.keys for command in CANVAS_COMMANDS}
    return commands | {held.id: held.keys for held in HELD_COMMANDS}
