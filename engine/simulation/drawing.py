"""Line drawings that become SVG or PNG alike."""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Literal, TypeAlias

from PIL import Image, ImageDraw, ImageFont

Anchor: TypeAlias = Literal["start", "middle", "end"]
Place: TypeAlias = tuple[float, float]

# A PNG is painted this much larger and made smaller, which smooths its lines.
_OVERSIZE = 4
_SCALE = 2
_FONT_PX = 12
_ANCHORS: dict[Anchor, str] = {"start": "ls", "middle": "ms", "end": "rs"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line through places; `opacity` 0 to 1 over white."""

    places: tuple[Place, ...]
    color: str
    width: float = 1.0
    opacity: float = 1.0
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    place: Place
    radius: float
    color: str


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; its place is on its base line."""

    place: Place
    text: str
    color: str
    anchor: Anchor = "start"
    is_bold: bool = False


Mark: TypeAlias = Line | Dot | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks on white paper, painted in order; lengths in pixels of a plain screen."""

    width: int
    height: int
    marks: list[Mark] = field(default_factory=list)

    def add(self, marks: Iterable[Mark]) -> None:
        """Paint more."""
        self.marks.extend(marks)


def as_svg(drawing: Drawing, *, title: str) -> str:
    """Return a drawing as SVG for a page; its title is read aloud in its place."""
    marks = "".join(_svg(mark) for mark in drawing.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'role="img" aria-label="{html.escape(title)}" '
        f'font-family="Inter, sans-serif" font-size="{_FONT_PX}">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{marks}</svg>'
    )


def as_png(drawing: Drawing) -> bytes:
    """Return a drawing as PNG, twice its size for sharp screens."""
    size = drawing.width * _OVERSIZE, drawing.height * _OVERSIZE
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for mark in drawing.marks:
        _paint(pen, mark)
    small = image.resize(
        (drawing.width * _SCALE, drawing.height * _SCALE), Image.Resampling.LANCZOS
    )
    file = io.BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def _svg(mark: Mark) -> str:
    match mark:
        case Line():
            places = " ".join(f"{x:.1f},{y:.1f}" for x, y in mark.places)
            dash = ' stroke-dasharray="6 5"' if mark.is_dashed else ""
            return (
                f'<polyline points="{places}" fill="none" stroke="{mark.color}" '
                f'stroke-width="{mark.width}" opacity="{mark.opacity}"{dash}/>'
            )
        case Dot():
            x, y = mark.place
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{mark.radius}" fill="{mark.color}"/>'
        case Text():
            x, y = mark.place
            weight = ' font-weight="600"' if mark.is_bold else ""
            # As a style: the page's own rules for texts would win over attributes.
            return (
                f'<text x="{x:.1f}" y="{y:.1f}" style="fill:{mark.color};font-size:{_FONT_PX}px;'
                f'text-anchor:{mark.anchor}"{weight}>{html.escape(mark.text)}</text>'
            )


def _paint(pen: ImageDraw.ImageDraw, mark: Mark) -> None:
    match mark:
        case Line():
            color, width = _faded(mark.color, mark.opacity), round(mark.width * _OVERSIZE)
            for part in _dashes(mark.places) if mark.is_dashed else [mark.places]:
                pen.line([_large(place) for place in part], fill=color, width=width, joint="curve")
        case Dot():
            (x, y), radius = _large(mark.place), mark.radius * _OVERSIZE
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=mark.color)
        case Text():
            name = "SemiBold" if mark.is_bold else "Regular"
            place, anchor = _large(mark.place), _ANCHORS[mark.anchor]
            pen.text(place, mark.text, fill=mark.color, font=_font(name), anchor=anchor)


def _large(place: Place) -> Place:
    return place[0] * _OVERSIZE, place[1] * _OVERSIZE


def _faded(color: str, opacity: float) -> tuple[int, int, int]:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return (
        round(255 - (255 - red) * opacity),
        round(255 - (255 - green) * opacity),
        round(255 - (255 - blue) * opacity),
    )


def _dashes(places: Sequence[Place]) -> list[Sequence[Place]]:
    """Return the dashes of a straight line between the first place and the last."""
    (x1, y1), (x2, y2) = places[0], places[-1]
    num = max(1, round(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 / 11))

    def at(part: float) -> Place:
        return x1 + (x2 - x1) * part, y1 + (y2 - y1) * part

    return [(at(n / num), at((n + 0.55) / num)) for n in range(num)]


def _font(name: str) -> ImageFont.FreeTypeFont:
    data = resources.files("resources").joinpath(f"fonts/Inter-{name}.otf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), _FONT_PX * _OVERSIZE)
