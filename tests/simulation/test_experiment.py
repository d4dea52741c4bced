from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.domain.errors import ConflictError, DataError, ResourceError
from engine.domain.images import ImageFilter, Progress, Split
from engine.domain.jobs import JobKind
from engine.loop.bootstrap import Project
from engine.loop.training import TrainingWish
from engine.simulation.cells import EVERYTHING, Cell
from engine.simulation.experiment import Experiment, count_pool, open_cell, read_played
from engine.simulation.staging import play
from tests.simulation.builders import Inline, tiny_sandbox

RANDOM = Cell("random")
FROM_SCRATCH = TrainingWish(model="yolo11n.yaml", epochs=1, imgsz=32)


def an_experiment(tmp_path: Path, *, rounds: int = 2, size: int = 3) -> Experiment:
    dataset = tmp_path / "sandbox"
    if not dataset.exists():
        tiny_sandbox(dataset)
    return Experiment(
        dataset, tmp_path / "out", rounds=rounds, query_size=size, training=FROM_SCRATCH
    )


def carry_out(project: Project) -> None:
    for _ in play(project, interval_s=0):
        pass


def round_0(project: Project) -> set[str]:
    asked = [q.pick.image_id for q in project.rounds.questions(0) if not q.is_holdout]
    return {record.content_hash for record in project.pool.get(asked)}


def test_arm_when_opened_has_images_and_splits_but_no_labels(tmp_path: Path):
    project = open_cell(an_experiment(tmp_path), RANDOM, executor=Inline())

    counts = project.pool.counts()
    assert (counts.num_pool, counts.num_val, counts.num_test) == (12, 4, 12)
    assert counts.num_labeled == 0
    assert [c.name for c in project.file.classes()] == _class_names(tmp_path)
    project.close()


def test_arm_of_a_dataset_without_holdout_draws_one(tmp_path: Path):
    tiny_sandbox(tmp_path / "sandbox", num_val=0, num_test=0)

    project = open_cell(an_experiment(tmp_path), RANDOM, executor=Inline())

    assert project.holdout.is_frozen()
    assert project.pool.counts().num_test > 0
    project.close()


def test_arm_when_played_labels_the_holdout_first_and_trains_each_round(tmp_path: Path):
    project = open_cell(an_experiment(tmp_path), RANDOM, executor=Inline())

    carry_out(project)

    answered = project.store.path / "jobs"
    assert answered.is_dir()
    first = project.background.folder(project.background.jobs()[0].id).spec()
    holdout = project.pool.ids(where=ImageFilter(split=Split.TEST)) + project.pool.ids(
        where=ImageFilter(split=Split.VAL)
    )
    assert set(first.image_ids) == set(holdout)
    arm = read_played(project, an_experiment(tmp_path), RANDOM)
    assert [point.round_number for point in arm.points] == [0, 1, 2]
    assert [point.num_train_images for point in arm.points] == [19, 22, 25]
    minutes = [point.expert_minutes for point in arm.points]
    assert minutes == sorted(minutes)
    assert minutes[0] > 0
    labeled = ImageFilter(split=Split.TRAIN, progress=Progress.COMPLETE)
    assert project.pool.count(where=labeled) == 9
    project.close()


def test_arms_with_the_same_seed_begin_with_the_same_images(tmp_path: Path):
    experiment = an_experiment(tmp_path, rounds=0)
    chosen = []
    for strategy in ("random", "entropy"):
        project = open_cell(experiment, Cell(strategy), executor=Inline())
        carry_out(project)
        chosen.append(round_0(project))
        project.close()

    assert chosen[0] == chosen[1]


def test_arm_with_more_rounds_goes_on_where_it_was_done(tmp_path: Path):
    project = open_cell(an_experiment(tmp_path, rounds=1), RANDOM, executor=Inline())
    carry_out(project)
    project.close()

    again = open_cell(an_experiment(tmp_path, rounds=2), RANDOM, executor=Inline())
    carry_out(again)

    assert [version.round_number for version in again.models.all()] == [0, 1, 2]
    again.close()


def test_arm_that_is_done_does_nothing_more(tmp_path: Path):
    project = open_cell(an_experiment(tmp_path, rounds=1), RANDOM, executor=Inline())
    carry_out(project)
    num_jobs = len(project.background.jobs())
    project.close()

    again = open_cell(an_experiment(tmp_path, rounds=1), RANDOM, executor=Inline())
    carry_out(again)

    assert len(again.background.jobs()) == num_jobs
    again.close()


def test_arm_whose_training_failed_says_why_and_goes_on_next_time(tmp_path: Path):
    executor = Inline(fails={JobKind.TRAIN: 1})
    project = open_cell(an_experiment(tmp_path, rounds=1), RANDOM, executor=executor)
    with pytest.raises(ResourceError, match="No train today"):
        carry_out(project)
    project.close()

    again = open_cell(an_experiment(tmp_path, rounds=1), RANDOM, executor=Inline())
    carry_out(again)

    assert [version.round_number for version in again.models.all()] == [0, 1]
    again.close()


def test_arm_with_other_settings_is_refused(tmp_path: Path):
    open_cell(an_experiment(tmp_path), RANDOM, executor=Inline()).close()

    with pytest.raises(ConflictError, match="other settings"):
        open_cell(an_experiment(tmp_path, size=4), RANDOM, executor=Inline())


def test_arm_whose_staging_was_broken_off_keeps_the_splits(tmp_path: Path):
    experiment = an_experiment(tmp_path)

    def break_off(_num_images: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_cell(experiment, RANDOM, executor=Inline(), on_progress=break_off)

    project = open_cell(experiment, RANDOM, executor=Inline())
    counts = project.pool.counts()
    assert (counts.num_pool, counts.num_val, counts.num_test) == (12, 4, 12)
    project.close()


def test_arm_of_a_folder_that_is_no_dataset_fails_in_words(tmp_path: Path):
    (tmp_path / "sandbox").mkdir()

    with pytest.raises(DataError, match="not a dataset"):
        open_cell(an_experiment(tmp_path), RANDOM, executor=Inline())


def test_cell_of_everything_when_played_learns_from_the_whole_pool_with_more_steps(
    tmp_path: Path,
):
    training = TrainingWish(model="yolo11n.yaml", imgsz=32, batch=4, updates=20)
    experiment = replace(an_experiment(tmp_path), training=training)
    project = open_cell(experiment, Cell(EVERYTHING), executor=Inline())
    plan = project.autopilot.plan()
    carry_out(project)
    result = read_played(project, experiment, Cell(EVERYTHING))
    project.close()

    assert plan is not None
    assert plan.training.updates == 40
    assert [(p.round_number, p.num_labeled) for p in result.points] == [(0, 12)]


def test_result_counts_the_holdout_images_that_a_person_would_have_labeled(tmp_path: Path):
    experiment = an_experiment(tmp_path)
    project = open_cell(experiment, RANDOM, executor=Inline())
    carry_out(project)
    result = read_played(project, experiment, RANDOM)
    project.close()

    assert result.holdout.num_images == 16
    first = result.points[0]
    assert first.num_labeled == 3
    beside_s = result.holdout.seconds / 16
    assert first.expert_minutes * 60 == pytest.approx(first.work.seconds + beside_s)
    assert [point.chosen_by for point in result.points] == ["random"] * 3
    assert result.points[2].work.num_drawn > result.points[0].work.num_drawn


def test_count_pool_then_the_cell_is_staged_and_goes_on_later(tmp_path: Path):
    experiment = an_experiment(tmp_path, rounds=0)

    assert count_pool(experiment, RANDOM) == 12
    project = open_cell(experiment, RANDOM, executor=Inline())
    carry_out(project)
    project.close()


@pytest.mark.parametrize("strategy", ["random", "entropy"])
def test_cell_with_suggestions_shows_those_worth_a_look_in_the_pool_alone(
    tmp_path: Path, strategy: str
):
    experiment = an_experiment(tmp_path, rounds=1)
    cell = Cell(strategy, shows_suggestions=True)
    project = open_cell(experiment, cell, executor=Inline(sees=True))
    carry_out(project)
    result = read_played(project, experiment, cell)
    project.close()

    first, second = (point.work for point in result.points)
    assert first.num_accepted + first.num_rejected == 0
    # One of the two that the model saw in each of three images.
    assert second.num_accepted + second.num_rejected == 3
    assert result.holdout.num_accepted + result.holdout.num_rejected == 0


def test_cell_without_suggestions_draws_all(tmp_path: Path):
    experiment = an_experiment(tmp_path, rounds=1)
    project = open_cell(experiment, Cell("entropy"), executor=Inline(sees=True))
    carry_out(project)
    work = read_played(project, experiment, Cell("entropy")).points[-1].work
    project.close()

    assert (work.num_accepted, work.num_rejected) == (0, 0)
    assert work.num_drawn > 0


def _class_names(tmp_path: Path) -> list[str]:
    text = (tmp_path / "sandbox" / "data.yaml").read_text()
    return [line.split(": ")[1] for line in text.split("names:\n")[1].splitlines()]
