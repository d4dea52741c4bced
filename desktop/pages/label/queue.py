"""The questions of the rounds that are open, as the page needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageRecord
from engine.domain.jobs import JobKind, JobState
from engine.domain.rounds import Question, QuestionState, Round, RoundState
from engine.loop.bootstrap import Project

_NUM_AHEAD = 2
_CHOOSING = (JobKind.SCORE, JobKind.QUERY)


@dataclass(frozen=True, slots=True)
class Queue:
    """The rounds that are not finished with their questions, by round and rank, read in one go.

    Rounds after the first were asked ahead. An image is asked about once.

    Attributes:
        num_images: Images of the project.
        round: The newest round; None before the first.
        stopped: Why nothing goes on although the round is asking; empty while it does.
        records: The images asked about.
        expected_s: Expert seconds each image is likely to take, where that can be told.
    """

    num_images: int = 0
    round: Round | None = None
    stopped: str = ""
    questions: tuple[Question, ...] = ()
    records: Mapping[ImageId, ImageRecord] = field(default_factory=dict)
    expected_s: Mapping[ImageId, float] = field(default_factory=dict)

    @property
    def image_ids(self) -> tuple[ImageId, ...]:
        """The images asked about, by rank."""
        return tuple(question.pick.image_id for question in self.questions)

    def question(self, image_id: ImageId | None) -> Question | None:
        """Return the question about an image."""
        found = (each for each in self.questions if each.pick.image_id == image_id)
        return next(found, None)

    def round_of(self, image_id: ImageId | None) -> tuple[Question, ...]:
        """Return the questions of the round that asks about an image."""
        asked = self.question(image_id)
        number = None if asked is None else asked.round_number
        return tuple(each for each in self.questions if each.round_number == number)

    def count(self, state: QuestionState) -> int:
        """Return how many questions are in a state."""
        return sum(question.state is state for question in self.questions)

    def next_in(
        self, state: QuestionState, *, after: ImageId | None = None, number: int = 1
    ) -> list[ImageId]:
        """Return the next images whose question is in a state.

        Those of the same round as `after` come first, those before it later, other rounds last.
        """
        own, asked = self.round_of(after), self.question(after)
        start = own.index(asked) + 1 if asked in own else 0
        others = tuple(each for each in self.questions if each not in own)
        turned = own[start:] + own[:start] + others
        found = [question.pick.image_id for question in turned if question.state is state]
        return [image_id for image_id in found if image_id != after][:number]


def likely_next(image_id: ImageId, queue: Queue, browsed: tuple[ImageId, ...]) -> list[ImageId]:
    """Return the images likely to be opened after one: the next two, and the one before.

    While browsing they follow in the order of `browsed`; else the next ones are open questions.
    """
    ids = browsed or queue.image_ids
    if image_id not in ids:
        return []
    place = ids.index(image_id)
    ahead = list(ids[place + 1 : place + 1 + _NUM_AHEAD])
    if not browsed:
        ahead = queue.next_in(QuestionState.OPEN, after=image_id, number=_NUM_AHEAD)
    return [*ahead, *ids[max(place - 1, 0) : place]]


def read_queue(project: Project) -> Queue:
    """Return where the open rounds stand. Project thread."""
    newest = project.rounds.current()
    queue = project.rounds.queue()
    # Of an image that was passed over and is asked about again the new question counts.
    last = {question.pick.image_id: question for question in queue}
    questions = tuple(each for each in queue if last[each.pick.image_id] == each)
    image_ids = [question.pick.image_id for question in questions]
    return Queue(
        num_images=project.pool.counts().num_images,
        round=newest,
        stopped=_stopped(project) if newest and newest.state is RoundState.ASKING else "",
        questions=questions,
        records={record.id: record for record in project.pool.get(image_ids)},
        expected_s=project.scoring.expected_seconds(image_ids),
    )


def _stopped(project: Project) -> str:
    """Return why no questions are coming; empty while something chooses them."""
    jobs = [job for job in project.background.jobs() if job.kind in _CHOOSING]
    if not jobs or jobs[-1].state.is_active or jobs[-1].state is JobState.FINISHED:
        return ""
    return said(jobs[-1].reason) or tr("{title} was stopped.").format(title=said(jobs[-1].title))
