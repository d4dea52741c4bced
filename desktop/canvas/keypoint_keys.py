"""Keypoints without a mouse: one after the other, moved, seen, and a whole skeleton placed."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from desktop.canvas.view import CanvasView
from desktop.qtkit.translation import tr
from desktop.viewmodels import keypoint_commands
from engine.domain.grips import KeypointGrip
from engine.domain.shapes import Visibility

_NO_SKELETON = tr("The project has no skeleton. Keypoints belong to projects with the task pose.")
# As high as one that is placed by a click, in pixels of the screen.
_HEIGHT_PX = 200.0


def chosen_keypoint(view: CanvasView) -> int | None:
    """Return the point of the selected object that the keys are about, if one was chosen."""
    grip = view.canvas_scene.active_grip
    return grip.index if isinstance(grip, KeypointGrip) else None


def walk_keypoints(view: CanvasView, step: int) -> bool:
    """Choose the next (1) or previous (-1) point of the selected object; whether it has some."""
    found = keypoint_commands.selected_keypoints(view.model)
    if found is None:
        return False
    num_points, chosen = len(found[1].points_px), chosen_keypoint(view)
    start = -1 if step > 0 else 0
    _choose(view, ((start if chosen is None else chosen) + step) % num_points)
    return True


def nudge_chosen(view: CanvasView, *, dx: float, dy: float) -> bool:
    """Move the chosen point by pixels of the image; whether there is one."""
    index = chosen_keypoint(view)
    if index is None:
        return False
    keypoint_commands.nudge_keypoint(view.model, index, dx=dx, dy=dy)
    _choose(view, index)
    return True


def see_chosen(view: CanvasView, seen: Visibility) -> bool:
    """Say how the chosen point is seen; whether there is one."""
    index = chosen_keypoint(view)
    if index is None:
        return False
    keypoint_commands.set_seen(view.model, index, seen)
    _choose(view, index)
    return True


def add_skeleton(view: CanvasView) -> None:
    """Place a skeleton in the middle of what is shown, and choose its first point."""
    model = view.model
    if model.skeleton is None:
        model.refused.emit(_NO_SKELETON)
        return
    middle = view.mapToScene(view.viewport().rect().center())
    inside = view.canvas_scene.sceneRect()
    place = QPointF(
        min(max(middle.x(), inside.left()), inside.right()),
        min(max(middle.y(), inside.top()), inside.bottom()),
    )
    template = keypoint_commands.template_at(
        model, x=place.x(), y=place.y(), height_px=_HEIGHT_PX / view.zoom
    )
    keypoint_commands.draw_keypoints(model, template)
    walk_keypoints(view, 1)


def _choose(view: CanvasView, index: int) -> None:
    # An edit ends the choice of a grip, as others may have taken its place; points keep theirs.
    view.canvas_scene.choose_grip(KeypointGrip(index))
