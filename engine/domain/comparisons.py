"""Comparisons: what two versions reach on the same images, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain.metrics import Yardstick
from engine.domain.operating_points import Estimate


@dataclass(frozen=True, slots=True)
class Paired:
    """One figure of two versions on the same images.

    Attributes:
        difference: Second minus first, with its 95 % interval over groups drawn anew for both
            alike; without an interval where groups are too few, or all of them say the same.
    """

    first: float
    second: float
    difference: Estimate


@dataclass(frozen=True, slots=True)
class ComparedClass:
    """One class, by its place in the first version's order.

    Attributes:
        precision: The average precision that decides (the share recognized, where whole images
            are classified); None without objects of the class.
        found: Share of its objects found at each version's operating point; None without objects.
    """

    place: int
    num_objects: int
    precision: Paired | None
    found: Paired | None


@dataclass(frozen=True, slots=True)
class ComparedImage:
    """One image, at each version's operating point.

    Attributes:
        content_hash: Names the image.
        num_objects: Objects that are there.
        first_errors: Objects missed or called by another class, and false alarms, of the first.
        second_errors: The same of the second.
        num_changed: Objects and false alarms that the two do not share.
    """

    content_hash: str
    num_objects: int
    first_errors: int
    second_errors: int
    num_changed: int

    @property
    def gain(self) -> int:
        """By how many errors the second version is better here."""
        return self.first_errors - self.second_errors


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions on the images of one yardstick that both saw with the same labels.

    Attributes:
        num_only_first: Images left out because the second version was not measured on them.
        num_only_second: The same the other way round.
        num_relabeled: Images left out because their labels changed in between.
        precision: The figure that decides, from what was kept of each image; None without objects.
        found: Share of all objects found at each version's operating point; None without objects.
        false_alarms: Boxes that are not right, per image, at each version's operating point.
        images: Those where the two differ most first.
    """

    yardstick: Yardstick
    num_images: int
    num_groups: int
    num_only_first: int
    num_only_second: int
    num_relabeled: int
    precision: Paired | None
    found: Paired | None
    false_alarms: Paired
    classes: tuple[ComparedClass, ...]
    images: tuple[ComparedImage, ...]
