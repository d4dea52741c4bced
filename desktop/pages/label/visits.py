"""Visits, stored when the expert leaves an image."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from desktop.pages.label.visit_clock import VisitClock
from desktop.settings.schema import RECORD_VISITS
from desktop.settings.settings import Settings
from desktop.tasks.project_thread import ProjectThread
from desktop.viewmodels.edits import VisitCounts
from engine.domain.annotations import Visit
from engine.domain.identifiers import ImageId
from engine.loop.labeling import Labeling


class VisitRecorder:
    """Times one visit at a time, unless the user switched that off. GUI thread only."""

    def __init__(
        self,
        labeling: Labeling,
        thread: ProjectThread,
        *,
        clock: VisitClock,
        settings: Settings,
        initiator: object,
    ) -> None:
        self._labeling = labeling
        self._thread = thread
        self._clock = clock
        self._settings = settings
        self._initiator = initiator
        self._image_id = ImageId(0)
        self._before = VisitCounts()

    def begin(self, image_id: ImageId, *, before: VisitCounts) -> None:
        """Begin to time a stay on an image; `before` was done there on an earlier one."""
        self._image_id = image_id
        self._before = before
        self._clock.start()

    def note_sign(self) -> None:
        """Count the time up to now as active: the expert did something."""
        if self._clock.is_running:
            self._clock.note_sign()

    def end(self, counts: VisitCounts) -> None:
        """Store the visit; `counts` is what was done on the image so far, all stays together."""
        stay = self._clock.stop()
        if stay is None or not self._settings.get(RECORD_VISITS):
            return
        before = asdict(self._before)
        done = {name: count - before[name] for name, count in asdict(counts).items()}
        visit = Visit(self._image_id, stay.started_at, stay.active_s, **done)
        add = partial(self._labeling.add_visit, visit)
        self._thread.run(add, initiator=self._initiator)
