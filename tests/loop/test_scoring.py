from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.images import ImageFilter, ImageState, Split
from engine.domain.versions import ModelVersion
from engine.loop.bootstrap import Project
from engine.loop.scoring import first_threshold
from engine.store.score_cache import ScoreCache
from tests.loop.builders import play_round, poll_until_idle

Make = Callable[..., Project]


@pytest.fixture
def project(make_project: Make) -> Project:
    project = make_project(num_images=20)
    play_round(project)
    return project


def newest(project: Project) -> ModelVersion:
    version = project.models.latest()
    assert version is not None
    return version


def scored(project: Project) -> ModelVersion:
    version = newest(project)
    project.scoring.start(version)
    poll_until_idle(project)
    return version


def test_score_when_done_then_the_whole_pool_and_nothing_else_has_scores(project: Project) -> None:
    version = scored(project)
    assert project.scoring.is_scored(version.id)
    pool = project.pool.ids(where=ImageFilter(split=Split.TRAIN))
    assert ScoreCache(project.scoring.scores_dir(version.id)).image_ids.tolist() == pool
    holdout = project.pool.ids(where=ImageFilter(split=Split.TEST))
    assert project.scoring.suggestions(holdout[0]) is None


def test_suggestions_when_scored_then_they_come_most_confident_first(project: Project) -> None:
    pool = project.pool.ids(where=ImageFilter(split=Split.TRAIN))
    assert project.scoring.suggestions(pool[0]) is None
    version = scored(project)
    seen = project.scoring.suggestions(pool[0])
    assert seen is not None
    assert seen.led_by == version.id
    confidences = [s.confidence for s in seen.suggestions]
    assert confidences == sorted(confidences, reverse=True)
    assert len({s.key for s in seen.suggestions}) == 3
    assert all(len(s.rivals) == 2 for s in seen.suggestions)


def test_suggestions_when_the_model_knows_none_of_the_classes_then_it_stays_silent(
    project: Project,
) -> None:
    version = scored(project)
    project.classes.add("platelet")
    for each in project.classes.all()[:2]:
        project.classes.remove(each.id)
    assert not project.scoring.knows_classes(version)
    assert project.scoring.suggestions(project.pool.ids()[0]) is None


def test_score_when_a_file_has_gone_then_its_image_is_missing_and_found_again(
    project: Project, tmp_path: Path
) -> None:
    record = project.pool.page(0, 1, where=ImageFilter(split=Split.TRAIN))[0]
    (tmp_path / "aside").mkdir()
    shutil.move(record.path, tmp_path / "aside" / record.name)
    scored(project)
    (missing,) = project.pool.get([record.id])
    assert (missing.state, missing.reason) == (ImageState.MISSING, "The file is gone.")
    for _ in project.pool.add([tmp_path / "aside"]).run():
        pass
    (found,) = project.pool.get([record.id])
    assert (found.state, found.path) == (ImageState.READY, tmp_path / "aside" / record.name)


def test_score_when_versions_follow_then_only_the_last_two_keep_their_caches(
    project: Project,
) -> None:
    scored(project)
    for _ in range(3):
        play_round(project, 1)
        scored(project)
    kept = {path.name for path in (project.path / "cache" / "scores").iterdir()}
    assert kept == {version.id for version in project.models.all()[-2:]}


def test_score_when_caches_are_deleted_then_they_fill_again(project: Project) -> None:
    version = scored(project)
    shutil.rmtree(project.path / "cache")
    assert not project.scoring.is_scored(version.id)
    scored(project)
    assert project.scoring.is_scored(version.id)


def test_first_threshold_when_boxes_are_wanted_then_so_many_are_shown_on_average(
    project: Project,
) -> None:
    version = scored(project)
    cache = ScoreCache(project.scoring.scores_dir(version.id))
    threshold = first_threshold(cache, wanted=1.5)
    shown = sum(
        int((cache.predictions(i).confidence > threshold).sum())  # type: ignore[union-attr]
        for i in cache.image_ids.tolist()
    )
    assert shown == round(1.5 * len(cache))
    assert first_threshold(cache, wanted=3) == 0.0
    assert first_threshold(ScoreCache(project.path / "none"), wanted=3) == 0.0
