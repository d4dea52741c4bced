"""The theme: the tokens in use, and how the application wears them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.qtkit.fonts import load_fonts, text_font
from desktop.qtkit.icons import StyleImages
from desktop.qtkit.stylesheet import style_sheet
from desktop.qtkit.tokens import DARK, LIGHT, Tokens


class ThemeMode(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Theme(QObject):
    """The tokens in use; applies them to the application and its windows. GUI thread only.

    Windows wear the style sheet, not the application: Qt would style whatever is put together from
    several layouts anew in each of them, which takes four times as long as to make a page.
    """

    # After the application wears other tokens, or a screen was added for which icons are to be
    # drawn; widgets that paint repaint themselves.
    changed = Signal(Tokens)

    def __init__(self, app: QApplication, mode: ThemeMode = ThemeMode.SYSTEM) -> None:
        super().__init__()
        self._app = app
        self._mode = mode
        self._images = StyleImages()
        self._windows: list[QWidget] = []
        self._style_sheet = ""
        _tell_system(mode)
        self._tokens = tokens_for(mode)
        load_fonts()
        app.setStyle("Fusion")
        app.setFont(text_font())
        self._apply()
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        app.screenAdded.connect(self._on_screen_added)

    @property
    def tokens(self) -> Tokens:
        """The tokens in use."""
        return self._tokens

    @property
    def style_sheet(self) -> str:
        """What windows wear."""
        return self._style_sheet

    def dress(self, window: QWidget) -> None:
        """Have a window and all that is in it wear the theme from now on."""
        self._windows.append(window)
        window.setStyleSheet(self._style_sheet)

    def set_mode(self, mode: ThemeMode) -> None:
        """Wear another theme from now on."""
        self._mode = mode
        _tell_system(mode)
        tokens = tokens_for(mode)
        if tokens != self._tokens:
            self._tokens = tokens
            self._apply()
            self.changed.emit(tokens)

    def _on_system_scheme_changed(self) -> None:
        if self._mode is ThemeMode.SYSTEM:
            self.set_mode(self._mode)

    def _on_screen_added(self) -> None:
        self.changed.emit(self._tokens)

    def _apply(self) -> None:
        self._app.setPalette(palette(self._tokens))
        self._style_sheet = style_sheet(self._tokens, self._images.write(self._tokens))
        for window in self._windows:
            window.setStyleSheet(self._style_sheet)


def tokens_for(mode: ThemeMode) -> Tokens:
    """Return the tokens of a mode; the system's choice is dark where it has none."""
    if mode is ThemeMode.SYSTEM:
        scheme = QGuiApplication.styleHints().colorScheme()
        return LIGHT if scheme is Qt.ColorScheme.Light else DARK
    return DARK if mode is ThemeMode.DARK else LIGHT


def _tell_system(mode: ThemeMode) -> None:
    """Have the window's frame, which the system draws, follow the mode."""
    hints = QGuiApplication.styleHints()
    match mode:
        case ThemeMode.SYSTEM:
            hints.unsetColorScheme()
        case ThemeMode.DARK:
            hints.setColorScheme(Qt.ColorScheme.Dark)
        case ThemeMode.LIGHT:
            hints.setColorScheme(Qt.ColorScheme.Light)


def palette(tokens: Tokens) -> QPalette:
    """Return the palette for what the style sheet does not reach."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    result = QPalette()
    for color_role, color in {
        role.Window: tokens.background,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.background,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.Accent: tokens.accent,
    }.items():
        result.setColor(color_role, QColor(color))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(group.Disabled, color_role, QColor(tokens.faint))
    return result
