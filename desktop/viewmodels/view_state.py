"""How images are shown now: the view settings, as controls and gestures change them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from engine.domain.view import GAMMA_LIMITS, ValueStats, ViewSettings, Window, WindowPreset

_EIGHT_BIT = ValueStats(0, 255, ())
# A window narrower than this part of the values shows noise and nothing else.
_LEAST_WINDOW_PART = 1 / 255


class ViewState(QObject):
    """The view settings, which stay from image to image. GUI thread only."""

    # The settings are others.
    changed = Signal()
    # Another image is shown: its values have other limits.
    stats_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = ViewSettings()
        self._stats = _EIGHT_BIT

    @property
    def settings(self) -> ViewSettings:
        """The settings in force."""
        return self._settings

    @property
    def stats(self) -> ValueStats:
        """What is known of the values of the open image."""
        return self._stats

    @property
    def window(self) -> Window:
        """The window in force on the open image."""
        return self._stats.window(self._settings.window)

    @property
    def extent(self) -> float:
        """How far the values of the open image reach, from black to white; above 0."""
        return max(self._stats.high - self._stats.low, 1e-6)

    def set_settings(self, settings: ViewSettings) -> None:
        """Take other settings."""
        if settings != self._settings:
            self._settings = settings
            self.changed.emit()

    def set_stats(self, stats: ValueStats) -> None:
        """Say what is known of the image shown now."""
        if stats != self._stats:
            self._stats = stats
            self.stats_changed.emit()

    def set_window(self, window: Window | WindowPreset) -> None:
        """Show other values between black and white."""
        if isinstance(window, Window):
            least = self.extent * _LEAST_WINDOW_PART
            window = Window(window.level, max(window.width, least))
        self.set_settings(replace(self._settings, window=window))

    def drag_window(self, from_window: Window, *, wider: float, higher: float) -> None:
        """Change a window by parts of the extent of the values: its width and its level."""
        level = from_window.level + higher * self.extent
        level = min(max(level, self._stats.low), self._stats.high)
        width = max(from_window.width + wider * self.extent, self.extent * _LEAST_WINDOW_PART)
        self.set_window(Window(level, width))

    def set_brightness(self, value: float) -> None:
        """Add to all values, -1 to 1."""
        self.set_settings(replace(self._settings, brightness=value))

    def set_contrast(self, value: float) -> None:
        """Spread the values around the middle, -1 to 1."""
        self.set_settings(replace(self._settings, contrast=value))

    def set_gamma(self, value: float) -> None:
        """Open the dark parts (above 1) or close them; what is beyond the limits is the limit."""
        low, high = GAMMA_LIMITS
        self.set_settings(replace(self._settings, gamma=min(max(value, low), high)))

    def invert(self, *, is_inverted: bool) -> None:
        """Let black and white change places, or not."""
        self.set_settings(replace(self._settings, is_inverted=is_inverted))

    def use_local_contrast(self, *, is_used: bool) -> None:
        """Give each part of the image a contrast of its own, or not."""
        self.set_settings(replace(self._settings, has_local_contrast=is_used))

    def reset(self) -> None:
        """Show images as they are."""
        self.set_settings(ViewSettings())
