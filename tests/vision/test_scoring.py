"""Scoring jobs in processes of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.domain.events import Notice, Progressed
from engine.jobs.folder import JobFolder
from engine.store.score_cache import ScoreCache
from tests.vision.builders import events_of, probe, result_of, run_job, score_spec

pytestmark = pytest.mark.slow

_ROTATE_ON_DISPLAY = 6  # EXIF: what is stored lies on its side


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory, snapshot: Path) -> dict[int, Path]:
    """Squares, a wide picture, the same lying on its side, and two files that are no pictures."""
    folder = tmp_path_factory.mktemp("pool")
    files = dict(enumerate(sorted((snapshot / "images" / "train").iterdir()), start=1))
    wide = Image.fromarray(
        np.random.default_rng(1).integers(0, 255, (60, 150, 3), dtype=np.uint8)
    ).resize((300, 120))
    exif = Image.Exif()
    exif[0x0112] = _ROTATE_ON_DISPLAY
    wide.save(folder / "upright.png")
    wide.rotate(90, expand=True).save(folder / "lying.png", exif=exif)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8 broken")
    return files | {
        20: folder / "upright.png",
        21: folder / "lying.png",
        30: folder / "broken.jpg",
        31: folder / "missing.png",
    }


@pytest.fixture(scope="module")
def scored(
    tmp_path_factory: pytest.TempPathFactory, images: dict[int, Path], confident_weights: Path
) -> JobFolder:
    """A finished scoring."""
    folder = tmp_path_factory.mktemp("scored")
    spec = score_spec(folder, weights=str(confident_weights), images=images.items(), max_boxes=20)
    return run_job(folder / "job", spec)


@pytest.fixture
def cache(scored: JobFolder) -> ScoreCache:
    return ScoreCache(scored.path.parent / "scores")


def test_scoring_fills_the_cache_and_names_what_it_cannot_read(
    scored: JobFolder, cache: ScoreCache
):
    result = result_of(scored)

    assert sorted(result.failed) == [30, 31]
    assert "broken.jpg" in result.failed[30]
    assert result.num_scored == 10
    assert cache.image_ids.tolist() == [*range(1, 9), 20, 21]
    assert events_of(scored, Progressed)[-1].done == 12


def test_scores_are_whole_vectors_most_confident_first(cache: ScoreCache):
    for image_id in cache.image_ids.tolist():
        predictions = cache.predictions(image_id)

        assert predictions is not None
        assert 0 < len(predictions) <= 20
        assert predictions.scores.shape == (len(predictions), 2)
        assert (np.diff(predictions.confidence) <= 0).all()
        assert (predictions.confidence >= 0.01).all()
        assert ((predictions.localization >= 0) & (predictions.localization <= 1)).all()
        assert predictions.localization.max() > 0


def test_boxes_lie_in_pixels_of_the_upright_image(cache: ScoreCache):
    predictions = cache.predictions(20)

    assert predictions is not None
    x1, y1, x2, y2 = predictions.xyxy_px.T
    assert (x1 >= 0).all()
    assert (x2 <= 300).all()
    assert (y2 <= 120).all()
    assert (x2 > x1).all()
    assert (y2 > y1).all()
    assert x2.max() > 120


def test_an_image_that_lies_on_its_side_is_seen_upright(cache: ScoreCache):
    upright, turned = cache.predictions(20), cache.predictions(21)

    assert upright is not None
    assert turned is not None
    np.testing.assert_allclose(turned.xyxy_px, upright.xyxy_px, atol=0.01)
    np.testing.assert_array_equal(turned.scores, upright.scores)


def test_embeddings_are_of_length_one(cache: ScoreCache):
    embeddings = cache.embeddings(cache.image_ids)

    assert embeddings.shape == (10, 256)
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, atol=1e-3)


def test_boxes_the_model_is_least_sure_of_are_described(cache: ScoreCache):
    looks = cache.looks(cache.image_ids)

    assert np.diff(looks.offsets).tolist() == [
        len(cache.boxes(np.array([image_id])).scores) for image_id in cache.image_ids
    ]
    assert looks.vectors.shape == (looks.offsets[-1], 128)
    np.testing.assert_allclose(
        np.linalg.norm(looks.vectors.astype(np.float32), axis=1), 1, atol=1e-2
    )


def test_scoring_again_scores_only_what_is_new(
    scored: JobFolder, images: dict[int, Path], confident_weights: Path, tmp_path: Path
):
    scores_dir = tmp_path / "scores"
    shutil.copytree(scored.path.parent / "scores", scores_dir)
    more = {**images, 40: images[1]}
    spec = score_spec(tmp_path, weights=str(confident_weights), images=more.items())

    result = result_of(run_job(tmp_path / "job", spec))

    assert result.num_scored == 1
    cache = ScoreCache(scores_dir)
    assert 40 in cache.image_ids
    first, again = cache.predictions(1), cache.predictions(40)
    assert first is not None
    assert again is not None
    # Alone in its batch, and up to 50 boxes instead of 20.
    np.testing.assert_allclose(again.xyxy_px[:20], first.xyxy_px, atol=0.05)


def test_scoring_when_gpu_memory_runs_out_goes_on_in_halves(
    cache: ScoreCache, images: dict[int, Path], confident_weights: Path, tmp_path: Path
):
    spec = score_spec(tmp_path, weights=str(confident_weights), images=images.items(), max_boxes=20)

    folder = run_job(tmp_path / "job", spec, fault="oom:1")

    assert result_of(folder).num_scored == 10
    assert "halves" in events_of(folder, Notice)[0].text
    found = ScoreCache(tmp_path / "scores")
    np.testing.assert_allclose(
        found.embeddings(found.image_ids), cache.embeddings(cache.image_ids), atol=1e-3
    )


def test_scoring_by_a_network_of_other_classes_gives_embeddings_alone(
    images: dict[int, Path], confident_weights: Path, tmp_path: Path
):
    spec = score_spec(
        tmp_path, weights=str(confident_weights), images=images.items(), num_classes=5
    )

    result_of(run_job(tmp_path / "job", spec))

    cache = ScoreCache(tmp_path / "scores")
    predictions = cache.predictions(1)
    assert predictions is not None
    assert predictions.scores.shape == (0, 5)
    assert cache.embeddings(cache.image_ids).shape == (10, 256)


def test_scoring_before_any_training_starts_from_the_same_random_network(
    images: dict[int, Path], tmp_path: Path
):
    embeddings = []
    for name in ("first", "second"):
        spec = score_spec(tmp_path / name, weights="yolo11n.yaml", images=images.items())
        result_of(run_job(tmp_path / name / "job", spec))
        cache = ScoreCache(tmp_path / name / "scores")
        embeddings.append(cache.embeddings(cache.image_ids))

    np.testing.assert_array_equal(*embeddings)
    assert len(np.unique(embeddings[0], axis=0)) == 9  # the turned picture is the upright one


def test_scoring_when_the_file_has_changed_leaves_the_image_out(
    images: dict[int, Path], confident_weights: Path, tmp_path: Path
):
    changed = tmp_path / "changed.png"
    Image.new("RGB", (64, 64)).save(changed)
    spec = score_spec(tmp_path, weights=str(confident_weights), images={1: changed}.items())
    Image.new("RGB", (32, 64)).save(changed)

    result = result_of(run_job(tmp_path / "job", spec))

    assert result.failed == {1: "changed.png has changed: 32x64 pixels, not 64x64."}


def test_spread_of_sides_is_one_when_flat_and_zero_when_certain():
    code = """
import torch
from engine.vision.detector import side_spread
flat, certain = torch.zeros(64, 1), torch.zeros(4, 16, 1)
certain[:, 3] = 50.0
sides = torch.cat([flat, certain.reshape(64, 1)], dim=1)
print(json.dumps([side_spread(sides, bins=16).tolist(), side_spread(sides[:4], bins=1).tolist()]))
"""
    of_many_bins, of_one_bin = probe(code)

    assert of_many_bins == pytest.approx([1.0, 0.0], abs=1e-6)
    assert of_one_bin == [0.0, 0.0]


def test_letterbox_there_and_back_is_the_identity():
    code = """
import numpy as np
from engine.vision.letterbox import fit
worst = 0.0
for width, height in ((640, 480), (480, 640), (1, 3000), (333, 77), (64, 64), (5000, 5001)):
    for stride in (32, None):
        box = fit(width, height, imgsz=320, stride=stride)
        assert all(side % 32 == 0 and side <= 320 for side in box.outer), box
        assert max(box.outer) == 320
        canvas = box.apply(np.zeros((height, width, 3), np.uint8))
        assert canvas.shape == (box.outer[1], box.outer[0], 3)
        rows, columns = np.nonzero((canvas == 0).all(axis=2))
        corners = np.array([[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]])
        back = box.to_image(corners.astype(np.float32))
        worst = max(worst, float(np.abs(back - [[0, 0, width, height]]).max()))
print(json.dumps(worst))
"""
    assert probe(code) < 1e-3


def test_a_network_with_two_heads_is_scored_by_the_one_that_sees_more(
    images: dict[int, Path], tmp_path: Path
):
    spec = score_spec(tmp_path, weights="yolo26n.yaml", images=images.items())

    result_of(run_job(tmp_path / "job", spec))

    cache = ScoreCache(tmp_path / "scores")
    assert len(cache) == 10
    assert not cache.folders_without(["disagreement"])


def test_two_heads_differ_where_they_see_differently_and_not_where_alike():
    code = """
import copy
import numpy as np, torch
from engine.domain.project import Task
from engine.vision.detector import Detector
from engine.vision.weights import load_network
pixels = np.random.default_rng(0).integers(0, 255, (2, 64, 64, 3), dtype=np.uint8)
told = []
for bias in (0.0, -3.0):
    network = load_network("yolo26n.yaml", Task.DETECT, num_classes=2)
    head = network.model[-1]
    for branch in head.cv3:
        branch[-1].bias.data += 5.0
    head.one2one_cv2, head.one2one_cv3 = copy.deepcopy(head.cv2), copy.deepcopy(head.cv3)
    for branch in head.one2one_cv3:
        branch[-1].bias.data += bias
    detector = Detector(network, task=Task.DETECT, device=torch.device("cpu"))
    frames = [detector.fit(64, 64, imgsz=64)] * 2
    seen = [sight.predictions for sight in detector.look(pixels, frames, max_boxes=20)]
    told.append([float(each.disagreement.max()) for each in seen])
print(json.dumps(told))
"""
    alike, different = probe(code)

    assert alike == pytest.approx([0, 0], abs=1e-5)
    assert min(different) > 0.05


def test_mirror_images_are_seen_where_they_were_and_a_committee_of_equals_agrees():
    code = """
import numpy as np, torch
from engine.domain.project import Task
from engine.evaluation import readings
from engine.vision import second_looks
from engine.vision.detector import Detector
from engine.vision.second_looks import SecondLooks
from engine.vision.weights import load_network
rng = np.random.default_rng(0)
half = rng.integers(0, 255, (2, 32, 48, 3), dtype=np.uint8)
pixels = np.concatenate([half, half[:, :, ::-1]], axis=2)  # its own mirror image
network = load_network("yolo11n.yaml", Task.DETECT, num_classes=2)
for branch in network.model[-1].cv3:
    branch[-1].bias.data += 5.0
detector = Detector(network, task=Task.DETECT, device=torch.device("cpu"))
frames = [detector.fit(96, 32, imgsz=96)] * 2
looker = SecondLooks(detector, task=Task.DETECT, committee=[detector], flips=True)
own = looker.look(np.ascontiguousarray(pixels), frames, max_boxes=20)
alone = detector.look(np.ascontiguousarray(pixels), frames, max_boxes=20)
turned = second_looks._turned_back(second_looks._reading(own[0].predictions), width=96).xyxy
print(json.dumps({
    "disagreement": max(float(each.predictions.disagreement.max()) for each in own),
    "inconsistency": [each.inconsistency for each in own],
    "same": all(np.array_equal(a.predictions.xyxy_px, b.predictions.xyxy_px)
                for a, b in zip(own, alone)),
    "turned": bool((turned[:, 2] > turned[:, 0]).all() and (turned >= 0).all()),
}))
"""
    told = probe(code)

    assert told["disagreement"] == pytest.approx(0, abs=1e-5)
    assert all(0 < each <= 1 for each in told["inconsistency"])
    assert told["same"]
    assert told["turned"]


def test_scoring_with_a_committee_and_mirror_images_fills_both_columns(
    images: dict[int, Path], confident_weights: Path, tmp_path: Path
):
    weights = str(confident_weights)
    spec = score_spec(
        tmp_path, weights=weights, images=images.items(), committee=(weights,), flips=True
    )

    result_of(run_job(tmp_path / "job", spec))

    cache = ScoreCache(tmp_path / "scores")
    assert not cache.folders_without(["disagreement", "inconsistency"])
    assert cache.boxes(cache.image_ids).disagreement.max() == pytest.approx(0, abs=1e-3)
    assert cache.inconsistency(cache.image_ids).max() > 0
