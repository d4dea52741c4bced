"""What the Images page shows beside the grid, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.qtkit.engine_texts import said
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId
from engine.domain.images import RejectedFile
from engine.domain.project import HoldoutPlan
from engine.loop.bootstrap import Project
from engine.loop.pool import PoolCounts


@dataclass(frozen=True, slots=True)
class Overview:
    """The images in figures, the classes, what was kept out, and how the holdout is drawn."""

    counts: PoolCounts
    classes: tuple[ObjectClass, ...]
    class_counts: dict[ClassId, int]
    rejected: tuple[RejectedFile, ...]
    plan: HoldoutPlan
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class AddOffer:
    """Images the user chose and may yet say more about.

    Attributes:
        format_name: The dataset format of the one folder chosen; empty = no dataset.
        has_images: Whether the project has images already.
    """

    sources: tuple[Path, ...]
    format_name: str
    has_images: bool


def kept_out_text(file: RejectedFile) -> str:
    """Return the name of a file and why it was kept out; a reason may begin with the name."""
    name = file.path.name
    return said(file.reason) if file.reason.startswith(name) else f"{name}: {said(file.reason)}"


def read_overview(project: Project) -> Overview:
    """Read what the page shows beside the grid. Project thread."""
    return Overview(
        counts=project.pool.counts(),
        classes=project.file.classes(),
        class_counts=project.file.class_counts(),
        rejected=tuple(project.pool.rejected()),
        plan=project.file.settings().holdout,
        is_frozen=project.holdout.is_frozen(),
    )
