"""The pages of an open project, each loaded when it is first opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from desktop.main_window import MainWindow
from desktop.page import Page, PageSpec
from desktop.qtkit.theme import Theme
from desktop.reporting.messages import MessageCenter
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.wishes import AddWish
from engine.loop.bootstrap import Project


class _Shared(TypedDict):
    theme: Theme
    messages: MessageCenter
    settings: Settings


@dataclass(frozen=True, slots=True)
class ProjectPages:
    """Makes the pages of a project and joins their wishes to the window. GUI thread only."""

    project: Project
    session: ProjectSession
    window: MainWindow
    theme: Theme
    messages: MessageCenter
    settings: Settings

    def specs(self) -> list[PageSpec]:
        """Return the pages, in the order of the rail."""
        return [
            PageSpec("images", "Images", "images", self._images),
        ]

    def add_images(self, wish: AddWish) -> None:
        """Begin to add images, in front of the user."""
        from desktop.pages.images.page import ImagesPage

        self.window.open_page("images")
        page = self.window.page
        assert isinstance(page, ImagesPage)
        page.add(wish)

    def _images(self) -> Page:
        from desktop.pages.images.page import ImagesPage

        page = ImagesPage(self.project, self.session, **self._shared)
        page.open_page_requested.connect(self.window.open_page)
        return page

    @property
    def _shared(self) -> _Shared:
        return _Shared(theme=self.theme, messages=self.messages, settings=self.settings)
