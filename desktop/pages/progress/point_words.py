"""The operating point in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.pages.progress.state import ClassLook, Look
from desktop.qtkit.cards import FigureText
from desktop.qtkit.words import count_text
from desktop.viewmodels.accuracy_words import yardstick_text
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
_NOT_CHOSEN = "Nothing was measured apart from test, which never chooses."


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
    found = f"of {told.num_objects:,} found"
    passed = f"of {count_text(told.num_images_with, 'image')} pass wrongly"
    return (
        FigureText(percent_text(told.found.value), _with(found, share_interval_text(told.found))),
        FigureText(
            rate_text(told.false_alarms.value),
            _with("false alarms per image", rate_interval_text(told.false_alarms)),
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
        line = f"A box of just that confidence is right in about {chance} of the cases."
        if look.errors is not None:
            line += f" Stated chances miss by {100 * look.errors[1]:.0f} % on test."
        lines.append(line)
    return "\n".join(lines)


def _where(look: Look) -> str:
    reach = look.reach
    where = f"Measured on {_images(reach)}"
    if look.point is not None and look.point.chosen.yardstick is not look.yardstick:
        where += f"; chosen on {_images(look.point.chosen)}"
    groups = f"95 % intervals over {count_text(reach.num_groups, 'group')}"
    few = " Few images: expect the real figures anywhere inside." * (reach.num_images < _FEW_IMAGES)
    return f"{where}. {groups}.{few}"


def _all_together(reach: Reach) -> str:
    if reach.found is None:
        return ""
    images = count_text(reach.num_images_with, "image")
    passed = f"{reach.num_passed} of {images} would pass wrongly"
    alarms = f"{rate_text(reach.false_alarms.value)} false alarms per image"
    told = f"All classes together: {percent_text(reach.found.value)} found, {alarms}; {passed}"
    if not reach.num_clean:
        return f"{told}."
    clean = count_text(reach.num_clean, "image")
    return f"{told}, {reach.num_stopped} of {clean} without any object would be stopped."


def _class_point(look: Look, place: int, known: ClassLook) -> ClassPoint:
    if look.point is None:
        return ClassPoint(known.name, known.color, 50, "", "", _NOT_CHOSEN)
    chosen, aim = look.point.chosen.classes[place], look.aims[place]
    where = _place(look.point.chosen.yardstick)
    if chosen.found is None:
        words = f"From confidence {look.thresholds[place]:.2f}, as no {known.name} is in {where}."
        return ClassPoint(known.name, known.color, 50, "not measured", words, words)
    percent = round(100 * (chosen.found.value if aim is None else aim))
    found = f"{chosen.num_found:,} of {chosen.num_objects:,} found"
    alarms = f"{rate_text(chosen.false_alarms.value)} false alarms per image"
    words = f"From confidence {look.thresholds[place]:.2f}: {found} in {where}, {alarms}."
    if aim is not None and chosen.found.value < aim - 1e-9:
        words += " It finds no more than that at any confidence."
    text = "best balance" if aim is None else percent_text(aim)
    return ClassPoint(known.name, known.color, max(1, percent), text, words)


def _images(reach: Reach) -> str:
    if reach.yardstick is Yardstick.FOLD:
        return f"{count_text(reach.num_images, 'image')} of a fold of the labeled"
    return count_text(reach.num_images, f"{yardstick_text(reach.yardstick)} image")


def _place(yardstick: Yardstick) -> str:
    return "a fold of the labeled" if yardstick is Yardstick.FOLD else yardstick_text(yardstick)
