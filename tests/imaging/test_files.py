from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from engine.domain.errors import DataError, NotFoundError
from engine.domain.images import RejectedFile
from engine.imaging.files import find_image_files, read_facts
from tests.imaging.builders import corner_picture, encoded, noise, put, turned


def names(folder: Path, **options: Path) -> list[str]:
    return [
        found.relative_to(folder).as_posix()
        for found in find_image_files(folder, **options)
        if isinstance(found, Path)
    ]


def rejected(folder: Path, **options: Path) -> dict[str, str]:
    found = find_image_files(folder, **options)
    return {each.path.name: each.reason for each in found if isinstance(each, RejectedFile)}


def test_find_image_files_goes_deep_in_order_and_skips_the_rest(tmp_path: Path) -> None:
    for name in [
        "b/2.JPG",
        "b/1.png",
        "a.tiff",
        "c/d/e.webp",
        "c/.hidden/x.jpg",
        ".x.jpg",
        "n.txt",
    ]:
        put(tmp_path / name, b"x")
    assert names(tmp_path) == ["a.tiff", "b/1.png", "b/2.JPG", "c/d/e.webp"]


def test_find_image_files_with_loops_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path / "a" / "1.jpg", b"x")
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "z").symlink_to(tmp_path / "a")
    assert names(tmp_path) == ["a/1.jpg"]


def test_find_image_files_with_links_that_multiply_enters_each_folder_once(tmp_path: Path) -> None:
    for depth in range(30):
        (tmp_path / f"{depth:02}").mkdir()
        for twin in "ab":
            (tmp_path / f"{depth:02}" / twin).symlink_to(tmp_path / f"{depth + 1:02}")
    put(tmp_path / "30" / "1.jpg", b"x")
    assert len(names(tmp_path)) == 1


def test_find_image_files_with_links_that_lead_nowhere_rejects_them(tmp_path: Path) -> None:
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nothing")
    (tmp_path / "me.jpg").symlink_to(tmp_path / "me.jpg")
    put(tmp_path / "ok.jpg", b"x")
    assert names(tmp_path) == ["ok.jpg"]
    assert set(rejected(tmp_path)) == {"gone.jpg", "me.jpg"}


def test_find_image_files_within_a_folder_rejects_links_that_lead_out(tmp_path: Path) -> None:
    put(tmp_path / "out" / "secret.jpg", b"x")
    inside = tmp_path / "in"
    put(inside / "1.jpg", b"x")
    (inside / "folder").symlink_to(tmp_path / "out")
    (inside / "file.jpg").symlink_to(tmp_path / "out" / "secret.jpg")
    assert names(inside, within=inside.resolve()) == ["1.jpg"]
    assert set(rejected(inside, within=inside.resolve())) == {"folder", "file.jpg"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_find_image_files_in_a_locked_folder_rejects_it_and_goes_on(tmp_path: Path) -> None:
    put(tmp_path / "a" / "1.jpg", b"x")
    put(tmp_path / "b.jpg", b"x")
    (tmp_path / "a").chmod(0)
    assert names(tmp_path) == ["b.jpg"]
    assert rejected(tmp_path) == {"a": "It cannot be read: Permission denied."}
    (tmp_path / "a").chmod(0o700)


def test_find_image_files_when_a_folder_cannot_be_listed_rejects_it_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "a" / "1.jpg", b"x")
    put(tmp_path / "b.jpg", b"x")
    scandir = os.scandir

    def locked(folder: Path) -> object:
        if Path(folder).name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr("engine.imaging.files.os.scandir", locked)
    assert names(tmp_path) == ["b.jpg"]
    assert rejected(tmp_path) == {"a": "It cannot be read: Permission denied."}


def test_find_image_files_with_a_name_that_is_no_text_rejects_it(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.jpg"))).write_bytes(b"x")
    (reason,) = rejected(tmp_path).values()
    assert reason == "Its name is not valid text."


def test_find_image_files_without_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="is not a folder"):
        find_image_files(tmp_path / "nothing")


def test_read_facts_tells_the_upright_size_and_the_hash_of_the_bytes(tmp_path: Path) -> None:
    data = turned(corner_picture(40, 24), "JPEG", 8)
    facts = read_facts(put(tmp_path / "a.jpg", data))
    assert (facts.width, facts.height, facts.size_bytes) == (24, 40, len(data))
    assert facts.content_hash == hashlib.sha256(data).hexdigest()


def test_read_facts_of_a_truncated_image_is_refused(tmp_path: Path) -> None:
    data = encoded(noise(200, 200), "JPEG")
    with pytest.raises(DataError, match=r"a\.jpg is damaged"):
        read_facts(put(tmp_path / "a.jpg", data[:-40]))


def test_read_facts_of_a_tiny_image_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="too small: 40 x 9 pixels"):
        read_facts(put(tmp_path / "a.png", encoded(noise(40, 9), "PNG")))
