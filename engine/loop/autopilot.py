"""The autopilot: lets the loop run by itself, with a simulated expert who answers from known truth.

It is what `loupe simulate` and `loupe demo` are made of. Like the rounds it looks at the state and
does the next thing, so it goes on wherever it was left, in the window or without one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError, NotFoundError, ResourceError
from engine.domain.events import AnsweredBox
from engine.domain.identifiers import ImageId
from engine.domain.images import Split
from engine.domain.jobs import AnswerSpec, JobKind, JobRecord, JobState, ShownSuggestions
from engine.domain.operating_points import Calibration
from engine.domain.rounds import QuestionState, Round, RoundState
from engine.domain.searches import SearchVerdict
from engine.domain.shapes import Box, bounding_box, shape_to_json
from engine.domain.suggestions import WORTH_SHOWING
from engine.domain.versions import ModelVersion
from engine.jobs.files import write_atomic, writing
from engine.loop.background import Background
from engine.loop.models import Models
from engine.loop.rounds import Rounds
from engine.loop.scoring import Scoring, Suggestion
from engine.loop.searches import Searches, SearchWish
from engine.loop.suggesting import Suggesting
from engine.loop.training import NO_WISH, Training, TrainingWish
from engine.query.registry import AUTOMATIC
from engine.store.database import Store

_PLAN = "autopilot"
# A confidence is taken for a chance where nothing was measured.
_AS_IT_IS = Calibration(slope=1.0, offset=0.0, num_boxes=0)
_INTERRUPTED = (JobState.PAUSED, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class AutopilotPlan:
    """What to do, in order, until the rounds are over.

    Attributes:
        truth_path: What is in the images, as the simulation wrote it.
        seed_size: Images of round 0.
        query_size: Images of every later round.
        rounds: Rounds after round 0.
        seed_strategy: How the images of round 0 are chosen.
        strategy: How the images of later rounds are chosen.
        training: How to train.
        search: A search after every round but round 0; None = no searches.
        export_dir: Where to export the last model; empty = nowhere.
        pace_s: Seconds between two answers.
        growth: How many times more images each later round asks about than the one before.
        shows_suggestions: Whether the expert is shown what the model in use suggests with a fair
            chance; never on holdout images.
        reason: Why it ended early; empty while all is well.
        is_done: Whether all is done.
    """

    truth_path: str
    seed_size: int = 8
    query_size: int = 8
    rounds: int = 2
    seed_strategy: str = AUTOMATIC
    strategy: str = AUTOMATIC
    training: TrainingWish = NO_WISH
    search: SearchWish | None = None
    export_dir: str = ""
    pace_s: float = 0.0
    growth: float = 1.0
    shows_suggestions: bool = False
    reason: str = ""
    is_done: bool = False

    def size_of(self, round_number: int) -> int:
        """Return how many images a round asks about."""
        if not round_number:
            return self.seed_size
        return max(1, round(self.query_size * self.growth ** (round_number - 1)))


class Autopilot:
    """Plays the expert and presses the buttons."""

    def __init__(  # noqa: PLR0913 - each is a button or what is read off the screen
        self,
        store: Store,
        background: Background,
        *,
        scoring: Scoring,
        suggesting: Suggesting,
        project_dir: Path,
        rounds: Rounds,
        training: Training,
        searches: Searches,
        models: Models,
    ) -> None:
        self._store = store
        self._background = background
        self._scoring = scoring
        self._suggesting = suggesting
        self._shown_dir = project_dir / "cache" / "shown"
        self._rounds = rounds
        self._training = training
        self._searches = searches
        self._models = models

    def begin(self, plan: AutopilotPlan) -> None:
        """Take over from now on; every poll of the project does what is next."""
        self._keep(plan)

    def plan(self) -> AutopilotPlan | None:
        """Return the plan, which also says whether it is done; None without an autopilot."""
        with self._store.read() as tx:
            value = tx.project.value(_PLAN)
        return None if value is None else msgspec.convert(value, AutopilotPlan)

    def go_on(self, *, rounds: int | None = None) -> None:
        """Take a plan up again: what was interrupted resumes, and why it ended is forgotten.

        Args:
            rounds: More rounds than the plan had; None = as many.
        """
        plan = self.plan()
        if plan is None:
            return
        jobs = self._background.jobs()
        if jobs and jobs[-1].state in _INTERRUPTED:
            self._background.resume(jobs[-1].id)
        num_rounds = plan.rounds if rounds is None else rounds
        is_done = plan.is_done and not plan.reason and num_rounds == plan.rounds
        self._keep(replace(plan, rounds=num_rounds, reason="", is_done=is_done))

    def stop(self) -> None:
        """Leave the loop to the person from here on."""
        with self._store.write() as tx:
            tx.project.set_value(_PLAN, None)

    def step(self) -> Changes:
        """Do the next thing, unless something runs or is paused. Any error ends the plan."""
        plan = self.plan()
        if plan is None or plan.is_done or self._is_busy():
            return Changes()
        try:
            self._next(plan)
        except EngineError as error:
            self._keep(replace(plan, is_done=True, reason=str(error)))
        return Changes(Changed.PROJECT | Changed.JOBS)

    def _is_busy(self) -> bool:
        jobs = self._background.jobs()
        is_paused = bool(jobs) and jobs[-1].state is JobState.PAUSED
        return is_paused or any(job.state.is_active for job in jobs)

    def _next(self, plan: AutopilotPlan) -> None:
        self._stop_after_a_failure()
        newest = self._rounds.current()
        if unlabeled := self._unlabeled_holdout():
            self._answer(plan, unlabeled)
        elif newest is None:
            seed = plan.training.seed
            self._rounds.ask(plan.seed_size, strategy=plan.seed_strategy, seed=seed)
        elif newest.state is RoundState.ASKING:
            self._insist_on_questions()
        elif newest.state is RoundState.LABELING:
            self._label_or_train(plan, newest)
        elif newest.state is RoundState.FINISHED:
            self._after_round(plan, newest)

    def _label_or_train(self, plan: AutopilotPlan, newest: Round) -> None:
        waiting = [
            question.pick.image_id
            for question in self._rounds.questions(newest.number)
            if question.state is QuestionState.OPEN
        ]
        if waiting and (version := self._still_to_look(plan, newest)) is not None:
            self._scoring.start(version)
        elif waiting:
            self._answer(plan, waiting, shown=self._show(plan, newest, waiting))
        else:
            self._rounds.train(plan.training)

    def _insist_on_questions(self) -> None:
        if not (trouble := self._rounds.trouble()):
            self._rounds.advance()
            trouble = self._rounds.trouble()
        if trouble:
            raise ResourceError(f"The questions could not be chosen: {trouble}")

    def _after_round(self, plan: AutopilotPlan, newest: Round) -> None:
        searches = self._searches.all()
        if plan.search is not None and len(searches) < newest.number:
            self._searches.start(plan.search)
        elif newest.number < plan.rounds and self._rounds.can_ask():
            size = plan.size_of(newest.number + 1)
            self._rounds.ask(size, strategy=plan.strategy, seed=plan.training.seed)
        elif self._is_adopted_untrained():
            self._training.start(plan.training)
        elif plan.export_dir and not self._models.exports():
            self._models.export(Path(plan.export_dir))
        else:
            self._keep(replace(plan, is_done=True))

    def _is_adopted_untrained(self) -> bool:
        """Whether the last search found a recipe that no model was trained with yet."""
        searches, version = self._searches.all(), self._models.latest()
        if not searches or version is None or searches[-1].outcome is None:
            return False
        is_adopted = searches[-1].outcome.verdict is SearchVerdict.ADOPTED
        return is_adopted and version.created_at < searches[-1].created_at

    def _unlabeled_holdout(self) -> list[ImageId]:
        with self._store.read() as tx:
            if tx.project.holdout_frozen_at() is None:
                return []
            done = set(tx.labels.complete_ids())
            holdout = [*tx.splits.holdout_ids(Split.VAL), *tx.splits.holdout_ids(Split.TEST)]
        return [image_id for image_id in holdout if image_id not in done]

    def _still_to_look(self, plan: AutopilotPlan, newest: Round) -> ModelVersion | None:
        """Return the model that is to suggest and has not looked, as no question needed it to."""
        if not plan.shows_suggestions or newest.asked_by is None:
            return None
        has_just_looked = self._background.jobs()[-1].kind is JobKind.SCORE
        if has_just_looked or self._scoring.is_scored(newest.asked_by):
            return None
        with self._store.read() as tx:
            return tx.versions.get(newest.asked_by)

    def _show(self, plan: AutopilotPlan, newest: Round, image_ids: list[ImageId]) -> str:
        """Write the suggestions that are worth a look in the images of the pool; return the file.

        Those whose calibrated chance to be right pays for looking. Empty where no model has looked.
        """
        if not plan.shows_suggestions or newest.asked_by is None:
            return ""
        with self._store.read() as tx:
            records = tx.images.get_many(image_ids)
            names = {c.id: c.name for c in tx.classes.all()}
            point = tx.versions.get(newest.asked_by).operating_point
        calibration = point.calibration if point and point.calibration else _AS_IT_IS
        lines = []
        for record in records:
            offered = self._suggesting.suggestions(record.id)
            if offered is not None and record.split is Split.TRAIN:
                boxes = tuple(
                    _as_answer(each, names[each.class_id])
                    for each in offered.suggestions
                    if calibration.chance(each.confidence) >= WORTH_SHOWING
                )
                lines.append(msgspec.json.encode(ShownSuggestions(record.id, boxes)) + b"\n")
        path = (self._shown_dir / f"{newest.number}.jsonl").absolute()
        with writing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, b"".join(lines))
        return str(path)

    def _answer(self, plan: AutopilotPlan, image_ids: list[ImageId], *, shown: str = "") -> None:
        self._refuse_in_vain(image_ids)
        with self._store.read() as tx:
            records = tx.images.get_many(image_ids)
            task = tx.project.settings().task
        spec = AnswerSpec(
            truth_path=plan.truth_path,
            image_ids=tuple(record.id for record in records),
            content_hashes=tuple(record.content_hash for record in records),
            pace_s=plan.pace_s,
            seed=plan.training.seed,
            suggestions_path=shown,
            task=task,
        )
        self._background.start(spec, title="The simulated expert labels")

    def _refuse_in_vain(self, image_ids: list[ImageId]) -> None:
        """Ask nobody twice what he does not know.

        Raises:
            NotFoundError: The expert was asked about these images and left all of them.
        """
        jobs = self._background.jobs()
        if not jobs or jobs[-1].kind is not JobKind.ANSWER:
            return
        asked = self._background.folder(jobs[-1].id).spec()
        if isinstance(asked, AnswerSpec) and set(image_ids) <= set(asked.image_ids):
            raise NotFoundError(
                f"The truth knows nothing of {len(image_ids)} images.",
                hint="Begin anew with the truth of these images.",
            )

    def _stop_after_a_failure(self) -> None:
        jobs = self._background.jobs()
        last: JobRecord | None = jobs[-1] if jobs else None
        if last is not None and last.state in (JobState.FAILED, JobState.CANCELLED):
            what = "stopped" if last.state is JobState.CANCELLED else "failed"
            raise ResourceError(f"{last.title} {what}. {last.reason}".strip())

    def _keep(self, plan: AutopilotPlan) -> None:
        with self._store.write() as tx:
            tx.project.set_value(_PLAN, plan)


def _as_answer(suggestion: Suggestion, class_name: str) -> AnsweredBox:
    shape = suggestion.shape
    told = None if isinstance(shape, Box) else shape_to_json(shape)
    return AnsweredBox(class_name, bounding_box(shape).xyxy_px, told)
