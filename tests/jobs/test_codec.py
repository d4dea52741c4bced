"""The codec loses nothing, and reads what it does not know."""

from __future__ import annotations

import json
import math
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import DataError
from engine.domain.events import EpochFinished, JobEvent, Notice, RungReached, UnknownEvent
from engine.domain.jobs import SPEC_OF_KIND, JobSpec, QuerySpec
from engine.domain.results import RESULT_OF_KIND, JobResult
from engine.jobs import codec
from tests.jobs.builders import RESULT, values_of

SPEC = QuerySpec("random", 1, 0, "candidates.npy", "labeled.npy")
HOME = "/projects/one/jobs/1"

events = st.one_of(*(values_of(kind) for kind in get_args(JobEvent) if kind is not UnknownEvent))


@given(event=events, seq=st.integers(1, 10**9))
def test_event_when_encoded_and_decoded_is_the_same(event: JobEvent, seq: int) -> None:
    line = codec.encode_event(seq, event)
    decoded = codec.decode_event(line)
    assert line.count(b"\n") == 1
    assert (decoded.seq, decoded.event) == (seq, event)


@given(spec=st.one_of(*map(values_of, SPEC_OF_KIND.values())))
def test_spec_when_encoded_and_decoded_is_the_same(spec: JobSpec) -> None:
    assert codec.decode_spec(codec.encode_spec(spec, home=HOME), home=HOME) == spec


@given(result=st.one_of(*map(values_of, RESULT_OF_KIND.values())))
def test_result_when_encoded_and_decoded_is_the_same(result: JobResult) -> None:
    assert codec.decode_result(codec.encode_result(result)) == result


@given(line=st.binary())
def test_any_line_when_decoded_is_an_event(line: bytes) -> None:
    codec.decode_event(line)


def test_event_when_a_loss_is_no_number_stays_so() -> None:
    line = codec.encode_event(1, EpochFinished(1, 2, {"box": math.nan}, None, -math.inf, None))
    json.loads(line, parse_constant=pytest.fail)
    event = codec.decode_event(line).event
    assert isinstance(event, EpochFinished)
    assert math.isnan(event.losses["box"])
    assert event.map50_95 == -math.inf


def test_event_when_it_has_numpy_floats_is_written_as_numbers() -> None:
    line = codec.encode_event(1, RungReached(3, np.float64(0.25)))
    assert codec.decode_event(line).event == RungReached(3, 0.25)


def test_event_when_a_value_has_the_wrong_type_is_refused() -> None:
    wrong: Any = "three"
    with pytest.raises(ValueError, match="RungReached"):
        codec.encode_event(1, RungReached(wrong, 0.5))


def test_event_when_unknown_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="UnknownEvent"):
        codec.encode_event(1, UnknownEvent("later"))


def test_event_when_of_a_later_version_is_kept_by_name() -> None:
    line = b'{"v":2,"seq":7,"t":1.5,"event":"weather_changed","sky":"blue"}\n'
    assert codec.decode_event(line) == codec.NumberedEvent(7, 1.5, UnknownEvent("weather_changed"))


def test_event_when_it_has_more_fields_is_understood() -> None:
    line = b'{"v":2,"seq":7,"t":1.5,"event":"notice","text":"hello","color":"blue"}\n'
    assert codec.decode_event(line).event == Notice("hello")


def test_event_when_a_field_is_missing_is_kept_by_name() -> None:
    line = b'{"v":1,"seq":7,"t":1.5,"event":"rung_reached","epoch":1}\n'
    assert codec.decode_event(line).event == UnknownEvent("rung_reached")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"v": 1', b'"v": 2', "version 2"),
        (b'"kind": "query"', b'"kind": "bake"', "unknown kind: 'bake'"),
        (HOME.encode(), b"/elsewhere/jobs/1", "another place"),
        (b'"query_size": 1', b'"query_size": "many"', "Not a QuerySpec"),
        (b"{", b"", "damaged"),
    ],
)
def test_spec_when_from_elsewhere_is_refused_in_words(old: bytes, new: bytes, words: str) -> None:
    data = codec.encode_spec(SPEC, home=HOME).replace(old, new)
    with pytest.raises(DataError, match=words):
        codec.decode_spec(data, home=HOME)


def test_spec_when_its_recipe_is_impossible_is_refused() -> None:
    data = codec.encode_spec(SPEC, home=HOME).replace(b'"query"', b'"train"')
    spec = {
        "recipe": {"imgsz": 33},
        "snapshot": dict.fromkeys(("id", "manifest_path", "snapshot_dir", "pixels_dir"), "x"),
    }
    document = json.loads(data) | {"spec": spec}
    with pytest.raises(DataError, match="multiple of 32"):
        codec.decode_spec(json.dumps(document).encode(), home=HOME)


@given(length=st.integers(0, 60))
def test_result_when_cut_off_is_refused(length: int) -> None:
    with pytest.raises(DataError):
        codec.decode_result(codec.encode_result(RESULT)[:length])
