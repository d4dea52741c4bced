"""Acts on a whole project cost as few statements for many images as for few."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.images import Answer, ImageFacts, ImageFilter, Progress
from engine.domain.project import Task
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from engine.store.additions import NewImage
from tests.loop.builders import make_project
from tests.loop.statements import asked

CELL, NUCLEUS = ClassId(1), ClassId(2)
Act = Callable[[Project], object]


def labeled_project(folder: Path, num_images: int) -> Project:
    """A project whose images all have a cell and are settled for both classes."""
    project = make_project(folder)
    with project.store.write() as tx:
        tx.images.add(
            [
                NewImage(ImageFacts(Path(f"/p/{n}"), f"h{n}", 99, 99, 9, 9, n << 20), f"g{n}")
                for n in range(num_images)
            ]
        )
        ids = tx.images.ids()
        boxes = [Annotation(AnnotationId(f"a{n}"), n, CELL, Box(1, 1, 9, 9)) for n in ids]
        tx.labels.apply([AnnotationEdit(None, box) for box in boxes], who="expert")
        settled = {CELL: Answer.COMPLETE, NUCLEUS: Answer.EMPTY}
        tx.labels.set_many_answers(dict.fromkeys(ids, settled), who="expert")
    return project


def merge(project: Project) -> None:
    project.classes.merge(CELL, into=NUCLEUS)


def to_segment(project: Project) -> None:
    project.task.change(Task.SEGMENT)


ACTS: dict[str, tuple[Act | None, Act]] = {
    "task": (None, to_segment),
    "task back": (to_segment, lambda project: project.task.change(Task.DETECT)),
    "merge": (None, merge),
    "undo merge": (merge, lambda project: project.classes.undo()),
    "split": (None, lambda project: project.classes.split(NUCLEUS, name="new")),
    "remove": (None, lambda project: project.classes.remove(CELL)),
    "propose": (None, lambda project: project.holdout.propose(project.file.settings().holdout)),
    "outlook": (None, lambda project: project.training.outlook()),
}


@pytest.mark.parametrize("name", ACTS)
def test_act_when_images_are_many_then_it_costs_as_few_statements(
    name: str, tmp_path: Path
) -> None:
    before, act = ACTS[name]
    counts = []
    for number in (2, 1200):
        project = labeled_project(tmp_path / str(number), number)
        if before is not None:
            before(project)
        with asked(project.store) as statements:
            act(project)
        counts.append(len(statements))
        project.close()
    assert counts[0] == counts[1]


def test_merge_when_undone_then_answers_annotations_and_history_are_whole(tmp_path: Path) -> None:
    project = labeled_project(tmp_path, 700)
    first = ImageId(1)
    merge(project)
    with project.store.read() as tx:
        assert tx.labels.class_counts() == {NUCLEUS: 700}
        assert tx.labels.get(first).answers == {NUCLEUS: Answer.COMPLETE}
        assert len(tx.labels.history(first)) == 4
    project.classes.undo()
    with project.store.read() as tx:
        assert tx.labels.class_counts() == {CELL: 700, NUCLEUS: 0}
        assert tx.labels.get(first).answers == {CELL: Answer.COMPLETE, NUCLEUS: Answer.EMPTY}
        assert all(entry.edit is not None for entry in tx.labels.history(first))
    assert project.pool.count(where=ImageFilter(progress=Progress.COMPLETE)) == 700
    project.close()


def test_set_many_answers_when_some_stand_already_then_only_changed_images_have_history(
    tmp_path: Path,
) -> None:
    project = labeled_project(tmp_path, 3)
    ids = project.pool.ids()
    with project.store.write() as tx:
        before = [len(tx.labels.history(image_id)) for image_id in ids]
        said = {ids[0]: {CELL: Answer.COMPLETE}, ids[1]: {CELL: Answer.PARTIAL}, ids[2]: {}}
        tx.labels.set_many_answers(said, who="expert")
        after = [len(tx.labels.history(image_id)) for image_id in ids]
        assert [b - a for a, b in zip(before, after, strict=True)] == [0, 1, 0]
        assert tx.labels.partial_ids() == [ids[1]]
    project.close()
