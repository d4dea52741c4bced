"""What the page Search shows, derived from what was read."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.forms.recipe_words import (
    carried_words,
    choice_name,
    recipe_differences,
    recipe_summary,
)
from desktop.pages.search.importance_words import ImportanceState, importance_state
from desktop.pages.search.words import (
    After,
    after_search,
    budget_words,
    cost_words,
    progress_words,
    pruned_share,
)
from desktop.qtkit.cards import FigureText
from desktop.qtkit.engine_texts import said
from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.translation import tr
from desktop.viewmodels.accuracy_words import metric_text
from engine.domain.events import EpochFinished, Progressed
from engine.domain.jobs import JobRecord, Verdict
from engine.domain.project import DomainFacts, Task
from engine.domain.recipes import Recipe
from engine.domain.searches import Choice, SearchImportance, SearchRecord, TrialRecord, TrialState
from engine.loop.search_cost import SearchCost
from engine.loop.training_data import TrainingOutlook

_READ_ONLY = unavailable(tr("The project is open for reading only."))
# With fewer labels a search ranks recipes by noise.
_FEW_LABELED = 40


@dataclass(frozen=True, slots=True)
class Course:
    """One search as the project knows it: its trials, its job and what that was told last."""

    search: SearchRecord
    defaults_name: str
    trials: tuple[TrialRecord, ...]
    job: JobRecord
    order: Verdict
    progress: Progressed | EpochFinished | None
    importance: SearchImportance | None = None
    space: tuple[tuple[Choice, str], ...] = ()

    @property
    def best(self) -> TrialRecord | None:
        """The complete trial with the highest value, the first of equals."""
        done = [t for t in self.trials if t.state is TrialState.COMPLETE and t.value is not None]
        return max(done, key=lambda trial: (trial.value or 0.0, -trial.number), default=None)


@dataclass(frozen=True, slots=True)
class SearchReading:
    """What was read of the project at one moment.

    Attributes:
        base: The defaults as wished: trial 0 of a search that starts now.
        cost: What such a search would cost.
        space: What its trials would try, in words.
        is_training: Whether a training runs.
        course: The newest search, running or ended.
    """

    outlook: TrainingOutlook
    task: Task
    facts: DomainFacts
    base: Recipe
    cost: SearchCost
    is_read_only: bool
    space: tuple[tuple[Choice, str], ...] = ()
    is_training: bool = False
    course: Course | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A value in which a recipe differs from the defaults, both in words."""

    name: str
    defaults: str
    recipe: str


@dataclass(frozen=True, slots=True)
class PlanState:
    """A search before its start."""

    task: Task
    base: Recipe
    summary: str
    space: tuple[tuple[Choice, str], ...]
    cost: FigureText
    cost_note: str
    warning: str
    can_start: Availability
    has_last: bool


@dataclass(frozen=True, slots=True)
class CourseState:
    """A search under way or ended."""

    figures: tuple[FigureText, ...]
    trials: tuple[TrialRecord, ...]
    best_number: int | None
    compared_title: str
    compared: TrialRecord | None
    differences: tuple[Difference, ...]
    carried: str
    importance: ImportanceState
    space: str
    budget: str
    progress: ProgressText | None
    after: After
    is_active: bool
    can_stop: Availability
    can_pause: Availability
    can_train: Availability


@dataclass(frozen=True, slots=True)
class SearchState:
    """All that the page shows; `course` is None before the first search."""

    is_empty: bool
    refusal: str
    plan: PlanState
    course: CourseState | None
    facts: DomainFacts
    can_edit_facts: Availability
    can_resume: Availability


def search_state(reading: SearchReading, *, chosen_trial: int | None) -> SearchState:
    """Return what to show; `chosen_trial` is the one compared with the defaults, None: the best."""
    course = reading.course
    is_active = course is not None and course.job.state.is_active
    return SearchState(
        is_empty=bool(reading.outlook.refusal) and course is None,
        refusal=said(reading.outlook.refusal),
        plan=_plan(reading, is_active=is_active),
        course=_course(reading, course, chosen_trial=chosen_trial) if course else None,
        facts=reading.facts,
        can_edit_facts=_can_edit_facts(reading, is_active=is_active),
        can_resume=_can_resume(reading),
    )


def _plan(reading: SearchReading, *, is_active: bool) -> PlanState:
    cost = cost_words(reading.cost, epochs=reading.base.epochs)
    return PlanState(
        task=reading.task,
        base=reading.base,
        summary=tr("Trial 0 is the defaults: {recipe}.").format(
            recipe=recipe_summary(reading.base)
        ),
        space=reading.space,
        cost=cost.figure,
        cost_note=cost.note,
        warning=_warning(reading),
        can_start=_can_start(reading, is_active=is_active),
        has_last=reading.course is not None,
    )


def _warning(reading: SearchReading) -> str:
    num_labeled = reading.outlook.num_train + reading.outlook.num_measured
    if num_labeled < _FEW_LABELED:
        return tr(
            "With %n labeled image(s), differences between recipes drown in chance; a search pays "
            "from about {enough}.",
            "",
            num_labeled,
        ).format(enough=_FEW_LABELED)
    if reading.cost.is_time_short:
        return tr("The time does not last for the defaults, one rival and three pairs to prove it.")
    return ""


def _course(reading: SearchReading, course: Course, *, chosen_trial: int | None) -> CourseState:
    is_active, best = course.job.state.is_active, course.best
    trials = {trial.number: trial for trial in course.trials}
    compared = trials.get(chosen_trial, best) if chosen_trial is not None else best
    return CourseState(
        figures=_figures(reading, course),
        trials=course.trials,
        best_number=best.number if best else None,
        compared_title=_compared_title(compared, best),
        compared=compared,
        differences=_differences(compared, trials.get(0)),
        carried=carried_words(compared.recipe) if compared else "",
        importance=importance_state(
            course.importance, num_ended=sum(t.state.is_finished for t in course.trials)
        ),
        space="\n".join(f"{choice_name(choice)}: {said(words)}" for choice, words in course.space),
        budget=budget_words(course.search),
        progress=progress_words(course.progress, course.order, course.job) if is_active else None,
        after=after_search(course.search),
        is_active=is_active,
        can_stop=_can_stop(reading, course, is_active=is_active),
        can_pause=_can_pause(reading, course, is_active=is_active),
        can_train=_can_train(reading, compared),
    )


def _figures(reading: SearchReading, course: Course) -> tuple[FigureText, ...]:
    metric = metric_text(reading.outlook.yardstick, reading.task)
    figures, best = [], course.best
    if best is not None:
        so_far = (
            tr("best so far")
            if course.job.state.is_active
            else tr("best, trial {number}").format(number=best.number)
        )
        figures.append(FigureText(f"{best.value:.3f}", f"{so_far}, {metric}"))
    defaults = next((trial for trial in course.trials if trial.number == 0), None)
    if defaults is not None and defaults.value is not None:
        caption = tr("{defaults_name} (trial 0)").format(defaults_name=said(course.defaults_name))
        figures.append(FigureText(f"{defaults.value:.3f}", caption))
    num_ended = sum(trial.state.is_finished for trial in course.trials)
    saved = pruned_share(course.trials)
    caption = (
        tr("trials, {saved:.0%} of epochs pruned away").format(saved=saved)
        if saved
        else tr("trials")
    )
    figures.append(
        FigureText(
            tr("{num_ended} of {trials}").format(
                num_ended=num_ended, trials=course.search.spec.trials
            ),
            caption,
        )
    )
    return tuple(figures)


def _compared_title(compared: TrialRecord | None, best: TrialRecord | None) -> str:
    if compared is None or best is None or compared.number == best.number:
        return tr("What the best does differently")
    return tr("What trial {number} does differently").format(number=compared.number)


def _differences(
    compared: TrialRecord | None, defaults: TrialRecord | None
) -> tuple[Difference, ...]:
    if compared is None or defaults is None:
        return ()
    found = recipe_differences(compared.recipe, defaults.recipe)
    return tuple(Difference(*each) for each in found)


def _can_start(reading: SearchReading, *, is_active: bool) -> Availability:
    if reading.is_read_only:
        return _READ_ONLY
    if is_active:
        return unavailable(tr("A search runs already."))
    if reading.outlook.refusal:
        return unavailable(said(reading.outlook.refusal))
    return AVAILABLE


def _can_stop(reading: SearchReading, course: Course, *, is_active: bool) -> Availability:
    if not is_active:
        return unavailable(tr("No search runs."))
    if reading.is_read_only:
        return _READ_ONLY
    return unavailable(tr("It is stopping.")) if course.order is Verdict.CANCEL else AVAILABLE


def _can_pause(reading: SearchReading, course: Course, *, is_active: bool) -> Availability:
    if course.order is Verdict.PAUSE and is_active:
        return unavailable(tr("It pauses as soon as its trainings have saved what they have."))
    return _can_stop(reading, course, is_active=is_active)


def _can_train(reading: SearchReading, compared: TrialRecord | None) -> Availability:
    if reading.is_read_only:
        return _READ_ONLY
    if compared is None:
        return unavailable(tr("No trial has run to the end yet."))
    if reading.is_training:
        return unavailable(tr("A training runs already."))
    refusal = said(reading.outlook.refusal)
    return unavailable(refusal) if refusal else AVAILABLE


def _can_resume(reading: SearchReading) -> Availability:
    course = reading.course
    if course is None or course.job.state.is_active or course.search.outcome is not None:
        return unavailable(tr("No search was stopped."))
    return _READ_ONLY if reading.is_read_only else AVAILABLE


def _can_edit_facts(reading: SearchReading, *, is_active: bool) -> Availability:
    if reading.is_read_only:
        return _READ_ONLY
    if is_active:
        return unavailable(tr("A search keeps the facts it began with."))
    return AVAILABLE
