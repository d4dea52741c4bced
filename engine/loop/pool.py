"""The image pool: what images the project has, and adding more."""

from __future__ import annotations

import itertools
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.domain.annotations import ImageLabels
from engine.domain.changes import Changed, Changes
from engine.domain.errors import ConflictError, NotFoundError
from engine.domain.groups import EACH_ALONE, GroupRule
from engine.domain.identifiers import ImageId
from engine.domain.images import (
    Answer,
    ImageFacts,
    ImageFilter,
    ImageOrder,
    ImageRecord,
    ImageState,
    Progress,
    RejectedFile,
    Split,
)
from engine.imaging.files import find_image_files, is_image_name
from engine.imaging.pixels import open_upright
from engine.imaging.pyramids import PyramidCache
from engine.imaging.thumbnails import ThumbnailCache
from engine.jobs.files import writing
from engine.loop.adding import Adding, FoundImage, leave_in_place
from engine.loop.holdout import Holdout
from engine.loop.pictures import Picture
from engine.store.database import Store
from engine.store.transaction import Transaction

ANY_IMAGE = ImageFilter()


@dataclass(frozen=True, slots=True)
class PoolCounts:
    """Images of the project by where they stand; those that cannot be used are apart."""

    num_pool: int
    num_pool_labeled: int
    num_val: int
    num_val_labeled: int
    num_test: int
    num_test_labeled: int
    num_partial: int
    num_unusable: int

    @property
    def num_images(self) -> int:
        """All usable images."""
        return self.num_pool + self.num_val + self.num_test

    @property
    def num_labeled(self) -> int:
        """All completely labeled images."""
        return self.num_pool_labeled + self.num_val_labeled + self.num_test_labeled


@dataclass(frozen=True, slots=True)
class LabelSummary:
    """How far an image is labeled over all classes, and how many annotations it has."""

    progress: Progress = Progress.UNLABELED
    num_annotations: int = 0


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """Upright pixels: RGB bytes row by row, width times height times three."""

    width: int
    height: int
    rgb: bytes


class ImagePool:
    """All images of the project."""

    def __init__(self, store: Store, holdout: Holdout, *, project_dir: Path) -> None:
        self._store = store
        self._holdout = holdout
        self._copies_dir = project_dir / "images"
        self._thumbnails = ThumbnailCache(project_dir / "cache" / "thumbnails")
        self._pyramids = PyramidCache(project_dir / "cache" / "pyramids")

    def add(
        self,
        sources: Sequence[Path],
        *,
        rule: GroupRule = EACH_ALONE,
        copy: bool = False,
    ) -> Adding:
        """Begin to add folders, recursively, and single files; see `Adding` for how it goes on.

        Args:
            sources: Folders or files.
            rule: How images fall into groups; each alone unless said otherwise.
            copy: Whether the project keeps copies; otherwise the files stay where they are.

        Raises:
            NotFoundError: A source is not there.
        """
        for source in sources:
            if not source.exists():
                raise NotFoundError(f"There is no {source}.", hint="Check the name of the folder.")
        found = itertools.chain.from_iterable(_find(source.absolute()) for source in sources)
        return Adding(
            self._store,
            found,
            rule=rule,
            holdout=self._holdout,
            place=self._copy if copy else leave_in_place,
        )

    def count_files(self, sources: Sequence[Path]) -> int:
        """Return how many files an `add` of these would look at. Any thread; slow for many."""
        return sum(1 for source in sources for _ in _find(source.absolute()))

    def counts(self) -> PoolCounts:
        """Return how many images stand where."""
        with self._store.read() as tx:
            return read_counts(tx)

    def page(
        self,
        offset: int,
        limit: int,
        *,
        where: ImageFilter = ANY_IMAGE,
        order: ImageOrder = ImageOrder.ADDED,
    ) -> list[ImageRecord]:
        """Return some of the images meant, in an order."""
        with self._store.read() as tx:
            return tx.images.page(offset, limit, where=where, order=order)

    def count(self, *, where: ImageFilter = ANY_IMAGE) -> int:
        """Return how many images are meant."""
        with self._store.read() as tx:
            return tx.images.count(where=where)

    def ids(
        self, *, where: ImageFilter = ANY_IMAGE, order: ImageOrder = ImageOrder.ADDED
    ) -> list[ImageId]:
        """Return the ids of the images meant, in an order."""
        with self._store.read() as tx:
            return tx.images.ids(where=where, order=order)

    def groups(self) -> list[str]:
        """Return the names of the groups that images come in."""
        with self._store.read() as tx:
            return [group.name for group in tx.splits.groups()]

    def get(self, image_ids: Sequence[ImageId]) -> list[ImageRecord]:
        """Return images in the order asked for; unknown ids are passed over."""
        with self._store.read() as tx:
            return tx.images.get_many(image_ids)

    def summaries(self, image_ids: Sequence[ImageId]) -> dict[ImageId, LabelSummary]:
        """Return how far each image is labeled, and with how many annotations."""
        with self._store.read() as tx:
            num_classes = len(tx.classes.all())
            return {
                labels.image_id: _summary(labels, num_classes=num_classes)
                for labels in tx.labels.stream(image_ids)
            }

    def rejected(self) -> list[RejectedFile]:
        """Return the files that were kept out, with reasons."""
        with self._store.read() as tx:
            return tx.images.rejected()

    def quarantine(self, image_ids: Sequence[ImageId], *, reason: str) -> Changes:
        """Take images out of use; their labels stay."""
        with self._store.write() as tx:
            tx.images.set_state(image_ids, state=ImageState.QUARANTINED, reason=reason)
        return Changes(Changed.IMAGES, frozenset(image_ids))

    def decode(self, record: ImageRecord) -> DecodedImage:
        """Return the upright pixels of an image for the canvas; slow, any thread.

        Raises:
            DataError: The file is gone or damaged.
            ConflictError: It has another size than when it was added.
        """
        picture = open_upright(record.path)
        _check_size(record, picture.size)
        return DecodedImage(picture.width, picture.height, picture.convert("RGB").tobytes())

    def open_picture(self, record: ImageRecord) -> Picture:
        """Return an image to be looked at; slow, any thread.

        Raises:
            DataError: The file is gone or damaged.
            ConflictError: It has another size than when it was added.
            ResourceError: It is large, and the cache cannot take what is needed to show it.
        """
        picture = Picture(self._pyramids.open(record.path, record.content_hash))
        _check_size(record, picture.size())
        return picture

    def thumbnail(self, record: ImageRecord, *, side_px: int) -> Path:
        """Return the file of a thumbnail, made where it is missing; slow then, any thread.

        Raises:
            DataError: The image is gone or damaged.
            ResourceError: The cache cannot be written.
        """
        return self._thumbnails.get(record.path, record.content_hash, side_px)

    def _copy(self, facts: ImageFacts) -> Path:
        """Copy an original into the project; several threads may copy at the same time."""
        # The hash keeps files of one name apart, and a file that was copied before is found again.
        target = self._copies_dir / f"{facts.content_hash[:12]}-{facts.path.name}"
        partial = target.with_name(f".{target.name}.{threading.get_ident()}")
        with writing(target):
            self._copies_dir.mkdir(mode=0o700, exist_ok=True)
            if not target.exists():
                shutil.copy2(facts.path, partial)
                partial.replace(target)
        return target


def read_counts(tx: Transaction) -> PoolCounts:
    """Return how many images stand where."""
    counts = tx.splits.counts()
    train, val, test = counts[Split.TRAIN], counts[Split.VAL], counts[Split.TEST]
    return PoolCounts(
        num_pool=train.num_images,
        num_pool_labeled=train.num_complete,
        num_val=val.num_images,
        num_val_labeled=val.num_complete,
        num_test=test.num_images,
        num_test_labeled=test.num_complete,
        num_partial=train.num_started + val.num_started + test.num_started,
        num_unusable=tx.images.count() - sum(count.num_images for count in counts.values()),
    )


def _find(source: Path) -> Iterator[FoundImage | RejectedFile]:
    if source.is_file():
        if is_image_name(source.name):
            yield FoundImage(source)
        else:
            yield RejectedFile(source, "This is not a kind of image that Loupe reads.")
        return
    for found in find_image_files(source):
        yield found if isinstance(found, RejectedFile) else FoundImage(found)


def _check_size(record: ImageRecord, size: tuple[int, int]) -> None:
    width, height = size
    if size != (record.width, record.height):
        raise ConflictError(
            f"{record.name} is {width} x {height} pixels and was "
            f"{record.width} x {record.height} when it was added.",
            hint="Put the original file back; labels would no longer fit.",
        )


def _summary(labels: ImageLabels, *, num_classes: int) -> LabelSummary:
    num_settled = sum(answer.is_settled for answer in labels.answers.values())
    progress = Progress.UNLABELED
    if num_classes and num_settled >= num_classes:
        progress = Progress.COMPLETE
    elif labels.annotations or any(a is not Answer.UNLABELED for a in labels.answers.values()):
        progress = Progress.STARTED
    return LabelSummary(progress, len(labels.annotations))
