"""Opening projects for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.cli.console import say
from engine.domain.errors import ConflictError, ResourceError
from engine.jobs.executor import read_outcome
from engine.loop.bootstrap import Project, open_project
from engine.store.lock import find_holder


@contextmanager
def opened(path: Path) -> Iterator[Project]:
    """Open a project to change it, for as long as the block lasts."""
    with _closing(open_project(path)) as project:
        _announce(project)
        yield project


@contextmanager
def opened_to_read(path: Path) -> Iterator[Project]:
    """Open a project to read it, also while another process holds it; say who does."""
    holder = find_holder(path)
    if holder is None:
        _take_over_ended_jobs(path)
    with _closing(open_project(path, read_only=True)) as project:
        _announce(project)
        if holder is not None:
            say(f"The project is open in {holder}; this is what it has stored so far.")
        yield project


def _take_over_ended_jobs(path: Path) -> None:
    """Store what jobs did that ended while nobody looked, unless the project cannot be written."""
    with _closing(open_project(path, read_only=True)) as project:
        background = project.background
        ended = [
            job
            for job in background.jobs(active_only=True)
            if not read_outcome(background.folder(job.id)).state.is_active
        ]
    if not ended:
        return
    try:
        project = open_project(path)
    except (ConflictError, ResourceError):
        return
    with _closing(project):
        project.background.poll()


@contextmanager
def _closing(project: Project) -> Iterator[Project]:
    try:
        yield project
    finally:
        project.close()


def _announce(project: Project) -> None:
    for notice in project.notices:
        say(notice)
