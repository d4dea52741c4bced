"""Giving a project another task: nothing is lost, and it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.domain.annotations import AnnotationEdit
from engine.domain.errors import UsageError
from engine.domain.identifiers import ImageId
from engine.domain.images import Answer, ImageFilter, Progress
from engine.domain.project import ProjectSettings, Task
from engine.domain.shapes import (
    Box,
    KeypointSet,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
)
from engine.domain.skeleton import PERSON, Skeleton
from engine.domain.tasks import is_enough
from engine.loop.bootstrap import Project
from engine.loop.curves import learning_curve
from engine.loop.task_change import change_in_words
from tests.loop.builders import draw, label, play_round

Make = Callable[..., Project]
TRIANGLE = Polygon(((2, 2), (18, 2), (2, 18)))
BOX, WHOLE = Box(2, 2, 12, 12), WholeImage(32, 32)
TURNED = OrientedBox(16, 16, 10, 6, 0.3)
EYES = Skeleton(("left eye", "right eye"))
POSE = KeypointSet(((4.0, 8.0, Visibility.VISIBLE), (9.0, 9.0, Visibility.HIDDEN)), BOX)


def labeled_with(project: Project, image_ids: Sequence[ImageId], *shapes: Shape) -> None:
    for image_id in image_ids:
        for shape in shapes:
            draw(project, image_id, shape)
        project.labeling.complete(image_id)


def num_complete(project: Project) -> int:
    return project.pool.count(where=ImageFilter(progress=Progress.COMPLETE))


def test_change_when_to_a_richer_task_then_images_need_review_and_all_else_stays(
    make_project: Make,
) -> None:
    project = make_project(num_images=10)
    project.holdout.freeze()
    holdout = [record.split for record in project.pool.page(0, 99)]
    ids = project.pool.ids()
    labeled_with(project, ids[:4], BOX)
    labeled_with(project, ids[4:7], TRIANGLE)
    labeled_with(project, ids[7:9])
    before = [project.labeling.open_image(i).labels.annotations for i in ids]

    change = project.task.outlook(Task.SEGMENT)
    assert (change.num_annotations, change.num_needs_review, change.num_restored) == (7, 4, 0)
    assert change.num_holdout == sum(split != "train" for split in holdout)
    assert any("4 labeled images need review" in text for text in change_in_words(change))
    project.task.change(Task.SEGMENT)

    assert project.file.settings().task is Task.SEGMENT
    assert [project.labeling.open_image(i).labels.annotations for i in ids] == before
    assert [record.split for record in project.pool.page(0, 99)] == holdout
    assert num_complete(project) == 5
    answer = project.labeling.open_image(ids[0]).labels.answers
    assert set(answer.values()) == {Answer.PARTIAL}


def test_change_when_a_class_was_not_looked_for_yet_then_that_stays_so(make_project: Make) -> None:
    project = make_project(num_images=2)
    first = project.pool.ids()[0]
    labeled_with(project, [first], BOX)
    project.classes.add("mitosis")
    before = project.labeling.open_image(first).labels.answers
    assert project.task.outlook(Task.SEGMENT).num_needs_review == 1
    project.task.change(Task.SEGMENT)
    after = project.labeling.open_image(first).labels.answers
    assert after == dict.fromkeys(before, Answer.PARTIAL)
    assert len(before) == 2
    project.task.change(Task.DETECT)
    assert project.labeling.open_image(first).labels.answers == before


def test_change_when_taken_back_then_the_answers_are_as_before(make_project: Make) -> None:
    project = make_project(num_images=6)
    ids = project.pool.ids()
    labeled_with(project, ids[:4], BOX)
    before = [project.labeling.open_image(i).labels.answers for i in ids]
    project.task.change(Task.SEGMENT)
    draw(project, ids[0], TRIANGLE)

    change = project.task.outlook(Task.DETECT)
    assert (change.num_needs_review, change.num_restored) == (0, 3)
    project.task.change(Task.DETECT)
    after = [project.labeling.open_image(i).labels.answers for i in ids]
    assert after[1:] == before[1:]
    # What the expert has begun since is his.
    assert Answer.PARTIAL in after[0].values()


def test_change_when_classes_of_images_become_objects_then_all_need_review(
    make_project: Make,
) -> None:
    project = make_project(num_images=3, task=Task.CLASSIFY)
    ids = project.pool.ids()
    labeled_with(project, ids[:2], WHOLE)
    labeled_with(project, ids[2:], BOX)
    assert project.task.outlook(Task.DETECT).num_needs_review == 2
    project.task.change(Task.DETECT)
    draw(project, ids[0], BOX)
    project.labeling.complete(ids[0])
    assert num_complete(project) == 2


def test_change_when_classes_of_images_become_outlines_by_way_of_boxes_then_none_is_restored(
    make_project: Make,
) -> None:
    project = make_project(num_images=2, task=Task.CLASSIFY)
    labeled_with(project, project.pool.ids(), WHOLE)
    project.task.change(Task.DETECT)
    change = project.task.outlook(Task.SEGMENT)
    assert (change.num_needs_review, change.num_restored) == (0, 0)
    project.task.change(Task.SEGMENT)
    assert num_complete(project) == 0
    assert project.task.outlook(Task.CLASSIFY).num_restored == 2
    project.task.change(Task.CLASSIFY)
    assert num_complete(project) == 2


def test_change_when_versions_are_of_another_task_then_they_stay_and_suggest_nothing(
    make_project: Make,
) -> None:
    project = make_project(num_images=12)
    label(project, project.pool.ids()[:6])
    play_round(project)
    (version,) = project.models.all()
    assert version.task is Task.DETECT
    change = project.task.outlook(Task.SEGMENT)
    assert (change.num_silent, change.num_suggesting) == (1, 0)
    project.task.change(Task.SEGMENT)
    assert (project.models.all(), project.models.latest()) == ([version], None)
    assert project.scoring.suggestions(project.pool.ids()[0]) is None
    assert learning_curve(project.store, name="x").points == ()
    project.task.change(Task.DETECT)
    assert project.models.latest() == version


def test_change_to_pose_when_there_are_no_keypoints_then_it_is_refused(make_project: Make) -> None:
    project = make_project(num_images=2)
    with pytest.raises(UsageError, match="needs its keypoints"):
        project.task.outlook(Task.POSE)
    project.task.change(Task.POSE, skeleton=PERSON)
    project.task.change(Task.DETECT)
    assert project.task.outlook(Task.POSE).skeleton == PERSON
    with pytest.raises(UsageError, match="is detect already"):
        project.task.change(Task.DETECT)


def test_make_project_when_for_pose_without_keypoints_then_it_is_refused(
    make_project: Make,
) -> None:
    with pytest.raises(UsageError, match="needs its keypoints"):
        make_project(task=Task.POSE)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_too_poor_in_the_database_is_what_the_domain_says(
    small_project: Project, data: st.DataObject
) -> None:
    project = small_project
    shapes = st.sampled_from([BOX, TRIANGLE, TURNED, POSE, WHOLE])
    objects = st.lists(st.tuples(shapes, st.sampled_from([1, 2])), max_size=3)
    complete: list[ImageId] = []
    with project.store.write() as tx:
        tx.project.set_settings(ProjectSettings("test"))
    for image_id in project.pool.ids():
        labels = project.labeling.open_image(image_id).labels
        project.labeling.apply([AnnotationEdit(a, None) for a in labels.annotations])
        for shape, class_id in data.draw(objects):
            draw(project, image_id, shape, class_id=class_id)
        project.labeling.complete(image_id)
        complete.append(image_id)
    for task in Task:
        after = replace(ProjectSettings("test"), task=task, skeleton=EYES)
        with project.store.read() as tx:
            found = tx.sufficiency.too_poor(after)
            labels_of = list(tx.labels.stream(complete))
        assert found == {x.image_id for x in labels_of if not is_enough(after, x.annotations)}


@pytest.fixture
def small_project(make_project: Make) -> Project:
    return make_project(num_images=6)
