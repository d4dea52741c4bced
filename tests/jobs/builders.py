"""Jobs, folders and values for the tests of jobs and worker."""

from __future__ import annotations

import dataclasses
import sys
import threading
import time
import types
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import psutil
from hypothesis import strategies as st

from engine.domain.jobs import QuerySpec
from engine.domain.recipes import Recipe
from engine.domain.results import QueryResult
from engine.domain.search_limits import (
    LEARNING_RATES,
    OPTIMIZERS,
    STRENGTHS,
    WEIGHT_DECAYS,
    SpaceLimits,
    Span,
)
from engine.domain.shapes import Box, Polygon
from engine.domain.view import ViewSettings, Window
from engine.jobs.folder import JobFolder
from engine.jobs.local import LocalExecutor
from engine.jobs.local_worker import StopTimes
from engine.jobs.processes import JOB_VARIABLE
from tests.domain.builders import boxes, polygons

STUB_WORKER = (sys.executable, str(Path(__file__).with_name("stub_worker.py")))
STUB_OWNER = (sys.executable, str(Path(__file__).with_name("stub_owner.py")))
QUICK = StopTimes(terminate_after_s=0.3, kill_after_s=0.3)
RESULT = QueryResult((), "random")


def make_folder(path: Path, *, script: str = "succeed") -> JobFolder:
    """A job whose stub worker plays a script."""
    return JobFolder.create(path, QuerySpec(script, 1, 0, "candidates.npy", "labeled.npy"))


def make_executor(**options: Any) -> LocalExecutor:
    """A local executor of stub workers."""
    return LocalExecutor(**({"command": STUB_WORKER, "stop_times": QUICK} | options))


def wait_until(condition: Callable[[], object], *, timeout_s: float = 60.0) -> None:
    """Return as soon as the condition holds."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        threading.Event().wait(0.01)


def wait_until_over(executor: LocalExecutor, folder: JobFolder) -> None:
    """Let an executor work until a job has ended and its process with it."""

    def is_over() -> bool:
        executor.pump()
        return not executor.outcome(folder).state.is_active and not processes_of(folder)

    wait_until(is_over)


def processes_of(folder: JobFolder) -> list[psutil.Process]:
    """All processes that belong to a job, its worker's children too."""
    return [process for process in psutil.process_iter() if _job_of(process) == folder.home]


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type the protocol can carry."""
    kind = getattr(kind, "__supertype__", kind)
    if kind in _OWN:
        return _OWN[kind]
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        fields = {field.name: values_of(hints[field.name]) for field in dataclasses.fields(kind)}
        if kind is Recipe:
            fields["imgsz"] = st.integers(1, 40).map(lambda n: 32 * n)
            fields["epochs"] = fields["batch"] = st.integers(1, 1000)
        return st.builds(kind, **fields)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    return _GENERIC[get_origin(kind)](get_args(kind)) if get_origin(kind) else _PLAIN[kind]


def _tuples(args: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if args[-1] is Ellipsis:
        return st.lists(values_of(args[0]), max_size=3).map(tuple)
    return st.tuples(*(values_of(arg) for arg in args))


def _unions(args: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.one_of(*(values_of(arg) for arg in args))


def _spans(bounds: Span) -> st.SearchStrategy[Span]:
    ends = st.floats(bounds.low, bounds.high)
    return st.tuples(ends, ends).map(lambda pair: Span(min(pair), max(pair)))


# Kinds that not every combination of values makes.
_OWN: dict[Any, st.SearchStrategy[Any]] = {
    Box: boxes(),
    Polygon: polygons(),
    ViewSettings: st.builds(
        ViewSettings,
        window=st.builds(Window, st.floats(0, 1000), st.floats(1, 1000)),
        is_inverted=st.booleans(),
    ),
    SpaceLimits: st.builds(
        SpaceLimits,
        optimizers=st.sampled_from([(), OPTIMIZERS, ("SGD",), ("AdamW", "MuSGD")]),
        learning_rate=st.none() | _spans(LEARNING_RATES),
        weight_decay=st.none() | _spans(WEIGHT_DECAYS),
        augmentation=st.none() | _spans(STRENGTHS),
        freezes_backbone=st.none() | st.booleans(),
    ),
}
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False),
    str: st.text(max_size=20),
    bool: st.booleans(),
    types.NoneType: st.none(),
    Any: st.text(max_size=20),  # in a JSON object; anything plain will do
}
_GENERIC: dict[Any, Callable[[tuple[Any, ...]], st.SearchStrategy[Any]]] = {
    tuple: _tuples,
    types.UnionType: _unions,
    Union: _unions,
    dict: lambda args: st.dictionaries(values_of(args[0]), values_of(args[1]), max_size=3),
}


def _job_of(process: psutil.Process) -> str | None:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process.environ().get(JOB_VARIABLE)
    except (psutil.Error, OSError):
        return None
