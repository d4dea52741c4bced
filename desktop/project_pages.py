"""The pages of an open project, each loaded when it is first opened."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from desktop.actions.action import page_name
from desktop.main_window import MainWindow
from desktop.page import Page, PageSpec
from desktop.qtkit.theme import Theme
from desktop.reporting.messages import MessageCenter
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.wishes import AddWish
from engine.domain.identifiers import ImageId
from engine.loop.bootstrap import Project


class _Shared(TypedDict):
    theme: Theme
    messages: MessageCenter
    settings: Settings


def load_page_code(page_id: str) -> None:
    """Import the code of a page. Any thread."""
    importlib.import_module(f"desktop.pages.{page_id}.page")


# Signals hold their receivers weakly.
@dataclass(frozen=True, slots=True, weakref_slot=True)
class ProjectPages:
    """Makes the pages of a project and joins their wishes to the window. GUI thread only."""

    project: Project
    session: ProjectSession
    window: MainWindow
    theme: Theme
    messages: MessageCenter
    settings: Settings
    # Told whether images are on their way into the project.
    adding_changed: Callable[[bool], None]

    def specs(self) -> list[PageSpec]:
        """Return the pages, in the order of the rail."""
        makers = {
            "images": self._images,
            "classes": self._classes,
            "label": self._label,
            "train": self._train,
            "search": self._search,
            "progress": self._progress,
            "models": self._models,
        }
        return [
            PageSpec(page_id, page_name(page_id), page_id, make) for page_id, make in makers.items()
        ]

    def load_code(self) -> None:
        """Import the code of all pages, so that none waits for it when it is opened. Any thread."""
        for spec in self.specs():
            load_page_code(spec.id)

    def add_images(self, wish: AddWish) -> None:
        """Begin to add images, in front of the user."""
        from desktop.pages.images.page import ImagesPage

        self.window.open_page("images")
        page = self.window.page
        assert isinstance(page, ImagesPage)
        page.add(wish)

    def open_image(self, image_id: ImageId) -> None:
        """Open an image on the page Label."""
        from desktop.pages.label.page import LabelPage

        self.window.open_page("label")
        page = self.window.page
        assert isinstance(page, LabelPage)
        page.open_image(image_id)

    def recheck(self) -> None:
        """Look through the images that lack a class, on the page Label."""
        from desktop.pages.label.page import LabelPage

        self.window.open_page("label")
        page = self.window.page
        assert isinstance(page, LabelPage)
        page.recheck()

    def train(self) -> None:
        """Train on all labels, in front of the user; the page asks where weights are missing."""
        from desktop.pages.train.page import TrainPage

        self.window.open_page("train")
        page = self.window.page
        assert isinstance(page, TrainPage)
        page.start()

    def jobs(self) -> Page:
        """Make what the drawer of jobs holds."""
        from desktop.jobs.panel import JobsPanel

        panel = JobsPanel(self.project, self.session, theme=self.theme, messages=self.messages)
        panel.open_page_requested.connect(self.window.open_page)
        return panel

    def _images(self) -> Page:
        from desktop.pages.images.page import ImagesPage

        page = ImagesPage(self.project, self.session, **self._shared)
        page.open_image_requested.connect(self.open_image)
        page.adding_changed.connect(self.adding_changed)
        return page

    def _classes(self) -> Page:
        from desktop.pages.classes.page import ClassesPage

        page = ClassesPage(self.project, self.session, **self._shared)
        page.recheck_requested.connect(self.recheck)
        return page

    def _label(self) -> Page:
        from desktop.pages.label.page import LabelPage

        return LabelPage(self.project, self.session, **self._shared)

    def _train(self) -> Page:
        from desktop.pages.train.page import TrainPage

        return TrainPage(self.project, self.session, **self._shared)

    def _search(self) -> Page:
        from desktop.pages.search.page import SearchPage

        return SearchPage(self.project, self.session, **self._shared)

    def _progress(self) -> Page:
        from desktop.pages.progress.page import ProgressPage

        page = ProgressPage(self.project, self.session, **self._shared)
        page.open_image_requested.connect(self.open_image)
        return page

    def _models(self) -> Page:
        from desktop.pages.models.page import ModelsPage

        page = ModelsPage(self.project, self.session, **self._shared)
        page.open_image_requested.connect(self.open_image)
        return page

    @property
    def _shared(self) -> _Shared:
        return _Shared(theme=self.theme, messages=self.messages, settings=self.settings)
