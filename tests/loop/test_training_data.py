from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.errors import UsageError
from engine.domain.groups import GroupBy, GroupRule
from engine.domain.identifiers import ClassId
from engine.domain.images import ImageFilter, Split
from engine.domain.jobs import SnapshotRequest
from engine.domain.metrics import Yardstick
from engine.domain.project import HoldoutPlan, Task
from engine.loop.bootstrap import Project
from engine.loop.snapshots import SnapshotHeader, SnapshotImage, read_manifest
from engine.loop.training_data import TrainingData
from tests.loop.builders import (
    add_annotation,
    add_folder,
    label,
    label_all,
    write_picture,
)
from tests.loop.statements import asked

Make = Callable[..., Project]
HALF = HoldoutPlan(test_share=0.2, val_share=0.3, max_test=99, max_val=99)


def snapshot(project: Project) -> SnapshotRequest:
    return TrainingData(project.store, project.path).snapshot()


def content(request: SnapshotRequest) -> tuple[SnapshotHeader, list[SnapshotImage]]:
    return read_manifest(Path(request.manifest_path))


def test_snapshot_when_nothing_changed_then_its_id_is_the_same(make_project: Make) -> None:
    project = make_project(num_images=40, plan=HALF)
    project.holdout.freeze()
    label_all(project)
    first = snapshot(project)
    assert snapshot(project) == first
    add_annotation(project, project.pool.ids()[0], x1=18)
    assert snapshot(project).id != first.id


def test_snapshot_when_files_have_moved_then_its_id_is_the_same(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=12)
    label_all(project)
    first = snapshot(project)
    (tmp_path / "pictures").rename(tmp_path / "moved")
    add_folder(project, tmp_path / "moved")
    moved = snapshot(project)
    assert moved.id == first.id
    assert all("moved" in image.source_path for image in content(moved)[1])


def test_snapshot_when_images_are_partial_then_they_take_no_part(make_project: Make) -> None:
    project = make_project(num_images=12)
    ids = project.pool.ids()
    label(project, ids[:6])
    add_annotation(project, ids[7])
    assert len(content(snapshot(project))[1]) == 6


def test_snapshot_when_validation_serves_then_it_is_the_yardstick(make_project: Make) -> None:
    project = make_project(num_images=40, plan=HALF)
    project.holdout.freeze()
    label_all(project)
    header, images = content(snapshot(project))
    assert header.val_yardstick is Yardstick.VAL
    assert {image.split for image in images} == set(Split)
    val = project.pool.count(where=ImageFilter(split=Split.VAL))
    assert sum(image.split is Split.VAL for image in images) == val == 12


def test_snapshot_when_validation_is_small_then_a_fold_of_the_labels_stands_in(
    make_project: Make,
) -> None:
    project = make_project(num_images=40, plan=HALF)
    project.holdout.freeze()
    label(project, project.pool.ids(where=ImageFilter(split=Split.TRAIN)))
    label(project, project.pool.ids(where=ImageFilter(split=Split.VAL))[:9])
    label(project, project.pool.ids(where=ImageFilter(split=Split.TEST))[:2])
    header, images = content(snapshot(project))
    assert header.val_yardstick is Yardstick.FOLD
    assert sum(image.split is Split.VAL for image in images) == pytest.approx(29 / 5, abs=1)
    test_hashes = {
        r.content_hash for r in project.pool.page(0, 99, where=ImageFilter(split=Split.TEST))
    }
    assert {i.content_hash in test_hashes for i in images if i.split is not Split.TEST} == {False}


def test_snapshot_when_validation_misses_a_class_then_a_fold_stands_in(make_project: Make) -> None:
    project = make_project(num_images=40, plan=HALF)
    project.holdout.freeze()
    label(project, project.pool.ids(where=ImageFilter(split=Split.TRAIN)))
    label(project, project.pool.ids(where=ImageFilter(split=Split.VAL)), class_ids=[1])
    assert content(snapshot(project))[0].val_yardstick is Yardstick.FOLD


def test_snapshot_when_images_come_in_groups_then_no_group_is_in_two_folds_or_sides(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(plan=HoldoutPlan(0.0, 0.0, 0, 0))
    for number in range(30):
        write_picture(tmp_path / "in" / f"p{number // 3}_{number}.png", number)
    add_folder(project, tmp_path / "in", rule=GroupRule(GroupBy.PATTERN, r"^p\d+"))
    label_all(project)
    group_of = {r.content_hash: r.group for r in project.pool.page(0, 99)}
    header, images = content(snapshot(project))
    assert header.num_folds == 4
    places: dict[str, set[tuple[Split, int]]] = defaultdict(set)
    for image in images:
        places[group_of[image.content_hash]].add((image.split, image.fold))
    assert len(places) == 10
    assert all(len(found) == 1 for found in places.values())
    assert {fold for found in places.values() for _, fold in found} == {0, 1, 2, 3}


def test_snapshot_when_too_little_is_labeled_then_it_says_so(make_project: Make) -> None:
    project = make_project(num_images=10)
    with pytest.raises(UsageError, match="No image is completely labeled"):
        snapshot(project)
    label(project, project.pool.ids()[:1])
    with pytest.raises(UsageError, match="of one group"):
        snapshot(project)


def test_snapshot_when_boxes_are_drawn_then_their_lines_are_fractions_of_the_image(
    make_project: Make,
) -> None:
    project = make_project(num_images=3)
    ids = project.pool.ids()
    label(project, ids[:2])
    project.labeling.confirm_empty(ids[2])
    _, images = content(snapshot(project))
    lines = [image.lines for image in images if image.lines]
    assert len(lines) == 2
    assert [float(v) for v in lines[0][0].split()] == [0, 0.21875, 0.21875, 0.3125, 0.3125]
    assert lines[0][1].split()[0] == "1"
    assert [image.lines for image in images].count(()) == 1


def test_snapshot_when_recorded_then_its_counts_are_known(make_project: Make) -> None:
    project = make_project(num_images=10)
    label_all(project)
    request = snapshot(project)
    with project.store.read() as tx:
        counts = tx.snapshots.get(request.id).counts
    assert counts["shapes"] == 20
    assert counts["train"] + counts["val"] == 10


def test_snapshot_when_labels_were_read_before_then_it_holds_what_was_read(
    make_project: Make,
) -> None:
    project = make_project(num_images=12)
    ids = project.pool.ids()
    label(project, ids[:8])
    project.holdout.draw()
    material = project.training.material()
    label(project, ids[8:])
    data = TrainingData(project.store, project.path)
    with asked(project.store) as statements:
        kept = data.snapshot(material)
    assert not [each for each in statements if "FROM annotations" in each]
    assert kept.id == material.snapshot_id
    assert Path(kept.manifest_path).is_file()
    assert data.snapshot().id != kept.id


@pytest.mark.parametrize("what", ["class", "task", "split"])
def test_snapshot_when_what_was_read_holds_no_more_then_it_is_read_anew(
    make_project: Make, what: str
) -> None:
    project = make_project(num_images=12)
    label(project, project.pool.ids())
    if what != "split":
        project.holdout.draw()
    material = project.training.material()
    if what == "class":
        project.classes.rename(ClassId(1), name="renamed")
    elif what == "task":
        project.task.change(Task.OBB)
    else:
        project.holdout.draw()
    data = TrainingData(project.store, project.path)
    if what == "task":
        with pytest.raises(UsageError, match="No image is completely labeled"):
            data.snapshot(material)
        return
    assert data.snapshot(material).id == data.snapshot().id != material.snapshot_id
