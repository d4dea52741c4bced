"""Labels for other tasks than detection: imported, drawn, damaged, exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.domain.errors import DataError, UsageError
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer
from engine.domain.project import Task
from engine.domain.shapes import Box, OrientedBox, Polygon, WholeImage
from engine.domain.skeleton import PERSON
from engine.loop.adding import AddReport
from engine.loop.bootstrap import Project
from engine.loop.datasets import ImportWish
from engine.loop.training_data import TrainingData
from tests.formats.builders import put_coco, put_image
from tests.formats.test_shapes import rings_by_image
from tests.loop.builders import add_annotation, draw, label_all

Make = Callable[..., Project]
TRIANGLE = Polygon(((2, 2), (18, 2), (2, 18)))
WHOLE = WholeImage(32, 32)


def imported(project: Project, folder: Path) -> AddReport:
    importing = project.datasets.read(folder, ImportWish())
    for _ in importing.adding.run():
        pass
    return importing.adding.report


def answers(project: Project, image_id: ImageId) -> set[Answer]:
    return set(project.labeling.open_image(image_id).labels.answers.values())


def test_import_when_shapes_say_too_little_then_their_images_wait_for_review(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(task=Task.SEGMENT, classes=())
    put_image(tmp_path / "coco" / "a.jpg")
    put_image(tmp_path / "coco" / "b.jpg", 120)
    images = [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "b.jpg"}]
    box = {"image_id": 1, "category_id": 1, "bbox": [1, 2, 30, 40]}
    ring = {"image_id": 2, "category_id": 1, "segmentation": [[1, 2, 30, 2, 30, 40]]}
    put_coco(tmp_path / "coco", images=images, annotations=[box, ring])
    report = imported(project, tmp_path / "coco")
    assert (report.num_shapes, report.num_labeled, report.num_needs_review) == (2, 1, 1)
    assert [answers(project, image_id) for image_id in project.pool.ids()] == [
        {Answer.PARTIAL, Answer.EMPTY},
        {Answer.COMPLETE, Answer.EMPTY},
    ]
    assert TrainingData(project.store, project.path).outlook().num_partial == 1


def test_import_when_the_keypoints_are_others_then_it_is_refused(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(task=Task.POSE, skeleton=PERSON)
    put_image(tmp_path / "coco" / "a.jpg")
    categories = [{"id": 1, "name": "bird", "keypoints": ["beak", "tail"], "skeleton": [[1, 2]]}]
    put_coco(tmp_path / "coco", categories=categories)
    with pytest.raises(DataError, match="have 2 keypoints, those of the project 17"):
        project.datasets.read(tmp_path / "coco", ImportWish())


def test_complete_when_a_shape_says_too_little_then_it_is_refused_and_nothing_is_stored(
    make_project: Make,
) -> None:
    project = make_project(num_images=1, task=Task.SEGMENT)
    (image_id,) = project.pool.ids()
    add_annotation(project, image_id)
    with pytest.raises(UsageError, match="1 of the image's annotations say too little"):
        project.labeling.complete(image_id)
    settled = {ClassId(1): Answer.COMPLETE, ClassId(2): Answer.EMPTY}
    with pytest.raises(UsageError, match="the first is a box"):
        project.labeling.apply([], answers={image_id: settled})
    assert answers(project, image_id) == {Answer.PARTIAL}


def test_draw_when_the_image_was_complete_and_the_shape_says_too_little_then_it_is_partial(
    make_project: Make,
) -> None:
    project = make_project(num_images=1, task=Task.SEGMENT)
    (image_id,) = project.pool.ids()
    draw(project, image_id, TRIANGLE)
    project.labeling.complete(image_id)
    add_annotation(project, image_id)
    assert answers(project, image_id) == {Answer.PARTIAL, Answer.EMPTY}


def test_classify_when_an_image_has_no_class_or_two_then_it_cannot_be_complete(
    make_project: Make,
) -> None:
    project = make_project(num_images=1, task=Task.CLASSIFY)
    (image_id,) = project.pool.ids()
    with pytest.raises(UsageError, match="no class yet"):
        project.labeling.confirm_empty(image_id)
    draw(project, image_id, WHOLE)
    project.labeling.complete(image_id)
    draw(project, image_id, WHOLE, class_id=2)
    with pytest.raises(UsageError, match="or several"):
        project.labeling.complete(image_id)


def test_draw_when_a_rotated_box_reaches_out_then_it_is_stored_if_its_center_lies_inside(
    make_project: Make,
) -> None:
    project = make_project(num_images=1, task=Task.OBB)
    (image_id,) = project.pool.ids()
    draw(project, image_id, OrientedBox(2, 16, 20, 8, 0.3))
    with pytest.raises(UsageError, match="reaches beyond"):
        draw(project, image_id, OrientedBox(-2, 16, 20, 8, 0.3))


def damage(project: Project) -> None:
    """Spoil the shape of the first annotation, as a bad disk or another program would."""
    with project.store.write() as tx:
        connection = tx.labels._connection
        connection.execute(text("UPDATE annotations SET shape = '{\"kind\":' WHERE number = 1"))


def test_open_image_when_a_shape_is_damaged_then_the_rest_is_there_and_it_is_counted(
    make_project: Make,
) -> None:
    project = make_project(num_images=8)
    label_all(project)
    damage(project)
    first = project.pool.ids()[0]
    labels = project.labeling.open_image(first).labels
    assert (len(labels.annotations), labels.num_unreadable) == (1, 1)
    snapshot = TrainingData(project.store, project.path).snapshot()
    with project.store.read() as tx:
        assert tx.snapshots.get(snapshot.id).counts["needs_review"] == 1
    assert answers(project, first) == {Answer.PARTIAL}
    add_annotation(project, first)
    project.labeling.complete(first)
    labels = project.labeling.open_image(first).labels
    assert (len(labels.annotations), labels.num_unreadable) == (2, 0)
    with project.store.read() as tx:
        connection = tx.labels._connection
        kept = connection.scalar(text("SELECT shape FROM annotations WHERE number = 1"))
    assert kept == '{"kind":'


def test_export_when_a_shape_is_damaged_then_its_image_is_left_out_and_said(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=3)
    label_all(project)
    damage(project)
    report = project.datasets.export(tmp_path / "out", format_name="coco")
    assert report.num_images == 2
    assert "Left out with damaged annotations: 1 images." in report.notes


def test_export_of_classes_when_objects_tell_them_then_the_images_lie_in_their_folders(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=2, task=Task.CLASSIFY)
    for image_id in project.pool.ids():
        draw(project, image_id, Box(1, 1, 9, 9))
        project.labeling.complete(image_id)
    project.datasets.export(tmp_path / "out", format_name="yolo")
    assert len(list((tmp_path / "out" / "train" / "cell").iterdir())) == 2


@pytest.mark.slow
def test_nuclei_when_imported_and_exported_then_untouched_outlines_are_the_same_numbers(
    make_project: Make, nuclei_dir: Path, tmp_path: Path
) -> None:
    project = make_project(task=Task.SEGMENT, classes=())
    report = imported(project, nuclei_dir)
    assert (report.num_labeled, report.num_needs_review, report.num_shapes) == (240, 0, 6474)
    edited = project.pool.ids()[0]
    before = project.labeling.open_image(edited).labels.annotations
    draw(project, edited, Polygon(((1, 1), (9, 1), (9, 9))))
    project.datasets.export(tmp_path / "out", format_name="coco")
    given, written = rings_by_image(nuclei_dir / "annotations.json"), {}
    for path in (tmp_path / "out").rglob("*.json"):
        written |= rings_by_image(path)
    assert set(written) == set(given)
    name = project.labeling.open_image(edited).record.name
    assert written[name][: len(before)] == given[name]
    assert len(written[name]) == len(before) + 1
    assert {k: v for k, v in written.items() if k != name} == {
        k: v for k, v in given.items() if k != name
    }
