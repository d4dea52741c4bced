"""Labels in doubt become questions, by what models saw that did not learn from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from engine.domain.identifiers import ImageId, VersionId
from engine.domain.images import Split
from engine.domain.operating_points import Calibration
from engine.domain.predictions import Predictions
from engine.domain.rounds import Purpose, Question, QuestionState
from engine.loop.bootstrap import Project
from engine.store.score_cache import ScoreCache
from engine.store.score_writer import ScoreWriter
from tests.loop.builders import Script, play_round, poll_until_idle, project_wish

Make = Callable[..., Project]


def checks(project: Project) -> list[Question]:
    return [each for each in project.rounds.questions() if each.purpose is Purpose.CHECK]


def see_another_object(project: Project, version_id: VersionId) -> None:
    """Let a version be sure of an object in the corner of every image it looked at."""
    with project.store.write() as tx:
        version = tx.versions.get(version_id)
        assert version.operating_point is not None
        sure = replace(version.operating_point, calibration=Calibration(1.0, 0.0, 50))
        tx.versions.set_operating_point(version_id, sure)
    folder = project.scoring.scores_dir(version_id)
    known = ScoreCache(folder).image_ids.tolist()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.name != "images.jsonl":
            path.rmdir() if path.is_dir() else path.unlink()
    seen = Predictions(
        np.array([[24, 24, 31, 31]], np.float32),
        np.array([[0.01, 0.98]], np.float32),
        np.zeros(1, np.float32),
    )
    with ScoreWriter(folder, 2, 8) as writer:
        for image_id in known:
            writer.add(ImageId(image_id), seen, np.ones(8, np.float32))


@pytest.fixture
def project(make_project: Make) -> Project:
    """A project whose first version looked at images that were labeled after it had learned."""
    project = make_project(num_images=110, script=Script(skill=0.9))
    play_round(project, 24)
    project.rounds.ask(24)
    poll_until_idle(project)
    for question in project.rounds.questions():
        project.labeling.complete(question.pick.image_id)
    return project


def test_checks_when_no_model_contradicts_then_nothing_is_in_doubt(project: Project) -> None:
    (version,) = project.models.all()
    cache = ScoreCache(project.scoring.scores_dir(version.id))
    assert len(cache)
    see_another_object(project, version.id)
    with project.store.write() as tx:
        never = Calibration(1.0, -9.0, 50)
        point = replace(tx.versions.get(version.id).operating_point, calibration=never)
        tx.versions.set_operating_point(version.id, point)
    assert project.label_checks.read() == []


def test_checks_when_a_model_is_sure_of_more_then_images_it_did_not_learn_from_are_in_doubt(
    project: Project,
) -> None:
    (version,) = project.models.all()
    see_another_object(project, version.id)
    doubtful = project.label_checks.read()
    asked = {q.pick.image_id for q in project.rounds.questions(1) if not q.is_holdout}
    assert {each.image_id for each in doubtful} == asked
    assert "nucleus was overlooked (98% sure)" in doubtful[0].reason
    records = project.pool.get([each.image_id for each in doubtful])
    assert {record.split for record in records} == {Split.TRAIN}


def test_ask_when_labels_are_in_doubt_then_a_few_are_asked_about_each_once(
    project: Project,
) -> None:
    (version,) = project.models.all()
    see_another_object(project, version.id)
    project.rounds.train(project_wish())
    poll_until_idle(project)
    project.rounds.ask(24)
    poll_until_idle(project)
    first = checks(project)
    num_answered = len(project.rounds.questions(0)) + len(project.rounds.questions(1))
    assert len(first) == int(0.05 * num_answered) > 0
    assert first[0].pick.reason.startswith("Check the labels: perhaps nucleus was overlooked")
    opened = project.labeling.open_image(first[0].pick.image_id)
    assert not opened.is_answer_first
    assert opened.labels.answers
    project.labeling.complete(first[0].pick.image_id)
    assert checks(project)[0].state is QuestionState.ANSWERED
    left = {each.image_id for each in project.label_checks.read()}
    assert not left & {question.pick.image_id for question in first}


def test_ask_again_when_the_questions_are_replaced_then_the_checks_come_back(
    project: Project,
) -> None:
    (version,) = project.models.all()
    see_another_object(project, version.id)
    project.rounds.train(project_wish())
    poll_until_idle(project)
    project.rounds.ask(24)
    poll_until_idle(project)
    first = {question.pick.image_id for question in checks(project)}
    assert first
    project.rounds.ask_again(24)
    poll_until_idle(project)
    assert {question.pick.image_id for question in checks(project)} == first
