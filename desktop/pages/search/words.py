"""A search in words: what it costs, how far it is, what comes after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.qtkit.cards import FigureText, NamedValue
from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.words import count_text, duration_text, time_left_text
from engine.domain.events import EpochFinished, Progressed
from engine.domain.jobs import JobRecord, JobState, Verdict
from engine.domain.searches import Confirmation, SearchRecord, TrialRecord
from engine.loop.search_cost import SearchCost

_MIN_PAIRS = 3
_PROMISE = (
    "The best recipe meets the defaults on folds the search never saw, inside the budget. It is "
    "adopted only if its gain is proven; otherwise the defaults stay."
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
        figure = FigureText(f"{trainings} trainings", "at most; no time is known before the first")
    else:
        figure = FigureText(duration_text(longest_s), "at most, the confirmation included")
    trials = count_text(cost.num_trials, "trial")
    note = (
        f"{trials} of up to {count_text(epochs, 'epoch')}; those that fall behind at a rung are "
        f"stopped early. Then {cost.min_confirmation} to {cost.max_confirmation} full trainings "
        "confirm the best against the defaults, unless nothing beat them."
    )
    if cost.training_s is not None:
        pace = duration_text(cost.training_s)
        note += f" One full training takes about {pace} by the pace of the last."
    return CostWords(figure, note)


def budget_words(search: SearchRecord) -> str:
    """Return the limits of a search, or what it took in the end."""
    spec, outcome = search.spec, search.outcome
    if outcome is not None:
        what = count_text(outcome.num_trials, "trial")
        what += " and the confirmation" if outcome.confirmation else ""
        return f"{what} took {duration_text(outcome.seconds)} of training."
    trials = count_text(spec.trials, "trial")
    if spec.minutes is None:
        return f"Until {trials} have ended, then the confirmation."
    limit = duration_text(spec.minutes * 60)
    return f"Until {trials} have ended or {limit} are over, the confirmation included."


def progress_words(
    progress: Progressed | EpochFinished | None, order: Verdict, job: JobRecord
) -> ProgressText:
    """Return how far a running search is."""
    text, share = _work_words(progress, job)
    if order in (Verdict.PAUSE, Verdict.CANCEL):
        word = "Pausing after this rung" if order is Verdict.PAUSE else "Stopping"
        return ProgressText(word, share)
    left = time_left_text(progress.seconds_left if progress else None)
    is_trial = isinstance(progress, Progressed) and progress.text == "trials"
    return ProgressText(text, share, f"{left} for trials" if left and is_trial else left)


def _work_words(
    progress: Progressed | EpochFinished | None, job: JobRecord
) -> tuple[str, float | None]:
    match progress:
        case Progressed(done=done, total=total, text="trials"):
            return f"Trial {min(done + 1, total)} of {total}", done / max(1, total)
        case Progressed(done=done, total=total, text="confirmation"):
            return f"Confirmation, pair {done} of {total}", done / max(1, total)
        case Progressed(done=done, total=total, text=text):
            return text.capitalize() or "Preparing", done / total if total else None
        case _:
            is_queued = job.state is JobState.QUEUED
            return "Waiting for a free worker" if is_queued else "Starting", None


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
        return After("After the search", _PROMISE)
    return After("Confirmation", _confirmation_words(confirmation), _pairs(confirmation))


def _confirmation_words(confirmation: Confirmation) -> str:
    interval = confirmation.interval
    pairs = count_text(len(confirmation.pairs), "pair")
    gain = f"{confirmation.mean_difference:+.3f} on average over {pairs}"
    if len(confirmation.pairs) < _MIN_PAIRS:
        return f"{gain}. At least three pairs can prove it."
    return (
        f"{gain}, 80% interval {interval.low:+.3f} to {interval.high:+.3f}. Proven when its lower "
        "end is above zero; by a stricter bound while more pairs may follow."
    )


def _pairs(confirmation: Confirmation) -> tuple[NamedValue, ...]:
    return tuple(
        NamedValue(
            f"Fold {pair.fold + 1}",
            f"{pair.defaults:.3f} → {pair.challenger:.3f}",
            f"Defaults and challenger on the same fold with seed {pair.seed}.",
        )
        for pair in confirmation.pairs
    )
