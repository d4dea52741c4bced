"""The actions of the loop: what the strip recommends, and the same from menu and palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop.actions.action import AVAILABLE, Action, Availability, Group, unavailable
from desktop.loop_view import ADDING_REASON, READ_ONLY_REASON, LoopView
from desktop.main_window import MainWindow
from desktop.project_pages import ProjectPages
from desktop.qtkit.translation import tr
from desktop.tasks.project_session import ProjectSession
from engine.domain.jobs import JobKind
from engine.loop.advisor import Action as Advised
from engine.loop.bootstrap import Project


def loop_action_id(action: Advised) -> str:
    """Return the id of the action that does what the advisor recommends."""
    return f"loop.{action}"


class LoopActions:
    """Does what the advisor recommends. GUI thread only."""

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        *,
        window: MainWindow,
        pages: ProjectPages,
    ) -> None:
        self._project = project
        self._session = session
        self._window = window
        self._pages = pages
        self._view: LoopView | None = None
        self._is_adding = False

    def set_view(self, view: LoopView) -> None:
        """Know where the loop stands, so that actions can say whether they make sense."""
        self._view = view

    def set_adding(self, *, is_adding: bool) -> None:
        """Know whether images are on their way in: nothing is asked or trained meanwhile."""
        self._is_adding = is_adding

    def actions(self) -> Iterable[Action]:
        """Return an action for each thing the advisor can recommend."""
        yield self._action(Advised.ADD_IMAGES, tr("Add images"), self._add_images, self._writes)
        yield self._action(Advised.ADD_CLASSES, tr("Add classes"), self._add_classes, self._writes)
        yield self._action(Advised.ASK, tr("Ask the next questions"), self._ask, self._can_ask)
        yield self._action(
            Advised.ANSWER, tr("Answer the questions"), self._answer, self._can_answer
        )
        yield self._action(
            Advised.RECHECK, tr("Check images again"), self._recheck, self._can_recheck
        )
        yield self._action(Advised.TRAIN, tr("Train on all labels"), self._train, self._can_train)
        yield self._action(Advised.SEARCH, tr("Search recipes"), self._search, self._writes)
        yield self._action(Advised.EXPORT, tr("Export the model"), self._export, self._can_export)

    def _action(
        self,
        advised: Advised,
        text: str,
        run: Callable[[], None],
        availability: Callable[[], Availability],
    ) -> Action:
        return Action(loop_action_id(advised), text, run, Group.LOOP, availability=availability)

    def _add_images(self) -> None:
        self._window.open_page("images")
        self._window.run_action("images.add")

    def _add_classes(self) -> None:
        self._window.open_page("classes")
        self._window.run_action("classes.add")

    def _ask(self) -> None:
        self._session.thread.run(self._project.rounds.ask)
        self._window.open_page("label")

    def _answer(self) -> None:
        self._window.open_page("label")

    def _recheck(self) -> None:
        self._pages.recheck()

    def _search(self) -> None:
        self._window.open_page("search")

    def _export(self) -> None:
        self._window.open_page("models")

    def _train(self) -> None:
        self._pages.train()

    def _writes(self) -> Availability:
        if self._project.is_read_only:
            return unavailable(READ_ONLY_REASON)
        return unavailable(ADDING_REASON) if self._is_adding else AVAILABLE

    def _can_ask(self) -> Availability:
        if self._view is not None and not self._view.status.counts.num_images:
            return unavailable(tr("Add images first."))
        if self._view is not None and self._has_questions(self._view):
            return unavailable(tr("The questions of this round come first."))
        return self._writes()

    def _can_answer(self) -> Availability:
        if self._view is None or not self._has_questions(self._view):
            return unavailable(tr("No question is open."))
        return self._writes()

    def _can_recheck(self) -> Availability:
        if self._view is not None and not self._view.status.num_unchecked:
            return unavailable(tr("No image lacks a class."))
        return self._writes()

    def _can_train(self) -> Availability:
        if self._view is not None and not self._view.status.counts.num_labeled:
            return unavailable(tr("Label some images first."))
        if self._view is not None and self._runs(self._view, JobKind.TRAIN):
            return unavailable(tr("A training runs already."))
        return self._writes()

    def _can_export(self) -> Availability:
        if self._view is None or self._view.status.version is None:
            return unavailable(tr("Train a model first."))
        return self._writes()

    def _has_questions(self, view: LoopView) -> bool:
        return view.status.num_open > 0

    def _runs(self, view: LoopView, kind: JobKind) -> bool:
        return any(job.kind is kind for job in view.status.jobs)
