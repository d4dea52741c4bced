"""The tour of the window: a few words for who sees it the first time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from desktop.qtkit.layouts import column, row
from desktop.qtkit.overlay import Overlay
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr

_WIDTH_PX = 460
_HEIGHT_PX = 240


@dataclass(frozen=True, slots=True)
class _Stop:
    title: str
    text: str


_STOPS = (
    _Stop(
        tr("From images to a model"),
        tr(
            "You label some images, Loupe trains a model on them, and then asks you about "
            "the images that teach it most. Nothing leaves this computer."
        ),
    ),
    _Stop(
        tr("One button knows what comes next"),
        tr(
            "The colored button at the top right always holds the next sensible step, and "
            "says why. Beside it stands how good the model is, and what runs in the "
            "background."
        ),
    ),
    _Stop(
        tr("Enter is the key that goes on"),
        tr(
            "On the page Label it leads from one open question to the next and then to the "
            "next image. Whatever you do can be undone, and all of it is stored at once."
        ),
    ),
    _Stop(
        tr("Keys and commands"),
        tr(
            "F1 lists the keys, Ctrl+K finds any command, and Help has a guide to read "
            "offline. In Settings the keys can be those of labelme or CVAT."
        ),
    ),
)


class Tour(Overlay):
    """Floats over the window; Enter goes on, Escape ends it. GUI thread only."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width_px=_WIDTH_PX, height_px=_HEIGHT_PX)
        self._number = 0
        self._title = text_label("", TextRole.TITLE)
        self._text = text_label("", wrap=True)
        self._count = text_label("", TextRole.CAPTION)
        self._skip = styled(QPushButton(tr("Skip")), look="quiet")
        self._next = styled(QPushButton(tr("Next")), look="primary")
        buttons = row(self._count, None, self._skip, self._next)
        self.set_content(
            column(self._title, self._text, None, buttons, spacing_px=12, margin_px=24)
        )
        self._skip.clicked.connect(self.close)
        self._next.clicked.connect(self._go_on)

    @override
    def open(self) -> None:
        self._show(0)
        super().open()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Right:
                self._go_on()
            case Qt.Key.Key_Left:
                self._show(max(0, self._number - 1))
            case _:
                super().keyPressEvent(event)

    def _go_on(self) -> None:
        if self._number + 1 < len(_STOPS):
            self._show(self._number + 1)
        else:
            self.close()

    def _show(self, number: int) -> None:
        self._number = number
        is_last = number + 1 == len(_STOPS)
        self._title.setText(_STOPS[number].title)
        self._text.setText(_STOPS[number].text)
        self._count.setText(
            tr("{number} of {num_stops}").format(number=number + 1, num_stops=len(_STOPS))
        )
        self._skip.setVisible(not is_last)
        self._next.setText(tr("Begin") if is_last else tr("Next"))
