"""The score cache: written in shards, resumed, read back, damaged."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import DataError, NotFoundError, ResourceError
from engine.domain.identifiers import ImageId
from engine.domain.marked_points import marked_outline
from engine.domain.predictions import Predictions
from engine.domain.project import Task
from engine.domain.shapes import MultiPolygon, Polygon, Shape
from engine.store import score_writer
from engine.store.score_cache import ScoreCache
from engine.store.score_shard import Shard
from engine.store.score_writer import ScoreWriter

CLASSES, DIM = 3, 8


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score_writer, "IMAGES_PER_SHARD", 4)


def seen(image_id: int, *, num_boxes: int | None = None) -> Predictions:
    count = image_id % 4 if num_boxes is None else num_boxes
    rng = np.random.default_rng(image_id)
    corners = (rng.random((count, 4)) * 4000).astype(np.float32)
    scores = rng.random((count, CLASSES)).astype(np.float32)
    return Predictions(corners, scores, rng.random(count).astype(np.float32))


def embedding(image_id: int) -> np.ndarray:
    return np.random.default_rng(image_id + 10**6).normal(size=DIM).astype(np.float32)


def fill(folder: Path, image_ids: list[int]) -> None:
    with ScoreWriter(folder, CLASSES, DIM) as writer:
        for image_id in image_ids:
            writer.add(ImageId(image_id), seen(image_id), embedding(image_id))


def same(a: Predictions | None, b: Predictions) -> bool:
    return (
        a is not None
        and np.array_equal(a.xyxy_px, b.xyxy_px)
        and np.allclose(a.scores, b.scores, atol=1e-3)
        and np.allclose(a.localization, b.localization, atol=1e-3)
    )


@given(st.lists(st.integers(1, 10**6), unique=True, max_size=13))
def test_cache_when_filled_then_every_image_comes_back(
    tmp_path_factory: pytest.TempPathFactory, image_ids: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("scores")
    fill(folder, image_ids)
    cache = ScoreCache(folder)
    assert cache.image_ids.tolist() == sorted(image_ids)
    assert all(same(cache.predictions(ImageId(i)), seen(i)) for i in image_ids)
    found = cache.embeddings(np.array(image_ids, dtype=np.int64))
    assert found.dtype == np.float32
    for row, image_id in zip(found, image_ids, strict=True):
        assert np.allclose(row, embedding(image_id), atol=4e-3)


def test_shards_when_walked_then_hold_the_flat_arrays(tmp_path: Path) -> None:
    fill(tmp_path, list(range(1, 11)))
    shards = list(ScoreCache(tmp_path).shards())
    assert [len(shard) for shard in shards] == [4, 4, 2]
    assert [shard.scores.dtype for shard in shards] == [np.float16] * 3
    assert isinstance(shards[0].embeddings, np.memmap)
    for shard in shards:
        for row, image_id in enumerate(shard.image_ids.tolist()):
            assert same(shard.predictions(row), seen(image_id))


def test_box_embeddings_when_some_images_have_them_then_stand_at_their_rows(
    tmp_path: Path,
) -> None:
    described = np.arange(12, dtype=np.float32).reshape(2, 6)
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer:
        writer.add(ImageId(1), seen(1, num_boxes=3), embedding(1))
        writer.add(ImageId(2), seen(2, num_boxes=2), embedding(2), described)
    (shard,) = ScoreCache(tmp_path).shards()
    assert shard.box_embedding_offsets.tolist() == [0, 0, 2]
    assert np.array_equal(shard.box_embeddings, described)


def test_box_embeddings_when_only_some_boxes_have_them_then_say_which(tmp_path: Path) -> None:
    described = np.arange(12, dtype=np.float32).reshape(2, 6)
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer:
        for image_id in range(1, 7):
            rows = np.array([0, 2]) if image_id % 2 else np.zeros(0, np.int64)
            writer.add(
                ImageId(image_id),
                seen(image_id, num_boxes=3),
                embedding(image_id),
                described[: len(rows)] + image_id,
                box_rows=rows,
            )

    looks = ScoreCache(tmp_path).looks(np.array([5, 2, 1]))

    assert looks.offsets.tolist() == [0, 2, 2, 4]
    assert looks.box_rows.tolist() == [0, 2, 0, 2]
    assert np.array_equal(looks.vectors, np.concatenate([described + 5, described + 1]))


def test_optional_columns_when_filled_then_come_back_and_without_them_are_none(
    tmp_path: Path,
) -> None:
    told = {"disagreement": np.array([0.25, 0.5], np.float32)}
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer:
        for image_id in range(1, 6):
            predictions = replace(seen(image_id, num_boxes=2), **told)
            writer.add(ImageId(image_id), predictions, embedding(image_id), inconsistency=0.75)

    cache = ScoreCache(tmp_path)
    found = cache.predictions(ImageId(3))

    assert found is not None
    assert np.array_equal(found.disagreement, told["disagreement"])
    assert found.shape_doubt is None
    assert cache.boxes(np.array([5, 1])).disagreement.tolist() == [0.25, 0.5, 0.25, 0.5]
    assert cache.boxes(np.array([5])).shape_doubt.tolist() == [0, 0]
    assert cache.inconsistency(np.array([2, 4])).tolist() == [0.75, 0.75]


def test_writer_when_a_wanted_column_is_missing_then_those_images_are_scored_anew(
    tmp_path: Path,
) -> None:
    fill(tmp_path, [1, 2, 3])

    with ScoreWriter(tmp_path, CLASSES, DIM, columns=("disagreement",)) as writer:
        assert writer.known_ids == set()
    fill(tmp_path, [1, 2, 3])
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer:
        assert writer.known_ids == {1, 2, 3}


@pytest.mark.parametrize("shape", [(None, 2), (None, 3), (5,)])
def test_outlines_when_a_task_has_them_then_come_back_image_by_image(
    tmp_path: Path, shape: tuple[int | None, ...]
) -> None:
    rng = np.random.default_rng(0)
    outlines = {
        image_id: tuple(
            rng.random([length if side is None else side for side in shape], np.float32) * 4000
            for length in (3, 0 if shape == (None, 2) else 4, 7)[:image_id]
        )
        for image_id in (2, 0, 3)
    }
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer:
        for image_id, outlined in outlines.items():
            predictions = replace(seen(image_id, num_boxes=image_id), outlines=outlined)
            writer.add(ImageId(image_id), predictions, embedding(image_id))

    cache = ScoreCache(tmp_path)
    for image_id, outlined in outlines.items():
        found = cache.predictions(ImageId(image_id))
        assert found is not None
        assert found.outlines is not None
        assert all(np.array_equal(*pair) for pair in zip(found.outlines, outlined, strict=True))


def test_pieces_and_holes_when_stored_then_make_the_shape_they_were(tmp_path: Path) -> None:
    ring = Polygon(_square(0, 40), (_square(10, 20),))
    shape = MultiPolygon((ring, Polygon(_square(60, 9))))

    _store_one(tmp_path, marked_outline(shape))

    assert _stored_shape(tmp_path) == shape


def test_rings_of_an_earlier_release_are_still_read_beside_new_ones(tmp_path: Path) -> None:
    _store_one(tmp_path, np.array(_square(5, 30), np.float32))
    _store_one(tmp_path, marked_outline(Polygon(_square(7, 8))), image_id=2)

    assert _stored_shape(tmp_path) == Polygon(_square(5, 30))
    assert _stored_shape(tmp_path, image_id=2) == Polygon(_square(7, 8))


def _square(corner: float, side: float) -> tuple[tuple[float, float], ...]:
    end = corner + side
    return ((corner, corner), (end, corner), (end, end), (corner, end))


def _store_one(folder: Path, outline: np.ndarray, *, image_id: int = 1) -> None:
    with ScoreWriter(folder, CLASSES, DIM) as writer:
        predictions = Predictions(
            np.array([[0, 0, 90, 90]], np.float32),
            np.zeros((1, CLASSES), np.float32),
            np.zeros(1, np.float32),
            (outline,),
        )
        writer.add(ImageId(image_id), predictions, embedding(image_id))


def _stored_shape(folder: Path, *, image_id: int = 1) -> Shape | None:
    predictions = ScoreCache(folder).predictions(ImageId(image_id))
    assert predictions is not None
    return predictions.shape(0, Task.SEGMENT)


def test_writer_when_an_outline_is_missing_or_no_number_then_refuses(tmp_path: Path) -> None:
    good = np.ones((3, 2), np.float32)
    one = replace(seen(1, num_boxes=2), outlines=(good,))
    bad = replace(seen(1, num_boxes=2), outlines=(good, good * np.nan))
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer:
        with pytest.raises(ValueError, match="1 outlines for 2 boxes"):
            writer.add(ImageId(1), one, embedding(1))
        with pytest.raises(DataError):
            writer.add(ImageId(1), bad, embedding(1))


def test_cache_when_of_a_release_without_outlines_then_is_scored_anew(tmp_path: Path) -> None:
    fill(tmp_path, [1, 2])
    for path in tmp_path.rglob("outline*.npy"):
        path.unlink()

    assert len(ScoreCache(tmp_path)) == 0
    fill(tmp_path, [1, 2])
    assert len(ScoreCache(tmp_path)) == 2


def test_cache_when_nothing_was_scored_then_it_is_empty(tmp_path: Path) -> None:
    with ScoreWriter(tmp_path / "new", CLASSES, DIM):
        pass
    for folder in (tmp_path / "new", tmp_path / "nowhere"):
        cache = ScoreCache(folder)
        assert len(cache) == 0
        assert ImageId(1) not in cache
        assert cache.predictions(ImageId(1)) is None
        assert cache.embeddings(np.zeros(0, np.int64)).shape[0] == 0
        with pytest.raises(NotFoundError):
            cache.embeddings(np.array([1]))


def test_cache_when_an_image_was_not_scored_then_says_so(tmp_path: Path) -> None:
    fill(tmp_path, [2, 4])
    cache = ScoreCache(tmp_path)
    for missing in (1, 3, 5):
        assert cache.predictions(ImageId(missing)) is None
        with pytest.raises(NotFoundError):
            cache.embeddings(np.array([2, missing]))


def test_writer_when_resumed_then_known_images_are_passed_over(tmp_path: Path) -> None:
    fill(tmp_path, [1, 2, 3, 4, 5])
    writer = ScoreWriter(tmp_path, CLASSES, DIM)
    assert writer.known_ids == {1, 2, 3, 4, 5}
    writer.add(ImageId(2), seen(77), embedding(77))
    writer.add(ImageId(6), seen(6), embedding(6))
    writer.close()
    cache = ScoreCache(tmp_path)
    assert cache.image_ids.tolist() == [1, 2, 3, 4, 5, 6]
    assert same(cache.predictions(ImageId(2)), seen(2))


def test_writer_when_the_work_is_broken_off_then_what_was_scored_is_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), ScoreWriter(tmp_path, CLASSES, DIM) as writer:  # noqa: PT012 - the body is the test
        writer.add(ImageId(1), seen(1), embedding(1))
        raise KeyboardInterrupt
    assert 1 in ScoreCache(tmp_path).image_ids


def test_writer_when_killed_then_whole_shards_are_kept_and_the_rest_is_cleared(
    tmp_path: Path,
) -> None:
    fill(tmp_path, [1, 2, 3, 4])
    unfinished = tmp_path / "unfinished-000002"
    unfinished.mkdir()
    (unfinished / "image_ids.npy").write_bytes(b"half")
    assert ScoreCache(tmp_path).damaged == ()
    fill(tmp_path, [5])
    assert not unfinished.exists()
    assert ScoreCache(tmp_path).image_ids.tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("how", ["cut", "missing", "empty", "other type", "other length", "pickle"])
def test_cache_when_a_shard_is_damaged_then_it_is_named_and_scored_anew(
    tmp_path: Path, how: str
) -> None:
    fill(tmp_path, list(range(1, 9)))
    folder = tmp_path / "shard-000001"
    file = folder / "scores.npy"
    match how:
        case "cut":
            os.truncate(file, file.stat().st_size - 3)
        case "missing":
            file.unlink()
        case "empty":
            file.write_bytes(b"")
        case "other type":
            np.save(file, np.load(file).astype(np.float64))
        case "other length":
            np.save(file, np.load(file)[:-1])
        case "pickle":
            np.save(file, np.array([{}], dtype=object))
    cache = ScoreCache(tmp_path)
    assert cache.damaged == (folder,)
    assert cache.image_ids.tolist() == [5, 6, 7, 8]
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer:
        assert writer.known_ids == {5, 6, 7, 8}
        for image_id in range(1, 9):
            writer.add(ImageId(image_id), seen(image_id), embedding(image_id))
    whole = ScoreCache(tmp_path)
    assert whole.damaged == ()
    assert whole.image_ids.tolist() == list(range(1, 9))


def test_add_when_a_number_is_not_finite_then_refused(tmp_path: Path) -> None:
    broken = seen(3)
    broken.scores[0, 0] = np.nan
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer, pytest.raises(DataError, match="image 3"):
        writer.add(ImageId(3), broken, embedding(3))
    assert len(ScoreCache(tmp_path)) == 0


def test_add_when_a_shape_is_wrong_then_it_is_a_bug(tmp_path: Path) -> None:
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer:
        with pytest.raises(ValueError, match="shape"):
            writer.add(ImageId(1), seen(1), np.zeros(DIM + 1, np.float32))
        with pytest.raises(ValueError, match="box embeddings"):
            writer.add(ImageId(1), seen(1), embedding(1), np.zeros((9, 2), np.float32))


def test_add_when_the_caller_uses_its_arrays_again_then_the_first_values_are_kept(
    tmp_path: Path,
) -> None:
    reused = embedding(1)
    with ScoreWriter(tmp_path, CLASSES, DIM) as writer:
        writer.add(ImageId(1), seen(1), reused)
        reused[:] = 9.0
    found = ScoreCache(tmp_path).embeddings(np.array([1]))
    assert np.allclose(found[0], embedding(1), atol=4e-3)


def test_writer_when_the_folder_is_of_another_model_then_refused(tmp_path: Path) -> None:
    fill(tmp_path, [1])
    with pytest.raises(DataError, match="another model"):
        ScoreWriter(tmp_path, CLASSES + 1, DIM)


def test_writer_when_the_disk_is_full_then_says_so_and_whole_shards_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, [1, 2, 3, 4])

    def full(self: Shard, folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Shard, "save", full)
    writer = ScoreWriter(tmp_path, CLASSES, DIM)
    writer.add(ImageId(5), seen(5), embedding(5))
    with pytest.raises(ResourceError, match="No space left"):
        writer.close()
    assert ScoreCache(tmp_path).image_ids.tolist() == [1, 2, 3, 4]


def test_cache_when_shards_vanish_while_open_then_says_so(tmp_path: Path) -> None:
    fill(tmp_path, [1])
    cache = ScoreCache(tmp_path)
    shutil.rmtree(tmp_path / "shard-000001")
    with pytest.raises(DataError, match="damaged"):
        cache.predictions(ImageId(1))


def test_score_cache_when_imported_then_sql_is_not_needed() -> None:
    code = "import sys, engine.store.score_cache; sys.exit('sqlalchemy' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=False)
    assert done.returncode == 0
