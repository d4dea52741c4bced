"""From image to image, and what the page says when there is none to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QSlider

from desktop.canvas.tools.tool import ToolName
from desktop.reporting.messages import Severity
from engine.domain.annotations import AnnotationEdit
from engine.domain.changes import Changed, Changes
from engine.domain.errors import DataError
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import ImageState
from engine.domain.rounds import QuestionState
from engine.domain.view import Hand
from engine.loop.bootstrap import Project
from engine.loop.pictures import Picture
from engine.loop.pool import ImagePool
from tests.desktop.pages.label.conftest import Opener
from tests.loop.small_projects import ask, give_model, make_pictures, make_project, pool_ids

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def test_page_when_there_are_no_images_then_leads_to_them(tmp_path: Path, open_window: Opener):
    window = open_window(make_project(tmp_path / "empty", None))
    opened: list[str] = []
    window.page.open_page_requested.connect(opened.append)
    assert window.shows("There are no images yet")

    window.press("Add images")
    assert opened == ["images"]


def test_page_when_there_is_no_round_then_asks_and_opens_the_first_question(
    project: Project, open_window: Opener
):
    window = open_window(project)
    assert window.shows("No questions yet")

    window.press("Ask for questions")
    assert window.shows("Choosing")
    # What the poller does three times a second.
    for _ in range(5):
        window.session.thread.run(project.poll)
        window.settle()

    assert window.image_id == project.rounds.questions()[0].pick.image_id
    assert window.page.canvas.hasFocus()


def test_page_when_asking_is_refused_then_says_why_and_offers_it_again(
    project: Project, open_window: Opener, monkeypatch: pytest.MonkeyPatch
):
    window = open_window(project)

    def _refuse(*_: object, **__: object) -> Changes:
        raise DataError("The list of images is damaged.")

    monkeypatch.setattr(type(project.rounds), "ask", _refuse)
    window.press("Ask for questions")
    told = [m for m in window.desktop.messages.history if m.severity is Severity.ERROR]
    assert [message.text for message in told] == ["The list of images is damaged."]
    assert window.shows("No questions yet")


def test_page_when_all_is_answered_then_leads_to_training(project: Project, open_window: Opener):
    asked = ask(project, 2)
    window = open_window(project)
    window.key(Key.Key_0)
    window.wait_for(asked[1])
    window.key(Key.Key_Space, CTRL)
    window.settle()

    assert window.image_id is None
    assert window.shows("Every question of round 0 is dealt with")
    assert window.shows("1 image answered, 1 passed over")
    window.press("Go to Train")
    assert window.desktop.window.page_id == "train"

    window.desktop.window.open_page("label")
    window.settle()
    window.press("Show what was passed over")
    window.wait_for(asked[1])


def test_image_when_opened_from_elsewhere_then_others_follow_by_number(
    project: Project, open_window: Opener
):
    asked = ask(project, 3)
    window = open_window(project)
    ids = project.pool.ids()
    window.page.open_image(ids[4])
    window.wait_for(ids[4])
    assert window.shows("image 5 of 12")

    window.key(Key.Key_D)
    window.wait_for(ids[5])
    window.key(Key.Key_0)  # An answer leads on in the same order.
    window.wait_for(ids[6])
    assert all(answer.is_settled for answer in window.stored(ids[5]).answers.values())

    window.press("Back to the questions")
    open_ids = [i for i in asked if i != ids[5]]
    window.wait_for(open_ids[0])


def test_image_when_it_is_out_of_use_then_opens_all_the_same(project: Project, open_window: Opener):
    ids = project.pool.ids()
    project.pool.quarantine([ids[2]], reason="blurred")
    assert project.pool.get([ids[2]])[0].state is ImageState.QUARANTINED
    window = open_window(project)
    window.page.open_image(ids[2])
    window.wait_for(ids[2])


def test_tile_when_clicked_then_its_question_opens(project: Project, open_window: Opener):
    asked = ask(project, 3)
    window = open_window(project)
    tiles = window.page.filmstrip.findChild(QListView)
    place = tiles.visualRect(window.page.presenter.feed.model.index(2)).center()
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=place)
    window.wait_for(asked[2])
    assert window.shows("3 of 3")
    assert window.page.canvas.hasFocus()


def test_image_when_it_cannot_be_read_then_says_why_and_can_be_skipped(
    tmp_path: Path, pictures: Path, open_window: Opener
):
    own = tmp_path / "own"
    own.mkdir()
    for picture in pictures.iterdir():
        (own / picture.name).write_bytes(picture.read_bytes())
    project = make_project(tmp_path / "project", own)
    asked = ask(project, 3)
    path = project.pool.get([asked[0]])[0].path
    whole = path.read_bytes()
    path.write_bytes(whole[:200])
    window = open_window(project)

    assert window.shows(path.name)
    assert window.shows("is damaged")
    assert window.image_id is None
    path.write_bytes(whole)
    window.press("Try again")
    assert window.image_id == asked[0]


def test_unreadable_question_when_skipped_then_the_next_opens(
    tmp_path: Path, pictures: Path, open_window: Opener
):
    own = tmp_path / "own"
    own.mkdir()
    for picture in pictures.iterdir():
        (own / picture.name).write_bytes(picture.read_bytes())
    project = make_project(tmp_path / "project", own)
    asked = ask(project, 3)
    project.pool.get([asked[0]])[0].path.unlink()
    window = open_window(project)

    window.press("Skip it")
    window.wait_for(asked[1])
    assert window.question_states()[0] is QuestionState.SKIPPED
    assert window.page.canvas.hasFocus()


def test_next_image_when_it_was_decoded_ahead_then_is_not_decoded_again(
    project: Project, open_window: Opener, monkeypatch: pytest.MonkeyPatch
):
    decoded: list[ImageId] = []
    plain = ImagePool.open_picture

    def _open(pool: ImagePool, record) -> Picture:
        decoded.append(record.id)
        return plain(pool, record)

    monkeypatch.setattr(ImagePool, "open_picture", _open)
    asked = ask(project, 5)
    window = open_window(project)
    assert sorted(decoded) == sorted(asked[:3])
    assert decoded[0] == asked[0]

    decoded.clear()
    window.key(Key.Key_D)
    window.wait_for(asked[1])
    assert decoded == [asked[3]]


def test_labels_when_changed_elsewhere_then_the_open_image_shows_them(
    project: Project, open_window: Opener
):
    asked = ask(project, 2)
    window = open_window(project)
    window.drag((40, 50), (100, 90))
    (annotation,) = window.stored().annotations

    edit = AnnotationEdit(annotation, None)
    window.session.thread.run(lambda: project.labeling.apply([edit]))
    window.settle()
    assert window.image_id == asked[0]
    assert not window.model.state.annotations


def test_round_when_a_new_one_comes_then_the_filmstrip_shows_its_questions(
    project: Project, open_window: Opener
):
    asked = ask(project, 2)
    window = open_window(project)
    window.session.thread.run(lambda: project.rounds.ask_again(5, strategy="random"))
    for _ in range(3):
        window.session.thread.run(project.poll)
        window.settle()
    assert window.image_id == asked[0]
    assert window.page.presenter.feed.model.rowCount() == len(project.rounds.questions())


def test_project_when_jobs_report_then_the_queue_is_left_alone(
    project: Project, open_window: Opener, monkeypatch: pytest.MonkeyPatch
):
    ask(project, 2)
    window = open_window(project)
    read: list[object] = []
    window.page.presenter.feed.changed.connect(lambda: read.append(1))
    window.desktop.hub.broadcast(Changes(Changed.JOBS))
    window.settle()
    assert not read
    assert QApplication.focusWidget() is window.page.canvas


def test_slider_when_it_has_the_focus_then_arrows_are_its_own_and_letters_the_pages(
    project: Project, open_window: Opener
):
    asked = ask(project, 3)
    give_model(project, {image_id: [((20, 20, 80, 80), (0.1, 0.9, 0.0))] for image_id in asked})
    window = open_window(project)
    window.model.set_confidence_threshold(0.5)
    slider = window.page.side.suggestions.findChild(QSlider)
    slider.setFocus()
    window.key(Key.Key_Right)
    assert window.model.confidence_threshold == pytest.approx(0.51)
    assert window.image_id == asked[0]

    window.key(Key.Key_D)
    window.wait_for(asked[1])


def test_tab_when_there_is_nothing_to_walk_to_then_leaves_the_canvas(
    project: Project, open_window: Opener
):
    ask(project, 2)
    window = open_window(project)
    window.key(Key.Key_Tab)
    assert QApplication.focusWidget() is not window.page.canvas
    assert window.page.isAncestorOf(QApplication.focusWidget())


def test_actions_when_the_page_is_in_front_then_all_can_be_found(
    project: Project, open_window: Opener
):
    ask(project, 2)
    window = open_window(project)
    registry = window.desktop.registry
    ids = {action.id for action in registry.actions if action.page_id == "label"}
    assert {"label.skip", "label.unsure", "label.enter", "label.undo", "label.empty"} <= ids
    assert registry.availability("label.skip").is_enabled
    window.page.open_image(project.pool.ids()[0])
    window.settle()
    window.page.presenter.back_to_questions()
    window.settle()
    assert window.image_id == project.rounds.questions()[0].pick.image_id


def test_hand_when_the_project_is_opened_again_then_tool_class_and_brush_are_in_it(
    project: Project, open_window: Opener
):
    window = open_window(project)
    window.page.open_image(pool_ids(project)[0])
    window.settle()
    canvas = window.page.canvas
    canvas.setFocus()
    window.key(Key.Key_T)
    window.key(Key.Key_3)
    canvas.toolbox.brush_px = 40.0
    last = window.model.classes[2].id
    window.page.left()
    window.settle()
    window.show_pages()
    assert window.page.canvas.tool is ToolName.EXTREME_BOX
    assert window.model.current_class_id == last
    assert window.page.canvas.toolbox.brush_px == 40.0


def test_hand_when_its_class_is_gone_or_its_tool_unknown_then_the_first_ones_are_in_it(
    project: Project, open_window: Opener
):
    project.viewing.store_hand(Hand("harpoon", ClassId(999), 1e9))
    window = open_window(project)
    assert window.page.canvas.tool is ToolName.BOX
    assert window.model.current_class_id == window.model.classes[0].id
    assert window.page.canvas.toolbox.brush_px <= 200.0


def test_image_when_its_file_goes_while_it_is_open_then_it_is_labeled_on_and_its_loss_is_told(
    tmp_path: Path, open_window: Opener
):
    project = make_project(tmp_path / "project", make_pictures(tmp_path / "own", 4))
    first, second = pool_ids(project)[:2]
    window = open_window(project)
    window.page.open_image(first)
    window.wait_for(first)
    window.page.canvas.setFocus()
    record = project.pool.get([first])[0]
    record.path.unlink()
    window.drag((20, 20), (80, 90))
    assert len(window.stored().annotations) == 1
    window.key(Key.Key_D)
    window.wait_for(second)
    window.show_pages()
    window.page.open_image(first)
    window.settle()
    assert window.image_id is None
    assert window.shows(record.name)
    assert window.shows("add the folder it is in now")
    window.press("Next image")
    window.wait_for(second)
    assert len(window.stored(first).annotations) == 1
