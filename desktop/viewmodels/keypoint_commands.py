"""What an expert does to keypoints, each one command on the undo stack. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import draw, reshape
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import ObjectId
from engine.domain.keypoints import (
    layout_of,
    move_keypoint,
    next_missing,
    place_skeleton,
    set_visibility,
    toggle_visibility,
    with_box_around,
)
from engine.domain.shapes import Box, KeypointSet, Point, Visibility
from engine.domain.skeleton import Skeleton

# A skeleton that nothing of the image tells the proportions of is so wide for its height.
_ASPECT = 0.5
_SEEN_WORDS = {
    Visibility.VISIBLE: "",
    Visibility.HIDDEN: tr(", hidden"),
    Visibility.NOT_LABELED: tr(", not labeled"),
}


def draw_keypoints(model: EditModel, shape: KeypointSet) -> None:
    """Add an object of the current class and select it, as its points are adjusted next."""
    before = set(model.state.annotations)
    draw(model, shape, text=tr("Place keypoints"))
    model.select(id_ for id_ in model.state.annotations if id_ not in before)


def template_in(model: EditModel, box: Box) -> KeypointSet:
    """Return the project's skeleton fitted into a box, in the posture of the object before it."""
    return place_skeleton(layout_of(_skeleton(model), _last_object(model)), box)


def template_at(model: EditModel, *, x: float, y: float, height_px: float) -> KeypointSet:
    """Return the skeleton around a point of the image, as large as the object before it.

    Args:
        model: The open image.
        x: Where its center shall be.
        y: Where its center shall be.
        height_px: How high the first one is, in pixels of the image.
    """
    image, like = model.state.image, _last_object(model)
    height = min(like.box.height if like else height_px, float(image.height))
    width = min(like.box.width if like else _ASPECT * height, float(image.width))
    left = min(max(x - width / 2, 0.0), image.width - width)
    top = min(max(y - height / 2, 0.0), image.height - height)
    placed = template_in(model, Box(left, top, left + width, top + height))
    return placed if like else with_box_around(placed, width=image.width, height=image.height)


def place_missing(model: EditModel, *, x: float, y: float) -> bool:
    """Place the first point that the selected object lacks; whether it lacks any."""
    found = selected_keypoints(model)
    index = None if found is None else next_missing(found[1])
    if index is None:
        return False
    _change(model, lambda shape, size: move_keypoint(shape, index, x=x, y=y, **size))
    return True


def toggle(model: EditModel, index: int) -> None:
    """Let a point of the selected object be visible, then hidden, then not labeled."""
    place = _template_place(model, index)
    _change(model, lambda shape, size: toggle_visibility(shape, index, place=place, **size))


def set_seen(model: EditModel, index: int, seen: Visibility) -> None:
    """Say how a point of the selected object is seen; the last labeled one stays labeled."""
    place = _template_place(model, index)
    _change(model, lambda shape, size: set_visibility(shape, index, seen, place=place, **size))


def nudge_keypoint(model: EditModel, index: int, *, dx: float, dy: float) -> None:
    """Move a point of the selected object by pixels; nudges in a row are one command."""
    (x, y), name = keypoint_in_words(model, index)
    _change(
        model,
        lambda shape, size: move_keypoint(shape, index, x=x + dx, y=y + dy, **size),
        text=tr("Nudge {name}").format(name=name),
        merges=True,
    )


def keypoint_in_words(model: EditModel, index: int) -> tuple[Point, str]:
    """Return where a point of the selected object lies, and its name with how it is seen.

    What is not labeled lies where the skeleton has it in the box of the object.
    """
    found = selected_keypoints(model)
    assert found is not None
    x, y, seen = found[1].points_px[index]
    names = model.skeleton.names if model.skeleton else ()
    name = names[index] if index < len(names) else tr("point {index}").format(index=index + 1)
    place = _template_place(model, index) if seen is Visibility.NOT_LABELED else (x, y)
    return place, f"{name}{_SEEN_WORDS[seen]}"


def selected_keypoints(model: EditModel) -> tuple[ObjectId, KeypointSet] | None:
    """Return the keypoints of what is selected alone, if it has some."""
    if len(model.selection) != 1:
        return None
    shape = model.state.shape(model.selection[0])
    return (model.selection[0], shape) if isinstance(shape, KeypointSet) else None


def _change(
    model: EditModel,
    change: Callable[[KeypointSet, dict[str, int]], KeypointSet],
    *,
    text: str = tr("Change keypoint"),
    merges: bool = False,
) -> None:
    found = selected_keypoints(model)
    if found is None:
        return
    object_id, shape = found
    size = {"width": model.state.image.width, "height": model.state.image.height}
    reshape(model, {object_id: change(shape, size)}, text=text, merges=merges)


def _template_place(model: EditModel, index: int) -> Point:
    """Return where the template has a point in the box of the selected object."""
    found = selected_keypoints(model)
    if found is None or model.skeleton is None:
        return 0.0, 0.0
    x, y, _ = template_in(model, found[1].box).points_px[index]
    return x, y


def _skeleton(model: EditModel) -> Skeleton:
    assert model.skeleton is not None
    return model.skeleton


def _last_object(model: EditModel) -> KeypointSet | None:
    """Return the newest keypoints of the current class in the image."""
    annotations = reversed(model.state.annotations.values())
    of_class = [a.shape for a in annotations if a.class_id == model.current_class_id]
    return next((shape for shape in of_class if isinstance(shape, KeypointSet)), None)
