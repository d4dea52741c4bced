"""Whether an exported model does what PyTorch does, in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from engine.domain.versions import ExportCheck
from engine.imaging.pixels import open_upright
from engine.vision.letterbox import fit

# float32 kernels of two libraries; boxes reach hundreds of pixels, scores 1.
_MAX_DIFFERENCE = 1e-2
_MIN_MATCHED = 0.95
_SAME_IOU = 0.99
_MIN_BOXES = 20
_JUST_BELOW = 0.99
_USUAL_CONFIDENCE = 0.25
_LEAST_CONFIDENCE = 0.001
_NMS_IOU = 0.7
_UNHURRIED_S = 1e6


def check_export(
    onnx_path: Path, model: BaseModel, image_paths: Sequence[Path], *, imgsz: int
) -> ExportCheck:
    """Compare raw outputs and boxes of an exported model with PyTorch's on images.

    The confidence is lowered from the usual one until at least 20 boxes are compared, where
    PyTorch finds that many at all.

    Raises:
        DataError: None of the images can be read.
    """
    session = onnxruntime.InferenceSession(str(onnx_path), providers=["CPUExecutionProvider"])
    pairs = [
        (_pytorch_output(model, pixels), _onnx_output(session, pixels))
        for pixels in _inputs(image_paths, imgsz=imgsz)
    ]
    if not pairs:
        raise DataError("None of the images for the check can be read.")
    differences = [np.abs(ours - theirs) for ours, theirs in pairs]
    threshold = _choose_threshold([_boxes(ours, _LEAST_CONFIDENCE) for ours, _ in pairs])
    found = [(_boxes(ours, threshold), theirs) for ours, theirs in pairs]
    num_boxes = sum(len(boxes) for boxes, _ in found)
    num_matched = sum(_count_found(boxes, theirs, threshold) for boxes, theirs in found)
    largest = float(max(difference.max() for difference in differences))
    return ExportCheck(
        num_images=len(pairs),
        max_abs_difference=largest,
        mean_abs_difference=float(np.mean([difference.mean() for difference in differences])),
        num_boxes=num_boxes,
        num_matched=num_matched,
        threshold=threshold,
        passed=largest <= _MAX_DIFFERENCE and num_matched >= _MIN_MATCHED * num_boxes,
    )


def _inputs(image_paths: Sequence[Path], *, imgsz: int) -> Iterator[NDArray[np.float32]]:
    """Yield the readable images as network inputs, (1, 3, imgsz, imgsz)."""
    for path in image_paths:
        try:
            image = open_upright(path).convert("RGB")
        except DataError:
            continue
        pixels = fit(*image.size, imgsz=imgsz, stride=None).apply(np.asarray(image))
        yield (pixels.transpose(2, 0, 1)[None] / np.float32(255)).astype(np.float32)


def _pytorch_output(model: BaseModel, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    with torch.inference_mode():
        output: NDArray[np.float32] = model(torch.from_numpy(pixels))[0].numpy()
    return output


def _onnx_output(session: Any, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    name = session.get_inputs()[0].name
    output: NDArray[np.float32] = session.run(None, {name: pixels})[0]
    return output


def _boxes(output: NDArray[np.float32], confidence: float) -> NDArray[np.float32]:
    """Return corners, confidence and class of the boxes in a raw output, (n, 6)."""
    kept = non_max_suppression(
        torch.from_numpy(output), confidence, _NMS_IOU, max_time_img=_UNHURRIED_S
    )
    boxes: NDArray[np.float32] = kept[0].numpy()
    return boxes


def _choose_threshold(found: Sequence[NDArray[np.float32]]) -> float:
    """Return the usual confidence, or one just below that of the twentieth box."""
    confidences = np.sort(np.concatenate([boxes[:, 4] for boxes in found]))[::-1]
    if len(confidences) < _MIN_BOXES:
        return _LEAST_CONFIDENCE
    twentieth = float(confidences[_MIN_BOXES - 1])
    return min(_USUAL_CONFIDENCE, max(_LEAST_CONFIDENCE, twentieth * _JUST_BELOW))


def _count_found(boxes: NDArray[np.float32], output: NDArray[np.float32], threshold: float) -> int:
    """Return how many boxes a raw output has too: same class, all but the same corners.

    The output is taken as it is, before overlapping boxes are removed: which of two all but equal
    boxes that leaves may hang on the last digit.
    """
    cells = output[0].T
    half = cells[:, 2:4] / 2
    corners = np.hstack([cells[:, :2] - half, cells[:, :2] + half])
    is_same = iou_matrix(boxes[:, :4], corners) >= _SAME_IOU
    scores = cells[:, 4 + boxes[:, 5].astype(int)].T
    is_confident = scores >= threshold * _JUST_BELOW
    return int((is_same & is_confident).any(axis=1).sum())
