"""Labels worth another look: where a model that did not learn from them contradicts them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.domain.annotations import ImageLabels
from engine.domain.classes import ObjectClass, scores_by_class
from engine.domain.costs import Chances
from engine.domain.identifiers import ImageId
from engine.domain.images import Split
from engine.domain.predictions import Predictions
from engine.domain.project import Task
from engine.domain.rounds import Pick, Purpose, Question, Round
from engine.domain.shapes import bounding_box
from engine.domain.versions import ModelVersion
from engine.evaluation.consistency import compare
from engine.loop.economy import chances_of_version
from engine.loop.scoring import Scoring, columns_of_version
from engine.loop.second_looks import comparable_looks, due_now, is_played
from engine.loop.training import ANSWERED_AHEAD
from engine.query.cost import chances_of
from engine.query.label_quality import LabelDoubt, LabeledImage, LabelQuality, judge_labels
from engine.store.database import Store
from engine.store.score_cache import ScoreCache
from engine.store.transaction import Transaction

# One question in 20 goes to labels in doubt (5 to 10 % of the seconds are worth it).
_SHARE = 0.05
# Images looked through for a round: few enough for the thread of the project.
_MAX_LOOKED_AT = 100
_VERSIONS_KEPT = 2


@dataclass(frozen=True, slots=True)
class DoubtfulLabels:
    """An image whose labels are worth another look, the lowest score first; why, in words."""

    image_id: ImageId
    score: float
    reason: str


class LabelChecks:
    """Finds labels worth another look. Only pool images: the holdout is labeled without a model."""

    def __init__(self, store: Store, scoring: Scoring) -> None:
        self._store = store
        self._scoring = scoring

    def read(self) -> list[DoubtfulLabels]:
        """Return the images whose labels are in doubt and were not checked yet, worst first."""
        with self._store.read() as tx:
            return find_doubtful(tx, self._scoring)


def with_label_checks(
    tx: Transaction, scoring: Scoring, asking: Round, asked: list[Question]
) -> list[Question]:
    """Return questions with those after them that ask to check labels in doubt, each image once."""
    if not asked or is_played(tx):
        return asked
    tx.label_checks.drop_unasked()
    num_due = due_now(
        _SHARE,
        num_answered=tx.rounds.num_answered(),
        num_before=tx.label_checks.count(),
        num_asked=len(asked),
    )
    doubtful = find_doubtful(tx, scoring)[:num_due] if num_due > 0 else []
    tx.label_checks.add([each.image_id for each in doubtful])
    return [
        *asked,
        *(
            Question(asking.number, 0, Pick(each.image_id, 0.0, each.reason), purpose=Purpose.CHECK)
            for each in doubtful
        ),
    ]


def find_doubtful(tx: Transaction, scoring: Scoring) -> list[DoubtfulLabels]:
    """Return the images whose labels are in doubt and were not checked yet, worst first."""
    checked = tx.label_checks.image_ids()
    found = {each.image_id: each for each in _answered_differently(tx)}
    for version in tx.versions.all()[-_VERSIONS_KEPT:]:
        found |= {each.image_id: each for each in _contradicted(tx, scoring, version)}
    left = (each for each in found.values() if each.image_id not in checked)
    return sorted(left, key=lambda each: (each.score, each.image_id))


def _answered_differently(tx: Transaction) -> list[DoubtfulLabels]:
    """Return the images of finished rounds that the expert answered twice, and not alike."""
    found = []
    for look in comparable_looks(tx):
        if tx.second_looks.current(look.image_id) is not None:
            continue
        apart = compare(look.first, look.second)
        num_first, num_second = len(apart.only_first), len(apart.only_second)
        if num_first or num_second:
            share = (num_first + num_second) / (len(look.first) + len(look.second))
            reason = (
                f"Your two answers differ: {num_first} drawn only the first time, "
                f"{num_second} only the second"
            )
            found.append(DoubtfulLabels(look.image_id, 1.0 - share, reason))
    return found


def _contradicted(tx: Transaction, scoring: Scoring, version: ModelVersion) -> list[DoubtfulLabels]:
    """Return the images labeled after a version learned whose labels it contradicts."""
    columns, chances = columns_of_version(tx, version), chances_of_version(tx, version)
    point, task = version.operating_point, tx.project.settings().task
    is_measured = point is not None and point.calibration is not None
    if version.round_number is None or not is_measured or task is Task.CLASSIFY:
        return []
    if not columns or not all(columns):
        return []
    cache = ScoreCache(scoring.scores_dir(version.id))
    classes = tx.classes.all()
    found = []
    for labels in _unlearned(tx, cache, version, after=version.round_number):
        seen = cache.predictions(labels.image_id)
        if seen is None:
            continue
        known = Predictions(seen.xyxy_px, scores_by_class(seen.scores, columns), seen.localization)
        quality = judge_labels(_labeled_image(tx, labels, known, classes, chances))
        if quality.doubt is not None:
            reason = _in_words(quality, classes)
            found.append(DoubtfulLabels(labels.image_id, quality.score, reason))
    return found


def _unlearned(
    tx: Transaction, cache: ScoreCache, version: ModelVersion, *, after: int
) -> list[ImageLabels]:
    """Return the labels of pool images answered later than the version began to learn."""
    complete = set(tx.labels.complete_ids(Split.TRAIN))
    old = set(tx.rounds.answered_ids(until=after))
    # Rounds that were asked ahead may have been begun by then.
    old |= set(tx.jobs.context(version.job_id).get(ANSWERED_AHEAD, ()))
    recent = [i for i in tx.rounds.answered_ids() if i not in old and i in complete and i in cache]
    return list(tx.labels.stream(recent[-_MAX_LOOKED_AT:]))


def _labeled_image(
    tx: Transaction,
    labels: ImageLabels,
    seen: Predictions,
    classes: Sequence[ObjectClass],
    chances: Chances,
) -> LabeledImage:
    place = {each.id: index for index, each in enumerate(classes)}
    record = tx.images.get(labels.image_id)
    corners = [bounding_box(each.shape).xyxy_px for each in labels.annotations]
    return LabeledImage(
        np.array(corners, np.float32).reshape(-1, 4),
        np.array([place[each.class_id] for each in labels.annotations], np.intp),
        seen.xyxy_px,
        seen.class_index,
        chances_of(seen.confidence.astype(np.float64), chances),
        math.hypot(record.width, record.height),
    )


def _in_words(quality: LabelQuality, classes: Sequence[ObjectClass]) -> str:
    assert quality.model_class is not None
    said = classes[quality.model_class].name
    if quality.doubt is LabelDoubt.OVERLOOKED:
        return f"Check the labels: perhaps {said} was overlooked ({quality.chance:.0%} sure)"
    if quality.doubt is LabelDoubt.BADLY_LOCATED:
        return f"Check the labels: {said} may lie elsewhere than it is drawn"
    assert quality.label_class is not None
    labeled = classes[quality.label_class].name
    return f"Check the labels: {labeled} may be {said} ({quality.chance:.0%} sure)"
