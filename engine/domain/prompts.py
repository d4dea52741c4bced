"""What an expert says of an object so that its outline is found: points and a box."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.domain.shapes import Box


@dataclass(frozen=True, slots=True)
class PromptPoint:
    """A place in pixels of the upright image that is on the object, or is not."""

    x: float
    y: float
    is_on_object: bool = True


@dataclass(frozen=True, slots=True)
class Prompt:
    """All that was said of one object.

    Attributes:
        box: Lies around it, in pixels of the upright image.
        points: In the order in which they were set.
    """

    box: Box | None = None
    points: tuple[PromptPoint, ...] = ()

    @property
    def can_be_followed(self) -> bool:
        """Whether it says where the object is, not only where it is not."""
        return self.box is not None or any(point.is_on_object for point in self.points)

    def with_point(self, point: PromptPoint) -> Prompt:
        """Return it with one more point."""
        return replace(self, points=(*self.points, point))

    def with_box(self, box: Box) -> Prompt:
        """Return it with a box, in place of the one before."""
        return replace(self, box=box)

    def area_around(self, *, width: int, height: int, margin_px: float) -> Box:
        """Return the box around all of it, so much wider on each side, inside the image.

        Args:
            width: Of the image in pixels.
            height: Of the image in pixels.
            margin_px: What is added on each side.
        """
        corners = (
            () if self.box is None else ((self.box.x1, self.box.y1), (self.box.x2, self.box.y2))
        )
        xs, ys = zip(*corners, *((point.x, point.y) for point in self.points), strict=True)
        return Box(
            max(min(xs) - margin_px, 0.0),
            max(min(ys) - margin_px, 0.0),
            min(max(xs) + margin_px, float(width)),
            min(max(ys) + margin_px, float(height)),
        )
