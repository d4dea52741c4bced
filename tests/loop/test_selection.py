from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.domain.errors import DataError
from engine.domain.identifiers import ImageId
from engine.domain.jobs import QuerySpec
from engine.domain.predictions import Predictions
from engine.jobs.folder import JobFolder
from engine.jobs.reporter import Reporter
from engine.loop.selection import build_pool, select
from engine.store.score_writer import ScoreWriter


@pytest.fixture
def spec(tmp_path: Path) -> QuerySpec:
    np.save(tmp_path / "candidates.npy", np.arange(1, 9, dtype=np.int64))
    np.save(tmp_path / "labeled.npy", np.array([20, 21], dtype=np.int64))
    with ScoreWriter(tmp_path / "scores", 2, 4) as writer:
        for number in (2, 3, 5, 20):
            boxes = np.tile(np.array([[0, 0, 5, 5]], np.float32), (number % 3, 1))
            seen = Predictions(
                boxes,
                np.full((len(boxes), 2), number / 40, np.float32),
                np.zeros(len(boxes), np.float32),
            )
            writer.add(ImageId(number), seen, np.eye(4, dtype=np.float32)[number % 4])
    return QuerySpec(
        strategy="automatic",
        query_size=2,
        seed=0,
        candidates_path=str(tmp_path / "candidates.npy"),
        labeled_path=str(tmp_path / "labeled.npy"),
        scores_dir=str(tmp_path / "scores"),
        class_names=("cell", "nucleus"),
        class_counts=(3, 1),
    )


def pool_of(spec: QuerySpec):
    candidates, labeled = np.load(spec.candidates_path), np.load(spec.labeled_path)
    return build_pool(spec, candidates=candidates, labeled=labeled)


def test_build_pool_when_some_are_scored_then_only_these_are_in_it(spec: QuerySpec) -> None:
    pool = pool_of(spec)
    assert pool.image_ids.tolist() == [2, 3, 5]
    assert np.diff(pool.offsets).tolist() == [2, 0, 2]
    assert pool.scores[:, 0].astype(float) == pytest.approx([0.05, 0.05, 0.125, 0.125], abs=1e-3)
    assert pool.labeled_embeddings.shape == (1, 4)


@pytest.mark.parametrize("scores_dir", ["", "nowhere"])
def test_build_pool_when_nothing_is_scored_then_all_are_in_it(
    spec: QuerySpec, scores_dir: str
) -> None:
    pool = pool_of(replace(spec, scores_dir=scores_dir))
    assert pool.image_ids.tolist() == list(range(1, 9))
    assert pool.is_cold


def test_select_when_a_list_is_damaged_then_it_is_named(spec: QuerySpec, tmp_path: Path) -> None:
    reporter = Reporter(JobFolder.create(tmp_path / "job", spec))
    assert len(select(spec, reporter).picks) == 2
    Path(spec.candidates_path).write_text("no array")
    with pytest.raises(DataError, match="candidates"):
        select(spec, reporter)
