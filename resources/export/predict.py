"""Finds objects in images with the exported model; needs onnxruntime, numpy and pillow alone.

Usage: python predict.py IMAGE... [--confidence 0.25]
Without --confidence each class counts from where operating_point.json says, else from 0.25.
Prints one line an object: file, class, confidence, left, top, right, bottom in pixels.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
HERE = Path(__file__).resolve().parent
GRAY = (114, 114, 114)
USUAL = 0.25


def prepare(image: Image.Image, side: int) -> tuple[np.ndarray, float, tuple[int, int]]:
    """Return the network's input, (1, 3, side, side) float32, with the scale and the margins."""
    scale = min(side / image.width, side / image.height)
    inner = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    left, top = (round((side - length) / 2 - 0.1) for length in inner)
    canvas = Image.new("RGB", (side, side), GRAY)
    # Four neighbors even where the image shrinks, as the network was trained.
    whole = (0, 0, image.width, image.height)
    scaled = image.transform(inner, Image.Transform.EXTENT, whole, Image.Resampling.BILINEAR)
    canvas.paste(scaled, (left, top))
    pixels = np.asarray(canvas, dtype=np.float32) / 255
    return pixels.transpose(2, 0, 1)[None].copy(), scale, (left, top)


def overlap(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the IoU of one box with others, corners in pixels."""
    width = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    height = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    shared = np.clip(width, 0, None) * np.clip(height, 0, None)
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    own = (box[2] - box[0]) * (box[3] - box[1])
    return np.asarray(shared / np.maximum(own + areas - shared, 1e-9))


def thresholds(names: list[str], confidence: float | None) -> np.ndarray:
    """Return from which confidence a box of each class counts, (classes,)."""
    path = HERE / "operating_point.json"
    if confidence is not None or not path.exists():
        return np.full(len(names), USUAL if confidence is None else confidence)
    return np.array(json.loads(path.read_text(encoding="utf-8"))["thresholds"])


def decode(
    output: np.ndarray, least: np.ndarray, max_overlap: float = 0.7
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return boxes (n, 4), confidences and classes from the raw output (1, 4 + classes, m)."""
    cells = output[0].T
    scores, classes = cells[:, 4:].max(axis=1), cells[:, 4:].argmax(axis=1)
    counts = scores > least[classes]
    cells, scores, classes = cells[counts], scores[counts], classes[counts]
    half = cells[:, 2:4] / 2
    boxes = np.hstack([cells[:, :2] - half, cells[:, :2] + half])
    kept, left = [], np.argsort(-scores, kind="stable")
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        same = classes[left] == classes[best]
        left = left[~(same & (overlap(boxes[best], boxes[left]) > max_overlap))]
    return boxes[kept], scores[kept], classes[kept]


def main() -> None:
    """Print what is in the images named on the command line."""
    import onnxruntime

    parser = argparse.ArgumentParser(description="Find objects in images.")
    parser.add_argument("images", nargs="+", metavar="IMAGE")
    parser.add_argument("--confidence", type=float)
    options = parser.parse_args()
    names = (HERE / "classes.txt").read_text(encoding="utf-8").splitlines()
    least = thresholds(names, options.confidence)
    model_path = str(HERE / "model.onnx")
    session = onnxruntime.InferenceSession(model_path, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    for path in options.images:
        image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        pixels, scale, margins = prepare(image, int(source.shape[2]))
        output = session.run(None, {source.name: pixels})[0]
        boxes, scores, classes = decode(output, least)
        corners = (boxes.reshape(-1, 2, 2) - margins) / scale
        corners = np.clip(corners, 0, image.size).reshape(-1, 4)
        for box, score, index in zip(corners, scores, classes, strict=True):
            figures = "\t".join(f"{value:.1f}" for value in box)
            sys.stdout.write(f"{path}\t{names[index]}\t{score:.4f}\t{figures}\n")


if __name__ == "__main__":
    main()
