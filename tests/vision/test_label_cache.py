from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from engine.vision.label_cache import label_cache_lock, load_label_cache


class _Exploit:
    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self):
        return (Path.touch, (self.target,))


def save(path: Path, content: object) -> Path:
    with path.open("wb") as file:
        np.save(file, np.array(content, dtype=object), allow_pickle=True)
    return path


def test_cache_when_it_holds_labels_is_read_as_ultralytics_wrote_it(tmp_path: Path):
    label = {"im_file": "a.png", "shape": (64, 48), "bboxes": np.ones((2, 4), np.float32)}
    written = {"labels": [label], "hash": "h", "results": (1, 0, 0, 0, 1)}
    path = save(tmp_path / "train.cache", written)

    content = load_label_cache(path)

    assert content["results"] == (1, 0, 0, 0, 1)
    assert content["labels"][0]["shape"] == (64, 48)
    np.testing.assert_array_equal(content["labels"][0]["bboxes"], label["bboxes"])


def test_cache_when_it_holds_code_is_refused_and_nothing_runs(tmp_path: Path):
    target = tmp_path / "ran"
    path = save(tmp_path / "train.cache", {"labels": _Exploit(target)})

    with pytest.raises(pickle.UnpicklingError):
        load_label_cache(path)

    assert not target.exists()


def test_lock_on_a_folder_that_is_not_there_does_not_hinder(tmp_path: Path):
    with label_cache_lock(tmp_path / "missing" / "deeper"):
        pass
