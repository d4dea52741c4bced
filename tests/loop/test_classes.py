"""Changes of the class list: what they do, undone, done again, and what is to be checked then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.class_changes import ClassCounts
from engine.domain.errors import ConflictError, NotFoundError, UsageError
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, new_id
from engine.domain.images import Answer, Split
from engine.domain.shapes import Box
from engine.loop.advisor import Action
from engine.loop.bootstrap import Project
from engine.loop.curves import learning_curve
from tests.loop.builders import label, play_round, poll_until_idle, project_wish

Make: TypeAlias = Callable[..., Project]
CELL, NUCLEUS = ClassId(1), ClassId(2)


@pytest.fixture
def project(make_project: Make) -> Project:
    return make_project(num_images=30)


def draw(project: Project, image_id: ImageId, class_id: ClassId) -> Annotation:
    new = Annotation(AnnotationId(new_id()), image_id, class_id, Box(1.5, 2.0, 9.0, 11.25))
    project.labeling.apply([AnnotationEdit(None, new)])
    return new


def names(project: Project) -> list[str]:
    return [each.name for each in project.classes.all()]


def labels_of(project: Project) -> dict[ImageId, object]:
    found = [project.labeling.open_image(i).labels for i in project.pool.ids()]
    return {
        each.image_id: (
            each.annotations,
            {key: said for key, said in each.answers.items() if said is not Answer.UNLABELED},
        )
        for each in found
    }


def everything(project: Project) -> tuple[object, ...]:
    """What a person sees of the classes and labels."""
    return project.classes.all(), labels_of(project), project.pool.counts()


def test_changes_when_undone_then_all_is_as_before_and_again_when_done_again(
    project: Project,
) -> None:
    ids = project.pool.ids()
    for number, image_id in enumerate(ids[:8]):
        draw(project, image_id, CELL if number % 2 else NUCLEUS)
        if number % 3:
            project.labeling.complete(image_id)
    project.labeling.confirm_empty(ids[9])
    classes = project.classes
    acts = [
        lambda: classes.rename(CELL, name="Red cell"),
        lambda: classes.recolor(CELL, color="#ABCDEF"),
        lambda: classes.add("platelet"),
        lambda: classes.move(CELL, position=2),
        lambda: classes.split(CELL, name="blast"),
        lambda: classes.merge(NUCLEUS, into=CELL),
        lambda: classes.remove(CELL),
    ]
    states = [everything(project)]
    for act in acts:
        act()
        states.append(everything(project))
    for state in reversed(states[:-1]):
        classes.undo()
        assert everything(project) == state
    with pytest.raises(UsageError, match="left to undo"):
        classes.undo()
    for state in states[1:]:
        classes.redo()
        assert everything(project) == state
    with pytest.raises(UsageError, match="do again"):
        classes.redo()


def test_undo_when_the_project_was_closed_between_then_it_still_works(
    project: Project, reopen: Make
) -> None:
    project.classes.rename(CELL, name="Red cell")
    again = reopen(project)
    assert [logged.change.title for logged in again.classes.log().done] == [
        "Rename cell to Red cell"
    ]
    again.classes.undo()
    assert names(again) == ["cell", "nucleus"]


def test_change_when_something_was_undone_then_that_cannot_be_done_again(project: Project) -> None:
    project.classes.add("platelet")
    project.classes.undo()
    project.classes.add("blast")
    assert project.classes.log().undone == ()
    assert names(project) == ["cell", "nucleus", "blast"]


def test_merge_when_both_are_answered_then_the_answers_join(project: Project) -> None:
    ids = project.pool.ids()
    for image_id in ids[:4]:
        draw(project, image_id, NUCLEUS)
    project.labeling.complete(ids[0])
    project.labeling.confirm_empty(ids[5])
    drawn = project.labeling.open_image(ids[0]).labels.annotations[0]
    project.classes.merge(NUCLEUS, into=CELL)
    assert names(project) == ["cell"]
    labels = {i: project.labeling.open_image(i).labels for i in ids[:6]}
    assert labels[ids[0]].answers == {CELL: Answer.COMPLETE}
    assert labels[ids[1]].answers == {CELL: Answer.PARTIAL}
    assert labels[ids[5]].answers == {CELL: Answer.EMPTY}
    assert labels[ids[0]].annotations[0].class_id == CELL
    with project.store.read() as tx:
        told = [each.edit for each in tx.labels.history(ids[0])]
    moved = next(e for e in told if isinstance(e, AnnotationEdit) and e.before == drawn)
    assert moved.after == labels[ids[0]].annotations[0]


def test_undo_merge_when_labels_were_changed_since_then_these_stay(project: Project) -> None:
    ids = project.pool.ids()
    old = draw(project, ids[0], NUCLEUS)
    project.classes.merge(NUCLEUS, into=CELL)
    project.labeling.complete(ids[0])
    new = draw(project, ids[0], CELL)
    project.classes.undo()
    labels = project.labeling.open_image(ids[0]).labels
    assert {a.id: a.class_id for a in labels.annotations} == {old.id: NUCLEUS, new.id: CELL}
    assert labels.answer(CELL) is Answer.COMPLETE
    assert labels.answer(NUCLEUS) is Answer.PARTIAL


def test_merge_when_into_itself_or_unknown_then_refused(project: Project) -> None:
    with pytest.raises(UsageError, match="itself"):
        project.classes.merge(CELL, into=CELL)
    with pytest.raises(NotFoundError):
        project.classes.merge(CELL, into=ClassId(9))
    assert project.classes.log().done == ()


def test_split_when_some_images_hold_none_then_only_the_others_are_checked_again(
    project: Project,
) -> None:
    ids = project.pool.ids()
    draw(project, ids[0], CELL)
    project.labeling.complete(ids[0])
    project.labeling.confirm_empty(ids[1])
    project.classes.split(CELL, name="blast")
    assert names(project) == ["cell", "blast", "nucleus"]
    recheck = project.classes.recheck()
    assert set(recheck.image_ids) == {ids[0]}
    blast = project.classes.all()[1].id
    assert recheck.class_ids == (blast,)
    assert recheck.seconds_each > 5.0
    assert project.labeling.open_image(ids[1]).labels.answer(blast) is Answer.EMPTY


def test_undo_split_when_objects_went_over_then_they_come_back_and_over_again(
    project: Project,
) -> None:
    image_id = project.pool.ids()[0]
    cell = draw(project, image_id, CELL)
    project.labeling.complete(image_id)
    project.classes.split(CELL, name="blast")
    blast = project.classes.all()[1].id
    changed = Annotation(cell.id, image_id, blast, cell.shape)
    project.labeling.apply([AnnotationEdit(cell, changed)])
    project.classes.undo()
    assert project.labeling.open_image(image_id).labels.annotations == (cell,)
    project.classes.redo()
    assert project.labeling.open_image(image_id).labels.annotations == (changed,)


def test_recheck_when_a_class_was_added_then_the_holdout_comes_first(project: Project) -> None:
    project.holdout.freeze()
    ids = project.pool.ids()
    for image_id in ids[:20]:
        project.labeling.confirm_empty(image_id)
    draw(project, ids[25], CELL)
    assert project.classes.recheck().image_ids == ()
    project.classes.add("platelet")
    recheck = project.classes.recheck()
    assert set(recheck.image_ids) == set(ids[:20])
    records = project.pool.get(recheck.image_ids)
    splits = [record.split is Split.TRAIN for record in records]
    assert splits == sorted(splits)
    assert recheck.num_holdout == splits.count(False)
    assert recheck.expected_s == pytest.approx(20 * 5.0)
    platelet = project.classes.all()[-1].id
    assert project.classes.counts()[platelet] == ClassCounts(num_unchecked=20)
    advice = project.status.read().advice
    assert (advice.action, advice.text) == (Action.RECHECK, "Check 20 images again")
    project.labeling.complete(recheck.image_ids[0])
    assert len(project.classes.recheck().image_ids) == 19


def test_apply_when_the_class_is_gone_meanwhile_then_refused_and_nothing_lost(
    project: Project,
) -> None:
    image_id = project.pool.ids()[0]
    kept = draw(project, image_id, NUCLEUS)
    project.classes.remove(NUCLEUS)
    with pytest.raises(ConflictError, match="removed or merged"):
        draw(project, image_id, NUCLEUS)
    assert project.labeling.open_image(image_id).labels.annotations == ()
    project.classes.undo()
    assert project.labeling.open_image(image_id).labels.annotations == (kept,)


def scored(project: Project) -> ImageId:
    """Let a model look at the pool; return an image in which it sees something."""
    play_round(project)
    version = project.models.latest()
    assert version is not None
    project.scoring.start(version)
    poll_until_idle(project)
    return next(i for i in project.pool.ids() if project.scoring.suggestions(i) is not None)


def seen(project: Project, image_id: ImageId) -> dict[str, tuple[str, float]]:
    """Return each suggestion's class by its name now, with its confidence."""
    offered = project.scoring.suggestions(image_id)
    assert offered is not None
    called = {each.id: each.name for each in project.classes.all()}
    return {s.key: (called[s.class_id], round(s.confidence, 4)) for s in offered.suggestions}


def test_suggestions_when_a_class_is_renamed_or_moved_then_they_stay(make_project: Make) -> None:
    project = make_project(num_images=40)
    image_id = scored(project)
    before = seen(project, image_id)
    project.classes.move(NUCLEUS, position=0)
    assert seen(project, image_id) == before
    project.classes.rename(CELL, name="Red cell")
    renamed = {"cell": "Red cell"}
    assert seen(project, image_id) == {
        key: (renamed.get(name, name), score) for key, (name, score) in before.items()
    }


def test_suggestions_when_a_class_is_merged_then_those_of_both_are_of_the_one(
    make_project: Make,
) -> None:
    project = make_project(num_images=40)
    image_id = scored(project)
    before = seen(project, image_id)
    project.classes.merge(NUCLEUS, into=CELL)
    assert seen(project, image_id) == {key: ("cell", score) for key, (_, score) in before.items()}
    project.classes.undo()
    assert seen(project, image_id) == before


def test_suggestions_when_a_class_is_added_then_the_others_are_still_suggested(
    make_project: Make,
) -> None:
    project = make_project(num_images=40)
    image_id = scored(project)
    before = seen(project, image_id)
    project.classes.add("platelet")
    assert seen(project, image_id) == before


def test_ask_when_a_class_was_merged_then_the_model_still_chooses(make_project: Make) -> None:
    project = make_project(num_images=40)
    play_round(project)
    project.classes.merge(NUCLEUS, into=CELL)
    project.rounds.ask(4)
    poll_until_idle(project)
    newest = project.rounds.current()
    assert newest is not None
    assert newest.strategy != "random"


def test_objective_when_classes_change_meaning_then_versions_do_not_compare(
    make_project: Make,
) -> None:
    project = make_project(num_images=40, classes=("cell", "nucleus", "platelet"))
    label(project, project.pool.ids()[:20])

    def train() -> str:
        project.rounds.train(project_wish())
        poll_until_idle(project)
        version = project.models.latest()
        assert version is not None
        assert version.class_ids == tuple(each.id for each in project.classes.all())
        return version.objective

    first = train()
    project.classes.rename(CELL, name="Red cell")
    project.classes.move(NUCLEUS, position=0)
    assert train() == first
    project.classes.merge(NUCLEUS, into=CELL)
    merged = train()
    assert merged != first
    project.classes.undo()
    assert train() == first
    curve = learning_curve(project.store, name="blood")
    assert [[p.version_number for p in part] for part in curve.parts] == [[1, 2], [3], [4]]
