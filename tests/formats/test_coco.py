from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.domain.errors import DataError
from engine.domain.images import Split
from engine.formats.coco import CocoFormat
from tests.formats.builders import boxes_of, losses, put_coco, put_image, put_text, remarks

COCO = CocoFormat()


def annotation(**parts: object) -> dict[str, object]:
    return {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 20, 30, 40], **parts}


def read_one(folder: Path, *annotations: object) -> tuple[list[object], list[str], list[str]]:
    put_image(folder / "a.jpg")
    dataset = COCO.read(put_coco(folder, annotations=list(annotations)))
    return boxes_of(dataset)["a.jpg"], losses(dataset), remarks(dataset)


def test_read_of_boxes_and_of_polygons_alone_gives_corners(tmp_path: Path) -> None:
    polygons = [[5, 6, 50, 6, 50, 70], [1, 9, 2, 9, 2, 10]]
    boxes, kept_out, _ = read_one(
        tmp_path,
        annotation(),
        annotation(category_id=7, bbox=[], segmentation=polygons),
    )
    assert boxes == [("cat", (10, 20, 40, 60)), ("dog", (1, 6, 50, 70))]
    assert kept_out == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (annotation(bbox=[float("nan"), 0, 5, 5]), "is not four numbers"),
        (annotation(bbox=[0, 0, float("inf"), 5]), "is not four numbers"),
        (annotation(bbox=[1e308, 0, 1e308, 5]), "not a number"),
        (annotation(bbox=[10, 20, 0, 40]), "has no area"),
        (annotation(bbox=[10, 20, -5, 40]), "has no area"),
        (annotation(bbox=[200, 20, 5, 40]), "lies outside"),
        (annotation(bbox=[1, 2, 3]), "is not four numbers"),
        (annotation(bbox="1 2 3 4"), "is not as COCO has it"),
        (annotation(bbox=None), "neither a box nor an outline"),
        (
            annotation(bbox=None, segmentation={"counts": "abc", "size": [1, 1]}),
            "mask is for 1 x 1 pixels",
        ),
        (annotation(category_id=3), "no usable category 3"),
        (annotation(image_id=9), "There is no image 9"),
        (annotation(iscrowd=1), "is a crowd"),
        ({"id": 5}, "is not as COCO has it"),
        ("nonsense", "is not as COCO has it"),
    ],
)
def test_read_of_a_bad_annotation_names_it_and_keeps_the_rest(
    tmp_path: Path, bad: object, reason: str
) -> None:
    boxes, kept_out, _ = read_one(tmp_path, annotation(), bad, annotation(bbox=[0, 0, 5, 5]))
    assert len(boxes) == 2
    (loss,) = kept_out
    assert loss.startswith("annotations.json: annotation 2: ")
    assert reason in loss


def test_read_without_annotations_takes_images_for_unlabeled(tmp_path: Path) -> None:
    put_image(tmp_path / "a.jpg")
    dataset = COCO.read(put_coco(tmp_path))
    assert not dataset.images[0].is_labeled
    assert "1 of 1 images have no labels" in remarks(dataset)[0]
    assert COCO.read(tmp_path, missing_means_empty=True).images[0].is_labeled


@pytest.mark.parametrize(
    "name", ["../secret.jpg", "/etc/hostname", "link.jpg", "gone.jpg", "x" * 9000]
)
def test_read_of_an_image_that_is_not_in_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "root"
    put_image(tmp_path / "secret.jpg")
    put_image(root / "a.jpg")
    (root / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    images = [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": name}]
    dataset = COCO.read(put_coco(root, images=images))
    assert [image.path.name for image in dataset.images] == ["a.jpg"]
    (loss,) = losses(dataset)
    assert loss.startswith("annotations.json: image 2: ")


def test_read_of_several_files_takes_splits_and_folders_from_their_names(tmp_path: Path) -> None:
    put_image(tmp_path / "train2017" / "a.jpg")
    put_image(tmp_path / "images" / "val2017" / "b.jpg")
    put_coco(tmp_path, "annotations/instances_train2017.json", annotations=[annotation()])
    val = [{"id": 1, "file_name": "b.jpg"}]
    put_coco(tmp_path, "annotations/instances_val2017.json", images=val)
    put_coco(tmp_path, "annotations/captions_val2017.json", images=val)
    dataset = COCO.read(tmp_path)
    assert {i.path.name: i.split for i in dataset.images} == {
        "a.jpg": Split.TRAIN,
        "b.jpg": Split.VAL,
    }
    assert losses(dataset) == []


def test_read_of_the_layout_of_roboflow_finds_images_beside_their_file(tmp_path: Path) -> None:
    put_image(tmp_path / "valid" / "a.jpg")
    put_coco(tmp_path, "valid/_annotations.coco.json", annotations=[annotation()])
    dataset = COCO.read(tmp_path)
    assert (dataset.images[0].split, dataset.num_shapes) == (Split.VAL, 1)


def test_read_of_files_with_other_categories_joins_them_and_says_so(tmp_path: Path) -> None:
    put_image(tmp_path / "a.jpg")
    put_coco(tmp_path, "cats.json", annotations=[annotation()])
    put_coco(
        tmp_path,
        "birds.json",
        categories=[{"id": 1, "name": "bird"}],
        annotations=[annotation(), annotation(bbox=[0, 0, 9, 9])],
    )
    dataset = COCO.read(tmp_path)
    assert dataset.class_names == ("bird", "cat", "dog")
    assert [box.class_name for box in dataset.images[0].shapes] == ["bird", "bird", "cat"]
    assert any("birds.json: It knows no category cat, dog" in text for text in remarks(dataset))


def test_read_of_the_same_labels_in_two_files_counts_them_once(tmp_path: Path) -> None:
    put_image(tmp_path / "a.jpg")
    for name in ("one.json", "two.json"):
        put_coco(tmp_path, name, annotations=[annotation()])
    assert COCO.read(tmp_path).num_shapes == 1


def test_read_of_labels_for_another_size_keeps_them_out(tmp_path: Path) -> None:
    put_image(tmp_path / "a.jpg", 50, 40)
    dataset = COCO.read(put_coco(tmp_path, annotations=[annotation()]))
    assert (dataset.num_shapes, dataset.images[0].is_labeled) == (0, False)
    assert "Its labels are for 100 x 80 pixels; a.jpg has 50 x 40." in losses(dataset)[0]


def test_read_of_ids_that_stand_twice_says_so(tmp_path: Path) -> None:
    put_image(tmp_path / "a.jpg")
    categories = [{"id": 1, "name": "cat"}, {"id": 1, "name": "dog"}, {"id": 2, "name": " "}]
    images = [{"id": 1, "file_name": "a.jpg"}] * 2
    dataset = COCO.read(put_coco(tmp_path, categories=categories, images=images))
    assert dataset.class_names == ("cat",)
    assert [loss.split(": ")[1] for loss in losses(dataset)] == [
        "category 2",
        "category 3",
        "image 2",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"images": [',
        '{"images": 3, "categories": []}',
        '{"images":' + "[" * 100_000,
        '{"images"\xff',
    ],
)
def test_read_of_a_broken_file_names_it(tmp_path: Path, text: str) -> None:
    put_text(tmp_path / "x.json", text)
    dataset = COCO.read(tmp_path)
    assert dataset.images == ()
    assert losses(dataset)[0].startswith("x.json: x.json is not a COCO file")


def test_recognizes_no_json_of_another_kind(tmp_path: Path) -> None:
    put_text(tmp_path / "package.json", json.dumps({"name": "x"}))
    assert not COCO.recognizes(tmp_path)
    with pytest.raises(DataError, match="holds no JSON file"):
        COCO.read(tmp_path)


def test_read_of_nuclei_finds_every_polygon(nuclei_dir: Path) -> None:
    dataset = COCO.read(nuclei_dir)
    assert (len(dataset.images), dataset.num_shapes) == (240, 6474)
    assert dataset.class_names == ("nucleus",)
    assert losses(dataset) == []
