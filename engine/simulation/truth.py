"""What is really in the images: a file from which a simulated expert answers."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.domain.errors import DataError, NotFoundError, ResourceError
from engine.domain.events import AnsweredBox


@dataclass(frozen=True, slots=True)
class ImageTruth:
    """All objects of one image, known by the image's content hash; sizes and corners in pixels."""

    content_hash: str
    width: int
    height: int
    boxes: tuple[AnsweredBox, ...]


def write_truth(path: Path, truths: Iterable[ImageTruth]) -> None:
    """Write a truth file, one JSON line an image; it appears when it is whole.

    Raises:
        ResourceError: It cannot be written.
    """
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("wb") as file:
            for truth in truths:
                file.write(msgspec.json.encode(truth) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ResourceError(f"{path} cannot be written: {error.strerror or error}.") from error


def read_truth(path: Path) -> dict[str, ImageTruth]:
    """Return the truth of every image by its content hash.

    Raises:
        NotFoundError: There is no such file.
        DataError: A line is not the truth of an image; the message says which.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise NotFoundError(f"{path} cannot be read: {error.strerror or error}.") from error
    truths = (_decode(line, path=path, number=number) for number, line in enumerate(lines, 1))
    return {truth.content_hash: truth for truth in truths}


def _decode(line: bytes, *, path: Path, number: int) -> ImageTruth:
    try:
        truth = msgspec.json.decode(line, type=ImageTruth)
    except msgspec.DecodeError as error:
        raise DataError(f"{path}, line {number}: {error}.") from error
    for box in truth.boxes:
        x1, y1, x2, y2 = box.xyxy_px
        if not all(map(math.isfinite, box.xyxy_px)) or x2 <= x1 or y2 <= y1:
            raise DataError(f"{path}, line {number}: a box has no area: {box.xyxy_px}.")
    return truth
