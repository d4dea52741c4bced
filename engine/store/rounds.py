"""The rounds of the loop and the questions they ask."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain.errors import NotFoundError
from engine.domain.identifiers import ImageId, VersionId
from engine.domain.rounds import (
    Pick,
    Purpose,
    Question,
    QuestionState,
    Round,
    RoundState,
    Term,
    check_round_move,
)
from engine.store.records import encode, in_chunks
from engine.store.schema import questions, rounds


class RoundsRepository:
    """Rounds by number, each with at most one question for an image."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Round) -> None:
        """Begin a round; its number must be free."""
        self._connection.execute(rounds.insert().values(asdict(new)))

    def update(self, changed: Round) -> None:
        """Store what a round has become.

        Raises:
            NotFoundError: There is no round with this number.
            ValueError: It may not go to this state from where it is.
        """
        current = self.get(changed.number)
        if changed.state is not current.state:
            check_round_move(current.state, changed.state)
        elif not current.state.is_open and changed != current:
            raise ValueError(f"round {current.number} is finished and stays as it is")
        values = asdict(changed)
        self._connection.execute(
            update(rounds).where(rounds.c.number == changed.number).values(values)
        )

    def get(self, number: int) -> Round:
        """Return a round.

        Raises:
            NotFoundError: There is none with this number.
        """
        row = self._connection.execute(select(rounds).where(rounds.c.number == number)).first()
        if row is None:
            raise NotFoundError(f"The project has no round {number}.")
        return _round(row)

    def current(self) -> Round | None:
        """Return the newest round unless it is finished."""
        query = select(rounds).order_by(rounds.c.number.desc()).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None or row.state is RoundState.FINISHED else _round(row)

    def newest(self) -> Round | None:
        """Return the round with the highest number, however it stands."""
        row = self._connection.execute(select(rounds).order_by(rounds.c.number.desc())).first()
        return None if row is None else _round(row)

    def all(self) -> list[Round]:
        """Return every round, by number."""
        rows = self._connection.execute(select(rounds).order_by(rounds.c.number))
        return [_round(row) for row in rows]

    def unfinished(self) -> list[Round]:
        """Return the rounds that are not finished, by number."""
        query = select(rounds).where(_IS_UNFINISHED).order_by(rounds.c.number)
        return [_round(row) for row in self._connection.execute(query)]

    def ask(self, round_number: int, asked: Sequence[Question]) -> None:
        """Replace the open questions of a round; those already dealt with stay as they are."""
        still_open = questions.c.state == QuestionState.OPEN
        self._connection.execute(
            delete(questions).where(questions.c.round_number == round_number, still_open)
        )
        self.add_questions(round_number, asked)

    def add_questions(self, round_number: int, asked: Sequence[Question]) -> None:
        """Ask more in a round, as of the holdout; images already asked about are passed over."""
        if any(question.round_number != round_number for question in asked):
            raise ValueError(f"a question is not of round {round_number}")
        for chunk in in_chunks(asked):
            row = insert(questions).on_conflict_do_nothing()
            self._connection.execute(row, [_question_row(question) for question in chunk])

    def replace(self, round_number: int, old: Sequence[Question], new: Sequence[Question]) -> None:
        """Ask other questions in place of some of a round; those of images asked about stay."""
        for chunk in in_chunks(question.pick.image_id for question in old):
            gone = (questions.c.round_number == round_number) & questions.c.image_id.in_(chunk)
            self._connection.execute(delete(questions).where(gone))
        self.add_questions(round_number, new)

    def questions(self, round_number: int) -> list[Question]:
        """Return the questions of a round, by rank."""
        return [_question(row) for row in self._connection.execute(_of_round(round_number))]

    def waiting_questions(self) -> list[Question]:
        """Return the questions of all rounds that are not finished, by round and rank."""
        query = select(questions).join(rounds, rounds.c.number == questions.c.round_number)
        order = (questions.c.round_number, questions.c.rank, questions.c.image_id)
        rows = self._connection.execute(query.where(_IS_UNFINISHED).order_by(*order))
        return [_question(row) for row in rows]

    def question_of(self, image_id: ImageId) -> Question | None:
        """Return the question about an image in the newest round that asks about it, if any."""
        query = select(questions).where(questions.c.image_id == image_id)
        row = self._connection.execute(query.order_by(questions.c.round_number.desc())).first()
        return None if row is None else _question(row)

    def answered_ids(self, *, until: int | None = None) -> list[ImageId]:
        """Return the images whose questions were answered, up to a round if asked, ascending."""
        query = select(questions.c.image_id).where(_IS_ANSWERED).distinct()
        if until is not None:
            query = query.where(questions.c.round_number <= until)
        rows = self._connection.scalars(query.order_by(questions.c.image_id))
        return [ImageId(image_id) for image_id in rows]

    def num_answered(self) -> int:
        """Return how many questions were answered, without those that ask again."""
        query = select(func.count()).select_from(questions).where(_IS_ANSWERED)
        return self._connection.scalar(query) or 0

    def passed_over(self) -> dict[ImageId, int]:
        """Return the images whose newest question was passed over, with that question's round."""
        newest = select(questions.c.image_id, func.max(questions.c.round_number).label("number"))
        last = newest.group_by(questions.c.image_id).subquery()
        is_last = (questions.c.image_id == last.c.image_id) & (
            questions.c.round_number == last.c.number
        )
        states = [state for state in QuestionState if state.is_passed_over]
        query = select(questions.c.image_id, questions.c.round_number).join(last, is_last)
        rows = self._connection.execute(query.where(questions.c.state.in_(states)))
        return {ImageId(row.image_id): row.round_number for row in rows}

    def set_question_state(
        self, round_number: int, image_id: ImageId, *, state: QuestionState
    ) -> None:
        """Say what the expert did with a question.

        Raises:
            NotFoundError: The round does not ask about this image.
        """
        asked = (questions.c.round_number == round_number) & (questions.c.image_id == image_id)
        changed = self._connection.execute(update(questions).where(asked).values(state=state))
        if not changed.rowcount:
            raise NotFoundError(f"Round {round_number} does not ask about image {image_id}.")


_IS_UNFINISHED = rounds.c.state != RoundState.FINISHED
_IS_ANSWERED = (questions.c.state == QuestionState.ANSWERED) & (
    questions.c.purpose == Purpose.LEARN
)


def _of_round(number: int) -> Any:  # noqa: ANN401 - a select of whole rows has no better type
    query = select(questions).where(questions.c.round_number == number)
    return query.order_by(questions.c.rank, questions.c.image_id)


def _round(row: Row[Any]) -> Round:
    return Round(
        number=row.number,
        state=row.state,
        strategy=row.strategy,
        query_size=row.query_size,
        seed=row.seed,
        asked_by=None if row.asked_by is None else VersionId(row.asked_by),
        version_id=None if row.version_id is None else VersionId(row.version_id),
    )


def _question_row(question: Question) -> dict[str, object]:
    return {
        "round_number": question.round_number,
        "image_id": question.pick.image_id,
        "rank": question.rank,
        "utility": question.pick.utility,
        "reason": question.pick.reason,
        "terms": encode([[term.name, term.value] for term in question.pick.terms]),
        "is_holdout": question.is_holdout,
        "state": question.state,
        "purpose": question.purpose,
    }


def _question(row: Row[Any]) -> Question:
    terms = tuple(Term(name, float(value)) for name, value in json.loads(row.terms))
    pick = Pick(ImageId(row.image_id), row.utility, row.reason, terms)
    return Question(row.round_number, row.rank, pick, row.is_holdout, row.state, row.purpose)
