"""How long acts hold a project of 100,000 images: `python -m tests.benchmarks.scale [ACT ...]`.

25,000 of them are labeled, with 50,000 annotations. Each act meets a fresh copy of the project.
What is printed is the processor time of the act's own thread, as other programs do not count in
it, and the clock. What the window does on its pool holds nothing up; all else waits for each other
on the project's thread, so that an expert's gesture waits for the longest step before it.
"""

from __future__ import annotations

import inspect
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.project import HoldoutPlan, Task
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from engine.loop.datasets import ImportWish
from engine.simulation.sandbox import make_sandbox
from tests.benchmarks.crowd import Crowd, make_crowd, open_crowd
from tests.benchmarks.table import row

_CELL, _NUCLEUS = ClassId(1), ClassId(2)
_POOL = "on the pool: "


@dataclass(frozen=True, slots=True)
class Act:
    """Something an expert does.

    Attributes:
        name: What it is; on the pool where that is said.
        do: Does it; a generator does it in steps.
        before: Done first, and not measured.
    """

    name: str
    do: Callable[[Project], object]
    before: Callable[[Project], object] | None = None


def _freeze(project: Project) -> None:
    project.holdout.draw()


def _settle(project: Project) -> None:
    project.holdout.settle_newcomers()


def _settle_in_steps(project: Project) -> Iterator[None]:
    settling = project.holdout.settle()
    yield
    while not settling.is_done:
        settling.step()
        yield
    settling.finish()


def _import_some(project: Project) -> Iterator[None]:
    """Read and store the first images of a dataset; three classes, some objects each."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_sandbox(
            Path(folder) / "in", num_train=64, num_val=0, num_test=0, side_px=64, seed=1
        )
        adding = project.datasets.read(made, ImportWish()).adding
        adding.read()
        yield
        adding.commit()


def _merge(project: Project) -> None:
    project.classes.merge(_NUCLEUS, into=_CELL)


def _to_segment(project: Project) -> None:
    project.task.change(Task.SEGMENT)


def _draw_a_box(project: Project) -> None:
    box = Annotation(AnnotationId("new"), ImageId(7), _CELL, Box(1, 1, 9, 9))
    project.labeling.apply([AnnotationEdit(None, box)])


def _warm_up(project: Project) -> None:
    """Draw the holdout, and let the process prepare the statements of a gesture."""
    _freeze(project)
    for image_id in (ImageId(8), ImageId(9)):
        box = Annotation(AnnotationId(f"first {image_id}"), image_id, _CELL, Box(1, 1, 9, 9))
        project.labeling.apply([AnnotationEdit(None, box)])
        project.labeling.complete(image_id)
    project.status.read()


_ACTS = (
    Act("draw a box", _draw_a_box, _warm_up),
    Act("complete an image", lambda p: p.labeling.complete(ImageId(7)), _warm_up),
    Act("status", lambda p: p.status.read(), _warm_up),
    Act("import 64 labeled images", _import_some, _warm_up),
    Act("settle newcomers", _settle_in_steps),
    Act("draw the holdout", _freeze, _settle),
    Act("draw the holdout again", _freeze, _freeze),
    Act("ask", lambda p: p.rounds.ask(20, strategy="random"), _warm_up),
    Act("training outlook", lambda p: p.training.outlook(), _freeze),
    Act("change the task", _to_segment),
    Act("change the task back", lambda p: p.task.change(Task.DETECT), _to_segment),
    Act("merge a class", _merge),
    Act("undo the merge", lambda p: p.classes.undo(), _merge),
    Act("add a class", lambda p: p.classes.add("new")),
    Act("split a class", lambda p: p.classes.split(_CELL, name="new")),
    Act("remove a class", lambda p: p.classes.remove(_CELL)),
    Act(_POOL + "propose a holdout", lambda p: p.holdout.propose(HoldoutPlan())),
    Act(_POOL + "look-alikes", lambda p: p.holdout.duplicates_across_splits(), _freeze),
    Act(_POOL + "outlook of a task", lambda p: p.task.outlook(Task.SEGMENT)),
    Act(_POOL + "read for a training", lambda p: p.training.material(), _freeze),
    Act(_POOL + "count classes", lambda p: p.classes.counts()),
    Act(_POOL + "re-check", lambda p: p.classes.recheck(), lambda p: p.classes.add("new")),
)


def main(names: list[str]) -> None:
    """Print a line an act."""
    crowd = Crowd()
    with tempfile.TemporaryDirectory(prefix="loupe-scale-") as folder:
        origin = make_crowd(Path(folder), crowd)
        for act in _ACTS:
            if not names or act.name.removeprefix(_POOL) in names:
                _measure(act, origin)


def _measure(act: Act, origin: Path) -> None:
    copy = origin.with_name("copy")
    shutil.copytree(origin, copy)
    project = open_crowd(copy)
    if act.before is not None:
        act.before(project)
    began = time.perf_counter()
    steps_ms = [1e3 * each for each in _steps(act.do, project)]
    clock_ms = 1e3 * (time.perf_counter() - began)
    figure = f"{sum(steps_ms):.0f} ms of the processor, {clock_ms:.0f} ms by the clock"
    if len(steps_ms) > 1:
        # The first of several is done on the pool.
        figure += f"; of {len(steps_ms) - 1} on the thread the longest {max(steps_ms[1:]):.0f} ms"
    row(act.name, figure)
    project.close()
    shutil.rmtree(copy)


def _steps(do: Callable[[Project], object], project: Project) -> Iterator[float]:
    """Yield the seconds of the processor that each step takes."""
    began = time.thread_time()
    done = do(project)
    if not inspect.isgenerator(done):
        yield time.thread_time() - began
        return
    for _ in _with_end(done):
        yield time.thread_time() - began
        began = time.thread_time()


def _with_end(steps: Iterable[None]) -> Iterator[None]:
    """Yield once more when all is done, for what came after the last step."""
    yield from steps
    yield


if __name__ == "__main__":
    main(sys.argv[1:])
