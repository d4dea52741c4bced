"""Specs, events and results as JSON: strict when written, tolerant when read."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

import msgspec

from engine.domain.errors import DataError, EngineError
from engine.domain.events import JobEvent, UnknownEvent
from engine.domain.jobs import KIND_OF_SPEC, SPEC_OF_KIND, JobKind, JobSpec
from engine.domain.results import RESULT_OF_KIND, JobResult

SCHEMA_VERSION = 1

T = TypeVar("T")

_EVENT_OF_NAME: dict[str, type[JobEvent]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", event.__name__).lower(): event
    for event in get_args(JobEvent)
    if event is not UnknownEvent
}
_NAME_OF_EVENT = {event: name for name, event in _EVENT_OF_NAME.items()}
_KIND_OF_RESULT = {result: kind for kind, result in RESULT_OF_KIND.items()}
_MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """An event with its number, from 1, and when it was written (seconds since the epoch)."""

    seq: int
    time: float
    event: JobEvent


def encode_event(seq: int, event: JobEvent) -> bytes:
    """Return an event as one line of JSON, its line feed included.

    Raises:
        ValueError: It is no event of ours, or has a value of the wrong type: that is a bug.
    """
    name = _NAME_OF_EVENT.get(type(event))
    if name is None:
        raise ValueError(f"{type(event).__name__} is not an event that can be written")
    head = {"v": SCHEMA_VERSION, "seq": seq, "t": round(time.time(), 3), "event": name}
    return msgspec.json.encode(head | plain_record(event)) + b"\n"


def decode_event(line: bytes) -> NumberedEvent:
    """Return the event of a line; what is not understood becomes an `UnknownEvent`, number 0."""
    try:
        data = msgspec.json.decode(line)
        head = msgspec.convert(data, _EventHead)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NumberedEvent(0, 0.0, UnknownEvent(line[:_MAX_NAME].decode(errors="replace")))
    kind = _EVENT_OF_NAME.get(head.event)
    try:
        event = record_from(data, kind) if kind else UnknownEvent(head.event[:_MAX_NAME])
    except DataError:
        event = UnknownEvent(head.event)
    return NumberedEvent(head.seq, head.t, event)


def encode_spec(spec: JobSpec, *, home: str) -> bytes:
    """Return `job.json`. `home` is the absolute path of the job folder it is made for.

    Raises:
        ValueError: It has a value of the wrong type: that is a bug.
    """
    document = {"v": SCHEMA_VERSION, "kind": KIND_OF_SPEC[type(spec)], "home": home}
    return encode_document(document | {"spec": plain_record(spec)})


def decode_spec(data: bytes, *, home: str) -> JobSpec:
    """Return the spec of `job.json`.

    Raises:
        DataError: It is damaged, of a later version, of an unknown kind or made for another folder.
    """
    document = _versioned(data, "job.json")
    if document.get("home") != home:
        # Its paths point into the place it was made in, perhaps on another machine.
        raise DataError(
            f"The job in {home} was made in another place ({document.get('home')}).",
            hint="Start it again instead of resuming it.",
        )
    return record_from(document.get("spec"), SPEC_OF_KIND[_kind(document)])


def encode_result(result: JobResult) -> bytes:
    """Return `result.json`.

    Raises:
        ValueError: It has a value of the wrong type: that is a bug.
    """
    document = {"v": SCHEMA_VERSION, "kind": _KIND_OF_RESULT[type(result)]}
    return encode_document(document | {"result": plain_record(result)})


def decode_result(data: bytes) -> JobResult:
    """Return the result of `result.json`.

    Raises:
        DataError: It is damaged, of a later version or of an unknown kind.
    """
    document = _versioned(data, "result.json")
    return record_from(document.get("result"), RESULT_OF_KIND[_kind(document)])


def encode_document(value: object) -> bytes:
    """Return plain data or a dataclass as a small indented JSON file."""
    return msgspec.json.format(msgspec.json.encode(_plain(value)), indent=1) + b"\n"


def decode_document(data: bytes, kind: type[T]) -> T:
    """Return the record of a small JSON file; fields it does not know are ignored.

    Raises:
        DataError: It is damaged.
    """
    try:
        return record_from(msgspec.json.decode(data), kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"Damaged {kind.__name__.lower()} file: {error}.") from error


def plain_record(record: object) -> dict[str, Any]:
    """Return a dataclass as what JSON can say.

    Raises:
        ValueError: It has a value of the wrong type: that is a bug.
    """
    data: dict[str, Any] = _plain(record)
    try:
        record_from(data, type(record))
    except DataError as error:
        raise ValueError(str(error)) from error
    return data


def record_from(data: Any, kind: type[T]) -> T:  # noqa: ANN401 - decoded JSON
    """Return the record that plain data says; fields it does not know are ignored.

    Raises:
        DataError: It is not of this kind.
    """
    try:
        # Not strict: floats that JSON cannot say arrive as "nan" and "inf".
        return msgspec.convert(data, kind, strict=False)
    except (msgspec.ValidationError, EngineError) as error:
        raise DataError(f"Not a {kind.__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class _EventHead:
    seq: int
    t: float
    event: str


def _versioned(data: bytes, name: str) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"{name} is damaged: {error}.", hint="Start the job again.") from error
    version = document.get("v")
    if version != SCHEMA_VERSION:
        raise DataError(
            f"{name} has version {version!r}; this Loupe reads version {SCHEMA_VERSION}.",
            hint="Open the project with the version of Loupe that made it.",
        )
    return document


def _kind(document: dict[str, Any]) -> JobKind:
    try:
        return JobKind(str(document.get("kind")))
    except ValueError as error:
        raise DataError(
            f"The job is of an unknown kind: {document.get('kind')!r}.",
            hint="Open the project with the version of Loupe that made it.",
        ) from error


def _plain(value: object) -> Any:  # noqa: ANN401 - what JSON can say
    return _spell(msgspec.to_builtins(value, str_keys=True, enc_hook=_native))


def _native(value: object) -> int | float | str:
    # A NumPy float64 is a float to the type checker, not to msgspec.
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    raise ValueError(f"{type(value).__name__} cannot be written as JSON")


def _spell(value: Any) -> Any:  # noqa: ANN401 - what JSON can say
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case dict():
            return {key: _spell(item) for key, item in value.items()}
        case list() | tuple():
            return [_spell(item) for item in value]
        case _:
            return value
