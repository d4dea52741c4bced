"""The document of a grid: every figure in it comes from what was measured."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources

from engine.simulation.comparison import FULL_SHARE, Contrast
from engine.simulation.comparison_files import reach_in_words
from engine.simulation.evidence.findings import (
    Findings,
    chosen_otherwise,
    total_effort,
)
from engine.simulation.evidence.grids import Grid, baseline
from engine.simulation.significance import pairs_needed
from engine.simulation.verdict import interval_in_words, savings_in_words

_PUBLISHED = "40-60 % less labeling cost"
_GOALS = {"selection alone": 0.7, "selection and suggestions": 0.4}
_MAX_LOSS = 0.01
_FORESIGHT_GOAL = (0.7, 0.9)
_NONE = "not measured"


def document(findings: Findings) -> str:
    """Return the document as Markdown."""
    told = {
        "standing": _standing(findings),
        "claims": _claims(findings),
        "headrooms": _headrooms(findings),
        "contrasts": _contrasts(findings),
        "picture": f"active-learning/{findings.grid.name}/curves.png",
        "goals": _goals(findings),
        "foresight": _foresight(findings),
        "costs": _costs(findings),
        "clocks": _clocks(findings),
        "level": f"{FULL_SHARE:.0%}",
        "conditions": _conditions(findings),
    }
    page = resources.files("resources").joinpath("reports/evidence.md").read_text("utf-8")
    for name, text in told.items():
        page = page.replace(f"{{{{{name}}}}}", text.rstrip("\n"))
    return page


def _standing(findings: Findings) -> str:
    done, wanted, name = len(findings.results), findings.num_cells, findings.grid.name
    if findings.is_complete:
        text = f"The grid `{name}`, complete: {done} cells. "
    elif done:
        text = f"**Partial**: {done} of {wanted} cells of the grid `{name}` are done. "
    else:
        text = f"**Nothing is measured yet**: none of the {wanted} cells of the grid `{name}`. "
    if not findings.grid.is_evidence:
        text += "**No evidence**: its data are those that strategies are tuned on. "
    return text + "Everything measured lies beside this page as JSON, one file a cell.\n"


def _claims(findings: Findings) -> str:
    rows = [["published claims", _PUBLISHED, "", ""]]
    for what in ("selection alone", "suggestions alone", "selection and suggestions"):
        contrast = findings.found(what)
        saved = savings_in_words(contrast.savings) if contrast else ""
        rows.append([f"Loupe, {what}", saved or _NONE, *_significance(contrast)])
    head = ["", f"Expert time saved to {FULL_SHARE:.0%} of the full accuracy", "p", "Significant"]
    return _table(head, rows)


def _significance(contrast: Contrast | None) -> list[str]:
    if contrast is None:
        return ["", _NONE]
    if not contrast.is_significant:
        return [f"{contrast.p_adjusted:.3g}", "no"]
    return [f"{contrast.p_adjusted:.3g}", "yes" if contrast.gain > 0 else "yes, worse"]


def _headrooms(findings: Findings) -> str:
    if not findings.headrooms:
        return "Not measured yet.\n"
    rows = [
        [name, step.name, f"{step.num_images:.0f}", f"{step.mean:.3f}"]
        for name, headroom in findings.headrooms.items()
        for step in headroom.steps
    ]
    said = "".join(f"- {name}: {each.sentence}\n" for name, each in findings.headrooms.items())
    left_out = [n for n, each in findings.headrooms.items() if not each.is_limited_by_data]
    if left_out and findings.grid.is_evidence:
        said += f"- Left out below, as nothing can show there: {', '.join(left_out)}.\n"
    return said + "\n" + _table(["Data set", "Part of the pool", "Images", "Test mAP50-95"], rows)


def _contrasts(findings: Findings) -> str:
    if not findings.compared:
        return "No two cells of one seed are done yet.\n"
    rows = []
    for each in findings.compared:
        contrast = each.contrast
        shown = contrast.detectable
        rows.append(
            [
                each.what,
                f"{contrast.arm} : {contrast.against}",
                str(contrast.num_pairs),
                f"{contrast.gain:+.3f} ({interval_in_words(contrast.interval, '+.3f')})",
                f"{contrast.p:.3g}",
                f"{contrast.p_adjusted:.3g}",
                savings_in_words(contrast.savings) or _NONE,
                f"{contrast.worst:+.3f}",
                _NONE if shown is None else f"{shown:.3f}",
            ]
        )
    head = [
        "What",
        "Arms",
        "Pairs",
        "Higher by, at the same seconds",
        "p",
        "p (Holm)",
        "Seconds saved",
        "Lowest under",
        "Detectable",
    ]
    return _table(head, rows) + _power(findings)


def _power(findings: Findings) -> str:
    lines = []
    fewest = min(each.contrast.num_pairs for each in findings.compared)
    needed = pairs_needed(len(findings.compared))
    if fewest < needed:
        lines.append(
            f"Pairs so far: {fewest}. With {len(findings.compared)} comparisons nothing can be "
            f"significant below {needed} pairs."
        )
    for each in findings.compared:
        contrast = each.contrast
        if contrast.detectable is not None and abs(contrast.gain) < contrast.detectable:
            lines.append(
                f"{each.what}: not resolvable here. The difference seen, {contrast.gain:+.3f}, is "
                f"below the {contrast.detectable:.3f} that so many pairs show in 80 % of cases."
            )
    return "".join(f"\n- {line}" for line in lines)


def _goals(findings: Findings) -> str:
    rows = []
    for what, wanted in _GOALS.items():
        contrast = findings.found(what)
        savings = contrast.savings if contrast else None
        text = f"{what}: at most {wanted:.0%} of the seconds, p < 0.05"
        if contrast is None or savings is None:
            rows.append([text, _NONE, _NONE])
            continue
        is_met = savings.ratio <= wanted and contrast.is_significant and contrast.gain > 0
        seen = "not reached" if math.isinf(savings.ratio) else f"{savings.ratio:.0%}"
        rows.append(
            [text, f"{seen}, p = {contrast.p_adjusted:.3g}", "met" if is_met else "not met"]
        )
    contrast = findings.found("selection alone")
    text = f"never more than {_MAX_LOSS} mAP below {baseline()}"
    if contrast is None or contrast.savings is None:
        rows.append([text, _NONE, _NONE])
    else:
        is_met = contrast.worst >= -_MAX_LOSS
        rows.append([text, f"{contrast.worst:+.3f} at worst", "met" if is_met else "not met"])
    return _table(["Goal", "Seen", ""], rows)


def _foresight(findings: Findings) -> str:
    told = findings.foresight
    if told is None:
        return "Not measured yet: a forecast takes four models, and a fifth to hold it against.\n"
    low, high = _FORESIGHT_GOAL
    is_met = low <= told.share <= high
    return (
        f"Of {told.num_forecasts} forecasts of what the next round gains, by validation alone, "
        f"{told.num_held} held: {told.share:.0%} of the 80 % intervals "
        f"({interval_in_words(told.interval, '.0%')}). The goal, {low:.0%} to {high:.0%}, is "
        f"{'met' if is_met else 'not met'}. The intervals are of the curve; the gains that came "
        f"carry the luck of two trainings besides.\n"
    )


def _costs(findings: Findings) -> str:
    comparison, rows = findings.comparison, []
    for dataset in comparison.datasets:
        for arm in comparison.arms_of(dataset):
            _, values = comparison.mean_curve(dataset, arm)
            runs = [run for run in comparison.runs if (run.dataset, run.arm) == (dataset, arm)]
            rows.append(
                [
                    dataset,
                    arm,
                    str(len(runs)),
                    " ".join(f"{value:.3f}" for value in values),
                    reach_in_words(comparison, dataset, arm) or _NONE,
                ]
            )
        if dataset in comparison.full:
            rows.append([dataset, "all labels", "", f"{comparison.full[dataset]:.3f}", ""])
    if not rows:
        return "Not measured yet.\n"
    head = ["Data set", "Arm", "Seeds", "Test mAP50-95 by round", f"Time to {FULL_SHARE:.0%}"]
    return _table(head, rows) + "\n" + _efforts(findings)


def _efforts(findings: Findings) -> str:
    rows = [
        [
            arm,
            f"{effort.num_images:,}",
            f"{effort.num_drawn:,}",
            f"{effort.num_accepted:,}",
            f"{effort.num_adjusted:,}",
            f"{effort.num_rejected:,}",
            f"{effort.seconds / 3600:.1f}",
        ]
        for arm, effort in total_effort(findings.results).items()
    ]
    head = ["Arm", "Images", "Drawn", "Accepted", "Of these adjusted", "Rejected", "Hours"]
    return _table(head, rows)


def _clocks(findings: Findings) -> str:
    names = [each.what for each in findings.compared]
    if not names:
        return "Not measured yet.\n"
    rows = [
        [clock, *(_ratio(ratios.get(what)) for what in names)]
        for clock, ratios in findings.by_clock.items()
    ]
    rows.append(
        ["pays from so many seconds a box on", *(_draw_s(findings, what) for what in names)]
    )
    return f"Seconds to {FULL_SHARE:.0%}, as a share of those of {baseline()}.\n\n" + _table(
        ["Clock", *names], rows
    )


def _ratio(ratio: float | None) -> str:
    if ratio is None:
        return _NONE
    return "not reached" if math.isinf(ratio) else f"{ratio:.2f}"


def _draw_s(findings: Findings, what: str) -> str:
    draw_s = findings.break_even_s.get(what)
    return "at none tried" if draw_s is None else f"{draw_s:.1f}"


def _conditions(findings: Findings) -> str:
    grid, results = findings.grid, findings.results
    lines = [
        f"{grid.imgsz} px, {grid.updates} steps of {grid.batch} images in each training, twice as "
        f"many with all labels; images labeled: {_budgets(grid)}; "
        f"seeds: {grid.num_seeds}.",
        f"Start: {_starts(findings)}.",
        f"Devices: {_counted(r.device for r in results)}.",
        f"Program: {_counted(r.commit for r in results)}.",
        f"Libraries: {_counted(_libraries(r.libraries) for r in results)}.",
        f"Trainings took {sum(p.compute_s for r in results for p in r.points) / 3600:.1f} hours.",
    ]
    if otherwise := chosen_otherwise(results):
        told = "; ".join(f"{what} in {number} rounds" for what, number in otherwise.items())
        lines.append(f"Where a strategy lacked what it needs, another one chose: {told}.")
    return "".join(f"- {line}\n" for line in lines)


def _budgets(grid: Grid) -> str:
    return ", ".join(str(grid.first_size * 2**number) for number in range(grid.rounds + 1))


def _starts(findings: Findings) -> str:
    told = [
        f"{start.model} for {start.updates} steps at {start.imgsz} px on {start.made_from}, where "
        f"it reached {'nothing measured' if start.reached is None else f'{start.reached:.3f}'} "
        f"(SHA-256 {start.sha256[:12]})"
        for start in findings.starts
    ]
    return "; ".join(told) or _NONE


def _counted(values: Iterable[str]) -> str:
    """Return what occurs, with how often where it is more than one thing."""
    seen = Counter(value or "not told" for value in values)
    if not seen:
        return _NONE
    if len(seen) == 1:
        return next(iter(seen))
    return ", ".join(f"{value} ({number} cells)" for value, number in seen.most_common())


def _libraries(versions: dict[str, str]) -> str:
    return " ".join(f"{name} {version}" for name, version in sorted(versions.items()))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(_lines(head, rows))


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |\n"
    yield f"|{'---|' * len(head)}\n"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n"
