"""The operating point beside an exported model."""

from __future__ import annotations

import json

from engine.evaluation.operating import Matched, operating_point
from engine.evaluation.shipping import shipped_point
from tests.evaluation.builders import evaluation, place, seen


def test_shipped_point_names_classes_thresholds_and_what_they_reach():
    images = evaluation(seen("a", said=[(0, 0.8, place(1))], there=[(0, place(1))]))
    point = operating_point(Matched.of(images), None, num_classes=2, aims=(0.9, None))

    shipped = json.loads(shipped_point(point, ("Kratzer ü", "dent")))

    assert shipped["classes"] == ["Kratzer ü", "dent"]
    assert shipped["thresholds"] == [0.4, 0.25]
    assert shipped["aims"] == [0.9, None]
    assert shipped["chosen_on"]["classes"][0]["num_found"] == 1
    assert shipped["shown_on"] is None
