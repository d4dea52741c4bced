"""The charts of the loop, made from the engine's records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.charts.chart_data import ChartData, Level, Mark, Series, Tone
from desktop.qtkit.translation import tr
from engine.domain.events import EpochFinished
from engine.domain.metrics import Interval, figure_name
from engine.domain.project import Task
from engine.domain.searches import TrialRecord, TrialState


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """An accuracy after some effort (expert minutes or images), with its interval."""

    effort: float
    value: float
    interval: Interval


def accuracy_by_epoch(epochs: Sequence[EpochFinished], task: Task) -> ChartData:
    """Return the figure that decides over the epochs that were validated, and mAP50 beside it."""
    strict = [(each.epoch, each.map50_95) for each in epochs if each.map50_95 is not None]
    loose = [(each.epoch, each.map50) for each in epochs if each.map50 is not None]
    deciding = _line(figure_name(task), strict, Tone.MAIN)
    beside = () if task is Task.CLASSIFY else (_line("mAP50", loose, Tone.PLAIN),)
    return ChartData(series=(*beside, deciding), x_name=tr("epoch"), counts=True)


def losses_by_epoch(epochs: Sequence[EpochFinished]) -> ChartData:
    """Return the training losses over the epochs, by what they are of ("box", "cls")."""
    names = list(dict.fromkeys(name for each in epochs for name in each.losses))
    lines = [
        _line(
            name.removesuffix("_loss"),
            [(each.epoch, each.losses[name]) for each in epochs if name in each.losses],
        )
        for name in names
    ]
    return ChartData(series=tuple(lines), x_name=tr("epoch"), counts=True)


def trials_by_rung(trials: Sequence[TrialRecord]) -> ChartData:
    """Return the values of trials at their rungs: the best in color, the defaults dashed."""
    reached = [trial for trial in trials if trial.rungs]
    best = _best(reached)
    # The lines that matter come last, so that they are drawn on top.
    ordered = sorted(reached, key=lambda trial: (trial is best, trial.number == 0))
    epochs = sorted({rung.epoch for trial in reached for rung in trial.rungs})
    return ChartData(
        series=tuple(_trial_line(trial, is_best=trial is best) for trial in ordered),
        ticks=tuple((float(epoch), tr("epoch {epoch}").format(epoch=epoch)) for epoch in epochs),
        starts_at_zero=False,
    )


def learning_curve(
    points: Sequence[CurvePoint],
    *,
    name: str,
    x_name: str,
    target: float | None = None,
    marks: Sequence[Mark] = (),
) -> ChartData:
    """Return an accuracy over the effort spent, with its intervals and the target.

    Args:
        points: By ascending effort.
        name: The yardstick with its split ("test mAP50-95").
        x_name: The effort and its unit ("expert minutes").
        target: The accuracy that ends the loop.
        marks: What happened on the way ("search adopted, +0.03").
    """
    line = Series(
        name,
        xs=tuple(point.effort for point in points),
        ys=tuple(point.value for point in points),
        tone=Tone.MAIN,
        lows=tuple(point.interval.low for point in points),
        highs=tuple(point.interval.high for point in points),
    )
    levels = (
        () if target is None else (Level(target, tr("target {target:.2f}").format(target=target)),)
    )
    return ChartData((line,), x_name=x_name, levels=levels, marks=tuple(marks))


def _line(name: str, points: Sequence[tuple[float, float]], tone: Tone = Tone.PLAIN) -> Series:
    return Series(name, tuple(x for x, _ in points), tuple(y for _, y in points), tone)


def _best(trials: Sequence[TrialRecord]) -> TrialRecord | None:
    done = [trial for trial in trials if trial.state is TrialState.COMPLETE]
    return max(done, key=lambda trial: trial.value or 0.0, default=None)


def _trial_line(trial: TrialRecord, *, is_best: bool) -> Series:
    is_default = trial.number == 0
    names = {
        (True, True): tr("defaults, best"),
        (True, False): tr("trial {number}, best").format(number=trial.number),
        (False, True): tr("defaults"),
    }
    return Series(
        names.get((is_best, is_default), ""),
        xs=tuple(float(rung.epoch) for rung in trial.rungs),
        ys=tuple(rung.value for rung in trial.rungs),
        tone=Tone.MAIN if is_best else Tone.PLAIN if is_default else Tone.QUIET,
        is_dashed=is_default,
    )
