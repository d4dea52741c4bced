from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.domain.errors import ConflictError, DataError
from engine.domain.images import ImageFilter, Progress, Split
from engine.loop.bootstrap import Project
from engine.loop.datasets import ImportWish
from tests.loop.builders import (
    NO_LIMIT,
    add_annotation,
    groups_and_splits,
    label,
    label_all,
    write_picture,
)

Make = Callable[..., Project]
FORMATS = ("voc", "coco", "yolo")


def import_dataset(project: Project, folder: Path, **wish: Any) -> Any:
    importing = project.datasets.read(folder, ImportWish(**wish))
    for _ in importing.adding.run():
        pass
    return importing


def boxes_by_name(project: Project) -> dict[str, list[tuple[str, tuple[int, ...], Split]]]:
    names = {c.id: c.name for c in project.file.classes()}
    found = {}
    for record in project.pool.page(0, 10_000):
        annotations = project.labeling.open_image(record.id).labels.annotations
        found[record.content_hash] = sorted(
            (names[a.class_id], tuple(round(v, 1) for v in a.shape.xyxy_px), record.split)
            for a in annotations
        )
    return found


@pytest.fixture
def source(make_project: Make, tmp_path: Path) -> Project:
    project = make_project(tmp_path / "source", num_images=24)
    project.holdout.freeze()
    ids = project.pool.ids()
    label(project, ids[:-4])
    project.labeling.confirm_empty(ids[-4])
    add_annotation(project, ids[-2])
    return project


@pytest.mark.parametrize("format_name", FORMATS)
def test_export_when_imported_again_then_boxes_classes_and_splits_are_the_same(
    source: Project, make_project: Make, tmp_path: Path, format_name: str
) -> None:
    report = source.datasets.export(tmp_path / "out", format_name=format_name)
    assert (report.num_images, report.num_shapes) == (21, 40)
    target = make_project(tmp_path / "target", classes=())
    importing = import_dataset(target, tmp_path / "out")
    assert importing.keeps_splits
    assert importing.num_images == 21
    expected = boxes_by_name(source)
    for key, boxes in boxes_by_name(target).items():
        assert boxes == expected[key]
    assert [c.name for c in target.file.classes()] == ["cell", "nucleus"]
    assert target.pool.counts().num_labeled == 21
    assert target.holdout.is_frozen()


def test_export_when_folder_holds_something_then_it_is_refused(
    source: Project, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "precious").touch()
    with pytest.raises(ConflictError):
        source.datasets.export(tmp_path / "out", format_name="yolo")


def test_read_when_folder_is_no_dataset_then_it_says_so(make_project: Make, tmp_path: Path) -> None:
    with pytest.raises(DataError):
        make_project().datasets.read(tmp_path, ImportWish())


@pytest.fixture
def dataset(source: Project, tmp_path: Path) -> Path:
    source.datasets.export(tmp_path / "out", format_name="yolo")
    return tmp_path / "out"


def test_import_when_project_has_a_holdout_then_all_goes_to_the_pool(
    make_project: Make, dataset: Path, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "target", plan=NO_LIMIT)
    for number in range(100, 120):
        write_picture(tmp_path / "own" / f"{number}.png", number)
    for _ in project.pool.add([tmp_path / "own"]).run():
        pass
    before = project.holdout.freeze()
    importing = import_dataset(project, dataset)
    assert not importing.keeps_splits
    counts = project.pool.counts()
    # Newcomers are drawn at the rates of the freeze, not as their dataset has them.
    assert counts.num_pool > before.num_pool
    assert all(len(splits) == 1 for splits in groups_and_splits(project).values())


def test_import_when_user_adds_its_holdout_then_its_val_and_test_join(
    make_project: Make, dataset: Path, tmp_path: Path, source: Project
) -> None:
    project = make_project(tmp_path / "target")
    for number in range(100, 120):
        write_picture(tmp_path / "own" / f"{number}.png", number)
    for _ in project.pool.add([tmp_path / "own"]).run():
        pass
    before = project.holdout.freeze()
    import_dataset(project, dataset, as_holdout=True)
    labeled = source.pool.ids(where=ImageFilter(split=Split.TEST, progress=Progress.COMPLETE))
    assert project.pool.counts().num_test == before.num_test + len(labeled)


def test_import_when_broken_off_then_it_goes_on_and_keeps_its_splits(
    make_project: Make, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.loop.adding._CHUNK", 5)
    project = make_project(tmp_path / "target", classes=())
    broken = project.datasets.read(dataset, ImportWish())
    for _ in range(2):
        broken.adding.read()
        broken.adding.commit()
    assert not project.holdout.is_frozen()
    again = import_dataset(project, dataset)
    assert again.keeps_splits
    whole = make_project(tmp_path / "whole", classes=())
    import_dataset(whole, dataset)
    assert boxes_by_name(project) == boxes_by_name(whole)


def test_import_when_repeated_then_nothing_is_doubled_and_the_experts_word_stands(
    make_project: Make, dataset: Path, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "target", classes=())
    import_dataset(project, dataset)
    before = project.file.class_counts()
    extra = add_annotation(project, project.pool.ids()[0], x1=20)
    importing = import_dataset(project, dataset)
    assert importing.adding.report.num_shapes == 0
    assert sum(project.file.class_counts().values()) == sum(before.values()) + 1
    opened = project.labeling.open_image(extra.image_id)
    assert extra in opened.labels.annotations


def test_import_when_labels_are_not_wanted_then_images_come_alone(
    make_project: Make, dataset: Path, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "target", classes=("cell",))
    import_dataset(project, dataset, with_labels=False)
    assert project.pool.counts().num_labeled == 0
    assert project.pool.counts().num_images == 21
    assert [c.name for c in project.file.classes()] == ["cell"]


def test_import_when_a_test_image_stands_in_train_too_then_it_belongs_to_test(
    make_project: Make, dataset: Path, tmp_path: Path
) -> None:
    picture = next((dataset / "images" / "test").iterdir())
    twin = dataset / "images" / "train" / f"twin{picture.suffix}"
    twin.write_bytes(picture.read_bytes())
    project = make_project(tmp_path / "target", classes=())
    importing = import_dataset(project, dataset)
    assert importing.adding.report.num_duplicates == 1
    (record,) = [r for r in project.pool.page(0, 99) if r.path in (picture, twin)]
    assert record.split is Split.TEST


def test_import_when_project_knows_more_classes_then_images_are_unchecked_for_them(
    make_project: Make, dataset: Path, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "target", classes=("platelet",))
    import_dataset(project, dataset)
    assert [c.name for c in project.file.classes()] == ["platelet", "cell", "nucleus"]
    assert project.pool.counts().num_labeled == 0
    assert project.pool.counts().num_partial == 21


def test_import_when_missing_labels_mean_empty_then_they_are_confirmed_empty(
    make_project: Make, dataset: Path, tmp_path: Path
) -> None:
    write_picture(dataset / "images" / "train" / "bare.png", 999)
    project = make_project(tmp_path / "a", classes=())
    import_dataset(project, dataset)
    assert project.pool.counts().num_labeled == 21
    other = make_project(tmp_path / "b", classes=())
    import_dataset(other, dataset, missing_means_empty=True)
    assert other.pool.counts().num_labeled == 22


@pytest.mark.slow
def test_import_when_it_is_bccd_then_all_is_there_and_the_dirt_is_named(
    make_project: Make, bccd_dir: Path
) -> None:
    project = make_project(classes=())
    importing = import_dataset(project, bccd_dir)
    counts = project.pool.counts()
    assert (counts.num_pool, counts.num_val, counts.num_test) == (205, 87, 72)
    assert counts.num_labeled == 364
    assert sum(project.file.class_counts().values()) == 4886
    kept_out = [complaint for complaint in importing.complaints if complaint.kept_out]
    assert len(kept_out) == 2
    assert all(complaint.path.suffix == ".xml" for complaint in kept_out)


@pytest.mark.slow
@pytest.mark.parametrize("format_name", FORMATS)
def test_round_trip_when_it_is_bccd_then_nothing_is_lost(
    make_project: Make, bccd_dir: Path, tmp_path: Path, format_name: str
) -> None:
    project = make_project(classes=())
    import_dataset(project, bccd_dir)
    report = project.datasets.export(tmp_path / "out", format_name=format_name)
    assert (report.num_images, report.num_shapes) == (364, 4886)
    again = make_project(tmp_path / "again", classes=())
    import_dataset(again, tmp_path / "out")
    assert again.pool.counts() == project.pool.counts()
    assert sorted(again.file.class_counts().values()) == sorted(
        project.file.class_counts().values()
    )


def test_label_all_when_exported_then_partial_images_stay_out(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "x", num_images=4)
    label_all(project)
    project.labeling.reopen(project.pool.ids()[0])
    assert project.datasets.export(tmp_path / "out", format_name="coco").num_images == 3
