"""Looks at images with the exported model; needs onnxruntime, numpy and pillow alone.

Usage: python predict.py IMAGE... [--confidence 0.25]
Without --confidence each class counts from where operating_point.json says, else from 0.25.
Prints one line an object: file, class, confidence and, in pixels of the image,
    left, top, right, bottom           of a box;
    x and y of each corner             of a rotated box, which may reach out of the image;
    x and y of each point              of an outline;
    the box, then x, y and confidence  of each keypoint.
A model that classifies whole images prints one line an image: file, class, confidence.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
HERE = Path(__file__).resolve().parent
GRAY = (114, 114, 114)
USUAL = 0.25
MAX_OVERLAP = 0.7
TOLERANCE = 0.75  # of an outline, in pixels of the network's input


def main() -> None:
    """Print what is in the images named on the command line."""
    parser = argparse.ArgumentParser(description="Look at images.")
    parser.add_argument("images", nargs="+", metavar="IMAGE")
    parser.add_argument("--confidence", type=float)
    options = parser.parse_args()
    names = (HERE / "classes.txt").read_text(encoding="utf-8").splitlines()
    least = thresholds(names, options.confidence)
    network = Network(HERE / "model.onnx")
    for path in options.images:
        image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        is_whole = network.task == "classify"
        for seen in classify(image, network) if is_whole else find(image, network, least):
            figures = [f"{value:.2f}" for value in seen.figures]
            told = [path, names[seen.class_index], f"{seen.confidence:.4f}", *figures]
            sys.stdout.write("\t".join(told) + "\n")


class Network:
    """The exported model, and what it says of itself."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        self._session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        about = self._session.get_modelmeta().custom_metadata_map
        self.task = about["task"]
        self.point_figures = json.loads(about["kpt_shape"])[1] if self.task == "pose" else 0
        self._source = self._session.get_inputs()[0]
        self.side = int(self._source.shape[2])

    def run(self, image: Image.Image) -> list[np.ndarray]:
        """Return the raw outputs for an image of the network's own size."""
        pixels = np.asarray(image, dtype=np.float32) / 255
        batch = pixels.transpose(2, 0, 1)[None].copy()
        return list(self._session.run(None, {self._source.name: batch}))


@dataclass
class Seen:
    """An object, or an image as a whole; `figures` are in pixels of the image."""

    class_index: int
    confidence: float
    figures: np.ndarray


def thresholds(names: list[str], confidence: float | None) -> np.ndarray:
    """Return from which confidence a box of each class counts, (classes,)."""
    path = HERE / "operating_point.json"
    if confidence is not None or not path.exists():
        return np.full(len(names), USUAL if confidence is None else confidence)
    return np.array(json.loads(path.read_text(encoding="utf-8"))["thresholds"])


def classify(image: Image.Image, network: Network) -> list[Seen]:
    """Return the likeliest class of the square in the middle of an image."""
    side, shorter = network.side, min(image.size)
    width, height = (int(side * length / shorter) for length in image.size)
    left, top = round((width - side) / 2), round((height - side) / 2)
    scaled = image.resize((width, height), Image.Resampling.BILINEAR)
    shares = network.run(scaled.crop((left, top, left + side, top + side)))[0][0]
    return [Seen(int(shares.argmax()), float(shares.max()), np.zeros(0))]


def find(image: Image.Image, network: Network, least: np.ndarray) -> list[Seen]:
    """Return the objects in an image, most confident first."""
    task = network.task
    canvas, to_image = letterbox(image, network.side)

    def inside(points: np.ndarray) -> np.ndarray:
        return np.asarray(np.clip(to_image(points), 0, image.size))

    outputs = network.run(canvas)
    found = []
    for box, *kind, extra in zip(
        *decode(outputs[0][0].T, least, is_rotated=task == "obb"), strict=True
    ):
        upright = corners(box[None])[0]
        if task == "segment":
            logits = np.tensordot(extra, outputs[1][0], axes=1).astype(np.float32)
            figures = inside(outline(logits, upright, network.side))
        elif task == "obb":
            figures = to_image(rotated_corners(box))
        elif task == "pose":
            points = extra.reshape(-1, network.point_figures)
            sure = points[:, 2:] if points.shape[1] > 2 else np.ones((len(points), 1))
            keypoints = np.hstack([inside(points[:, :2]), sure])
            figures = np.append(inside(upright.reshape(2, 2)), keypoints)
        else:
            figures = inside(upright.reshape(2, 2))
        confidence, class_index = kind
        found.append(Seen(int(class_index), float(confidence), figures.reshape(-1)))
    return found


def letterbox(
    image: Image.Image, side: int
) -> tuple[Image.Image, Callable[[np.ndarray], np.ndarray]]:
    """Return the image scaled into a gray square, and the way of points back from there."""
    scale = min(side / image.width, side / image.height)
    inner = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    left, top = (round((side - length) / 2 - 0.1) for length in inner)
    canvas = Image.new("RGB", (side, side), GRAY)
    # Four neighbors even where the image shrinks, as the network was trained.
    whole = (0, 0, image.width, image.height)
    scaled = image.transform(inner, Image.Transform.EXTENT, whole, Image.Resampling.BILINEAR)
    canvas.paste(scaled, (left, top))

    def to_image(points: np.ndarray) -> np.ndarray:
        return np.asarray((points - (left, top)) / scale)

    return canvas, to_image


def decode(cells: np.ndarray, least: np.ndarray, *, is_rotated: bool) -> tuple[np.ndarray, ...]:
    """Return boxes by center and size, confidences, classes and the rest of the objects.

    A rotated box has its angle too. Of objects of a class that overlap, the most confident is left.
    """
    num_classes = len(least)
    scores = cells[:, 4 : 4 + num_classes].max(axis=1)
    classes = cells[:, 4 : 4 + num_classes].argmax(axis=1)
    counts = scores > least[classes]
    cells, scores, classes = cells[counts], scores[counts], classes[counts]
    extra = cells[:, 4 + num_classes :]
    boxes = np.hstack([cells[:, :4], extra[:, -1:]]) if is_rotated else cells[:, :4]
    shapes, overlap = (boxes, rotated_overlap) if is_rotated else (corners(boxes), upright_overlap)
    order = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    for place, row in enumerate(order):
        # Among rotated boxes also one that is left out itself rules out others, as in training.
        better = order[:place] if is_rotated else np.array(kept, dtype=np.int64)
        better = better[classes[better] == classes[row]]
        if not len(better) or overlap(shapes[row], shapes[better]).max() <= MAX_OVERLAP:
            kept.append(int(row))
    return boxes[kept], scores[kept], classes[kept], extra[kept]


def corners(boxes: np.ndarray) -> np.ndarray:
    """Return left, top, right and bottom of boxes by center and size, (n, 4)."""
    half = boxes[:, 2:4] / 2
    return np.hstack([boxes[:, :2] - half, boxes[:, :2] + half])


def upright_overlap(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the IoU of one box with others, corners in pixels."""
    width = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    height = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    shared = np.clip(width, 0, None) * np.clip(height, 0, None)
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    own = (box[2] - box[0]) * (box[3] - box[1])
    return np.asarray(shared / np.maximum(own + areas - shared, 1e-9))


def rotated_corners(box: np.ndarray) -> np.ndarray:
    """Return the corners of a rotated box (center, size, angle in radians), (4, 2)."""
    cos, sin = np.cos(box[4]), np.sin(box[4])
    across, down = np.array([cos, sin]) * box[2] / 2, np.array([-sin, cos]) * box[3] / 2
    steps = (-across - down, across - down, across + down, down - across)
    return np.array([box[:2] + step for step in steps])


def rotated_overlap(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the overlap of one rotated box with others, both taken for normal distributions.

    This is the ProbIoU that Ultralytics removes overlapping boxes by (Llerena et al. 2021).
    """
    own, their = spread(box[None]), spread(others)
    both = own + their
    away = others[:, :2] - box[:2]
    far = np.einsum("ni,nij,nj->n", away, np.linalg.inv(both), away) / 4
    alike = np.sqrt(np.linalg.det(own) * np.linalg.det(their))
    unlike = np.log(np.linalg.det(both) / (4 * alike + 1e-7) + 1e-7) / 2
    return np.asarray(1 - np.sqrt(1 - np.exp(-np.clip(far + unlike, 1e-7, 100)) + 1e-7))


def spread(boxes: np.ndarray) -> np.ndarray:
    """Return the covariance of points spread evenly over rotated boxes, (n, 2, 2)."""
    cos, sin = np.cos(boxes[:, 4]), np.sin(boxes[:, 4])
    turn = np.stack([np.stack([cos, -sin], axis=1), np.stack([sin, cos], axis=1)], axis=1)
    sizes = boxes[:, None, 2:4].astype(float) ** 2 / 12 + 1e-6
    return np.asarray(turn * sizes @ turn.transpose(0, 2, 1))


def outline(logits: np.ndarray, box: np.ndarray, side: int) -> np.ndarray:
    """Return the outer ring of an object's mask inside its box, (m, 2), in the network's input."""
    fine = np.asarray(Image.fromarray(logits).resize((side, side), Image.Resampling.BILINEAR))
    left, top, right, bottom = np.clip(np.rint(box), 0, side).astype(int)
    inside = np.zeros((side, side), bool)
    inside[top:bottom, left:right] = fine[top:bottom, left:right] > 0
    rings = [np.array(ring, dtype=float) for ring in trace(inside)]
    return simplify(max(rings, key=area)) if rings else np.zeros((0, 2))


def trace(mask: np.ndarray) -> list[list[tuple[int, int]]]:
    """Return the rings along the edges of a mask's pixels, the inside to their right."""
    padded = np.pad(mask, 1)
    steps: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for (down, right), (x1, y1), (x2, y2) in (
        ((-1, 0), (0, 0), (1, 0)),
        ((0, 1), (1, 0), (1, 1)),
        ((1, 0), (1, 1), (0, 1)),
        ((0, -1), (0, 1), (0, 0)),
    ):
        rows, columns = np.nonzero(padded & ~np.roll(padded, (-down, -right), (0, 1)))
        for y, x in zip((rows - 1).tolist(), (columns - 1).tolist(), strict=True):
            steps.setdefault((x + x1, y + y1), []).append((x + x2, y + y2))
    rings = []
    while steps:
        place, ring = next(iter(steps)), []
        while place in steps:
            ring.append(place)
            following = steps[place].pop()
            if not steps[place]:
                del steps[place]
            place = following
        rings.append(ring)
    return rings


def area(ring: np.ndarray) -> float:
    """Return the area of a ring without regard to its direction."""
    x, y = ring.T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def simplify(ring: np.ndarray) -> np.ndarray:
    """Return a ring with no more points than it needs (Ramer, Douglas and Peucker)."""
    far = int(np.linalg.norm(ring - ring[0], axis=1).argmax())
    there, back = thin(ring[: far + 1]), thin(np.vstack([ring[far:], ring[:1]]))
    return np.vstack([there[:-1], back[:-1]])


def thin(path: np.ndarray) -> np.ndarray:
    """Return the points of an open path that it needs."""
    chord, away = path[-1] - path[0], path - path[0]
    length = np.linalg.norm(chord)
    off = abs(chord[0] * away[:, 1] - chord[1] * away[:, 0]) / max(length, 1e-9)
    far = int(off.argmax())
    if off[far] <= TOLERANCE:
        return path[[0, -1]]
    return np.vstack([thin(path[: far + 1])[:-1], thin(path[far:])])


if __name__ == "__main__":
    main()
