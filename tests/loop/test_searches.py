from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.domain.errors import ResourceError, UsageError
from engine.domain.events import ConfirmationAdvanced, TrialChanged
from engine.domain.jobs import JobState, Verdict
from engine.domain.metrics import Interval
from engine.domain.project import DomainFacts
from engine.domain.recipes import Recipe
from engine.domain.search_limits import Dimension, SpaceLimits, SpacePreset, Span
from engine.domain.searches import (
    Choice,
    Confirmation,
    EarlierTrial,
    PairedRun,
    SearchOutcome,
    SearchVerdict,
    TrialRecord,
    TrialState,
)
from engine.loop.bootstrap import Project
from engine.loop.searches import SearchWish
from engine.loop.training import TrainingWish
from tests.loop.builders import (
    SCRATCH,
    Script,
    SteppedExecutor,
    label,
    poll_until_idle,
    project_wish,
)

Make = Callable[..., Project]
WISH = SearchWish(trials=2, training=project_wish())
BETTER = Recipe(model=SCRATCH, imgsz=64, epochs=1, batch=4, lr0=0.002, optimizer="AdamW")


def outcome(verdict: SearchVerdict) -> SearchOutcome:
    pair = PairedRun(0, 1000, 0.3, 0.4)
    found = Confirmation((pair,) * 3, 0.1, 0.05, Interval(0.05, 0.15))
    recipe = BETTER if verdict is SearchVerdict.ADOPTED else Recipe(model=SCRATCH)
    return SearchOutcome(verdict, recipe, 1, found, 2, 9.0, "Trial 1 replaces the defaults.")


@pytest.fixture
def project(make_project: Make, stepped: SteppedExecutor) -> Project:
    project = make_project(num_images=20, executor=stepped)
    label(project, project.pool.ids()[:10])
    return project


def test_search_when_adopted_then_the_next_training_uses_its_recipe(make_project: Make) -> None:
    project = make_project(num_images=20, script=Script(outcome=outcome(SearchVerdict.ADOPTED)))
    label(project, project.pool.ids()[:10])
    project.searches.start(WISH)
    notices = poll_until_idle(project)
    (search,) = project.searches.all()
    assert search.outcome is not None
    assert search.outcome.verdict is SearchVerdict.ADOPTED
    assert search.confirmation == search.outcome.confirmation
    assert project.training.recipe() == BETTER
    assert notices == ["Trial 1 replaces the defaults."]


@pytest.mark.parametrize("verdict", [SearchVerdict.DEFAULTS_STAY, SearchVerdict.NOT_PROVEN])
def test_search_when_nothing_is_proven_then_the_defaults_stay(
    make_project: Make, verdict: SearchVerdict
) -> None:
    project = make_project(num_images=20, script=Script(outcome=outcome(verdict)))
    label(project, project.pool.ids()[:10])
    project.searches.start(WISH)
    poll_until_idle(project)
    assert project.training.recipe() == Recipe()


def test_search_when_facts_are_stated_later_then_the_adopted_recipe_obeys_them(
    make_project: Make,
) -> None:
    project = make_project(num_images=20, script=Script(outcome=outcome(SearchVerdict.ADOPTED)))
    label(project, project.pool.ids()[:10])
    project.searches.start(WISH)
    poll_until_idle(project)
    assert project.training.recipe().augmentation.fliplr == 0.5
    project.file.set_facts(DomainFacts(left_right_differ=True))
    assert project.training.recipe().augmentation.fliplr == 0.0


def test_start_when_facts_are_stated_then_the_defaults_are_clipped(project: Project) -> None:
    facts = DomainFacts(left_right_differ=True, color_matters=True)
    project.file.set_facts(facts)
    project.searches.start(WISH)
    (search,) = project.searches.all()
    assert search.spec.facts == facts
    assert search.spec.base.augmentation.fliplr == 0.0
    assert (search.spec.base.imgsz, search.spec.base.epochs) == (64, 1)
    assert search.spec.from_scratch
    assert search.spec.num_classes == 2


def test_start_when_an_earlier_recipe_was_adopted_then_it_meets_the_defaults_again(
    project: Project,
) -> None:
    with project.store.write() as tx:
        tx.project.adopt_recipe(replace(BETTER, epochs=500))
    project.searches.start(WISH)
    (search,) = project.searches.all()
    assert search.spec.base.lr0 == Recipe().lr0
    assert search.spec.incumbent == replace(
        BETTER, model=search.spec.base.model, imgsz=search.spec.base.imgsz, epochs=1
    )


def test_start_when_an_earlier_search_did_well_then_its_best_are_tried_again(
    project: Project, stepped: SteppedExecutor
) -> None:
    project.searches.start(WISH)
    (search,) = project.searches.all()
    records = [
        TrialRecord(number, TrialState.COMPLETE, recipe, value=value, strength=0.5)
        for number, recipe, value in ((0, Recipe(), 0.3), (1, BETTER, 0.4))
    ]
    with project.store.write() as tx:
        for record in records:
            tx.searches.put_trial(search.id, record)
    poll_until_idle(project, stepped)
    project.searches.start(WISH)
    assert project.searches.all()[-1].spec.again == (EarlierTrial(BETTER, 0.5),)
    assert search.spec.again == ()


def test_start_when_none_was_adopted_then_there_is_no_incumbent(project: Project) -> None:
    project.searches.start(WISH)
    assert project.searches.all()[0].spec.incumbent is None


def test_search_when_it_finds_nothing_then_it_says_that_an_earlier_recipe_stays(
    make_project: Make,
) -> None:
    script = Script(outcome=outcome(SearchVerdict.DEFAULTS_STAY))
    project = make_project(num_images=20, script=script)
    label(project, project.pool.ids()[:10])
    with project.store.write() as tx:
        tx.project.adopt_recipe(BETTER)
    project.searches.start(WISH)
    assert poll_until_idle(project)[-1] == "The recipe that an earlier search found stays in use."
    assert project.training.recipe() == BETTER


def test_start_when_the_space_is_limited_then_the_record_says_so(project: Project) -> None:
    wish = replace(WISH, limits=SpaceLimits(("SGD",), learning_rate=Span(0.01, 0.01)))
    said = dict(project.searches.space(wish))
    assert (said[Choice.OPTIMIZER], said[Choice.LEARNING_RATE]) == ("SGD", "0.01")
    project.searches.start(wish)
    (search,) = project.searches.all()
    assert search.spec.limits == wish.limits
    assert dict(project.searches.space_of(search)) == said
    assert project.searches.importance(search) is None


def test_start_when_a_space_is_named_then_its_trials_keep_to_it(project: Project) -> None:
    own = Dimension("lrf", Span(0.1, 0.1))
    wish = replace(WISH, preset=SpacePreset.ULTRALYTICS, dimensions=(own,))
    said = dict(project.searches.space(wish))
    project.searches.start(wish)
    (search,) = project.searches.all()
    assert own in search.spec.dimensions
    assert search.spec.limits.optimizers == ("AdamW",)
    assert (said[Choice.OPTIMIZER], said[Choice.LAST_RATE]) == ("AdamW", "lrf 0.1")
    assert dict(project.searches.space_of(search)) == said


def test_train_when_a_recipe_is_named_then_it_is_used_once_inside_the_facts(
    project: Project,
) -> None:
    project.file.set_facts(DomainFacts(left_right_differ=True))
    recipe = project.training.recipe(TrainingWish(recipe=BETTER))
    assert (recipe.optimizer, recipe.lr0, recipe.augmentation.fliplr) == ("AdamW", 0.002, 0.0)
    assert project.training.recipe().optimizer == "auto"


def test_start_when_its_hour_has_passed_then_it_is_refused(project: Project) -> None:
    with pytest.raises(UsageError, match="some time"):
        project.searches.start(replace(WISH, until=time.time() - 60))
    project.searches.start(replace(WISH, until=time.time() + 3600, gpu_hours=2.0))
    (search,) = project.searches.all()
    assert search.spec.gpu_hours == 2.0
    assert search.spec.until is not None


def test_start_when_one_runs_then_another_is_refused(project: Project) -> None:
    project.searches.start(WISH)
    with pytest.raises(UsageError, match="runs already"):
        project.searches.start(WISH)
    assert len(project.searches.all()) == 1


def test_resume_when_another_runs_then_it_is_refused(project: Project) -> None:
    job_id = project.searches.start(WISH)
    project.background.tell(job_id, Verdict.PAUSE)
    project.poll()
    project.searches.start(WISH)
    with pytest.raises(UsageError, match="runs already"):
        project.background.resume(job_id)


@pytest.mark.parametrize(
    "wish",
    [
        replace(WISH, trials=0),
        replace(WISH, slots=0),
        replace(WISH, minutes=0.0),
        replace(WISH, minutes=-1.0),
        replace(WISH, imgszs=(320, 100)),
    ],
)
def test_start_when_the_wish_cannot_be_met_then_it_is_refused(
    project: Project, wish: SearchWish
) -> None:
    with pytest.raises(UsageError):
        project.searches.start(wish)
    assert project.searches.all() == []


def test_start_when_weights_are_not_at_hand_then_no_search_is_remembered(project: Project) -> None:
    with pytest.raises(ResourceError):
        project.searches.start(SearchWish(trials=1))
    assert project.searches.all() == []
    assert project.background.jobs() == []


def test_start_when_the_app_dies_before_the_job_is_known_then_no_search_is_left_behind(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("engine.store.searches.SearchesRepository.add", die)
        with pytest.raises(KeyboardInterrupt):
            project.searches.start(WISH)
    assert project.searches.all() == []
    assert project.background.jobs() == []


def test_events_when_trials_change_then_the_last_word_on_each_stands(
    project: Project, stepped: SteppedExecutor
) -> None:
    job_id = project.searches.start(WISH)
    folder = stepped.begin()
    running = TrialRecord(0, TrialState.RUNNING, BETTER)
    complete = replace(running, state=TrialState.COMPLETE, value=0.4)
    found = Confirmation((PairedRun(0, 1, 0.1, 0.2),), 0.1, -0.1, Interval(-0.1, 0.3))
    for event in (
        TrialChanged(running),
        TrialChanged(complete),
        TrialChanged(running),
        ConfirmationAdvanced(found),
    ):
        folder.append(event)
    project.poll()
    (search,) = project.searches.all()
    assert project.searches.trials(search.id) == [complete]
    assert search.confirmation == found
    assert project.searches.job_of(search.id).id == job_id
    active = project.searches.active()
    assert active is not None
    assert active.state is JobState.RUNNING
