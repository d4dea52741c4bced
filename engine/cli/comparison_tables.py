"""Simulations as tables of the command line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from engine.cli.figures import accuracy_in_short
from engine.domain.metrics import figure_name
from engine.loop.curves import Curve
from engine.simulation.cells import CellResult
from engine.simulation.comparison import FULL_SHARE, Comparison
from engine.simulation.comparison_files import reach_in_words
from engine.simulation.headroom import Headroom
from engine.simulation.verdict import Verdict, gain_in_words, savings_in_words


def points_table(results: Sequence[CellResult]) -> Table:
    """Return every model of every cell."""
    figure = figure_name(results[0].conditions.task) if results else ""
    table = _table(
        "Strategy", "Round", "Images", "Minutes", f"Validation {figure}", f"Test {figure}"
    )
    for result in results:
        for point in result.points:
            table.add_row(
                result.cell.arm,
                str(point.round_number),
                str(point.num_train_images),
                f"{point.expert_minutes:.1f}",
                accuracy_in_short(point.val),
                accuracy_in_short(point.test),
            )
    return table


def comparison_table(comparison: Comparison, verdict: Verdict) -> Table:
    """Return an arm a line: what it reached, what that took, how it stands to the baseline."""
    table = _table(
        "Strategy", "Seeds", "Last test", f"Time to {FULL_SHARE:.0%} of all", "Higher by", "Saved"
    )
    against = {each.arm: each for each in verdict.contrasts}
    for dataset in comparison.datasets:
        for arm in comparison.arms_of(dataset):
            _, values = comparison.mean_curve(dataset, arm)
            contrast = against.get(arm)
            table.add_row(
                arm,
                str(len([r for r in comparison.runs if (r.dataset, r.arm) == (dataset, arm)])),
                f"{values[-1]:.3f}",
                reach_in_words(comparison, dataset, arm),
                gain_in_words(contrast) if contrast else "",
                savings_in_words(contrast.savings) if contrast else "",
            )
    return table


def headroom_table(found: Headroom) -> Table:
    """Return what each part of the data reached."""
    table = _table("Part of the data", "Images", "Test accuracy", "Seeds")
    for step in found.steps:
        values = " ".join(f"{value:.3f}" for value in step.values)
        table.add_row(step.name, f"{step.num_images:.0f}", f"{step.mean:.3f}", values)
    return table


def curve_table(curve: Curve) -> Table:
    """Return the models of one project."""
    table = _table("Model", "Images", "Minutes", f"Accuracy on {curve.yardstick}")
    for point in curve.points:
        table.add_row(
            str(point.version_number),
            str(point.num_train_images),
            f"{point.expert_minutes:.1f}",
            accuracy_in_short(point.accuracy),
        )
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table
