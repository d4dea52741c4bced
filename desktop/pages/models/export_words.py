"""What the export wizard offers and tells, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.translation import tr
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import VersionId
from engine.domain.project import Task
from engine.domain.versions import ModelExport, ModelVersion

_SIZES_PX = (320, 416, 512, 640, 768, 960, 1280)
_SIZES_OF_CLASSIFIERS_PX = (128, 160, 192, 224, 256, 320)
RUN_WORDS = tr("pip install onnxruntime numpy pillow\npython predict.py photo.jpg")
CONTENTS_WORDS = tr(
    "model.onnx, the network; classes.txt, its classes in order; predict.py, a "
    "small program that looks at images without Loupe; README.txt, how the network "
    "is fed and what the check said"
)


@dataclass(frozen=True, slots=True)
class ExportOffer:
    """What can be exported.

    Attributes:
        sizes_px: Image sizes to choose from; the network was trained at `trained_px`.
        point: From which confidence the boxes of each class count; empty where it is not known.
    """

    version_id: VersionId
    title: str
    model: str
    sizes_px: tuple[int, ...]
    trained_px: int
    point: str
    folder: Path


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What the person wants exported, and where to."""

    version_id: VersionId
    imgsz: int
    ships_point: bool
    folder: Path


@dataclass(frozen=True, slots=True)
class ExportStanding:
    """How the export stands that the wizard began: it runs, is done, or ended without a result."""

    progress: ProgressText | None = None
    told: ToldExport | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class ToldExport:
    """What the check of an export said, in plain words."""

    folder: Path
    has_passed: bool
    verdict: str
    numbers: str
    contents: str


def export_offer(
    version: ModelVersion, classes: Sequence[ObjectClass], *, folder: Path
) -> ExportOffer:
    """Return what to offer for a version; `folder` is where it would go."""
    trained_px = version.recipe.imgsz
    usual = _SIZES_OF_CLASSIFIERS_PX if version.task is Task.CLASSIFY else _SIZES_PX
    model = Path(version.recipe.model).stem
    return ExportOffer(
        version_id=version.id,
        title=tr("Export version {version}").format(version=version.number),
        model=tr("{model}, {task}, %n class(es)", "", len(version.class_names)).format(
            model=model, task=version.task
        ),
        sizes_px=tuple(sorted({*usual, trained_px})),
        trained_px=trained_px,
        point=_point(version, classes),
        folder=folder,
    )


def told_export(export: ModelExport, task: Task, *, has_point: bool) -> ToldExport:
    """Return what the check of an export said; `has_point` says whether a point was shipped."""
    check = export.check
    things = {Task.CLASSIFY: tr("images"), Task.DETECT: tr("boxes")}.get(task, tr("objects"))
    same = tr("called the same") if task is Task.CLASSIFY else tr("found again, of the same class")
    folder = Path(export.path).parent
    return ToldExport(
        folder=folder,
        has_passed=check.passed,
        verdict=tr("The exported model does what the model in Loupe does.")
        if check.passed
        else tr(
            "The exported model differs from the model in Loupe. Look at it before you use it."
        ),
        numbers=tr(
            "On %n image(s) of this project, {num_matched} of {num_boxes} {things} were "
            "{same}; no number that the network puts out differs by more than "
            "{max_abs_difference:.2g}.",
            "",
            check.num_images,
        ).format(
            num_matched=check.num_matched,
            num_boxes=check.num_boxes,
            things=things,
            same=same,
            max_abs_difference=check.max_abs_difference,
        ),
        contents=CONTENTS_WORDS
        + (tr("; operating_point.json, from which confidence boxes count.") if has_point else "."),
    )


def _point(version: ModelVersion, classes: Sequence[ObjectClass]) -> str:
    point = version.operating_point
    if point is None:
        return ""
    now = {each.id: each.name for each in classes}
    ids = version.class_ids or (None,) * len(version.class_names)
    names = [
        now.get(class_id, name) if class_id is not None else name
        for class_id, name in zip(ids, version.class_names, strict=True)
    ]
    pairs = zip(names, point.thresholds, strict=True)
    return ", ".join(
        tr("{name} from {threshold:.2f}").format(name=name, threshold=threshold)
        for name, threshold in pairs
    )
