"""A simulated expert: answers from known truth, at a human pace and with human slips."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from engine.domain.errors import DataError, NotFoundError
from engine.domain.events import AnsweredBox, ImageAnswered, Notice, Progressed, Started
from engine.domain.identifiers import ImageId
from engine.domain.jobs import AnswerSpec, ShownSuggestions
from engine.domain.project import Task
from engine.domain.results import AnswerResult
from engine.domain.shapes import Point, moved, shape_from_json, shape_to_json
from engine.jobs.reporter import Reporter
from engine.simulation.clock import GOOD_ENOUGH_IOU, Pace, count_actions, match_suggestions
from engine.simulation.truth import ImageTruth, read_truth

# Of 100 objects three are overlooked or given a wrong class.
_SLIP_SHARE = 0.03
# Sides of drawn boxes are off by this share of the object's size, standard deviation.
_JITTER = 0.02
_MIN_SIDE_PX = 1.0
_POLL_S = 0.1


class SimulatedExpert:
    """Labels images completely. What it answers depends on seed, image and suggestions alone.

    Args:
        truth: What is in each image, by content hash.
        seed: Names the person: pace, slips and jitter follow from it.
        worked_s: Seconds of work behind it; it tires.
        task: What it labels, which decides how long that takes.
    """

    def __init__(
        self,
        truth: Mapping[str, ImageTruth],
        *,
        seed: int,
        worked_s: float = 0.0,
        task: Task = Task.DETECT,
    ) -> None:
        self.worked_s = worked_s
        self._truth = truth
        self._seed = seed
        self._pace = Pace.of_somebody(np.random.default_rng(seed), task)
        self._class_names = sorted(
            {box.class_name for image in truth.values() for box in image.boxes}
        )

    def answer(
        self,
        image_id: ImageId,
        content_hash: str,
        *,
        suggestions: Sequence[AnsweredBox] = (),
    ) -> ImageAnswered:
        """Label one image and let the clock run.

        Args:
            image_id: Passed on to the answer.
            content_hash: The image.
            suggestions: Boxes the expert is shown; good ones are kept as they are.

        Raises:
            NotFoundError: The truth knows nothing of the image.
        """
        if content_hash not in self._truth:
            raise NotFoundError(f"The truth knows nothing of image {image_id}; it stays unlabeled.")
        image = self._truth[content_hash]
        rng = np.random.default_rng([self._seed, _number(content_hash)])
        meant = [box for box in (self._perceive(box, rng) for box in image.boxes) if box]
        actions = count_actions(meant, suggestions)
        seconds = self._pace.seconds(actions, worked_s=self.worked_s)
        self.worked_s += seconds
        kept = match_suggestions(meant, suggestions)
        drawn = (_draw(box, image, rng) for box in meant)
        boxes = [
            _keep(box, suggestions[kept[index][0]])
            if index in kept and kept[index][1] >= GOOD_ENOUGH_IOU
            else box
            for index, box in enumerate(drawn)
        ]
        return ImageAnswered(
            image_id,
            tuple(boxes),
            seconds,
            num_drawn=actions.drawn,
            num_adjusted=actions.adjusted,
            num_accepted=actions.verified - actions.deleted,
            num_rejected=actions.deleted,
            num_class_changes=actions.renamed,
        )

    def _perceive(self, box: AnsweredBox, rng: np.random.Generator) -> AnsweredBox | None:
        """Return an object as the expert sees it: now and then not at all, or as another class."""
        chance, choice = rng.random(), rng.random()
        if chance >= _SLIP_SHARE:
            return box
        others = [name for name in self._class_names if name != box.class_name]
        # Nobody overlooks the image itself.
        is_whole = box.shape is not None and box.shape["kind"] == "image"
        if not others or (chance < _SLIP_SHARE / 2 and not is_whole):
            return box if is_whole else None
        return replace(box, class_name=others[int(choice * len(others))])


def answer(spec: AnswerSpec, reporter: Reporter) -> AnswerResult:
    """Answer the images of a job one by one, as events; a resumed job goes on where it stopped.

    Raises:
        NotFoundError: There is no truth file, or none of the suggestions it names.
        DataError: One of these files is damaged.
    """
    reporter.emit(Started())
    earlier = _earlier_answers(reporter)
    worked_s = sum(earlier.values())
    expert = SimulatedExpert(
        read_truth(Path(spec.truth_path)), seed=spec.seed, worked_s=worked_s, task=spec.task
    )
    shown = _read_suggestions(spec.suggestions_path)
    num_answered, total = len(earlier), len(spec.image_ids)
    images = zip(spec.image_ids, spec.content_hashes, strict=True)
    for done, (image_id, content_hash) in enumerate(images, 1):
        reporter.raise_if_asked()
        if image_id in earlier:
            continue
        try:
            answered = expert.answer(image_id, content_hash, suggestions=shown.get(image_id, ()))
        except NotFoundError as error:
            reporter.emit(Notice(error.message))
            continue
        _let_pass(spec.pace_s, reporter)
        reporter.emit(answered)
        num_answered += 1
        reporter.emit(Progressed(done, total, seconds_left=spec.pace_s * (total - done)))
    return AnswerResult(num_images=num_answered, expert_s=expert.worked_s)


def _read_suggestions(path: str) -> dict[ImageId, tuple[AnsweredBox, ...]]:
    """Return what the expert is shown, by image; nothing without a file."""
    if not path:
        return {}
    try:
        lines = Path(path).read_bytes().splitlines()
        shown = [msgspec.json.decode(line, type=ShownSuggestions) for line in lines]
    except OSError as error:
        raise NotFoundError(f"{path} cannot be read: {error.strerror or error}.") from error
    except msgspec.DecodeError as error:
        raise DataError(f"{path} is damaged: {error}.") from error
    return {each.image_id: each.boxes for each in shown}


def _earlier_answers(reporter: Reporter) -> dict[ImageId, float]:
    events = (numbered.event for numbered in reporter.folder.read_events())
    return {event.image_id: event.expert_s for event in events if isinstance(event, ImageAnswered)}


def _let_pass(seconds: float, reporter: Reporter) -> None:
    deadline = time.monotonic() + seconds
    while (left_s := deadline - time.monotonic()) > 0:
        reporter.raise_if_asked()
        time.sleep(min(left_s, _POLL_S))


def _draw(box: AnsweredBox, image: ImageTruth, rng: np.random.Generator) -> AnsweredBox:
    """Return a box as a hand draws it: each side a little off, inside the image."""
    x1, y1, x2, y2 = box.xyxy_px
    off = np.clip(rng.normal(0, _JITTER, 4), -3 * _JITTER, 3 * _JITTER)
    sides = np.array(box.xyxy_px) + off * [x2 - x1, y2 - y1, x2 - x1, y2 - y1]
    left, top, right, bottom = np.clip(sides, 0, [image.width, image.height] * 2).tolist()
    if min(right - left, bottom - top) < _MIN_SIDE_PX:
        return box
    drawn = replace(box, xyxy_px=(left, top, right, bottom))
    return drawn if box.shape is None else replace(drawn, shape=_fit(box, drawn, image))


def _fit(box: AnsweredBox, drawn: AnsweredBox, image: ImageTruth) -> dict[str, Any]:
    """Return a shape moved and stretched as its box was."""
    assert box.shape is not None
    (x1, y1, x2, y2), (left, top, right, bottom) = box.xyxy_px, drawn.xyxy_px
    wider, higher = (right - left) / (x2 - x1), (bottom - top) / (y2 - y1)

    def fit(x: float, y: float) -> Point:
        across, down = left + (x - x1) * wider, top + (y - y1) * higher
        return min(max(across, 0.0), image.width), min(max(down, 0.0), image.height)

    return shape_to_json(moved(shape_from_json(box.shape), fit, scale=(wider + higher) / 2))


def _keep(box: AnsweredBox, suggestion: AnsweredBox) -> AnsweredBox:
    return replace(box, xyxy_px=suggestion.xyxy_px, shape=suggestion.shape)


def _number(content_hash: str) -> int:
    return int.from_bytes(hashlib.blake2b(content_hash.encode(), digest_size=8).digest(), "big")
