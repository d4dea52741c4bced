"""A network that tells all it sees: objects with all scores, their spread, an embedding."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from ultralytics.nn.tasks import BaseModel

from engine.domain.predictions import Predictions
from engine.domain.project import Task
from engine.evaluation.readings import Reading, disagreement
from engine.vision.box_looks import BoxLooks
from engine.vision.kept_boxes import KeptBoxes, keep_boxes
from engine.vision.letterbox import Frame, Letterbox, fit
from engine.vision.outlines import Kept, Outlines, read_outlines, upright_boxes
from engine.vision.shape_doubt import HeadTold, shape_doubt
from engine.vision.sight import Features, Sight, as_batch


class Detector:
    """One network that finds objects on one device. One thread at a time; a `Looker`.

    The network is not fused: fusing takes one of the two heads of some models away. Where there
    are two, the one that finds an object from many cells is kept, and the other one reads again.

    Args:
        model: In eval mode; it is moved to the device.
        task: What it finds of an object: a box, or an outline too.
        device: Where to run.
    """

    def __init__(self, model: BaseModel, *, task: Task, device: torch.device) -> None:
        self._model = model.to(device)
        self._task = task
        self._device = device
        layers: Any = model.model
        self._head = layers[-1]  # a Detect head of one kind or another
        self._features = Features(layers)
        self._looks = BoxLooks(self._head.stride.tolist())

    @property
    def num_classes(self) -> int:
        """Classes the network tells apart."""
        return int(self._head.nc)

    def fit(self, width: int, height: int, *, imgsz: int) -> Letterbox:
        """Return how the network is shown an upright image of this size in pixels."""
        return fit(width, height, imgsz=imgsz, stride=max(32, int(self._head.stride.max())))

    def embedding_dim(self) -> int:
        """Return the length of an embedding, found by looking at an empty image."""
        with torch.inference_mode():
            self._model(torch.zeros(1, 3, 256, 256, device=self._device))
        return self._features.dim

    def look(
        self, inputs: NDArray[np.uint8], frames: Sequence[Frame], *, max_boxes: int
    ) -> list[Sight]:
        """Return the objects in each image, most confident first."""
        with torch.inference_mode():
            decoded, heads = self._model(as_batch(inputs, self._device))
            first, second = _readings(heads)
            kept = self._keep(self._decoded(decoded, first), max_boxes)
            seen = self._predictions(first, kept, frames)
            if second is not None:
                dense = self._head._inference(second)  # noqa: SLF001  # what its forward() calls
                again = self._places(self._keep(dense, max_boxes), frames)
                seen = [_compared(own, other) for own, other in zip(seen, again, strict=True)]
            looks = self._looks.describe(kept, first["feats"], self._task)
            embeddings = self._features.embeddings()
        return [
            _with_area(Sight(predictions, embedding, *described))
            for predictions, embedding, described in zip(seen, embeddings, looks, strict=True)
        ]

    def _decoded(self, decoded: Any, first: dict[str, Any]) -> torch.Tensor:
        """Return what every cell of the first reading found; the network has mostly decoded it."""
        if getattr(self._head, "end2end", False):
            again: torch.Tensor = self._head._inference(first)  # noqa: SLF001  # what it calls
            return again
        dense: torch.Tensor = decoded[0] if isinstance(decoded, tuple) else decoded
        return dense

    def _keep(self, dense: torch.Tensor, max_boxes: int) -> KeptBoxes:
        return keep_boxes(dense, self._task, num_classes=self.num_classes, max_boxes=max_boxes)

    def _predictions(
        self, raw: dict[str, Any], kept: KeptBoxes, frames: Sequence[Frame]
    ) -> list[Predictions]:
        sides = kept.gather(raw["boxes"]).T
        spread = side_spread(sides, bins=int(self._head.reg_max)).cpu().numpy()
        told = HeadTold(raw, self._head.stride.tolist(), self._point_dim)
        doubt = shape_doubt(self._task, kept, told)
        doubts = None if doubt is None else doubt.cpu().numpy()
        scores = kept.scores.cpu().numpy()
        return [
            Predictions(
                upright_boxes(self._task, found),
                scores[rows],
                spread[rows],
                read_outlines(self._task, found),
                shape_doubt=None if doubts is None else doubts[rows],
            )
            for rows, found in self._by_image(kept, frames, raw.get("proto"))
        ]

    def _places(self, kept: KeptBoxes, frames: Sequence[Frame]) -> list[Reading]:
        """Return where another reading has its boxes, and their scores."""
        scores = kept.scores.cpu().numpy()
        images = self._by_image(kept, frames, None)
        return [Reading(upright_boxes(self._task, found), scores[rows]) for rows, found in images]

    def _by_image(
        self, kept: KeptBoxes, frames: Sequence[Frame], masks: torch.Tensor | None
    ) -> Iterator[tuple[slice, Kept]]:
        ends = accumulate(kept.counts)
        for place, (frame, count, end) in enumerate(zip(frames, kept.counts, ends, strict=True)):
            assert isinstance(frame, Letterbox)
            rows = slice(end - count, end)
            own = None if masks is None else masks[place]
            yield rows, Kept(kept.boxes[rows], kept.extra[rows], own, self._point_dim, frame)

    @property
    def _point_dim(self) -> int:
        return int(self._head.kpt_shape[1]) if self._task is Task.POSE else 0


def side_spread(sides: torch.Tensor, *, bins: int) -> torch.Tensor:
    """Return how unsure a head is of where a box's sides are: 0 certain, 1 flat.

    Args:
        sides: Logits of the distance to each side, (4 * bins, n).
        bins: Bins of one distribution; a head with one has no distribution and gives 0.

    Returns:
        Mean entropy over the four sides, divided by its largest possible value, (n,).
    """
    if bins <= 1:
        return torch.zeros(sides.shape[1], device=sides.device)
    shares = sides.reshape(4, bins, -1).float().softmax(dim=1)
    entropy: torch.Tensor = torch.special.entr(shares).sum(dim=1) / math.log(bins)
    return entropy.mean(dim=0)


def _readings(raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the outputs of the head that finds an object from many cells, and of the other.

    Networks with one head have no other one.
    """
    many, one = raw.get("one2many"), raw.get("one2one")
    if many and one:
        return many, one
    return many or one or raw, None


def _compared(own: Predictions, other: Reading) -> Predictions:
    reading = Reading(own.xyxy_px, own.scores)
    return replace(own, disagreement=disagreement(reading, [other]))


def _with_area(sight: Sight) -> Sight:
    """Return the sight without boxes that have no area in the image."""
    seen = sight.predictions
    left, top, right, bottom = seen.xyxy_px.T
    has_area = (right > left) & (bottom > top)
    if has_area.all() or sight.box_rows is None or sight.box_embeddings is None:
        return sight
    is_described = has_area[sight.box_rows]
    return replace(
        sight,
        predictions=Predictions(
            seen.xyxy_px[has_area],
            seen.scores[has_area],
            seen.localization[has_area],
            _chosen(seen.outlines, has_area),
            _rows(seen.disagreement, has_area),
            _rows(seen.shape_doubt, has_area),
        ),
        box_rows=(np.cumsum(has_area) - 1)[sight.box_rows[is_described]],
        box_embeddings=sight.box_embeddings[is_described],
    )


def _chosen(outlines: Outlines | None, is_kept: NDArray[np.bool_]) -> Outlines | None:
    if outlines is None:
        return None
    return tuple(outline for outline, kept in zip(outlines, is_kept, strict=True) if kept)


def _rows(
    values: NDArray[np.float32] | None, is_kept: NDArray[np.bool_]
) -> NDArray[np.float32] | None:
    return None if values is None else values[is_kept]
