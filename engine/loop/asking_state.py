"""What the newest round's questions wait for, and what hindered them from being chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.domain.errors import NotFoundError, UsageError
from engine.domain.identifiers import JobId, VersionId
from engine.domain.images import ImageFilter, ImageState
from engine.domain.jobs import JobRecord, JobState
from engine.domain.rounds import Round, RoundState
from engine.loop.round_questions import has_candidates, is_all_asked, next_holdout
from engine.query.registry import strategy_names
from engine.store.transaction import Transaction

OPEN_TO_ASK = (RoundState.ASKING, RoundState.LABELING)
"""States in which the questions of a round may be replaced."""

_ASKING_JOB = "asking_job"
_TROUBLE = "asking_trouble"
_WISH = "asking_wish"


@dataclass(frozen=True, slots=True)
class AskingWish:
    """What a person asked for last: so many questions by a strategy, in the round of a number."""

    query_size: int
    strategy: str
    round_number: int


def asking_trouble(tx: Transaction) -> str:
    """Return why the newest round has no questions and waits for none; empty if all is well."""
    newest = tx.rounds.newest()
    if newest is None or newest.state is not RoundState.ASKING:
        return ""
    stored, job = tx.project.value(_TROUBLE), asking_job(tx)
    if stored or job is None:
        return stored or ""
    if job.state.is_active or job.state is JobState.FINISHED:
        return ""
    return job.reason or f"{job.title} was stopped."


def asking_job(tx: Transaction) -> JobRecord | None:
    """Return the job that the newest round's questions wait for, however it stands."""
    job_id = tx.project.value(_ASKING_JOB)
    return tx.jobs.get(JobId(job_id)) if job_id else None


def note_trouble(tx: Transaction, trouble: str) -> None:
    """Say what hindered the questions from being chosen."""
    tx.project.set_value(_TROUBLE, trouble)


def complaint(reason: str) -> str:
    """Return the sentence that tells why there are no questions."""
    return f"The questions could not be chosen: {reason}"


def wait_for(tx: Transaction, job_id: JobId | None) -> None:
    """Say which job the newest round's questions wait for; earlier trouble counts no more."""
    tx.project.set_value(_ASKING_JOB, job_id)
    tx.project.set_value(_TROUBLE, None)


def ask_anew(tx: Transaction, newest: Round, *, query_size: int, strategy: str) -> None:
    """Let the newest round ask from the beginning; what asked for it before counts no more."""
    asking = replace(
        newest,
        state=RoundState.ASKING,
        asked_by=asking_version_id(tx),
        query_size=query_size,
        strategy=strategy,
    )
    tx.rounds.update(asking)
    wait_for(tx, None)


def asking_version_id(tx: Transaction) -> VersionId | None:
    """Return the version that would ask now."""
    version = tx.versions.in_use()
    return None if version is None else version.id


def note_wish(tx: Transaction, wish: AskingWish) -> None:
    """Keep what a person asked for: rounds that are asked ahead are like it."""
    tx.project.set_value(_WISH, wish)


def last_wish(tx: Transaction) -> AskingWish | None:
    """Return what a person asked for last; None in a project of an older Loupe."""
    value = tx.project.value(_WISH)
    return None if value is None else AskingWish(**value)


def is_asked_ahead(tx: Transaction, round_number: int) -> bool:
    """Return whether nobody asked for a round: it was asked so that the queue is never empty."""
    wish = last_wish(tx)
    return wish is not None and round_number > wish.round_number


def check_wish(query_size: int, strategy: str) -> None:
    """Raise UsageError or NotFoundError where a wish makes no sense."""
    if query_size < 1:
        raise UsageError(f"A query of {query_size} images asks nothing.", hint="Ask for 20.")
    known = strategy_names()
    if strategy not in known:
        names = ", ".join(known)
        raise NotFoundError(f"There is no query strategy {strategy!r}.", hint=f"Choose {names}.")


def refuse_empty(tx: Transaction) -> None:
    """Raise UsageError where nothing is left to ask about."""
    if not tx.images.count(where=ImageFilter(state=ImageState.READY)):
        raise UsageError("The project has no images.", hint="Add some first.")
    if not has_candidates(tx) and not next_holdout(tx):
        raise UsageError("Every image is labeled.", hint="Add more images.")
    if is_all_asked(tx):
        raise UsageError(
            "Every image that is left is asked about already.",
            hint="Answer these questions, or look through what was passed over.",
        )


def refuse_unfinished(newest: Round | None) -> None:
    """Raise UsageError where a round is still to be answered or asked."""
    if newest is None or newest.state not in OPEN_TO_ASK:
        return
    if newest.state is RoundState.ASKING:
        raise UsageError(f"The questions of round {newest.number} are on their way.")
    raise UsageError(
        f"Round {newest.number} waits for its labels and a training.",
        hint="Answer or skip its questions and train, or replace its questions.",
    )
