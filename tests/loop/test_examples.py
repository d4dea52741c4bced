"""Draw one, find the rest: what becomes suggestions, and what does not."""

from __future__ import annotations

import pytest

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.changes import Changed
from engine.domain.errors import UsageError
from engine.domain.examples import Alike
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, new_id
from engine.domain.images import ImageRecord, Split
from engine.domain.requests import FindReply
from engine.domain.shapes import Box, Polygon, WholeImage, shape_to_json
from engine.domain.suggestions import BY_EXAMPLE, Judgment, SuggestionState
from engine.domain.view import ViewSettings
from engine.loop.bootstrap import Project
from engine.loop.scoring import Suggestion
from tests.loop.small_projects import MUCH_HOLDOUT, ask, give_model, make_pictures, make_project

VIEW = ViewSettings()
HERE, THERE = Box(10, 10, 60, 50), Box(200, 100, 250, 140)


@pytest.fixture
def project(tmp_path):
    project = make_project(tmp_path / "project", make_pictures(tmp_path / "pictures", 6))
    yield project
    project.close()


@pytest.fixture
def asked(project: Project) -> list[ImageId]:
    return ask(project, 4)


def record(project: Project, image_id: ImageId) -> ImageRecord:
    return project.labeling.open_image(image_id).record


def drawn(image_id: ImageId, class_id: int = 1, shape=HERE) -> Annotation:
    return Annotation(AnnotationId(new_id()), image_id, ClassId(class_id), shape)


def alike(shape, confidence: float = 0.7, class_id: int = 1) -> Alike:
    return Alike(ClassId(class_id), confidence, shape_to_json(shape))


def offered(project: Project, image_id: ImageId) -> list[Suggestion]:
    offers = project.suggesting.suggestions(image_id)
    return [] if offers is None else list(offers.suggestions)


def judge(project: Project, image_id: ImageId, each: Suggestion, state: SuggestionState) -> None:
    judged = Judgment(each.key, image_id, each.suggested_by, each.class_id, each.confidence, state)
    project.labeling.apply([], judged=[judged])


def test_found_when_kept_then_is_offered_by_example_before_any_model(
    project: Project, asked: list[ImageId]
):
    assert project.suggesting.suggestions(asked[0]) is None
    changes = project.examples.keep(asked[0], [ClassId(1)], [alike(THERE)])
    assert (changes.kinds, changes.image_ids) == (Changed.SUGGESTIONS, {asked[0]})

    offers = project.suggesting.suggestions(asked[0])
    assert offers is not None
    (offer,) = offers.suggestions
    assert (offer.suggested_by, offer.class_id, offer.shape) == (BY_EXAMPLE, 1, THERE)
    assert (offer.confidence, offers.led_by) == (0.7, BY_EXAMPLE)


def test_found_when_labeled_already_then_is_not_offered(project: Project, asked: list[ImageId]):
    project.labeling.apply([AnnotationEdit(None, drawn(asked[0]))])
    project.examples.keep(asked[0], [ClassId(1)], [alike(HERE), alike(THERE)])
    assert [each.shape for each in offered(project, asked[0])] == [THERE]


def test_found_when_looked_for_again_then_replaces_what_nobody_judged(
    project: Project, asked: list[ImageId]
):
    second, third = Box(100, 10, 140, 50), Box(100, 150, 140, 190)
    project.examples.keep(asked[0], [ClassId(1)], [alike(THERE), alike(second)])
    rejected = next(each for each in offered(project, asked[0]) if each.shape == THERE)
    judge(project, asked[0], rejected, SuggestionState.REJECTED)
    project.examples.keep(asked[0], [ClassId(2)], [alike(third, class_id=2)])
    project.examples.keep(asked[0], [ClassId(1)], [alike(THERE, 0.9)])

    found = {each.key: each.shape for each in offered(project, asked[0])}
    assert found.pop(rejected.key) == THERE
    assert list(found.values()) == [third]


def test_queue_when_looked_through_then_open_questions_get_suggestions(
    project: Project, asked: list[ImageId]
):
    project.labeling.confirm_empty(asked[2])
    example = drawn(asked[0], shape=Polygon(((10, 10), (60, 10), (60, 50))))
    assert project.examples.find_in_queue(record(project, asked[0]), VIEW, [example]) is not None
    changes = project.poll()
    assert changes.kinds & Changed.SUGGESTIONS
    assert changes.image_ids >= {asked[1], asked[3]}
    assert [len(offered(project, image_id)) for image_id in asked] == [0, 1, 0, 1]
    assert offered(project, asked[1])[0].shape == example.shape


def test_queue_when_there_is_no_other_question_then_nothing_starts(project: Project):
    (image_id,) = ask(project, 1)
    assert (
        project.examples.find_in_queue(record(project, image_id), VIEW, [drawn(image_id)]) is None
    )
    assert not project.background.jobs(active_only=True)


def test_find_when_the_image_measures_the_model_then_refused(tmp_path):
    pictures = make_pictures(tmp_path / "pictures", 6)
    project = make_project(tmp_path / "project", pictures, holdout=MUCH_HOLDOUT)
    ids = ask(project, 6)
    held = [each for each in ids if record(project, each).split is not Split.TRAIN]
    assert held
    with pytest.raises(UsageError, match="measures the model"):
        project.examples.find_here(record(project, held[0]), VIEW, [drawn(held[0])])
    train = next(each for each in ids if each not in held)
    project.examples.find_in_queue(record(project, train), VIEW, [drawn(train)])
    project.poll()
    assert not any(offered(project, each) for each in held)
    project.close()


def test_find_when_nothing_was_drawn_then_refused(project: Project, asked: list[ImageId]):
    whole = drawn(asked[0], shape=WholeImage(320, 240))
    with pytest.raises(UsageError, match="no example"):
        project.examples.find_here(record(project, asked[0]), VIEW, [whole])


def test_source_when_silent_for_a_class_then_offers_it_no_more_until_asked_again(
    project: Project, asked: list[ImageId]
):
    give_model(project, {asked[0]: [((150.0, 150.0, 190.0, 190.0), (0.8, 0.1, 0.1))]})
    for number in range(9):
        box = Box(10 + number, 10, 40 + number, 40)
        project.examples.keep(asked[1], [ClassId(1)], [alike(box)])
        newest = next(each for each in offered(project, asked[1]) if each.shape == box)
        judge(project, asked[1], newest, SuggestionState.REJECTED)
        with project.store.write() as tx:
            tx.suggestions._connection.exec_driver_sql("DELETE FROM suggestions")
    project.examples.keep(asked[0], [ClassId(1), ClassId(2)], [alike(THERE), alike(HERE, 0.6, 2)])

    offers = project.suggesting.suggestions(asked[0])
    assert offers is not None
    assert [each.suggested_by for each in offers.suggestions] == ["version-1", BY_EXAMPLE]
    assert [each.class_id for each in offers.suggestions] == [1, 2]
    (silence,) = offers.silences
    assert (silence.suggested_by, silence.class_id) == (BY_EXAMPLE, 1)
    assert silence.acceptance.num_rejected == 9

    project.suggesting.ask_again(BY_EXAMPLE, ClassId(1))
    assert len(offered(project, asked[0])) == 3


def test_suggestions_by_example_when_others_are_accepted_in_bulk_then_wait_to_be_looked_at(
    project: Project, asked: list[ImageId]
):
    give_model(project, {asked[0]: [((150.0, 150.0, 190.0, 190.0), (0.8, 0.1, 0.1))]})
    project.examples.keep(asked[0], [ClassId(1)], [alike(THERE, 0.95)])
    run = project.bulk.accept_suggestions([asked[0], asked[1]])
    while not run.is_done:
        run.step()
    (accepted,) = project.labeling.open_image(asked[0]).labels.annotations
    assert accepted.suggested_by == "version-1"


@pytest.mark.slow
def test_find_when_asked_of_the_warm_worker_then_replies_with_the_example_itself(
    project: Project, asked: list[ImageId]
):
    example = drawn(asked[0], shape=Box(40, 40, 110, 100))
    reply = project.examples.find_here(record(project, asked[0]), VIEW, [example]).result(60)
    assert isinstance(reply, FindReply)
    best = reply.found[0]
    assert best.confidence > 0.9
    assert best.shape["xyxy"] == pytest.approx([40, 40, 110, 100], abs=6)
