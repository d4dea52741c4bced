"""Two versions side by side on the images that both were measured on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engine.domain.comparisons import Comparison
from engine.domain.errors import UsageError
from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.domain.versions import ModelVersion
from engine.evaluation.comparing import compare
from engine.evaluation.operating import USUAL_THRESHOLD, Matched
from engine.evaluation.taking import Shared, take_shared, with_classes
from engine.loop.evaluations import FoundAt, MeasuredVersion

# Validation before a fold; test is for people to see and never comes by itself.
_ORDER = (Yardstick.VAL, Yardstick.FOLD, Yardstick.TEST)

FoundIn = dict[str, tuple[FoundAt, ...]]


@dataclass(frozen=True, slots=True)
class ComparedVersions:
    """A comparison with what it is made of. Pure; any thread.

    Attributes:
        first: What the first version found, by the content of the image.
        second: The same of the second; classes by their place in the first version's order.
        yardsticks: On what these two can be compared, that which decides first.
    """

    versions: tuple[ModelVersion, ModelVersion]
    comparison: Comparison
    yardsticks: tuple[Yardstick, ...]
    first: FoundIn = field(repr=False)
    second: FoundIn = field(repr=False)


def compare_versions(
    first: MeasuredVersion, second: MeasuredVersion, yardstick: Yardstick | None = None
) -> ComparedVersions:
    """Compare two versions on a yardstick, each at its operating point; slow, any thread.

    Args:
        first: The version differences are counted from.
        second: The version they are counted to.
        yardstick: Where; without one where versions are chosen by: validation, else a fold, and
            test only where neither is shared.

    Raises:
        UsageError: The two do not compare: other tasks, other classes, outlines that one of them
            has compared coarsely, or no image in common.
    """
    _refuse_others(first.version, second.version)
    places = _places(first.version, second.version)
    yardsticks = tuple(each for each in _ORDER if each in first.seen and each in second.seen)
    yardsticks = _measured_alike(first, second, yardsticks)
    usable = {each: _shared(first, second, each, places) for each in yardsticks}
    usable = {each: shared for each, shared in usable.items() if shared.first.num_images}
    wanted = yardstick if yardstick in usable else next(iter(usable), None)
    if wanted is None:
        raise UsageError(
            "No image was measured by both with the same labels.",
            hint="Train again: the next version is measured on all that is labeled by then.",
        )
    shared, task = usable[wanted], first.version.task
    thresholds = (_thresholds(first.version), _moved(_thresholds(second.version), places))
    comparison = compare(shared, thresholds, by_share=task is Task.CLASSIFY)
    assert comparison is not None, "some image is shared"
    return ComparedVersions(
        versions=(first.version, second.version),
        comparison=comparison,
        yardsticks=tuple(usable),
        first=_findings(first, Matched.of(shared.first), thresholds[0]),
        second=_findings(second, Matched.of(shared.second), thresholds[1]),
    )


def _refuse_others(first: ModelVersion, second: ModelVersion) -> None:
    if first.task is not second.task:
        raise UsageError("These versions were trained for different tasks.")
    if first.objective != second.objective or set(_classes(first)) != set(_classes(second)):
        raise UsageError(
            "The classes changed between these versions, so their figures do not compare.",
            hint="Compare versions that were trained after the change.",
        )


def _measured_alike(
    first: MeasuredVersion, second: MeasuredVersion, yardsticks: tuple[Yardstick, ...]
) -> tuple[Yardstick, ...]:
    """Return those of the yardsticks on which both compared outlines in the same way.

    Early releases compared coarse masks, and kept no shapes.
    """
    if first.version.task is not Task.SEGMENT:
        return yardsticks
    alike = tuple(
        each
        for each in yardsticks
        if first.seen[each].evaluation.has_true_shapes
        == second.seen[each].evaluation.has_true_shapes
    )
    if yardsticks and not alike:
        raise UsageError(
            "One of these versions was measured when outlines were still compared coarsely.",
            hint="Train again, and compare with the version that comes of it.",
        )
    return alike


def _shared(
    first: MeasuredVersion, second: MeasuredVersion, yardstick: Yardstick, places: list[int]
) -> Shared:
    theirs = with_classes(second.seen[yardstick].evaluation, places)
    return take_shared(first.seen[yardstick].evaluation, theirs)


def _places(first: ModelVersion, second: ModelVersion) -> list[int]:
    """Return the place in the first version's order of each class of the second."""
    ours = list(_classes(first))
    return [ours.index(each) for each in _classes(second)]


def _classes(version: ModelVersion) -> tuple[object, ...]:
    # Versions of early projects do not say more than names.
    return version.class_ids or version.class_names


def _thresholds(version: ModelVersion) -> tuple[float, ...]:
    point = version.operating_point
    return point.thresholds if point else (USUAL_THRESHOLD,) * len(version.class_names)


def _moved(thresholds: tuple[float, ...], places: list[int]) -> tuple[float, ...]:
    moved = [USUAL_THRESHOLD] * len(thresholds)
    for place, threshold in zip(places, thresholds, strict=True):
        moved[place] = threshold
    return tuple(moved)


def _findings(
    measured: MeasuredVersion, matched: Matched, thresholds: tuple[float, ...]
) -> FoundIn:
    yardstick = matched.evaluation.yardstick
    seen = replace(measured, seen={yardstick: matched})
    found: dict[str, list[FoundAt]] = {}
    for each in seen.findings(yardstick, thresholds):
        found.setdefault(each.content_hash, []).append(each)
    return {name: tuple(those) for name, those in found.items()}
