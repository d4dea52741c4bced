"""Keys as other programs have them, for hands that know those."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.settings.schema import KeyPreset

Keys = tuple[str, ...]

_LABELME: Mapping[str, Keys] = {
    "label.box": ("Ctrl+R", "W"),
    "label.polygon": ("Ctrl+N",),
    "label.wand": ("Shift+W",),
    "label.select": ("Ctrl+J", "V"),
    "label.choose_class": ("Ctrl+E", "Q"),
    "label.paste_previous": ("Ctrl+P",),
    "label.tags": ("Ctrl+L",),
    "label.fit": ("Ctrl+F",),
    # The polygon has its key.
    "project.new": (),
}
_CVAT: Mapping[str, Keys] = {
    "label.next_image": ("F",),
    "label.previous_image": ("D",),
    "label.fit": ("Shift+Z",),
    "label.paste_previous": ("Ctrl+B",),
    "label.lock": ("L",),
    "label.tags": ("Ctrl+L",),
    "label.hide": ("H",),
    "label.show_hidden": ("Shift+H",),
    "label.bare_image": ("I",),
    "label.to_front": ("+", "="),
    "label.to_back": ("-", "_"),
    "label.zoom_in": ("Ctrl++", "Ctrl+="),
    "label.zoom_out": ("Ctrl+-",),
    "label.cut": ("Alt+J", "Y"),
    "label.rotated.turn_right_far": ("Ctrl+R", "V"),
    "label.rotated.turn_left_far": ("Ctrl+Shift+R", "Z"),
}
_BY_PRESET: Mapping[KeyPreset, Mapping[str, Keys]] = {
    KeyPreset.DEFAULT: {},
    KeyPreset.LABELME: _LABELME,
    KeyPreset.CVAT: _CVAT,
}


def preset_keys(preset: KeyPreset, action_id: str) -> Keys | None:
    """Return the keys a preset gives an action; None where it leaves the action its own."""
    return _BY_PRESET[preset].get(action_id)
