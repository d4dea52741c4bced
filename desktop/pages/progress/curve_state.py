"""The learning curve as the page Progress shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.charts.chart_data import ChartData, Mark
from desktop.charts.loop_charts import CurvePoint, learning_curve
from desktop.pages.progress.state import ProgressReading
from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.qtkit.words import duration_text
from desktop.viewmodels.accuracy_words import metric_text, yardstick_text
from engine.domain.metrics import Interval, Yardstick, figure_name
from engine.domain.searches import SearchOutcome, SearchRecord, SearchVerdict
from engine.domain.versions import ModelVersion
from engine.loop.curves import CurvePoint as MeasuredPoint


def progress_chart(reading: ProgressReading, *, by_minutes: bool) -> ChartData:
    """Return the learning curve over expert minutes or over labeled images."""
    name = metric_text(reading.curve.yardstick, reading.task)
    measured = reading.curve.parts
    parts = [
        learning_curve(
            sorted((_point(each, by_minutes=by_minutes) for each in part), key=_effort),
            # Where classes changed another line begins; the last one is named.
            name=name if part is measured[-1] else "",
            x_name=tr("expert minutes") if by_minutes else tr("images learned from"),
            target=reading.goal.target_accuracy,
        )
        for part in measured
    ]
    if not parts:
        return ChartData()
    lines = tuple(series for part in parts for series in part.series)
    marks = tuple(_adoptions(reading, by_minutes=by_minutes))
    return replace(parts[-1], series=lines, marks=marks)


def curve_title(reading: ProgressReading) -> str:
    """Return what the learning curve was measured on."""
    points = reading.curve.points
    if not points:
        return tr("Accuracy")
    where = yardstick_text(reading.curve.yardstick)
    newest = points[-1].accuracy.num_images
    accuracy = tr("Accuracy ({figure}) on {newest}").format(
        figure=said(figure_name(reading.task)), newest=newest
    )
    if reading.curve.yardstick is Yardstick.FOLD:
        return tr("{accuracy} images of a fold of the labeled").format(accuracy=accuracy)
    return tr("{accuracy} {where} images, drawn at random, frozen").format(
        accuracy=accuracy, where=where
    )


def course_words(reading: ProgressReading) -> tuple[str, ...]:
    """Return what the last labels gained and how far the target is, in sentences."""
    words = []
    parts = reading.curve.parts
    points = parts[-1] if parts else ()
    if len(points) > 1:
        before, now = points[-2:]
        gain = now.accuracy.map50_95 - before.accuracy.map50_95
        where = metric_text(reading.curve.yardstick, reading.task)
        step = tr("Version {now} changed {where} by {gain:+.3f} over version {before}").format(
            now=now.version_number, where=where, gain=gain, before=before.version_number
        )
        words.append(f"{step}{_cost(before, now)}.")
    target = reading.goal.target_accuracy
    if target is not None and points:
        words.append(tr("The target is {target:.2f}.").format(target=target))
    return tuple(words)


def _point(measured: MeasuredPoint, *, by_minutes: bool) -> CurvePoint:
    value = measured.accuracy.map50_95
    effort = measured.expert_minutes if by_minutes else float(measured.num_train_images)
    return CurvePoint(effort, value, measured.accuracy.interval or Interval(value, value))


def _effort(point: CurvePoint) -> float:
    return point.effort


def _cost(before: MeasuredPoint, now: MeasuredPoint) -> str:
    """Return what lies between two versions: images and the expert's time."""
    images = now.num_train_images - before.num_train_images
    minutes = now.expert_minutes - before.expert_minutes
    parts = [tr("%n more image(s)", "", images)] if images > 0 else []
    parts += (
        [tr("{time} of your time").format(time=duration_text(60 * minutes))] if minutes > 0 else []
    )
    return (
        tr(", for {effort}").format(effort=tr(" and ").join(parts))
        if parts
        else tr(", on as many images")
    )


def is_timed(reading: ProgressReading) -> bool:
    """Whether the expert's time is known, so that a curve over it says something."""
    return any(point.expert_minutes > 0 for point in reading.curve.points)


def _adoptions(reading: ProgressReading, *, by_minutes: bool) -> list[Mark]:
    """Return where an adopted recipe was first trained with, and what it was confirmed to gain."""
    measured = {point.version_number: point for point in reading.curve.points}
    marks = []
    for search in reading.searches:
        outcome = search.outcome
        if outcome is None or outcome.confirmation is None:
            continue
        first = _first_after(search, outcome, reading.versions)
        if outcome.verdict is SearchVerdict.ADOPTED and first in measured:
            point = _point(measured[first], by_minutes=by_minutes)
            gain = tr("search adopted, {gain:+.2f}").format(
                gain=outcome.confirmation.mean_difference
            )
            marks.append(Mark(point.effort, point.value, gain))
    return marks


def _first_after(
    search: SearchRecord, outcome: SearchOutcome, versions: Sequence[ModelVersion]
) -> int | None:
    """Return the number of the first version trained with the recipe of a search."""
    adopted = outcome.recipe
    for version in versions:
        is_alike = (version.recipe.optimizer, version.recipe.lr0) == (
            adopted.optimizer,
            adopted.lr0,
        )
        if version.created_at >= search.created_at and is_alike:
            return version.number
    return None
