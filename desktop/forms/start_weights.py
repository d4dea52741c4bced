"""Whether the weights a training starts from are at hand, and what to do where they are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.qtkit.notice import Notice, NoticeTone
from desktop.qtkit.page_states import Way
from desktop.tasks.pool import Pool
from engine.domain.errors import EngineError, ResourceError
from engine.domain.project import Task
from engine.loop.weights import find_start


def check_start(
    pool: Pool,
    models: Sequence[str],
    task: Task,
    *,
    found: Callable[[], None],
    missing: Callable[[ResourceError], None],
    failed: Callable[[EngineError], None],
) -> None:
    """Look for the start weights of models, off the GUI thread: it may ask the network."""

    def _failed(error: EngineError) -> None:
        if isinstance(error, ResourceError):
            missing(error)
        else:
            failed(error)

    pool.submit(
        lambda: [find_start(model, task) for model in models],
        then=lambda _starts: found(),
        failed=_failed,
    )


def missing_weights_notice(
    error: ResourceError,
    *,
    from_scratch: Callable[[], None],
    choose_file: Callable[[], None],
) -> Notice:
    """Return the choice to offer in place where start weights are missing."""
    return Notice(
        error.message,
        hint="Starting from scratch works without them, but takes more epochs and more labels.",
        tone=NoticeTone.WARNING,
        ways=(Way("Start from scratch", from_scratch), Way("Choose a .pt file…", choose_file)),
    )
