"""The status: where the loop stands, in figures that the window's strip and `loupe status` show."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain.forecasts import Forecast
from engine.domain.jobs import JobRecord
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.project import ProjectSettings
from engine.domain.rounds import Round
from engine.domain.second_looks import Consistency
from engine.domain.versions import ModelVersion
from engine.loop.advisor import Advice, Advisor
from engine.loop.forecasting import read_forecast
from engine.loop.pool import ImagePool, PoolCounts
from engine.loop.round_moves import standing_round
from engine.loop.round_questions import open_questions
from engine.loop.second_looks import ConsistencyReader
from engine.store.database import Store

# Below this many test images an accuracy says more about their choice than about the model.
MIN_TEST_IMAGES = 10


@dataclass(frozen=True, slots=True)
class LoopStatus:
    """Where the loop stands.

    Attributes:
        test_accuracy: Of the newest version, for people to see; None while fewer than ten test
            images are labeled. Nothing decides by it.
        num_unchecked: Images labeled for some classes and not looked through for the others.
        expert_s: Seconds the expert was active on images.
        round: The first round that no training took up yet, else the newest.
        num_open: Questions that wait for the expert, in all rounds.
        jobs: What runs or waits.
        forecast: What more labels and more search are likely to bring.
        consistency: How alike the expert answers twice.
    """

    settings: ProjectSettings
    num_classes: int
    num_unchecked: int
    counts: PoolCounts
    round: Round | None
    version: ModelVersion | None
    test_accuracy: Accuracy | None
    expert_s: float
    jobs: tuple[JobRecord, ...]
    advice: Advice
    forecast: Forecast | None = None
    consistency: Consistency | None = None
    num_open: int = 0


class Status:
    """Reads where the loop stands."""

    def __init__(self, store: Store, *, pool: ImagePool, advisor: Advisor) -> None:
        self._store = store
        self._pool = pool
        self._advisor = advisor
        self._consistency = ConsistencyReader()

    def read(self) -> LoopStatus:
        """Return where the loop stands now; a few short queries."""
        counts = self._pool.counts()
        with self._store.read() as tx:
            forecast, consistency = read_forecast(tx), self._consistency.read(tx)
        advice = self._advisor.advise(counts, forecast=forecast, consistency=consistency)
        with self._store.read() as tx:
            version = tx.versions.latest()
            return LoopStatus(
                settings=tx.project.settings(),
                num_classes=len(tx.classes.all()),
                num_unchecked=tx.class_labels.num_unchecked(),
                counts=counts,
                round=standing_round(tx),
                version=version,
                test_accuracy=_shown(version),
                expert_s=tx.visits.totals().active_s,
                jobs=tuple(tx.jobs.all(active=True)),
                advice=advice,
                forecast=forecast,
                consistency=consistency,
                num_open=len(open_questions(tx)),
            )


def _shown(version: ModelVersion | None) -> Accuracy | None:
    if version is None:
        return None
    for accuracy in version.accuracies:
        if accuracy.yardstick is Yardstick.TEST and accuracy.num_images >= MIN_TEST_IMAGES:
            return accuracy
    return None
