"""The advisor: where the loop stands and what to do next, in words, with the reason.

It decides by labels, validation and out-of-fold figures. Test figures are shown elsewhere and never
read here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from engine.domain.classes import objective_of
from engine.domain.forecasts import WORTH_AN_HOUR, Forecast, Gain, SearchGain
from engine.domain.identifiers import SnapshotId
from engine.domain.jobs import JobKind, JobState
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.operating_points import Estimate
from engine.domain.project import Goal
from engine.domain.rounds import Round, RoundState
from engine.domain.second_looks import Consistency
from engine.domain.versions import ModelVersion
from engine.loop.asking_state import asking_trouble, complaint, is_asked_ahead
from engine.loop.pool import PoolCounts
from engine.loop.round_moves import dealt_with_round
from engine.loop.round_questions import open_questions
from engine.store.database import Store
from engine.store.transaction import Transaction

# A search ranks recipes by validation; with fewer labels it would rank noise.
_MIN_LABELED_FOR_SEARCH = 40
# Labels have to grow by this factor before another search can find something new (methods of the
# field: search again whenever the labeled set is 1.6 times as large).
_SEARCH_GROWTH = 1.6
_TELLABLE_GAIN = 0.0005


class Action(StrEnum):
    """What the advisor can recommend."""

    ADD_IMAGES = "add_images"
    ADD_CLASSES = "add_classes"
    ASK = "ask"
    ANSWER = "answer"
    RECHECK = "recheck"
    TRAIN = "train"
    SEARCH = "search"
    EXPORT = "export"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommended action with its reason; `text` is what its button says.

    `evidence` is what it goes by besides, in sentences; empty before there is any.
    """

    action: Action
    text: str
    reason: str
    evidence: tuple[str, ...] = ()


class Advisor:
    """Recommends one action at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def advise(self, counts: PoolCounts, *, forecast: Forecast, consistency: Consistency) -> Advice:
        """Return what to do next."""
        with self._store.read() as tx:
            standing = _read(tx, counts, forecast)
        found = (advice for rule in _RULES if (advice := rule(standing)) is not None)
        advice = next(found, None) or _ask_or_end(standing)
        evidence = evidence_in_words(forecast) + consistency_in_words(consistency)
        return replace(advice, evidence=tuple(e for e in evidence if e != advice.reason))


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the advice depends on. No test figure is in it but the number of labeled images."""

    counts: PoolCounts
    num_classes: int
    objective: str
    num_unchecked: int
    goal: Goal
    expert_minutes: float
    newest: Round | None
    num_open: int
    is_dealt_with: bool
    is_asked_ahead: bool
    num_learned: int
    trouble: str
    version: ModelVersion | None
    num_labeled_at_search: int | None
    active: frozenset[JobKind]
    training_failure: str
    forecast: Forecast

    @property
    def is_labeling(self) -> bool:
        return self.newest is not None and self.newest.state is RoundState.LABELING

    @property
    def is_training_due(self) -> bool:
        return self.is_dealt_with and JobKind.TRAIN not in self.active

    @property
    def is_all_labeled(self) -> bool:
        return self.counts.num_labeled == self.counts.num_images


def _read(tx: Transaction, counts: PoolCounts, forecast: Forecast) -> _Standing:
    waiting, classes = open_questions(tx), tx.classes.all()
    # What waits comes before what was asked ahead of it.
    asking = waiting[0].round_number if waiting else None
    newest = tx.rounds.newest() if asking is None else tx.rounds.get(asking)
    version, is_ahead = tx.versions.latest(), asking is not None and is_asked_ahead(tx, asking)
    return _Standing(
        counts=counts,
        num_classes=len(classes),
        objective=objective_of(classes),
        num_unchecked=tx.class_labels.num_unchecked(),
        goal=tx.project.settings().goal,
        expert_minutes=tx.visits.totals().active_s / 60,
        newest=newest,
        num_open=sum(question.round_number == asking for question in waiting),
        is_dealt_with=dealt_with_round(tx) is not None,
        is_asked_ahead=is_ahead,
        num_learned=_num_in(tx, version.snapshot_id) if version and is_ahead else 0,
        trouble=asking_trouble(tx),
        version=version,
        num_labeled_at_search=_labeled_at_last_search(tx),
        active=frozenset(job.kind for job in tx.jobs.all(active=True)),
        training_failure=_failure_of_last_training(tx),
        forecast=forecast,
    )


def _begin(standing: _Standing) -> Advice | None:
    if not standing.counts.num_images:
        return Advice(Action.ADD_IMAGES, "Add images", "The project has no images yet.")
    if not standing.num_classes:
        return Advice(Action.ADD_CLASSES, "Add classes", "Say what there is to find.")
    return None


def _answer(standing: _Standing) -> Advice | None:
    if standing.newest is None or not standing.num_open or standing.is_training_due:
        return None
    num = standing.num_open
    text = "Answer 1 question" if num == 1 else f"Answer {num} questions"
    return Advice(Action.ANSWER, text, f"Round {standing.newest.number} waits for your labels.")


def _recheck(standing: _Standing) -> Advice | None:
    if not standing.num_unchecked:
        return None
    num = standing.num_unchecked
    text = "Check 1 image again" if num == 1 else f"Check {num:,} images again"
    reason = "They were labeled before a class was there; no training learns from them until then."
    return Advice(Action.RECHECK, text, reason)


def _wait_for_questions(standing: _Standing) -> Advice | None:
    if standing.is_training_due:
        return None
    if standing.trouble:
        return Advice(Action.ASK, "Ask again", complaint(standing.trouble))
    if standing.newest and standing.newest.state is RoundState.ASKING:
        return Advice(Action.WAIT, "Choosing questions", "The next questions are on their way.")
    return None


def _while_training(standing: _Standing) -> Advice | None:
    if JobKind.TRAIN not in standing.active:
        return None
    if standing.is_all_labeled:
        return Advice(Action.WAIT, "Training", "Every image is labeled.")
    if standing.is_labeling:
        reason = "All questions are answered; the next training follows this one."
        return Advice(Action.WAIT, "Training", reason)
    reason = "The model trains; the one before it can ask meanwhile."
    return Advice(Action.ASK, "Next questions", reason)


def _train(standing: _Standing) -> Advice | None:
    is_due = standing.is_dealt_with or standing.version is None
    if standing.training_failure and is_due:
        reason = f"The last training failed: {standing.training_failure}"
        return Advice(Action.TRAIN, "Train again", reason)
    if standing.is_dealt_with:
        return Advice(Action.TRAIN, "Train", "All questions of this round are answered.")
    return None


def _end(standing: _Standing) -> Advice | None:
    # What was reached on other classes is no longer what is asked for.
    if standing.version is None or standing.version.objective != standing.objective:
        return None
    counts, minutes = standing.counts, standing.expert_minutes
    reason = goal_met(standing.goal, standing.version, counts, minutes)
    return Advice(Action.EXPORT, "Export the model", reason) if reason else None


def _search_now(standing: _Standing) -> Advice | None:
    return _search(standing, num_labeled=standing.counts.num_labeled)


def _search(standing: _Standing, *, num_labeled: int) -> Advice | None:
    before = standing.num_labeled_at_search
    if standing.version is None or num_labeled < _MIN_LABELED_FOR_SEARCH:
        return None
    has_grown = before is None or num_labeled >= _SEARCH_GROWTH * before
    if JobKind.SEARCH in standing.active:
        return None
    if has_grown:
        reason = f"{num_labeled} labeled images: enough to compare recipes."
        return Advice(Action.SEARCH, "Search recipes", reason)
    search = standing.forecast.search
    if standing.forecast.is_labeling_flat and search and search.value >= WORTH_AN_HOUR:
        reason = "More labels hardly pay any more; an hour of search is likely to bring more."
        return Advice(Action.SEARCH, "Search recipes", reason)
    return None


def _enough(standing: _Standing) -> Advice | None:
    """Say that more labels will not pay: never before four versions, and only if both signs do."""
    forecast = standing.forecast
    if not forecast.is_labeling_flat or not (forecast.is_settled or not forecast.agreements):
        return None
    assert forecast.labeling is not None
    reason = (
        f"An hour of labeling surely gains less than {WORTH_AN_HOUR:.3f} "
        f"(at most {forecast.labeling.high:+.3f}): more labels will not pay."
    )
    return Advice(Action.EXPORT, "Export the model", reason)


def _ask_or_end(standing: _Standing) -> Advice:
    counts, version = standing.counts, standing.version
    if version is None and (standing.is_all_labeled or counts.num_pool_labeled):
        reason = f"{counts.num_labeled} images are labeled: a first model can learn."
        return Advice(Action.TRAIN, "Train", reason)
    if standing.is_all_labeled:
        return Advice(Action.EXPORT, "Export the model", "Every image is labeled.")
    if counts.num_pool == counts.num_pool_labeled:
        reason = "The pool is labeled; validation and test images are not yet."
    elif standing.forecast.labeling is not None:
        reason = evidence_in_words(standing.forecast)[0]
    elif version is not None:
        reason = "The model names the images it learns most from."
    else:
        reason = "A first set of varied images to start from."
    return Advice(Action.ASK, "Next 20 questions", reason)


def _before_more_answers(standing: _Standing) -> Advice | None:
    """Say what would be said if no question were open: nobody asked for those there are.

    A search is worth its time once the newest version knows as many labels as it takes.
    """
    is_busy = standing.active & {JobKind.TRAIN, JobKind.SEARCH}
    if not standing.is_asked_ahead or standing.is_training_due or is_busy:
        return None
    search = _search(standing, num_labeled=standing.num_learned)
    return _end(standing) or search or _enough(standing)


# The first that has something to say is heard.
_RULES = (
    _begin,
    _before_more_answers,
    _answer,
    _recheck,
    _wait_for_questions,
    _while_training,
    _train,
    _end,
    _search_now,
    _enough,
)


def labeling_in_words(gain: Gain) -> str:
    """Return what the next hour of labeling is likely to bring, with its interval of 80 %."""
    low, high = f"{gain.low:+.3f}", f"{gain.high:+.3f}"
    return f"The next hour of labeling is likely to bring {gain.value:+.3f} ({low} to {high})"


def _search_in_words(search: SearchGain) -> str:
    # A better one may be as good as certain, and better by nothing that three decimals tell.
    if search.value < _TELLABLE_GAIN:
        return (
            f"An hour more of the last search would try about {search.num_trials} recipes "
            f"and hardly gain anything."
        )
    return (
        f"An hour more of the last search would try about {search.num_trials} recipes: "
        f"{search.chance:.0%} chance of a better one, {search.value:+.3f} on average."
    )


def evidence_in_words(forecast: Forecast) -> tuple[str, ...]:
    """Return what advice goes by, in sentences; nothing before four versions are measured alike."""
    if forecast.labeling is None:
        return ()
    over = "your minutes" if forecast.is_timed else "labeled images"
    told = [
        f"{labeling_in_words(forecast.labeling)}, by a curve over {over} through "
        f"{forecast.num_points} versions."
    ]
    if (search := forecast.search) is not None:
        told.append(_search_in_words(search))
    if forecast.agreements:
        last = forecast.agreements[-1]
        settled = "and this no longer rises" if forecast.is_settled else "and this may rise"
        told.append(
            f"The last two versions agree on {last.share:.0%} of what they see in "
            f"{last.num_images} unlabeled images, {settled}."
        )
    return tuple(told)


def consistency_in_words(found: Consistency) -> tuple[str, ...]:
    """Return how alike the expert answers twice, in sentences; nothing before it is known."""
    told = []
    if found.ceiling is not None:
        told.append(
            f"Asked again about {found.num_images} images, you drew {found.num_found_again} of "
            f"{found.num_objects} objects again: no model can be told to be better than about "
            f"{_estimate_in_words(found.ceiling)}."
        )
    if found.accepted_wrong is not None:
        low, high = found.accepted_wrong.low, found.accepted_wrong.high
        told.append(
            f"Suggestions accepted as they were: {found.num_accepted_wrong} of "
            f"{found.num_accepted} not drawn when asked again ({low:.0%} to {high:.0%})."
        )
    return tuple(told)


def _estimate_in_words(estimate: Estimate) -> str:
    if estimate.interval is None:
        return f"{estimate.value:.2f}"
    return f"{estimate.value:.2f} ({estimate.interval.low:.2f} to {estimate.interval.high:.2f})"


def goal_met(goal: Goal, version: ModelVersion, counts: PoolCounts, expert_minutes: float) -> str:
    """Return why the loop may end, or nothing.

    A target is met only by the lower end of the interval on validation or a fold, never by test.
    """
    measured = decisive_accuracy(version)
    target = goal.target_accuracy
    if target is not None and measured is not None and measured.interval is not None:
        low = measured.interval.low
        if low >= target:
            place = "validation" if measured.yardstick is Yardstick.VAL else "a fold of the labels"
            return f"The target of {target:.2f} is met: at least {low:.2f} on {place}."
    if goal.max_labeled_images is not None and counts.num_labeled >= goal.max_labeled_images:
        return f"The budget of {goal.max_labeled_images} labeled images is used up."
    if goal.max_expert_minutes is not None and expert_minutes >= goal.max_expert_minutes:
        return f"The budget of {goal.max_expert_minutes:.0f} minutes is used up."
    return ""


def decisive_accuracy(version: ModelVersion) -> Accuracy | None:
    """Return the accuracy that decisions may read: on validation or a fold, never on test."""
    for accuracy in version.accuracies:
        if accuracy.yardstick is not Yardstick.TEST:
            return accuracy
    return None


def _failure_of_last_training(tx: Transaction) -> str:
    """Return why the newest training failed; empty where it did not."""
    trainings = tx.jobs.all(kind=JobKind.TRAIN)
    return trainings[-1].reason if trainings and trainings[-1].state is JobState.FAILED else ""


def _labeled_at_last_search(tx: Transaction) -> int | None:
    """Return the images the last finished search knew, None before any."""
    finished = {
        tx.jobs.context(job.id)["search"]
        for job in tx.jobs.all(kind=JobKind.SEARCH)
        if job.state is JobState.FINISHED
    }
    done = [search for search in tx.searches.all() if search.id in finished]
    if not done:
        return None
    return _num_in(tx, done[-1].spec.snapshot.id)


def _num_in(tx: Transaction, snapshot_id: SnapshotId) -> int:
    """Return the labeled images of a snapshot."""
    counts = tx.snapshots.get(snapshot_id).counts
    return sum(counts.get(split, 0) for split in ("train", "val", "test"))
