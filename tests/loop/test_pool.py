from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.domain.errors import ConflictError, DataError
from engine.domain.images import ImageFilter, ImageState, Progress
from engine.loop.bootstrap import Project
from tests.loop.builders import add_annotation, label, write_picture

Make = Callable[..., Project]


@pytest.fixture
def project(make_project: Make) -> Project:
    return make_project(num_images=6)


def test_counts_when_images_stand_everywhere_then_each_is_counted_once(project: Project) -> None:
    project.holdout.freeze()
    ids = project.pool.ids()
    label(project, ids[:2])
    add_annotation(project, ids[2])
    project.pool.quarantine([ids[5]], reason="blurred")
    counts = project.pool.counts()
    assert (counts.num_images, counts.num_labeled) == (5, 2)
    assert (counts.num_partial, counts.num_unusable) == (1, 1)


def test_ids_when_filtered_by_progress_then_each_image_is_in_one_part(project: Project) -> None:
    ids = project.pool.ids()
    label(project, ids[:2])
    add_annotation(project, ids[2])
    parts = {p: project.pool.ids(where=ImageFilter(progress=p)) for p in Progress}
    assert parts == {
        Progress.COMPLETE: ids[:2],
        Progress.STARTED: ids[2:3],
        Progress.UNLABELED: ids[3:],
    }


def test_quarantine_when_said_then_the_image_keeps_its_labels_and_is_not_asked_about(
    project: Project,
) -> None:
    image_id = project.pool.ids()[0]
    label(project, [image_id])
    project.pool.quarantine([image_id], reason="wrong patient")
    (record,) = project.pool.get([image_id])
    assert (record.state, record.reason) == (ImageState.QUARANTINED, "wrong patient")
    assert len(project.labeling.open_image(image_id).labels.annotations) == 2
    assert project.pool.counts().num_labeled == 0


def test_decode_when_file_is_as_added_then_its_pixels_come(project: Project) -> None:
    (record, *_) = project.pool.page(0, 1)
    decoded = project.pool.decode(record)
    assert (decoded.width, decoded.height, len(decoded.rgb)) == (32, 32, 32 * 32 * 3)
    assert project.pool.thumbnail(record, side_px=16).is_file()


def test_decode_when_file_has_another_size_now_then_it_is_refused(project: Project) -> None:
    (record, *_) = project.pool.page(0, 1)
    write_picture(record.path, 1, side=64)
    with pytest.raises(ConflictError, match="64 x 64"):
        project.pool.decode(record)
    record.path.unlink()
    with pytest.raises(DataError):
        project.pool.decode(record)
