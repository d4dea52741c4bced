"""What the stated facts let a training do to an image, to look at before anything is trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from engine.domain.images import RejectedFile
from engine.domain.project import DomainFacts
from engine.imaging.augmenting import augment
from engine.imaging.files import find_image_files, is_image_name
from engine.imaging.pixels import open_upright
from engine.tuning.strength import strongest_augmentation


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """Pixels to show: three bytes each, row by row."""

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class FactsPreview:
    """An image as it is, and as the strongest training of a search may show it under some facts."""

    name: str
    before: SmallPicture
    after: SmallPicture


def first_image(sources: Sequence[Path]) -> Path | None:
    """Return the first image of folders and files; None where there is none. Any thread."""
    for source in sources:
        if source.is_file() and is_image_name(source.name):
            return source
        if source.is_dir():
            for found in find_image_files(source):
                if not isinstance(found, RejectedFile):
                    return found
    return None


def preview_facts(path: Path, facts: DomainFacts, *, seed: int, side_px: int) -> FactsPreview:
    """Return an image before and after; the same seed gives the same picture. Any thread.

    Raises:
        DataError: The image is gone or damaged.
    """
    picture = open_upright(path, min_side_px=side_px).convert("RGB")
    picture.thumbnail((side_px, side_px))
    after = augment(picture, strongest_augmentation(facts), seed=seed)
    return FactsPreview(path.name, _small(picture), _small(after))


def _small(picture: Image.Image) -> SmallPicture:
    return SmallPicture(picture.width, picture.height, picture.tobytes())
