"""How the image is shown: window and level, and more behind a button."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
)

from desktop.pages.label.value_histogram import ValueHistogram
from desktop.qtkit.blocked import blocked
from desktop.qtkit.icons import icon
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.view_state import ViewState
from engine.domain.view import GAMMA_LIMITS, Window, WindowPreset

_STEPS = 1000
_CAPTION_PX, _FIGURE_PX = 66, 46
_SLIDERS = {
    "window": tr("Window"),
    "level": tr("Level"),
    "brightness": tr("Brightness"),
    "contrast": tr("Contrast"),
    "gamma": tr("Gamma"),
}
_OWN_WINDOW = tr("Own window")
_PRESETS = {
    WindowPreset.FULL: tr("Full range"),
    WindowPreset.MIDDLE: tr("Middle 98 %"),
    WindowPreset.DARK: tr("Dark half"),
    WindowPreset.BRIGHT: tr("Bright half"),
}
_PRESET_TIPS = {
    WindowPreset.FULL: tr("From the lowest to the highest value of each image"),
    WindowPreset.MIDDLE: tr(
        "Leaves out the lowest and the highest hundredth of each image's pixels"
    ),
    WindowPreset.DARK: tr("Shows the darker half of each image's pixels"),
    WindowPreset.BRIGHT: tr("Shows the brighter half of each image's pixels"),
}


class ViewPanel(QWidget):
    """Follows the view state and changes it. GUI thread only."""

    def __init__(self, state: ViewState, theme: Theme) -> None:
        super().__init__()
        self._state = state
        self._theme = theme
        self._preset = styled(QToolButton(), look="quiet")
        self._presets: dict[WindowPreset, QAction] = {}
        self._reset = styled(QToolButton(), look="quiet")
        self._more = styled(QToolButton(), look="quiet")
        self._sliders: dict[str, _Slider] = {
            name: _Slider(_SLIDERS[name], change) for name, change in self._changes().items()
        }
        self._invert = QCheckBox(tr("Invert"))
        self._local = QCheckBox(tr("Local contrast"))
        self._histogram = ValueHistogram(state, theme)
        self._details = QWidget()
        self._build()
        self._connect_signals()
        self._expand(is_expanded=False)
        self._on_changed()
        self._tint()

    def _changes(self) -> dict[str, Callable[[float], None]]:
        """Return what each slider does with its place, 0 to 1."""
        state = self._state
        low, high = (math.log(limit) for limit in GAMMA_LIMITS)
        return {
            "window": self._set_width,
            "level": self._set_level,
            "brightness": lambda share: state.set_brightness(2 * share - 1),
            "contrast": lambda share: state.set_contrast(2 * share - 1),
            "gamma": lambda share: state.set_gamma(math.exp(low + share * (high - low))),
        }

    def _build(self) -> None:
        self._preset.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._preset.setMenu(self._preset_menu())
        self._preset.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # The arrow stands behind the words.
        self._preset.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._preset.setAccessibleName(tr("Which values are shown"))
        self._reset.setAccessibleName(tr("Show the image as it is"))
        self._more.setCheckable(True)
        self._more.setAccessibleName(tr("More about the view"))
        for button in (self._preset, self._reset, self._more):
            button.setIconSize(QSize(14, 14))
        for control in (self._preset, self._reset, self._more, self._invert, self._local):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        heading = row(text_label(tr("View"), TextRole.HEADING), None, spacing_px=2)
        for button in (self._preset, self._reset, self._more):
            heading.addWidget(button)
        details = column(
            self._rows("brightness", "contrast", "gamma"),
            2,
            row(self._invert, self._local, None, spacing_px=16),
            spacing_px=4,
        )
        self._details.setLayout(details)
        self.setLayout(
            column(
                heading,
                self._histogram,
                self._rows("window", "level"),
                self._details,
                spacing_px=4,
            )
        )

    def _rows(self, *names: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, _CAPTION_PX)
        grid.setColumnMinimumWidth(2, _FIGURE_PX)
        grid.setColumnStretch(1, 1)
        for line, name in enumerate(names):
            slider = self._sliders[name]
            grid.addWidget(text_label(_SLIDERS[name], TextRole.CAPTION), line, 0)
            grid.addWidget(slider, line, 1)
            grid.addWidget(slider.figure, line, 2)
        return grid

    def _preset_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        for preset, text in _PRESETS.items():
            action = QAction(text, menu)
            action.setToolTip(_PRESET_TIPS[preset])
            action.setCheckable(True)
            action.triggered.connect(partial(self._state.set_window, preset))
            group.addAction(action)
            menu.addAction(action)
            self._presets[preset] = action
        return menu

    def _connect_signals(self) -> None:
        self._state.changed.connect(self._on_changed)
        self._state.stats_changed.connect(self._on_changed)
        self._reset.clicked.connect(self._state.reset)
        self._more.toggled.connect(lambda is_on: self._expand(is_expanded=is_on))
        self._invert.toggled.connect(lambda is_on: self._state.invert(is_inverted=is_on))
        self._local.toggled.connect(lambda is_on: self._state.use_local_contrast(is_used=is_on))
        self._theme.changed.connect(self._tint)

    def _set_width(self, share: float) -> None:
        width = max(share, 1 / _STEPS) * self._state.extent
        self._state.set_window(Window(self._state.window.level, width))

    def _set_level(self, share: float) -> None:
        level = self._state.stats.low + share * self._state.extent
        self._state.set_window(Window(level, self._state.window.width))

    def _expand(self, *, is_expanded: bool) -> None:
        self._details.setVisible(is_expanded)
        self._histogram.setVisible(is_expanded)
        self._more.setToolTip(
            tr("Show less") if is_expanded else tr("Brightness, contrast, gamma, …")
        )
        self._tint()

    def _on_changed(self) -> None:
        settings, window = self._state.settings, self._state.window
        extent = self._state.extent
        low, high = (math.log(limit) for limit in GAMMA_LIMITS)
        level_share = (window.level - self._state.stats.low) / extent
        self._show("window", window.width / extent, _value_text(window.width, extent))
        self._show("level", level_share, _value_text(window.level, extent))
        self._show("brightness", (settings.brightness + 1) / 2, _signed(settings.brightness))
        self._show("contrast", (settings.contrast + 1) / 2, _signed(settings.contrast))
        gamma_share = (math.log(settings.gamma) - low) / (high - low)
        self._show("gamma", gamma_share, f"{settings.gamma:.2f}")
        with blocked(self._invert, self._local):
            self._invert.setChecked(settings.is_inverted)
            self._local.setChecked(settings.has_local_contrast)
        preset = settings.window if isinstance(settings.window, WindowPreset) else None
        self._preset.setText(_PRESETS[preset] if preset else _OWN_WINDOW)
        for each, action in self._presets.items():
            action.setChecked(each is preset)
        self._reset.setEnabled(not settings.is_plain)
        self._reset.setToolTip(
            tr("The image is shown as it is.")
            if settings.is_plain
            else tr("Show the image as it is (Shift+R)")
        )

    def _show(self, name: str, share: float, figure: str) -> None:
        slider = self._sliders[name]
        with blocked(slider):
            slider.setValue(round(min(max(share, 0.0), 1.0) * _STEPS))
        slider.figure.setText(figure)

    def _tint(self) -> None:
        self._reset.setIcon(icon("reset", self._theme.tokens))
        self._preset.setIcon(icon("chevron_down", self._theme.tokens))
        name = "chevron_up" if self._more.isChecked() else "chevron_down"
        self._more.setIcon(icon(name, self._theme.tokens))


class _Slider(QSlider):
    """A slider and its figure."""

    def __init__(self, name: str, change: Callable[[float], None]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, _STEPS)
        self.setPageStep(_STEPS // 20)
        self.setSingleStep(_STEPS // 100)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.figure: QLabel = text_label(role=TextRole.CAPTION)
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.valueChanged.connect(lambda value: change(value / _STEPS))


def _value_text(value: float, extent: float) -> str:
    return f"{value:,.0f}" if extent >= 20 else f"{value:.3g}"


def _signed(share: float) -> str:
    return f"{100 * share:+.0f}" if round(100 * share) else "0"
