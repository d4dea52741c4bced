"""The colors of the window as tokens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colors of one theme, each as #rrggbb.

    Attributes:
        background: The window.
        surface: Panels and strips.
        raised: Controls and selection.
        line: Hairlines.
        text: Values.
        muted: Captions.
        faint: What is disabled.
        accent: The one primary action, selection, the series that matters.
        on_accent: Text on the accent.
        warning: What wants attention.
        bad: Failure.
        image_surround: Around an image, neutral so that it is judged fairly.
    """

    is_dark: bool
    background: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    warning: str
    bad: str
    image_surround: str

    @property
    def hover(self) -> str:
        """A control under the pointer."""
        return mix(self.raised, self.text, 0.08)

    @property
    def accent_soft(self) -> str:
        """A ground that shows what is chosen without shouting."""
        return mix(self.surface, self.accent, 0.18)

    @property
    def accent_hover(self) -> str:
        """The primary action under the pointer."""
        return mix(self.accent, self.text, 0.12)


DARK = Tokens(
    is_dark=True,
    background="#14161a",
    surface="#1b1e23",
    raised="#23272e",
    line="#2d323a",
    text="#e7e9ec",
    muted="#98a1ac",
    faint="#69727d",
    accent="#36b8a6",
    on_accent="#06231f",
    warning="#e0a84e",
    # A shade lighter than the drawings: 4.5 on raised grounds.
    bad="#e66f67",
    image_surround="#0d0e11",
)
LIGHT = Tokens(
    is_dark=False,
    background="#f1f3f5",
    surface="#fbfcfd",
    raised="#e8ebef",
    line="#d3d8de",
    text="#1b1e23",
    muted="#56606b",
    faint="#8d97a2",
    accent="#0a7164",
    on_accent="#ffffff",
    warning="#8a5a00",
    bad="#b3362e",
    image_surround="#c3c6ca",
)


def mix(color: str, other: str, share: float) -> str:
    """Return a color with a share (0 to 1) of another in it, as #rrggbb."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return f"#{red:02x}{green:02x}{blue:02x}"


def contrast_ratio(color: str, other: str) -> float:
    """Return the WCAG 2 contrast of two colors, 1 to 21."""
    bright, dark = sorted((_luminance(color), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
