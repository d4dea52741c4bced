"""Keeps questions waiting for an expert who labels: the next round is asked in the background."""

from __future__ import annotations

from desktop.loop_view import LoopView
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.reading import Reading
from engine.domain.changes import Changes
from engine.domain.errors import EngineError
from engine.loop.bootstrap import Project
from engine.loop.refilling import LEAST_OPEN


class Refiller:
    """Has the queue refilled whenever few questions are open. GUI thread only.

    It begins with the first round that is open while the window is: a project that came to rest
    stays so until a person asks.
    """

    def __init__(self, project: Project, session: ProjectSession) -> None:
        self._session = session
        self._is_begun = False
        self._has_failed = False
        self._refilling = Reading(
            session.thread.run, project.rounds.refill, then=self._on_done, failed=self._on_failed
        )

    def follow(self, view: LoopView, *, is_adding: bool) -> None:
        """Look at where the loop stands; `is_adding` says that images are on their way in."""
        standing = view.status.round
        self._is_begun |= standing is not None and standing.state.is_open
        if not self._is_begun or is_adding or view.is_read_only or view.is_on_autopilot:
            return
        if view.status.num_open < LEAST_OPEN:
            self._refilling.again()

    def _on_done(self, _changes: Changes) -> None:
        self._has_failed = False

    def _on_failed(self, error: EngineError) -> None:
        # It is tried at every change, and told once a streak.
        if not self._has_failed:
            self._session.report(error)
        self._has_failed = True
