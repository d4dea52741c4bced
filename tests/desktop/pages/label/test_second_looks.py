"""Images asked about again with their labels hidden, as a person meets them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.identifiers import AnnotationId, ImageId, new_id
from engine.domain.images import Answer
from engine.domain.rounds import Pick, Purpose, Question, QuestionState
from engine.domain.second_looks import SecondLook
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import ask, give_model, pool_ids

Key = Qt.Key
FIRST = Box(20, 20, 80, 80)


@pytest.fixture
def again(project: Project) -> ImageId:
    """A labeled image that is the first question, its labels hidden."""
    class_ids = [each.id for each in project.classes.all()]
    image_id = pool_ids(project)[0]
    label = Annotation(AnnotationId(new_id()), image_id, class_ids[0], FIRST)
    said = {image_id: dict.fromkeys(class_ids, Answer.COMPLETE)}
    project.labeling.apply([AnnotationEdit(None, label)], answers=said)
    asked = ask(project, 2)
    seen = ((20.0, 20.0, 80.0, 80.0), (0.9, 0.0, 0.0))
    give_model(project, {key: [seen] for key in (image_id, *asked)})
    pick = Pick(image_id, 0.0, "Labeled before. Its labels are hidden")
    with project.store.write() as tx:
        tx.rounds.add_questions(0, [Question(0, -1, pick, purpose=Purpose.AGAIN)])
        tx.second_looks.begin([SecondLook(0, image_id, Purpose.AGAIN, (label,), frozenset())])
    return image_id


@pytest.fixture
def window(project: Project, again: ImageId, open_window: Opener) -> LabelWindow:
    window = open_window(project)
    window.show_pages()
    window.wait_for(again)
    return window


def test_image_when_it_is_asked_again_then_neither_labels_nor_suggestions_are_seen(
    window: LabelWindow,
):
    assert window.model.state.annotations == {}
    assert window.model.shown_suggestions() == []
    assert window.shows("Labeled before. Its labels are hidden")


def test_answer_when_it_is_drawn_again_then_the_labels_stay_and_the_next_question_comes(
    window: LabelWindow, project: Project, again: ImageId
):
    window.key(Key.Key_1)
    window.drag((100, 100), (160, 150))
    window.key(Key.Key_Return)
    window.wait_for(project.rounds.questions()[1].pick.image_id)
    with project.store.read() as tx:
        assert [each.shape for each in tx.labels.get(again).annotations] == [FIRST]
        (look,) = tx.second_looks.answered()
        question = tx.rounds.question_of(again)
    assert len(look.second) == 1
    assert question is not None
    assert question.state is QuestionState.ANSWERED


def test_undo_when_it_is_asked_again_then_takes_back_what_was_drawn_alone(
    window: LabelWindow, project: Project, again: ImageId
):
    window.key(Key.Key_1)
    window.drag((100, 100), (160, 150))
    window.key(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.model.state.annotations == {}
    window.settle()
    with project.store.read() as tx:
        look = tx.second_looks.current(again)
        assert look is not None
        assert look.second == ()
        assert [each.shape for each in tx.labels.get(again).annotations] == [FIRST]
