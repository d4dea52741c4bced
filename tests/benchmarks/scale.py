"""How long acts hold a project of 100,000 images: `python -m tests.benchmarks.scale [ACT ...]`.

Each act meets a fresh copy of the same project, as the window leaves it. What is printed is the
processor time of the act's own thread, as other programs do not count in it; the clock beside it
says how long the disk took.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.project import HoldoutPlan, Task
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from tests.benchmarks.crowd import Crowd, make_crowd, open_crowd
from tests.benchmarks.table import row

_CELL, _NUCLEUS = ClassId(1), ClassId(2)


@dataclass(frozen=True, slots=True)
class Act:
    """Something an expert does. `before` is done first and not measured."""

    name: str
    do: Callable[[Project], object]
    before: Callable[[Project], object] | None = None


def _freeze(project: Project) -> None:
    project.holdout.freeze()


def _merge(project: Project) -> None:
    project.classes.merge(_NUCLEUS, into=_CELL)


def _to_segment(project: Project) -> None:
    project.task.change(Task.SEGMENT)


def _gesture(project: Project) -> None:
    box = Annotation(AnnotationId("new"), ImageId(7), _CELL, Box(1, 1, 9, 9))
    project.labeling.apply([AnnotationEdit(None, box)])


_ACTS = (
    Act("open", lambda project: None),
    Act("draw a box", _gesture, _freeze),
    Act("complete an image", lambda project: project.labeling.complete(ImageId(7)), _freeze),
    Act("status", lambda project: project.status.read(), _freeze),
    Act("counts", lambda project: project.pool.counts(), _freeze),
    Act("settle", lambda project: project.holdout.settle_newcomers()),
    Act("propose", lambda project: project.holdout.propose(HoldoutPlan())),
    Act("freeze", _freeze, lambda project: project.holdout.settle_newcomers()),
    Act("look-alikes", lambda project: project.holdout.duplicates_across_splits(), _freeze),
    Act("ask", lambda project: project.rounds.ask(20, strategy="random"), _freeze),
    Act("training outlook", lambda project: project.training.outlook(), _freeze),
    Act("task outlook", lambda project: project.task.outlook(Task.SEGMENT)),
    Act("task", _to_segment),
    Act("task back", lambda project: project.task.change(Task.DETECT), _to_segment),
    Act("merge", _merge),
    Act("undo merge", lambda project: project.classes.undo(), _merge),
    Act("class counts", lambda project: project.classes.counts()),
    Act("add class", lambda project: project.classes.add("new")),
    Act("split class", lambda project: project.classes.split(_CELL, name="new")),
    Act("remove class", lambda project: project.classes.remove(_CELL)),
    Act("re-check", lambda project: project.classes.recheck(), lambda p: p.classes.add("new")),
)


def main(names: list[str]) -> None:
    """Print a line an act."""
    crowd = Crowd()
    with tempfile.TemporaryDirectory(prefix="loupe-scale-") as folder:
        began = time.perf_counter()
        origin = make_crowd(Path(folder), crowd)
        row("make the project", f"{time.perf_counter() - began:.1f} s")
        for act in _ACTS:
            if not names or act.name in names:
                _measure(act, origin)


def _measure(act: Act, origin: Path) -> None:
    copy = origin.with_name("copy")
    shutil.copytree(origin, copy)
    project = open_crowd(copy)
    if act.before is not None:
        act.before(project)
    cpu_began, began = time.thread_time(), time.perf_counter()
    act.do(project)
    cpu_s, seconds = time.thread_time() - cpu_began, time.perf_counter() - began
    row(act.name, f"{1e3 * cpu_s:.0f} ms of the processor, {1e3 * seconds:.0f} ms by the clock")
    project.close()
    shutil.rmtree(copy)


if __name__ == "__main__":
    main(sys.argv[1:])
