"""Draw one, find the rest; and sources that are silent for a class."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.domain.annotations import Source
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.suggestions import BY_EXAMPLE, Acceptance, Judgment, SuggestionState
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.lookalikes import PEARS, paint
from tests.loop.small_projects import MUCH_HOLDOUT, ask, give_model, make_pictures, make_project

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
X, Y, HALF = PEARS[0]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "pears"
    folder.mkdir()
    for number in range(3):
        paint(folder / f"pears_{number}.png", shift=4 * number)
    return make_project(tmp_path / "project", folder)


@pytest.fixture
def asked(project: Project) -> list[ImageId]:
    return ask(project, 3)


@pytest.fixture
def window(project: Project, asked: list[ImageId], open_window: Opener) -> LabelWindow:
    return open_window(project)


def draw_pear(window: LabelWindow) -> None:
    """Draw a box around the first pear, which stays selected."""
    shift = 4 * int(Path(window.page.presenter._keeper.opened.record.name).stem[-1])
    window.drag((X + shift - HALF, Y - HALF), (X + shift + HALF, Y + HALF))
    window.hand.click(X + shift - HALF, Y)
    window.settle()
    assert len(window.model.selection) == 1


def find_rest(window: LabelWindow, qtbot: QtBot) -> None:
    window.key(Key.Key_M)
    qtbot.waitUntil(lambda: bool(window.model.state.suggestions))
    window.settle()


@pytest.mark.slow
def test_rest_when_asked_for_then_is_suggested_here_and_in_the_queue(
    window: LabelWindow, asked: list[ImageId], qtbot: QtBot
):
    draw_pear(window)
    find_rest(window, qtbot)

    shown = window.model.shown_suggestions()
    assert len(shown) >= len(PEARS) - 1
    assert {each.suggested_by for each in shown} == {BY_EXAMPLE}
    assert window.shows("Confidence from 0.24")
    said = window.desktop.messages.history[-1].text
    assert said == f"{len(shown)} suggestions here. Enter walks through them."
    # The box that was drawn can still be taken back.
    assert window.model.undo_group.canUndo()

    qtbot.waitUntil(lambda: bool(window.project.poll().image_ids))
    window.key(Key.Key_D)
    window.wait_for(asked[1])
    (offer,) = window.model.state.suggestions.values()
    assert offer.suggested_by == BY_EXAMPLE


@pytest.mark.slow
def test_rest_when_accepted_rejected_and_adjusted_then_each_is_counted_for_the_source(
    window: LabelWindow, qtbot: QtBot
):
    draw_pear(window)
    find_rest(window, qtbot)
    class_id = window.model.classes[0].id
    window.key(Key.Key_Tab)
    window.key(Key.Key_C)
    window.key(Key.Key_X)
    window.key(Key.Key_Right)  # Moved by a pixel.
    window.settle()

    (accepted, adjusted) = window.stored().annotations[1:]
    assert {accepted.source, adjusted.source} == {Source.ACCEPTED}
    assert {accepted.suggested_by, adjusted.suggested_by} == {BY_EXAMPLE}
    counted = window.project.labeling.acceptance(BY_EXAMPLE)
    assert counted == {class_id: Acceptance(1, 1, 1)}

    window.key(Key.Key_Z, CTRL)
    assert window.project.labeling.acceptance(BY_EXAMPLE) == {class_id: Acceptance(1, 0, 1)}


def test_rest_when_nothing_is_selected_then_says_what_to_do(window: LabelWindow):
    said = window.page.presenter.rest.availability()
    assert not said.is_enabled
    assert said.reason == "Select an object you drew: its like is then suggested."
    window.page.presenter.rest.find()
    assert window.desktop.messages.history[-1].text == said.reason


def test_rest_when_the_image_measures_the_model_then_says_why_not(
    tmp_path: Path, open_window: Opener
):
    pictures = make_pictures(tmp_path / "pictures", 6)
    project = make_project(tmp_path / "held", pictures, holdout=MUCH_HOLDOUT)
    ask(project, 6)
    held = next(each for each in project.rounds.questions() if each.is_holdout)
    window = open_window(project)
    window.page.presenter.open_question(held.pick.image_id)
    window.wait_for(held.pick.image_id)
    assert "measures the model" in window.page.presenter.rest.availability().reason


def test_class_when_a_source_was_too_seldom_right_then_says_so_and_can_be_asked_again(
    project: Project, asked: list[ImageId], open_window: Opener
):
    seen = [
        ((20.0, 20.0, 80.0, 80.0), (0.9, 0.1, 0.0)),
        ((120.0, 20.0, 180.0, 80.0), (0.0, 0.8, 0.1)),
    ]
    version_id = give_model(project, dict.fromkeys(asked, seen))
    first = ClassId(1)
    judged = [
        Judgment(f"old-{n}", asked[2], version_id, first, 0.5, SuggestionState.REJECTED)
        for n in range(12)
    ]
    project.labeling.apply([], judged=judged)

    window = open_window(project)
    window.model.set_confidence_threshold(0.0)
    assert window.shows(
        "Platelets is no longer suggested by the model: 0\u00a0of\u00a012 were right."
    )
    assert [each.class_id for each in window.model.shown_suggestions()] == [2]

    window.press("Suggest again")
    assert not window.shows("no longer suggested")
    assert sorted(each.class_id for each in window.model.shown_suggestions()) == [1, 2]
