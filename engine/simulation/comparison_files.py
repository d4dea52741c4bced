"""What a comparison leaves on disk: figures as JSON, curves as PNG, a page as HTML."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from importlib import resources

import msgspec

from engine.jobs.files import write_atomic
from engine.simulation.cells import CellResult
from engine.simulation.comparison import FULL_SHARE, Comparison
from engine.simulation.curves_picture import draw_comparison
from engine.simulation.drawing import as_png, as_svg
from engine.simulation.experiment import Experiment
from engine.simulation.verdict import Verdict, gain_in_words, savings_in_words


def write_comparison(
    experiment: Experiment,
    results: Sequence[CellResult],
    comparison: Comparison,
    verdict: Verdict,
) -> None:
    """Write the figures, the curves and the report, each whole or not at all.

    Raises:
        ResourceError: The output folder cannot be written.
    """
    figures = {
        "dataset": str(experiment.dataset_dir.absolute()),
        "conditions": experiment.conditions,
        "full_accuracy": comparison.full,
        "arms": [
            {"strategy": r.cell.arm, "seed": r.cell.seed, "points": r.points} for r in results
        ],
        "verdict": verdict_data(verdict),
    }
    text = msgspec.json.format(msgspec.json.encode(figures))
    write_atomic(experiment.curves_path, text + b"\n")
    drawing = draw_comparison(comparison)
    write_atomic(experiment.picture_path, as_png(drawing))
    title = f"Query strategies on {experiment.dataset_dir.resolve().name}"
    page = (
        resources.files("resources")
        .joinpath("reports/report.html")
        .read_text("utf-8")
        .replace("{{title}}", html.escape(title))
        .replace("{{note}}", html.escape(f"{verdict.sentence} {_how(results)}"))
        .replace("{{curve}}", as_svg(drawing, title=title))
        .replace("{{sections}}", _tables(comparison, verdict))
    )
    write_atomic(experiment.report_path, page.encode())


def verdict_data(verdict: Verdict) -> dict[str, object]:
    """Return a verdict as plain data; what has no bound is null."""
    contrasts = []
    for each in verdict.contrasts:
        data = msgspec.to_builtins(each)
        if each.savings is not None:
            interval = each.savings.interval
            data["savings"] = {
                "ratio": _finite(each.savings.ratio),
                "interval": {"low": _finite(interval.low), "high": _finite(interval.high)},
                "censored": each.savings.censored,
            }
        contrasts.append(data)
    return {
        "strategy": verdict.strategy,
        "sentence": verdict.sentence,
        "contrasts": contrasts,
    }


def reach_in_words(comparison: Comparison, dataset: str, arm: str) -> str:
    """Return the expert minutes an arm takes to nearly the accuracy of all labels."""
    cost = comparison.cost(dataset, arm)
    if cost is None:
        return ""
    if not cost.reach.is_reached:
        return f"more than {cost.minutes:.1f} min"
    at_most = "at most " if cost.reach.is_at_start else ""
    return f"{at_most}{cost.minutes:.1f} min ({cost.reach.cost:.0%})"


def _how(results: Sequence[CellResult]) -> str:
    num_seeds = len({result.cell.seed for result in results})
    seeds = "1 seed" if num_seeds == 1 else f"{num_seeds} seeds"
    return (
        f"A simulated expert answered from the dataset's own labels, in {len(results)} separate "
        f"projects over {seeds}; those of one seed begin with the same images, expert and "
        f"holdout. Expert time counts the holdout images that are labeled beside the questions."
    )


def _tables(comparison: Comparison, verdict: Verdict) -> str:
    rows = []
    for dataset in comparison.datasets:
        for arm in comparison.arms_of(dataset):
            _, values = comparison.mean_curve(dataset, arm)
            reach = reach_in_words(comparison, dataset, arm)
            rows.append([dataset, arm, f"{values[-1]:.3f}", reach])
    head = ["Data set", "Strategy", "Last test mAP50-95", f"Expert time to {FULL_SHARE:.0%} of all"]
    told = _table("Reached", head, rows)
    rows = [
        [each.arm, each.against, gain_in_words(each), savings_in_words(each.savings)]
        for each in verdict.contrasts
    ]
    head = ["Strategy", "Against", "Higher by, at the same expert time", "Expert time saved"]
    return told + (_table("Compared", head, rows) if rows else "")


def _table(title: str, head: list[str], rows: list[list[str]]) -> str:
    def line(cells: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in cells) + "</tr>"

    body = "".join(line(row, "td") for row in rows)
    return f"<h2>{title}</h2><table>{line(head, 'th')}{body}</table>"


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
