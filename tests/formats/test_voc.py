from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from engine.domain.images import Split
from engine.domain.shapes import Box
from engine.formats.dataset import DatasetImage, ExportedDataset, LabeledShape
from engine.formats.registry import detect_format
from engine.formats.voc import VocFormat
from tests.formats.builders import (
    boxes_of,
    losses,
    put_image,
    put_text,
    put_voc,
    remarks,
    voc_object,
)

VOC = VocFormat()
BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;&x;&x;&x;">]>
<annotation><filename>&y;</filename></annotation>"""
SPY = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<annotation><filename>&x;</filename></annotation>"""


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (voc_object("cat", "nan", 1, 5, 5), "not a number"),
        (voc_object("cat", 5, 5, 5, 5), "has no area"),
        (voc_object("cat", 200, 5, 300, 9), "lies outside"),
        (voc_object("cat", "x", 5, 300, 9), "is not four numbers"),
        (voc_object("", 1, 1, 9, 9), "Class name '' is not usable"),
        (voc_object("n" * 101, 1, 1, 9, 9), "is not usable"),
        ("<object><bndbox/></object>\n", "has no class name"),
        ("<object><name>cat</name></object>\n", "is not four numbers"),
    ],
)
def test_read_of_a_bad_object_names_file_and_line_and_keeps_the_rest(
    tmp_path: Path, bad: str, reason: str
) -> None:
    good = voc_object("cat", 1, 2, 30.5, 40)
    dataset = VOC.read(put_voc(tmp_path, "a", good + bad + good))
    assert boxes_of(dataset)["a.jpg"] == [("cat", (1, 2, 30.5, 40))] * 2
    (loss,) = losses(dataset)
    assert loss.startswith("a.xml, line 3: object 2: ")
    assert reason in loss


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "defines entities of its own"),
        (SPY, "defines entities of its own"),
        ("", "is not sound XML"),
        ("<annotation><object>", "is not sound XML"),
        ("<html/>", "holds no annotation but 'html'"),
        ('<?xml version="1.0" encoding="nonsense"?><annotation/>', "is not sound XML"),
    ],
)
def test_read_of_unsafe_or_broken_xml_leaves_the_image_unlabeled(
    tmp_path: Path, text: str, reason: str
) -> None:
    put_voc(tmp_path, "a", voc_object("cat", 1, 2, 3, 4))
    put_image(tmp_path / "JPEGImages" / "b.jpg")
    put_text(tmp_path / "Annotations" / "b.xml", text)
    dataset = VOC.read(tmp_path)
    assert {i.path.stem: i.is_labeled for i in dataset.images} == {"a": True, "b": False}
    assert reason in losses(dataset)[0]


def test_read_of_an_annotation_without_objects_is_confirmed_empty(tmp_path: Path) -> None:
    dataset = VOC.read(put_voc(tmp_path, "a", ""))
    assert dataset.images[0].is_labeled
    assert "1 of 1 images have empty labels: confirmed empty." in remarks(dataset)[0]


def test_read_of_an_annotation_for_another_size_keeps_it_out(tmp_path: Path) -> None:
    dataset = VOC.read(put_voc(tmp_path, "a", voc_object("cat", 1, 2, 3, 4), size=(50, 40)))
    assert (dataset.num_shapes, dataset.images[0].is_labeled) == (0, False)
    assert "another size than the 100 x 80 pixels" in losses(dataset)[0]


def test_read_finds_an_image_by_the_name_written_in_the_annotation(tmp_path: Path) -> None:
    put_image(tmp_path / "JPEGImages" / "photo.jpg")
    text = "<annotation><filename>C:\\data\\photo.jpg</filename>{}</annotation>"
    put_text(tmp_path / "Annotations" / "1.xml", text.format(voc_object("cat", 1, 2, 3, 4)))
    put_text(tmp_path / "Annotations" / "2.xml", "<annotation/>")
    dataset = VOC.read(tmp_path)
    assert dataset.num_shapes == 1
    assert losses(dataset) == ["2.xml: There is no image for it."]


def test_read_of_xml_beside_images_takes_splits_from_folders(tmp_path: Path) -> None:
    for folder in ("train", "valid"):
        put_image(tmp_path / folder / "a.jpg")
        text = f"<annotation>{voc_object(folder, 1, 2, 3, 4)}</annotation>"
        put_text(tmp_path / folder / "a.xml", text)
    assert detect_format(tmp_path).name == "voc"
    dataset = VOC.read(tmp_path)
    found = [(image.split, image.shapes[0].class_name) for image in dataset.images]
    assert found == [(Split.TRAIN, "train"), (Split.VAL, "valid")]


def test_read_of_split_lists_holds_the_least_seen_split_and_names_strangers(tmp_path: Path) -> None:
    for stem in ("a", "b", "c"):
        put_voc(tmp_path, stem, voc_object("cat", 1, 2, 3, 4))
    lists = tmp_path / "ImageSets" / "Main"
    put_text(lists / "trainval.txt", "a\nb\n")
    put_text(lists / "val.txt", "b\n")
    put_text(lists / "test.txt", "a\n../../x\n")
    dataset = VOC.read(tmp_path)
    assert [image.split for image in dataset.images] == [Split.TEST, Split.VAL, None]
    assert remarks(dataset) == ["test.txt, line 1: a stands in train too; it is read as test."]
    assert losses(dataset) == ["test.txt, line 2: There is no image '../../x'."]


def test_read_of_links_that_leave_the_folder_is_refused(tmp_path: Path) -> None:
    root = put_voc(tmp_path / "root", "a", "")
    put_image(tmp_path / "secret.jpg")
    put_text(tmp_path / "secret.xml", "<annotation/>")
    (root / "JPEGImages" / "b.jpg").symlink_to(tmp_path / "secret.jpg")
    (root / "Annotations" / "c.xml").symlink_to(tmp_path / "secret.xml")
    dataset = VOC.read(root)
    assert [image.path.name for image in dataset.images] == ["a.jpg"]
    assert len(losses(dataset)) == 2


def test_read_of_images_that_share_a_label_file_leaves_one_out(tmp_path: Path) -> None:
    put_voc(tmp_path, "a", voc_object("cat", 1, 2, 3, 4))
    put_image(tmp_path / "JPEGImages" / "a.png")
    dataset = VOC.read(tmp_path)
    assert [image.path.name for image in dataset.images] == ["a.jpg"]
    assert losses(dataset) == ["a.png: Its labels would be those of a.jpg; it is left out."]


def test_write_of_fractions_rounds_to_pixels_that_keep_an_area(tmp_path: Path) -> None:
    path = put_image(tmp_path / "a.jpg")
    corners = [(99.6, 79.7, 100.0, 80.0), (0.4, 0.4, 0.45, 0.45), (1.0, 2.0, 3.0, 4.0)]
    boxes = tuple(LabeledShape("b", Box(*each)) for each in corners)
    image = DatasetImage(path, 100, 80, shapes=boxes)
    report = VOC.write(ExportedDataset([image], ("b", "a")), tmp_path / "out")
    read = VOC.read(tmp_path / "out")
    expected = [(99, 79, 100, 80), (0, 0, 1, 1), (1, 2, 3, 4)]
    assert boxes_of(read)["a.jpg"] == [("b", each) for each in expected]
    assert "A box was rounded to whole pixels, 2 times." in report.notes
    assert "The class 'a' has no box, so that no file names it." in report.notes
    assert "The order of the classes is not kept." in report.notes


def test_read_of_bccd_finds_all_but_two_boxes_and_keeps_its_splits(bccd_dir: Path) -> None:
    assert detect_format(bccd_dir).name == "voc"
    dataset = VOC.read(bccd_dir)
    assert (len(dataset.images), dataset.num_shapes) == (364, 4886)
    assert dataset.class_names == ("Platelets", "RBC", "WBC")
    splits = Counter(image.split for image in dataset.images)
    assert splits == {Split.TRAIN: 205, Split.VAL: 87, Split.TEST: 72}
    assert [complaint.path.name for complaint in dataset.complaints] == [
        "BloodImage_00338.xml",
        "BloodImage_00343.xml",
    ]
