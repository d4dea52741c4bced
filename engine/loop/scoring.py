"""Scoring: what a model version sees in the images, and the suggestions made of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from engine.domain.changes import Changed, Changes
from engine.domain.classes import columns_of_classes, scores_by_class
from engine.domain.costs import AS_TOLD
from engine.domain.events import JobEvent
from engine.domain.identifiers import ClassId, ImageId, JobId, SuggestedBy, VersionId
from engine.domain.images import ImageFilter, ImageRecord, ImageState, Split
from engine.domain.jobs import ImageFile, JobKind, JobRecord, ScoreSpec
from engine.domain.predictions import Predictions
from engine.domain.project import Task
from engine.domain.results import ScoreResult
from engine.domain.shapes import Shape
from engine.domain.suggestions import Silence
from engine.domain.versions import ModelVersion
from engine.jobs.files import writing
from engine.loop.background import Background, JobHandler
from engine.loop.economy import chances_of_version, labeling_costs
from engine.loop.further_looks import NO_FURTHER, FurtherLooks
from engine.loop.weights import StartWeights
from engine.query.cost import expected_seconds, seconds_to_draw
from engine.query.pool import Pool
from engine.query.uncertainty import read_boxes
from engine.store.database import Store
from engine.store.score_cache import ScoreCache
from engine.store.score_shard import columns_of_looks
from engine.store.transaction import Transaction

# An image shows about this many boxes more than labeled ones have on average: enough to find what
# the model missed to be sure of, few enough to look through.
_EXTRA_BOXES = 10
_MAX_BOXES = 50
_COLD_IMGSZ = 320
_COLD = "cold"
_KEPT_VERSIONS = 2
_KEY = "scores"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a source offers on the canvas; `rivals` are its two likeliest classes with scores."""

    key: str
    class_id: ClassId
    confidence: float
    shape: Shape
    rivals: tuple[tuple[ClassId, float], ...]
    suggested_by: SuggestedBy = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is offered in one image, most confident first.

    Attributes:
        led_by: The source whose threshold it is: the version, where one looked.
        suggestions: All kept boxes, also those below the threshold.
        threshold: Confidence from which they are shown at first.
        silences: What is left out, as its source was too seldom right.
    """

    led_by: SuggestedBy
    suggestions: tuple[Suggestion, ...]
    threshold: float
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class _OpenScores:
    version_id: VersionId
    cache: ScoreCache
    threshold: float


class Scoring(JobHandler):
    """The score caches of the versions. Caches may be deleted at any time; they fill again."""

    def __init__(self, store: Store, background: Background, *, project_dir: Path) -> None:
        self._store = store
        self._background = background
        self._project_dir = project_dir
        self._opened: _OpenScores | None = None

    def scores_dir(self, key: str) -> Path:
        """Return the folder of the scores of a version, or of the start weights of a cold start."""
        return self._project_dir / "cache" / "scores" / key

    def earlier_scores_dir(self, version: ModelVersion | None) -> str:
        """Return the scores of the version before one, if there are any of the same classes."""
        if version is None:
            return ""
        with self._store.read() as tx:
            before = [each for each in tx.versions.all() if each.number < version.number]
        if not before or before[-1].class_ids != version.class_ids:
            return ""
        scores_dir = self.scores_dir(before[-1].id)
        return str(scores_dir.absolute()) if scores_dir.is_dir() else ""

    def cold_key(self, weights: StartWeights) -> str:
        """Return the key of scores made by start weights, before any version fits."""
        with self._store.read() as tx:
            num_classes = len(tx.classes.all())
        # A cache holds scores of one model for one number of classes.
        digest = hashlib.sha256(f"{weights.name}:{num_classes}".encode()).hexdigest()
        return f"{_COLD}-{digest[:8]}"

    def is_scored(self, key: str, looks: FurtherLooks = NO_FURTHER) -> bool:
        """Return whether every ready pool image and labeled image has scores and further looks."""
        cache = ScoreCache(self.scores_dir(key))
        if cache.folders_without(_columns(looks)):
            return False
        known = cache.image_ids
        with self._store.read() as tx:
            wanted = np.array(tx.images.ids(where=_SCORED), np.int64)
        return bool(np.isin(wanted, known).all())

    def start(self, version: ModelVersion, looks: FurtherLooks = NO_FURTHER) -> JobId:
        """Start the pass of a version over the pool; images it knows already are passed over.

        Where further looks are wanted, images that lack them are looked at anew.
        """
        weights = self._project_dir / version.weights_path
        return self._start(
            version.id,
            str(weights.absolute()),
            imgsz=version.recipe.imgsz,
            num_classes=len(version.class_names),
            looks=looks,
        )

    def start_cold(self, weights: StartWeights) -> JobId:
        """Start a pass of weights that saw no label of this project: only looks are compared."""
        with self._store.read() as tx:
            num_classes = len(tx.classes.all())
        return self._start(
            VersionId(self.cold_key(weights)),
            weights.name,
            imgsz=_COLD_IMGSZ,
            num_classes=num_classes,
        )

    def suggestions(self, image_id: ImageId) -> Suggestions | None:
        """Return what the current version sees in an image; None where it did not look yet."""
        with self._store.read() as tx:
            version = tx.versions.in_use()
            if version is None:
                return None
            classes, columns = tx.classes.all(), columns_of_version(tx, version)
            task = tx.project.settings().task
        scores = self._open(version)
        predictions = scores.cache.predictions(image_id)
        if predictions is None or not any(columns):
            return None
        known = replace(predictions, scores=scores_by_class(predictions.scores, columns))
        offered = _offer(known, [c.id for c in classes], task, version.id, image_id)
        return Suggestions(version.id, offered, scores.threshold)

    def knows_classes(self, version: ModelVersion) -> bool:
        """Return whether a version can say anything of the project's classes as they are now."""
        with self._store.read() as tx:
            return any(columns_of_version(tx, version))

    def expected_seconds(self, image_ids: Sequence[ImageId]) -> dict[ImageId, float]:
        """Return the expert seconds each image is likely to take.

        Images the current version looked at cost what its suggestions leave to do; on others all
        is drawn, as often as on a labeled image. Before anything is labeled those are left out.
        """
        with self._store.read() as tx:
            version, task = tx.versions.in_use(), tx.project.settings().task
            num_boxes, costs = tx.labels.mean_boxes_per_labeled_image(), labeling_costs(tx)
            chances = chances_of_version(tx, version) if version else AS_TOLD
        drawn = dict.fromkeys(image_ids, seconds_to_draw(num_boxes, costs)) if num_boxes else {}
        if version is None or version.task is not task:
            return drawn
        cache = self._open(version).cache
        known = np.intersect1d(np.array(image_ids, np.int64), cache.image_ids)
        pool = _pool_of(cache, known, task)
        seconds = expected_seconds(read_boxes(pool), len(pool), costs=costs, chances=chances)
        return drawn | dict(zip(map(ImageId, known.tolist()), seconds.tolist(), strict=True))

    @override
    def on_start(self, tx: Transaction, job: JobRecord) -> None:
        """Let any number run."""

    @override
    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        return Changes()

    @override
    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:
        assert isinstance(result, ScoreResult)
        self._opened = None
        used = tx.versions.in_use()
        if used is not None and tx.jobs.context(job.id)[_KEY] == used.id:
            tx.images.set_scores(top_scores(ScoreCache(self.scores_dir(used.id))))
        for record in tx.images.get_many(ImageId(image_id) for image_id in result.failed):
            state = ImageState.QUARANTINED if record.path.is_file() else ImageState.MISSING
            tx.images.set_state([record.id], state=state, reason=result.failed[record.id])
        changed = Changed.SCORES | (Changed.IMAGES if result.failed else Changed.NOTHING)
        return Changes(changed)

    @override
    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        notice = f"The model could not look through the pool: {job.reason}" if job.reason else ""
        return Changes(Changed.SCORES, notices=(notice,) if notice else ())

    def _open(self, version: ModelVersion) -> _OpenScores:
        """Return the scores of a version, kept open while they are the ones asked for."""
        if self._opened is None or self._opened.version_id != version.id:
            cache = ScoreCache(self.scores_dir(version.id))
            self._opened = _OpenScores(version.id, cache, self._threshold(version, cache))
        return self._opened

    def _threshold(self, version: ModelVersion, cache: ScoreCache) -> float:
        """Return from which confidence a version's suggestions are shown at first.

        From where a look at one is likely to cost less than drawing. A version that was measured
        nowhere shows a few more boxes than labeled images have.
        """
        with self._store.read() as tx:
            wanted = tx.labels.mean_boxes_per_labeled_image() + _EXTRA_BOXES
            worth, chances = labeling_costs(tx).worth_showing, chances_of_version(tx, version)
        by_number = first_threshold(cache, wanted=wanted)
        if version.operating_point is None or version.operating_point.calibration is None:
            return by_number
        return max(chances.confidence_from(worth), by_number)

    def _start(
        self,
        key: VersionId,
        weights: str,
        *,
        imgsz: int,
        num_classes: int,
        looks: FurtherLooks = NO_FURTHER,
    ) -> JobId:
        with self._store.read() as tx:
            running = tx.jobs.all(active=True, kind=JobKind.SCORE)
            under_way = [job.id for job in running if tx.jobs.context(job.id)[_KEY] == key]
            records = tx.images.get_many(tx.images.ids(where=_SCORED))
            task = tx.project.settings().task
            kept = {version.id for version in tx.versions.all()[-_KEPT_VERSIONS:]} | {key}
            if (used := tx.versions.in_use()) is not None:
                kept.add(used.id)
        if under_way:
            return under_way[0]
        self._drop_caches(kept)
        images_path = self.scores_dir(key) / "images.jsonl"
        _write_images(images_path, records)
        spec = ScoreSpec(
            version_id=key,
            weights=weights,
            images_path=str(images_path.absolute()),
            scores_dir=str(self.scores_dir(key).absolute()),
            imgsz=imgsz,
            num_classes=num_classes,
            max_boxes=_MAX_BOXES,
            task=task,
            committee=looks.committee,
            flips=looks.flips,
        )
        return self._background.start(spec, title="Looking through the pool", context={_KEY: key})

    def _drop_caches(self, kept: set[VersionId]) -> None:
        """Free the disk of scores nobody asks for any more; what is open on Windows stays."""
        caches = self._project_dir / "cache" / "scores"
        for folder in caches.iterdir() if caches.is_dir() else ():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def _columns(looks: FurtherLooks) -> tuple[str, ...]:
    return columns_of_looks(committee=bool(looks.committee), flips=looks.flips)


_SCORED = ImageFilter(split=Split.TRAIN, state=ImageState.READY)


def columns_of_version(tx: Transaction, version: ModelVersion) -> tuple[tuple[int, ...], ...]:
    """Return for each class of the project, in order, where a version has its scores.

    A version of another task has none.
    """
    classes = tx.classes.all()
    if version.task is not tx.project.settings().task:
        return ((),) * len(classes)
    return columns_of_classes(version.class_ids, classes, tx.classes.successors())


def first_threshold(cache: ScoreCache, *, wanted: float) -> float:
    """Return the confidence above which an image of the pool shows `wanted` boxes on average."""
    tops = [np.asarray(shard.scores, np.float32).max(axis=1) for shard in cache.shards()]
    confidences = np.concatenate(tops) if tops else np.zeros(0, np.float32)
    num_shown = round(wanted * len(cache.image_ids))
    if len(confidences) <= num_shown or not len(confidences):
        return 0.0
    return float(np.partition(confidences, -num_shown - 1)[-num_shown - 1])


def top_scores(cache: ScoreCache) -> dict[ImageId, float]:
    """Return how sure the model is of what it is surest of in each image; 0 where of nothing."""
    found: dict[ImageId, float] = {}
    for shard in cache.shards():
        tops = np.asarray(shard.scores, np.float32).max(axis=1, initial=0.0)
        for row, image_id in enumerate(shard.image_ids.tolist()):
            own = tops[int(shard.offsets[row]) : int(shard.offsets[row + 1])]
            found[ImageId(image_id)] = float(own.max(initial=0.0))
    return found


def _pool_of(cache: ScoreCache, image_ids: NDArray[np.int64], task: Task) -> Pool:
    if not len(image_ids):
        return Pool(image_ids, task=task)
    boxes = cache.boxes(image_ids)
    return Pool(
        image_ids,
        offsets=boxes.offsets,
        scores=boxes.scores,
        localization=boxes.localization,
        task=task,
    )


def _offer(
    predictions: Predictions,
    class_ids: Sequence[ClassId],
    task: Task,
    version_id: VersionId,
    image_id: ImageId,
) -> tuple[Suggestion, ...]:
    order = np.argsort(-predictions.confidence, kind="stable")
    offered = []
    for row in order.tolist():
        scores = predictions.scores[row]
        rivals = np.argsort(-scores, kind="stable")[:2].tolist()
        if (shape := predictions.shape(row, task)) is None:
            continue
        offered.append(
            Suggestion(
                key=f"{version_id}:{image_id}:{row}",
                class_id=class_ids[rivals[0]],
                confidence=float(scores[rivals[0]]),
                shape=shape,
                rivals=tuple((class_ids[index], float(scores[index])) for index in rivals),
                suggested_by=version_id,
            )
        )
    return tuple(offered)


def _write_images(path: Path, records: Iterable[ImageRecord]) -> None:
    partial = path.with_suffix(".partial")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            for record in records:
                image = ImageFile(record.id, str(record.path), record.width, record.height)
                file.write(msgspec.json.encode(image) + b"\n")
        partial.replace(path)
