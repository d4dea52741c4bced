"""Requests and replies of the interactive worker, one line of JSON each."""

from __future__ import annotations

from typing import Any

import msgspec

from engine.domain import errors
from engine.domain.errors import DataError, EngineError, ResourceError
from engine.domain.requests import REPLY_OF_REQUEST, Reply, Request
from engine.jobs.codec import plain_record, record_from

_KINDS: dict[str, type[Request]] = {kind.__name__: kind for kind in REPLY_OF_REQUEST}
_ERRORS: dict[str, type[EngineError]] = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, EngineError)
}


def encode_request(request: Request) -> bytes:
    """Return a request as one line, its line feed included.

    Raises:
        ValueError: It has a value of the wrong type: that is a bug.
    """
    return _line({"kind": type(request).__name__, "request": plain_record(request)})


def decode_request(line: bytes) -> Request:
    """Return the request of a line.

    Raises:
        DataError: It is none, or of a kind that is not known.
    """
    document = _document(line)
    kind = _KINDS.get(str(document.get("kind")))
    if kind is None:
        raise DataError(f"A request is of an unknown kind: {document.get('kind')!r}.")
    return record_from(document.get("request"), kind)


def encode_reply(reply: Reply) -> bytes:
    """Return a reply as one line, its line feed included.

    Raises:
        ValueError: It has a value of the wrong type: that is a bug.
    """
    return _line({"reply": plain_record(reply)})


def encode_failure(error: EngineError) -> bytes:
    """Return why there is no reply as one line, its line feed included."""
    kind = type(error).__name__
    return _line({"failure": {"kind": kind, "message": error.message, "hint": error.hint}})


def decode_reply(line: bytes, request: Request) -> Reply:
    """Return the reply of a line to a request.

    Raises:
        EngineError: The worker told it in place of a reply.
        DataError: It is neither.
    """
    document = _document(line)
    if isinstance(failure := document.get("failure"), dict):
        raise _error_of(failure)
    return record_from(document.get("reply"), REPLY_OF_REQUEST[type(request)])


def _line(document: dict[str, object]) -> bytes:
    return msgspec.json.encode(document) + b"\n"


def _document(line: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"Not a line of the interactive worker: {error}.") from error


def _error_of(failure: dict[str, Any]) -> EngineError:
    made = _ERRORS.get(str(failure.get("kind")), ResourceError)
    return made(str(failure.get("message")), hint=str(failure.get("hint", "")))
