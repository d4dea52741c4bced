"""What replies to each kind of request; everything heavy is imported when its first one comes.

To add a kind: its request and reply in `engine.domain.requests`, and its replier here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

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


def prepare(request: PrepareRequest, warm: Warm) -> PrepareReply:
    """Read the image and load what will be needed."""
    from engine.vision import grabcut  # noqa: F401 - loaded for the next request

    seen_picture(request.image, warm)
    return PrepareReply()


def outline(request: OutlineRequest, warm: Warm) -> OutlineReply:
    """Find the outline of an object."""
    from engine.vision.grabcut import find_outline

    picture = seen_picture(request.image, warm)
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


# Each replier takes requests of its own kind only.
Repliers = Mapping[type[Request], Callable[..., Reply]]

REPLIERS: Repliers = {
    PrepareRequest: prepare,
    OutlineRequest: outline,
    FindRequest: find,
}
