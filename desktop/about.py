"""What Loupe is, and what its license means for a user."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.qtkit.layouts import column
from desktop.qtkit.overlay import Overlay
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.translation import tr

_WIDTH_PX = 480
_HEIGHT_PX = 300
_LICENSE = tr(
    "Loupe is free software under the GNU Affero General Public License, version 3 "
    "or later, because Ultralytics, with which it trains, is. You may use it for "
    "any purpose, commercial ones too. If you pass Loupe on, or let others use a "
    "changed Loupe over a network, they must get its source under the same terms. "
    "An enterprise license of Ultralytics changes what applies to its part."
)
_PRIVATE = tr(
    "Loupe sends nothing anywhere. It uses the network only when you start a "
    "download. The font is Inter, under the SIL Open Font License."
)


class About(Overlay):
    """Name, version and license."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width_px=_WIDTH_PX, height_px=_HEIGHT_PX)
        self.set_content(
            column(
                text_label("Loupe", TextRole.FIGURE),
                text_label(_version_text(), TextRole.CAPTION),
                8,
                text_label(_LICENSE, wrap=True),
                text_label(_PRIVATE, TextRole.CAPTION, wrap=True),
                None,
                text_label(tr("Esc closes"), TextRole.CAPTION),
                margin_px=24,
            )
        )


def _version_text() -> str:
    # Takes longer to import than the window can wait for it.
    from importlib import metadata

    try:
        return tr("Version {version}").format(version=metadata.version("loupe-vision"))
    except metadata.PackageNotFoundError:
        return tr("Run from a source folder")
