"""Choosing what a training starts from, where the weights it wants are not at hand."""

from __future__ import annotations

from engine.cli.console import ask, ask_text, is_interactive, say
from engine.domain.errors import NotFoundError, ResourceError, UsageError
from engine.domain.project import Task
from engine.loop.weights import find_start, scratch_name

_STOP = 2


def choose_start(model: str, *, may_start_from_scratch: bool, task: Task = Task.DETECT) -> str:
    """Return a model that can be started from, asking the person where there is a terminal.

    Args:
        model: What is wanted by default; nobody named it.
        task: What it shall learn.
        may_start_from_scratch: Whether, without a terminal, the model's yaml will do instead.

    Raises:
        ResourceError: The weights are not here and cannot be fetched, and nothing else will do.
        UsageError: The person chose to stop.
        NotFoundError: There is no such model or file.
    """
    try:
        find_start(model, task)
    except ResourceError as error:
        if is_interactive():
            return _ask_for_start(model, error, task)
        if not may_start_from_scratch:
            raise
        scratch = scratch_name(model)
        say(f"{error.message} Training starts from scratch with {scratch}.")
        return scratch
    return model


def _ask_for_start(model: str, error: ResourceError, task: Task) -> str:
    scratch = scratch_name(model)
    choice = ask(
        error.message,
        (f"start from scratch with {scratch}", "start from a local weights file", "stop"),
    )
    if choice == _STOP:
        raise UsageError("Nothing was trained.", hint=error.hint)
    if choice == 0:
        return scratch
    while True:
        path = ask_text("Path of the .pt file: ")
        try:
            find_start(path, task)
        except (NotFoundError, ResourceError) as wrong:
            say(wrong.message)
        else:
            return path
