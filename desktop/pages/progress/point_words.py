"""The operating point in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.pages.progress.state import ClassLook, Look
from desktop.qtkit.cards import FigureText
from desktop.qtkit.translation import tr
from desktop.viewmodels.accuracy_words import counted_images, yardstick_text
from desktop.viewmodels.reach_words import (
    class_sentence,
    number_interval_text,
    percent_text,
    rate_interval_text,
    rate_text,
    share_interval_text,
)
from engine.domain.metrics import Yardstick
from engine.domain.operating_points import ClassReach, Reach

_FEW_IMAGES = 30
_NOT_CHOSEN = tr("Nothing was measured apart from test, which never chooses.")


@dataclass(frozen=True, slots=True)
class ClassPoint:
    """How a class stands in the list of sliders.

    Attributes:
        percent: Where the slider stands: the share to find, in percent.
        aim_text: What is asked for ("95 %", "best balance").
        words: From which confidence, and what that reached where it was chosen.
        why_not: Why it cannot be moved; empty = it can.
    """

    name: str
    color: str
    percent: int
    aim_text: str
    words: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PointWords:
    """All the words of the view."""

    sentence: str
    figures: tuple[FigureText, ...]
    note: str
    classes: tuple[ClassPoint, ...]


def point_words(look: Look, classes: Sequence[ClassLook]) -> PointWords:
    """Return what the view says of a look."""
    told, name = look.reach.classes[look.class_index], classes[look.class_index].name
    return PointWords(
        sentence=class_sentence(name, told),
        figures=_figures(told) if told.found is not None else (),
        note=_note(look, classes),
        classes=tuple(_class_point(look, place, each) for place, each in enumerate(classes)),
    )


def _figures(told: ClassReach) -> tuple[FigureText, ...]:
    assert told.found is not None
    found = tr("of {num_objects:,} found").format(num_objects=told.num_objects)
    passed = tr("of %n image(s) pass wrongly", "", told.num_images_with)
    return (
        FigureText(percent_text(told.found.value), _with(found, share_interval_text(told.found))),
        FigureText(
            rate_text(told.false_alarms.value),
            _with(tr("false alarms per image"), rate_interval_text(told.false_alarms)),
        ),
        FigureText(f"{told.num_passed:,}", _with(passed, number_interval_text(told.passed))),
    )


def _with(text: str, interval: str) -> str:
    return f"{text} ({interval})" if interval else text


def _note(look: Look, classes: Sequence[ClassLook]) -> str:
    lines = [_where(look)]
    if len(classes) > 1:
        lines.append(_all_together(look.reach))
    calibration = look.point.calibration if look.point else None
    if calibration is not None:
        chance = percent_text(calibration.chance(look.thresholds[look.class_index]))
        line = tr("A box of just that confidence is right in about {chance} of the cases.").format(
            chance=chance
        )
        if look.errors is not None:
            line += tr(" Stated chances miss by {error:.0f} % on test.").format(
                error=100 * look.errors[1]
            )
        lines.append(line)
    return "\n".join(lines)


def _where(look: Look) -> str:
    reach = look.reach
    where = tr("Measured on {images}").format(images=_images(reach))
    if look.point is not None and look.point.chosen.yardstick is not look.yardstick:
        where += tr("; chosen on {images}").format(images=_images(look.point.chosen))
    groups = tr("95 % intervals over %n group(s)", "", reach.num_groups)
    few = tr(" Few images: expect the real figures anywhere inside.") * (
        reach.num_images < _FEW_IMAGES
    )
    return f"{where}. {groups}.{few}"


def _all_together(reach: Reach) -> str:
    if reach.found is None:
        return ""
    passed = tr("{num_passed} of %n image(s) would pass wrongly", "", reach.num_images_with).format(
        num_passed=reach.num_passed
    )
    alarms = tr("{rate} false alarms per image").format(rate=rate_text(reach.false_alarms.value))
    told = tr("All classes together: {percent} found, {alarms}; {passed}").format(
        percent=percent_text(reach.found.value), alarms=alarms, passed=passed
    )
    if not reach.num_clean:
        return f"{told}."
    return tr(
        "{told}, {num_stopped} of %n image(s) without any object would be stopped.",
        "",
        reach.num_clean,
    ).format(told=told, num_stopped=reach.num_stopped)


def _class_point(look: Look, place: int, known: ClassLook) -> ClassPoint:
    if look.point is None:
        return ClassPoint(known.name, known.color, 50, "", "", _NOT_CHOSEN)
    chosen, aim = look.point.chosen.classes[place], look.aims[place]
    where = _place(look.point.chosen.yardstick)
    if chosen.found is None:
        words = tr("From confidence {threshold:.2f}, as no {name} is in {where}.").format(
            threshold=look.thresholds[place], name=known.name, where=where
        )
        return ClassPoint(known.name, known.color, 50, tr("not measured"), words, words)
    percent = round(100 * (chosen.found.value if aim is None else aim))
    found = tr("{num_found:,} of {num_objects:,} found").format(
        num_found=chosen.num_found, num_objects=chosen.num_objects
    )
    alarms = tr("{rate} false alarms per image").format(rate=rate_text(chosen.false_alarms.value))
    words = tr("From confidence {threshold:.2f}: {found} in {where}, {alarms}.").format(
        threshold=look.thresholds[place], found=found, where=where, alarms=alarms
    )
    if aim is not None and chosen.found.value < aim - 1e-9:
        words += tr(" It finds no more than that at any confidence.")
    text = tr("best balance") if aim is None else percent_text(aim)
    return ClassPoint(known.name, known.color, max(1, percent), text, words)


def _images(reach: Reach) -> str:
    if reach.yardstick is Yardstick.FOLD:
        return tr("%n image(s) of a fold of the labeled", "", reach.num_images)
    return counted_images(reach.yardstick, reach.num_images)


def _place(yardstick: Yardstick) -> str:
    return tr("a fold of the labeled") if yardstick is Yardstick.FOLD else yardstick_text(yardstick)
