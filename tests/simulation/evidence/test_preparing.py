from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from engine.domain.errors import NotFoundError, ResourceError
from engine.domain.images import Split
from engine.domain.project import Task
from engine.formats.dataset import DatasetImage
from engine.formats.registry import detect_format
from engine.simulation.evidence.grids import GRIDS, EvidenceSet, Places
from engine.simulation.evidence.preparing import (
    START_CELL,
    keep_start,
    prepare_data,
    start_experiment,
    with_fixed_splits,
)
from tests.simulation.evidence.builders import SMALL
from tests.simulation.test_race import run

DATA = os.environ.get("LOUPE_TEST_DATA")


def images(num: int) -> list[DatasetImage]:
    return [DatasetImage(Path(f"{n}.png"), 32, 32) for n in range(num)]


def test_splits_without_any_are_by_the_names_alone():
    drawn = {i.path: i.split for i in with_fixed_splits(images(240))}
    again = {i.path: i.split for i in with_fixed_splits(list(reversed(images(240))))}

    assert drawn == again
    assert Counter(drawn.values()) == {Split.TRAIN: 144, Split.VAL: 48, Split.TEST: 48}


def test_splits_that_a_data_set_has_are_kept():
    given = [replace(image, split=Split.TEST) for image in images(5)]

    assert with_fixed_splits(given) == given


def test_prepare_when_the_data_are_not_there_says_which(tmp_path: Path):
    places = Places("cpu", tmp_path / "docs", tmp_path / "work")

    with pytest.raises(NotFoundError, match="bccd"):
        prepare_data(SMALL, EvidenceSet("bccd"), places, data_dir=tmp_path)


def test_prepare_the_sandbox_for_outlines_then_it_is_one_and_stays(tmp_path: Path):
    places = Places("smoke", tmp_path / "docs", tmp_path / "work")
    each = EvidenceSet("sandbox", Task.SEGMENT)

    for _ in range(2):
        prepare_data(GRIDS["smoke"], each, places, data_dir=tmp_path)

    folder = places.data_dir(each)
    dataset = detect_format(folder).read(folder, task=Task.SEGMENT)
    assert len(dataset.images) == 48


@pytest.mark.skipif(DATA is None, reason="LOUPE_TEST_DATA names no folder")
def test_prepare_real_data_then_their_splits_are_fixed(tmp_path: Path):
    places = Places("cpu", tmp_path / "docs", tmp_path / "work")
    sizes = {}
    for name in ("bccd", "nuclei"):
        prepare_data(SMALL, EvidenceSet(name), places, data_dir=Path(DATA or ""))
        folder = places.data_dir(EvidenceSet(name))
        found = Counter(i.split for i in detect_format(folder).read(folder).images)
        sizes[name] = [found[split] for split in (Split.TRAIN, Split.VAL, Split.TEST)]

    assert sizes == {"bccd": [205, 87, 72], "nuclei": [144, 48, 48]}


def test_start_is_made_of_other_kinds_of_objects_and_told_of(tmp_path: Path):
    places = Places("smoke", tmp_path / "docs", tmp_path / "work")
    grid = GRIDS["smoke"]
    begun = start_experiment(grid, Task.DETECT, places, commit="")

    result = run(begun, (START_CELL,))[START_CELL]
    places.raw.parent.mkdir(parents=True)
    places.raw.write_text("in the way")
    with pytest.raises(ResourceError):
        keep_start(grid, begun, result, places)
    # What nothing is told of is not taken as made.
    assert not places.start(Task.DETECT).exists()
    places.raw.unlink()
    note = keep_start(grid, begun, result, places)

    assert places.start(Task.DETECT).read_bytes() == b"weights"
    assert note.updates == 30
    assert places.start_note(Task.DETECT).is_file()
    names = (begun.dataset_dir / "data.yaml").read_text()
    assert "crescent" in names
    assert "disc" not in names
