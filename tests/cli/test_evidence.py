"""The command that writes the evidence, from results that are there."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from engine.cli.evidence import app
from engine.simulation.cells import write_cell
from engine.simulation.evidence.grids import GRIDS, Places, experiment_of
from tests.simulation.evidence.builders import HELPS, played

GRID = GRIDS["cpu"]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A grid of which one seed is done."""
    places = Places(GRID.name, tmp_path / "docs", tmp_path / "work")
    for result in played(GRID, num_seeds=1, places=places):
        each = next(one for one in GRID.sets if one.name == result.conditions.dataset)
        experiment = experiment_of(GRID, each, places, commit="")
        experiment.cell_path(result.cell).parent.mkdir(parents=True, exist_ok=True)
        write_cell(experiment.cell_path(result.cell), result)
    for each in GRID.sets:
        folder = places.raw / each.name / "headroom"
        folder.mkdir()
        (folder / "headroom.json").write_bytes(msgspec.json.encode(HELPS))
    return places


def test_document_only_writes_the_page_the_figures_and_the_curves(places: Places):
    told = CliRunner().invoke(
        app, ["--out", str(places.results), "--work", str(places.work), "--document-only"]
    )

    assert told.exit_code == 0, told.output
    page = places.document.read_text()
    assert "**Partial**: 10 of 50 cells" in page
    figures = json.loads((places.raw / "figures.json").read_text())
    assert (figures["num_done"], figures["is_complete"]) == (10, False)
    assert len(figures["contrasts"]) == 3
    assert (places.results / "active-learning" / "cpu" / "curves.png").is_file()


def test_document_when_a_measurement_is_damaged_then_one_sentence_says_which(places: Places):
    damaged = places.raw / GRID.sets[0].name / "headroom" / "headroom.json"
    damaged.write_text("{")

    told = CliRunner().invoke(
        app, ["--out", str(places.results), "--work", str(places.work), "--document-only"]
    )

    assert told.exit_code == 1
    assert f"{damaged.name} is damaged" in told.output.replace("\n", "")


def test_grid_that_is_none_is_refused_in_words(tmp_path: Path):
    told = CliRunner().invoke(app, ["--grid", "vast", "--out", str(tmp_path)])

    assert told.exit_code == 1
    assert "Choose smoke, cpu, gpu, tuning" in told.output
