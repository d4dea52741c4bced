"""Classes that change while images are labeled: checked again, or gone from under the hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine.domain.identifiers import ImageId
from engine.domain.images import Answer
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import ask

Key = Qt.Key


@pytest.fixture
def asked(project: Project) -> list[ImageId]:
    return ask(project, 4)


def change(window: LabelWindow, act) -> None:
    """Change the classes as another page does."""
    window.session.thread.run(act)
    window.settle()
    window.settle()


def test_recheck_when_walked_then_each_image_is_checked_and_the_questions_come_back(
    project: Project, open_window: Opener
) -> None:
    labeled = project.pool.ids()[:3]
    for image_id in labeled:
        project.labeling.confirm_empty(image_id)
    asked = ask(project, 4)
    project.classes.add("Debris")
    debris = project.classes.all()[-1].id
    window = open_window(project)
    window.page.recheck()
    window.wait_for(labeled[0])
    assert window.shows("Check for Debris")
    assert window.shows("image 1 of 3, about 15 s left")
    window.drag((40, 50), (100, 90))
    window.key(Key.Key_Return)
    window.wait_for(labeled[1])
    (found,) = window.stored(labeled[0]).annotations
    assert found.class_id == debris
    assert window.stored(labeled[0]).answer(debris) is Answer.COMPLETE
    window.key(Key.Key_0)
    window.wait_for(labeled[2])
    assert window.stored(labeled[1]).answer(debris) is Answer.EMPTY
    window.key(Key.Key_0)
    window.wait_for(asked[0])
    assert project.classes.recheck().image_ids == ()
    window.desktop.window.run_action("label.recheck")
    window.settle()
    assert window.image_id == asked[0]


def test_class_when_removed_while_it_is_drawn_with_then_another_is_and_nothing_breaks(
    project: Project, asked: list[ImageId], open_window: Opener
) -> None:
    window = open_window(project)
    window.wait_for(asked[0])
    window.key(Key.Key_2)
    window.drag((40, 50), (100, 90))
    window.drag((140, 50), (200, 90))
    kept = window.stored().annotations
    window.key(Key.Key_Tab)
    assert window.model.selection
    gone = kept[0].class_id
    change(window, lambda: project.classes.remove(gone))
    assert window.model.current_class_id == project.classes.all()[0].id
    assert window.model.state.annotations == {}
    window.drag((40, 120), (100, 160))
    (drawn,) = window.stored().annotations
    assert drawn.class_id != gone
    change(window, project.classes.undo)
    assert set(window.model.state.annotations) == {drawn.id, *(each.id for each in kept)}


def test_class_when_merged_while_its_shapes_are_open_then_they_are_of_the_other(
    project: Project, asked: list[ImageId], open_window: Opener
) -> None:
    window = open_window(project)
    window.wait_for(asked[0])
    first, second = project.classes.all()[:2]
    window.key(Key.Key_2)
    window.drag((40, 50), (100, 90))
    change(window, lambda: project.classes.merge(second.id, into=first.id))
    (shown,) = window.model.state.annotations.values()
    assert shown.class_id == first.id
    window.key(Key.Key_Tab)
    window.key(Key.Key_Delete)
    assert window.stored().annotations == ()


def test_undo_when_its_class_is_gone_then_says_so_and_shows_what_is_stored(
    project: Project, asked: list[ImageId], open_window: Opener
) -> None:
    window = open_window(project)
    window.wait_for(asked[0])
    window.key(Key.Key_2)
    window.drag((40, 50), (100, 90))
    window.key(Key.Key_Tab)
    window.key(Key.Key_Delete)
    gone = project.classes.all()[1].id
    change(window, lambda: project.classes.remove(gone))
    window.key(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    assert window.model.state.annotations == {}
    (message,) = [m for m in window.desktop.messages.history if "was removed" in m.details + m.text]
    assert "Classes" in message.hint + message.details


def test_rename_when_the_image_is_open_then_the_list_says_the_new_name(
    project: Project, asked: list[ImageId], open_window: Opener
) -> None:
    window = open_window(project)
    window.wait_for(asked[0])
    first = project.classes.all()[0].id
    change(window, lambda: project.classes.rename(first, name="Red cell"))
    assert window.model.classes[0].name == "Red cell"
