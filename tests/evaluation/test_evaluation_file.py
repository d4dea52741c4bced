"""Evaluations on disk."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from engine.domain.errors import DataError, NotFoundError, ResourceError
from engine.domain.evaluations import Evaluation
from engine.domain.metrics import Yardstick
from engine.evaluation.evaluation_file import read_evaluation, write_evaluation
from tests.evaluation.builders import evaluation, evaluations, place, seen


@given(evaluations())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_evaluation_when_written_reads_back_the_same(tmp_path: Path, wanted: Evaluation):
    read = read_evaluation(write_evaluation(tmp_path, wanted))

    for each in fields(Evaluation):
        ours, theirs = getattr(read, each.name), getattr(wanted, each.name)
        if isinstance(theirs, np.ndarray):
            assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs)


def test_evaluation_when_there_is_no_image_reads_back(tmp_path: Path):
    nothing = evaluation(yardstick=Yardstick.TEST)

    path = write_evaluation(tmp_path, nothing)

    assert path.name == "evaluation-test.npz"
    assert read_evaluation(path).num_images == 0


def test_evaluation_when_of_a_release_without_shapes_opens_without(tmp_path: Path):
    whole = evaluation(seen("a", said=[(0, 0.5, place(1))], there=[(0, place(1))]))
    path = write_evaluation(tmp_path, whole)
    with np.load(path) as stored:
        arrays = {n: a for n, a in stored.items() if "shape" not in n and n != "edges"}
    np.savez(path, **arrays)

    read = read_evaluation(path)

    assert whole.shape_of_box(0) is not None
    assert read.shape_of_box(0) is None
    assert read.shape_of_object(0) is None
    np.testing.assert_array_equal(read.boxes_norm, whole.boxes_norm)


def test_evaluation_when_missing_says_so(tmp_path: Path):
    with pytest.raises(NotFoundError, match="no evaluation"):
        read_evaluation(tmp_path / "evaluation-val.npz")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"not a zip at all"])
def test_evaluation_when_damaged_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "evaluation-val.npz"
    path.write_bytes(content)

    with pytest.raises(DataError, match="is not an evaluation"):
        read_evaluation(path)


def test_evaluation_when_cut_short_is_refused(tmp_path: Path):
    path = write_evaluation(tmp_path, evaluation(seen("a", there=[(0, place(1))])))
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(DataError):
        read_evaluation(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("box_offsets", np.array([0, 5])),
        ("object_offsets", np.array([0, 1, 1])),
        ("pair_boxes", np.array([7])),
        ("pair_objects", np.array([-1])),
        ("boxes_norm", np.zeros((1, 3))),
        ("groups", np.array(["a", "b"])),
        ("box_shapes", np.zeros((9, 3), np.uint16)),
        ("object_shape_offsets", np.array([0, 2])),
        ("edges", np.array([[0, -1]])),
    ],
)
def test_evaluation_when_rows_point_nowhere_is_refused(tmp_path: Path, name: str, value):
    whole = evaluation(seen("a", said=[(0, 0.5, place(1))], there=[(0, place(1))]))
    path = write_evaluation(tmp_path, whole)
    with np.load(path) as stored:
        arrays = dict(stored)
    np.savez(path, **arrays | {name: value})

    with pytest.raises(DataError):
        read_evaluation(path)


def test_evaluation_when_it_hides_a_pickle_is_refused(tmp_path: Path):
    path = write_evaluation(tmp_path, evaluation(seen("a")))
    with np.load(path) as stored:
        arrays = dict(stored)
    np.savez(path, **arrays | {"names": np.array([{"a": 1}], dtype=object)})

    with pytest.raises(DataError):
        read_evaluation(path)


def test_evaluation_when_the_folder_is_gone_cannot_be_written(tmp_path: Path):
    with pytest.raises(ResourceError, match="cannot be written"):
        write_evaluation(tmp_path / "gone", evaluation(seen("a")))
