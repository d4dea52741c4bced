"""Answering past the end of a round: the next questions are there before the expert is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Desktop
from desktop.pages.label.page import LabelPage
from desktop.pages.label.standstill import Standstill
from desktop.project_window import ProjectWindow
from engine.domain.rounds import QuestionState
from engine.jobs.inline import InlineExecutor
from engine.loop.bootstrap import create_project, open_project
from engine.loop.refilling import LEAST_OPEN
from tests.desktop.person import Person, looking_into
from tests.loop.small_projects import ask, do_job, make_pictures, make_project

_NUM_IMAGES = 30
_SIZE = 12


@pytest.fixture
def person(desktop: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    monkeypatch.setenv("LOUPE_OFFLINE", "1")
    # pytest's own hooks and faulthandler stay in force.
    monkeypatch.setattr(desktop.crashes, "install", lambda: None)
    executor = InlineExecutor(do_job)
    projects = ProjectWindow(
        desktop,
        opener=partial(open_project, executor=executor),
        maker=partial(create_project, executor=executor),
    )
    yield Person(desktop, projects, qtbot)
    projects.show_start()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose first round was asked, closed."""
    pictures = make_pictures(tmp_path / "pictures", _NUM_IMAGES, size=(64, 48))
    project = make_project(tmp_path / "project", pictures)
    ask(project, _SIZE)
    project.close()
    return tmp_path / "project"


def test_expert_when_he_answers_past_the_end_of_a_round_then_never_meets_an_empty_queue(
    person: Person, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood_still: list[int] = []
    plain = LabelPage.show_standstill

    def _note(page: LabelPage, said: Standstill) -> None:
        stood_still.append(num_answered)
        plain(page, said)

    num_answered = 0
    person.projects.open(folder)
    person.wait(lambda: isinstance(person.desktop.window.page, LabelPage), "the page Label")
    person.wait(lambda: person.canvas_model.has_image, "the first question")
    monkeypatch.setattr(LabelPage, "show_standstill", _note)
    assert person.sees("1 of 12")
    for num_answered in range(1, _NUM_IMAGES + 1):
        # An expert takes seconds for an image; this one waits for what is done meanwhile.
        person.wait(partial(_is_filled, person, num_answered - 1), "the queue to be filled")
        answered = person.canvas_model.state.image.image_id
        person.press(Qt.Key.Key_0)
        if num_answered < _NUM_IMAGES:
            person.wait(partial(_is_another, person, answered), "the next image")
        # The round in hand is told of, and what waits behind it.
        if num_answered == 4:
            person.wait_to_read("5 of 12")
            person.wait_to_read("then 12 more")
        elif num_answered == _SIZE:
            person.wait_to_read("1 of 12")
    person.wait_to_read("is dealt with")
    assert stood_still[0] == _NUM_IMAGES
    with looking_into(folder) as stored:
        assert [each.query_size for each in stored.rounds.all()] == [_SIZE] * 3
        told = [q for each in stored.rounds.all() for q in stored.rounds.questions(each.number)]
    assert len({question.pick.image_id for question in told}) == _NUM_IMAGES == len(told)


def test_round_when_its_questions_are_answered_then_training_is_recommended_and_labeling_goes_on(
    person: Person, folder: Path
) -> None:
    person.projects.open(folder)
    person.wait(lambda: isinstance(person.desktop.window.page, LabelPage), "the page Label")
    person.wait(lambda: person.canvas_model.has_image, "the first question")
    for number in range(_SIZE):
        person.wait(partial(_is_filled, person, number), "the queue to be filled")
        answered = person.canvas_model.state.image.image_id
        person.press(Qt.Key.Key_0)
        person.wait(partial(_is_another, person, answered), "the next image")
    person.wait(lambda: person.offers("Train"), "training to be recommended")
    assert person.sees("Round 0")
    assert person.canvas_model.has_image


def test_project_when_nobody_asked_since_it_came_to_rest_then_nothing_is_asked(
    person: Person, tmp_path: Path
) -> None:
    make_project(tmp_path / "new", make_pictures(tmp_path / "in", 12, size=(64, 48))).close()
    person.projects.open(tmp_path / "new")
    person.wait_to_read("0 of 12 labeled")
    with looking_into(tmp_path / "new") as stored:
        assert stored.rounds.current() is None


def _is_filled(person: Person, num_answered: int) -> bool:
    """Whether the page knows of every answer, and as many questions are open as there can be."""
    queue = person.label_page.presenter.feed.queue
    least = min(LEAST_OPEN, _NUM_IMAGES - num_answered)
    is_told = queue.count(QuestionState.ANSWERED) == num_answered
    return is_told and queue.count(QuestionState.OPEN) >= least


def _is_another(person: Person, image_id: object) -> bool:
    model = person.canvas_model
    return model.has_image and model.state.image.image_id != image_id
