"""The dataset formats there are, and how one is chosen."""

from __future__ import annotations

from pathlib import Path

from engine.domain.errors import DataError, UsageError
from engine.formats.coco import CocoFormat
from engine.formats.dataset import Format
from engine.formats.voc import VocFormat
from engine.formats.yolo import YoloFormat

FORMATS: tuple[Format, ...] = (YoloFormat(), CocoFormat(), VocFormat())


def format_by_name(name: str) -> Format:
    """Return the format of a name.

    Raises:
        UsageError: There is none.
    """
    for known in FORMATS:
        if known.name == name.lower():
            return known
    names = ", ".join(known.name for known in FORMATS)
    raise UsageError(f"There is no dataset format {name!r}.", hint=f"Choose one of {names}.")


def detect_format(folder: Path) -> Format:
    """Return the one format that a folder looks like.

    Raises:
        DataError: It looks like none, or like several.
    """
    fitting = [known for known in FORMATS if known.recognizes(folder)]
    names = " or ".join(known.name for known in fitting)
    if not fitting:
        raise DataError(
            f"{folder} is not a dataset that Loupe knows.",
            hint="It reads YOLO (data.yaml), COCO (JSON) and Pascal VOC (XML).",
        )
    if len(fitting) > 1:
        raise DataError(f"{folder} may be {names}.", hint="Name the format to read it as.")
    return fitting[0]
