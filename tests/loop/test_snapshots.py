from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from PIL import Image

from engine.domain.errors import DataError, ResourceError
from engine.domain.events import JobEvent, Notice, Progressed
from engine.domain.images import Split
from engine.domain.jobs import SnapshotRequest
from engine.loop.bootstrap import Project
from engine.loop.snapshots import build_snapshot, read_manifest, read_meta
from engine.loop.training_data import TrainingData
from tests.loop.builders import add_folder, label_all, write_picture

Make = Callable[..., Project]


class Ear(list[JobEvent]):
    """Keeps what a build tells."""

    def emit(self, event: JobEvent) -> None:
        self.append(event)


@pytest.fixture
def project(make_project: Make) -> Project:
    project = make_project(num_images=60)
    project.holdout.freeze()
    label_all(project)
    return project


@pytest.fixture
def request_(project: Project) -> SnapshotRequest:
    return TrainingData(project.store, project.path).snapshot()


def test_build_when_done_then_it_is_a_plain_dataset_of_hard_links(
    request_: SnapshotRequest,
) -> None:
    ear = Ear()
    folder = build_snapshot(request_, ear)
    data = yaml.safe_load((folder / "data.yaml").read_text())
    assert data == {
        "train": "images/train",
        "val": "images/val",
        "test": "images/test",
        "names": {0: "cell", 1: "nucleus"},
    }
    _, images = read_manifest(Path(request_.manifest_path))
    for image in images:
        (picture,) = (folder / "images" / image.split).glob(f"{image.stem}.*")
        pixels = Path(request_.pixels_dir) / f"{image.content_hash}.png"
        assert picture.stat().st_ino == pixels.stat().st_ino
        assert pixels.read_bytes() == Path(image.source_path).read_bytes()
        lines = (folder / "labels" / image.split / f"{image.stem}.txt").read_text()
        assert lines == "".join(image.lines)
    meta = read_meta(folder)
    assert (meta.num_train + meta.num_val + meta.num_test, meta.num_folds) == (60, 4)
    assert ear[-1] == Progressed(60, 60, "preparing images")
    assert (folder / "manifest.jsonl").is_file()


def test_build_when_done_then_each_learnable_image_is_val_in_one_fold(
    request_: SnapshotRequest,
) -> None:
    folder = build_snapshot(request_, Ear())
    _, images = read_manifest(Path(request_.manifest_path))
    learnable = {image.stem for image in images if image.split is not Split.TEST}
    seen: list[str] = []
    for fold in range(4):
        root = folder / "folds" / str(fold)
        val = {path.stem for path in (root / "images" / "val").iterdir()}
        train = {path.stem for path in (root / "images" / "train").iterdir()}
        assert val | train == learnable
        assert not val & train
        assert "test" not in yaml.safe_load((root / "data.yaml").read_text())
        seen += val
    assert sorted(seen) == sorted(learnable)


def test_build_when_sealed_then_it_is_not_built_again(request_: SnapshotRequest) -> None:
    folder = build_snapshot(request_, Ear())
    Path(request_.manifest_path).unlink()
    shutil.rmtree(request_.pixels_dir)
    ear = Ear()
    assert build_snapshot(request_, ear) == folder
    assert ear == []


def test_build_when_it_was_killed_then_the_next_one_starts_anew(
    request_: SnapshotRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    class Killer(Ear):
        def emit(self, event: JobEvent) -> None:
            raise Killed

    with pytest.raises(Killed):
        build_snapshot(request_, Killer())
    assert not Path(request_.snapshot_dir).exists()
    folder = build_snapshot(request_, Ear())
    assert read_meta(folder).num_folds == 4
    assert not list(folder.parent.glob("*.building"))


def test_build_when_the_disk_fills_up_then_it_says_so_and_nothing_half_is_left(
    request_: SnapshotRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", refuse)
        with pytest.raises(ResourceError, match="No space left"):
            build_snapshot(request_, Ear())
    assert not Path(request_.snapshot_dir).exists()
    assert build_snapshot(request_, Ear()).is_dir()


def test_build_when_the_disk_is_too_small_then_the_need_is_named_first(
    request_: SnapshotRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(request_.manifest_path)._replace(free=2**20)
    monkeypatch.setattr("engine.loop.snapshots.shutil.disk_usage", lambda _: usage)
    with pytest.raises(ResourceError, match=r"need 64 MB .* 1 MB are free"):
        build_snapshot(request_, Ear())


def test_build_when_links_cannot_be_then_files_are_copied(
    request_: SnapshotRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("engine.loop.snapshots.os.link", refuse)
    folder = build_snapshot(request_, Ear())
    pictures = list((folder / "images" / "train").iterdir())
    assert all(picture.stat().st_nlink == 1 for picture in pictures)


def test_build_when_an_original_is_gone_then_it_is_named(
    request_: SnapshotRequest, tmp_path: Path
) -> None:
    (tmp_path / "pictures" / "0003.png").unlink()
    with pytest.raises(DataError, match=r"0003\.png is gone"):
        build_snapshot(request_, Ear())


def test_build_when_an_original_has_changed_then_it_is_refused(
    request_: SnapshotRequest, tmp_path: Path
) -> None:
    write_picture(tmp_path / "pictures" / "0003.png", 1234)
    with pytest.raises(DataError, match=r"0003\.png has changed"):
        build_snapshot(request_, Ear())


def test_build_when_an_original_must_be_mended_then_it_is_told(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "other", num_images=6)
    path = write_picture(tmp_path / "jpeg" / "a.png", 50)
    Image.open(path).save(path.with_suffix(".jpg"))
    path.unlink()
    jpeg = path.with_suffix(".jpg")
    jpeg.write_bytes(jpeg.read_bytes()[:-2])
    add_folder(project, jpeg.parent)
    label_all(project)
    ear = Ear()
    build_snapshot(TrainingData(project.store, project.path).snapshot(), ear)
    assert [e.text for e in ear if isinstance(e, Notice)] == [
        "given the JPEG end marker that it lacked"
    ]
    assert not jpeg.read_bytes().endswith(b"\xff\xd9")


def test_build_when_manifest_is_damaged_then_it_is_named(request_: SnapshotRequest) -> None:
    Path(request_.manifest_path).write_text("{}")
    with pytest.raises(DataError, match="manifest"):
        build_snapshot(request_, Ear())


def test_build_when_two_images_have_one_name_then_both_are_there(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "other")
    for number in range(6):
        write_picture(tmp_path / "same" / str(number) / "Bild ä #1.png", number)
    add_folder(project, tmp_path / "same")
    label_all(project)
    request = TrainingData(project.store, project.path).snapshot()
    folder = build_snapshot(request, Ear())
    names = [path.name for path in folder.glob("images/*/*")]
    assert len(set(names)) == 6
    assert all(name.isascii() for name in names)


@pytest.mark.slow
def test_build_when_moved_then_plain_ultralytics_trains_on_it(
    request_: SnapshotRequest, tmp_path: Path
) -> None:
    folder = build_snapshot(replace(request_, snapshot_dir=str(tmp_path / "s")), Ear())
    moved = tmp_path / "moved to elsewhere"
    folder.rename(moved)
    code = (
        "from ultralytics import YOLO\n"
        f"YOLO('yolo11n.yaml').train(data={str(moved / 'data.yaml')!r}, epochs=1, imgsz=64, "
        f"batch=8, workers=0, device='cpu', plots=False, project={str(tmp_path / 'runs')!r})\n"
    )
    environment = os.environ | {"YOLO_CONFIG_DIR": str(tmp_path), "YOLO_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert list(tmp_path.glob("runs/**/last.pt"))
