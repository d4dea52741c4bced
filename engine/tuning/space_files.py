"""A search's space in a YAML file that a person wrote.

    preset: loupe                   # what is not named below: loupe, short or ultralytics
    optimizer: [SGD, AdamW]
    lr0: [0.001, 0.01]              # between two ends; one number fixes it
    box: {low: 3, high: 12, log: true}
    mixup: {choose: [0, 0.1, 0.2]}
    freeze: false
    imgsz: [320, 640]
    model: [yolo11n.pt, yolo26n.pt]

Numbers have the names Ultralytics gives them; `augmentation` is the strength, 0 to 1.
"""

from __future__ import annotations

import contextlib
import math
from pathlib import Path
from typing import NoReturn

import yaml

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
from engine.tuning.dimensions import bounds_of, is_dimension, names_read

_MAX_BYTES = 100_000
_SPANS = {"lr0": "learning_rate", "weight_decay": "weight_decay", "augmentation": "augmentation"}
_KEYS = ("preset", "optimizer", "freeze", "model", "imgsz", *_SPANS)
# What matters by factors is tried by factors unless the file says otherwise.
_BY_FACTORS = ("lrf", "box", "cls", "dfl")


def read_space_file(path: Path, task: Task) -> SpaceWish:
    """Return what a file wants a search to try.

    Args:
        path: A YAML file.
        task: What is trained; a number that its training does not read is refused.

    Raises:
        NotFoundError: There is no such file.
        DataError: It cannot be understood; one sentence names the file and the key.
    """
    content = _content(path)
    reader = _Reader(path.name, task)
    for key, value in content.items():
        reader.take(str(key), value)
    try:
        return reader.wish()
    except EngineError as error:
        raise DataError(f"{path.name}: {error.message}", hint=error.hint) from error


def _content(path: Path) -> dict[object, object]:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise NotFoundError(f"The file {path} cannot be read.", hint="Check its name.") from error
    if len(text) > _MAX_BYTES:
        raise DataError(f"{path.name} is too large for a space.", hint="Name a YAML file.")
    try:
        content = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise DataError(f"{path.name}{line} is not YAML.", hint="Mend it.") from error
    if not isinstance(content, dict):
        raise DataError(
            f"{path.name} does not name what to try.", hint='Write a "key: value" a line.'
        )
    return content


class _Reader:
    """Takes the values of one file by their keys."""

    def __init__(self, name: str, task: Task) -> None:
        self._name = name
        self._read = names_read(task)
        self._task = task
        self._fields: dict[str, object] = {}
        self._limits: dict[str, object] = {}
        self._dimensions: list[Dimension] = []

    def take(self, key: str, value: object) -> None:
        """Understand one value."""
        if key in _SPANS:
            self._limits[_SPANS[key]] = self._span(key, value)
        elif key == "optimizer":
            self._limits["optimizers"] = self._words(key, value)
        elif key == "freeze":
            self._limits["freezes_backbone"] = self._yes_or_no(key, value)
        elif key == "preset":
            self._fields["preset"] = self._preset(key, value)
        elif key == "model":
            self._fields["models"] = self._words(key, value)
        elif key == "imgsz":
            self._fields["imgszs"] = self._sizes(key, value)
        elif key in self._read:
            self._dimensions.append(self._dimension(key, value))
        else:
            self._refuse_key(key)

    def wish(self) -> SpaceWish:
        """Return what was taken.

        Raises:
            UsageError: A limit lies outside what a search admits.
        """
        limits = SpaceLimits(**self._limits)  # type: ignore[arg-type]  # fields by the keys above
        found = {"limits": limits, "dimensions": tuple(self._dimensions), **self._fields}
        return SpaceWish(**found)  # type: ignore[arg-type]  # fields by the keys above

    def _refuse_key(self, key: str) -> NoReturn:
        why = "is nothing that a search tries"
        if is_dimension(key):
            why = f"is not read by trainings of the task {self._task}"
        known = ", ".join((*_KEYS, *sorted(self._read - {*_KEYS})))
        self._refuse(key, why, hint=f"The keys are {known}.")

    def _preset(self, key: str, value: object) -> SpacePreset:
        if value not in list(SpacePreset):
            self._refuse(key, f"{value} is none of {', '.join(SpacePreset)}")
        return SpacePreset(str(value))

    def _words(self, key: str, value: object) -> tuple[str, ...]:
        words = value if isinstance(value, list) else [value]
        if not words or not all(isinstance(word, str) and word for word in words):
            self._refuse(key, "must be a name, or a list of names")
        return tuple(dict.fromkeys(words))

    def _sizes(self, key: str, value: object) -> tuple[int, ...]:
        sizes = [
            self._number(key, each) for each in (value if isinstance(value, list) else [value])
        ]
        if not sizes or any(size < 32 or size % 32 for size in sizes):
            self._refuse(key, "must be multiples of 32", hint="Try [320, 640].")
        return tuple(dict.fromkeys(int(size) for size in sizes))

    def _yes_or_no(self, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            self._refuse(key, "must be true or false", hint="Leave it out to try both.")
        return value

    def _span(self, key: str, value: object) -> Span:
        if not isinstance(value, list):
            number = self._number(key, value)
            return Span(number, number)
        if len(value) != 2:
            self._refuse(key, "must be a number, or [lowest, highest]")
        low, high = (self._number(key, each) for each in value)
        if low > high:
            self._refuse(key, f"cannot go from {low:g} down to {high:g}")
        return Span(low, high)

    def _dimension(self, key: str, value: object) -> Dimension:
        if isinstance(value, dict):
            found = self._described(key, value)
        else:
            span = self._span(key, value)
            found = Dimension(key, span, is_log=key in _BY_FACTORS and span.low > 0)
        bounds = bounds_of(key)
        if not (bounds.holds(found.span.low) and bounds.holds(found.span.high)):
            self._refuse(key, f"must lie between {bounds.low:g} and {bounds.high:g}")
        if found.is_log and found.span.low <= 0:
            self._refuse(key, "must be above 0 to be tried by factors", hint="Say log: false.")
        return found

    def _described(self, key: str, value: dict[object, object]) -> Dimension:
        if set(value) == {"choose"}:
            options = value["choose"]
            if not isinstance(options, list) or not options:
                self._refuse(key, "needs a list of numbers to choose among")
            return dimension_among(key, *dict.fromkeys(self._number(key, o) for o in options))
        if not {"low", "high"} <= set(value) <= {"low", "high", "log"}:
            self._refuse(key, "takes low, high and log, or choose", hint="{low: 3, high: 12}")
        span = self._span(key, [value["low"], value["high"]])
        return Dimension(key, span, is_log=self._yes_or_no(key, value.get("log", False)))

    def _number(self, key: str, value: object) -> float:
        # YAML 1.1 takes 1e-3 for a word: it wants 1.0e-3.
        if isinstance(value, str):
            with contextlib.suppress(ValueError):
                value = float(value)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            self._refuse(key, f"{value} is not a number")
        return float(value)

    def _refuse(self, key: str, why: str, *, hint: str = "") -> NoReturn:
        raise DataError(f"{self._name}: {key} {why}.", hint=hint)
