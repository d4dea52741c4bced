"""The page's actions: those of the canvas, and those of answering questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from desktop.actions.action import AVAILABLE, Action, Availability, Group, unavailable
from desktop.actions.key_map import KeyMap
from desktop.canvas.commands import CANVAS_COMMANDS, default_bindings
from desktop.canvas.context_commands import CLASS_COMMANDS, HELD_COMMANDS
from desktop.canvas.keypoint_keys import chosen_keypoint
from desktop.canvas.view import CanvasView
from desktop.pages.label.presenter import PAGE_ID, LabelPresenter
from desktop.qtkit.keycap import KeyHint
from desktop.qtkit.translation import tr
from desktop.settings.schema import ANSWER_FIRST, KEEP_PLACE, MINIMAP, RECORD_VISITS, Toggle
from desktop.settings.settings import Settings
from desktop.viewmodels.turning import selected_rotated
from desktop.viewmodels.view_state import ViewState
from engine.domain.project import Task
from engine.domain.rounds import QuestionState

_EDIT = frozenset(
    {
        "delete",
        "undo",
        "redo",
        "select_all",
        "select_class",
        "copy",
        "paste",
        "paste_previous",
        "duplicate",
        "to_front",
        "to_back",
        "lock",
        "accept",
        "reject",
    }
)
# Also where an image cannot be shown.
_ALWAYS = frozenset({"next_image", "previous_image"})
_VIEW = frozenset({"fit", "actual_size", "zoom_in", "zoom_out", "tags", "crosshair"})


_OWN_COMMANDS = tuple(command for command in CANVAS_COMMANDS if command not in CLASS_COMMANDS)

# How the first label comes about.
_DRAW = {
    Task.DETECT: KeyHint("R", tr("draw boxes")),
    Task.SEGMENT: KeyHint("P", tr("draw polygons")),
    Task.OBB: KeyHint("O", tr("draw rotated boxes")),
    Task.POSE: KeyHint("K", tr("place keypoints")),
    Task.CLASSIFY: KeyHint("1", tr("first class")),
}


_TURNS = (
    KeyHint("Z", tr("turn left"), "rotated"),
    KeyHint("X", tr("a little"), "rotated"),
    KeyHint("C", tr("a little"), "rotated"),
    KeyHint("V", tr("turn right"), "rotated"),
)
_POINTS = (
    KeyHint(".", tr("next point")),
    KeyHint("Left", tr("move it")),
    KeyHint("0", tr("not labeled"), "keypoint"),
    KeyHint("1", tr("hidden", "of a keypoint"), "keypoint"),
    KeyHint("2", tr("visible"), "keypoint"),
)


def label_actions(
    view: CanvasView,
    presenter: LabelPresenter,
    settings: Settings,
    *,
    add_class: Callable[[], None],
    choose_class: Callable[[], None],
    list_objects: Callable[[], None],
    go_to_region: Callable[..., None],
) -> Iterable[Action]:
    """Yield every action of the page."""
    has_image = partial(_has_image, view)
    for command in _OWN_COMMANDS:
        yield Action(
            f"{PAGE_ID}.{command.id}",
            command.text,
            partial(_run, command.run, view),
            _group(command.id),
            command.keys,
            PAGE_ID,
            availability=_always if command.id in _ALWAYS else has_image,
            is_local=bool(command.context),
        )
    yield from _class_actions(view)
    for held in HELD_COMMANDS:
        yield Action(
            f"{PAGE_ID}.{held.id}",
            held.text,
            _nothing,
            Group.VIEW,
            held.keys,
            PAGE_ID,
            availability=partial(unavailable, held.how),
            is_local=True,
        )
    is_asked = partial(_is_asked, presenter)
    for action_id, text, state, key in (
        ("skip", tr("Skip the question"), QuestionState.SKIPPED, "Ctrl+Space"),
        ("unsure", tr("Say that you are not sure"), QuestionState.UNSURE, "U"),
    ):
        run = partial(presenter.pass_over, state)
        yield Action(
            f"{PAGE_ID}.{action_id}", text, run, Group.PAGE, (key,), PAGE_ID, availability=is_asked
        )
    yield Action(
        f"{PAGE_ID}.flag",
        tr("Flag for a second opinion"),
        presenter.flag,
        Group.PAGE,
        ("G",),
        PAGE_ID,
        availability=has_image,
    )
    yield from _view_actions(presenter.view_keeper.state, has_image)
    for toggle, keys in (
        (KEEP_PLACE, ("Shift+F",)),
        (MINIMAP, ("Shift+M",)),
        (ANSWER_FIRST, ()),
        (RECORD_VISITS, ()),
    ):
        run = partial(_flip, settings, toggle)
        action_id = toggle.key.rpartition(".")[2]
        yield Action(f"{PAGE_ID}.{action_id}", toggle.text, run, Group.VIEW, keys, PAGE_ID)
    for action_id, text, key, step in (
        ("next_region", tr("Next part of the page"), "F6", 1),
        ("previous_region", tr("Previous part of the page"), "Shift+F6", -1),
    ):
        run = partial(go_to_region, step=step)
        yield Action(f"{PAGE_ID}.{action_id}", text, run, Group.GO, (key,), PAGE_ID)
    yield Action(
        f"{PAGE_ID}.choose_class",
        tr("Choose a class by name"),
        choose_class,
        Group.EDIT,
        ("Q", "Ctrl+E"),
        PAGE_ID,
        availability=has_image,
    )
    yield Action(
        f"{PAGE_ID}.list_objects",
        tr("Go to the list of labels"),
        list_objects,
        Group.GO,
        ("Shift+O",),
        PAGE_ID,
        availability=has_image,
    )
    yield Action(
        f"{PAGE_ID}.find_rest",
        tr("Find the rest"),
        presenter.rest.find,
        Group.EDIT,
        ("M",),
        PAGE_ID,
        availability=presenter.rest.availability,
    )
    yield Action(f"{PAGE_ID}.add_class", tr("Add a class"), add_class, Group.PAGE, (), PAGE_ID)
    yield Action(
        f"{PAGE_ID}.browse", tr("Browse all images"), presenter.browse, Group.PAGE, (), PAGE_ID
    )
    yield Action(
        f"{PAGE_ID}.recheck",
        tr("Check images that lack a class"),
        presenter.recheck,
        Group.PAGE,
        (),
        PAGE_ID,
    )
    yield Action(
        f"{PAGE_ID}.questions",
        tr("Back to the questions"),
        presenter.back_to_questions,
        Group.PAGE,
        (),
        PAGE_ID,
    )


def canvas_bindings(key_map: KeyMap) -> dict[str, tuple[str, ...]]:
    """Return the keys in force by the ids of what they do on the canvas."""
    return {
        command_id: key_map.keys(f"{PAGE_ID}.{command_id}", keys)
        for command_id, keys in default_bindings().items()
    }


def keys_in_force(key_map: KeyMap) -> dict[str, str]:
    """Return the first key in force, or none, by each key a command of the canvas has by itself."""
    in_force = {}
    for command in (each for each in CANVAS_COMMANDS if not each.context):
        keys = key_map.keys(f"{PAGE_ID}.{command.id}", command.keys)
        for own in command.keys:
            in_force[own] = own if own in keys else next(iter(keys), "")
    return in_force


def _class_actions(view: CanvasView) -> Iterable[Action]:
    for row, command in enumerate(CLASS_COMMANDS):
        yield Action(
            f"{PAGE_ID}.{command.id}",
            command.text,
            partial(_run, command.run, view),
            Group.EDIT,
            command.keys,
            PAGE_ID,
            availability=partial(_has_class, view, row),
            is_local=True,
            is_quiet=row > 0,
        )


def _flip(settings: Settings, toggle: Toggle) -> None:
    settings.set(toggle, not settings.get(toggle))


def _view_actions(state: ViewState, has_image: Callable[[], Availability]) -> Iterable[Action]:
    def _toggle_invert() -> None:
        state.invert(is_inverted=not state.settings.is_inverted)

    def _toggle_local_contrast() -> None:
        state.use_local_contrast(is_used=not state.settings.has_local_contrast)

    for action_id, text, run, keys in (
        ("view_reset", tr("Show the image as it is"), state.reset, ("Shift+R",)),
        ("view_invert", tr("Invert the image"), _toggle_invert, ("Shift+I",)),
        ("view_local", tr("Local contrast on or off"), _toggle_local_contrast, ("Shift+L",)),
    ):
        yield Action(
            f"{PAGE_ID}.{action_id}",
            text,
            run,
            Group.VIEW,
            keys,
            PAGE_ID,
            availability=has_image,
        )


def label_hints(view: CanvasView, presenter: LabelPresenter) -> tuple[KeyHint, ...]:
    """Return the keys that matter most for what is on the canvas."""
    model = view.model
    skip = (KeyHint("Ctrl+Space", tr("skip")),) if presenter.has_question else ()
    if not model.has_image:
        return ()
    own = tuple(KeyHint(key, text) for key, text in view.toolbox.hints)
    if view.toolbox.is_sketching:
        return (
            *own,
            KeyHint("Backspace", tr("take the last point back")),
            KeyHint("Esc", tr("give it up")),
        )
    bare, draw = KeyHint("H", tr("bare image")), _DRAW[model.task]
    if model.is_veiled:
        return (
            KeyHint("Return", tr("compare with the model")),
            draw,
            *skip,
            bare,
        )
    if model.shown_suggestions():
        return (
            KeyHint("Return", tr("next suggestion")),
            KeyHint("C", tr("accept")),
            KeyHint("X", tr("reject")),
            KeyHint("Q", tr("class")),
            KeyHint("Shift+C", tr("accept shown")),
            bare,
        )
    if chosen_keypoint(view) is not None:
        return (*_POINTS, KeyHint("Esc", tr("leave the points")), bare)
    if selected_rotated(model):
        return (*_TURNS, KeyHint("Tab", tr("next object")), bare)
    if model.state.annotations:
        return (
            KeyHint("Return", tr("complete and next")),
            KeyHint("Tab", tr("next object")),
            *own,
            *skip,
            bare,
        )
    unsure = (KeyHint("U", tr("not sure")),) if presenter.has_question else ()
    if presenter.rest.availability().is_enabled:
        own = (KeyHint("M", tr("find the rest")), *own)
    return (draw, KeyHint("0", tr("nothing here")), *own, *skip, *unsure)


def _run(command: Callable[[CanvasView], bool], view: CanvasView) -> None:
    command(view)


def _group(command_id: str) -> Group:
    if command_id in _EDIT:
        return Group.EDIT
    return Group.VIEW if command_id in _VIEW else Group.PAGE


def _nothing() -> None:
    """Do nothing: what is held is done by holding it."""


def _has_class(view: CanvasView, row: int) -> Availability:
    if row < len(view.model.classes):
        return _has_image(view)
    return unavailable(tr("The project has no class {number}.").format(number=row + 1))


def _always() -> Availability:
    return AVAILABLE


def _has_image(view: CanvasView) -> Availability:
    return AVAILABLE if view.model.has_image else unavailable(tr("No image is open."))


def _is_asked(presenter: LabelPresenter) -> Availability:
    if presenter.has_question:
        return AVAILABLE
    return unavailable(tr("This image is not a question that is still open."))
