"""What the interactive worker is asked while the expert waits, and what it replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from engine.domain.examples import Alike, Example, Freedom
from engine.domain.polygon_edits import Outlined
from engine.domain.prompts import Prompt
from engine.domain.shapes import MultiPolygon, Polygon
from engine.domain.view import ViewSettings


@dataclass(frozen=True, slots=True)
class SeenImage:
    """An image as the expert sees it.

    Attributes:
        path: Its file.
        content_hash: Its content; the sizes of large images are found by it.
        pyramids_dir: Where those are kept.
        view: How its values are shown.
    """

    path: str
    content_hash: str
    pyramids_dir: str
    view: ViewSettings


@dataclass(frozen=True, slots=True)
class PrepareRequest:
    """Make ready for outlines in an image: the next one is then found sooner.

    Attributes:
        image: The image.
        weights: The SAM weights to find outlines with; empty for GrabCut.
    """

    image: SeenImage
    weights: str = ""


@dataclass(frozen=True, slots=True)
class PrepareReply:
    """All is ready.

    Attributes:
        notice: What the expert should know, such as that the GPU's memory ran out.
    """

    notice: str = ""


@dataclass(frozen=True, slots=True)
class OutlineRequest:
    """Find the outline of the object that a prompt means.

    Attributes:
        image: The image.
        prompt: Where the object is; one that can be followed.
        reach_px: How far around a prompt of points alone the object may go, in pixels of the image.
        weights: The SAM weights to find it with; empty for GrabCut.
    """

    image: SeenImage
    prompt: Prompt
    reach_px: float
    weights: str = ""


@dataclass(frozen=True, slots=True)
class OutlineReply:
    """An outline, or none where nothing was found.

    Attributes:
        parts: Its pieces in pixels of the upright image.
        notice: What the expert should know, such as that the GPU's memory ran out.
    """

    parts: tuple[Polygon, ...]
    notice: str = ""

    @property
    def outline(self) -> Outlined | None:
        """The pieces as one shape."""
        if not self.parts:
            return None
        return self.parts[0] if len(self.parts) == 1 else MultiPolygon(self.parts)


@dataclass(frozen=True, slots=True)
class FindRequest:
    """Find the rest of what examples show, in the image where they were drawn."""

    image: SeenImage
    examples: tuple[Example, ...]
    freedom: Freedom


@dataclass(frozen=True, slots=True)
class FindReply:
    """What was found, the surest first; what is labeled already may be among it."""

    found: tuple[Alike, ...]


Request: TypeAlias = PrepareRequest | OutlineRequest | FindRequest
Reply: TypeAlias = PrepareReply | OutlineReply | FindReply

REPLY_OF_REQUEST: Mapping[type[Request], type[Reply]] = {
    PrepareRequest: PrepareReply,
    OutlineRequest: OutlineReply,
    FindRequest: FindReply,
}
