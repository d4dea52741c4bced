"""What every dataset format promises."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.annotations import Attributes
from engine.domain.errors import ConflictError, DataError, UsageError
from engine.domain.images import Split
from engine.domain.shapes import Box
from engine.formats.dataset import DatasetImage, ExportedDataset, Format, LabeledShape
from engine.formats.registry import FORMATS, detect_format, format_by_name
from tests.formats.builders import put_image
from tests.imaging.builders import corner_picture, put, turned

CLASSES = ("cat", "dog's <tail> & more", "Vögel")
WIDTH, HEIGHT = 100, 80


@pytest.fixture(scope="module", params=FORMATS, ids=lambda each: each.name)
def dataset_format(request: pytest.FixtureRequest) -> Format:
    return request.param


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pictures")
    return [put_image(folder / f"{number}" / "same name.jpg", WIDTH, HEIGHT) for number in range(4)]


@st.composite
def boxes(draw: st.DrawFn) -> LabeledShape:
    x1, y1 = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    x2, y2 = draw(st.integers(x1 + 1, WIDTH)), draw(st.integers(y1 + 1, HEIGHT))
    return LabeledShape(draw(st.sampled_from(CLASSES)), Box(x1, y1, x2, y2))


def images(paths: list[Path]) -> st.SearchStrategy[list[DatasetImage]]:
    def one(path: Path) -> st.SearchStrategy[DatasetImage]:
        labeled = st.builds(
            DatasetImage,
            path=st.just(path),
            width=st.just(WIDTH),
            height=st.just(HEIGHT),
            split=st.sampled_from(Split),
            shapes=st.lists(boxes(), max_size=4).map(tuple),
        )
        return st.one_of(labeled, labeled.map(lambda i: replace(i, shapes=(), is_labeled=False)))

    return st.tuples(*(one(path) for path in paths)).map(list)


class TestFormat:
    @given(data=st.data())
    def test_write_then_read_is_the_same(
        self, dataset_format: Format, pictures: list[Path], data: st.DataObject
    ) -> None:
        written = data.draw(images(pictures))
        with tempfile.TemporaryDirectory() as folder:
            out_dir = Path(folder) / "out"
            report = dataset_format.write(ExportedDataset(iter(written), CLASSES), out_dir)
            # VOC has no list of classes, and so no dataset without labels.
            if not any(image.is_labeled for image in written):
                return
            assert detect_format(out_dir) is dataset_format
            read = dataset_format.read(out_dir)
        assert [c for c in read.complaints if c.kept_out] == []
        assert report.num_shapes == read.num_shapes
        assert (report.num_images, len(read.images)) == (4, 4)
        assert set(read.class_names) <= set(CLASSES)
        assert plain(read.images) == plain(written)

    def test_write_keeps_the_upright_pixels(self, dataset_format: Format, tmp_path: Path) -> None:
        source = put(tmp_path / "a.png", turned(corner_picture(100, 60), "PNG", 6))
        image = DatasetImage(
            source, 60, 100, Split.TRAIN, (LabeledShape("cat", Box(0, 0, 10, 100)),)
        )
        report = dataset_format.write(ExportedDataset([image], ("cat",)), tmp_path / "out")
        (read,) = dataset_format.read(tmp_path / "out").images
        assert (read.width, read.height) == (60, 100)
        assert any("rendered to an upright 8-bit PNG" in note for note in report.notes)

    def test_write_of_a_damaged_image_leaves_it_out_and_says_so(
        self, dataset_format: Format, pictures: list[Path], tmp_path: Path
    ) -> None:
        damaged = put(tmp_path / "bad.jpg", pictures[0].read_bytes()[:200])
        both = [DatasetImage(path, WIDTH, HEIGHT, Split.VAL) for path in (damaged, pictures[0])]
        report = dataset_format.write(ExportedDataset(both, ("cat",)), tmp_path / "out")
        assert report.num_images == 1
        assert any("bad.jpg is damaged" in note for note in report.notes)

    def test_write_into_a_folder_that_holds_something_is_refused(
        self, dataset_format: Format, tmp_path: Path
    ) -> None:
        put(tmp_path / "out" / "mine.txt", b"mine")
        with pytest.raises(ConflictError, match="is there already"):
            dataset_format.write(ExportedDataset([], ("cat",)), tmp_path / "out")
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    def test_write_that_fails_half_way_leaves_nothing(
        self, dataset_format: Format, pictures: list[Path], tmp_path: Path
    ) -> None:
        def failing() -> Iterator[DatasetImage]:
            yield DatasetImage(pictures[0], WIDTH, HEIGHT)
            raise RuntimeError("the project went away")

        with pytest.raises(RuntimeError):
            dataset_format.write(ExportedDataset(failing(), ("cat",)), tmp_path / "out")
        assert list(tmp_path.iterdir()) == []

    def test_write_of_an_undeclared_class_is_refused(
        self, dataset_format: Format, pictures: list[Path], tmp_path: Path
    ) -> None:
        box = LabeledShape("mouse", Box(0, 0, 5, 5))
        image = DatasetImage(pictures[0], WIDTH, HEIGHT, shapes=(box,))
        with pytest.raises(UsageError, match="'mouse' is not among"):
            dataset_format.write(ExportedDataset([image], ("cat",)), tmp_path / "out")

    def test_write_without_copies_writes_labels_only(
        self, dataset_format: Format, pictures: list[Path], tmp_path: Path
    ) -> None:
        image = DatasetImage(
            pictures[0], WIDTH, HEIGHT, shapes=(LabeledShape("cat", Box(0, 0, 5, 5)),)
        )
        dataset = ExportedDataset([image], ("cat",))
        report = dataset_format.write(dataset, tmp_path / "out", copy_images=False)
        assert report.notes[0].startswith("The images were not copied")
        assert not list((tmp_path / "out").rglob("*.jpg"))

    def test_recognizes_neither_an_empty_nor_a_missing_folder(
        self, dataset_format: Format, tmp_path: Path
    ) -> None:
        assert not dataset_format.recognizes(tmp_path)
        assert not dataset_format.recognizes(tmp_path / "nothing")

    def test_read_of_a_folder_without_a_dataset_says_so(
        self, dataset_format: Format, tmp_path: Path
    ) -> None:
        with pytest.raises(DataError):
            dataset_format.read(tmp_path)
        with pytest.raises(DataError, match="is not a folder"):
            dataset_format.read(tmp_path / "nothing")

    def test_read_tells_its_progress_and_can_be_ended_by_it(
        self, dataset_format: Format, pictures: list[Path], tmp_path: Path
    ) -> None:
        some = [DatasetImage(path, WIDTH, HEIGHT, Split.TRAIN) for path in pictures]
        dataset_format.write(ExportedDataset(some, ("cat",)), tmp_path / "out")
        counts: list[int] = []
        dataset_format.read(tmp_path / "out", on_progress=counts.append)
        assert counts == [1, 2, 3, 4]

        def stop(count: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            dataset_format.read(tmp_path / "out", on_progress=stop)

    def test_read_with_missing_means_empty_reads_unlabeled_as_confirmed_empty(
        self, dataset_format: Format, pictures: list[Path], tmp_path: Path
    ) -> None:
        box = LabeledShape("cat", Box(0, 0, 5, 5))
        labeled = DatasetImage(pictures[0], WIDTH, HEIGHT, Split.TRAIN, (box,))
        unlabeled = DatasetImage(pictures[1], WIDTH, HEIGHT, Split.TRAIN, is_labeled=False)
        dataset = ExportedDataset([labeled, unlabeled], ("cat",))
        dataset_format.write(dataset, tmp_path / "out")
        read = dataset_format.read(tmp_path / "out")
        assert sorted(image.is_labeled for image in read.images) == [False, True]
        assert "1 of 2 images have no labels; read as unlabeled." in texts(read.complaints)
        read = dataset_format.read(tmp_path / "out", missing_means_empty=True)
        assert all(image.is_labeled for image in read.images)
        assert "1 of 2 images have no labels; read as confirmed empty." in texts(read.complaints)


def plain(found: tuple[DatasetImage, ...] | list[DatasetImage]) -> list[tuple[object, ...]]:
    """What must survive, in an order of its own, corners to a ten-thousandth of a pixel."""

    def rows(image: DatasetImage) -> list[tuple[str, list[float]]]:
        return sorted((b.class_name, [round(v, 4) for v in b.shape.xyxy_px]) for b in image.shapes)

    return sorted((str(image.split), image.is_labeled, rows(image)) for image in found)


def texts(complaints: tuple[object, ...]) -> str:
    return "\n".join(str(complaint) for complaint in complaints)


def test_write_to_voc_and_coco_keeps_attributes(tmp_path: Path, pictures: list[Path]) -> None:
    said = Attributes(difficult=True, occluded=True)
    image = DatasetImage(
        pictures[0], WIDTH, HEIGHT, Split.TRAIN, (LabeledShape("cat", Box(0, 0, 5, 5), said),)
    )
    for name in ("voc", "coco", "yolo"):
        known = format_by_name(name)
        report = known.write(ExportedDataset([image], ("cat",)), tmp_path / name)
        (read,) = known.read(tmp_path / name).images
        assert (read.shapes[0].attributes == said) is (name != "yolo")
        assert any("lost what its objects say" in note for note in report.notes) is (name == "yolo")


def test_detect_format_of_a_folder_that_looks_like_two_asks(
    tmp_path: Path, pictures: list[Path]
) -> None:
    box = LabeledShape("cat", Box(0, 0, 5, 5))
    image = DatasetImage(pictures[0], WIDTH, HEIGHT, Split.TRAIN, (box,))
    format_by_name("voc").write(ExportedDataset([image], ("cat",)), tmp_path / "out")
    put(tmp_path / "out" / "data.yaml", b"names: [cat]\n")
    with pytest.raises(DataError, match="yolo or voc"):
        detect_format(tmp_path / "out")


def test_format_by_name_of_an_unknown_one_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="yolo, coco, voc"):
        format_by_name("kitti")
