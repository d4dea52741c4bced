"""The advisor: where the loop stands and what to do next, in words, with the reason.

It decides by labels, validation and out-of-fold figures. Test figures are shown elsewhere and never
read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.jobs import JobKind, JobState
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.project import Goal
from engine.domain.rounds import QuestionState, Round, RoundState
from engine.domain.versions import ModelVersion
from engine.loop.pool import PoolCounts
from engine.store.database import Store
from engine.store.transaction import Transaction

# A search ranks recipes by validation; with fewer labels it would rank noise.
_MIN_LABELED_FOR_SEARCH = 40
# Labels have to grow by this factor before another search can find something new (methods of the
# field: search again whenever the labeled set is 1.6 times as large).
_SEARCH_GROWTH = 1.6


class Action(StrEnum):
    """What the advisor can recommend."""

    ADD_IMAGES = "add_images"
    ADD_CLASSES = "add_classes"
    ASK = "ask"
    ANSWER = "answer"
    TRAIN = "train"
    SEARCH = "search"
    EXPORT = "export"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommended action with its reason; `text` is what its button says."""

    action: Action
    text: str
    reason: str


class Advisor:
    """Recommends one action at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def advise(self, counts: PoolCounts) -> Advice:
        """Return what to do next."""
        with self._store.read() as tx:
            newest = tx.rounds.newest()
            questions = tx.rounds.questions(newest.number) if newest else []
            num_open = sum(question.state is QuestionState.OPEN for question in questions)
            version, goal = tx.versions.latest(), tx.project.settings().goal
            num_classes = len(tx.classes.all())
            minutes = tx.visits.totals().active_s / 60
            at_search = _labeled_at_last_search(tx)
            active = {job.kind for job in tx.jobs.all(active=True)}
        if not counts.num_images:
            return Advice(Action.ADD_IMAGES, "Add images", "The project has no images yet.")
        if not num_classes:
            return Advice(Action.ADD_CLASSES, "Add classes", "Say what there is to find.")
        if num_open:
            return _answer(num_open, newest)
        if JobKind.TRAIN in active and newest and newest.state is RoundState.TRAINING:
            return _while_training(counts)
        if newest and newest.state is RoundState.ASKING:
            return Advice(Action.WAIT, "Choosing questions", "The next questions are on their way.")
        if newest and newest.state is RoundState.LABELING:
            return Advice(Action.TRAIN, "Train", "All questions of this round are answered.")
        if version is not None and (reason := goal_met(goal, version, counts, minutes)):
            return Advice(Action.EXPORT, "Export the model", reason)
        if _is_search_due(counts, version, at_search) and JobKind.SEARCH not in active:
            reason = f"{counts.num_labeled} labeled images: enough to compare recipes."
            return Advice(Action.SEARCH, "Search recipes", reason)
        return _ask_or_end(counts, version)


def goal_met(goal: Goal, version: ModelVersion, counts: PoolCounts, expert_minutes: float) -> str:
    """Return why the loop may end, or nothing.

    A target is met only by the lower end of the interval on validation or a fold, never by test.
    """
    measured = decisive_accuracy(version)
    target = goal.target_accuracy
    if target is not None and measured is not None and measured.interval is not None:
        low = measured.interval.low
        if low >= target:
            return f"The target of {target:.2f} is met: at least {low:.2f} on validation."
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


def _answer(num_open: int, newest: Round | None) -> Advice:
    number = newest.number if newest else 0
    text = "Answer 1 question" if num_open == 1 else f"Answer {num_open} questions"
    return Advice(Action.ANSWER, text, f"Round {number} waits for your labels.")


def _while_training(counts: PoolCounts) -> Advice:
    if counts.num_pool > counts.num_pool_labeled:
        reason = "The model trains; the one before it can ask meanwhile."
        return Advice(Action.ASK, "Next questions", reason)
    return Advice(Action.WAIT, "Training", "Every image of the pool is labeled.")


def _is_search_due(
    counts: PoolCounts, version: ModelVersion | None, num_labeled_at_search: int | None
) -> bool:
    if version is None or counts.num_labeled < _MIN_LABELED_FOR_SEARCH:
        return False
    if num_labeled_at_search is None:
        return True
    return counts.num_labeled >= _SEARCH_GROWTH * num_labeled_at_search


def _ask_or_end(counts: PoolCounts, version: ModelVersion | None) -> Advice:
    if counts.num_pool > counts.num_pool_labeled:
        if version is None and counts.num_pool_labeled:
            reason = f"{counts.num_pool_labeled} images are labeled: a first model can learn."
            return Advice(Action.TRAIN, "Train", reason)
        reason = (
            "The model names the images it learns most from."
            if version
            else ("A first set of varied images to start from.")
        )
        return Advice(Action.ASK, "Next 20 questions", reason)
    if version is None:
        return Advice(Action.TRAIN, "Train", "Every image is labeled.")
    return Advice(Action.EXPORT, "Export the model", "Every image of the pool is labeled.")


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
    counts = tx.snapshots.get(done[-1].spec.snapshot.id).counts
    return sum(counts.get(split, 0) for split in ("train", "val", "test"))
