"""Whether the weights a training starts from are at hand, and what to do where they are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from desktop.qtkit.notice import Notice, NoticeTone
from desktop.qtkit.page_states import Way
from desktop.qtkit.translation import tr
from desktop.tasks.pool import Pool
from engine.domain.errors import EngineError, ResourceError
from engine.domain.project import Task
from engine.loop.weights import find_start, scratch_name


class StartWeights:
    """Looks for start weights before work begins; offers others where they lack. GUI thread only.

    Attributes:
        is_checking: Whether they are being looked for.
        choice: What to offer where they lack, until something was chosen or forgotten.
    """

    def __init__(
        self,
        pool: Pool,
        *,
        ask_file: Callable[[], Path | None],
        chosen: Callable[[str], None],
        changed: Callable[[], None],
        failed: Callable[[EngineError], None],
    ) -> None:
        """Call back as things go.

        Args:
            pool: Where they are looked for: it may ask the network.
            ask_file: Asks for a weights file.
            chosen: Gets the model to start from instead.
            changed: Told that an attribute is another.
            failed: Gets an error that no other start can mend.
        """
        self.is_checking = False
        self.choice: Notice | None = None
        self._pool = pool
        self._ask_file = ask_file
        self._chosen = chosen
        self._changed = changed
        self._failed = failed

    def check(self, models: Sequence[str], task: Task, *, found: Callable[[], None]) -> None:
        """Call `found` once the start weights of all models are at hand; the first is the base."""
        self.choice, self.is_checking = None, True
        self._pool.submit(
            lambda: [find_start(model, task) for model in models],
            then=lambda _starts: self._on_found(found),
            failed=partial(self._on_failed, models[0]),
        )
        self._changed()

    def forget(self) -> None:
        """Offer nothing any more."""
        self.choice = None

    def _on_found(self, found: Callable[[], None]) -> None:
        self.is_checking = False
        found()

    def _on_failed(self, base: str, error: EngineError) -> None:
        self.is_checking = False
        if isinstance(error, ResourceError):
            self.choice = self._offer(base, error)
            self._changed()
        else:
            self._failed(error)

    def _offer(self, base: str, error: ResourceError) -> Notice:
        from_scratch = partial(self._chosen, scratch_name(base))
        return Notice(
            error.message,
            hint=tr(
                "Starting from scratch works without them, but takes more epochs and more labels."
            ),
            tone=NoticeTone.WARNING,
            ways=(
                Way(tr("Start from scratch"), from_scratch),
                Way(tr("Choose a .pt file…"), self._choose_file),
            ),
        )

    def _choose_file(self) -> None:
        path = self._ask_file()
        if path is not None:
            self._chosen(str(path))
