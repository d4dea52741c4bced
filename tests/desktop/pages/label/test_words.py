"""What the page decides without a window: time, order, questions and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.pages.label.opened_image import ask_about
from desktop.pages.label.queue import Queue, likely_next
from desktop.pages.label.reason import ahead_words, badge, progress_words
from desktop.pages.label.standstill import WayOut, standstill
from desktop.pages.label.visit_clock import VisitClock
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer
from engine.domain.rounds import Pick, Question, QuestionState, Round, RoundState
from engine.domain.shapes import Box
from engine.loop.scoring import Suggestion

OPEN, ANSWERED, SKIPPED = QuestionState.OPEN, QuestionState.ANSWERED, QuestionState.SKIPPED
NAMES = {ClassId(1): "Platelets", ClassId(2): "RBC"}


class Hours:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.floats(0, 500), max_size=20))
def test_clock_when_the_expert_is_idle_then_counts_at_most_a_minute_a_time(gaps: list[float]):
    hours = Hours()
    clock = VisitClock(now=hours, today=lambda: 7.0)
    clock.start()
    for gap in gaps:
        hours.now += gap
        clock.note_sign()
    stay = clock.stop()
    assert stay is not None
    assert stay.started_at == 7.0
    assert stay.active_s == pytest.approx(sum(min(gap, 60.0) for gap in gaps))
    assert clock.stop() is None


def queue(*states: QuestionState, round_state: RoundState = RoundState.LABELING) -> Queue:
    """Questions about the images 1, 2, 3 and so on."""
    questions = tuple(
        Question(2, rank, Pick(ImageId(rank + 1), 0.0, "unlike the others"), state=state)
        for rank, state in enumerate(states)
    )
    return Queue(9, Round(2, round_state, "random", len(states), 0), questions=questions)


@pytest.mark.parametrize(
    ("states", "after", "expected"),
    [
        ((OPEN, OPEN, OPEN), None, 1),
        ((OPEN, OPEN, OPEN), 1, 2),
        ((OPEN, ANSWERED, OPEN), 1, 3),
        ((OPEN, ANSWERED, ANSWERED), 3, 1),
        ((ANSWERED, ANSWERED, OPEN), 3, None),
        ((OPEN, SKIPPED), 99, 1),
    ],
)
def test_queue_when_asked_for_the_next_open_then_earlier_ones_come_last(states, after, expected):
    found = queue(*states).next_in(OPEN, after=after)
    assert found == ([] if expected is None else [ImageId(expected)])


def in_rounds(**states: tuple[QuestionState, ...]) -> Queue:
    """Questions of several rounds about the images 1, 2, 3 and so on."""
    asked = [(number, state) for number, each in enumerate(states.values()) for state in each]
    questions = tuple(
        Question(number, rank, Pick(ImageId(rank + 1), 0.0, "unlike the others"), state=state)
        for rank, (number, state) in enumerate(asked)
    )
    return Queue(9, questions=questions)


def test_queue_when_a_round_was_asked_ahead_then_the_one_in_hand_is_dealt_with_first():
    asked = in_rounds(first=(OPEN, ANSWERED, OPEN), ahead=(OPEN, OPEN))
    assert asked.next_in(OPEN, number=9) == [ImageId(n) for n in (1, 3, 4, 5)]
    assert asked.next_in(OPEN, after=ImageId(3), number=9) == [ImageId(n) for n in (1, 4, 5)]
    assert asked.next_in(OPEN, after=ImageId(4), number=9) == [ImageId(n) for n in (5, 1, 3)]
    assert progress_words(asked, ImageId(3)) == ("3 of 3", "2 still open")
    assert ahead_words(asked, ImageId(3)) == "then 2 more"
    assert progress_words(asked, ImageId(5)) == ("2 of 2", "2 still open")
    assert ahead_words(in_rounds(first=(OPEN, OPEN)), ImageId(1)) == ""
    assert ahead_words(asked, None) == ""


def test_likely_next_when_asking_or_browsing_then_follows_that_order():
    asked = queue(OPEN, OPEN, ANSWERED, OPEN)
    assert likely_next(ImageId(2), asked, ()) == [ImageId(4), ImageId(1), ImageId(1)]
    browsed = tuple(map(ImageId, (7, 8, 9)))
    assert likely_next(ImageId(8), asked, browsed) == [ImageId(9), ImageId(7)]
    assert likely_next(ImageId(55), asked, browsed) == []


def offer(key: str, first: float, second: float) -> Suggestion:
    rivals = ((ClassId(1), first), (ClassId(2), second))
    return Suggestion(key, ClassId(1), first, Box(0, 0, 9, 9), rivals, suggested_by="v1")


def test_ask_about_when_classes_are_close_then_asks_the_most_contested_first_few():
    offers = [offer(f"close-{n}", 0.6, 0.5 + n / 100) for n in range(6)]
    offers += [offer("clear", 0.9, 0.1), offer("hidden", 0.2, 0.19)]
    asked = ask_about(offers, NAMES, threshold=0.3)
    assert set(asked) == {"close-5", "close-4", "close-3"}
    assert set(asked.values()) == {"Platelets or RBC?"}


def test_ask_about_when_there_is_one_class_then_asks_nothing():
    single = Suggestion(
        "one", ClassId(1), 0.5, Box(0, 0, 9, 9), ((ClassId(1), 0.5),), suggested_by="v1"
    )
    assert ask_about([single], NAMES, threshold=0.0) == {}


@pytest.mark.parametrize(
    ("answers", "state", "text"),
    [
        ([Answer.COMPLETE, Answer.EMPTY], ANSWERED, "complete"),
        ([Answer.EMPTY, Answer.EMPTY], ANSWERED, "confirmed empty"),
        ([Answer.PARTIAL, Answer.UNLABELED], OPEN, "partly labeled"),
        ([Answer.UNLABELED], SKIPPED, "skipped"),
        ([Answer.UNLABELED], None, ""),
        ([], None, ""),
    ],
)
def test_badge_when_an_image_stands_so_then_says_it(answers, state, text):
    assert badge(answers, state).text == text


def test_progress_when_some_costs_are_unknown_then_takes_them_for_average():
    known = queue(ANSWERED, OPEN, OPEN, OPEN)
    with_costs = Queue(
        known.num_images,
        known.round,
        questions=known.questions,
        expected_s={ImageId(1): 500.0, ImageId(2): 60.0, ImageId(3): 120.0},
    )
    assert progress_words(with_costs, ImageId(2)) == ("2 of 4", "about 4 min left")
    assert progress_words(known, ImageId(2)) == ("2 of 4", "3 still open")
    assert progress_words(known, ImageId(77)) == ("1 of 4", "answered")


@pytest.mark.parametrize(
    ("shown", "title", "way"),
    [
        (Queue(), "There are no images yet", WayOut.ADD_IMAGES),
        (Queue(num_images=4), "No questions yet", WayOut.ASK),
        (queue(round_state=RoundState.ASKING), "Choosing the questions of round 2", WayOut.BROWSE),
        (queue(ANSWERED), "Every question of round 2 is dealt with", WayOut.TRAIN),
        (
            queue(ANSWERED, round_state=RoundState.TRAINING),
            "Every question of round 2 is dealt with",
            WayOut.ASK,
        ),
        (
            queue(SKIPPED, round_state=RoundState.FINISHED),
            "Every question of round 2 is dealt with",
            WayOut.ASK,
        ),
    ],
)
def test_standstill_when_nothing_is_open_then_leads_on(shown, title, way):
    said = standstill(shown)
    assert said.title == title
    assert way in said.ways


def test_standstill_when_choosing_stopped_then_says_why_and_asks_again():
    stopped = Queue(4, queue(round_state=RoundState.ASKING).round, "the worker was killed")
    said = standstill(stopped)
    assert said.is_failed
    assert said.text == "the worker was killed"
    assert WayOut.ASK_AGAIN in said.ways
