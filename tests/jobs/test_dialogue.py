"""Requests and replies as lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import errors
from engine.domain.errors import DataError, EngineError, ResourceError
from engine.domain.requests import REPLY_OF_REQUEST, PrepareRequest, Request, SeenImage
from engine.domain.view import ViewSettings
from engine.jobs.dialogue import (
    decode_reply,
    decode_request,
    encode_failure,
    encode_reply,
    encode_request,
)
from tests.jobs.builders import values_of

ANY = PrepareRequest(SeenImage("a.png", "0", "pyramids", ViewSettings()))


@given(st.one_of(*map(values_of, REPLY_OF_REQUEST)))
def test_request_as_a_line_and_back_is_the_same(request: Request) -> None:
    line = encode_request(request)
    assert line.count(b"\n") == 1
    assert decode_request(line) == request


@given(st.data())
def test_reply_as_a_line_and_back_is_the_same(data: st.DataObject) -> None:
    kind, reply_kind = data.draw(st.sampled_from(list(REPLY_OF_REQUEST.items())))
    request, reply = data.draw(values_of(kind)), data.draw(values_of(reply_kind))
    line = encode_reply(reply)
    assert line.count(b"\n") == 1
    assert decode_reply(line, request) == reply


@pytest.mark.parametrize(
    "kind", [each for each in vars(errors).values() if isinstance(each, type)], ids=str
)
def test_failure_as_a_line_and_back_is_the_same_error(kind: type[EngineError]) -> None:
    line = encode_failure(kind("It is\nbroken.", hint="Mend it."))
    with pytest.raises(kind) as failed:
        decode_reply(line, ANY)
    assert (failed.value.message, failed.value.hint) == ("It is\nbroken.", "Mend it.")


def test_failure_of_a_kind_that_is_not_known_still_says_why() -> None:
    with pytest.raises(ResourceError, match="Out of cheese"):
        decode_reply(b'{"failure": {"kind": "CheeseError", "message": "Out of cheese."}}\n', ANY)


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"kind": 3}', b'{"kind": "DreamRequest"}'])
def test_line_that_is_no_request_is_refused(line: bytes) -> None:
    with pytest.raises(DataError):
        decode_request(line)


def test_every_kind_of_request_has_a_replier() -> None:
    from engine.worker.repliers import REPLIERS

    assert REPLIERS.keys() == REPLY_OF_REQUEST.keys()
