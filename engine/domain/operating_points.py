"""Operating points: from which confidence a box counts, and what that reaches."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.domain.metrics import Interval, Yardstick


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval over groups; None where groups are too few for one."""

    value: float
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class ClassReach:
    """What one class reaches at its threshold.

    Attributes:
        num_objects: Objects of the class that are there.
        num_found: Of these, objects under a box of the class.
        num_false_alarms: Boxes of the class with no object of it below.
        found: Share of the objects found; None without objects.
        precision: Share of the boxes that are right; None without boxes.
        false_alarms: Per image.
        num_images_with: Images with an object of the class.
        num_passed: Of these, images in which no box of the class appears.
        passed: The same number as an estimate.
    """

    num_objects: int
    num_found: int
    num_false_alarms: int
    found: Estimate | None
    precision: Estimate | None
    false_alarms: Estimate
    num_images_with: int
    num_passed: int
    passed: Estimate


@dataclass(frozen=True, slots=True)
class Reach:
    """What thresholds reach on the images of a yardstick.

    Attributes:
        classes: In the model's order.
        found: Share of all objects found; None without objects.
        false_alarms: Of all classes, per image.
        num_images_with: Images with any object.
        num_passed: Of these, images in which no box at all appears.
        passed: The same number as an estimate.
        num_clean: Images without any object.
        num_stopped: Of these, images in which a box appears.
    """

    yardstick: Yardstick
    num_images: int
    num_groups: int
    classes: tuple[ClassReach, ...]
    found: Estimate | None
    false_alarms: Estimate
    num_images_with: int
    num_passed: int
    passed: Estimate
    num_clean: int
    num_stopped: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns a confidence into the chance that the box is right.

    The chance is `sigmoid(slope * logit(confidence) + offset)`; 1 and 0 change nothing.

    Attributes:
        num_boxes: Boxes it was fitted on.
        unseen: Objects that no box finds, for each object that one finds.
    """

    slope: float
    offset: float
    num_boxes: int
    unseen: float = 0.0

    def chance(self, confidence: float) -> float:
        """Return the chance that a box of this confidence is right, 0 to 1."""
        inside = min(max(confidence, 1e-6), 1 - 1e-6)
        logit = self.slope * math.log(inside / (1 - inside)) + self.offset
        # Written so that neither exponential overflows.
        if logit >= 0:
            return 1 / (1 + math.exp(-logit))
        return math.exp(logit) / (1 + math.exp(logit))


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Thresholds of a model version, in the order of its classes, and what they reach.

    Attributes:
        thresholds: Confidence from which on a box of each class counts.
        aims: Share of the objects of each class that was to be found; None = the best balance of
            objects found and boxes that are right.
        chosen: On the images by which the thresholds were chosen: validation, or a fold.
        shown: On test, for people to see; nothing decides by it. None without test images.
        calibration: Fitted where the thresholds were chosen; None without any box there.
    """

    thresholds: tuple[float, ...]
    aims: tuple[float | None, ...]
    chosen: Reach
    shown: Reach | None = None
    calibration: Calibration | None = None
