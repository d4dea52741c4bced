"""What stands in the README of an exported model."""

from __future__ import annotations

from engine.domain.project import Task
from engine.domain.versions import ModelExport

_README = """A {kind} exported by Loupe: {name}, input {side} x {side} pixels.

model.onnx    the network
              input "images": (1, 3, {side}, {side}) float32, RGB, 0 to 1; {shown}
              {answer}
classes.txt   the classes in the order of their scores, one a line
predict.py    looks at images: pip install onnxruntime numpy pillow
              python predict.py photo.jpg
{point}
{check}

The network is derived from Ultralytics YOLO, which is licensed under AGPL-3.0; using it in other
terms needs a licence from Ultralytics.
"""
_POINT = """operating_point.json
              from which confidence a box of each class counts, chosen on images the model had not
              seen, and what that reaches; predict.py shows boxes from there on
"""
_KINDS = {
    Task.DETECT: "detection model",
    Task.SEGMENT: "segmentation model",
    Task.OBB: "model of rotated boxes",
    Task.POSE: "keypoint model",
    Task.CLASSIFY: "classification model",
}
_FITTED = """the image is scaled to
              fit and centered on gray (114)"""
_MIDDLE = """the image is scaled so
              that its shorter side fits, and what lies outside the square is cut off"""
_BOXES = """output: (1, figures, cells), for each cell the center, width and height of a box in
              input pixels, then a score for each class; overlapping boxes are still there"""
_ANSWERS = {
    Task.DETECT: _BOXES,
    Task.SEGMENT: f"""{_BOXES};
              then how much of each mask of the second output, (1, masks, height, width), is in the
              mask of the object: where the mixture is above 0, inside the box, there it is""",
    Task.OBB: f"""{_BOXES};
              then the angle by which the box is turned, in radians, clockwise""",
    Task.POSE: f"""{_BOXES};
              then x, y and confidence of each keypoint""",
    Task.CLASSIFY: "output: (1, classes), the probability of each class",
}


def readme(export: ModelExport, task: Task, *, has_point: bool) -> str:
    """Return what a person without Loupe has to know of an exported model."""
    return _README.format(
        kind=_KINDS[task],
        name=export.version_id,
        side=export.imgsz,
        shown=_MIDDLE if task is Task.CLASSIFY else _FITTED,
        answer=_ANSWERS[task],
        point=_POINT if has_point else "",
        check=check_in_words(export, task),
    )


def check_in_words(export: ModelExport, task: Task) -> str:
    """Return how far an export is from PyTorch, in one sentence."""
    check = export.check
    if task is Task.CLASSIFY:
        same = f"{check.num_matched} of {check.num_boxes} images are called the same"
    else:
        what = "boxes" if task is Task.DETECT else "objects"
        same = (
            f"{check.num_matched} of {check.num_boxes} {what} above "
            f"confidence {check.threshold:.3g} are the same"
        )
    return (
        f"On {check.num_images} images the raw outputs differ by at most "
        f"{check.max_abs_difference:.2g}; {same}."
    )
