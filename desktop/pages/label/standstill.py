"""What the page says while there is no question to show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.pages.label.queue import Queue
from desktop.qtkit.translation import tr
from engine.domain.rounds import QuestionState, RoundState


class WayOut(StrEnum):
    """What the user can do about it; the value is what the button says."""

    ADD_IMAGES = tr("Add images")
    ASK = tr("Ask for questions")
    ASK_AGAIN = tr("Ask again")
    BROWSE = tr("Browse the images")
    TRAIN = tr("Go to Train")
    ANSWERS = tr("Look through the answers")
    PASSED_OVER = tr("Show what was passed over")


@dataclass(frozen=True, slots=True)
class Standstill:
    """A few words in place of the canvas, and the ways on."""

    title: str
    text: str
    ways: tuple[WayOut, ...]
    icon: str = "label"
    is_busy: bool = False
    is_failed: bool = False


def standstill(queue: Queue) -> Standstill:
    """Return what to say when no question of the queue is open."""
    newest = queue.round
    if not queue.num_images:
        return Standstill(
            tr("There are no images yet"),
            tr(
                "Add a folder of images or a dataset. Then Loupe chooses which images to ask about."
            ),
            (WayOut.ADD_IMAGES,),
            icon="images",
        )
    if newest is None:
        return Standstill(
            tr("No questions yet"),
            tr(
                "Loupe chooses the images whose labels teach the model most. Or browse the "
                "images and label whichever you like."
            ),
            (WayOut.ASK, WayOut.BROWSE),
        )
    if newest.state is not RoundState.ASKING:
        return _answered(queue, newest.state, newest.number)
    if queue.stopped:
        return Standstill(
            tr("The questions of round {number} could not be chosen").format(number=newest.number),
            queue.stopped,
            (WayOut.ASK_AGAIN, WayOut.BROWSE),
            is_failed=True,
        )
    return Standstill(
        tr("Choosing the questions of round {number}").format(number=newest.number),
        tr("They open here by themselves."),
        (WayOut.BROWSE,),
        is_busy=True,
    )


def _answered(queue: Queue, state: RoundState, number: int) -> Standstill:
    num_answered = queue.count(QuestionState.ANSWERED)
    num_passed_over = len(queue.questions) - num_answered
    counted = tr("%n image(s) answered", "", num_answered)
    if num_passed_over:
        counted += tr(", {num_passed_over} passed over").format(num_passed_over=num_passed_over)
    advice, ways = _next_step(state)
    if num_passed_over:
        ways += (WayOut.PASSED_OVER,)
    elif num_answered:
        ways += (WayOut.ANSWERS,)
    title = tr("Every question of round {number} is dealt with").format(number=number)
    return Standstill(title, f"{counted}. {advice}", ways, icon="check")


def _next_step(state: RoundState) -> tuple[str, tuple[WayOut, ...]]:
    if state is RoundState.LABELING:
        return tr("Train now, and a better model chooses the next questions."), (WayOut.TRAIN,)
    if state is RoundState.TRAINING:
        return tr("While the model trains, the one before it can ask on."), (
            WayOut.ASK,
            WayOut.TRAIN,
        )
    return tr("The model has learned from them."), (WayOut.ASK, WayOut.BROWSE)
