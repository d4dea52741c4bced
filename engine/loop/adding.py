"""Adding images to a project, file by file or from a dataset with its labels.

Reading is slow and writes nothing; committing is quick and needs the writer's thread. So both
alternate: `read` on any one thread, then `commit` on the project's. What settles the images at the
end, near-duplicates put into one group, goes on so, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from engine.domain.annotations import Annotation, AnnotationEdit, Source
from engine.domain.changes import Changed, Changes
from engine.domain.errors import DataError
from engine.domain.groups import GroupRule
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, new_id
from engine.domain.images import Answer, ImageFacts, RejectedFile, Split
from engine.domain.project import ProjectSettings, Task
from engine.domain.tasks import is_enough, too_poor
from engine.formats.dataset import LabeledShape
from engine.imaging.files import read_facts
from engine.loop.holdout import Holdout, Settling
from engine.store.additions import AddedImages, NewImage
from engine.store.database import Store
from engine.store.transaction import Transaction

KEEPING_SPLITS_OF = "keeping_splits_of"
"""Stands in the project while a dataset with its own splits is on its way in."""

_CHUNK = 64
_READERS = 4


@dataclass(frozen=True, slots=True)
class FoundImage:
    """A file to add, with what its dataset says of it.

    Attributes:
        path: The file.
        split: Where the dataset puts it, if it says.
        shapes: Its labels; None means unlabeled, none of them means confirmed empty.
    """

    path: Path
    split: Split | None = None
    shapes: tuple[LabeledShape, ...] | None = None


@dataclass(slots=True)
class AddReport:
    """What became of the files so far.

    `num_files` counts those looked at, `num_needs_review` the images whose labels say too little
    for the project's task: they keep them and are not complete.
    """

    num_files: int = 0
    num_added: int = 0
    num_known: int = 0
    num_duplicates: int = 0
    num_shapes: int = 0
    num_labeled: int = 0
    num_needs_review: int = 0
    num_joined: int = 0
    rejected: list[RejectedFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _ReadImage:
    found: FoundImage
    facts: ImageFacts


def leave_in_place(facts: ImageFacts) -> Path:
    """Let the project read a file where it is."""
    return facts.path


class Adding:
    """One import on its way.

    What was committed stays when it is broken off; begun again, it passes over known files.

    Args:
        store: The project's database.
        found: The files; rejected ones are reported.
        rule: How images fall into groups.
        holdout: Settles groups and splits at the end.
        keep_splits_of: The dataset whose splits stand; without one all images go to the pool.
            Broken off, it is remembered, and its other images keep theirs when it is begun again.
        class_names: Classes that labels are complete for; those the project lacks are added.
        place: Returns where the project shall read a file with these facts, copying it if wanted.
    """

    def __init__(
        self,
        store: Store,
        found: Iterable[FoundImage | RejectedFile],
        *,
        rule: GroupRule,
        holdout: Holdout,
        keep_splits_of: Path | None = None,
        class_names: tuple[str, ...] = (),
        place: Callable[[ImageFacts], Path] = leave_in_place,
    ) -> None:
        self.report = AddReport()
        self._store = store
        self._found = iter(found)
        self._rule = rule
        self._holdout = holdout
        self._keep_splits_of = keep_splits_of
        self._class_names = class_names
        self._place = place
        self._read: list[_ReadImage] = []
        self._rejected: list[RejectedFile] = []
        self._is_begun = False
        self._is_stopped = False
        # Once the last files are in.
        self._settling: Settling | None = None

    def read(self) -> bool:
        """Read the next files, or what settles all of them; any one thread.

        Returns:
            False when one `commit` is left, which ends the import.

        Raises:
            ResourceError: A copy cannot be written.
        """
        files = list(islice(self._found, _CHUNK))
        if not files:
            if self._settling is None:
                self._settling = self._begin_to_settle()
            return not self._settling.is_done
        images = [file for file in files if isinstance(file, FoundImage)]
        self._rejected = [file for file in files if isinstance(file, RejectedFile)]
        new = images if self._class_names else self._unknown(images)
        self.report.num_files += len(files)
        self.report.num_known += len(images) - len(new)
        with ThreadPoolExecutor(_READERS) as readers:
            read = list(readers.map(self._read_one, new))
        self._read = [image for image in read if isinstance(image, _ReadImage)]
        self._rejected += [image for image in read if isinstance(image, RejectedFile)]
        return True

    def commit(self) -> Changes:
        """Store what was read; after the last files, settle groups and splits. The writer only."""
        if self._settling is not None:
            return self._settle(self._settling)
        if not self._is_begun:
            self._is_begun = True
            self._holdout.begin_addition()
        with self._store.write() as tx:
            if self._keep_splits_of:
                tx.project.set_value(KEEPING_SPLITS_OF, str(self._keep_splits_of))
            added = tx.images.add([self._as_new(image) for image in self._read])
            _follow_moved(tx, added)
            tx.images.reject(self._rejected)
            if self._class_names:
                self._label(tx, added)
        self.report.num_known += len(self._read) - len(added.added) - len(added.duplicates)
        self.report.num_added += len(added.added)
        self.report.num_duplicates += len(added.duplicates)
        self.report.rejected += self._rejected
        self._read, self._rejected = [], []
        return Changes(Changed.IMAGES | (Changed.LABELS if self._class_names else Changed.NOTHING))

    def stop(self) -> None:
        """Look at no more files; what is left to `read` and `commit` settles those stored.

        Begun again, the same import goes on with the files that are missing.
        """
        self._found = iter(())
        self._is_stopped = True

    def break_off(self) -> Changes:
        """Stop, drop what is not stored, and settle the rest at once. The writer only."""
        self.stop()
        self._read, self._rejected = [], []
        return self._finish(self._settling or self._begin_to_settle())

    def run(self) -> Iterator[AddReport]:
        """Do all of it, yielding the report after each chunk; for callers that may block."""
        while self.read():
            self.commit()
            yield self.report
        self.commit()
        yield self.report

    def _begin_to_settle(self) -> Settling:
        return self._holdout.settle(keeps_splits=self._keep_splits_of is not None)

    def _settle(self, settling: Settling) -> Changes:
        if settling.is_done:
            return self._finish(settling)
        settling.step()
        return Changes(Changed.IMAGES)

    def _finish(self, settling: Settling) -> Changes:
        if self._is_begun:
            self._is_begun = False
            self._holdout.end_addition()
        settling.finish()
        self.report.num_joined = settling.num_joined
        if self._keep_splits_of and not self._is_stopped:
            with self._store.write() as tx:
                tx.project.set_value(KEEPING_SPLITS_OF, None)
        return Changes(Changed.IMAGES | Changed.SPLITS)

    def _unknown(self, images: list[FoundImage]) -> list[FoundImage]:
        files = [(image.path, *_stamp(image.path)) for image in images]
        with self._store.read() as tx:
            known = tx.images.known_among(files)
        return [image for image in images if image.path not in known]

    def _read_one(self, found: FoundImage) -> _ReadImage | RejectedFile:
        try:
            facts = read_facts(found.path)
        except DataError as error:
            return RejectedFile(found.path, error.message)
        return _ReadImage(found, replace(facts, path=self._place(facts)))

    def _as_new(self, image: _ReadImage) -> NewImage:
        split = image.found.split if self._keep_splits_of else None
        group = self._rule.group_of(image.found.path, image.facts.content_hash)
        return NewImage(image.facts, group, split or Split.TRAIN)

    def _label(self, tx: Transaction, added: AddedImages) -> None:
        """Label images that have no labels yet; what the expert said before an import stands."""
        class_ids = _ids_of_classes(tx, self._class_names)
        labeled = {
            added.ids[image.facts.content_hash]: image
            for image in self._read
            if image.found.shapes is not None
        }
        known = {labels.image_id for labels in tx.labels.stream(labeled) if labels.answers}
        fresh = {image_id: image for image_id, image in labeled.items() if image_id not in known}
        settings = tx.project.settings()
        drawn = {
            image_id: tuple(_annotations(image_id, image, class_ids))
            for image_id, image in fresh.items()
        }
        edits = [AnnotationEdit(None, each) for found in drawn.values() for each in found]
        tx.labels.apply(edits, who="import")
        said = {
            image_id: _answers(settings, found, class_ids.values())
            for image_id, found in drawn.items()
        }
        tx.labels.set_many_answers(said, who="import")
        num_labeled = sum(is_enough(settings, found) for found in drawn.values())
        self.report.num_shapes += len(edits)
        self.report.num_labeled += num_labeled
        self.report.num_needs_review += len(drawn) - num_labeled


def _follow_moved(tx: Transaction, added: AddedImages) -> None:
    """Let images whose file has gone be read from the duplicate that was found."""
    found_at = {image_id: path for path, image_id in added.duplicates}
    for record in tx.images.get_many(found_at):
        if not record.path.exists():
            tx.images.set_path(record.id, path=found_at[record.id])


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def _ids_of_classes(tx: Transaction, names: tuple[str, ...]) -> dict[str, ClassId]:
    known = {c.name.casefold(): c.id for c in tx.classes.all()}
    for name in names:
        if name.casefold() not in known:
            known[name.casefold()] = tx.classes.add(name).id
    return {name: known[name.casefold()] for name in names}


def _annotations(
    image_id: ImageId, image: _ReadImage, class_ids: Mapping[str, ClassId]
) -> Iterator[Annotation]:
    assert image.found.shapes is not None
    for labeled in image.found.shapes:
        yield Annotation(
            AnnotationId(new_id()),
            image_id,
            class_ids[labeled.class_name],
            labeled.shape,
            source=Source.IMPORT,
            attributes=labeled.attributes,
        )


def _answers(
    settings: ProjectSettings, drawn: Sequence[Annotation], class_ids: Iterable[ClassId]
) -> dict[ClassId, Answer]:
    if settings.task is Task.CLASSIFY and not drawn:
        return {}
    poor = {annotation.class_id for annotation in too_poor(settings, drawn)}
    present = {annotation.class_id for annotation in drawn}
    said = {key: Answer.COMPLETE if key in present else Answer.EMPTY for key in class_ids}
    return said | dict.fromkeys(poor, Answer.PARTIAL)
