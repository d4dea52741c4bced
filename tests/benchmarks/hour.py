"""An hour of labeling with training behind it: `python -m tests.benchmarks.hour [SPEED]`.

How long does the expert find no question? Modeled are the expert alone, by the clock of the
simulation (seconds for looking, drawing and judging, at a pace of his own) and by the truth of made
images; he answers SPEED times as fast as he would, so that the hour takes 3600 / SPEED seconds,
and he presses Train whenever it is recommended. Everything else is real and not made faster: the
window's project thread and poller, what refills the queue in the window, the store, and the worker
processes that choose, train and look at the pool. So a real hour leaves them SPEED times as long.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from desktop.loop_follower import LoopFollower
from desktop.loop_view import LoopView
from desktop.refiller import Refiller
from desktop.tasks.change_hub import ChangeHub
from desktop.tasks.project_session import ProjectSession
from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError
from engine.domain.events import AnsweredBox
from engine.domain.identifiers import AnnotationId, ImageId, new_id
from engine.domain.jobs import JobKind, Verdict
from engine.domain.operating_points import Calibration
from engine.domain.rounds import Question, QuestionState
from engine.domain.shapes import Box
from engine.domain.suggestions import WORTH_SHOWING
from engine.jobs.local import LocalExecutor
from engine.loop.advisor import Action
from engine.loop.bootstrap import Project
from engine.loop.training import TrainingWish
from engine.simulation.expert import SimulatedExpert
from engine.simulation.sandbox import make_sandbox
from engine.simulation.staging import open_staged
from engine.simulation.truth import read_truth
from tests.benchmarks.table import row

_HOUR_S = 3600.0
_SPEED = 60.0
_SIZE = 20
_LOOK_AGAIN_MS = 5
_PAUSE_S = 0.1
_PATIENCE_S = 60.0
_WISH = TrainingWish(model="yolo11n.yaml", imgsz=64, epochs=4, batch=8, threads=1)
_AS_IT_IS = Calibration(slope=1.0, offset=0.0, num_boxes=0)


@dataclass(slots=True)
class Hour:
    """What was seen, in seconds of the clock on the wall."""

    num_answered: int = 0
    worked_s: float = 0.0
    waited_s: float = 0.0
    num_waits: int = 0
    slowest_s: float = 0.0
    fewest_open: int = 1_000_000


class Expert:
    """Answers one question after the other through the project thread. GUI thread only."""

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        simulated: SimulatedExpert,
        *,
        speed: float,
        over: Callable[[], None],
    ) -> None:
        self.hour = Hour()
        self._project, self._session = project, session
        self._simulated, self._speed, self._over = simulated, speed, over
        self._looked_at = 0.0
        self._is_waiting = False

    def go_on(self) -> None:
        """Look for the next question."""
        self._looked_at = time.perf_counter()
        self._is_waiting = False
        self._look()

    def _look(self) -> None:
        self._session.thread.run(self._next, then=self._on_looked)

    def _next(self) -> tuple[Question | None, int, float, Callable[[], Changes] | None]:
        """Return the next question, how many are open, and what answering it takes and does."""
        waiting = [q for q in self._project.rounds.queue() if q.state is QuestionState.OPEN]
        if not waiting:
            return None, 0, 0.0, None
        image_id = waiting[0].pick.image_id
        self._project.labeling.open_image(image_id)
        (record,) = self._project.pool.get([image_id])
        answered = self._simulated.answer(
            image_id, record.content_hash, suggestions=self._shown(image_id)
        )
        answer = partial(_store, self._project, image_id, answered.boxes)
        return waiting[0], len(waiting), answered.expert_s, answer

    def _shown(self, image_id: ImageId) -> list[AnsweredBox]:
        """Return the suggestions that pay for looking at them."""
        offered = self._project.suggesting.suggestions(image_id)
        version = self._project.models.latest()
        if offered is None or version is None:
            return []
        point = version.operating_point
        chances = point.calibration if point and point.calibration else _AS_IT_IS
        names = {each.id: each.name for each in self._project.file.classes()}
        return [
            AnsweredBox(names[each.class_id], each.shape.xyxy_px)
            for each in offered.suggestions
            if isinstance(each.shape, Box) and chances.chance(each.confidence) >= WORTH_SHOWING
        ]

    def _on_looked(
        self, found: tuple[Question | None, int, float, Callable[[], Changes] | None]
    ) -> None:
        question, num_open, expert_s, answer = found
        hour = self.hour
        if question is None or answer is None:
            self._is_waiting = True
            QTimer.singleShot(_LOOK_AGAIN_MS, self._look)
            return
        took_s = time.perf_counter() - self._looked_at
        hour.slowest_s = max(hour.slowest_s, took_s)
        if self._is_waiting:
            hour.waited_s += took_s
            hour.num_waits += 1
        hour.fewest_open = min(hour.fewest_open, num_open)
        hour.worked_s += expert_s
        QTimer.singleShot(round(1e3 * expert_s / self._speed), partial(self._done, answer))

    def _done(self, answer: Callable[[], Changes]) -> None:
        self.hour.num_answered += 1
        self._session.thread.run(answer)
        if self.hour.worked_s < _HOUR_S:
            self.go_on()
        else:
            self._over()


def main(speed: float) -> None:
    """Play the hour and print how long the expert found no question."""
    os.environ.setdefault("LOUPE_OFFLINE", "1")
    app = QCoreApplication([])
    with tempfile.TemporaryDirectory(prefix="loupe-hour-", ignore_cleanup_errors=True) as folder:
        made = make_sandbox(
            Path(folder) / "made", num_train=300, num_val=20, num_test=20, side_px=64, seed=1
        )
        truth_path = Path(folder) / "truth.jsonl"
        project = open_staged(
            Path(folder) / "project",
            made,
            truth_path=truth_path,
            executor=LocalExecutor(slots=3, threads=1),
        )
        simulated = SimulatedExpert(read_truth(truth_path), seed=1)
        _play(app, project, simulated, speed)


class Presser:
    """Follows the loop as the window does, and presses Train. GUI thread only."""

    def __init__(self, project: Project, session: ProjectSession, expert: Expert) -> None:
        self._project, self._session, self._expert = project, session, expert
        self._refiller = Refiller(project, session)
        self._is_pressed = False
        self._is_begun = False

    def follow(self, view: LoopView) -> None:
        """Do what is due."""
        self._refiller.follow(view, is_adding=False)
        # The first questions of all are waited for by anybody: the hour begins with them.
        if not self._is_begun and view.status.num_open:
            self._is_begun = True
            self._expert.go_on()
        if view.status.advice.action is Action.TRAIN and not self._is_pressed:
            self._is_pressed = True
            self._session.thread.run(self._train, then=self._on_trained)

    def _train(self) -> Changes:
        self._project.rounds.train(_WISH)
        return Changes(Changed.JOBS | Changed.ROUNDS)

    def _on_trained(self, _changes: Changes) -> None:
        self._is_pressed = False


def _play(
    app: QCoreApplication, project: Project, simulated: SimulatedExpert, speed: float
) -> None:
    hub, errors = ChangeHub(), list[EngineError]()
    session = ProjectSession(hub, failed=errors.append)
    expert = Expert(project, session, simulated, speed=speed, over=app.quit)
    follower = LoopFollower(project, session, hub)
    presser = Presser(project, session, expert)
    follower.moved.connect(presser.follow)
    session.start_polling(project.poll)
    session.thread.run(lambda: project.rounds.ask(_SIZE))
    app.exec()
    follower.stop()
    _report(project, expert.hour, speed)
    session.shutdown(lambda: _end(project), timeout_s=_PATIENCE_S)
    if errors:
        raise errors[0]


def _end(project: Project) -> None:
    """Close the project when what still runs has ended."""
    for job in project.background.jobs(active_only=True):
        project.background.tell(job.id, Verdict.CANCEL)
    while project.background.jobs(active_only=True):
        project.background.poll()
        time.sleep(_PAUSE_S)
    project.close()


def _report(project: Project, hour: Hour, speed: float) -> None:
    jobs = project.background.jobs()
    kinds = (JobKind.TRAIN, JobKind.SCORE, JobKind.QUERY)
    done = {kind: sum(each.kind is kind for each in jobs) for kind in kinds}
    row(
        f"an hour of labeling, {speed:g} times as fast: waiting for a question",
        f"{hour.waited_s:.1f} s of {hour.worked_s / speed:.0f} s, {hour.num_waits} times, "
        f"{hour.num_answered} images answered, never fewer than {hour.fewest_open} open; "
        f"the slowest look for the next {1e3 * hour.slowest_s:.0f} ms",
    )
    row(
        "behind it",
        f"{done[JobKind.TRAIN]} trainings, {done[JobKind.SCORE]} looks at the pool, "
        f"{done[JobKind.QUERY]} choices; load {os.getloadavg()[0]:.1f}",
    )


def _store(project: Project, image_id: ImageId, drawn: Sequence[AnsweredBox]) -> Changes:
    """Store what the expert drew, and that it is all, as the page does."""
    class_ids = {each.name: each.id for each in project.file.classes()}
    edits = [
        AnnotationEdit(
            None,
            Annotation(
                AnnotationId(new_id()), image_id, class_ids[box.class_name], Box(*box.xyxy_px)
            ),
        )
        for box in drawn
    ]
    return project.labeling.apply(edits) | project.labeling.complete(image_id)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else _SPEED)
