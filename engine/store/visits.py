"""How long the expert stayed on images, and what was done there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, select

from engine.domain.annotations import Visit
from engine.domain.identifiers import ImageId
from engine.domain.images import Progress, Split
from engine.store.progress import progress_is
from engine.store.schema import images, visits

_SUMMED = (
    "active_s",
    "num_drawn",
    "num_adjusted",
    "num_accepted",
    "num_rejected",
    "num_class_changes",
)

# A person's pace changes, and so many images tell it well.
_LATEST = 400


@dataclass(frozen=True, slots=True)
class VisitTotals:
    """Sums over visits: what may leave the project."""

    num_visits: int = 0
    num_images: int = 0
    active_s: float = 0.0
    num_drawn: int = 0
    num_adjusted: int = 0
    num_accepted: int = 0
    num_rejected: int = 0
    num_class_changes: int = 0


class VisitsRepository:
    """Visits, in the order they began; none is ever changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, visit: Visit) -> None:
        """Keep a visit."""
        self._connection.execute(visits.insert().values(asdict(visit)))

    def since(self, started_at: float) -> list[Visit]:
        """Return the visits that began at this time or later, in order."""
        columns = [column for column in visits.c if column is not visits.c.number]
        query = (
            select(*columns)
            .where(visits.c.started_at >= started_at)
            .order_by(visits.c.started_at, visits.c.number)
        )
        rows = self._connection.execute(query).mappings()
        return [Visit(**{**row, "image_id": ImageId(row["image_id"])}) for row in rows]

    def active_until(self, moments: Sequence[float]) -> list[float]:
        """Return the active seconds of all visits that began up to each of these moments."""
        total = func.coalesce(func.sum(visits.c.active_s), 0.0)
        query = select(total)
        return [
            float(self._connection.scalar(query.where(visits.c.started_at <= at)) or 0.0)
            for at in moments
        ]

    def totals(self, *, since: float = 0.0, split: Split | None = None) -> VisitTotals:
        """Return the sums over visits that began at a time or later, on one split if asked."""
        query = select(
            func.count().label("num_visits"),
            func.count(visits.c.image_id.distinct()).label("num_images"),
            *(func.coalesce(func.sum(visits.c[name]), 0).label(name) for name in _SUMMED),
        ).where(visits.c.started_at >= since)
        if split is not None:
            query = query.join(images, images.c.id == visits.c.image_id)
            query = query.where(images.c.split == split)
        return VisitTotals(**self._connection.execute(query).mappings().one())

    def latest_images(self) -> list[tuple[float, ...]]:
        """Return the sums over all stays on each image labeled last, completely labeled ones alone.

        Active seconds, then how many were drawn, accepted, adjusted, rejected and renamed.
        """
        names = ("active_s", "num_drawn", "num_accepted", "num_adjusted", "num_rejected")
        query = (
            select(*(func.sum(visits.c[name]) for name in (*names, "num_class_changes")))
            .join(images, images.c.id == visits.c.image_id)
            .where(progress_is(Progress.COMPLETE))
            .group_by(visits.c.image_id)
            .order_by(func.max(visits.c.started_at).desc(), visits.c.image_id)
            .limit(_LATEST)
        )
        return [tuple(float(value) for value in row) for row in self._connection.execute(query)]
