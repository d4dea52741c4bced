"""The evidence for active learning, made by one command: `python -m engine.cli.evidence`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer

from engine.cli.console import say
from engine.cli.main import LoupeGroup
from engine.cli.options import Device, Parallel
from engine.cli.simulation_commands import carry_out, race_over
from engine.domain.errors import DataError, UsageError
from engine.jobs.files import read_if_there, write_atomic, writing
from engine.simulation.cells import CellResult
from engine.simulation.comparison_files import verdict_data
from engine.simulation.curves_picture import draw_comparison
from engine.simulation.drawing import as_png
from engine.simulation.evidence.document import document
from engine.simulation.evidence.findings import Findings, find
from engine.simulation.evidence.grids import (
    GRIDS,
    EvidenceSet,
    Grid,
    Places,
    experiment_of,
    headroom_of,
)
from engine.simulation.evidence.preparing import (
    START_CELL,
    StartNote,
    keep_start,
    prepare_data,
    start_experiment,
)
from engine.simulation.headroom import HEADROOM_CELLS, Headroom, measure_headroom, write_headroom
from engine.simulation.verdict import Verdict

T = TypeVar("T")

app = typer.Typer(cls=LoupeGroup, add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def evidence(
    grid_name: Annotated[str, typer.Option("--grid", help=f"One of {', '.join(GRIDS)}.")] = "cpu",
    data: Annotated[Path, typer.Option(help="Folder with bccd and nuclei.")] = Path("data"),
    out: Annotated[Path, typer.Option(help="Folder of the document.")] = Path("docs/evidence"),
    work: Annotated[Path, typer.Option(help="Folder for all else; it may be deleted.")] = Path(
        "build/evidence"
    ),
    seeds: Annotated[int | None, typer.Option(min=1, help="Stop after so many seeds.")] = None,
    device: Device = "auto",
    parallel: Parallel = 1,
    document_only: Annotated[
        bool, typer.Option("--document-only", help="Run nothing; write what is there.")
    ] = False,
) -> None:
    """Run a grid, or go on with it, and write the document from what was measured.

    The document is written after each seed and at the end, also when it is broken off.
    """
    if grid_name not in GRIDS:
        raise UsageError(f"There is no grid {grid_name}.", hint=f"Choose {', '.join(GRIDS)}.")
    grid, places = GRIDS[grid_name], Places(grid_name, out, work)
    run = _Run(grid, places, device=device, parallel=parallel)
    try:
        if not document_only:
            run.prepare(data)
            for seed in range(min(seeds or grid.num_seeds, grid.num_seeds)):
                run.play(seed)
                run.write()
    finally:
        run.write()
    say(f"The document is {places.document}.")


class _Run:
    """A grid under way."""

    def __init__(self, grid: Grid, places: Places, *, device: str, parallel: int) -> None:
        self._grid = grid
        self._places = places
        self._device = device
        self._parallel = parallel
        self._commit = _commit()

    def prepare(self, data_dir: Path) -> None:
        """Make start weights and data, and look whether labels help, where that is not done."""
        with writing(self._places.raw):
            self._places.raw.mkdir(parents=True, exist_ok=True)
        for task in dict.fromkeys(each.task for each in self._grid.sets):
            made = self._places.start(task), self._places.start_note(task)
            if not all(path.is_file() for path in made):
                say(f"Making the start weights for {task}.")
                begun = start_experiment(self._grid, task, self._places, commit=self._commit)
                race = race_over(begun, [START_CELL], 1, device=self._device)
                keep_start(self._grid, begun, carry_out(race)[0], self._places)
        for each in self._grid.sets:
            prepare_data(self._grid, each, self._places, data_dir=data_dir)
            say(f"Looking whether labels help on {each.name}.")
            apart = headroom_of(self._grid, each, self._places, commit=self._commit)
            race = race_over(apart, HEADROOM_CELLS, self._parallel, device=self._device)
            found = measure_headroom(carry_out(race))
            write_headroom(apart, found)
            say(f"{each.name}: {found.sentence}")

    def play(self, seed: int) -> None:
        """Carry out one seed on every data set where something can show."""
        headrooms = dict(self._headrooms())
        for each in self._grid.sets:
            if self._grid.is_evidence and not headrooms[each.name].is_limited_by_data:
                continue
            say(f"{each.name}, seed {seed}.")
            experiment = experiment_of(self._grid, each, self._places, commit=self._commit)
            cells = list(self._grid.cells(seed))
            carry_out(
                race_over(
                    experiment, cells, self._parallel, device=self._device, keeps_projects=False
                )
            )

    def write(self) -> None:
        """Write the document, the figures and the curves from the results that are there."""
        findings = find(
            self._grid, list(self._results()), dict(self._headrooms()), list(self._starts())
        )
        with writing(self._places.raw):
            self._places.raw.mkdir(parents=True, exist_ok=True)
        write_atomic(self._places.raw / "figures.json", _figures(findings))
        picture = as_png(draw_comparison(findings.comparison))
        write_atomic(self._places.raw / "curves.png", picture)
        write_atomic(self._places.document, document(findings).encode())

    def _results(self) -> Iterator[CellResult]:
        for each, cell in self._grid.all_cells():
            experiment = experiment_of(self._grid, each, self._places, commit=self._commit)
            if (result := experiment.finished(cell)) is not None:
                yield result

    def _headrooms(self) -> Iterator[tuple[str, Headroom]]:
        for each in self._grid.sets:
            if (found := _read(self._headroom_path(each), Headroom)) is not None:
                yield each.name, found

    def _headroom_path(self, each: EvidenceSet) -> Path:
        return self._places.raw / each.name / "headroom" / "headroom.json"

    def _starts(self) -> Iterator[StartNote]:
        for task in dict.fromkeys(each.task for each in self._grid.sets):
            if (note := _read(self._places.start_note(task), StartNote)) is not None:
                yield note


def _read(path: Path, kind: type[T]) -> T | None:
    """Return what was measured; None where it was not yet.

    Raises:
        DataError: The file is damaged.
        ResourceError: It cannot be read.
    """
    data = read_if_there(path)
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise DataError(
            f"{path} is damaged: {error}.", hint="Delete it; the same command measures it again."
        ) from error


def _figures(findings: Findings) -> bytes:
    contrasts = tuple(each.contrast for each in findings.compared)
    data = {
        "grid": findings.grid,
        "is_complete": findings.is_complete,
        "num_cells": findings.num_cells,
        "num_done": len(findings.results),
        "full_accuracy": findings.comparison.full,
        "names": [each.what for each in findings.compared],
        **verdict_data(Verdict("", "", contrasts)),
        # JSON knows no infinity: what is not reached is null, as what is not known.
        "cost_ratios": findings.by_clock,
        "break_even_s": findings.break_even_s,
        "foresight": findings.foresight,
    }
    return msgspec.json.format(msgspec.json.encode(data)) + b"\n"


def _commit() -> str:
    """Return the commit of the program where it runs from a clone, marked if it was changed."""
    here = Path(__file__).parent
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],
            cwd=here,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return told.stdout.strip()


if __name__ == "__main__":
    app()
