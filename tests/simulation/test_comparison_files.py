from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

from engine.simulation.comparison import compare
from engine.simulation.comparison_files import write_comparison
from engine.simulation.curves_picture import draw_comparison
from engine.simulation.drawing import Drawing, Line, Text, as_png, as_svg
from engine.simulation.verdict import judge
from tests.simulation.results import a_result
from tests.simulation.test_comparison import FAST, SLOW, pairs
from tests.simulation.test_experiment import an_experiment


def test_files_of_a_comparison_tell_each_point_the_verdict_and_draw_it(tmp_path: Path):
    experiment = an_experiment(tmp_path)
    experiment.out_dir.mkdir()
    results = pairs(6)
    comparison = compare(results)

    write_comparison(experiment, results, comparison, judge(comparison))

    figures = json.loads(experiment.curves_path.read_text())
    assert len(figures["arms"]) == 18
    assert figures["arms"][0]["points"][1]["test"]["map50_95"] == 0.3
    assert figures["verdict"]["strategy"] == "hybrid"
    assert figures["verdict"]["contrasts"][0]["savings"]["ratio"] < 1
    page = experiment.report_path.read_text()
    assert "Use hybrid" in page
    assert page.count("<polyline") > 12
    with Image.open(experiment.picture_path) as picture:
        assert picture.width == 1680


def test_figures_that_have_no_bound_are_null(tmp_path: Path):
    experiment = an_experiment(tmp_path)
    experiment.out_dir.mkdir()
    results = [
        a_result("hybrid", [0.1] * 4) if r.cell.strategy == "hybrid" else r for r in pairs(1)
    ]
    comparison = compare(results)

    write_comparison(experiment, results, comparison, judge(comparison))

    savings = json.loads(experiment.curves_path.read_text())["verdict"]["contrasts"][0]["savings"]
    assert savings["ratio"] is None


def test_comparison_without_a_test_figure_is_written_all_the_same(tmp_path: Path):
    experiment = an_experiment(tmp_path)
    experiment.out_dir.mkdir()
    comparison = compare([])

    write_comparison(experiment, [], comparison, judge(comparison))

    assert "second strategy" in experiment.report_path.read_text()


def test_drawing_then_png_and_svg_show_the_same_marks():
    drawing = Drawing(100, 50)
    drawing.add(
        [Line(((10, 25), (90, 25)), "#ff0000", width=4), Text((10, 12), "a < b", "#000000")]
    )

    pixels = np.asarray(Image.open(io.BytesIO(as_png(drawing))))
    assert pixels.shape == (100, 200, 3)
    assert pixels[50, 100].tolist() == [255, 0, 0]
    assert pixels[90, 100].tolist() == [255, 255, 255]
    assert pixels[:30].min() < 100
    assert "a &lt; b" in as_svg(drawing, title="x")


def test_curves_of_two_sets_then_one_panel_each():
    twice = [
        *pairs(2),
        a_result("random", SLOW, dataset="b"),
        a_result("hybrid", FAST, dataset="b"),
    ]

    one, two = draw_comparison(compare(pairs(2))), draw_comparison(compare(twice))
    assert two.height > one.height
