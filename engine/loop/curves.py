"""Learning curves: accuracy over labeled images and over the expert's minutes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.versions import ModelVersion
from engine.loop.status import MIN_TEST_IMAGES
from engine.store.database import Store


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One version: what it learned from, what that cost the expert, what it reached.

    `objective` says which classes it was to tell apart: points of different ones do not compare.
    """

    version_number: int
    num_train_images: int
    expert_minutes: float
    accuracy: Accuracy
    objective: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """The versions of one project or of one simulated strategy, all measured on one yardstick."""

    name: str
    yardstick: Yardstick
    points: tuple[CurvePoint, ...]

    @property
    def parts(self) -> tuple[tuple[CurvePoint, ...], ...]:
        """The points that one line may join: from one change of the classes to the next."""
        runs = itertools.groupby(self.points, key=lambda point: point.objective)
        return tuple(tuple(run) for _, run in runs)


def learning_curve(store: Store, *, name: str) -> Curve:
    """Return the learning curve for people to look at: on test where it is large enough.

    Nothing decides by it; `advisor` reads validation alone.
    """
    with store.read() as tx:
        task = tx.project.settings().task
        # Figures of another task are measured by another rule.
        versions = [version for version in tx.versions.all() if version.task is task]
        visits = tx.visits.since(0.0)
    yardstick = _common_yardstick(versions)
    points = []
    for version in versions:
        accuracy = next((a for a in version.accuracies if a.yardstick is yardstick), None)
        seconds = sum(visit.active_s for visit in visits if visit.started_at <= version.created_at)
        if accuracy is not None:
            points.append(
                CurvePoint(
                    version.number,
                    version.num_train_images,
                    seconds / 60,
                    accuracy,
                    version.objective,
                )
            )
    return Curve(name, yardstick, tuple(points))


def _common_yardstick(versions: list[ModelVersion]) -> Yardstick:
    newest = versions[-1].accuracies if versions else ()
    sizes = {accuracy.yardstick: accuracy.num_images for accuracy in newest}
    if sizes.get(Yardstick.TEST, 0) >= MIN_TEST_IMAGES:
        return Yardstick.TEST
    return next((y for y in (Yardstick.VAL, Yardstick.FOLD) if y in sizes), Yardstick.VAL)
