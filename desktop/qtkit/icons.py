"""The program's own line icons, tinted by the theme."""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.qtkit.tokens import Tokens

_STYLE_ICONS = ("check", "chevron_down", "chevron_up")


def pixmap(name: str, color: str, *, size_px: int = 20, scale: float = 1.0) -> QPixmap:
    """Return an icon in one color; `size_px` in device-independent pixels.

    Raises:
        FileNotFoundError: There is no icon of that name.
    """
    side = round(size_px * scale)
    result = QPixmap(QSize(side, side))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(_tinted(name, color))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    result.setDevicePixelRatio(scale)
    return result


def icon(name: str, tokens: Tokens, *, size_px: int = 20) -> QIcon:
    """Return an icon for buttons and menus: muted, bright when chosen, faint when disabled.

    It is drawn for the screens that are there; the theme asks for it anew when one is added.
    """
    scales = sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()})
    uses = {
        tokens.muted: ((QIcon.Mode.Normal, QIcon.State.Off),),
        tokens.text: ((QIcon.Mode.Active, QIcon.State.Off), (QIcon.Mode.Normal, QIcon.State.On)),
        tokens.on_accent: ((QIcon.Mode.Selected, QIcon.State.Off),),
        tokens.faint: ((QIcon.Mode.Disabled, QIcon.State.Off),),
    }
    result = QIcon()
    for color, ways in uses.items():
        for scale in scales:
            drawn = pixmap(name, color, size_px=size_px, scale=scale)
            for mode, state in ways:
                result.addPixmap(drawn, mode, state)
    return result


class StyleImages:
    """Tinted icons as files, since a style sheet takes images by path alone."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()

    def write(self, tokens: Tokens) -> dict[str, str]:
        """Write the icons of the style sheet; return their paths by name."""
        paths = {}
        for name in _STYLE_ICONS:
            for suffix, color in (("", tokens.muted), ("_on_accent", tokens.on_accent)):
                # A new name a theme: Qt caches the images of a style sheet by path.
                file_name = f"{name}{suffix}-{color[1:]}.svg"
                path = Path(self._folder.filePath(file_name))
                path.write_bytes(_tinted(name, color))
                paths[name + suffix] = path.as_posix()
        return paths


def _tinted(name: str, color: str) -> bytes:
    return _svg(name).replace(b"currentColor", color.encode())


@functools.lru_cache(maxsize=128)
def _svg(name: str) -> bytes:
    return resources.files("resources").joinpath("icons", f"{name}.svg").read_bytes()
