"""The simulated expert, its truth and its clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import DataError, EngineError, NotFoundError, ResourceError
from engine.domain.events import AnsweredBox, ImageAnswered, Notice, Progressed, Started
from engine.domain.geometry import iou_matrix
from engine.domain.identifiers import ImageId
from engine.domain.jobs import AnswerSpec, ShownSuggestions, Verdict
from engine.domain.project import Task
from engine.jobs.folder import JobFolder
from engine.jobs.reporter import Cancelled, Paused, Reporter
from engine.simulation.clock import Actions, Pace, count_actions
from engine.simulation.expert import SimulatedExpert, answer
from engine.simulation.truth import ImageTruth, read_truth, write_truth


def box(x1: float, y1: float, x2: float, y2: float, name: str = "cell") -> AnsweredBox:
    return AnsweredBox(name, (x1, y1, x2, y2))


def crowd(num: int, *, name: str = "cell") -> tuple[AnsweredBox, ...]:
    places = ((i % 20 * 50.0, i // 20 * 50.0) for i in range(num))
    return tuple(box(x + 5, y + 5, x + 45, y + 45, name) for x, y in places)


def truth_of(*images: tuple[AnsweredBox, ...]) -> dict[str, ImageTruth]:
    return {f"h{i}": ImageTruth(f"h{i}", 1000, 1000, boxes) for i, boxes in enumerate(images)}


def start(tmp_path: Path, num: int = 3, *, pace_s: float = 0.0) -> tuple[AnswerSpec, Reporter]:
    tmp_path.mkdir(exist_ok=True)
    truth_path = tmp_path / "truth.jsonl"
    write_truth(truth_path, truth_of(*(crowd(i) for i in range(num))).values())
    spec = AnswerSpec(
        truth_path=str(truth_path),
        image_ids=tuple(ImageId(10 + i) for i in range(num)),
        content_hashes=tuple(f"h{i}" for i in range(num)),
        pace_s=pace_s,
    )
    return spec, Reporter(JobFolder.create(tmp_path / "job", spec))


def answers(reporter: Reporter) -> list[ImageAnswered]:
    events = [numbered.event for numbered in reporter.folder.read_events()]
    return [event for event in events if isinstance(event, ImageAnswered)]


class TestTruth:
    @given(st.lists(st.tuples(st.floats(0, 500), st.floats(501, 1000)), max_size=4))
    def test_truth_when_written_and_read_then_the_same(self, tmp_path_factory, spans):
        path = tmp_path_factory.mktemp("truth") / "truth.jsonl"
        truths = truth_of(tuple(box(near, near, far, far) for near, far in spans))

        write_truth(path, truths.values())

        assert read_truth(path) == truths

    @pytest.mark.parametrize(
        "line",
        [
            b"no json",
            b"{}",
            b'{"content_hash":"h","width":9,"height":9,"boxes":[{"class_name":"a",'
            b'"xyxy_px":[5,5,5,9]}]}',
        ],
    )
    def test_read_truth_when_a_line_is_damaged_then_names_it(self, tmp_path, line):
        path = tmp_path / "truth.jsonl"
        write_truth(path, truth_of(crowd(1)).values())
        path.write_bytes(path.read_bytes() + line + b"\n")

        with pytest.raises(DataError, match="line 2"):
            read_truth(path)

    def test_read_truth_when_there_is_no_file_then_says_so(self, tmp_path):
        with pytest.raises(NotFoundError, match=r"truth\.jsonl"):
            read_truth(tmp_path / "truth.jsonl")

    def test_write_truth_when_the_folder_is_missing_then_says_so(self, tmp_path):
        with pytest.raises(ResourceError, match="cannot be written"):
            write_truth(tmp_path / "none" / "truth.jsonl", [])


class TestClock:
    def test_count_actions_when_nothing_is_suggested_then_all_is_drawn(self):
        assert count_actions(crowd(3), ()) == Actions(drawn=3)

    def test_count_actions_when_suggestions_differ_then_each_is_mended(self):
        truth = (box(0, 0, 100, 100), box(200, 0, 300, 100), box(400, 0, 500, 100))
        suggestions = (
            box(0, 0, 100, 100),
            box(200, 0, 300, 70, "other"),
            box(700, 700, 800, 800),
        )

        actions = count_actions(truth, suggestions)

        assert actions == Actions(verified=3, deleted=1, adjusted=1, renamed=1, drawn=1)

    def test_pace_when_fresh_then_the_published_sums(self):
        assert Pace().seconds(Actions(), worked_s=0) == 5.0
        assert Pace().seconds(Actions(drawn=2, verified=1), worked_s=0) == pytest.approx(20.7)

    def test_pace_when_the_expert_has_worked_then_slower_up_to_a_quarter(self):
        seconds = [Pace().seconds(Actions(), worked_s=worked) for worked in (0, 1200, 1e6)]

        assert seconds == pytest.approx([5.0, 5.0 * 1.125, 5.0 * 1.25])

    @given(st.integers(0, 10_000))
    def test_pace_of_somebody_then_half_to_twice_the_mean(self, seed):
        somebody = Pace.of_somebody(np.random.default_rng(seed))

        assert 0.5 <= somebody.draw_s / Pace().draw_s <= 2.0
        assert 0.5 <= somebody.open_s / Pace().open_s <= 2.0


class TestSimulatedExpert:
    def test_answer_when_repeated_then_the_same_boxes_whatever_was_answered_before(self):
        truth = truth_of(crowd(20), crowd(7))
        one, two = SimulatedExpert(truth, seed=3), SimulatedExpert(truth, seed=3)
        two.answer(ImageId(1), "h1")

        assert one.answer(ImageId(0), "h0").boxes == two.answer(ImageId(0), "h0").boxes

    def test_answer_when_the_seed_differs_then_another_person(self):
        truth = truth_of(crowd(20))
        one, two = (SimulatedExpert(truth, seed=seed).answer(ImageId(0), "h0") for seed in (1, 2))

        assert one.boxes != two.boxes
        assert one.expert_s != two.expert_s

    def test_answer_then_boxes_are_a_little_off_and_inside_the_image(self):
        truth = truth_of((box(0, 0, 1000, 1000), *crowd(400)[1:]))
        given_boxes = SimulatedExpert(truth, seed=0).answer(ImageId(0), "h0").boxes

        drawn = np.array([each.xyxy_px for each in given_boxes], np.float32)
        real = np.array([each.xyxy_px for each in truth["h0"].boxes], np.float32)
        best = iou_matrix(drawn, real).max(axis=1)

        assert best.min() > 0.75
        assert 0.88 < best.mean() < 0.97
        assert drawn.min() >= 0
        assert drawn.max() <= 1000

    def test_answer_when_there_are_many_objects_then_about_three_percent_are_slips(self):
        truth = truth_of(crowd(400), crowd(1, name="other"))
        wrong = 0
        for seed in range(10):
            boxes = SimulatedExpert(truth, seed=seed).answer(ImageId(0), "h0").boxes
            wrong += 400 - sum(each.class_name == "cell" for each in boxes)

        assert 80 <= wrong <= 160

    def test_answer_when_the_image_is_empty_then_no_boxes_and_some_seconds(self):
        answered = SimulatedExpert(truth_of(()), seed=0).answer(ImageId(4), "h0")

        assert (answered.image_id, answered.boxes) == (4, ())
        assert 2.5 <= answered.expert_s <= 10

    def test_answer_when_suggestions_are_good_then_keeps_them_and_is_quicker(self):
        truth = truth_of(crowd(20))
        drawing = SimulatedExpert(truth, seed=0).answer(ImageId(0), "h0")
        shown = [box(x1, y1, x2 - 2, y2) for x1, y1, x2, y2 in (b.xyxy_px for b in crowd(20))]

        helped = SimulatedExpert(truth, seed=0).answer(ImageId(0), "h0", suggestions=shown)

        assert set(helped.boxes) <= set(shown)
        assert helped.expert_s < drawing.expert_s

    def test_answer_when_the_image_is_unknown_then_says_so(self):
        with pytest.raises(NotFoundError, match="image 5"):
            SimulatedExpert({}, seed=0).answer(ImageId(5), "nobody")


class TestAnswerJob:
    def test_answer_then_one_event_an_image_and_the_sum_of_the_clock(self, tmp_path):
        spec, reporter = start(tmp_path)

        result = answer(spec, reporter)

        given_answers = answers(reporter)
        assert [event.image_id for event in given_answers] == [10, 11, 12]
        assert result.num_images == 3
        assert result.expert_s == pytest.approx(sum(event.expert_s for event in given_answers))
        kinds = [type(numbered.event) for numbered in reporter.folder.read_events()]
        assert kinds[0] is Started
        assert Progressed in kinds

    def test_answer_when_an_image_is_unknown_then_a_notice_and_the_others_answered(self, tmp_path):
        spec, reporter = start(tmp_path)
        strange = AnswerSpec(spec.truth_path, (ImageId(1), ImageId(2)), ("nobody", "h1"))

        result = answer(strange, reporter)

        events = [numbered.event for numbered in reporter.folder.read_events()]
        assert [event.text for event in events if isinstance(event, Notice)] == [
            "The truth knows nothing of image 1; it stays unlabeled."
        ]
        assert result.num_images == 1

    def test_answer_when_cancelled_during_the_wait_then_stops_at_once(self, tmp_path):
        spec, reporter = start(tmp_path, pace_s=60.0)
        reporter.folder.write_verdict(Verdict.CANCEL)

        with pytest.raises(Cancelled):
            answer(spec, reporter)
        assert answers(reporter) == []

    def test_answer_when_paused_and_resumed_then_each_image_is_answered_once(self, tmp_path):
        spec, reporter = start(tmp_path)
        whole_spec, whole = start(tmp_path / "whole")
        first = AnswerSpec(spec.truth_path, spec.image_ids[:1], spec.content_hashes[:1])
        answer(first, reporter)
        reporter.folder.write_verdict(Verdict.PAUSE)
        with pytest.raises(Paused):
            answer(spec, reporter)
        reporter.folder.begin_attempt()

        result = answer(spec, Reporter(reporter.folder))

        assert result == answer(whole_spec, whole)
        assert answers(reporter) == answers(whole)

    def test_answer_when_suggestions_are_shown_then_they_are_checked_and_counted(self, tmp_path):
        spec, _ = start(tmp_path)
        shown = ShownSuggestions(ImageId(12), (*crowd(2), box(700, 700, 800, 800)))
        (tmp_path / "shown.jsonl").write_bytes(msgspec.json.encode(shown) + b"\n")
        helped = replace(spec, suggestions_path=str(tmp_path / "shown.jsonl"))
        reporter = Reporter(JobFolder.create(tmp_path / "helped", helped))

        answer(helped, reporter)

        drawn, checked = answers(reporter)[1:]
        assert (drawn.num_drawn, drawn.num_accepted, drawn.num_rejected) == (1, 0, 0)
        assert (checked.num_drawn, checked.num_accepted, checked.num_rejected) == (0, 2, 1)
        assert set(checked.boxes) == set(crowd(2))

    @pytest.mark.parametrize("content", [None, b"{"])
    def test_answer_when_the_suggestions_cannot_be_read_then_says_so(self, tmp_path, content):
        spec, _ = start(tmp_path)
        path = tmp_path / "shown.jsonl"
        if content is not None:
            path.write_bytes(content)
        broken = replace(spec, suggestions_path=str(path))

        with pytest.raises(EngineError, match=r"shown\.jsonl"):
            answer(broken, Reporter(JobFolder.create(tmp_path / "broken", broken)))


def test_pace_of_a_task_then_outlines_take_longer_than_boxes_and_classes_less():
    draw_s = {task: Pace.of_task(task).draw_s for task in Task}

    assert draw_s[Task.CLASSIFY] < draw_s[Task.DETECT] < draw_s[Task.SEGMENT]
    rng = [np.random.default_rng(3) for _ in range(2)]
    somebody = [
        Pace.of_somebody(r, t) for r, t in zip(rng, (Task.DETECT, Task.SEGMENT), strict=True)
    ]
    assert somebody[1].draw_s / somebody[0].draw_s == pytest.approx(5.0)
