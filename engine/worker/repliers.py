"""What replies to each kind of request; everything heavy is imported when its first one comes.

To add a kind: its request and reply in `engine.domain.requests`, and its replier here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.domain.requests import (
    FindReply,
    FindRequest,
    OutlineReply,
    OutlineRequest,
    PrepareReply,
    PrepareRequest,
    Reply,
    Request,
    SeenImage,
)
from engine.imaging.pyramids import PyramidCache
from engine.imaging.seen import SeenPicture
from engine.worker.warm import Warm

if TYPE_CHECKING:
    from engine.vision.sam import Sam


def prepare(request: PrepareRequest, warm: Warm) -> PrepareReply:
    """Read the image and load what will be needed."""
    picture = seen_picture(request.image, warm)
    if not request.weights:
        from engine.vision import grabcut  # noqa: F401 - loaded for the next request

        return PrepareReply()
    sam = _sam(request.weights, warm)
    sam.look(picture)
    return PrepareReply(sam.notice)


def outline(request: OutlineRequest, warm: Warm) -> OutlineReply:
    """Find the outline of an object."""
    picture = seen_picture(request.image, warm)
    if request.weights:
        sam = _sam(request.weights, warm)
        return OutlineReply(sam.find_outline(picture, request.prompt), sam.notice)
    from engine.vision.grabcut import find_outline

    return OutlineReply(find_outline(picture, request.prompt, reach_px=request.reach_px))


def find(request: FindRequest, warm: Warm) -> FindReply:
    """Find the rest of what examples show."""
    from engine.vision.examples import find_rest

    picture = seen_picture(request.image, warm)
    return FindReply(tuple(find_rest(picture, picture, request.examples, freedom=request.freedom)))


def seen_picture(image: SeenImage, warm: Warm) -> SeenPicture:
    """Return an image as it is seen; read where another one was seen last.

    Raises:
        DataError: The file is gone or damaged.
        ResourceError: It is large, and the cache cannot take what is needed to read it.
    """

    def _open() -> SeenPicture:
        pyramids = PyramidCache(Path(image.pyramids_dir))
        return SeenPicture(pyramids.open(Path(image.path), image.content_hash), image.view)

    return warm.get("picture", image, _open)


def _sam(weights: str, warm: Warm) -> Sam:
    from engine.vision.sam import Sam

    # A file of that name may be another one by now.
    path = Path(weights)
    changed_at = path.stat().st_mtime_ns if path.is_file() else 0
    return warm.get("sam", (weights, changed_at), lambda: Sam.load(path))


# Each replier takes requests of its own kind only.
Repliers = Mapping[type[Request], Callable[..., Reply]]

REPLIERS: Repliers = {
    PrepareRequest: prepare,
    OutlineRequest: outline,
    FindRequest: find,
}
