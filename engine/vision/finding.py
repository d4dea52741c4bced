"""A job that looks through images for what is alike to examples."""

from __future__ import annotations

import time
from pathlib import Path

import cv2

from engine.domain.errors import DataError
from engine.domain.events import Progressed, RestFound, Started
from engine.domain.jobs import FindSpec
from engine.domain.requests import SeenImage
from engine.domain.results import FindResult
from engine.imaging.pyramids import PyramidCache
from engine.imaging.seen import SeenPicture
from engine.jobs.reporter import Reporter
from engine.vision.examples import find_rest


def find(spec: FindSpec, reporter: Reporter) -> FindResult:
    """Tell image by image what is alike to the examples; images that cannot be read are left out.

    Raises:
        DataError: The image of the examples is gone or damaged.
        Cancelled: The owner asked for it.
        Paused: The owner asked for it.
    """
    began_at = time.monotonic()
    if spec.threads:
        cv2.setNumThreads(spec.threads)
    reporter.emit(Started("cpu"))
    shown = _open(spec.shown)
    failed: dict[int, str] = {}
    for number, image in enumerate(spec.images, start=1):
        try:
            found = find_rest(_open(image.seen), shown, spec.examples, freedom=spec.freedom)
        except DataError as error:
            failed[int(image.id)] = str(error)
        else:
            reporter.emit(RestFound(image.id, tuple(found)))
        left = len(spec.images) - number
        pace_s = (time.monotonic() - began_at) / number
        reporter.emit(Progressed(number, number + left, "looking", seconds_left=pace_s * left))
        reporter.raise_if_asked()
    return FindResult(len(spec.images) - len(failed), failed)


def _open(image: SeenImage) -> SeenPicture:
    pyramids = PyramidCache(Path(image.pyramids_dir))
    return SeenPicture(pyramids.open(Path(image.path), image.content_hash), image.view)
