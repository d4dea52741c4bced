"""What keys do while something is selected that they are about, and while they are held."""

from __future__ import annotations

from collections.abc import Callable

from desktop.canvas.command import CanvasCommand, HeldCommand
from desktop.canvas.keypoint_keys import chosen_keypoint, see_chosen
from desktop.canvas.view import CanvasView
from desktop.qtkit.translation import tr
from desktop.viewmodels.class_list_model import class_key
from desktop.viewmodels.image_classes import say_class
from desktop.viewmodels.turning import selected_rotated, turn_selected
from engine.domain.shapes import Visibility

NUM_CLASS_KEYS = 18


def _turn(degrees: float) -> Callable[[CanvasView], bool]:
    return lambda view: turn_selected(view.model, degrees)


def _see(seen: Visibility) -> Callable[[CanvasView], bool]:
    return lambda view: see_chosen(view, seen)


def _say_class(row: int) -> Callable[[CanvasView], bool]:
    def run(view: CanvasView) -> bool:
        classes = view.model.classes
        if row < len(classes):
            say_class(view.model, classes[row].id)
        return True

    return run


def _bare(view: CanvasView, active: bool) -> None:  # noqa: FBT001  # as HeldCommand has it
    view.canvas_scene.show_bare_image(bare=active)


# By what stands before the dot of a command's id: when its keys mean it, whatever else they do.
CONTEXTS: dict[str, Callable[[CanvasView], bool]] = {
    "rotated": lambda view: bool(selected_rotated(view.model)),
    "keypoint": lambda view: chosen_keypoint(view) is not None,
}

CONTEXT_COMMANDS: tuple[CanvasCommand, ...] = (
    CanvasCommand("rotated.turn_left_far", tr("Turn rotated boxes left 5°"), ("Z",), _turn(-5.0)),
    CanvasCommand("rotated.turn_left", tr("Turn rotated boxes left 0.5°"), ("X",), _turn(-0.5)),
    CanvasCommand("rotated.turn_right", tr("Turn rotated boxes right 0.5°"), ("C",), _turn(0.5)),
    CanvasCommand("rotated.turn_right_far", tr("Turn rotated boxes right 5°"), ("V",), _turn(5.0)),
    CanvasCommand(
        "keypoint.not_labeled",
        tr("Keypoint is not labeled"),
        ("0",),
        _see(Visibility.NOT_LABELED),
    ),
    CanvasCommand("keypoint.hidden", tr("Keypoint is hidden"), ("1",), _see(Visibility.HIDDEN)),
    CanvasCommand("keypoint.visible", tr("Keypoint is visible"), ("2",), _see(Visibility.VISIBLE)),
)

CLASS_COMMANDS: tuple[CanvasCommand, ...] = tuple(
    CanvasCommand(
        f"class_{row + 1}",
        tr("Class {number}").format(number=row + 1),
        (class_key(row),),
        _say_class(row),
    )
    for row in range(NUM_CLASS_KEYS)
)

HELD_COMMANDS: tuple[HeldCommand, ...] = (
    HeldCommand(
        "pan",
        tr("Move the image while held"),
        ("Space",),
        tr("Hold its key and drag the image."),
        lambda view, active: view.pan_with_left(active=active),
    ),
    HeldCommand(
        "bare_image",
        tr("Show the bare image while held"),
        ("H",),
        tr("Hold its key and look: what is drawn is hidden meanwhile."),
        _bare,
    ),
)
