"""One act on many images, undone and done again as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import pytest

from engine.domain.annotations import Source
from engine.domain.errors import ConflictError, UsageError
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer, ImageFilter, ImageOrder, ImageState, Progress, Split
from engine.domain.project import Task
from engine.loop.bootstrap import Project
from engine.loop.bulk import BulkRun
from tests.loop.builders import Script, add_annotation, play_round, poll_until_idle

Make: TypeAlias = Callable[..., Project]
CELL, NUCLEUS = ClassId(1), ClassId(2)


@pytest.fixture
def project(make_project: Make) -> Project:
    return make_project(num_images=12)


def carry_out(run: BulkRun) -> BulkRun:
    while not run.is_done:
        run.step()
    assert run.num_done == run.num_images
    return run


def stored(project: Project) -> list[object]:
    """All that an act may change, as one sees it."""
    return [
        (
            (record.state, record.group),
            (labels := project.labeling.open_image(record.id).labels).annotations,
            {key: said for key, said in labels.answers.items() if said is not Answer.UNLABELED},
        )
        for record in project.pool.get(project.pool.ids())
    ]


def ids(project: Project, progress: Progress) -> list[ImageId]:
    return project.pool.ids(where=ImageFilter(progress=progress))


def test_acts_when_undone_and_done_again_then_all_is_as_it_was(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.loop.bulk._IMAGES_A_STEP", 5)
    every = project.pool.ids()
    for image_id in every[:3]:
        add_annotation(project, image_id)
    project.labeling.complete(every[0])
    for act in (
        project.bulk.confirm_empty,
        project.bulk.mark_for_review,
        lambda wanted: project.bulk.delete_labels(wanted, CELL),
        project.bulk.take_out,
        lambda wanted: project.bulk.move_to_group(wanted, "patient 7"),
    ):
        before = stored(project)
        run = carry_out(act(every))
        after = stored(project)
        assert after != before
        undone = carry_out(project.bulk.undo(run.edits, title=run.title))
        assert stored(project) == before
        carry_out(project.bulk.undo(undone.edits, title=run.title))
        assert stored(project) == after


def test_confirm_empty_when_some_have_labels_then_these_are_passed_over(project: Project) -> None:
    every = project.pool.ids()
    add_annotation(project, every[0])
    run = carry_out(project.bulk.confirm_empty(every))
    assert run.num_changed == 11
    assert ids(project, Progress.COMPLETE) == every[1:]


def test_mark_for_review_when_complete_then_begun_or_unlabeled(project: Project) -> None:
    every = project.pool.ids()
    add_annotation(project, every[0])
    for image_id in every[:2]:
        project.labeling.complete(image_id)
    carry_out(project.bulk.mark_for_review(every))
    assert ids(project, Progress.STARTED) == every[:1]
    assert ids(project, Progress.COMPLETE) == []


def test_take_out_when_brought_back_then_used_again(project: Project) -> None:
    every = project.pool.ids()
    carry_out(project.bulk.take_out(every[:2]))
    (record, _) = project.pool.get(every[:2])
    assert (record.state, record.reason) == (ImageState.QUARANTINED, "Taken out by hand.")
    run = carry_out(project.bulk.bring_back(every))
    assert run.num_changed == 2
    assert {record.state for record in project.pool.get(every)} == {ImageState.READY}


def groups_of(project: Project, image_ids: list[ImageId]) -> list[str]:
    return [record.group for record in project.pool.get(image_ids)]


def test_move_when_a_group_is_called_by_its_name_then_its_images_and_these_are_one_group(
    project: Project,
) -> None:
    every = project.pool.ids()
    carry_out(project.bulk.move_to_group(every[:2], "patient 7"))
    run = carry_out(project.bulk.move_to_group(every[1:3], " patient 7 "))
    assert run.num_changed == 1
    assert groups_of(project, every[:3]) == ["name:patient 7"] * 3
    carry_out(project.bulk.undo(run.edits, title=run.title))
    assert groups_of(project, every[:2]) == ["name:patient 7"] * 2
    assert groups_of(project, every[2:3]) != ["name:patient 7"]


def test_move_when_the_holdout_is_frozen_then_refused_and_no_group_is_divided(
    make_project: Make,
) -> None:
    project = make_project(num_images=20)
    every = project.pool.ids()
    run = carry_out(project.bulk.move_to_group(every[:6], "patient 7"))
    project.holdout.freeze()
    assert len({record.split for record in project.pool.get(every[:6])}) == 1
    before = stored(project)
    with pytest.raises(ConflictError, match="frozen"):
        project.bulk.move_to_group(every, "patient 8")
    with pytest.raises(ConflictError, match="frozen"):
        carry_out(project.bulk.undo(run.edits, title=run.title))
    assert stored(project) == before


def test_move_when_no_group_is_named_then_refused(project: Project) -> None:
    with pytest.raises(UsageError):
        project.bulk.move_to_group(project.pool.ids(), "  ")


def test_order_when_named_dated_or_scored_then_images_come_so_and_unscored_ones_last(
    make_project: Make,
) -> None:
    project = make_project(num_images=40)
    play_round(project)
    version = project.models.latest()
    assert version is not None
    project.scoring.start(version)
    poll_until_idle(project)
    records = {record.id: record for record in project.pool.get(project.pool.ids())}
    by_name = project.pool.ids(order=ImageOrder.NAME)
    assert [records[i].path for i in by_name] == sorted(each.path for each in records.values())
    newest = [records[i].path.stat().st_mtime_ns for i in project.pool.ids(order=ImageOrder.NEWEST)]
    assert newest == sorted(newest, reverse=True)
    surest, least = (
        project.pool.ids(order=order) for order in (ImageOrder.SUREST, ImageOrder.LEAST_SURE)
    )
    seen = {i: project.scoring.suggestions(i) for i in records}
    top = {i: max(s.confidence for s in each.suggestions) for i, each in seen.items() if each}
    assert {*surest[: len(top)]} == {*least[: len(top)]} == {*top}
    assert [top[i] for i in least[: len(top)]] == sorted(top.values())
    assert [top[i] for i in surest[: len(top)]] == sorted(top.values(), reverse=True)
    page = project.pool.page(3, 5, order=ImageOrder.SUREST)
    assert [record.id for record in page] == surest[3:8]


def test_accept_when_the_model_suggests_then_labels_are_bulk_accepted_and_never_of_the_holdout(
    make_project: Make,
) -> None:
    project = make_project(num_images=40)
    play_round(project)
    version = project.models.latest()
    assert version is not None
    project.scoring.start(version)
    poll_until_idle(project)
    before = stored(project)
    run = carry_out(project.bulk.accept_suggestions(project.pool.ids()))
    added = [e.after for edit in run.edits for e in edit.annotations if e.after is not None]
    assert added
    assert {each.source for each in added} == {Source.BULK_ACCEPTED}
    assert {each.suggested_by for each in added} == {version.id}
    assert {r.split for r in project.pool.get([a.image_id for a in added])} == {Split.TRAIN}
    assert carry_out(project.bulk.accept_suggestions(project.pool.ids())).num_changed == 0
    carry_out(project.bulk.undo(run.edits, title=run.title))
    assert stored(project) == before
    assert carry_out(project.bulk.accept_suggestions(project.pool.ids())).num_changed > 0


def test_accept_when_the_version_was_measured_then_each_class_has_its_own_threshold(
    make_project: Make,
) -> None:
    project = make_project(num_images=40, script=Script(skill=0.7))
    play_round(project)
    version = project.models.latest()
    assert version is not None
    project.scoring.start(version)
    poll_until_idle(project)
    offers = [project.scoring.suggestions(i) for i in project.pool.ids()]
    every = [each for offer in offers if offer is not None for each in offer.suggestions]
    assert {each.class_id for each in every} == {CELL, NUCLEUS}
    middle = sorted(each.confidence for each in every if each.class_id == CELL)
    wanted = middle[len(middle) // 2]
    point = version.operating_point
    assert point is not None
    project.models.keep_operating_point(version.id, replace(point, thresholds=(wanted, 1.0)))
    run = carry_out(project.bulk.accept_suggestions(project.pool.ids()))
    taken = [e.after for edit in run.edits for e in edit.annotations if e.after is not None]
    assert {each.class_id for each in taken} == {CELL}
    assert min(each.confidence or 0.0 for each in taken) >= wanted


def test_confirm_empty_when_the_project_sorts_images_then_refused_and_nothing_changes(
    make_project: Make,
) -> None:
    project = make_project(num_images=3, task=Task.CLASSIFY)
    before = stored(project)
    with pytest.raises(UsageError, match="needs a class"):
        project.bulk.confirm_empty(project.pool.ids())
    assert stored(project) == before


def test_filter_when_a_model_looked_then_images_are_found_by_how_sure_it_is(
    make_project: Make,
) -> None:
    project = make_project(num_images=40)
    play_round(project)
    version = project.models.latest()
    assert version is not None
    project.scoring.start(version)
    poll_until_idle(project)
    seen = {i: project.scoring.suggestions(i) for i in project.pool.ids()}
    top = {i: max(s.confidence for s in each.suggestions) for i, each in seen.items() if each}
    middle = sorted(top.values())[len(top) // 2]
    sure = project.pool.ids(where=ImageFilter(min_score=middle - 1e-4))
    unsure = project.pool.ids(where=ImageFilter(max_score=middle - 1e-4))
    assert set(sure) == {i for i, each in top.items() if each >= middle - 1e-4}
    assert set(sure) | set(unsure) == set(top)


def test_undo_when_a_label_was_changed_since_then_refused(project: Project) -> None:
    every = project.pool.ids()
    add_annotation(project, every[0])
    run = carry_out(project.bulk.delete_labels(every, CELL))
    carry_out(project.bulk.undo(run.edits, title="Undo"))
    with pytest.raises(ConflictError):
        carry_out(project.bulk.undo(run.edits, title="Undo"))


def test_filter_when_images_or_a_group_are_named_then_these_are_found(project: Project) -> None:
    every = project.pool.ids()
    assert project.pool.ids(where=ImageFilter(among=tuple(every[3:5]))) == every[3:5]
    assert project.pool.ids(where=ImageFilter(among=())) == []
    group = project.pool.get(every[:1])[0].group
    assert every[0] in project.pool.ids(where=ImageFilter(group_part=group[:6].upper()))
