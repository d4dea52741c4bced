"""Many cells carried out side by side, each finished one written down."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType

from engine.domain.changes import Changes
from engine.domain.errors import EngineError, ResourceError
from engine.jobs.executor import Executor
from engine.jobs.local import LocalExecutor
from engine.loop.bootstrap import Project
from engine.simulation.cells import Cell, CellResult, write_cell
from engine.simulation.experiment import Experiment, open_cell, read_played

_POLL_S = 0.1


class Race:
    """Carries out the cells of an experiment, several at a time; leave it to close what is open.

    A cell that is done is not done again, and one that was broken off goes on where it stopped. One
    that fails keeps none of the others from going on.

    Args:
        experiment: What the cells have in common.
        cells: Which to carry out, in this order.
        slots: How many at a time.
        threads: CPU threads for each; 0 = as many as it likes.
        keeps_projects: Whether a cell's project stays when it is done, to be opened and looked at.
        make_executor: Makes what runs the jobs of a cell; this computer unless another is given.
    """

    def __init__(
        self,
        experiment: Experiment,
        cells: Sequence[Cell],
        *,
        slots: int = 1,
        threads: int = 0,
        keeps_projects: bool = True,
        make_executor: Callable[[], Executor] | None = None,
    ) -> None:
        self.cells = tuple(cells)
        self.results: dict[Cell, CellResult] = {}
        self.open: dict[Cell, Project] = {}
        self.failures: dict[Cell, str] = {}
        self._experiment = experiment
        self._slots = slots
        self._keeps_projects = keeps_projects
        self._make_executor = make_executor or (lambda: LocalExecutor(threads=threads))

    def __enter__(self) -> Race:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for project in self.open.values():
            project.close()
        self.open.clear()

    def turns(self, *, interval_s: float = _POLL_S) -> Iterator[Changes]:
        """Yield the changes of each turn until all cells are done or have failed.

        Raises:
            ConflictError: A cell was begun with other settings, or another process holds it.
            DataError: The folder is no dataset.
            ResourceError: The output folder cannot be written, or cells failed: why the first did.
        """
        waiting = list(self._unfinished())
        while waiting or self.open:
            while waiting and len(self.open) < self._slots:
                self._begin(waiting.pop(0))
            changes = Changes()
            for cell, project in list(self.open.items()):
                changes |= project.poll()
                self._look_after(cell, project)
            yield changes
            time.sleep(interval_s)
        self._complain()

    def _unfinished(self) -> Iterator[Cell]:
        for cell in self.cells:
            if (result := self._experiment.finished(cell)) is not None:
                self.results[cell] = result
            else:
                yield cell

    def _begin(self, cell: Cell) -> None:
        executor = self._make_executor()
        self.open[cell] = open_cell(self._experiment, cell, executor=executor)

    def _look_after(self, cell: Cell, project: Project) -> None:
        plan = project.autopilot.plan()
        if plan is None or not plan.is_done:
            return
        try:
            if plan.reason:
                self.failures[cell] = plan.reason
            else:
                result = read_played(project, self._experiment, cell)
                write_cell(self._experiment.cell_path(cell), result)
                self.results[cell] = result.up_to(self._experiment.rounds)
        except EngineError as error:
            self.failures[cell] = str(error)
        project.close()
        del self.open[cell]
        if cell in self.results and not self._keeps_projects:
            shutil.rmtree(self._experiment.project_dir(cell), ignore_errors=True)

    def _complain(self) -> None:
        if not self.failures:
            return
        cell, reason = next(iter(self.failures.items()))
        others = len(self.failures) - 1
        more = f" {others} more failed." if others else ""
        raise ResourceError(
            f"{cell.arm}, seed {cell.seed}: {reason}{more}",
            hint="The same command goes on with what is missing.",
        )
