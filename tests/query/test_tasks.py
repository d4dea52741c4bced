"""Questions where whole images are classified, and what they cost in each task."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.project import Task
from engine.query.cost import expected_seconds, published_costs, seconds_to_draw
from engine.query.registry import STRATEGIES
from engine.query.uncertainty import read_boxes, share_entropy
from tests.query.builders import Pool, pool_of

# Of 40 classes the best has less than a detector's box needs to count.
MANY = tuple(f"class {number}" for number in range(40))


def classified(*shares: list[float]) -> Pool:
    rows = [[row] for row in shares]
    return pool_of(rows, class_counts=(5, 5, 5), labeled=[[]], task=Task.CLASSIFY)


@given(st.lists(st.floats(1e-6, 1), min_size=2, max_size=6))
def test_share_entropy_is_largest_when_all_classes_are_as_likely(weights: list[float]):
    shares = np.array([weights]) / sum(weights)

    bits = share_entropy(shares)[0]

    assert -1e-9 <= bits <= np.log2(len(weights)) + 1e-9
    assert share_entropy(np.full((1, 4), 0.25)).tolist() == [2.0]
    assert share_entropy(np.array([[1.0, 0.0]])).tolist() == [0.0]


def test_doubt_of_an_image_is_never_about_background():
    boxes = read_boxes(classified([0.4, 0.1, 0.5], [0.98, 0.01, 0.01]))

    assert boxes.is_between_classes.all()
    assert boxes.margin == pytest.approx([0.9, 0.03])
    assert boxes.entropy == pytest.approx([1.361, 0.161], abs=1e-3)


def test_an_image_counts_however_many_classes_share_its_scores():
    pool = pool_of([[[1 / 40] * 40]], class_names=MANY, class_counts=(9,) * 40, task=Task.CLASSIFY)

    assert len(read_boxes(pool).top) == 1


@pytest.mark.parametrize("name", ["entropy", "margin", "hybrid"])
def test_question_about_an_image_names_the_classes_it_is_between(name: str):
    pool = classified([0.5, 0.01, 0.49], [0.99, 0.005, 0.005], [0.98, 0.01, 0.01])

    first = STRATEGIES[name].query(pool, 1, np.random.default_rng(0))[0]

    assert first.image_id == 0
    assert first.reason == "Unsure of the class (RBC or Platelets)"


def test_naming_an_image_takes_as_long_whatever_the_model_thinks():
    boxes = read_boxes(classified([0.5, 0.01, 0.49], [0.99, 0.005, 0.005]))

    assert expected_seconds(boxes, 2) == pytest.approx([6.7, 6.7])


def test_drawing_takes_longest_where_outlines_are_drawn():
    seconds = {task: seconds_to_draw(2, published_costs(task)) for task in Task}

    assert max(seconds, key=seconds.__getitem__) is Task.SEGMENT
    assert min(seconds, key=seconds.__getitem__) is Task.CLASSIFY


def test_doubtful_outlines_cost_more_than_doubtful_boxes():
    rows = [[[0.1, 0, 0], [0.12, 0, 0]]]

    box, outline = (
        expected_seconds(read_boxes(pool_of(rows, task=task)), 1)[0]
        for task in (Task.DETECT, Task.SEGMENT)
    )

    assert outline > box
