"""Rounds: ask, label, train, evaluate, and again. This is the loop.

What a round waits for stands in the database, so it goes on wherever it was left: `advance` looks
at the state and starts what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from typing_extensions import override

from engine.domain.changes import Changed, Changes
from engine.domain.costs import AS_TOLD
from engine.domain.errors import EngineError, UsageError
from engine.domain.events import JobEvent
from engine.domain.identifiers import ImageId, JobId, VersionId
from engine.domain.images import Split
from engine.domain.jobs import JobKind, JobRecord, QuerySpec
from engine.domain.results import QueryResult
from engine.domain.rounds import Question, Round, RoundState
from engine.domain.versions import ModelVersion
from engine.jobs.files import writing
from engine.loop.asking_state import (
    OPEN_TO_ASK,
    AskingWish,
    ask_anew,
    asking_job,
    asking_trouble,
    asking_version_id,
    check_wish,
    complaint,
    note_trouble,
    note_wish,
    refuse_empty,
    refuse_unfinished,
    wait_for,
)
from engine.loop.background import Background, JobHandler
from engine.loop.economy import chances_of_version, labeling_costs
from engine.loop.further_looks import looks_for
from engine.loop.holdout import Holdout
from engine.loop.labeling import Labeling
from engine.loop.refilling import round_ahead
from engine.loop.reranking import is_first_try, take_reranking, wanted_reranking
from engine.loop.round_moves import round_to_train
from engine.loop.round_questions import (
    asked_elsewhere,
    has_candidates,
    next_candidates,
    next_holdout,
    queued,
)
from engine.loop.scoring import Scoring, columns_of_version
from engine.loop.taking_picks import take_picks
from engine.loop.training import NO_WISH, Training, TrainingWish
from engine.loop.training_data import Material
from engine.loop.weights import find_local_start
from engine.query.registry import AUTOMATIC
from engine.store.database import Store
from engine.store.transaction import Transaction

DEFAULT_QUERY_SIZE = 20
_ROUND = "round"
# The version by which a round that is labeled is ranked anew.
_BY = "reranked_by"
_NO_CONTEXT: Mapping[str, str] = MappingProxyType({})


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
        labeling: Labeling,
        project_dir: Path,
    ) -> None:
        self._store = store
        self._labeling = labeling
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

    def queue(self) -> list[Question]:
        """Return the questions of all rounds that are not finished, by round and rank.

        Where every round is finished, they are those of the newest.
        """
        with self._store.read() as tx:
            return queued(tx)

    def ask(
        self,
        query_size: int = DEFAULT_QUERY_SIZE,
        *,
        strategy: str = AUTOMATIC,
        seed: int = 0,
    ) -> Changes:
        """Open a round and start choosing its questions; the holdout is frozen before the first.

        While an earlier round trains, the model before it asks. Where the questions of the newest
        round could not be chosen, they are chosen anew.

        Raises:
            UsageError: The newest round waits for labels or a training, or nothing is left to ask.
            NotFoundError: There is no such strategy.
            ResourceError: The choice cannot be prepared.
        """
        check_wish(query_size, strategy)
        self._holdout.draw()
        with self._store.write() as tx:
            newest = tx.rounds.newest()
            if newest and newest.state is RoundState.ASKING and asking_trouble(tx):
                ask_anew(tx, newest, query_size=query_size, strategy=strategy)
            else:
                refuse_unfinished(newest)
                refuse_empty(tx)
                wait_for(tx, None)
                number = newest.number + 1 if newest else 0
                by = asking_version_id(tx)
                note_wish(tx, AskingWish(query_size, strategy, number))
                tx.rounds.add(
                    Round(number, RoundState.ASKING, strategy, query_size, seed + number, by)
                )
        return Changes(Changed.ROUNDS | Changed.SPLITS) | self._prepare()

    def refill(self) -> Changes:
        """Ask the next round ahead where few questions are open; call it while an expert labels.

        The open questions stay as they are, and no training begins by it. Does nothing where
        enough questions are open or nothing new is left to ask. What hinders it becomes a notice.
        """
        with self._store.read() as tx:
            due, newest = round_ahead(tx), tx.rounds.newest()
            is_looking = bool(tx.jobs.all(active=True, kind=JobKind.SCORE))
        if due is None or newest is None:
            return Changes()
        by_either = (due, replace(due, asked_by=newest.asked_by))
        ready = next((each for each in by_either if self._missing_scores(each) is None), None)
        if ready is None and is_looking:
            return Changes()  # no model looks at the pool twice at a time
        self._holdout.draw()
        with self._store.write() as tx:
            wait_for(tx, None)
            tx.rounds.add(ready or due)
        return Changes(Changed.ROUNDS | Changed.SPLITS) | self.advance()

    def asking_job(self) -> JobId | None:
        """Return the job that the newest round's questions wait for, however it stands."""
        with self._store.read() as tx:
            job = asking_job(tx)
        return job.id if job else None

    def trouble(self) -> str:
        """Return why the newest round has no questions and waits for none; empty if all is well."""
        with self._store.read() as tx:
            return asking_trouble(tx)

    def can_ask(self) -> bool:
        """Return whether anything is left to ask about, in the pool or in the holdout."""
        with self._store.read() as tx:
            return has_candidates(tx) or bool(next_holdout(tx))

    def ask_again(
        self, query_size: int = DEFAULT_QUERY_SIZE, *, strategy: str = AUTOMATIC
    ) -> Changes:
        """Replace the open questions of the newest round, as after new images or a new model.

        Raises:
            UsageError: There is no round to ask in.
            NotFoundError: There is no such strategy.
            ResourceError: The choice cannot be prepared.
        """
        check_wish(query_size, strategy)
        self._holdout.draw()
        with self._store.write() as tx:
            newest = tx.rounds.newest()
            if newest is None or newest.state not in OPEN_TO_ASK:
                raise UsageError("No round is open.", hint="Ask for the next questions.")
            note_wish(tx, AskingWish(query_size, strategy, newest.number))
            ask_anew(tx, newest, query_size=query_size, strategy=strategy)
        return Changes(Changed.ROUNDS) | self._prepare()

    def train(self, wish: TrainingWish = NO_WISH, *, material: Material | None = None) -> JobId:
        """Train on what is labeled; the result finishes the rounds that are dealt with.

        Where none is, it finishes the oldest that is open; what was asked ahead stays. What it
        learns from is read now, unless `material` was read before.

        Raises:
            UsageError: Too little is labeled, or a training runs already.
            ResourceError: The start weights are not here.
        """
        if self._training.active() is not None:
            raise UsageError("A training runs already.", hint="Wait for it, or stop it first.")
        self._holdout.draw()
        with self._store.read() as tx:
            trained = round_to_train(tx)
        number = None if trained is None else trained.number
        return self._training.start(wish, round_number=number, material=material)

    def advance(self) -> Changes:
        """Start what the newest round waits for. Does nothing where nothing is missing.

        What hinders it becomes a notice and is kept as the round's `trouble`.
        """
        with self._store.read() as tx:
            newest, trouble = tx.rounds.newest(), asking_trouble(tx)
            job = asking_job(tx)
        if newest is None or newest.state is not RoundState.ASKING or trouble:
            return self._rerank()
        if job is not None and job.state.is_active:
            return Changes()
        try:
            return self._prepare(is_scored=job is not None and job.kind is JobKind.SCORE)
        except EngineError as error:
            return Changes(Changed.ROUNDS, notices=(complaint(str(error)),))

    @override
    def on_start(self, tx: Transaction, job: JobRecord) -> None:
        newest, context = tx.rounds.newest(), tx.jobs.context(job.id)
        if newest and newest.number == context[_ROUND] and _BY not in context:
            wait_for(tx, job.id)

    @override
    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        return Changes()

    @override
    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:
        """Turn the picks into questions, with some of the holdout between them."""
        assert isinstance(result, QueryResult)
        context = tx.jobs.context(job.id)
        number = int(context[_ROUND])
        if _BY in context:
            by = VersionId(context[_BY])
            return take_reranking(tx, number, result, by=by, opened=self._labeling.opened_id)
        asking, waited_for = tx.rounds.get(number), asking_job(tx)
        if asking.state is not RoundState.ASKING or not waited_for or waited_for.id != job.id:
            return Changes()  # the round was asked anew meanwhile
        return take_picks(tx, self._scoring, asking, result)

    @override
    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        if _BY in tx.jobs.context(job.id):
            return Changes()  # the questions there are stay
        reason = job.reason or "the choice was stopped."
        return Changes(Changed.ROUNDS, notices=(complaint(reason),))

    def _prepare(self, *, is_scored: bool = False) -> Changes:
        """Let the asking model look at the pool where its scores are missing; then choose.

        Args:
            is_scored: Whether it has just looked, so that what it did not score is left out.

        Raises:
            EngineError: What hinders it; it is kept as the round's trouble.
        """
        try:
            with self._store.read() as tx:
                asking = tx.rounds.newest()
            assert asking is not None
            start_scoring = None if is_scored else self._missing_scores(asking)
            if start_scoring is None:
                self._start_query(asking)
            else:
                scoring_id = start_scoring()
                with self._store.write() as tx:
                    wait_for(tx, scoring_id)
        except EngineError as error:
            with self._store.write() as tx:
                note_trouble(tx, str(error))
            raise
        return Changes(Changed.JOBS)

    def _rerank(self) -> Changes:
        """Let a newer model choose the open questions anew; it looks at the pool first."""
        with self._store.read() as tx:
            wanted = wanted_reranking(tx, opened=self._labeling.opened_id)
        if wanted is None or (version := self._asking_version(wanted)) is None:
            return Changes()
        start_scoring = self._missing_scores(wanted)
        looks_first = start_scoring is not None
        with self._store.write() as tx:
            if not is_first_try(tx, version.id, wanted.number, looks_first=looks_first):
                return Changes()
        try:
            if start_scoring is not None:
                start_scoring()
            else:
                self._start_query(wanted, context={_BY: version.id})
        except EngineError as error:
            return Changes(notices=(str(error),))
        return Changes(Changed.JOBS)

    def _missing_scores(self, asking: Round) -> Callable[[], JobId] | None:
        """Return what starts to score the pool for the round; None where that is not needed."""
        if asking.strategy == "random":
            return None
        version = self._asking_version(asking)
        if version is not None:
            with self._store.read() as tx:
                looks = looks_for(tx, asking.strategy, version)
            if self._scoring.is_scored(version.id, looks):
                return None
            return partial(self._scoring.start, version, looks)
        start = find_local_start(self._training.recipe().model)
        # Without weights at hand nothing compares looks; the query says that it chose at random.
        if start is None or self._scoring.is_scored(self._scoring.cold_key(start)):
            return None
        return partial(self._scoring.start_cold, start)

    def _start_query(self, asking: Round, *, context: Mapping[str, str] = _NO_CONTEXT) -> None:
        version = self._asking_version(asking)
        with self._store.read() as tx:
            elsewhere = asked_elsewhere(tx, asking.number)
            unlabeled = next_candidates(tx, query_size=asking.query_size, elsewhere=elsewhere)
            labeled = tx.labels.complete_ids(Split.TRAIN)
            counts = tx.labels.class_counts(Split.TRAIN)
            classes, task = tx.classes.all(), tx.project.settings().task
            costs = labeling_costs(tx)
            chances = chances_of_version(tx, version) if version else AS_TOLD
        scores_dir = self._scores_dir(asking)
        spec = QuerySpec(
            strategy=asking.strategy,
            query_size=asking.query_size,
            seed=asking.seed,
            candidates_path=self._save(f"{asking.number}-candidates", unlabeled),
            labeled_path=self._save(f"{asking.number}-labeled", labeled),
            scores_dir=str(scores_dir.absolute()) if scores_dir and scores_dir.is_dir() else "",
            class_names=tuple(c.name for c in classes),
            class_counts=tuple(counts[c.id] for c in classes),
            task=task,
            class_columns=self._columns(version) if version else (),
            class_quality=version.quality_of([c.id for c in classes]) if version else (),
            costs=costs,
            chances=chances,
            earlier_scores_dir=self._scoring.earlier_scores_dir(version),
        )
        told = {_ROUND: asking.number, **context}
        self._background.start(spec, title="Choosing questions", context=told)

    def _scores_dir(self, asking: Round) -> Path | None:
        version = self._asking_version(asking)
        if version is not None:
            return self._scoring.scores_dir(version.id)
        start = find_local_start(self._training.recipe().model)
        return self._scoring.scores_dir(self._scoring.cold_key(start)) if start else None

    def _asking_version(self, asking: Round) -> ModelVersion | None:
        if asking.asked_by is None:
            return None
        with self._store.read() as tx:
            version = tx.versions.get(asking.asked_by)
        # A model that lacks a class would never ask about it.
        columns = self._columns(version)
        return version if columns and all(columns) else None

    def _columns(self, version: ModelVersion) -> tuple[tuple[int, ...], ...]:
        with self._store.read() as tx:
            return columns_of_version(tx, version)

    def _save(self, name: str, image_ids: list[ImageId]) -> str:
        path = (self._cache_dir / f"{name}.npy").absolute()
        with writing(path):
            self._cache_dir.mkdir(parents=True, exist_ok=True)
            np.save(path, np.asarray(image_ids, dtype=np.int64))
        return str(path)
