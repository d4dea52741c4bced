"""Datasets of the five tasks: what is read as what, and what a format cannot carry."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import DataError
from engine.domain.images import Split
from engine.domain.project import Task
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
    bounding_box,
)
from engine.domain.skeleton import Skeleton
from engine.formats.dataset import DatasetImage, ExportedDataset, LabeledShape, LossReport
from engine.formats.registry import detect_format, format_by_name
from engine.formats.yolo_labels import Layout, one_ring, parse_label_line, yolo_label_lines
from tests.formats.builders import losses, put_coco, put_image, put_text, put_yolo, remarks

WIDTH, HEIGHT = 100, 80
TRIANGLE = Polygon(((10.25, 10.5), (30.125, 10.0), (10.0, 40.75)))
PIECES = MultiPolygon((TRIANGLE, Polygon(((50.0, 50.0), (60.0, 50.0), (60.0, 60.0)))))
HOLED = Polygon(
    ((10.0, 10.0), (50.0, 10.0), (50.0, 50.0), (10.0, 50.0)),
    (((20.0, 20.0), (20.0, 40.0), (40.0, 40.0), (40.0, 20.0)),),
)
TURNED = OrientedBox(50.0, 40.0, 30.0, 10.0, 0.5)
EYES = Skeleton(("left eye", "right eye"), ((0, 1),), (1, 0))
POSE = KeypointSet(
    ((20.0, 20.0, Visibility.VISIBLE), (0, 0, Visibility.NOT_LABELED)), Box(5, 5, 40, 40)
)
WHOLE = WholeImage(WIDTH, HEIGHT)


def exported(
    folder: Path, name: str, task: Task, *shapes: Shape, skeleton: Skeleton | None = None
) -> LossReport:
    path = put_image(folder / "in" / "a.jpg", WIDTH, HEIGHT)
    labeled = tuple(LabeledShape("cat", shape) for shape in shapes)
    image = DatasetImage(path, WIDTH, HEIGHT, Split.VAL, labeled)
    dataset = ExportedDataset([image], ("cat", "dog"), task, skeleton)
    return format_by_name(name).write(dataset, folder / "out")


def read_back(folder: Path, task: Task) -> list[Shape]:
    dataset = detect_format(folder / "out").read(folder / "out", task=task)
    assert losses(dataset) == []
    (image,) = dataset.images
    return [labeled.shape for labeled in image.shapes]


class TestYolo:
    def test_outlines_come_back_to_a_thousandth_of_a_pixel(self, tmp_path: Path) -> None:
        report = exported(tmp_path, "yolo", Task.SEGMENT, TRIANGLE)
        assert report.notes == ()
        (read,) = read_back(tmp_path, Task.SEGMENT)
        assert isinstance(read, Polygon)
        assert np.allclose(read.points_px, TRIANGLE.points_px, atol=1e-3)

    def test_pieces_and_holes_are_joined_and_the_report_says_so(self, tmp_path: Path) -> None:
        report = exported(tmp_path, "yolo", Task.SEGMENT, PIECES, HOLED)
        (note,) = report.notes
        assert note.startswith("An object with pieces or holes was written as one ring")
        assert note.endswith(", 2 times.")
        pieces, holed = read_back(tmp_path, Task.SEGMENT)
        assert isinstance(pieces, Polygon)
        assert bounding_box(pieces).xyxy_px == pytest.approx(bounding_box(PIECES).xyxy_px, abs=1e-3)
        assert _even_odd_area(holed.points_px) == pytest.approx(1200, abs=0.1)

    def test_many_pieces_are_joined_in_a_moment_and_cover_the_same(self) -> None:
        grid = [(x, y) for x in range(0, 100, 10) for y in range(0, 80, 10)]
        squares = tuple(
            Polygon(
                ((x, y), (x + 6, y), (x + 6, y + 6), (x, y + 6)),
                (((x + 2, y + 2), (x + 4, y + 2), (x + 4, y + 4)),),
            )
            for x, y in grid
        )
        ring = one_ring(MultiPolygon(squares))
        assert set(ring) == {
            point for each in squares for r in (each.points_px, *each.holes_px) for point in r
        }
        assert _even_odd_area(ring) == pytest.approx(len(grid) * 34, rel=0.02)
        assert one_ring(TRIANGLE) == TRIANGLE.points_px

    def test_a_rotated_box_comes_back_as_one(self, tmp_path: Path) -> None:
        assert exported(tmp_path, "yolo", Task.OBB, TURNED).notes == ()
        (read,) = read_back(tmp_path, Task.OBB)
        assert isinstance(read, OrientedBox)
        assert (read.width, read.height, read.angle) == pytest.approx((30, 10, 0.5), abs=1e-4)
        assert isinstance(read_back(tmp_path, Task.SEGMENT)[0], Polygon)
        assert isinstance(read_back(tmp_path, Task.DETECT)[0], Box)

    def test_a_rotated_box_over_the_edge_is_cut_off(self, tmp_path: Path) -> None:
        over = replace(TURNED, cx=5.0)
        report = exported(tmp_path, "yolo", Task.OBB, over)
        assert report.notes[-1].startswith("A rotated box that reaches out of its image")
        (read,) = read_back(tmp_path, Task.OBB)
        assert isinstance(read, OrientedBox)
        (line,) = next((tmp_path / "out").rglob("a.txt")).read_text().splitlines()
        assert all(0 <= float(value) <= 1 for value in line.split()[1:])
        assert read.angle == pytest.approx(0.5, abs=0.2)

    def test_keypoints_come_back_with_their_skeleton(self, tmp_path: Path) -> None:
        assert exported(tmp_path, "yolo", Task.POSE, POSE, skeleton=EYES).notes == ()
        dataset = format_by_name("yolo").read(tmp_path / "out", task=Task.POSE)
        assert dataset.skeleton == replace(EYES, edges=())
        (read,) = read_back(tmp_path, Task.POSE)
        assert isinstance(read, KeypointSet)
        assert np.allclose(read.points_px, POSE.points_px)
        assert isinstance(read_back(tmp_path, Task.DETECT)[0], Box)

    def test_keypoints_without_visibility_are_seen_unless_negative(self) -> None:
        layout = Layout(Task.POSE, num_keypoints=2, num_parts=2)
        _, shape = parse_label_line("0 .5 .5 .2 .2 .1 .2 -1 -1", 100, 100, layout)
        assert isinstance(shape, KeypointSet)
        assert [seen for *_, seen in shape.points_px] == [
            Visibility.VISIBLE,
            Visibility.NOT_LABELED,
        ]

    @pytest.mark.parametrize("shape", ["5", "[0, 3]", "[2, 4]", "[a, b]"])
    def test_read_of_an_unsound_kpt_shape_says_so(self, tmp_path: Path, shape: str) -> None:
        put_yolo(tmp_path, {"a": ""})
        text = (tmp_path / "data.yaml").read_text()
        put_text(tmp_path / "data.yaml", f"{text}kpt_shape: {shape}\n")
        with pytest.raises(DataError, match="kpt_shape"):
            format_by_name("yolo").read(tmp_path)

    def test_an_image_that_says_too_little_is_left_out(self, tmp_path: Path) -> None:
        report = exported(tmp_path, "yolo", Task.SEGMENT, TRIANGLE, Box(1, 1, 9, 9))
        assert report.num_images == 0
        assert report.notes[0] == (
            "An image was left out: a box in it says too little for segment."
        )

    def test_outlines_for_detection_are_written_as_boxes(self, tmp_path: Path) -> None:
        report = exported(tmp_path, "yolo", Task.DETECT, TRIANGLE, TRIANGLE)
        assert report.notes == ("A polygon was written as its bounding box, 2 times.",)
        assert all(isinstance(shape, Box) for shape in read_back(tmp_path, Task.DETECT))


class TestClassFolders:
    def test_classes_come_back_from_their_folders(self, tmp_path: Path) -> None:
        paths = [put_image(tmp_path / "in" / f"{n}.jpg", WIDTH, HEIGHT) for n in range(4)]
        images = [
            DatasetImage(
                path,
                WIDTH,
                HEIGHT,
                Split.VAL if number > 1 else Split.TRAIN,
                (LabeledShape(("cat", "a/b")[number % 2], WHOLE),),
            )
            for number, path in enumerate(paths)
        ]
        dataset = ExportedDataset(images, ("cat", "a/b"), Task.CLASSIFY)
        report = format_by_name("yolo").write(dataset, tmp_path / "out")
        assert report.notes == (
            "The images of the class 'a/b' are in the folder 'a_b'.",
            "The order of the classes is not kept.",
        )
        assert sorted(p.name for p in (tmp_path / "out" / "train").iterdir()) == ["a_b", "cat"]
        read = detect_format(tmp_path / "out").read(tmp_path / "out", task=Task.CLASSIFY)
        assert {(i.split, i.shapes[0].class_name, i.shapes[0].shape) for i in read.images} == {
            (split, name, WHOLE) for split in (Split.TRAIN, Split.VAL) for name in ("a_b", "cat")
        }

    def test_for_other_tasks_the_images_are_unlabeled(self, tmp_path: Path) -> None:
        for split in ("train", "test"):
            put_image(tmp_path / split / "cat" / f"{split}.jpg")
        read = detect_format(tmp_path).read(tmp_path)
        assert not any(image.is_labeled for image in read.images)
        assert any("says nothing of objects in it, 2 times" in text for text in remarks(read))

    def test_a_folder_called_train_alone_is_no_dataset(self, tmp_path: Path) -> None:
        put_image(tmp_path / "train" / "2024" / "a.jpg")
        put_image(tmp_path / "val" / "2025" / "a.jpg")
        assert not format_by_name("yolo").recognizes(tmp_path)

    def test_an_image_without_a_class_is_left_out(self, tmp_path: Path) -> None:
        report = exported(tmp_path, "yolo", Task.CLASSIFY)
        assert report.notes[0] == "An image was left out: it does not say one class."


class TestCoco:
    @given(
        st.lists(
            st.tuples(
                st.floats(0, WIDTH, allow_subnormal=False),
                st.floats(0, HEIGHT, allow_subnormal=False),
            ),
            min_size=3,
            max_size=12,
            unique=True,
        )
    )
    def test_outlines_come_back_bit_by_bit(
        self, tmp_path_factory: pytest.TempPathFactory, points: list[tuple[float, float]]
    ) -> None:
        xs, ys = zip(*points, strict=True)
        if max(xs) <= min(xs) or max(ys) <= min(ys):
            return
        folder = tmp_path_factory.mktemp("coco")
        shapes = (Polygon(tuple(points)), PIECES)
        assert exported(folder, "coco", Task.SEGMENT, *shapes).notes == ()
        assert tuple(read_back(folder, Task.SEGMENT)) == shapes

    def test_holes_and_rotated_boxes_are_written_as_rings(self, tmp_path: Path) -> None:
        report = exported(tmp_path, "coco", Task.SEGMENT, HOLED, TURNED)
        assert len(report.notes) == 2
        holed, turned = read_back(tmp_path, Task.SEGMENT)
        assert holed.points_px == one_ring(HOLED)
        assert turned.points_px == TURNED.corners_px()

    def test_keypoints_come_back_with_their_skeleton(self, tmp_path: Path) -> None:
        assert exported(tmp_path, "coco", Task.POSE, POSE, skeleton=EYES).notes == ()
        dataset = format_by_name("coco").read(tmp_path / "out", task=Task.POSE)
        assert dataset.skeleton == Skeleton(EYES.names, EYES.edges)
        assert read_back(tmp_path, Task.POSE) == [POSE]

    def test_the_class_of_an_image_is_written_as_a_box(self, tmp_path: Path) -> None:
        report = exported(tmp_path, "coco", Task.CLASSIFY, WHOLE)
        assert report.notes == ("The class of an image was written as a box around all of it.",)

    @pytest.mark.parametrize(
        ("segmentation", "expected"),
        [
            # Columns 1 and 2, rows 1 to 2, of four columns with three rows.
            ({"size": [80, 100], "counts": [81, 2, 78, 2, 7837]}, (1, 1, 3, 3)),
            ({"size": [80, 100], "counts": "a22^2o`d7"}, None),
        ],
    )
    def test_masks_are_read_as_their_outlines(
        self, tmp_path: Path, segmentation: dict[str, object], expected: object
    ) -> None:
        if expected is None:
            segmentation = {"size": [80, 100], "counts": compress([81, 2, 78, 2, 7837])}
        put_image(tmp_path / "a.jpg")
        said = {"image_id": 1, "category_id": 1, "segmentation": segmentation}
        put_coco(tmp_path, annotations=[said])
        dataset = format_by_name("coco").read(tmp_path, task=Task.SEGMENT)
        assert losses(dataset) == []
        (labeled,) = dataset.images[0].shapes
        assert isinstance(labeled.shape, Polygon)
        assert len(labeled.shape.points_px) == 4
        assert bounding_box(labeled.shape).xyxy_px == (1, 1, 3, 3)

    @given(st.data())
    def test_masks_cover_what_their_outlines_cover(self, data: st.DataObject) -> None:
        from engine.formats.coco_shapes import area_px
        from engine.formats.run_lengths import outline_of_runs

        width, height = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
        size = width * height
        mask = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
        mask = mask.reshape(width, height)  # column by column
        runs = runs_of(mask.ravel())
        outline = outline_of_runs(runs, width, height)
        assert outline_of_runs(compress(runs), width, height) == outline
        if outline is None:
            assert not mask.any()
            return
        assert area_px(outline) == mask.sum()
        x1, y1, x2, y2 = bounding_box(outline).xyxy_px
        columns, rows = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        assert (x1, x2) == (columns[0], columns[-1] + 1)
        assert (y1, y2) == (rows[0], rows[-1] + 1)

    @pytest.mark.parametrize(
        ("segmentation", "reason"),
        [
            ({"size": [80, 100], "counts": [1, 2]}, "do not fill"),
            ({"size": [80, 100], "counts": [-1, 8001]}, "do not fill"),
            ({"size": [80, 100], "counts": [8000]}, "covers nothing"),
            ({"size": [80, 100], "counts": "ä"}, "not a sound run-length"),
            ({"size": [80, 100], "counts": "PPPPPPPPPPPPPPPPPPP"}, "not a sound run-length"),
            ({"size": [80, 100], "counts": "P"}, "in the middle of a run"),
            ([[1, 2, 3, 4, 5]], "odd number"),
            ([[1, 2, 3, 4]], "three points"),
            ([[1, 1, 2, 2, 1, 1]], None),
            ([[1, 1, 2, 1, 3, 1]], "no area"),
            ("nonsense", "neither polygons nor a mask"),
        ],
    )
    def test_an_unsound_outline_falls_back_to_the_box_and_says_so(
        self, tmp_path: Path, segmentation: object, reason: str | None
    ) -> None:
        put_image(tmp_path / "a.jpg")
        said = {"image_id": 1, "category_id": 1, "bbox": [1, 2, 30, 40]}
        put_coco(tmp_path, annotations=[said | {"segmentation": segmentation}])
        dataset = format_by_name("coco").read(tmp_path, task=Task.SEGMENT)
        (labeled,) = dataset.images[0].shapes
        if reason is None:
            assert isinstance(labeled.shape, Polygon)
            return
        assert labeled.shape == Box(1, 2, 31, 42)
        assert any(reason in text and "Its box is read" in text for text in remarks(dataset))

    def test_an_outline_over_the_edge_is_cut_off_and_said(self, tmp_path: Path) -> None:
        put_image(tmp_path / "a.jpg")
        ring = [-20, 10, 20, 10, 20, 30, -20, 30]
        said = {"image_id": 1, "category_id": 1, "segmentation": [ring]}
        put_coco(tmp_path, annotations=[said])
        dataset = format_by_name("coco").read(tmp_path, task=Task.SEGMENT)
        (labeled,) = dataset.images[0].shapes
        assert bounding_box(labeled.shape).xyxy_px == (0, 10, 20, 30)
        assert "polygon (-20, 10, 20, 30) reaches out" in remarks(dataset)[0]


def test_write_of_outlines_as_voc_says_how_many_became_boxes(tmp_path: Path) -> None:
    report = exported(tmp_path, "voc", Task.SEGMENT, TRIANGLE, TRIANGLE, PIECES)
    assert "A polygon was written as its bounding box, 2 times." in report.notes
    assert "A polygon in pieces was written as its bounding box." in report.notes


@pytest.mark.slow
def test_outlines_of_nuclei_are_the_same_numbers_after_a_round_trip(
    nuclei_dir: Path, tmp_path: Path
) -> None:
    read = format_by_name("coco").read(nuclei_dir, task=Task.SEGMENT)
    dataset = ExportedDataset(read.images, read.class_names, Task.SEGMENT)
    report = format_by_name("coco").write(dataset, tmp_path / "out", copy_images=False)
    assert len(report.notes) == 1
    assert rings_by_image(next((tmp_path / "out").rglob("*.json"))) == rings_by_image(
        nuclei_dir / "annotations.json"
    )


def rings_by_image(path: Path) -> dict[str, list[object]]:
    """The rings of each image by its name, in their order."""
    content = json.loads(path.read_text())
    names = {image["id"]: image["file_name"] for image in content["images"]}
    found: dict[str, list[object]] = {name: [] for name in names.values()}
    for annotation in content["annotations"]:
        found[names[annotation["image_id"]]].append(annotation["segmentation"])
    return found


@given(
    st.floats(20, 80), st.floats(20, 60), st.floats(2, 15), st.floats(2, 15), st.floats(0, math.pi)
)
def test_lines_of_rotated_boxes_round_trip(
    cx: float, cy: float, width: float, height: float, angle: float
) -> None:
    box = OrientedBox(cx, cy, width, height, angle)
    labeled = LabeledShape("cat", box)
    (line,) = yolo_label_lines([labeled], WIDTH, HEIGHT, {"cat": 0}, task=Task.OBB)
    _, read = parse_label_line(line, WIDTH, HEIGHT, Layout(Task.OBB))
    assert isinstance(read, OrientedBox)
    assert np.allclose(read.corners_px(), box.corners_px(), atol=1e-3)


def runs_of(flat: np.ndarray) -> list[int]:
    """Lengths of the runs of zeros and ones in turn, zeros first."""
    runs, current = [0], False
    for value in flat.tolist():
        if value != current:
            runs.append(0)
            current = value
        runs[-1] += 1
    return runs


def compress(runs: list[int]) -> str:
    """Runs as COCO's own code writes them."""
    text = ""
    for index, run in enumerate(runs):
        value = run - runs[index - 2] if index > 2 else run
        while True:
            bits, value = value & 0x1F, value >> 5
            is_done = value == (-1 if bits & 0x10 else 0)
            text += chr(bits + 48 + (0 if is_done else 0x20))
            if is_done:
                break
    return text


def _even_odd_area(points: tuple[tuple[float, float], ...]) -> float:
    """The area of a ring by the even-odd rule, on a fine grid."""
    ys, xs = np.mgrid[0:HEIGHT:0.25, 0:WIDTH:0.25] + 0.1
    inside = np.zeros(xs.shape, bool)
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        crosses = (y1 > ys) != (y2 > ys)
        with np.errstate(divide="ignore", invalid="ignore"):
            inside ^= crosses & (xs < (x2 - x1) * (ys - y1) / (y2 - y1) + x1)
    return float(inside.sum() / 16)
