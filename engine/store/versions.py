"""Model versions and the exports made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain.errors import NotFoundError
from engine.domain.forecasts import Agreement
from engine.domain.identifiers import VersionId
from engine.domain.operating_points import OperatingPoint
from engine.domain.project import Task
from engine.domain.versions import ModelExport, ModelVersion, Promotion
from engine.store.project import ProjectRepository
from engine.store.records import decode, encode
from engine.store.schema import agreements, exports, versions

_CURRENT = "current_version"
_PROMOTIONS = "promotions"


class VersionsRepository:
    """Model versions by number; one of them may be current."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: ModelVersion) -> bool:
        """Register a version unless its id is known; return whether it is new."""
        row = insert(versions).values(
            id=version.id,
            number=version.number,
            created_at=version.created_at,
            record=encode(version),
        )
        done = self._connection.execute(row.on_conflict_do_nothing(index_elements=["id"]))
        return done.rowcount > 0

    def set_draws(self, version_id: VersionId, draws: Sequence[float]) -> None:
        """Keep the figure that decides under redraws of the images it was measured on."""
        changed = update(versions).where(versions.c.id == version_id)
        self._connection.execute(changed.values(draws=encode(list(draws))))

    def draws(self) -> dict[VersionId, list[float]]:
        """Return these figures of all versions that have them."""
        query = select(versions.c.id, versions.c.draws).where(versions.c.draws.is_not(None))
        rows = self._connection.execute(query)
        return {VersionId(row.id): decode(row.draws, list[float]) for row in rows}

    def set_agreement(self, version_id: VersionId, found: Agreement) -> None:
        """Keep how alike a version and the one before it see, in place of an earlier figure."""
        row = insert(agreements).values(
            version_id=version_id, share=found.share, num_images=found.num_images
        )
        self._connection.execute(
            row.on_conflict_do_update(
                index_elements=["version_id"],
                set_={name: row.excluded[name] for name in ("share", "num_images")},
            )
        )

    def agreements(self) -> dict[VersionId, Agreement]:
        """Return how alike versions and those before them see, where that is known."""
        rows = self._connection.execute(select(agreements))
        return {VersionId(row.version_id): Agreement(row.share, row.num_images) for row in rows}

    def next_number(self) -> int:
        """Return the number for the next version, from 1."""
        return (self._connection.scalar(select(func.max(versions.c.number))) or 0) + 1

    def get(self, version_id: VersionId) -> ModelVersion:
        """Return a version.

        Raises:
            NotFoundError: There is none with this id.
        """
        record = self._connection.scalar(
            select(versions.c.record).where(versions.c.id == version_id)
        )
        if record is None:
            raise NotFoundError(f"The project has no model version {version_id}.")
        return decode(record, ModelVersion)

    def all(self) -> list[ModelVersion]:
        """Return every version, by number."""
        records = self._connection.scalars(select(versions.c.record).order_by(versions.c.number))
        return [decode(record, ModelVersion) for record in records]

    def latest(self) -> ModelVersion | None:
        """Return the version for the project's task with the highest number, if any.

        Versions for a task the project had before stay, and make no suggestions.
        """
        task = ProjectRepository(self._connection).settings().task
        said = func.coalesce(func.json_extract(versions.c.record, "$.task"), Task.DETECT.value)
        query = select(versions.c.record).where(said == task.value)
        query = query.order_by(versions.c.number.desc()).limit(1)
        record = self._connection.scalar(query)
        return None if record is None else decode(record, ModelVersion)

    def set_operating_point(self, version_id: VersionId, point: OperatingPoint) -> None:
        """Store from which confidence boxes count; an earlier choice is forgotten.

        Raises:
            NotFoundError: There is none with this id.
        """
        changed = replace(self.get(version_id), operating_point=point)
        self._connection.execute(
            update(versions).where(versions.c.id == version_id).values(record=encode(changed))
        )

    def promote(self, version_id: VersionId | None) -> None:
        """Make a version the current one: the one that suggests, asks and is exported.

        Without a version it is the newest again, whichever that is.

        Raises:
            NotFoundError: There is none with this id.
        """
        if version_id is not None:
            self.get(version_id)
        ProjectRepository(self._connection).set_value(_CURRENT, version_id)

    def in_use(self) -> ModelVersion | None:
        """Return the version that suggests, asks and is exported, if any."""
        return self.current() or self.latest()

    def note_promotion(self, promotion: Promotion) -> None:
        """Remember who promoted what, after those before."""
        project = ProjectRepository(self._connection)
        project.set_value(_PROMOTIONS, [*self.promotions(), promotion])

    def promotions(self) -> list[Promotion]:
        """Return all promotions, oldest first."""
        told = ProjectRepository(self._connection).value(_PROMOTIONS) or []
        return [Promotion(each["at"], each["who"], each["version_id"]) for each in told]

    def current(self) -> ModelVersion | None:
        """Return the promoted version; None before any, or where it is for another task."""
        project = ProjectRepository(self._connection)
        version_id = project.value(_CURRENT)
        if version_id is None:
            return None
        version = self.get(VersionId(version_id))
        return version if version.task is project.settings().task else None


class ExportsRepository:
    """Model files written for use elsewhere; an export to the same path replaces the earlier."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, export: ModelExport, *, created_at: float) -> None:
        """Remember an export."""
        row = insert(exports).values(
            version_id=export.version_id,
            path=export.path,
            created_at=created_at,
            record=encode(export),
        )
        changed = {"created_at": row.excluded.created_at, "record": row.excluded.record}
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["version_id", "path"], set_=changed)
        )

    def all(self, version_id: VersionId | None = None) -> list[ModelExport]:
        """Return the exports, of one version if asked, oldest first."""
        query = select(exports.c.record).order_by(exports.c.created_at, exports.c.number)
        if version_id is not None:
            query = query.where(exports.c.version_id == version_id)
        return [decode(record, ModelExport) for record in self._connection.scalars(query)]
