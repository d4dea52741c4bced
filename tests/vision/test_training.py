"""Trainings in processes of their own, as a worker runs them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from engine.domain.events import EpochFinished, RungReached, Started
from engine.domain.jobs import Verdict
from engine.domain.metrics import Yardstick
from engine.domain.recipes import Augmentation
from engine.domain.versions import Start
from engine.evaluation.evaluation_file import read_evaluation
from engine.jobs.folder import JobFolder
from tests.vision.builders import (
    TINY,
    events_of,
    probe,
    result_of,
    run_job,
    start_job,
    train_spec,
    write_snapshot,
)
from tests.vision.following import epochs_in_results, epochs_reported, wait_for

pytestmark = pytest.mark.slow


def test_training_when_finished_leaves_what_yolo_train_leaves(trained: JobFolder):
    run_dir = Path(result_of(trained).run_dir)

    assert (run_dir / "weights" / "last.pt").is_file()
    assert (run_dir / "weights" / "best.pt").is_file()
    assert (run_dir / "args.yaml").is_file()
    assert epochs_in_results(trained) == [1, 2, 3]
    assert not list(run_dir.rglob("*.part"))


def test_training_when_finished_has_told_each_epoch_once(trained: JobFolder):
    events = events_of(trained, EpochFinished)

    assert [event.epoch for event in events] == [1, 2, 3]
    assert all(event.map50_95 is not None for event in events)
    assert set(events[0].losses) == {"box_loss", "cls_loss", "dfl_loss"}
    assert events[-1].seconds_left == 0
    assert "cpu" in events_of(trained, Started)[0].device
    assert not events_of(trained, RungReached)


def test_training_when_finished_says_how_it_came_about(trained: JobFolder):
    result = result_of(trained)

    assert result.start is Start.SCRATCH
    assert result.start_weights == "yolo11n.yaml"
    assert result.epochs_done == 3
    assert result.num_train_images == 8
    assert set(result.libraries) >= {"torch", "ultralytics"}
    assert not result.pruned


def test_training_when_finished_is_measured_on_each_yardstick(trained: JobFolder):
    val, test = result_of(trained).accuracies

    assert (val.yardstick, val.num_images) == (Yardstick.VAL, 5)
    assert (test.yardstick, test.num_images) == (Yardstick.TEST, 4)
    assert [each.num_objects for each in val.per_class] == [5, 5]
    assert val.interval is not None
    assert val.interval.low <= val.map50_95 <= val.interval.high


def test_training_when_finished_knows_what_its_model_takes(trained: JobFolder):
    cost = result_of(trained).cost
    assert cost is not None
    assert cost.parameters > 1_000_000
    assert cost.latency_ms > 0
    assert cost.gflops is not None
    assert 0 < cost.gflops < 10


def test_training_by_default_names_every_argument_of_the_recipe(trained: JobFolder):
    arguments = yaml.safe_load((trained.path / "run" / "args.yaml").read_text())
    expected = {**asdict(TINY), **asdict(TINY.augmentation), "close_mosaic": 2, "seed": 3}
    del expected["augmentation"]

    assert {name: arguments[name] for name in expected} == expected


def test_training_on_few_images_does_not_collect_gradients_over_many_epochs(trained: JobFolder):
    arguments = yaml.safe_load((trained.path / "run" / "args.yaml").read_text())

    assert arguments["nbs"] == arguments["batch"] == TINY.batch


def test_training_by_default_imports_neither_the_compiler_nor_plots(trained: JobFolder):
    assert json.loads((trained.path / "heavy.json").read_text()) == []


def test_training_leaves_the_snapshot_as_it_was_but_for_label_caches(
    trained: JobFolder, snapshot: Path
):
    extra = {path.name for path in snapshot.rglob("*") if path.suffix not in (".png", ".txt")}

    assert extra - {"images", "labels", "train", "val", "test"} == {
        "data.yaml",
        "train.cache",
        "val.cache",
        "test.cache",
        ".label-cache.lock",
    }


def test_accuracy_on_test_images_is_what_yolo_val_says(
    trained: JobFolder, confident_weights: Path, snapshot: Path, tmp_path: Path
):
    code = """
import torch
from pathlib import Path
from ultralytics.models import YOLO
from engine.domain.metrics import Yardstick
from engine.vision.dataset_folder import read_dataset_folder
from engine.vision.evaluation import evaluate
weights, snapshot, work_dir = map(Path, sys.argv[1:])
ours = evaluate(weights, read_dataset_folder(snapshot), yardstick=Yardstick.TEST, imgsz=64,
    device=torch.device("cpu"), work_dir=work_dir)
theirs = YOLO(weights).val(data=work_dir / "data.yaml", split="test", imgsz=64, device="cpu",
    plots=False, rect=True, save_dir=work_dir)
ours = ours.accuracy
print(json.dumps([[ours.map50_95, ours.map50, ours.precision, ours.recall],
    [theirs.box.map, theirs.box.map50, theirs.box.mp, theirs.box.mr]]))
"""
    ours, theirs = probe(code, confident_weights, snapshot, tmp_path)

    assert ours == pytest.approx(theirs, abs=1e-9)


def test_training_when_finished_leaves_what_it_saw_in_each_image(trained: JobFolder):
    val, test = (read_evaluation(Path(path)) for path in result_of(trained).evaluations)

    assert (val.yardstick, test.yardstick) == (Yardstick.VAL, Yardstick.TEST)
    assert sorted(val.names) == [f"val{index}" for index in range(5)]
    assert len(val.object_classes) == 10
    assert (np.diff(val.objects_norm.reshape(-1, 2, 2), axis=1) > 0.2).all()
    assert len(val.confidence) == len(val.boxes_norm)
    assert (val.image_of_boxes()[val.pair_boxes] == val.image_of_objects()[val.pair_objects]).all()


def test_what_was_seen_at_one_place_counts_with_its_surest_class_alone():
    code = """
import torch
from engine.vision.seeing import seen_image, surest_of_each_place
boxes = torch.tensor([[0.0, 0, 16, 16], [32, 32, 48, 48], [0, 0, 16, 16], [0, 0, 16, 17]])
pred = {"bboxes": boxes, "conf": torch.tensor([0.9, 0.8, 0.7, 0.6]),
    "cls": torch.tensor([1, 0, 0, 1])}
there = {"im_file": "a/b.png", "bboxes": boxes[:1], "cls": torch.tensor([1]),
    "ori_shape": (64, 64), "imgsz": (64, 64), "ratio_pad": ((1.0, 1.0), (0, 0))}
overlaps = torch.tensor([[1.0, 0.0, 1.0, 0.9]])
seen = seen_image(pred, there, overlaps, surest_of_each_place(boxes))
print(json.dumps([seen.confidence.tolist(), seen.box_classes.tolist(), seen.overlaps.tolist()]))
"""
    confidence, classes, overlaps = probe(code)

    assert confidence == pytest.approx([0.9, 0.8, 0.6])
    assert classes == [1, 0, 1]
    assert overlaps == [pytest.approx([1.0, 0.0, 0.9])]


def test_training_when_finished_saw_the_objects_where_they_are(trained: JobFolder, snapshot: Path):
    test = read_evaluation(Path(result_of(trained).evaluations[1]))

    for image, name in enumerate(test.names):
        lines = (snapshot / "labels" / "test" / f"{name}.txt").read_text().splitlines()
        _, x, y, width, height = (float(figure) for figure in lines[0].split())
        first = test.objects_norm[test.object_offsets[image]]
        corners = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        assert first == pytest.approx(corners, abs=1e-3)


def test_training_with_the_facts_of_a_domain_hands_them_all_on(snapshot: Path, tmp_path: Path):
    augmentation = Augmentation(fliplr=0.0, hsv_h=0.005, degrees=5.0, mosaic=0.0, scale=0.1)
    recipe = replace(TINY, epochs=1, optimizer="SGD", lr0=0.02, freeze=2, augmentation=augmentation)

    folder = run_job(tmp_path / "job", train_spec(snapshot, recipe=recipe))

    arguments = yaml.safe_load((folder.path / "run" / "args.yaml").read_text())
    assert {name: arguments[name] for name in asdict(augmentation)} == asdict(augmentation)
    assert (arguments["optimizer"], arguments["lr0"], arguments["freeze"]) == ("SGD", 0.02, 2)
    assert arguments["close_mosaic"] == 0


def test_training_on_a_fold_reads_the_fold(snapshot: Path, tmp_path: Path):
    write_snapshot(tmp_path / "snapshot" / "folds" / "1", num_train=4, num_val=2, num_test=0)
    spec = train_spec(
        tmp_path / "snapshot",
        fold=1,
        recipe=replace(TINY, epochs=1),
        yardsticks=(Yardstick.FOLD, Yardstick.TEST),
    )

    result = result_of(run_job(tmp_path / "job", spec))

    assert result.num_train_images == 4
    assert [(each.yardstick, each.num_images) for each in result.accuracies] == [
        (Yardstick.FOLD, 2)
    ]


def test_training_with_rungs_validates_there_alone(snapshot: Path, tmp_path: Path):
    recipe = replace(TINY, epochs=4)
    job = start_job(tmp_path / "job", train_spec(snapshot, recipe=recipe, rungs=(2, 4)))
    folder = JobFolder(tmp_path / "job")
    wait_for(lambda: events_of(folder, RungReached))
    folder.write_verdict(Verdict.GO)

    assert job.wait(timeout=120) == 0
    assert [event.epoch for event in events_of(folder, RungReached)] == [2, 4]
    validated = [event.map50_95 is not None for event in events_of(folder, EpochFinished)]
    assert validated == [False, True, False, True]
    assert result_of(folder).value == events_of(folder, RungReached)[-1].value


def test_training_when_pruned_ends_with_the_weights_of_its_rung(snapshot: Path, tmp_path: Path):
    job = start_job(tmp_path / "job", train_spec(snapshot, rungs=(1, 3)))
    folder = JobFolder(tmp_path / "job")
    wait_for(lambda: events_of(folder, RungReached))
    folder.write_verdict(Verdict.PRUNE)

    assert job.wait(timeout=120) == 0
    result = result_of(folder)
    assert result.pruned
    assert result.epochs_done == 1
    assert result.accuracies == ()
    assert Path(result.weights).is_file()
    assert epochs_reported(folder) == [1]


def test_two_trainings_on_a_new_snapshot_build_its_label_caches_together(tmp_path: Path):
    snapshot = write_snapshot(tmp_path / "snapshot")
    spec = train_spec(snapshot, recipe=replace(TINY, epochs=1))

    jobs = [start_job(tmp_path / f"job{index}", spec) for index in range(2)]

    assert [job.wait(timeout=240) for job in jobs] == [0, 0]
    values = [result_of(JobFolder(tmp_path / f"job{index}")).value for index in range(2)]
    assert values[0] == values[1]


def test_training_with_the_same_seed_ends_with_the_same_weights(
    trained: JobFolder, snapshot: Path, tmp_path: Path
):
    code = """
import torch
from ultralytics.nn.tasks import load_checkpoint
first, second = (load_checkpoint(path)[0].state_dict() for path in sys.argv[1:])
print(json.dumps(all(torch.equal(first[name], second[name]) for name in first)))
"""
    spec = train_spec(snapshot, seed=3)
    again = run_job(tmp_path / "job", spec)

    assert probe(code, result_of(trained).weights, result_of(again).weights)


def test_training_on_a_snapshot_without_labels_fails_in_words(tmp_path: Path):
    snapshot = write_snapshot(tmp_path / "snapshot", num_val=0)

    folder = run_job(tmp_path / "job", train_spec(snapshot))

    failure = folder.failure()
    assert failure is not None
    assert failure.kind == "DataError"
    assert "validate" in failure.message
