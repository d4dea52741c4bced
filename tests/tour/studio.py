"""The real window, put where something is to be seen, and photographed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Desktop
from desktop.page import Page
from desktop.pages.label.page import LabelPage
from desktop.pages.start.page import StartPage
from desktop.paths import DesktopPaths
from desktop.project_window import ProjectWindow
from desktop.qtkit.theme import ThemeMode
from desktop.rail import Rail
from desktop.settings.schema import THEME
from tests.tour.inspection import inspect
from tests.tour.stages import standing

_PATIENCE_S = 20.0
_REST_MS, _STILL_MS = 40, 100
# Quick to write; the pictures do not stay.
_PNG_QUALITY = 80
_MAX_RESTLESS_S = 4.0


@dataclass(frozen=True)
class Look:
    """A theme and a size of the window."""

    mode: ThemeMode
    width: int
    height: int

    @property
    def name(self) -> str:
        return f"{self.mode}-{self.width}x{self.height}"


LOOKS = tuple(
    Look(mode, width, height)
    for mode in (ThemeMode.DARK, ThemeMode.LIGHT)
    for width, height in ((1280, 800), (1920, 1080))
)


class Studio:
    """Drives the window as its composition root made it, and takes pictures of it."""

    def __init__(self, app: QApplication, out_dir: Path) -> None:
        self._app = app
        self._out_dir = out_dir
        self.desktop = Desktop(app, DesktopPaths.of_user())
        self.projects = ProjectWindow(self.desktop, opener=standing)
        self.projects.start()
        self.window.activateWindow()
        self.pictures: dict[str, dict[str, Path]] = {}
        self.problems: list[str] = []
        self.desktop.crashes.crashed.connect(self._on_crashed)

    @property
    def window(self) -> QWidget:
        return self.desktop.window

    @property
    def page_ids(self) -> list[str]:
        """The pages of the rail, from above."""
        return list(self.desktop.window.findChild(Rail).page_ids)

    def those_of(self, *page_ids: str) -> list[str]:
        """Return those of these pages that the window has."""
        return [page_id for page_id in page_ids if page_id in self.page_ids]

    @property
    def page(self) -> Page:
        page = self.desktop.window.page
        assert page is not None
        return page

    @property
    def start_page(self) -> StartPage:
        page = self.projects.show_start()
        self.rest()
        return page

    @property
    def label_page(self) -> LabelPage:
        assert isinstance(self.page, LabelPage)
        return self.page

    def dress(self, look: Look) -> None:
        """Wear a theme and take a size."""
        self.desktop.settings.set(THEME, look.mode.value)
        self.window.resize(look.width, look.height)
        self.window.move(0, 0)
        QTest.mouseMove(self.window, QPoint(3, look.height - 3))
        self.rest()

    def open(self, folder: Path, *, read_only: bool = False) -> None:
        """Open a project in place of the one before."""
        self.projects.open(folder, read_only=read_only)
        self.wait_for(lambda: self.projects.is_project_open)
        self.rest()

    def go(self, page_id: str) -> None:
        """Bring a page to the front."""
        self.desktop.window.open_page(page_id)
        self.rest()

    def press(self, *keys: Qt.Key | str) -> None:
        """Press keys where the focus is."""
        for key in keys:
            target = self.window.focusWidget() or self.window
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, key)
        self.rest()

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        ends = time.monotonic() + _PATIENCE_S
        while not is_so():
            if time.monotonic() > ends:
                raise TimeoutError("the window did not come there")
            QTest.qWait(20)

    def rest(self) -> None:
        """Let the window work until nothing is read any more."""
        QTest.qWait(_REST_MS)
        ends = time.monotonic() + _MAX_RESTLESS_S
        while self._is_reading() and time.monotonic() < ends:
            QTest.qWait(_REST_MS)

    def hold_still(self) -> QImage:
        """Let the window work until its looks no longer change, and return them."""
        self.rest()
        ends = time.monotonic() + _MAX_RESTLESS_S
        before, now = QImage(), self._from_screen()
        while now != before and time.monotonic() < ends:
            QTest.qWait(_STILL_MS)
            before, now = now, self._from_screen()
        return now

    def shoot(self, name: str, look: Look) -> None:
        """Take a picture of the real window from the screen, and note what is wrong with it."""
        picture = self.hold_still()
        path = self._out_dir / f"{name}-{look.name}.png"
        save(picture, path)
        self.pictures.setdefault(name, {})[look.name] = path
        found = inspect(self.window, picture)
        self.problems += [f"{name}, {look.name}: {each}" for each in found]

    def close(self) -> None:
        """End the window as a user does."""
        self.window.close()
        self.desktop.shutdown()

    def _is_reading(self) -> bool:
        """Whether images or the database are being read for the page in front."""
        opened = self.projects._open
        if opened is None:
            return False
        return not (opened._session.thread.is_idle and opened._session.pool.is_idle)

    def _on_crashed(self, report: object) -> None:
        self.problems.append(f"an unexpected error: {report}")

    def _from_screen(self) -> QImage:
        screen = self.window.screen()
        return screen.grabWindow(self.window.winId()).toImage()


def save(picture: QImage, path: Path) -> None:
    """Write a picture as it is seen: without its alpha, which is opaque."""
    picture.convertToFormat(QImage.Format.Format_RGB888).save(str(path), "PNG", _PNG_QUALITY)
