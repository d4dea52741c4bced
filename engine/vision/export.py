"""An export job: a model file for use elsewhere, checked against PyTorch."""

from __future__ import annotations

import importlib.resources
import shutil
import tempfile
from pathlib import Path
from typing import Any

from ultralytics.models import YOLO

from engine.domain.errors import DataError, ResourceError, UsageError
from engine.domain.events import Notice, Progressed, Started
from engine.domain.jobs import ExportSpec
from engine.domain.results import ExportResult
from engine.domain.versions import ModelExport
from engine.evaluation.shipping import shipped_point
from engine.jobs.reporter import Reporter
from engine.vision.export_check import check_export
from engine.vision.export_readme import check_in_words, readme
from engine.vision.libraries import prepare_ultralytics
from engine.vision.weights import load_weights

_MODEL_NAME = "model.onnx"
_POINT_NAME = "operating_point.json"


def export(spec: ExportSpec, reporter: Reporter) -> ExportResult:
    """Export a model with all that is needed to use it without Loupe, and check it.

    The weights themselves are not touched. Files appear in the folder when they are whole.

    Raises:
        UsageError: The format or the image size is not possible, or no image is there to check
            with.
        DataError: The weights are not a model for the task, or no image can be read.
        NotFoundError: The weights do not exist.
        ResourceError: The folder cannot be written.
        Cancelled: The owner asked for it.
    """
    if spec.format != "onnx":
        raise UsageError(f"Loupe cannot export to {spec.format!r}.", hint="Use the format onnx.")
    if spec.imgsz < 32 or spec.imgsz % 32:
        raise UsageError(f"Image size {spec.imgsz} is not a multiple of 32.", hint="Try 640.")
    if not spec.image_paths:
        raise UsageError("An export is checked on images, and none were named.")
    prepare_ultralytics()
    reporter.emit(Started("cpu"))
    out_dir = Path(spec.out_dir)
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=out_dir) as work_dir:
            result = _export_in(Path(work_dir), out_dir, spec, reporter)
    except OSError as error:
        raise ResourceError(
            f"{out_dir} cannot be written: {error.strerror or error}.",
            hint="Free some space or choose another folder.",
        ) from error
    return ExportResult(result)


def _export_in(work_dir: Path, out_dir: Path, spec: ExportSpec, reporter: Reporter) -> ModelExport:
    model = load_weights(Path(spec.weights), spec.task)
    reporter.emit(Progressed(0, 2, "writing the model"))
    built = _write_onnx(Path(spec.weights), work_dir, spec)
    reporter.raise_if_asked()
    reporter.emit(Progressed(1, 2, "checking it against PyTorch"))
    paths = [Path(path) for path in spec.image_paths]
    check = check_export(built, model, paths, task=spec.task, imgsz=spec.imgsz)
    export_record = ModelExport(
        spec.version_id, spec.format, str(out_dir / _MODEL_NAME), spec.imgsz, check
    )
    if not check.passed:
        told = check_in_words(export_record, spec.task)
        reporter.emit(Notice(f"The export differs from the model: {told}"))
    own_names: Any = model.names
    names = spec.class_names or tuple(str(name) for name in own_names.values())
    _write_companions(work_dir, export_record, names, spec)
    # An operating point of an earlier export here would be that of another model.
    (out_dir / _POINT_NAME).unlink(missing_ok=True)
    for name in (_MODEL_NAME, "classes.txt", _POINT_NAME, "predict.py", "README.txt"):
        if (work_dir / name).exists():
            (work_dir / name).replace(out_dir / name)
    reporter.emit(Progressed(2, 2, "done"))
    return export_record


def _write_onnx(weights: Path, work_dir: Path, spec: ExportSpec) -> Path:
    """Export a copy: Ultralytics writes beside the weights it reads."""
    copy = work_dir / "model.pt"
    shutil.copyfile(weights, copy)
    try:
        written = YOLO(str(copy), task=spec.task.value).export(
            format="onnx",
            imgsz=spec.imgsz,
            device="cpu",
            dynamic=False,
            simplify=True,
            verbose=False,
        )
    except (RuntimeError, ValueError, AssertionError, ImportError) as error:
        raise DataError(f"This model cannot be exported to ONNX: {error}") from error
    return Path(str(written))


def _write_companions(
    work_dir: Path, export_record: ModelExport, names: tuple[str, ...], spec: ExportSpec
) -> None:
    script = importlib.resources.files("resources").joinpath("export", "predict.py")
    (work_dir / "predict.py").write_bytes(script.read_bytes())
    (work_dir / "classes.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    point = spec.operating_point
    if point is not None:
        (work_dir / _POINT_NAME).write_text(shipped_point(point, names), encoding="utf-8")
    text = readme(export_record, spec.task, has_point=point is not None)
    (work_dir / "README.txt").write_text(text, encoding="utf-8")
