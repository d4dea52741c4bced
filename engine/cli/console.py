"""What the command line says: messages and progress on stderr, the answer on stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

_MAX_LINE = 500
# A loop that polls needs no finer clock, and a bar no more frames.
_FRAMES_PER_S = 4


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, after everything that ran was brought to an orderly stop; the message says how."""


def say(text: str) -> None:
    """Tell the person something on stderr."""
    _stderr().print(text, markup=False, highlight=False, soft_wrap=True)


def say_in_one_line(text: str) -> None:
    """Tell the person something on stderr that must not take more than one line."""
    line = " ".join(text.split())
    say(line if len(line) <= _MAX_LINE else f"{line[:_MAX_LINE]} ...")


def answer(data: object, *renderables: RenderableType, as_json: bool) -> None:
    """Print what a command found out: one JSON object, or text and tables for a person.

    Args:
        data: What the JSON object holds: dataclasses, paths and plain data.
        renderables: The same for a person.
        as_json: Which of both.
    """
    if as_json:
        sys.stdout.write(msgspec.json.encode(data, enc_hook=str).decode() + "\n")
        return
    console = Console(highlight=False)
    for renderable in renderables:
        is_text = isinstance(renderable, str)
        console.print(renderable, markup=False, soft_wrap=is_text)


def is_interactive() -> bool:
    """Return whether a person sits before a terminal and can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, choices: tuple[str, ...]) -> int:
    """Let the person choose; return the index of the choice.

    Raises:
        KeyboardInterrupt: The person wants none.
    """
    say(question)
    for number, choice in enumerate(choices, start=1):
        say(f"  {number}  {choice}")
    while True:
        given = ask_text(f"Choose 1 to {len(choices)}: ")
        if given.isdecimal() and 1 <= int(given) <= len(choices):
            return int(given) - 1


def ask_text(prompt: str) -> str:
    """Return a line that the person types.

    Raises:
        KeyboardInterrupt: There will be none.
    """
    sys.stderr.write(prompt)
    sys.stderr.flush()
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        line = ""
    if not line:
        sys.stderr.write("\n")
        raise KeyboardInterrupt
    return line.strip()


class Bar:
    """One progress bar on stderr; without a terminal nothing is drawn."""

    def __init__(self, progress: Progress, task_id: TaskID) -> None:
        self._progress = progress
        self._task_id = task_id

    def show(
        self,
        text: str,
        *,
        done: float = 0.0,
        total: float | None = None,
        seconds_left: float | None = None,
    ) -> None:
        """Show how far something is.

        Args:
            text: What is going on.
            done: How much of it is done.
            total: How much there is; None while unknown.
            seconds_left: Where somebody knows better than the pace of the bar tells.
        """
        self._progress.update(
            self._task_id, description=text, completed=done, total=total, seconds_left=seconds_left
        )


@contextmanager
def bar(text: str) -> Iterator[Bar]:
    """Show a progress bar with the time left until the block ends."""
    progress = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        _TimeLeft(),
        console=_stderr(),
        transient=True,
        refresh_per_second=_FRAMES_PER_S,
        disable=not sys.stderr.isatty(),
        # Steps may be minutes apart: the pace is that of all of them.
        speed_estimate_period=24 * 3600.0,
    )
    with progress:
        yield Bar(progress, progress.add_task(text, total=None, seconds_left=None))


@contextmanager
def counting(text: str) -> Iterator[Callable[[int], None]]:
    """Show a bar for work that only knows how many things are done so far."""
    with bar(text) as shown:
        yield lambda done: shown.show(f"{text}: {done:,}", done=done)


class _TimeLeft(ProgressColumn):
    """The time left, as told or else by the pace so far; before that the time gone."""

    def render(self, task: Task) -> Text:
        """Return it in minutes and seconds."""
        told: Any = task.fields.get("seconds_left")
        seconds = told if told is not None else task.time_remaining
        if seconds is None:
            return Text(f"{_clock(task.elapsed or 0.0)} so far")
        return Text(f"{_clock(seconds)} left")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _stderr() -> Console:
    # Made anew: tests and pipes exchange sys.stderr.
    return Console(stderr=True, highlight=False)
