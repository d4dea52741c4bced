"""Rounds: ask, label, train, evaluate, and again. This is the loop.

What a round waits for stands in the database, so it goes on wherever it was left: `advance` looks
at the state and starts what is missing.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from typing_extensions import override

from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError, NotFoundError, UsageError
from engine.domain.events import JobEvent
from engine.domain.identifiers import ImageId, JobId
from engine.domain.images import ImageFilter, ImageState, Progress, Split
from engine.domain.jobs import JobKind, JobRecord, JobState, QuerySpec
from engine.domain.results import QueryResult
from engine.domain.rounds import Pick, Question, QuestionState, Round, RoundState
from engine.domain.versions import ModelVersion
from engine.loop.background import Background, JobHandler
from engine.loop.holdout import Holdout
from engine.loop.round_moves import move_round
from engine.loop.scoring import COLD, Scoring
from engine.loop.training import NO_WISH, Training, TrainingWish
from engine.loop.weights import find_start
from engine.query.registry import AUTOMATIC, STRATEGIES
from engine.store.database import Store
from engine.store.transaction import Transaction

DEFAULT_QUERY_SIZE = 20
# Every so many questions one comes from the holdout, until it is labeled; test and validation take
# turns in the proportion in which they were drawn.
_HOLDOUT_EVERY = 4
_ROUND = "round"


class Rounds(JobHandler):
    """The rounds of a project."""

    def __init__(
        self,
        store: Store,
        background: Background,
        *,
        holdout: Holdout,
        scoring: Scoring,
        training: Training,
        project_dir: Path,
    ) -> None:
        self._store = store
        self._background = background
        self._holdout = holdout
        self._scoring = scoring
        self._training = training
        self._cache_dir = project_dir / "cache" / "queries"

    def current(self) -> Round | None:
        """Return the newest round, however it stands."""
        with self._store.read() as tx:
            return tx.rounds.newest()

    def all(self) -> list[Round]:
        """Return every round, by number."""
        with self._store.read() as tx:
            return tx.rounds.all()

    def questions(self, round_number: int | None = None) -> list[Question]:
        """Return the questions of a round (of the newest one) by rank."""
        with self._store.read() as tx:
            newest = tx.rounds.newest()
            if round_number is None:
                return [] if newest is None else tx.rounds.questions(newest.number)
            return tx.rounds.questions(round_number)

    def ask(
        self,
        query_size: int = DEFAULT_QUERY_SIZE,
        *,
        strategy: str = AUTOMATIC,
        seed: int = 0,
    ) -> Changes:
        """Open a round and start choosing its questions; the holdout is frozen before the first.

        While an earlier round trains, the model before it asks.

        Raises:
            UsageError: The newest round still has questions, or nothing is left to ask.
            NotFoundError: There is no such strategy.
        """
        _check_wish(query_size, strategy)
        self._holdout.freeze()
        with self._store.write() as tx:
            newest = tx.rounds.newest()
            if newest and newest.state in (RoundState.ASKING, RoundState.LABELING):
                raise UsageError(
                    f"Round {newest.number} still has questions.",
                    hint="Answer or skip them, then train or ask again.",
                )
            if not _candidates(tx):
                raise UsageError("Every image of the pool is labeled.", hint="Add more images.")
            version = tx.versions.latest()
            number = newest.number + 1 if newest else 0
            asked_by = version.id if version else None
            tx.rounds.add(
                Round(number, RoundState.ASKING, strategy, query_size, seed + number, asked_by)
            )
        return Changes(Changed.ROUNDS | Changed.SPLITS) | self.advance()

    def asking_job(self) -> JobId | None:
        """Return the job that the newest round's questions wait for, however it stands."""
        with self._store.read() as tx:
            job_id = tx.project.value(_ASKING_JOB)
        return JobId(job_id) if job_id else None

    def can_ask(self) -> bool:
        """Return whether the pool holds anything that is not labeled."""
        with self._store.read() as tx:
            return bool(_candidates(tx))

    def ask_again(
        self, query_size: int = DEFAULT_QUERY_SIZE, *, strategy: str = AUTOMATIC
    ) -> Changes:
        """Replace the open questions of the newest round, as after new images or a new model.

        Raises:
            UsageError: There is no round to ask in.
            NotFoundError: There is no such strategy.
        """
        _check_wish(query_size, strategy)
        with self._store.write() as tx:
            newest = tx.rounds.newest()
            if newest is None or newest.state not in (RoundState.ASKING, RoundState.LABELING):
                raise UsageError("No round is open.", hint="Ask for the next questions.")
            version = tx.versions.latest()
            asked_by = version.id if version else None
            asking = replace(
                newest,
                state=RoundState.ASKING,
                asked_by=asked_by,
                query_size=query_size,
                strategy=strategy,
            )
            tx.rounds.update(asking)
            tx.project.set_value(_ASKING_JOB, None)
        return Changes(Changed.ROUNDS) | self.advance()

    def train(self, wish: TrainingWish = NO_WISH) -> JobId:
        """Train on what is labeled; the result finishes the newest round, if one is open.

        Raises:
            UsageError: Too little is labeled, or a training runs already.
            ResourceError: The start weights are not here.
        """
        if self._training.active() is not None:
            raise UsageError("A training runs already.", hint="Wait for it, or stop it first.")
        self._holdout.freeze()
        newest = self.current()
        number = newest.number if newest and newest.state is RoundState.LABELING else None
        job_id = self._training.start(wish, round_number=number)
        if number is not None:
            with self._store.write() as tx:
                move_round(tx, number, RoundState.TRAINING)
        return job_id

    def advance(self) -> Changes:
        """Start what the newest round waits for. Does nothing where nothing is missing."""
        with self._store.read() as tx:
            newest = tx.rounds.newest()
        if newest is None or newest.state is not RoundState.ASKING:
            return Changes()
        job_id = self.asking_job()
        job = self._background.job(job_id) if job_id else None
        if job is not None and job.state is not JobState.FINISHED:
            return Changes()
        if job is not None and job.kind is JobKind.SCORE:
            return self._start_query(newest)
        return self._prepare_query(newest)

    @override
    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        return Changes()

    @override
    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:
        """Turn the picks into questions, with some of the holdout between them."""
        assert isinstance(result, QueryResult)
        number = int(tx.jobs.context(job.id)[_ROUND])
        asking = tx.rounds.get(number)
        if asking.state is not RoundState.ASKING:
            return Changes()
        asked = _with_holdout(result.picks, _next_holdout(tx))
        questions = [
            Question(number, rank, pick, is_holdout=is_holdout)
            for rank, (pick, is_holdout) in enumerate(asked)
        ]
        tx.rounds.ask(number, questions)
        tx.rounds.update(replace(asking, state=RoundState.LABELING, strategy=result.strategy))
        tx.project.set_value(_ASKING_JOB, None)
        notices = (result.notice,) if result.notice else ()
        return Changes(Changed.ROUNDS | Changed.QUESTIONS, notices=notices)

    @override
    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        notice = f"The questions could not be chosen: {job.reason}"
        return Changes(Changed.ROUNDS, notices=(notice,))

    def _prepare_query(self, asking: Round) -> Changes:
        """Let the asking model look at the pool first, where its scores are not there yet."""
        job_id = self._missing_scores(asking)
        if job_id is None:
            return self._start_query(asking)
        self._remember(job_id)
        return Changes(Changed.JOBS)

    def _missing_scores(self, asking: Round) -> JobId | None:
        if asking.strategy == "random":
            return None
        version = self._asking_version(asking)
        if version is not None:
            return None if self._scoring.is_scored(version.id) else self._scoring.start(version)
        if self._scoring.is_scored(COLD):
            return None
        try:
            start = find_start(self._training.recipe().model)
        except EngineError:
            # Without start weights nothing compares looks; the query says that it chose at random.
            return None
        return self._scoring.start_cold(start)

    def _start_query(self, asking: Round) -> Changes:
        version = self._asking_version(asking)
        key = version.id if version is not None else COLD
        with self._store.read() as tx:
            candidates, labeled = _candidates(tx), tx.labels.complete_ids(Split.TRAIN)
            counts = tx.labels.class_counts(Split.TRAIN)
            classes = tx.classes.all()
        scores_dir = self._scoring.scores_dir(key)
        spec = QuerySpec(
            strategy=asking.strategy,
            query_size=asking.query_size,
            seed=asking.seed,
            candidates_path=self._save(f"{asking.number}-candidates", candidates),
            labeled_path=self._save(f"{asking.number}-labeled", labeled),
            scores_dir=str(scores_dir.absolute()) if scores_dir.is_dir() else "",
            class_names=tuple(c.name for c in classes),
            class_counts=tuple(counts[c.id] for c in classes),
        )
        title, context = "Choosing questions", {_ROUND: asking.number}
        self._remember(self._background.start(spec, title=title, context=context))
        return Changes(Changed.JOBS)

    def _asking_version(self, asking: Round) -> ModelVersion | None:
        if asking.asked_by is None:
            return None
        with self._store.read() as tx:
            version = tx.versions.get(asking.asked_by)
            names = tuple(c.name for c in tx.classes.all())
        # A model that knows other classes has nothing to say of these.
        return version if version.class_names == names else None

    def _save(self, name: str, image_ids: list[ImageId]) -> str:
        self._cache_dir.mkdir(parents=True, exist_ok=True)
        path = (self._cache_dir / f"{name}.npy").absolute()
        np.save(path, np.asarray(image_ids, dtype=np.int64))
        return str(path)

    def _remember(self, job_id: JobId) -> None:
        with self._store.write() as tx:
            tx.project.set_value(_ASKING_JOB, job_id)


_ASKING_JOB = "asking_job"


def _check_wish(query_size: int, strategy: str) -> None:
    if query_size < 1:
        raise UsageError(f"A query of {query_size} images asks nothing.", hint="Ask for 20.")
    known = (AUTOMATIC, *STRATEGIES)
    if strategy not in known:
        names = ", ".join(known)
        raise NotFoundError(f"There is no query strategy {strategy!r}.", hint=f"Choose {names}.")


def _candidates(tx: Transaction) -> list[ImageId]:
    """Return the pool images nobody has labeled; partial ones first of all want to be finished."""
    unlabeled = ImageFilter(split=Split.TRAIN, state=ImageState.READY, progress=Progress.UNLABELED)
    started = ImageFilter(split=Split.TRAIN, state=ImageState.READY, progress=Progress.STARTED)
    return sorted([*tx.images.ids(where=unlabeled), *tx.images.ids(where=started)])


def _next_holdout(tx: Transaction) -> list[tuple[ImageId, Split]]:
    """Return the holdout images still to label, validation and test mixed in their stored order."""
    done = set(tx.labels.complete_ids())
    waiting = {
        split: [i for i in tx.splits.holdout_ids(split) if i not in done]
        for split in (Split.VAL, Split.TEST)
    }
    # Dealt by the share each has left, so that both are labeled to about the same depth.
    keyed = [
        ((place + 0.5) / len(ids), image_id, split)
        for split, ids in waiting.items()
        for place, image_id in enumerate(ids)
    ]
    return [(image_id, split) for _, image_id, split in sorted(keyed)]


def _with_holdout(
    picks: tuple[Pick, ...], holdout: list[tuple[ImageId, Split]]
) -> list[tuple[Pick, bool]]:
    """Return the picks with a holdout image after every few."""
    asked: list[tuple[Pick, bool]] = []
    waiting = iter(holdout)
    for place, pick in enumerate(picks, start=1):
        asked.append((pick, False))
        drawn = next(waiting, None) if place % (_HOLDOUT_EVERY - 1) == 0 else None
        if drawn is not None:
            asked.append((_holdout_pick(*drawn), True))
    return asked


def _holdout_pick(image_id: ImageId, split: Split) -> Pick:
    purpose = "test" if split is Split.TEST else "validation"
    return Pick(image_id, 0.0, f"Drawn at random for {purpose}: label it without suggestions")


def is_answered(questions: list[Question]) -> bool:
    """Return whether no question of a round is open any more."""
    return all(question.state is not QuestionState.OPEN for question in questions)
