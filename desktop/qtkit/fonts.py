"""The bundled font and the sizes text comes in."""

from __future__ import annotations

from importlib import resources

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"
TEXT_PX = 13
CAPTION_PX = 11
FIGURE_PX = 26

_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


def load_fonts() -> None:
    """Make the bundled font known to Qt; once per application is enough, more does no harm."""
    if FAMILY in QFontDatabase.families():
        return
    for name in _FILES:
        data = resources.files("resources").joinpath("fonts", name).read_bytes()
        QFontDatabase.addApplicationFontFromData(data)


def text_font(size_px: int = TEXT_PX, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the window's font with tabular figures, so that numbers do not dance."""
    font = QFont(FAMILY)
    font.setPixelSize(size_px)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
