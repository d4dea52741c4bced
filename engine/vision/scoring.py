"""A scoring job: one pass of a model over images, into the score cache."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

from engine.domain.errors import DataError, ResourceError
from engine.domain.events import Notice, Progressed, Started
from engine.domain.identifiers import ImageId
from engine.domain.jobs import ImageFile, ScoreSpec
from engine.domain.predictions import Predictions
from engine.domain.project import Task
from engine.domain.results import ScoreResult
from engine.imaging.pixels import open_upright
from engine.jobs.reporter import Reporter
from engine.store.score_shard import columns_of_looks
from engine.store.score_writer import ScoreWriter
from engine.vision.classifier import Classifier
from engine.vision.detector import Detector
from engine.vision.devices import choose_device, device_in_words, free_memory, limit_threads
from engine.vision.letterbox import Frame
from engine.vision.libraries import prepare_ultralytics
from engine.vision.light_torch import defer_compiler
from engine.vision.second_looks import SecondLooks
from engine.vision.sight import Looker, Sight
from engine.vision.weights import load_network

_BATCHES_AHEAD = 2


@dataclass(frozen=True, slots=True)
class _Decoded:
    """One image as the network wants it, or why it cannot be read."""

    id: ImageId
    frame: Frame
    pixels: NDArray[np.uint8] | None
    reason: str = ""


def score(spec: ScoreSpec, reporter: Reporter) -> ScoreResult:
    """Fill the score cache with what a model sees; images that are in it already are left out.

    A network of other classes than the project's (a start, before the first training) gives
    embeddings only.

    Raises:
        DataError: The weights are not a model for the task, or the cache is of another model.
        NotFoundError: The weights do not exist.
        ResourceError: The disk is full, or memory does not suffice.
        Cancelled: The owner asked for it; what was scored is kept.
        Paused: The owner asked for it; what was scored is kept.
    """
    began_at = time.monotonic()
    defer_compiler()
    prepare_ultralytics()
    limit_threads(spec.threads)
    device = choose_device(spec.device)
    reporter.emit(Started(device_in_words(device)))
    looker = _CarefulLooker(_open_looker(spec, device), spec, reporter, device)
    failed: dict[int, str] = {}
    num_scored = 0
    with ScoreWriter(
        Path(spec.scores_dir),
        num_classes=spec.num_classes,
        embedding_dim=looker.embedding_dim,
        columns=columns_of_looks(committee=bool(spec.committee), flips=spec.flips),
    ) as writer:
        wanted = read_image_files(spec.images_path)
        unscored = [file for file in wanted if file.id not in writer.known_ids]
        for batch in _decode_ahead(_batches(unscored, spec, looker)):
            failed |= {int(image.id): image.reason for image in batch if image.pixels is None}
            readable = [image for image in batch if image.pixels is not None]
            for image, sight in zip(readable, looker.look(readable), strict=True):
                sight.write(writer, image.id)
            num_scored += len(readable)
            _tell(reporter, num_scored + len(failed), len(unscored), began_at)
            reporter.raise_if_asked()
    return ScoreResult(num_scored, failed, time.monotonic() - began_at)


def read_image_files(path: str) -> Iterator[ImageFile]:
    """Yield the images that a JSON-lines file lists.

    Raises:
        DataError: A line is not an image's.
    """
    decoder = msgspec.json.Decoder(ImageFile)
    with Path(path).open("rb") as lines:
        for line in lines:
            try:
                yield decoder.decode(line)
            except msgspec.DecodeError as error:
                raise DataError(f"{path} has a line that is not an image: {error}.") from error


def _open_looker(spec: ScoreSpec, device: torch.device) -> Looker:
    first, *others = (_open_network(name, spec, device) for name in (spec.weights, *spec.committee))
    if not others and not spec.flips:
        return first
    if any(other.num_classes != first.num_classes for other in others):
        raise DataError("The models of the committee tell other classes apart.")
    return SecondLooks(first, task=spec.task, committee=others, flips=spec.flips)


def _open_network(weights: str, spec: ScoreSpec, device: torch.device) -> Looker:
    network = load_network(weights, spec.task, num_classes=spec.num_classes)
    if spec.task is Task.CLASSIFY:
        return Classifier(network, device=device)
    return Detector(network, task=spec.task, device=device)


class _CarefulLooker:
    """A looker under the terms of one job."""

    def __init__(
        self, looker: Looker, spec: ScoreSpec, reporter: Reporter, device: torch.device
    ) -> None:
        self._looker = looker
        self._imgsz = spec.imgsz
        self._max_boxes = spec.max_boxes
        self._num_classes = spec.num_classes
        self._reporter = reporter
        self._device = device
        self.embedding_dim = looker.embedding_dim()

    def fit(self, file: ImageFile) -> Frame:
        """Return how the network is shown an image."""
        return self._looker.fit(file.width, file.height, imgsz=self._imgsz)

    def look(self, images: Sequence[_Decoded]) -> list[Sight]:
        """Return what is in the images, in halves where the GPU has too little memory."""
        if not images:
            return []
        sights = self._try(images)
        if sights is None:
            middle = self._halve(len(images))
            return self.look(images[:middle]) + self.look(images[middle:])
        if self._looker.num_classes == self._num_classes:
            return sights
        # Nothing is said of boxes, so nothing of how they look or differ either.
        return [Sight(_no_boxes(self._num_classes), sight.embedding) for sight in sights]

    def _try(self, images: Sequence[_Decoded]) -> list[Sight] | None:
        inputs = np.stack([image.pixels for image in images if image.pixels is not None])
        frames = [image.frame for image in images]
        try:
            return self._looker.look(inputs, frames, max_boxes=self._max_boxes)
        except torch.OutOfMemoryError:
            return None

    def _halve(self, num_images: int) -> int:
        if num_images == 1:
            raise ResourceError(
                "The GPU has too little memory for even one image.",
                hint="Choose a smaller image size, or the device cpu.",
            )
        free_memory(self._device)
        self._reporter.emit(
            Notice(f"GPU memory ran out: {num_images} images are scored in two halves.")
        )
        return num_images // 2


def _batches(
    files: Iterable[ImageFile], spec: ScoreSpec, looker: _CarefulLooker
) -> Iterator[list[tuple[ImageFile, Frame]]]:
    """Yield images of one input shape together, so that no batch depends on its company."""
    fitted = [(file, looker.fit(file)) for file in files]
    fitted.sort(key=lambda pair: (pair[1].outer, pair[0].id))
    for _, group in groupby(fitted, key=lambda pair: pair[1].outer):
        same = list(group)
        for start in range(0, len(same), spec.batch):
            yield same[start : start + spec.batch]


def _decode_ahead(
    batches: Iterator[list[tuple[ImageFile, Frame]]],
) -> Iterator[list[_Decoded]]:
    """Yield decoded batches while a pool of threads works on the next ones."""
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
        ahead: deque[list[Future[_Decoded]]] = deque()
        for batch in batches:
            ahead.append([pool.submit(_decode, file, frame) for file, frame in batch])
            if len(ahead) > _BATCHES_AHEAD:
                yield [future.result() for future in ahead.popleft()]
        while ahead:
            yield [future.result() for future in ahead.popleft()]


def _decode(file: ImageFile, frame: Frame) -> _Decoded:
    try:
        image = open_upright(Path(file.path))
    except DataError as error:
        return _Decoded(file.id, frame, None, str(error))
    if image.size != frame.size:
        sizes = "{}x{} pixels, not {}x{}".format(*image.size, *frame.size)
        reason = f"{Path(file.path).name} has changed: {sizes}."
        return _Decoded(file.id, frame, None, reason)
    return _Decoded(file.id, frame, frame.apply(np.asarray(image.convert("RGB"))))


def _no_boxes(num_classes: int) -> Predictions:
    empty = np.zeros((0, 4), np.float32)
    return Predictions(empty, np.zeros((0, num_classes), np.float32), np.zeros(0, np.float32))


def _tell(reporter: Reporter, done: int, total: int, began_at: float) -> None:
    pace = (time.monotonic() - began_at) / done
    reporter.emit(Progressed(done, total, "scoring", seconds_left=pace * (total - done)))
