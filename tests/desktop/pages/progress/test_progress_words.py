"""What the page Progress says and draws, without a window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop.charts.confusion_table import ConfusionModel
from desktop.charts.reach_charts import ToldCurves, found_over_false_alarms, precision_over_recall
from desktop.pages.progress.crops import cut_norm
from desktop.pages.progress.mistakes import MistakeFilter, cell_filter, mistakes
from desktop.pages.progress.point_words import point_words
from desktop.pages.progress.state import ClassLook, Look, SeenVersion, look_at
from desktop.viewmodels.finding_grid_model import FindingGridModel, FindingTile
from desktop.viewmodels.reach_words import percent_text, rate_text
from engine.domain.evaluations import ClassCurve, Evaluation, Finding
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageRecord
from engine.domain.metrics import Yardstick
from engine.evaluation.operating import Matched
from engine.loop.evaluations import MeasuredVersion
from tests.evaluation.builders import evaluation, place, seen

CLASSES = (ClassLook("scratch", "#e69f00", 0.5, 3), ClassLook("dent", "#56b4e9", None, 0))


class _Version:
    """As much of a version as looks need."""

    class_names = ("scratch", "dent")


def measured(*evaluations: Evaluation) -> MeasuredVersion:
    by_yardstick = {each.yardstick: Matched.of(each) for each in evaluations}
    return MeasuredVersion(_Version(), by_yardstick)  # type: ignore[arg-type]


def images(yardstick: Yardstick) -> Evaluation:
    """Two scratches found, one missed, one false alarm, over ten images of ten groups."""
    return evaluation(
        seen(
            "both",
            said=[(0, 0.9, place(1)), (0, 0.8, place(3))],
            there=[(0, place(1)), (0, place(3))],
        ),
        seen("missed", there=[(0, place(1))]),
        seen("alarm", said=[(0, 0.7, place(5))]),
        *(seen(f"clean {number}") for number in range(7)),
        yardstick=yardstick,
    )


def look(*, aims: tuple[float | None, ...] = (), yardstick: Yardstick = Yardstick.TEST) -> Look:
    both = measured(images(Yardstick.VAL), images(Yardstick.TEST))
    return look_at(both, yardstick=yardstick, aims=aims, class_index=0)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.001, "1 %"), (0.5, "50 %"), (0.996, "99 %"), (1.0, "100 %")],
)
def test_percent_never_calls_some_none_or_most_all(share: float, text: str):
    assert percent_text(share) == text


@pytest.mark.parametrize(
    ("rate", "text"), [(0.0, "0.0"), (0.04, "0.04"), (0.8, "0.8"), (1.25, "1.2"), (12.3, "12")]
)
def test_rate_has_as_many_digits_as_it_needs(rate: float, text: str):
    assert rate_text(rate) == text


def test_words_of_a_class_are_those_of_the_expert():
    words = point_words(look(), CLASSES)

    assert words.sentence == (
        "Finds 67 % of scratch, 0.0 false alarms per image; "
        "1 of 2 images with scratch would pass wrongly."
    )
    assert [figure.value for figure in words.figures] == ["67 %", "0.0", "1"]
    assert words.figures[1].caption == "false alarms per image (0.0 to 0.3)"


def test_words_of_a_point_say_where_it_was_measured_and_chosen():
    note = point_words(look(), CLASSES).note

    assert "Measured on 10 test images; chosen on 10 validation images." in note
    assert "95 % intervals over 10 groups." in note
    assert "Few images" in note
    assert "0 of 8 images without any object would be stopped" in note


def test_words_of_a_class_nobody_measured_say_so_and_lock_its_slider():
    _, dent = point_words(look(), CLASSES).classes

    assert dent.aim_text == "not measured"
    assert dent.why_not == "From confidence 0.25, as no dent is in validation."


def test_words_of_an_aim_that_cannot_be_met_say_how_far_it_goes():
    scratch = point_words(look(aims=(0.95, None)), CLASSES).classes[0]

    assert scratch.aim_text == "95 %"
    assert "2 of 3 found in validation" in scratch.words
    assert scratch.words.endswith("It finds no more than that at any confidence.")


def test_look_without_validation_shows_from_the_usual_confidence_and_sets_nothing():
    only_test = measured(images(Yardstick.TEST))

    told = look_at(only_test, yardstick=Yardstick.TEST, aims=(), class_index=0)
    words = point_words(told, CLASSES)

    assert told.point is None
    assert told.thresholds == (0.25, 0.25)
    assert words.classes[0].why_not


def test_charts_mark_the_threshold_and_name_both_yardsticks():
    shown = look()
    assert shown.chosen_curve is not None
    told = ToldCurves(shown.shown_curve, "test", shown.chosen_curve, "validation", 0.75)

    precision, alarms = precision_over_recall(told), found_over_false_alarms(told)

    assert [series.name for series in precision.series] == ["validation", "test"]
    assert precision.marks[0].text == "from 0.75"
    assert precision.marks[0].x == pytest.approx(2 / 3)
    assert (alarms.marks[0].x, alarms.marks[0].y) == (0.0, pytest.approx(2 / 3))


def test_charts_of_a_class_without_objects_are_empty():
    nothing = ClassCurve(0, np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64), 10)
    told = ToldCurves(nothing, "test", None, "validation", 0.5)

    assert precision_over_recall(told).is_empty
    assert found_over_false_alarms(told).is_empty


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ((0, 2), MistakeFilter(Finding.MISSED, there=0)),
        ((2, 1), MistakeFilter(Finding.FALSE_ALARM, said=1)),
        ((1, 1), MistakeFilter(Finding.FOUND, there=1)),
        ((0, 1), MistakeFilter(Finding.WRONG_CLASS, there=0, said=1)),
    ],
)
def test_cell_means_what_it_counts(cell: tuple[int, int], meant: MistakeFilter):
    assert cell_filter(*cell, num_classes=2) == meant


def test_mistakes_of_a_filter_are_told_and_tiles_without_an_image_stay():
    shown = look()
    version = SeenVersion(measured(images(Yardstick.TEST)), {"missed": record()})

    told = mistakes(shown, version, CLASSES, MistakeFilter(Finding.MISSED))
    alarms = mistakes(shown, version, CLASSES, MistakeFilter(Finding.FALSE_ALARM))

    assert [tile.caption for tile in told.tiles] == ["scratch missed"]
    assert told.tiles[0].image == record()
    assert told.caption == "1 in 1 test image; Enter opens the image"
    assert alarms.tiles == ()
    assert alarms.empty_text == "There is no false alarm here."


def record(*, width: int = 640, height: int = 480) -> ImageRecord:
    return ImageRecord(ImageId(1), Path("a.png"), "missed", width, height, "g")


fractions = st.floats(0, 1)


@given(fractions, fractions, fractions, fractions, st.integers(1, 5000), st.integers(1, 5000))
def test_cut_any_lies_inside_the_image_and_holds_the_middle_of_the_box(
    x1: float, y1: float, x2: float, y2: float, width: int, height: int
):
    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    image = record(width=width, height=height)
    tile = FindingTile(Finding.MISSED, image, box, "", "#e69f00", 0)

    left, top, right, bottom = cut_norm(tile)

    assert -1e-9 <= left < right <= 1 + 1e-9
    assert -1e-9 <= top < bottom <= 1 + 1e-9
    assert left - 1e-6 <= (box[0] + box[2]) / 2 <= right + 1e-6
    assert top - 1e-6 <= (box[1] + box[3]) / 2 <= bottom + 1e-6


def test_models_keep_what_qt_asks_of_them(qtbot: QtBot, qtmodeltester):
    confusions, grid = ConfusionModel(), FindingGridModel()
    confusions.show(["scratch", "dent"], np.arange(9).reshape(3, 3))
    tile = FindingTile(Finding.MISSED, None, (0, 0, 1, 1), "scratch missed", "#e69f00", 0)
    grid.show([tile, replace(tile, place=1)])

    qtmodeltester.check(confusions)
    qtmodeltester.check(grid)

    words = confusions.index(0, 2).data(3)
    assert words == "2 of scratch missed"
    assert confusions.index(2, 0).data(3) == "6 false alarms of scratch"
    assert confusions.index(0, 1).data(3) == "1 of scratch called dent"
    assert confusions.index(2, 2).data() is None
