"""Spaces in YAML files: what they say, and one sentence where they do not say it well."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import DataError, EngineError, NotFoundError
from engine.domain.project import Task
from engine.domain.search_limits import (
    Dimension,
    SpaceLimits,
    SpacePreset,
    SpaceWish,
    Span,
    dimension_among,
)
from engine.tuning.space_files import read_space_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "space.yaml"


def read(path: Path, text: str, task: Task = Task.DETECT) -> SpaceWish:
    path.write_text(text)
    return read_space_file(path, task)


def test_file_when_it_says_everything_then_all_of_it_is_understood(path: Path) -> None:
    wish = read(
        path,
        """
        preset: short
        optimizer: [SGD, AdamW]
        lr0: [1e-3, 0.01]
        weight_decay: 0.0005
        augmentation: [0.2, 0.8]
        freeze: false
        model: yolo26n.pt
        imgsz: [320, 640]
        lrf: [0.01, 0.5]
        degrees: [0, 20]
        box: {low: 3, high: 12, log: true}
        mixup: {choose: [0, 0.1]}
        close_mosaic: 5
        """,
    )
    assert wish == SpaceWish(
        SpacePreset.SHORT,
        SpaceLimits(("SGD", "AdamW"), Span(0.001, 0.01), Span(5e-4, 5e-4), Span(0.2, 0.8), False),
        (
            Dimension("lrf", Span(0.01, 0.5), is_log=True),
            Dimension("degrees", Span(0.0, 20.0)),
            Dimension("box", Span(3.0, 12.0), is_log=True),
            dimension_among("mixup", 0.0, 0.1),
            Dimension("close_mosaic", Span(5.0, 5.0)),
        ),
        ("yolo26n.pt",),
        (320, 640),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "space.yaml does not name what to try."),
        ("- a", "space.yaml does not name what to try."),
        ("a: [", "space.yaml, line 1 is not YAML."),
        ("!!python/object/apply:os.system [ls]", "space.yaml, line 1 is not YAML."),
        ("box: 3\nspeed: 4", "space.yaml: speed is nothing that a search tries."),
        ("3: 4", "space.yaml: 3 is nothing that a search tries."),
        ("erasing: 0.2", "space.yaml: erasing is not read by trainings of the task detect."),
        ("preset: best", "space.yaml: preset best is none of loupe, short, ultralytics."),
        ("optimizer: Adagrad", "space.yaml: There is no optimizer Adagrad."),
        ("optimizer: []", "space.yaml: optimizer must be a name, or a list of names."),
        ("imgsz: 300", "space.yaml: imgsz must be multiples of 32."),
        ("freeze: 3", "space.yaml: freeze must be true or false."),
        ("lr0: 7", "space.yaml: The learning rate must lie between"),
        ("lr0: fast", "space.yaml: lr0 fast is not a number."),
        ("lr0: [0.1]", "space.yaml: lr0 must be a number, or [lowest, highest]."),
        ("box: [12, 3]", "space.yaml: box cannot go from 12 down to 3."),
        ("box: {low: 3}", "space.yaml: box takes low, high and log, or choose."),
        ("box: {low: 0, high: 3, log: true}", "space.yaml: box must be above 0"),
        ("box: .nan", "space.yaml: box nan is not a number."),
        ("box: true", "space.yaml: box True is not a number."),
        ("mixup: 3", "space.yaml: mixup must lie between 0 and 1."),
        ("mixup: {choose: []}", "space.yaml: mixup needs a list of numbers"),
    ],
)
def test_file_when_it_cannot_be_understood_then_one_sentence_names_file_and_key(
    path: Path, text: str, message: str
) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read(path, text)


def test_file_when_there_is_none_then_that_is_said(path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"space\.yaml cannot be read"):
        read_space_file(path, Task.DETECT)


def test_file_when_it_is_huge_or_no_text_then_it_is_refused(path: Path) -> None:
    path.write_bytes(b"a" * 200_000)
    with pytest.raises(DataError, match="too large"):
        read_space_file(path, Task.DETECT)
    path.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(DataError, match="is not YAML"):
        read_space_file(path, Task.DETECT)


@given(
    st.dictionaries(
        st.sampled_from(["box", "lr0", "imgsz", "freeze", "mixup", "preset", "model", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["low", "high", "log", "choose"]), inner)
            ),
            max_leaves=6,
        ),
        max_size=3,
    )
)
def test_file_when_it_holds_anything_then_it_is_understood_or_refused(content) -> None:
    import tempfile

    import yaml

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "space.yaml")
        path.write_text(yaml.safe_dump(content, allow_unicode=False))
        with contextlib.suppress(EngineError):
            assert isinstance(read_space_file(path, Task.DETECT), SpaceWish)
