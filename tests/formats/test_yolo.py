from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import DataError, UsageError
from engine.domain.images import Split
from engine.domain.shapes import Box
from engine.formats.dataset import LabeledShape
from engine.formats.yolo import YoloFormat
from engine.formats.yolo_labels import yolo_label_lines
from tests.formats.builders import boxes_of, losses, put_image, put_text, put_yolo, remarks

YOLO = YoloFormat()


def test_read_of_boxes_and_polygons_gives_corners_in_pixels(tmp_path: Path) -> None:
    put_yolo(tmp_path, {"a": "0 0.5 0.5 0.2 0.25\r\n1 0.1 0.1 0.3 0.1 0.2 0.5\n\n"})
    dataset = YOLO.read(tmp_path)
    assert boxes_of(dataset)["a.jpg"] == [("cat", (40, 30, 60, 50)), ("dog", (10, 8, 30, 40))]
    assert dataset.class_names == ("cat", "dog")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("0 nan 0.5 0.2 0.2", "not a number"),
        ("0 inf 0.5 0.2 0.2", "not a number"),
        ("0 0.5 0.5 0 0.2", "has no area"),
        ("0 0.5 0.5 -0.2 0.2", "has no area"),
        ("0 1.5 1.5 0.2 0.2", "lies outside the image of 100 x 80 pixels"),
        ("7 0.5 0.5 0.2 0.2", "class 7 is not among the 2 named ones"),
        ("0.5 0.5 0.5 0.2 0.2", "class 0.5 is not among"),
        ("-1 0.5 0.5 0.2 0.2", "class -1 is not among"),
        ("nan 0.5 0.5 0.2 0.2", "class nan is not among"),
        ("cat 0.5 0.5 0.2 0.2", "is not a row of numbers"),
        ("0 0.5 0.5 0.2", "A row has 4 values"),
        ("0 0.5 0.5 0.2 0.2 0.9", "A row has 6 values"),
        ("0", "A row has 1 values"),
    ],
)
def test_read_of_a_bad_line_names_file_and_line_and_keeps_the_rest(
    tmp_path: Path, line: str, reason: str
) -> None:
    put_yolo(tmp_path, {"a": f"0 0.5 0.5 0.2 0.25\n{line}\n1 0.5 0.5 0.2 0.25\n"})
    dataset = YOLO.read(tmp_path)
    assert dataset.num_shapes == 2
    (loss,) = losses(dataset)
    assert loss.startswith("a.txt, line 2: ")
    assert reason in loss


def test_read_of_a_box_that_reaches_out_clips_it_and_says_so(tmp_path: Path) -> None:
    put_yolo(tmp_path, {"a": "0 0.0 0.5 0.2 0.25"})
    dataset = YOLO.read(tmp_path)
    assert boxes_of(dataset)["a.jpg"] == [("cat", (0, 30, 10, 50))]
    assert "reaches out of the image" in remarks(dataset)[0]
    assert losses(dataset) == []


def test_read_tells_unlabeled_from_confirmed_empty(tmp_path: Path) -> None:
    put_yolo(tmp_path, {"missing": None, "empty": "", "blank": " \n", "bad": "0 9 9 0 0\n"})
    dataset = YOLO.read(tmp_path)
    assert {i.path.stem: i.is_labeled for i in dataset.images} == {
        "missing": False,
        "empty": True,
        "blank": True,
        "bad": False,
    }
    assert any("2 of 4 images have empty labels: confirmed empty." in r for r in remarks(dataset))
    other = YOLO.read(tmp_path, missing_means_empty=True)
    assert {i.path.stem for i in other.images if not i.is_labeled} == {"bad"}


def test_read_of_an_image_in_two_splits_keeps_the_one_to_stay_unseen(tmp_path: Path) -> None:
    dataset = YOLO.read(put_yolo(tmp_path, {"a": "0 0.5 0.5 0.2 0.25"}))
    assert [image.split for image in dataset.images] == [Split.VAL]
    assert dataset.num_shapes == 1
    assert "It stands in train and in val" in remarks(dataset)[0]


@pytest.mark.parametrize("entry", ["../../etc", "/etc", "images/out"])
def test_read_of_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, entry: str) -> None:
    root = put_yolo(tmp_path / "root", {"a": ""})
    put_image(tmp_path / "etc" / "secret.jpg")
    (root / "images" / "out").symlink_to(tmp_path / "etc")
    put_text(root / "data.yaml", f"train: images/train\nval: {entry}\nnames: [cat]")
    dataset = YOLO.read(root)
    assert [image.path.name for image in dataset.images] == ["a.jpg"]
    (loss,) = losses(dataset)
    assert "leads out of the dataset's folder" in loss


def test_read_of_a_list_follows_its_lines_and_refuses_those_that_leave(tmp_path: Path) -> None:
    root = put_yolo(tmp_path / "root", {"a": "0 0.5 0.5 0.2 0.25", "b": ""})
    put_image(tmp_path / "secret.jpg")
    lines = ["./images/train/a.jpg", "../secret.jpg", "/etc/passwd", "gone.jpg", "x" * 5000, "a\0b"]
    put_text(root / "val.txt", "\n".join(lines))
    put_text(root / "data.yaml", "val: val.txt\nnames: {0: cat}")
    dataset = YOLO.read(root)
    assert boxes_of(dataset) == {"a.jpg": [("cat", (40, 30, 60, 50))]}
    assert [loss.partition(":")[0] for loss in losses(dataset)] == [
        f"val.txt, line {number}" for number in (2, 3, 4, 5, 6)
    ]


def test_read_of_a_label_that_is_a_link_out_is_refused(tmp_path: Path) -> None:
    root = put_yolo(tmp_path / "root", {"a": None})
    put_text(tmp_path / "secret.txt", "0 0.5 0.5 0.2 0.25")
    (root / "labels" / "train").mkdir(parents=True)
    (root / "labels" / "train" / "a.txt").symlink_to(tmp_path / "secret.txt")
    dataset = YOLO.read(root)
    assert not dataset.images[0].is_labeled
    assert "leads out" in losses(dataset)[0]


def test_read_of_the_parent_paths_that_roboflow_writes_finds_the_folder(tmp_path: Path) -> None:
    put_image(tmp_path / "valid" / "images" / "a.jpg")
    put_text(tmp_path / "valid" / "labels" / "a.txt", "0 0.5 0.5 0.2 0.25")
    put_text(tmp_path / "data.yaml", "val: ../valid/images\nnames: ['cat']\npath: ../elsewhere\n")
    dataset = YOLO.read(tmp_path)
    assert (dataset.num_shapes, dataset.images[0].split) == (1, Split.VAL)
    assert "the folder of data.yaml is read" in remarks(dataset)[0]


def test_read_of_labels_with_a_list_of_classes_needs_no_yaml(tmp_path: Path) -> None:
    put_image(tmp_path / "images" / "test" / "a.jpg")
    put_text(tmp_path / "labels" / "test" / "a.txt", "1 0.5 0.5 0.2 0.25")
    put_text(tmp_path / "classes.txt", "cat\ndog\n")
    dataset = YOLO.read(tmp_path)
    assert boxes_of(dataset) == {"a.jpg": [("dog", (40, 30, 60, 50))]}
    assert dataset.images[0].split is Split.TEST


def test_read_of_classes_that_differ_in_case_only_makes_them_one_and_says_so(
    tmp_path: Path,
) -> None:
    put_yolo(tmp_path, {"a": "0 0.5 0.5 0.2 0.25\n1 0.5 0.5 0.2 0.25"}, names="[Cat, cat, '']")
    dataset = YOLO.read(tmp_path)
    assert dataset.class_names == ("Cat",)
    assert [box.class_name for box in dataset.images[0].shapes] == ["Cat", "Cat"]
    assert "'cat' differs from 'Cat' in case only" in remarks(dataset)[0]
    assert "Class name '' is not usable" in losses(dataset)[0]


def test_read_of_yaml_words_as_classes_keeps_them_as_written(tmp_path: Path) -> None:
    put_yolo(tmp_path, {"a": ""}, names="[no, 007, 1e3]")
    assert YOLO.read(tmp_path).class_names == ("no", "007", "1e3")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("names: [a\n", "is not YAML"),
        ("names:\n", "names no classes"),
        ("names: {a: b}\n", "numbers its classes by something else"),
        ("- x\nnames: 3", "is not YAML"),
        ("names: " + "[" * 5000, "is not YAML"),
    ],
)
def test_read_of_a_yaml_that_is_wrong_says_so(tmp_path: Path, text: str, reason: str) -> None:
    put_text(tmp_path / "data.yaml", text)
    with pytest.raises(DataError, match=reason):
        YOLO.read(tmp_path)


def test_read_of_a_yaml_that_would_run_code_takes_it_for_text(tmp_path: Path) -> None:
    mark = tmp_path / "hacked"
    names = f"!!python/object/apply:os.system ['touch {mark.as_posix()}']"
    assert YOLO.read(put_yolo(tmp_path, {"a": ""}, names=names)).class_names == (f"touch {mark}",)
    assert not mark.exists()


def test_read_of_a_yaml_bomb_ends(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    put_text(tmp_path / "data.yaml", "\n".join([*rows, "names: *a29"]))
    with pytest.raises(DataError, match="names no classes"):
        YOLO.read(tmp_path)


def test_read_of_damaged_images_leaves_them_out_and_goes_on(tmp_path: Path) -> None:
    put_yolo(tmp_path, {"a": "", "b": "", "c": ""})
    (tmp_path / "images" / "train" / "b.jpg").write_bytes(b"")
    (tmp_path / "images" / "train" / "c.jpg").write_bytes(b"no image")
    dataset = YOLO.read(tmp_path)
    assert [image.path.name for image in dataset.images] == ["a.jpg"]
    assert losses(dataset) == [
        "b.jpg: b.jpg is empty.",
        "c.jpg: c.jpg is not an image that Loupe reads.",
    ]


def test_read_of_labels_in_no_text_says_so(tmp_path: Path) -> None:
    put_yolo(tmp_path, {"a": None})
    (tmp_path / "labels" / "train").mkdir(parents=True)
    (tmp_path / "labels" / "train" / "a.txt").write_bytes(b"\xff\xfe\x00")
    dataset = YOLO.read(tmp_path)
    assert losses(dataset) == ["a.txt: a.txt is not text in UTF-8."]
    assert not dataset.images[0].is_labeled


def test_read_of_more_dirt_than_anyone_reads_counts_the_rest(tmp_path: Path) -> None:
    put_yolo(tmp_path, {"a": "9 0.5 0.5 0.2 0.2\n" * 10_050})
    dataset = YOLO.read(tmp_path)
    assert len(dataset.complaints) == 10_001
    assert "further complaints are left off" in dataset.complaints[-1].text


@given(
    st.integers(10, 20_000),
    st.integers(10, 20_000),
    st.tuples(*[st.floats(0, 1)] * 4).filter(
        lambda b: abs(b[0] - b[2]) > 1e-6 and abs(b[1] - b[3]) > 1e-6
    ),
)
def test_yolo_label_lines_round_trip_to_a_thousandth_of_a_pixel(
    width: int, height: int, fractions: tuple[float, float, float, float]
) -> None:
    x1, x2 = sorted((fractions[0] * width, fractions[2] * width))
    y1, y2 = sorted((fractions[1] * height, fractions[3] * height))
    (line,) = yolo_label_lines(
        [LabeledShape("b", Box(x1, y1, x2, y2))], width, height, {"a": 0, "b": 1}
    )
    number, *values = line.split()
    cx, cy, w, h = (float(value) for value in values)
    assert number == "1"
    back = (
        (cx - w / 2) * width,
        (cy - h / 2) * height,
        (cx + w / 2) * width,
        (cy + h / 2) * height,
    )
    assert back == pytest.approx((x1, y1, x2, y2), abs=1e-3)


def test_yolo_label_lines_of_an_unknown_class_is_refused() -> None:
    with pytest.raises(UsageError, match="'a' is not among"):
        yolo_label_lines([LabeledShape("a", Box(0, 0, 1, 1))], 10, 10, {})
