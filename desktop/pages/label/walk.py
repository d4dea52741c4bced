"""Images gone through in an order of their own: browsed by number, or checked again."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import ImageFilter, ImageState
from engine.loop.classes import Recheck
from engine.loop.pool import ImagePool


@dataclass(frozen=True, slots=True)
class Walk:
    """The images in their order, and what they are looked through for; empty = the questions.

    Attributes:
        class_ids: The classes that lack, where images are checked again.
        names: What these are called.
        seconds_each: What checking one is likely to take.
    """

    image_ids: tuple[ImageId, ...] = ()
    class_ids: tuple[ClassId, ...] = ()
    names: tuple[str, ...] = ()
    seconds_each: float = 0.0

    @property
    def is_recheck(self) -> bool:
        """Whether images are looked through again for classes that lack."""
        return bool(self.class_ids)

    def num_left(self, image_id: ImageId) -> int:
        """Return how many images are left from this one on."""
        return len(self.image_ids) - self.image_ids.index(image_id)


def recheck_walk(recheck: Recheck, classes: tuple[ObjectClass, ...]) -> Walk:
    """Return the way through the images to check again."""
    names = {each.id: each.name for each in classes}
    lacking = tuple(class_id for class_id in recheck.class_ids if class_id in names)
    called = tuple(names[class_id] for class_id in lacking)
    return Walk(recheck.image_ids, lacking, called, recheck.seconds_each)


def browse_walk(pool: ImagePool, image_id: ImageId | None) -> Walk:
    """Return the way through all images by number. Project thread.

    One that cannot be used can still be looked at: it is on the way where it is asked for.
    """
    ids = pool.ids(where=ImageFilter(state=ImageState.READY))
    if image_id is not None and image_id not in ids:
        bisect.insort(ids, image_id)
    return Walk(tuple(ids))
