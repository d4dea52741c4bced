"""A search in words: what it costs, how far it is, what comes after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.qtkit.cards import FigureText, NamedValue
from desktop.qtkit.engine_texts import said
from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.translation import tr
from desktop.qtkit.words import duration_text, time_left_text
from engine.domain.events import EpochFinished, Progressed
from engine.domain.jobs import JobRecord, JobState, Verdict
from engine.domain.searches import Confirmation, SearchRecord, TrialRecord
from engine.loop.search_cost import SearchCost

_MIN_PAIRS = 3
_PROMISE = tr(
    "The best recipe meets the defaults on folds the search never saw, inside the "
    "budget. It is adopted only if its gain is proven; otherwise the defaults stay."
)


@dataclass(frozen=True, slots=True)
class CostWords:
    """What a search will cost: the figure and what it is made of."""

    figure: FigureText
    note: str


@dataclass(frozen=True, slots=True)
class After:
    """What follows the trials: the promise, then the pairs as they come."""

    title: str
    text: str
    pairs: tuple[NamedValue, ...] = ()


def cost_words(cost: SearchCost, *, epochs: int) -> CostWords:
    """Return what a search will cost at most, its confirmation included."""
    longest_s = cost.longest_s
    trainings = cost.num_trials + cost.max_confirmation
    if longest_s is None:
        figure = FigureText(
            tr("{trainings} trainings").format(trainings=trainings),
            tr("at most; no time is known before the first"),
        )
    else:
        figure = FigureText(duration_text(longest_s), tr("at most, the confirmation included"))
    trials = tr("%n trial(s)", "", cost.num_trials)
    note = tr(
        "{trials} of up to %n epoch(s); those that fall behind at a rung are stopped "
        "early. Then {min_confirmation} to {max_confirmation} full trainings confirm "
        "the best against the defaults, unless nothing beat them.",
        "",
        epochs,
    ).format(
        trials=trials,
        min_confirmation=cost.min_confirmation,
        max_confirmation=cost.max_confirmation,
    )
    if cost.training_s is not None:
        pace = duration_text(cost.training_s)
        note += tr(" One full training takes about {pace} by the pace of the last.").format(
            pace=pace
        )
    return CostWords(figure, note)


def budget_words(search: SearchRecord) -> str:
    """Return the limits of a search, or what it took in the end."""
    spec, outcome = search.spec, search.outcome
    if outcome is not None:
        what = tr("%n trial(s)", "", outcome.num_trials)
        what += tr(" and the confirmation") if outcome.confirmation else ""
        return tr("{what} took {time} of training.").format(
            what=what, time=duration_text(outcome.seconds)
        )
    if spec.minutes is None:
        return tr("Until %n trial(s) have ended, then the confirmation.", "", spec.trials)
    return tr(
        "Until %n trial(s) have ended or {limit} are over, the confirmation included.",
        "",
        spec.trials,
    ).format(limit=duration_text(spec.minutes * 60))


def progress_words(
    progress: Progressed | EpochFinished | None, order: Verdict, job: JobRecord
) -> ProgressText:
    """Return how far a running search is."""
    text, share = _work_words(progress, job)
    if order in (Verdict.PAUSE, Verdict.CANCEL):
        word = tr("Pausing after this rung") if order is Verdict.PAUSE else tr("Stopping")
        return ProgressText(word, share)
    left = time_left_text(progress.seconds_left if progress else None)
    is_trial = isinstance(progress, Progressed) and progress.text == "trials"
    return ProgressText(
        text, share, tr("{left} for trials").format(left=left) if left and is_trial else left
    )


def _work_words(
    progress: Progressed | EpochFinished | None, job: JobRecord
) -> tuple[str, float | None]:
    match progress:
        case Progressed(done=done, total=total, text="trials"):
            return tr("Trial {number} of {total}").format(
                number=min(done + 1, total), total=total
            ), done / max(1, total)
        case Progressed(done=done, total=total, text="confirmation"):
            return tr("Confirmation, pair {number} of {total}").format(
                number=done, total=total
            ), done / max(1, total)
        case Progressed(done=done, total=total, text=text):
            return said(text.capitalize()) or tr("Preparing"), done / total if total else None
        case _:
            is_queued = job.state is JobState.QUEUED
            return tr("Waiting for a free worker") if is_queued else tr("Starting"), None


def pruned_share(trials: Sequence[TrialRecord]) -> float:
    """Return the share of the epochs of ended trials that need not be trained, 0 to 1."""
    ended = [trial for trial in trials if trial.state.is_finished and trial.rungs]
    planned = sum(trial.recipe.epochs for trial in ended)
    trained = sum(trial.rungs[-1].epoch for trial in ended)
    return 1 - trained / planned if planned else 0.0


def after_search(search: SearchRecord) -> After:
    """Return what is said of the confirmation."""
    outcome = search.outcome
    confirmation = (outcome.confirmation if outcome else None) or search.confirmation
    if confirmation is None:
        return After(tr("After the search"), _PROMISE)
    return After(tr("Confirmation"), _confirmation_words(confirmation), _pairs(confirmation))


def _confirmation_words(confirmation: Confirmation) -> str:
    interval = confirmation.interval
    gain = tr("{gain:+.3f} on average over %n pair(s)", "", len(confirmation.pairs)).format(
        gain=confirmation.mean_difference
    )
    if len(confirmation.pairs) < _MIN_PAIRS:
        return tr("{gain}. At least three pairs can prove it.").format(gain=gain)
    return tr(
        "{gain}, 80% interval {low:+.3f} to {high:+.3f}. Proven when its lower end is "
        "above zero; by a stricter bound while more pairs may follow."
    ).format(gain=gain, low=interval.low, high=interval.high)


def _pairs(confirmation: Confirmation) -> tuple[NamedValue, ...]:
    return tuple(
        NamedValue(
            tr("Fold {fold}").format(fold=pair.fold + 1),
            f"{pair.defaults:.3f} → {pair.challenger:.3f}",
            tr("Defaults and challenger on the same fold with seed {seed}.").format(seed=pair.seed),
        )
        for pair in confirmation.pairs
    )
