"""How an image is shown: settings that change what the expert sees and never the pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.identifiers import ClassId

_LEAST_WINDOW = 1e-6


class WindowPreset(StrEnum):
    """A window that is found anew for each image, from its own values."""

    FULL = "full"
    MIDDLE = "middle"
    DARK = "dark"
    BRIGHT = "bright"


@dataclass(frozen=True, slots=True)
class Window:
    """The values between black and white: `level` is their middle, `width` their extent.

    Both are in the units of the file: 0 to 255, or the raw values of an image of more bits.
    """

    level: float
    width: float

    def __post_init__(self) -> None:
        if not self.width > 0:
            raise ValueError(f"a window is wider than nothing, not {self.width}")

    @property
    def low(self) -> float:
        """The highest value shown black."""
        return self.level - self.width / 2

    @property
    def high(self) -> float:
        """The lowest value shown white."""
        return self.level + self.width / 2

    @classmethod
    def between(cls, low: float, high: float) -> Window:
        """Return the window from one value to another, however near they are."""
        return cls((low + high) / 2, max(high - low, _LEAST_WINDOW))


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """How images are shown; the defaults show them as they are.

    Attributes:
        window: Which values lie between black and white.
        brightness: Added after the window, -1 (all black) to 1 (all white).
        contrast: -1 (flat) to 1 (steep) around the middle.
        gamma: 0.2 to 5; above 1 opens the dark parts.
        is_inverted: Whether black and white change places.
        has_local_contrast: Whether each part of the image gets a contrast of its own.
    """

    window: Window | WindowPreset = WindowPreset.FULL
    brightness: float = 0.0
    contrast: float = 0.0
    gamma: float = 1.0
    is_inverted: bool = False
    has_local_contrast: bool = False

    def __post_init__(self) -> None:
        if not (-1 <= self.brightness <= 1 and -1 <= self.contrast <= 1):
            raise ValueError("brightness and contrast are between -1 and 1")
        if not GAMMA_LIMITS[0] <= self.gamma <= GAMMA_LIMITS[1]:
            raise ValueError(f"gamma is between {GAMMA_LIMITS[0]} and {GAMMA_LIMITS[1]}")

    @property
    def is_plain(self) -> bool:
        """Whether images are shown as they are."""
        return self == ViewSettings()


@dataclass(frozen=True, slots=True)
class Hand:
    """What the expert had in hand last.

    Attributes:
        tool: The name of the tool; empty = none yet.
        class_id: The class that new shapes get.
        brush_px: The radius of the brush in pixels of the screen; 0 = as it comes.
    """

    tool: str = ""
    class_id: ClassId | None = None
    brush_px: float = 0.0


@dataclass(frozen=True, slots=True)
class ValueStats:
    """What is known of the values of an image, in the units of its file.

    Attributes:
        low: The value shown black where nothing is set: 0, or the image's own lowest.
        high: The value shown white where nothing is set: 255, or the image's own highest.
        histogram: How many of the looked-at values fall into each of equal parts of low to high.
    """

    low: float
    high: float
    histogram: tuple[int, ...]

    def window(self, wanted: Window | WindowPreset) -> Window:
        """Return a window in numbers."""
        if isinstance(wanted, Window):
            return wanted
        first, last = _SHARES[wanted]
        return Window.between(self.quantile(first), self.quantile(last))

    def quantile(self, share: float) -> float:
        """Return the value that a share of all values, 0 to 1, lies below."""
        if share <= 0 or share >= 1 or not sum(self.histogram):
            return self.low if share < 0.5 else self.high
        left = share * sum(self.histogram)
        step = (self.high - self.low) / len(self.histogram)
        for part, count in enumerate(self.histogram):
            if left <= count:
                return self.low + step * (part + left / max(count, 1))
            left -= count
        return self.high


GAMMA_LIMITS = (0.2, 5.0)
# Which share of the values is black and from which on they are white.
_SHARES = {
    WindowPreset.FULL: (0.0, 1.0),
    WindowPreset.MIDDLE: (0.01, 0.99),
    WindowPreset.DARK: (0.0, 0.5),
    WindowPreset.BRIGHT: (0.5, 1.0),
}
