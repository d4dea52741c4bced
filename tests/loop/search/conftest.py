from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from engine.domain.identifiers import SearchId, SnapshotId
from engine.domain.jobs import SearchSpec, SnapshotRequest
from engine.domain.metrics import Yardstick
from engine.domain.project import DomainFacts
from engine.domain.recipes import Recipe
from engine.jobs.folder import JobFolder
from engine.loop.snapshots import SnapshotMeta
from tests.loop.search.builders import SearchBench


@pytest.fixture
def spec(tmp_path: Path) -> SearchSpec:
    """A search of eight trials on a sealed snapshot with four folds."""
    snapshot_dir = tmp_path / "snapshots" / "a1"
    snapshot_dir.mkdir(parents=True)
    meta = SnapshotMeta(Yardstick.VAL, 4, 0.25, num_train=40, num_val=12, num_test=9)
    (snapshot_dir / "meta.json").write_bytes(msgspec.json.encode(meta))
    return SearchSpec(
        search_id=SearchId("s1"),
        snapshot=SnapshotRequest(SnapshotId("a1"), "", str(snapshot_dir), ""),
        base=Recipe(model="yolo11n.yaml", imgsz=160, epochs=18),
        facts=DomainFacts(left_right_differ=True),
        study_path=str(tmp_path / "studies" / "s1.log"),
        trials=8,
        from_scratch=True,
    )


@pytest.fixture
def bench(tmp_path: Path, spec: SearchSpec) -> SearchBench:
    return SearchBench(JobFolder.create(tmp_path / "jobs" / "s1", spec), spec)
