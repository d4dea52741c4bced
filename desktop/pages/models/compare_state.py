"""What the comparison of two versions shows, derived from what was compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.qtkit.translation import tr
from desktop.viewmodels.accuracy_words import MIN_IMAGES, counted_images, interval_text
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
_FIGURES_NOTE = tr(
    "From what both versions kept of each image: every place counts once, with its "
    "surest class. So it may differ a little from the accuracy of each version."
)
_OUTLINES_NOTE = tr(
    "From what both versions kept of each image: every place counts once, with its surest class, "
    "and outlines are compared as they are suggested. The accuracy of each version compares masks "
    "in coarser pixels; where objects are small, it is lower."
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
        return self.record.name if self.record else tr("no longer in the project")


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
        figures=_figures(comparison, first.task),
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
            return tr("{there} missed").format(there=there)
        case Finding.FALSE_ALARM:
            return f"{said}? {found.confidence:.2f}"
        case Finding.WRONG_CLASS:
            return tr("{there} called {said} {confidence:.2f}").format(
                there=there, said=said, confidence=found.confidence
            )


def _figures(comparison: Comparison, task: Task) -> tuple[FigureRow, ...]:
    note = _OUTLINES_NOTE if task is Task.SEGMENT else _FIGURES_NOTE
    return (
        _row(figure_name(task), comparison.precision, more=note),
        _row(
            tr("Objects found"),
            comparison.found,
            more=tr("At the operating point of each version."),
        ),
        _row(
            tr("False alarms per image"),
            comparison.false_alarms,
            more=tr("At the operating point of each version; fewer are better."),
        ),
    )


def _class_figure(task: Task) -> str:
    return tr("Share recognized") if task is Task.CLASSIFY else tr("AP50-95 per class")


def _row(name: str, figure: Paired | None, *, more: str = "") -> FigureRow:
    if figure is None:
        return FigureRow(name, tr("none there"), "", "", "", more)
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
    return tr("%n object(s) of this class", "", number)


def _verdict(comparison: Comparison, second: ModelVersion, figure: str) -> str:
    paired, version = comparison.precision, tr("Version {number}").format(number=second.number)
    if paired is None:
        return tr("There is nothing to find in these images.")
    if comparison.num_groups < MIN_IMAGES:
        return tr("{version} is {by}, on too few groups of images to tell.").format(
            version=version, by=_by(paired, figure)
        )
    interval = paired.difference.interval
    if interval is None:
        return tr("Both are alike here: {by}.").format(by=_by(paired, figure))
    ends = interval_text(interval, decimals=3)
    if interval.low > 0:
        return tr("{version} is better: {by} ({ends}).").format(
            version=version, by=_by(paired, figure), ends=ends
        )
    if interval.high < 0:
        return tr("{version} is worse: {by} ({ends}).").format(
            version=version, by=_by(paired, figure), ends=ends
        )
    return tr("Not told apart: {by} ({ends}).").format(by=_by(paired, figure), ends=ends)


def _by(paired: Paired, figure: str) -> str:
    return f"{paired.difference.value:+.3f} {figure}"


def _basis(comparison: Comparison, first: ModelVersion, second: ModelVersion) -> str:
    told = tr("{images} that both were measured on").format(
        images=counted_images(comparison.yardstick, comparison.num_images)
    )
    if comparison.num_groups < comparison.num_images:
        told += tr(", in %n group(s)", "", comparison.num_groups)
    left = [
        (
            comparison.num_only_first,
            tr("measured on version {number} alone").format(number=first.number),
        ),
        (
            comparison.num_only_second,
            tr("measured on version {number} alone").format(number=second.number),
        ),
        (comparison.num_relabeled, tr("labeled anew in between")),
    ]
    out = ", ".join(f"{number} {why}" for number, why in left if number)
    told += tr(". Left out: {out}.").format(out=out) if out else "."
    if comparison.yardstick is Yardstick.TEST:
        told += tr(" Test is for looking; it decides nothing.")
    return told
