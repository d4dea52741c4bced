"""Draw one, find the rest: what is selected is looked for, here first and then in the queue."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.pages.label.label_keeper import LabelKeeper
from desktop.pages.label.view_keeper import ViewKeeper
from desktop.qtkit.translation import tr
from desktop.reporting.messages import MessageCenter
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.edit_commands import selected_annotation_ids
from desktop.viewmodels.edit_model import EditModel
from engine.domain.annotations import Annotation
from engine.domain.errors import EngineError
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import ImageRecord
from engine.domain.project import Task
from engine.domain.requests import FindReply, Reply
from engine.domain.view import ViewSettings
from engine.loop.bootstrap import Project
from engine.loop.examples import MAX_EXAMPLES

_KEY = "label.rest"


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for: the examples, in their image as it is shown."""

    record: ImageRecord
    view: ViewSettings
    examples: tuple[Annotation, ...]

    @property
    def class_ids(self) -> frozenset[ClassId]:
        """The classes of the examples."""
        return frozenset(each.class_id for each in self.examples)


class RestFinder:
    """Turns what is selected into suggestions of its like. GUI thread only."""

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        keeper: LabelKeeper,
        view: ViewKeeper,
        edit_model: EditModel,
        *,
        messages: MessageCenter,
        page_id: str,
    ) -> None:
        self._project = project
        self._thread, self._replies = session.thread, session.replies
        self._keeper = keeper
        self._view = view
        self._edit_model = edit_model
        self._messages = messages
        self._page_id = page_id
        self._awaited: ImageId | None = None

    def availability(self) -> Availability:
        """Return whether there is something to look for, and if not, why."""
        opened = self._keeper.opened
        if opened is None or not self._edit_model.has_image:
            return unavailable(tr("No image is open."))
        if self._project.is_read_only:
            return unavailable(tr("The project is open read-only."))
        if self._edit_model.task is Task.CLASSIFY:
            return unavailable(tr("Images are sorted here, so there is no object to look for."))
        if opened.is_answer_first:
            return unavailable(tr("This image measures the model, so it gets no suggestions."))
        if not selected_annotation_ids(self._edit_model):
            return unavailable(tr("Select an object you drew: its like is then suggested."))
        return AVAILABLE

    def find(self) -> None:
        """Look for the like of what is selected, on this image and in the queue."""
        said, opened = self.availability(), self._keeper.opened
        if not said.is_enabled or opened is None:
            self._messages.info(said.reason, key=_KEY)
            return
        annotations = self._edit_model.state.annotations
        ids = selected_annotation_ids(self._edit_model)[:MAX_EXAMPLES]
        search = _Search(
            opened.record, self._view.state.settings, tuple(annotations[id_] for id_ in ids)
        )
        self._messages.info(tr("Looking for what is alike."), key=_KEY)
        self._thread.run(
            partial(self._project.examples.find_here, *_parts(search)),
            then=partial(self._on_asked, search),
            failed=self._on_failed,
        )

    def _on_asked(self, search: _Search, future: Future[Reply]) -> None:
        self._replies.tell(
            future,
            self._edit_model,
            then=partial(self._on_replied, search),
            failed=self._on_failed,
        )

    def _on_replied(self, search: _Search, reply: Reply) -> None:
        assert isinstance(reply, FindReply)
        image_id = self._awaited = search.record.id
        keep = partial(self._project.examples.keep, image_id, search.class_ids, reply.found)
        self._thread.run(keep, then=lambda _: self._on_kept(search), failed=self._on_failed)

    def _on_kept(self, search: _Search) -> None:
        look = partial(self._project.examples.find_in_queue, *_parts(search))
        self._thread.run(look, failed=self._on_failed)

    def tell_what_came(self) -> None:
        """Say how much is suggested, once what was asked for is on the canvas."""
        if self._awaited is None or self._awaited != self._keeper.image_id:
            return
        self._awaited = None
        num_shown = len(self._edit_model.shown_suggestions())
        if num_shown:
            text = tr("%n suggestion(s) here. Enter walks through them.", "", num_shown)
        else:
            text = tr("Nothing else here looks like it. [ shows what is less alike.")
        self._messages.info(text, key=_KEY)

    def _on_failed(self, error: EngineError) -> None:
        self._messages.error(error, page_id=self._page_id, key=_KEY)


def _parts(search: _Search) -> tuple[ImageRecord, ViewSettings, tuple[Annotation, ...]]:
    return search.record, search.view, search.examples
