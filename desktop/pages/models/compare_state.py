"""What the comparison of two versions shows, derived from what was compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.qtkit.words import count_text
from desktop.viewmodels.accuracy_words import MIN_IMAGES, interval_text, yardstick_text
from engine.domain.classes import ObjectClass
from engine.domain.comparisons import ComparedImage, Comparison, Paired
from engine.domain.evaluations import Finding
from engine.domain.images import ImageRecord
from engine.domain.metrics import Yardstick, figure_name
from engine.domain.project import Task
from engine.domain.seen_shapes import SeenShape
from engine.domain.versions import ModelVersion
from engine.loop.comparisons import ComparedVersions, FoundIn
from engine.loop.evaluations import FoundAt

UNKNOWN_COLOR = "#98a1ac"
_FIGURES_NOTE = (
    "From what both versions kept of each image: every place counts once, with its surest class. "
    "So it may differ a little from the accuracy of each version."
)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of both versions, in words; `more` says what it is."""

    name: str
    first: str
    second: str
    difference: str
    interval: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class ImageRow:
    """An image that both saw; the record is None once the project has it no more."""

    compared: ComparedImage
    record: ImageRecord | None

    @property
    def name(self) -> str:
        """What the image is called."""
        return self.record.name if self.record else "no longer in the project"


@dataclass(frozen=True, slots=True)
class SeenBox:
    """A box as one version sees it, or an object it missed; with its shape if that is more."""

    kind: Finding
    box_norm: tuple[float, float, float, float]
    color: str
    caption: str
    shape: SeenShape | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CompareState:
    """All that the comparison shows.

    Attributes:
        verdict: What the figure that decides says, in a sentence.
        basis: What it was counted on, and what was left out.
        yardsticks: On what these two can be compared.
        class_figure: What is told of each class.
    """

    first_number: int
    second_number: int
    yardstick: Yardstick
    yardsticks: tuple[Yardstick, ...]
    verdict: str
    basis: str
    figures: tuple[FigureRow, ...]
    class_figure: str
    classes: tuple[FigureRow, ...]
    images: tuple[ImageRow, ...]


def compare_state(told: ComparedVersions, records: Mapping[str, ImageRecord]) -> CompareState:
    """Return what to show."""
    first, second = told.versions
    comparison = told.comparison
    return CompareState(
        first_number=first.number,
        second_number=second.number,
        yardstick=comparison.yardstick,
        yardsticks=told.yardsticks,
        verdict=_verdict(comparison, second, figure_name(first.task)),
        basis=_basis(comparison, first, second),
        figures=_figures(comparison, figure_name(first.task)),
        class_figure=_class_figure(first.task),
        classes=tuple(
            _row(first.class_names[each.place], each.precision, more=_objects(each.num_objects))
            for each in comparison.classes
        ),
        images=tuple(ImageRow(each, records.get(each.content_hash)) for each in comparison.images),
    )


def seen_boxes(
    found: FoundIn, content_hash: str, version: ModelVersion, classes: Sequence[ObjectClass]
) -> tuple[SeenBox, ...]:
    """Return what a version saw in an image, what it got right first; classes as they are now."""
    now = {each.id: each for each in classes}
    known = [now.get(each) for each in version.class_ids]
    known = known or [None] * len(version.class_names)
    pairs = list(zip(known, version.class_names, strict=True))
    names = [each.name if each else name for each, name in pairs]
    colors = [each.color if each else UNKNOWN_COLOR for each in known]
    told = sorted(found.get(content_hash, ()), key=lambda each: each.kind is not Finding.FOUND)
    return tuple(
        SeenBox(
            each.kind,
            each.box_norm,
            colors[_about(each)],
            _caption(each, names),
            each.there_shape if each.kind is Finding.MISSED else each.said_shape,
        )
        for each in told
    )


def _about(found: FoundAt) -> int:
    return found.there if found.there is not None else found.said or 0


def _caption(found: FoundAt, names: Sequence[str]) -> str:
    there = names[found.there] if found.there is not None else ""
    said = names[found.said] if found.said is not None else ""
    match found.kind:
        case Finding.FOUND:
            return ""
        case Finding.MISSED:
            return f"{there} missed"
        case Finding.FALSE_ALARM:
            return f"{said}? {found.confidence:.2f}"
        case Finding.WRONG_CLASS:
            return f"{there} called {said} {found.confidence:.2f}"


def _figures(comparison: Comparison, figure: str) -> tuple[FigureRow, ...]:
    return (
        _row(figure, comparison.precision, more=_FIGURES_NOTE),
        _row("Objects found", comparison.found, more="At the operating point of each version."),
        _row(
            "False alarms per image",
            comparison.false_alarms,
            more="At the operating point of each version; fewer are better.",
        ),
    )


def _class_figure(task: Task) -> str:
    return "Share recognized" if task is Task.CLASSIFY else "AP50-95 per class"


def _row(name: str, figure: Paired | None, *, more: str = "") -> FigureRow:
    if figure is None:
        return FigureRow(name, "none there", "", "", "", more)
    difference = figure.difference
    return FigureRow(
        name,
        f"{figure.first:.3f}",
        f"{figure.second:.3f}",
        f"{difference.value:+.3f}",
        interval_text(difference.interval, decimals=3),
        more,
    )


def _objects(number: int) -> str:
    return f"{count_text(number, 'object')} of this class"


def _verdict(comparison: Comparison, second: ModelVersion, figure: str) -> str:
    paired, version = comparison.precision, f"Version {second.number}"
    if paired is None:
        return "There is nothing to find in these images."
    if comparison.num_groups < MIN_IMAGES:
        return f"{version} is {_by(paired, figure)}, on too few groups of images to tell."
    interval = paired.difference.interval
    if interval is None:
        return f"Both are alike here: {_by(paired, figure)}."
    ends = interval_text(interval, decimals=3)
    if interval.low > 0:
        return f"{version} is better: {_by(paired, figure)} ({ends})."
    if interval.high < 0:
        return f"{version} is worse: {_by(paired, figure)} ({ends})."
    return f"Not told apart: {_by(paired, figure)} ({ends})."


def _by(paired: Paired, figure: str) -> str:
    return f"{paired.difference.value:+.3f} {figure}"


def _basis(comparison: Comparison, first: ModelVersion, second: ModelVersion) -> str:
    where = yardstick_text(comparison.yardstick)
    told = f"{count_text(comparison.num_images, f'{where} image')} that both were measured on"
    if comparison.num_groups < comparison.num_images:
        told += f", in {count_text(comparison.num_groups, 'group')}"
    left = [
        (comparison.num_only_first, f"measured on version {first.number} alone"),
        (comparison.num_only_second, f"measured on version {second.number} alone"),
        (comparison.num_relabeled, "labeled anew in between"),
    ]
    out = ", ".join(f"{number} {why}" for number, why in left if number)
    told += f". Left out: {out}." if out else "."
    if comparison.yardstick is Yardstick.TEST:
        told += " Test is for looking; it decides nothing."
    return told
