"""What the versions so far let expect of more labels and of more search."""

from __future__ import annotations

from collections.abc import Sequence

from engine.domain.classes import objective_of
from engine.domain.forecasts import MIN_POINTS, Agreement, Forecast, Gain, SearchGain
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.searches import SearchRecord, TrialState
from engine.domain.versions import ModelVersion
from engine.loop.economy import labeling_costs
from engine.query.cost import seconds_to_draw
from engine.query.stopping import LearningPoint, deviations_of, forecast_gain
from engine.store.transaction import Transaction

_HOUR_S = 3600.0
_DECISIVE = (Yardstick.VAL, Yardstick.FOLD)
# A 95 % interval is so many standard deviations wide; what is assumed where there is none.
_WIDTH_IN_SPREADS = 3.92
_UNKNOWN_SPREAD = 0.03


def read_forecast(tx: Transaction) -> Forecast:
    """Return what is to be expected. Reads validation and out-of-fold figures, never test."""
    measured = _comparable(tx)
    efforts, is_timed = _efforts(tx, [version for version, _ in measured])
    points = _points(tx, measured, efforts)
    return Forecast(
        num_points=len(points),
        labeling=_labeling(tx, points, is_timed=is_timed),
        is_timed=is_timed,
        search=_search(tx),
        agreements=_agreements(tx),
    )


def spread_of(accuracy: Accuracy) -> float:
    """Return the standard deviation of the figure that decides, by its interval."""
    interval = accuracy.interval
    if interval is None:
        return _UNKNOWN_SPREAD
    return (interval.high - interval.low) / _WIDTH_IN_SPREADS


def _comparable(tx: Transaction) -> list[tuple[ModelVersion, Accuracy]]:
    """Return the versions measured as the newest one was, for the classes there are now."""
    task, objective = tx.project.settings().task, objective_of(tx.classes.all())
    versions = [each for each in tx.versions.all() if each.task is task]
    measured = [
        (version, accuracy)
        for version in versions
        if version.objective == objective and (accuracy := _decisive(version)) is not None
    ]
    if not measured:
        return []
    yardstick = measured[-1][1].yardstick
    return [(version, each) for version, each in measured if each.yardstick is yardstick]


def _efforts(tx: Transaction, versions: Sequence[ModelVersion]) -> tuple[list[float], bool]:
    """Return what the labels of each version cost, in minutes where all of them were timed."""
    # Labels made while a version trained are none of its own.
    sealed = {snapshot.id: snapshot.created_at for snapshot in tx.snapshots.all()}
    moments = [sealed.get(version.snapshot_id, version.created_at) for version in versions]
    minutes = [seconds / 60 for seconds in tx.visits.active_until(moments)]
    if minutes and minutes[0] > 0 and minutes[-1] > minutes[0]:
        return minutes, True
    return [float(max(version.num_train_images, 1)) for version in versions], False


def _points(
    tx: Transaction, measured: Sequence[tuple[ModelVersion, Accuracy]], efforts: Sequence[float]
) -> list[LearningPoint]:
    drawn = tx.versions.draws()
    return [
        LearningPoint(
            effort,
            accuracy.map50_95,
            deviations_of(
                drawn.get(version.id, ()), spread=spread_of(accuracy), seed=version.number
            ),
        )
        for (version, accuracy), effort in zip(measured, efforts, strict=True)
    ]


def _labeling(tx: Transaction, points: list[LearningPoint], *, is_timed: bool) -> Gain | None:
    if is_timed or len(points) < MIN_POINTS:
        # Too few tell nothing, and what an image takes need not be counted for them.
        return forecast_gain(points, ahead=60.0)
    each_s = seconds_to_draw(tx.labels.mean_boxes_per_labeled_image(), labeling_costs(tx))
    return forecast_gain(points, ahead=_HOUR_S / each_s)


def _search(tx: Transaction) -> SearchGain | None:
    """Return what an hour more of the last search with an outcome is likely to bring.

    Of n recipes tried in any order each is as likely the best; so one of k more beats them with
    the chance k / (n + k). By how much, the gap between the best two tells.
    """
    done = [search for search in tx.searches.all() if search.outcome is not None]
    return _gain_of(tx, done[-1]) if done else None


def _gain_of(tx: Transaction, search: SearchRecord) -> SearchGain | None:
    trials = [
        trial
        for trial in tx.searches.trials(search.id)
        if trial.state in (TrialState.COMPLETE, TrialState.PRUNED) and trial.value is not None
    ]
    values = sorted((t.value for t in trials if t.value is not None), reverse=True)
    seconds = sum(trial.seconds for trial in trials)
    if len(values) < 2 or seconds <= 0:
        return None
    more = len(values) * _HOUR_S / seconds
    chance = more / (len(values) + more)
    return SearchGain(chance * (values[0] - values[1]), chance, round(more))


def _agreements(tx: Transaction) -> tuple[Agreement, ...]:
    known = tx.versions.agreements()
    return tuple(known[version.id] for version in tx.versions.all() if version.id in known)


def _decisive(version: ModelVersion) -> Accuracy | None:
    return next((a for a in version.accuracies if a.yardstick in _DECISIVE), None)
