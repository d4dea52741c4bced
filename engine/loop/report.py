"""The report: one HTML file with the learning curve, searches and models, readable alone."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from engine.domain.metrics import figure_name
from engine.domain.operating_points import ClassReach
from engine.domain.searches import SearchRecord
from engine.domain.versions import ModelExport, ModelVersion
from engine.jobs.files import write_atomic, writing
from engine.loop.curves import Curve, CurvePoint

_WIDTH, _HEIGHT = 720, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 110, 16, 40
_COLORS = ("#36b8a6", "#e69f00", "#56b4e9", "#cc79a7", "#d55e00", "#0072b2", "#009e73")


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a report tells. `note` stands first, in words."""

    title: str
    note: str
    curves: tuple[Curve, ...]
    versions: tuple[ModelVersion, ...] = ()
    searches: tuple[SearchRecord, ...] = ()
    exports: tuple[ModelExport, ...] = ()


def write_report(path: Path, content: ReportContent) -> None:
    """Write the report whole or not at all.

    Raises:
        ResourceError: It cannot be written.
    """
    template = resources.files("resources").joinpath("reports/report.html").read_text("utf-8")
    page = (
        template.replace("{{title}}", html.escape(content.title))
        .replace("{{note}}", html.escape(content.note))
        .replace("{{curve}}", draw_curves(content.curves))
        .replace("{{sections}}", "".join(_sections(content)))
    )
    with writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, page.encode())


def draw_curves(curves: Sequence[Curve]) -> str:
    """Return learning curves as SVG: accuracy from 0 to 1 over labeled images, with intervals."""
    largest = max((p.num_train_images for c in curves for p in c.points), default=1)
    parts = [_axes(curves, largest)]
    parts += [
        _draw_curve(curve, _COLORS[index % len(_COLORS)], largest)
        for index, curve in enumerate(curves)
        if curve.points
    ]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="Accuracy over labeled images">{"".join(parts)}</svg>'
    )


def _axes(curves: Sequence[Curve], largest: int) -> str:
    lines = []
    for step in range(6):
        y = _y(step / 5)
        lines.append(f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>')
        lines.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" class="end">{step / 5:.1f}</text>')
    for share in (0.0, 0.5, 1.0):
        x, value = _x(share * largest, largest), round(share * largest)
        lines.append(f'<text x="{x:.1f}" y="{_HEIGHT - 20}" class="mid">{value}</text>')
    yardstick = curves[0].yardstick.value if curves else "val"
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    caption = f"images trained on (accuracy on {yardstick}, band: 95 % interval)"
    lines.append(f'<text x="{middle}" y="{_HEIGHT - 4}" class="mid">{caption}</text>')
    return f'<g class="axes">{"".join(lines)}</g>'


def _draw_curve(curve: Curve, color: str, largest: int) -> str:
    last = curve.points[-1]
    x, y = _x(last.num_train_images, largest), _y(last.accuracy.map50_95)
    name = html.escape(curve.name)
    parts = "".join(_draw_part(part, color, largest) for part in curve.parts)
    return f'{parts}<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{color}">{name}</text>'


def _draw_part(points: Sequence[CurvePoint], color: str, largest: int) -> str:
    """Return one line: accuracies of other classes are not joined with it."""
    xs = [_x(point.num_train_images, largest) for point in points]
    ys = [_y(point.accuracy.map50_95) for point in points]
    lows = [_y(p.accuracy.interval.low if p.accuracy.interval else 0) for p in points]
    highs = [_y(p.accuracy.interval.high if p.accuracy.interval else 1) for p in points]
    band = " ".join(
        f"{x:.1f},{y:.1f}"
        for x, y in [*zip(xs, highs, strict=True), *reversed(list(zip(xs, lows, strict=True)))]
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>'
        for x, y in zip(xs, ys, strict=True)
    )
    return (
        f'<polygon points="{band}" fill="{color}" opacity="0.15"/>'
        f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>{dots}'
    )


def _sections(content: ReportContent) -> list[str]:
    sections = []
    if content.searches:
        rows = [
            [str(number), search.outcome.sentence if search.outcome else "not finished"]
            for number, search in enumerate(content.searches, start=1)
        ]
        sections.append(_table("Searches", ["Search", "Result"], rows))
    if content.versions:
        head = ["Version", "Round", "Trained on", "Start", "Recipe", "Accuracy"]
        sections.append(_table("Models", head, [_version_row(v) for v in content.versions]))
        sections.append(_operating_point(content.versions[-1]))
    if content.exports:
        head = ["File", "Largest difference", "Boxes found again", "Check"]
        sections.append(_table("Exports", head, [_export_row(e) for e in content.exports]))
    return sections


def _version_row(version: ModelVersion) -> list[str]:
    recipe = version.recipe
    reached = ", ".join(
        f"{a.map50_95:.3f} on {a.num_images} {a.yardstick} images"
        + (f" ({a.interval.low:.3f} to {a.interval.high:.3f})" if a.interval else "")
        for a in version.accuracies
    )
    if reached:
        reached = f"{figure_name(version.task)} {reached}"
    return [
        str(version.number),
        "" if version.round_number is None else str(version.round_number),
        f"{version.num_train_images} images",
        version.start.value.replace("_", " "),
        f"{Path(recipe.model).stem}, {recipe.imgsz} px, {recipe.epochs} epochs, {recipe.optimizer}",
        reached,
    ]


def _operating_point(version: ModelVersion) -> str:
    """Return what the newest version finds from where its boxes count; empty if not measured."""
    point = version.operating_point
    if point is None:
        return ""
    told = [point.chosen, *([point.shown] if point.shown else [])]
    head = ["Class", "From confidence"]
    for reach in told:
        where = f"{reach.num_images} {reach.yardstick} images"
        head += [f"Found on {where}", f"False alarms per image on {reach.yardstick}"]
    rows = [
        [name, f"{threshold:.2f}"]
        + [cell for reach in told for cell in _reach_cells(reach.classes[place])]
        for place, (name, threshold) in enumerate(
            zip(version.class_names, point.thresholds, strict=True)
        )
    ]
    return _table(f"Operating point of version {version.number}", head, rows)


def _reach_cells(told: ClassReach) -> list[str]:
    found = f"{told.num_found} of {told.num_objects}"
    interval = told.found.interval if told.found else None
    if interval is not None:
        found += f" ({100 * interval.low:.0f} to {100 * interval.high:.0f} %)"
    return [found, f"{told.false_alarms.value:.2f}"]


def _export_row(export: ModelExport) -> list[str]:
    check = export.check
    return [
        Path(export.path).name,
        f"{check.max_abs_difference:.2g} over {check.num_images} images",
        f"{check.num_matched} of {check.num_boxes}",
        "passed" if check.passed else "failed",
    ]


def _table(title: str, head: list[str], rows: list[list[str]]) -> str:
    def line(cells: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in cells) + "</tr>"

    body = "".join(line(row, "td") for row in rows)
    return f"<h2>{title}</h2><table>{line(head, 'th')}{body}</table>"


def _x(value: float, largest: int) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * value / max(largest, 1)


def _y(value: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value)
