"""Export jobs in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from engine.domain.evaluations import join_images
from engine.domain.identifiers import VersionId
from engine.domain.jobs import ExportSpec
from engine.domain.metrics import Yardstick
from engine.evaluation.operating import Matched, operating_point
from engine.jobs.folder import JobFolder
from tests.vision.builders import NAMES, child_environment, probe, result_of, run_job

pytestmark = pytest.mark.slow


def export_spec(weights: Path, out_dir: Path, snapshot: Path) -> ExportSpec:
    images = sorted((snapshot / "images" / "train").iterdir())
    paths = tuple(str(path) for path in images)
    return ExportSpec(VersionId("v"), str(weights), "onnx", 64, str(out_dir), paths, NAMES)


@pytest.fixture(scope="module")
def exported(
    tmp_path_factory: pytest.TempPathFactory, confident_weights: Path, snapshot: Path
) -> JobFolder:
    """A finished export, into `out` beside the job."""
    folder = tmp_path_factory.mktemp("export")
    return run_job(folder / "job", export_spec(confident_weights, folder / "out", snapshot))


def test_export_agrees_with_pytorch_in_raw_outputs_and_boxes(exported: JobFolder):
    check = result_of(exported).export.check

    assert check.passed
    assert check.num_images == 8
    assert check.max_abs_difference < 1e-3
    assert check.num_boxes >= 20
    assert check.num_matched == check.num_boxes


def test_export_leaves_a_folder_that_explains_itself_and_nothing_else(
    exported: JobFolder, confident_weights: Path
):
    out_dir = exported.path.parent / "out"

    assert sorted(path.name for path in out_dir.iterdir()) == [
        "README.txt",
        "classes.txt",
        "model.onnx",
        "predict.py",
    ]
    assert (out_dir / "classes.txt").read_text().split() == list(NAMES)
    assert "raw outputs differ by at most" in (out_dir / "README.txt").read_text()
    assert [path.name for path in confident_weights.parent.iterdir()] == ["confident.pt"]


def test_exported_script_finds_the_boxes_without_torch(
    exported: JobFolder, snapshot: Path, confident_weights: Path, tmp_path: Path
):
    out_dir = exported.path.parent / "out"
    image = tmp_path / "large.png"
    with Image.open(snapshot / "images" / "train" / "train0.png") as small:
        small.resize((300, 180), Image.Resampling.BICUBIC).save(image)
    guard = "import sys\nsys.modules.update(torch=None, ultralytics=None, cv2=None)\n"
    script = f"{guard}sys.argv[0] = {str(out_dir / 'predict.py')!r}\nimport runpy\n"
    script += "runpy.run_path(sys.argv[0], run_name='__main__')"

    done = subprocess.run(
        [sys.executable, "-c", script, str(image), "--confidence", "0.05"],
        cwd=tmp_path,
        env={**child_environment(), "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    code = """
from ultralytics.models import YOLO
found = YOLO(sys.argv[1]).predict(
    sys.argv[2], imgsz=64, conf=0.05, rect=False, verbose=False, save=False
)[0]
print(json.dumps(found.boxes.conf.tolist()))
"""
    expected = probe(code, confident_weights, image)
    assert [float(line[2]) for line in lines] == pytest.approx(expected, abs=0.01)
    assert {line[1] for line in lines} <= set(NAMES)


def test_export_with_an_operating_point_ships_it_and_its_script_shows_boxes_from_there(
    confident_weights: Path, snapshot: Path, tmp_path: Path
):
    images = join_images(Yardstick.VAL, [])
    point = replace(
        operating_point(Matched.of(images), None, num_classes=2), thresholds=(1.0, 0.001)
    )
    spec = replace(
        export_spec(confident_weights, tmp_path / "out", snapshot), operating_point=point
    )
    result_of(run_job(tmp_path / "job", spec))

    def lines(*options: str) -> list[str]:
        image = str(snapshot / "images" / "train" / "train0.png")
        done = subprocess.run(
            [sys.executable, "predict.py", image, *options],
            cwd=tmp_path / "out",
            env={**child_environment(), "PYTHONPATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    shipped = json.loads((tmp_path / "out" / "operating_point.json").read_text())
    assert shipped["thresholds"] == [1.0, 0.001]
    assert "operating_point.json" in (tmp_path / "out" / "README.txt").read_text()
    everything = lines("--confidence", "0.001")
    assert lines() == [line for line in everything if line.split("\t")[1] == "square"]
    assert everything


def test_export_of_a_bad_request_fails_in_words(
    confident_weights: Path, snapshot: Path, tmp_path: Path
):
    good = export_spec(confident_weights, tmp_path / "out", snapshot)
    bad = {
        "format": replace(good, format="stone"),
        "images": replace(good, image_paths=()),
        "size": replace(good, imgsz=100),
        "unreadable": replace(good, image_paths=(str(snapshot / "data.yaml"),)),
        "weights": replace(good, weights=str(snapshot / "data.yaml")),
    }
    failures = {name: run_job(tmp_path / name, spec).failure() for name, spec in bad.items()}

    kinds = {name: failure.kind for name, failure in failures.items() if failure}
    assert kinds == {
        "format": "UsageError",
        "images": "UsageError",
        "size": "UsageError",
        "unreadable": "DataError",
        "weights": "DataError",
    }
    assert not (tmp_path / "out" / "model.onnx").exists()
