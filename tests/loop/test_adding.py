from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.errors import ConflictError, NotFoundError, ResourceError
from engine.domain.groups import GroupBy, GroupRule
from engine.domain.images import ImageFilter, ImageState
from engine.loop.bootstrap import Project
from tests.loop.builders import (
    add_annotation,
    add_folder,
    groups_and_splits,
    label,
    write_picture,
    write_pictures,
)

Make = Callable[..., Project]


def test_add_when_folder_has_all_sorts_then_each_file_is_accounted_for(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project()
    folder = write_pictures(tmp_path / "in", 3)
    write_picture(folder / "deep" / "below" / "four.png", 4)
    shutil.copyfile(folder / "0000.png", folder / "twin.png")
    (folder / "empty.png").touch()
    (folder / "torn.png").write_bytes((folder / "0001.png").read_bytes()[:60])
    (folder / "words.txt").write_text("no image")
    report = add_folder(project, folder)
    assert (report.num_files, report.num_added, report.num_duplicates) == (7, 4, 1)
    assert {file.path.name for file in report.rejected} == {"empty.png", "torn.png"}
    assert {file.path.name for file in project.pool.rejected()} == {"empty.png", "torn.png"}
    assert all(file.reason for file in report.rejected)
    assert project.pool.counts().num_images == 4


def test_add_when_source_is_not_there_then_it_is_named(make_project: Make, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        make_project().pool.add([tmp_path / "nowhere"])


def test_add_when_file_is_no_kind_of_image_then_it_is_rejected(
    make_project: Make, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("x")
    report = add_folder(make_project(), tmp_path / "notes.txt")
    assert [file.path.name for file in report.rejected] == ["notes.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_add_when_a_folder_may_not_be_read_then_it_is_rejected(
    make_project: Make, tmp_path: Path
) -> None:
    folder = write_pictures(tmp_path / "in", 1)
    locked = folder / "locked"
    locked.mkdir(mode=0o000)
    try:
        report = add_folder(make_project(), folder)
    finally:
        locked.chmod(0o700)
    assert [file.path for file in report.rejected] == [locked]
    assert report.num_added == 1


def test_add_when_broken_off_then_it_goes_on_with_the_files_that_are_missing(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project()
    folder = write_pictures(tmp_path / "in", 150)
    adding = project.pool.add([folder])
    adding.read()
    adding.commit()
    assert project.pool.counts().num_images == 64
    report = add_folder(project, folder)
    assert (report.num_known, report.num_added) == (64, 86)
    assert project.pool.counts().num_images == 150


def test_add_when_killed_after_the_freeze_then_newcomers_are_drawn_before_anything_is_asked(
    make_project: Make, reopen: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=20)
    project.holdout.freeze()
    adding = project.pool.add([write_pictures(tmp_path / "later", 40, first=100)])
    adding.read()
    adding.commit()
    assert project.pool.count(where=ImageFilter(drawn=False)) == 40
    with pytest.raises(ConflictError, match="being added"):
        project.rounds.ask(2)
    project = reopen(project)
    project.rounds.ask(2)
    assert project.pool.count(where=ImageFilter(drawn=False)) == 0
    assert all(len(splits) == 1 for splits in groups_and_splits(project).values())


@pytest.mark.parametrize(
    ("rule", "num_groups"),
    [
        (GroupRule(GroupBy.IMAGE), 4),
        (GroupRule(GroupBy.FOLDER), 2),
        (GroupRule(GroupBy.PATTERN, r"(patient\d)"), 3),
    ],
)
def test_add_when_images_have_a_rule_then_they_fall_into_groups(
    make_project: Make, tmp_path: Path, rule: GroupRule, num_groups: int
) -> None:
    project = make_project()
    names = ("a/patient1_x", "a/patient2_x", "b/patient1_y", "b/other")
    for number, name in enumerate(names):
        write_picture(tmp_path / "in" / f"{name}.png", number)
    add_folder(project, tmp_path / "in", rule=rule)
    assert len(groups_and_splits(project)) == num_groups


def test_add_when_images_are_nearly_the_same_then_they_share_a_group(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project()
    write_picture(tmp_path / "in" / "a.png", 1)
    write_picture(tmp_path / "in" / "b.png", 1, shift=3)
    write_picture(tmp_path / "in" / "c.png", 2)
    report = add_folder(project, tmp_path / "in")
    assert (report.num_added, report.num_joined) == (3, 1)
    assert len(groups_and_splits(project)) == 2


def test_add_when_copied_then_the_project_needs_the_originals_no_more(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project()
    folder = write_pictures(tmp_path / "in", 3)
    add_folder(project, folder, copy=True)
    shutil.rmtree(folder)
    records = project.pool.page(0, 10)
    assert all(record.path.is_relative_to(project.path) for record in records)
    assert all(project.pool.decode(record).width == 32 for record in records)


def test_add_when_copied_files_have_the_same_name_then_each_keeps_its_pixels(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project()
    for number in range(40):
        write_picture(tmp_path / "in" / str(number) / "IMG_0001.png", number)
    report = add_folder(project, tmp_path / "in", copy=True)
    assert (report.num_added, report.rejected) == (40, [])
    records = project.pool.page(0, 100)
    assert len({record.path.read_bytes() for record in records}) == 40
    assert len(list((project.path / "images").iterdir())) == 40


def test_add_when_copied_twice_then_nothing_is_copied_again(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project()
    folder = write_pictures(tmp_path / "in", 3)
    add_folder(project, folder, copy=True)
    report = add_folder(project, folder, copy=True)
    assert (report.num_added, report.num_duplicates) == (0, 0)
    assert len(list((project.path / "images").iterdir())) == 3


def test_add_when_the_disk_is_full_then_the_copying_stops_and_no_file_is_blamed(
    make_project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project()
    folder = write_pictures(tmp_path / "in", 3)

    def fill_up(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("engine.loop.pool.shutil.copy2", fill_up)
    with pytest.raises(ResourceError, match="disk is full"):
        add_folder(project, folder, copy=True)
    assert project.pool.rejected() == []


def test_add_when_images_have_moved_then_they_are_found_again_with_their_labels(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project()
    folder = write_pictures(tmp_path / "in", 3)
    add_folder(project, folder)
    image_id = project.pool.ids()[1]
    add_annotation(project, image_id)
    folder.rename(tmp_path / "elsewhere")
    report = add_folder(project, tmp_path / "elsewhere")
    assert report.num_added == 0
    (record,) = project.pool.get([image_id])
    assert record.path == tmp_path / "elsewhere" / "0001.png"
    assert record.state is ImageState.READY
    assert len(project.labeling.open_image(image_id).labels.annotations) == 1


def test_add_when_a_file_holds_another_picture_now_then_the_labels_do_not_move_to_it(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project()
    folder = write_pictures(tmp_path / "in", 1)
    add_folder(project, folder)
    (old_id,) = project.pool.ids()
    label(project, [old_id])
    write_picture(folder / "0000.png", 77, side=64)
    add_folder(project, folder)
    old, new = project.pool.page(0, 10)
    assert (old.id, old.state) == (old_id, ImageState.MISSING)
    assert (new.width, new.state) == (64, ImageState.READY)
    assert not project.labeling.open_image(new.id).labels.annotations
