"""What thresholds reach, in the expert's terms."""

from __future__ import annotations

from desktop.qtkit.translation import tr
from engine.domain.operating_points import ClassReach, Estimate


def percent_text(share: float) -> str:
    """Return a share as a percentage ("95 %"); what is not quite all is never called all."""
    percent = round(100 * share)
    if percent == 100 and share < 1:
        percent = 99
    if percent == 0 and share > 0:
        percent = 1
    return f"{percent} %"


def share_interval_text(estimate: Estimate | None) -> str:
    """Return both ends of a share ("88 to 98 %"); empty without an interval."""
    if estimate is None or estimate.interval is None:
        return ""
    low, high = estimate.interval.low, estimate.interval.high
    return tr("{low} to {high} %").format(low=round(100 * low), high=round(100 * high))


def rate_text(value: float) -> str:
    """Return a number per image ("0.8", "0.04", "12")."""
    if value and value < 0.095:
        return f"{value:.2f}"
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"


def rate_interval_text(estimate: Estimate) -> str:
    """Return both ends of a number per image ("0.5 to 1.2"); empty without an interval."""
    if estimate.interval is None:
        return ""
    return tr("{low} to {high}").format(
        low=rate_text(estimate.interval.low), high=rate_text(estimate.interval.high)
    )


def number_interval_text(estimate: Estimate) -> str:
    """Return both ends of a number of images ("1 to 7"); empty without an interval."""
    if estimate.interval is None:
        return ""
    return tr("{low} to {high}").format(
        low=int(estimate.interval.low), high=round(estimate.interval.high)
    )


def class_sentence(name: str, told: ClassReach) -> str:
    """Return what a class reaches in one sentence."""
    if told.found is None:
        return tr("No {name} is in these images; nothing can be said of it.").format(name=name)
    found = tr("Finds {percent} of {name}").format(
        percent=percent_text(told.found.value), name=name
    )
    alarms = tr("{rate} false alarms per image").format(rate=rate_text(told.false_alarms.value))
    passed = tr(
        "{num_passed} of %n image(s) with {name} would pass wrongly", "", told.num_images_with
    ).format(num_passed=told.num_passed, name=name)
    return f"{found}, {alarms}; {passed}."
