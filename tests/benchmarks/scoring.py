"""Scoring beside the network alone: `python -m tests.benchmarks.scoring [IMAGES]`.

One run, both in turns: images decoded beforehand, and JPEG files of 640 x 480. The network is an
untrained yolo11n whose scores are raised, so that every image has as many boxes as are kept.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from tests.benchmarks.table import row

_IMGSZ, _BATCH, _TURNS, _NUM_CLASSES = 320, 16, 5, 3
_WIDTH, _HEIGHT = 640, 480

Paces = dict[str, tuple[float, float]]


def main(num_images: int = 128) -> None:
    """Print images a second, and the share of the network's own pace."""
    from engine.vision.libraries import prepare_ultralytics

    prepare_ultralytics()
    with tempfile.TemporaryDirectory() as folder:
        weights = _write_weights(Path(folder) / "busy.pt")
        files = [_write_image(Path(folder) / f"{index}.jpg", index) for index in range(num_images)]
        decoded, num_boxes = _decoded(weights, files, Path(folder))
        _tell(f"decoded beforehand, {num_boxes:.0f} boxes an image", decoded, num_images)
        _tell("from JPEG files of 640 x 480", _from_files(weights, files, Path(folder)), num_images)


def _decoded(weights: Path, files: list[Path], folder: Path) -> tuple[Paces, float]:
    import torch

    from engine.domain.identifiers import ImageId
    from engine.domain.project import Task
    from engine.store.score_cache import ScoreCache
    from engine.store.score_writer import ScoreWriter
    from engine.vision.detector import Detector
    from engine.vision.sight import as_batch
    from engine.vision.weights import load_network

    network = load_network(str(weights), Task.DETECT, num_classes=_NUM_CLASSES)
    detector = Detector(network, task=Task.DETECT, device=torch.device("cpu"))
    frames = [detector.fit(_WIDTH, _HEIGHT, imgsz=_IMGSZ) for _ in files]
    pixels = [
        frame.apply(np.asarray(Image.open(path))) for frame, path in zip(frames, files, strict=True)
    ]
    starts = range(0, len(files), _BATCH)
    batches = [np.stack(pixels[start : start + _BATCH]) for start in starts]
    dim, turn = detector.embedding_dim(), iter(range(1000))

    def forward() -> None:
        with torch.inference_mode():
            for batch in batches:
                network(as_batch(batch, torch.device("cpu")))

    def score() -> None:
        with ScoreWriter(folder / f"decoded-{next(turn)}", _NUM_CLASSES, dim) as writer:
            for start, batch in zip(starts, batches, strict=True):
                part = frames[start : start + _BATCH]
                for place, sight in enumerate(detector.look(batch, part, max_boxes=50)):
                    sight.write(writer, ImageId(start + place))

    seconds = _in_turns({"forward": forward, "score": score})
    cache = ScoreCache(folder / "decoded-0")
    return seconds, len(cache.boxes(cache.image_ids).scores) / len(cache)


def _from_files(weights: Path, files: list[Path], folder: Path) -> Paces:
    from engine.domain.identifiers import VersionId
    from engine.domain.jobs import ScoreSpec
    from engine.jobs.folder import JobFolder
    from engine.jobs.reporter import Reporter
    from engine.vision.scoring import score

    lines = [
        json.dumps({"id": index, "path": str(path), "width": _WIDTH, "height": _HEIGHT})
        for index, path in enumerate(files)
    ]
    (folder / "images.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    turn = iter(range(1000))

    def whole() -> None:
        number = next(turn)
        spec = ScoreSpec(
            version_id=VersionId("v"),
            weights=str(weights),
            images_path=str(folder / "images.jsonl"),
            scores_dir=str(folder / f"files-{number}"),
            imgsz=_IMGSZ,
            num_classes=_NUM_CLASSES,
            batch=_BATCH,
            device="cpu",
        )
        with Reporter(JobFolder.create(folder / f"job-{number}", spec)) as reporter:
            score(spec, reporter)

    return _in_turns({"forward": _forward_of(weights, len(files)), "score": whole})


def _forward_of(weights: Path, num_images: int) -> Callable[[], None]:
    import torch

    from engine.domain.project import Task
    from engine.vision.letterbox import fit
    from engine.vision.weights import load_network

    network = load_network(str(weights), Task.DETECT, num_classes=_NUM_CLASSES)
    width, height = fit(_WIDTH, _HEIGHT, imgsz=_IMGSZ).outer
    batch = torch.zeros(_BATCH, 3, height, width)

    def forward() -> None:
        with torch.inference_mode():
            for _ in range(0, num_images, _BATCH):
                network(batch)

    return forward


def _in_turns(works: dict[str, Callable[[], None]]) -> Paces:
    """Return the shortest seconds of each, by the clock and of the processor.

    One turn before does not count.
    """
    best = dict.fromkeys(works, (np.inf, np.inf))
    for turn in range(_TURNS + 1):
        for name, work in works.items():
            began, cpu_began = time.perf_counter(), time.process_time()
            work()
            took = time.perf_counter() - began, time.process_time() - cpu_began
            if turn:
                best[name] = (min(best[name][0], took[0]), min(best[name][1], took[1]))
    return best


def _tell(what: str, best: Paces, num_images: int) -> None:
    (clock, cpu), (alone, cpu_alone) = best["score"], best["forward"]
    row(
        f"scoring, {what}",
        f"{num_images / clock:.0f} images/s, {alone / clock:.2f} of the network alone by the "
        f"clock, {cpu_alone / cpu:.2f} by processor time",
    )


def _write_weights(path: Path) -> Path:
    import torch

    from engine.domain.project import Task
    from engine.vision.weights import load_network

    network = load_network("yolo11n.yaml", Task.DETECT, num_classes=_NUM_CLASSES)
    for branch in network.model[-1].cv3:
        branch[-1].bias.data += 6.0
        branch[-1].weight.data *= 20
    torch.save({"model": network.half(), "train_args": {}}, path)
    return path


def _write_image(path: Path, seed: int) -> Path:
    coarse = np.random.default_rng(seed).integers(0, 255, (12, 16, 3), dtype=np.uint8)
    Image.fromarray(coarse).resize((_WIDTH, _HEIGHT), Image.Resampling.BICUBIC).save(path)
    return path


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
