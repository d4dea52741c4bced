"""The procedural dataset."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from engine.domain.errors import ConflictError, ResourceError, UsageError
from engine.simulation import sandbox
from engine.simulation.grounds import GROUNDS, paint_ground
from engine.simulation.painting import paint
from engine.simulation.sandbox import make_sandbox
from engine.simulation.scenes import Scene, Thing, imagine, nearly_repeat, worsen
from engine.simulation.silhouettes import SILHOUETTES


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sandbox") / "small"
    return make_sandbox(folder, num_train=40, num_val=4, num_test=3, side_px=64, seed=5)


def thing(class_index: int = 0, *, x: float = 0.5, y: float = 0.5, size: float = 0.4) -> Thing:
    return Thing(class_index, x, y, size, stretch=1.0, tilt=0.0, color=(1.0, 0.2, 0.2))


def scene(*things: Thing) -> Scene:
    return Scene("plain", 1, things, camera_seed=2)


def label_rows(folder: Path, split: str) -> np.ndarray:
    lines = [
        line.split()
        for path in sorted((folder / "labels" / split).iterdir())
        for line in path.read_text().splitlines()
    ]
    return np.array(lines, dtype=float)


def test_make_sandbox_then_writes_an_ultralytics_folder_with_a_label_file_for_each_image(small):
    for split, count in (("train", 40), ("val", 4), ("test", 3)):
        images = sorted(path.stem for path in (small / "images" / split).iterdir())
        assert len(images) == count
        assert images == sorted(path.stem for path in (small / "labels" / split).iterdir())
    description = yaml.safe_load((small / "data.yaml").read_text())
    assert description["train"] == "images/train"
    assert description["names"] == dict(enumerate(list(SILHOUETTES)[:6]))
    assert "path" not in description


def test_make_sandbox_then_boxes_lie_in_the_image_and_have_area(small):
    rows = label_rows(small, "train")
    centers, sizes = rows[:, 1:3], rows[:, 3:5]

    assert set(rows[:, 0]) <= set(range(6))
    assert (sizes * 64 >= 4 - 1e-3).all()
    assert (centers - sizes / 2 >= -1e-6).all()
    assert (centers + sizes / 2 <= 1 + 1e-6).all()


def test_make_sandbox_then_images_have_the_size_and_are_no_copies(small):
    pixels = [
        np.asarray(Image.open(path)) for path in sorted((small / "images" / "train").iterdir())
    ]

    assert all(picture.shape == (64, 64, 3) for picture in pixels)
    assert len({picture.tobytes() for picture in pixels}) == 40


def test_make_sandbox_when_it_grows_then_begins_with_the_same_images(small, tmp_path):
    larger = make_sandbox(
        tmp_path / "larger", num_train=42, num_val=0, num_test=0, side_px=64, seed=5
    )

    for path in sorted((small / "images" / "train").iterdir()):
        twin = larger / "images" / "train" / path.name
        assert np.array_equal(np.asarray(Image.open(path)), np.asarray(Image.open(twin)))


def test_make_sandbox_when_the_folder_is_empty_then_fills_it(tmp_path):
    folder = make_sandbox(tmp_path, num_train=1, num_val=0, num_test=0, side_px=64, seed=5)

    assert folder == tmp_path
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.yaml", "images", "labels"]


def test_paint_when_an_object_touches_the_edge_then_its_shadow_stays_on_its_side():
    bare, _ = paint(scene(), side_px=64)
    with_thing, _ = paint(scene(thing(y=0.95, size=0.3)), side_px=64)

    assert np.array_equal(bare[:20], with_thing[:20])


def test_make_sandbox_of_other_kinds_then_other_objects_with_numbers_from_zero(small, tmp_path):
    other = make_sandbox(
        tmp_path / "other",
        num_train=40,
        num_val=0,
        num_test=0,
        side_px=64,
        seed=5,
        num_classes=4,
        first_class=6,
    )

    description = yaml.safe_load((other / "data.yaml").read_text())
    assert list(description["names"].values()) == list(SILHOUETTES)[6:]
    assert set(label_rows(other, "train")[:, 0]) <= set(range(4))


def test_make_sandbox_when_the_seed_differs_then_other_images(small, tmp_path):
    other = make_sandbox(tmp_path / "other", num_train=1, num_val=0, num_test=0, side_px=64, seed=6)

    name = "images/train/train_00000.png"
    assert not np.array_equal(np.asarray(Image.open(small / name)), Image.open(other / name))


def test_make_sandbox_when_the_folder_is_not_empty_then_refused_and_untouched(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(ConflictError, match="not empty"):
        make_sandbox(tmp_path, num_train=1, num_val=0, num_test=0)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"num_classes": 0},
        {"num_classes": 99},
        {"first_class": 8},
        {"first_class": -1},
        {"side_px": 8},
        {"num_val": -1},
    ],
)
def test_make_sandbox_when_a_number_is_out_of_range_then_refused(tmp_path, wrong):
    numbers = {"num_train": 1, "num_val": 0, "num_test": 0, **wrong}

    with pytest.raises(UsageError):
        make_sandbox(tmp_path / "new", **numbers)


def test_make_sandbox_when_the_disk_is_full_then_says_so_and_leaves_nothing(tmp_path, monkeypatch):
    def refuse(*args: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sandbox.Image.Image, "save", refuse)

    with pytest.raises(ResourceError, match="No space left"):
        make_sandbox(tmp_path / "new", num_train=1, num_val=0, num_test=0)
    assert list(tmp_path.iterdir()) == []


def test_imagine_then_classes_have_a_long_tail_and_few_scenes_are_empty():
    rng = np.random.default_rng(0)
    scenes = [imagine(rng, num_classes=6) for _ in range(1500)]

    counts = Counter(thing.class_index for scene in scenes for thing in scene.things)
    empty = sum(not scene.things for scene in scenes)

    assert 10 < counts[0] / counts[5] < 40
    assert 0.02 < empty / len(scenes) < 0.07
    assert {scene.ground for scene in scenes} == set(GROUNDS)


def test_paint_when_an_object_stands_alone_then_its_box_fits_it():
    picture, seen = paint(scene(thing(size=0.5)), side_px=100)

    assert picture.shape == (100, 100, 3)
    assert [(one.class_index, one.xyxy_px) for one in seen] == [(0, (26, 26, 74, 74))]
    assert picture[50, 50, 0] > 180
    assert picture[50, 50, 1] < 100


def test_paint_when_an_object_is_hidden_then_it_is_left_out():
    _, seen = paint(scene(thing(), thing(2, size=0.3)), side_px=100)

    assert [one.class_index for one in seen] == [0]


def test_paint_when_an_object_is_partly_hidden_then_the_box_is_that_of_the_visible_part():
    _, seen = paint(scene(thing(2, x=0.3), thing(2, x=0.5)), side_px=100)

    (front, back) = (one.xyxy_px for one in seen)
    assert back[0] == front[2]
    assert back[2] - back[0] < front[2] - front[0]


def test_paint_when_an_object_leaves_the_image_then_the_box_is_cut_or_it_is_left_out():
    _, cut = paint(scene(thing(x=0.1)), side_px=100)
    _, gone = paint(scene(thing(x=-0.1)), side_px=100)

    assert cut[0].xyxy_px[0] == 0
    assert gone == ()


@pytest.mark.parametrize("class_index", range(len(SILHOUETTES)))
def test_paint_then_every_kind_of_object_nearly_fills_its_size(class_index):
    _, (seen,) = paint(scene(thing(class_index, size=0.6)), side_px=100)

    x1, y1, x2, y2 = seen.xyxy_px
    assert 45 <= max(x2 - x1, y2 - y1) <= 65


def test_nearly_repeat_then_objects_stay_and_the_picture_changes_a_little():
    original = scene(thing())
    again = nearly_repeat(original, np.random.default_rng(0))
    first, second = (paint(one, side_px=64) for one in (original, again))

    assert [one.class_index for one in first[1]] == [one.class_index for one in second[1]]
    difference = np.abs(first[0].astype(float) - second[0])
    assert 0 < difference.mean() < 25


def test_worsen_then_the_picture_has_less_contrast_and_the_same_objects():
    bad = worsen(scene(thing(size=0.6)), np.random.default_rng(0))

    picture, seen = paint(bad, side_px=64)

    assert len(seen) == 1
    assert np.ptp(picture[24:40, 24:40].mean(axis=(0, 1))) < 120


@pytest.mark.parametrize("kind", GROUNDS)
def test_paint_ground_then_is_textured_and_in_range(kind):
    ground = paint_ground(kind, seed=3, side_px=48)

    assert ground.shape == (48, 48, 3)
    assert 0 <= ground.min() < ground.max() <= 1
    assert ground.std(axis=(0, 1)).max() > 0.005
