"""Model versions and the files exported of them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from typing_extensions import override

from engine.domain.changes import Changed, Changes
from engine.domain.errors import NotFoundError, UsageError
from engine.domain.events import JobEvent
from engine.domain.identifiers import JobId, VersionId
from engine.domain.images import ImageFilter, ImageState
from engine.domain.jobs import ExportSpec, JobRecord
from engine.domain.operating_points import OperatingPoint
from engine.domain.project import Task
from engine.domain.results import ExportResult
from engine.domain.versions import ModelExport, ModelVersion, Promotion
from engine.loop.background import Background, JobHandler
from engine.loop.scoring import Scoring
from engine.store.database import Store
from engine.store.transaction import Transaction

EXPORT_FORMATS = ("onnx",)
# Images on which an export is compared with PyTorch.
_NUM_CHECK_IMAGES = 12
_LARGEST_LOOKED_AT = 200


class Models(JobHandler):
    """The versions of a project and their exports."""

    def __init__(
        self,
        store: Store,
        background: Background,
        *,
        scoring: Scoring,
        who: str,
        project_dir: Path,
    ) -> None:
        self._store = store
        self._background = background
        self._scoring = scoring
        self._who = who
        self._project_dir = project_dir

    def all(self) -> list[ModelVersion]:
        """Return every version, by number."""
        with self._store.read() as tx:
            return tx.versions.all()

    def latest(self) -> ModelVersion | None:
        """Return the newest version, if any."""
        with self._store.read() as tx:
            return tx.versions.latest()

    def in_use(self) -> ModelVersion | None:
        """Return the version that suggests, asks and is exported: promoted, else the newest."""
        with self._store.read() as tx:
            return tx.versions.in_use()

    def promotions(self) -> list[Promotion]:
        """Return who put which version to use, oldest first."""
        with self._store.read() as tx:
            return tx.versions.promotions()

    def promote(self, version_id: VersionId | None) -> Changes:
        """Have a version suggest, ask and be exported from now on; it looks at the pool at once.

        Questions that are open stay. Without a version the newest is used, whichever that is.

        Raises:
            NotFoundError: There is no such version, or its weights are gone.
            UsageError: It was trained for another task.
        """
        with self._store.write() as tx:
            if version_id is not None:
                self._check_useful(tx.versions.get(version_id), tx.project.settings().task)
            tx.versions.promote(version_id)
            tx.versions.note_promotion(Promotion(time.time(), self._who, version_id))
            used = tx.versions.in_use()
        if used is not None and not self._scoring.is_scored(used.id):
            self._scoring.start(used)
        return Changes(Changed.VERSIONS | Changed.SCORES | Changed.JOBS)

    def take_back_promotion(self) -> Changes:
        """Use again what was used before the last promotion; done twice, all is as it was.

        Raises:
            UsageError: Nothing was promoted.
        """
        promotions = self.promotions()
        if not promotions:
            raise UsageError("No version was promoted.")
        return self.promote(promotions[-2].version_id if len(promotions) > 1 else None)

    def _check_useful(self, version: ModelVersion, task: Task) -> None:
        if version.task is not task:
            raise UsageError(f"Version {version.number} was trained for another task.")
        if not self.weights_path(version).is_file():
            raise NotFoundError(
                f"The weights {self.weights_path(version)} are gone.", hint="Train again."
            )

    def weights_path(self, version: ModelVersion) -> Path:
        """Return where the weights of a version lie."""
        return self._project_dir / version.weights_path

    def keep_operating_point(self, version_id: VersionId, point: OperatingPoint) -> Changes:
        """Store from which confidence the boxes of a version count; its exports ship it.

        Raises:
            NotFoundError: There is no such version.
        """
        with self._store.write() as tx:
            tx.versions.set_operating_point(version_id, point)
        return Changes(Changed.VERSIONS)

    def export(
        self,
        out_dir: Path,
        *,
        model_format: str = "onnx",
        version_id: VersionId | None = None,
        imgsz: int | None = None,
        ships_point: bool = True,
    ) -> JobId:
        """Start the export of a version.

        Args:
            out_dir: Where its files go.
            model_format: What others shall read.
            version_id: Which version; the one in use unless another is named.
            imgsz: Side of the network's input in pixels; as it was trained unless named.
            ships_point: Whether to say from which confidence its boxes count.

        Raises:
            UsageError: The format is not known.
            NotFoundError: There is no such version, or its weights are gone.
        """
        if model_format not in EXPORT_FORMATS:
            known = ", ".join(EXPORT_FORMATS)
            raise UsageError(f"{model_format!r} is no export format.", hint=f"Choose {known}.")
        with self._store.read() as tx:
            version = tx.versions.get(version_id) if version_id else tx.versions.in_use()
            paths = _images_to_check(tx)
        if version is None:
            raise NotFoundError("There is no model yet.", hint="Train one first.")
        weights = self.weights_path(version)
        if not weights.is_file():
            raise NotFoundError(f"The weights {weights} are gone.", hint="Train again.")
        spec = ExportSpec(
            version_id=version.id,
            weights=str(weights.absolute()),
            format=model_format,
            imgsz=imgsz or version.recipe.imgsz,
            out_dir=str(out_dir.expanduser().absolute()),
            image_paths=tuple(str(path) for path in paths),
            class_names=version.class_names,
            task=version.task,
            operating_point=version.operating_point if ships_point else None,
        )
        return self._background.start(spec, title=f"Export of version {version.number}")

    def exports(self, version_id: VersionId | None = None) -> list[ModelExport]:
        """Return the exports, of one version if asked, oldest first."""
        with self._store.read() as tx:
            return tx.exports.all(version_id)

    @override
    def on_start(self, tx: Transaction, job: JobRecord) -> None:
        """Let any number run."""

    @override
    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        return Changes()

    @override
    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:
        assert isinstance(result, ExportResult)
        tx.exports.add(result.export, created_at=time.time())
        return Changes(Changed.VERSIONS)

    @override
    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        notice = f"The export did not finish: {job.reason}" if job.reason else ""
        return Changes(Changed.VERSIONS, notices=(notice,) if notice else ())


def _images_to_check(tx: Transaction) -> Iterable[Path]:
    """Return images spread over those at hand; files that have gone are passed over."""
    ready = tx.images.page(0, _LARGEST_LOOKED_AT, where=ImageFilter(state=ImageState.READY))
    present = [record.path for record in ready if record.path.is_file()]
    step = max(1, len(present) // _NUM_CHECK_IMAGES)
    return present[::step][:_NUM_CHECK_IMAGES]
