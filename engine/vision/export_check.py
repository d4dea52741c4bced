"""Whether an exported model does what PyTorch does, in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from ultralytics.nn.tasks import BaseModel
from ultralytics.utils.nms import non_max_suppression

from engine.domain.errors import DataError
from engine.domain.geometry import iou_matrix
from engine.domain.project import Task
from engine.domain.versions import ExportCheck
from engine.imaging.pixels import open_upright
from engine.vision.letterbox import CenterCrop, fit

# float32 kernels of two libraries; boxes reach hundreds of pixels, scores 1.
_MAX_DIFFERENCE = 1e-2
_MIN_MATCHED = 0.95
_SAME_IOU = 0.99
_SAME_ANGLE = 0.01  # radians
_SAME_PLACE = 0.01  # of a keypoint, as a share of its box
_MIN_BOXES = 20
_JUST_BELOW = 0.99
_USUAL_CONFIDENCE = 0.25
_LEAST_CONFIDENCE = 0.001
_NMS_IOU = 0.7
_UNHURRIED_S = 1e6
_MAX_NMS = 2000  # every rotated box is compared with every other

Output = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Pair:
    """The raw outputs of both for one image, in the same order."""

    ours: list[Output]
    theirs: list[Output]

    def differences(self) -> list[Output]:
        """Return how far each number is from the other's."""
        return [np.abs(a - b) for a, b in zip(self.ours, self.theirs, strict=True)]


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says which objects of a task's model are the same in two raw outputs."""

    task: Task
    num_classes: int
    point_dim: int

    def confidences(self, pair: _Pair) -> Output:
        """Return how sure PyTorch is of each object it finds at all."""
        kept, _ = self._objects(pair.ours, _LEAST_CONFIDENCE)
        return kept[:, 4]

    def count(self, pair: _Pair, threshold: float) -> tuple[int, int]:
        """Return how many objects PyTorch finds, and how many of these the export has too.

        The export is taken as it is, before overlapping objects are removed: which of two all but
        equal ones that leaves may hang on the last digit.
        """
        if self.task is Task.CLASSIFY:
            return 1, int(pair.ours[0].argmax() == pair.theirs[0].argmax())
        kept, cells = self._objects(pair.ours, threshold)
        ours, theirs = pair.ours[0][0].T[cells], pair.theirs[0][0].T[cells]
        scores = theirs[np.arange(len(cells)), 4 + kept[:, 5].astype(int)]
        is_same = _are_boxes_same(ours, theirs) & (scores >= threshold * _JUST_BELOW)
        extra = [output[:, 4 + self.num_classes :] for output in (ours, theirs)]
        if self.task is Task.OBB:
            is_same &= np.abs(extra[0][:, -1] - extra[1][:, -1]) <= _SAME_ANGLE
        elif self.task is Task.POSE:
            is_same &= self._are_points_same(*extra, sizes=ours[:, 2:4].max(axis=1))
        elif self.task is Task.SEGMENT:
            is_same &= _are_masks_same(extra[0], pair.ours[1][0], extra[1], pair.theirs[1][0])
        return len(cells), int(is_same.sum())

    def _objects(self, outputs: list[Output], confidence: float) -> tuple[Output, NDArray[np.intp]]:
        """Return the objects in a raw output as Ultralytics does, and the cell of each."""
        kept, cells = non_max_suppression(
            torch.from_numpy(outputs[0]),
            confidence,
            _NMS_IOU,
            nc=self.num_classes,
            max_nms=_MAX_NMS,
            max_time_img=_UNHURRIED_S,
            rotated=self.task is Task.OBB,
            return_idxs=True,
        )
        return kept[0].numpy(), cells[0].reshape(-1).long().numpy()

    def _are_points_same(self, ours: Output, theirs: Output, *, sizes: Output) -> NDArray[np.bool_]:
        shape = (len(ours), -1, self.point_dim)
        away = np.abs(ours.reshape(shape)[..., :2] - theirs.reshape(shape)[..., :2])
        is_near: NDArray[np.bool_] = away.max(axis=(1, 2)) <= np.maximum(1, _SAME_PLACE * sizes)
        return is_near


def check_export(
    onnx_path: Path, model: BaseModel, image_paths: Sequence[Path], *, task: Task, imgsz: int
) -> ExportCheck:
    """Compare raw outputs and objects of an exported model with PyTorch's on images.

    The confidence is lowered from the usual one until at least 20 objects are compared, where
    PyTorch finds that many at all.

    Raises:
        DataError: None of the images can be read.
    """
    session = onnxruntime.InferenceSession(str(onnx_path), providers=["CPUExecutionProvider"])
    pairs = [
        _Pair(_pytorch_outputs(model, pixels), _onnx_outputs(session, pixels))
        for pixels in _inputs(image_paths, task, imgsz=imgsz)
    ]
    if not pairs:
        raise DataError("None of the images for the check can be read.")
    judge = _judge(model, task)
    is_of_images = task is Task.CLASSIFY
    threshold = 0.0 if is_of_images else _choose_threshold([judge.confidences(p) for p in pairs])
    counts = [judge.count(pair, threshold) for pair in pairs]
    num_found, num_matched = (sum(column) for column in zip(*counts, strict=True))
    differences = [each for pair in pairs for each in pair.differences()]
    largest = float(max(each.max() for each in differences))
    return ExportCheck(
        num_images=len(pairs),
        max_abs_difference=largest,
        mean_abs_difference=float(np.mean([each.mean() for each in differences])),
        num_boxes=num_found,
        num_matched=num_matched,
        threshold=threshold,
        passed=largest <= _MAX_DIFFERENCE and num_matched >= _MIN_MATCHED * num_found,
    )


def _judge(model: BaseModel, task: Task) -> _Judge:
    names: Any = model.names
    layers: Any = model.model
    return _Judge(task, len(names), layers[-1].kpt_shape[1] if task is Task.POSE else 0)


def _inputs(image_paths: Sequence[Path], task: Task, *, imgsz: int) -> Iterator[Output]:
    """Yield the readable images as network inputs, (1, 3, imgsz, imgsz)."""
    for path in image_paths:
        try:
            image = open_upright(path).convert("RGB")
        except DataError:
            continue
        if task is Task.CLASSIFY:
            pixels = CenterCrop(image.size, (imgsz, imgsz)).apply(np.asarray(image))
        else:
            pixels = fit(*image.size, imgsz=imgsz, stride=None).apply(np.asarray(image))
        yield (pixels.transpose(2, 0, 1)[None] / np.float32(255)).astype(np.float32)


def _pytorch_outputs(model: BaseModel, pixels: Output) -> list[Output]:
    with torch.inference_mode():
        told = model(torch.from_numpy(pixels))[0]
    # Predictions alone, or with what masks are mixed from.
    return [each.numpy() for each in (told if isinstance(told, tuple) else (told,))]


def _onnx_outputs(session: Any, pixels: Output) -> list[Output]:
    return list(session.run(None, {session.get_inputs()[0].name: pixels}))


def _choose_threshold(found: Sequence[Output]) -> float:
    """Return the usual confidence, or one just below that of the twentieth object."""
    confidences = np.sort(np.concatenate(found))[::-1]
    if len(confidences) < _MIN_BOXES:
        return _LEAST_CONFIDENCE
    twentieth = float(confidences[_MIN_BOXES - 1])
    return min(_USUAL_CONFIDENCE, max(_LEAST_CONFIDENCE, twentieth * _JUST_BELOW))


def _are_boxes_same(ours: Output, theirs: Output) -> NDArray[np.bool_]:
    """Whether boxes by center and size are all but the same, row by row."""
    overlaps = iou_matrix(_corners(ours), _corners(theirs))
    is_same: NDArray[np.bool_] = np.diagonal(overlaps) >= _SAME_IOU
    return is_same


def _corners(boxes: Output) -> Output:
    half = boxes[:, 2:4] / np.float32(2)
    return np.hstack([boxes[:, :2] - half, boxes[:, :2] + half])


def _are_masks_same(
    coefficients: Output, masks: Output, other_coefficients: Output, other_masks: Output
) -> NDArray[np.bool_]:
    """Whether masks are all but the same, row by row; two empty ones are."""
    ours = np.tensordot(coefficients, masks, axes=1) > 0
    theirs = np.tensordot(other_coefficients, other_masks, axes=1) > 0
    shared = (ours & theirs).sum(axis=(1, 2))
    is_same: NDArray[np.bool_] = shared >= _SAME_IOU * (ours | theirs).sum(axis=(1, 2))
    return is_same
