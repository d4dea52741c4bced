"""How the canvas looks: colors as #rrggbb and measures in logical pixels of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Layer(IntEnum):
    """The Z order of the scene's items, the bottom first."""

    IMAGE = 0
    SUGGESTIONS = 10
    ANNOTATIONS = 20
    DRAFT = 30
    HANDLES = 40


@dataclass(frozen=True, slots=True)
class CanvasStyle:
    """Colors and measures of the canvas; the defaults are those of the dark theme.

    Attributes:
        surround: Around the image, neutral in every theme so that the image is judged fairly.
        accent: The selection frame while it is dragged.
        selected: Outline and handles of what is selected or asked about.
        halo: Drawn under bright lines and texts so that they show on any image.
        tag: Texts at shapes.
        crosshair: The lines through the pointer.
        line_px: Width of the outlines of annotations.
        dashed_line_px: Width of the outlines of suggestions.
        dash: Lengths of strokes and gaps of suggestions, in widths of the line.
        bone_px: Width of the lines between keypoints.
        dot_px: Width of a keypoint.
        handle_px: Side of a handle.
        font_family: Font of the texts at shapes.
        font_px: Height of that font.
    """

    surround: str = "#0d0e11"
    accent: str = "#36b8a6"
    selected: str = "#fff3d6"
    halo: str = "#000000"
    tag: str = "#ffffff"
    crosshair: str = "#e7e9ec"
    line_px: float = 3.0
    dashed_line_px: float = 2.0
    dash: tuple[float, float] = (3.5, 2.0)
    bone_px: float = 1.5
    dot_px: float = 6.0
    handle_px: float = 8.0
    font_family: str = "Inter"
    font_px: int = 13
