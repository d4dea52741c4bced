from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.domain.groups import GroupBy, GroupRule
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFacts, ImageFilter, ImageState, Split
from engine.domain.project import HoldoutPlan, ProjectSettings
from engine.domain.rounds import RoundState
from engine.loop.bootstrap import Project
from engine.loop.holdout import Holdout
from engine.store.additions import NewImage
from engine.store.database import Store
from engine.store.opening import create_store
from tests.loop.builders import (
    NO_LIMIT,
    add_folder,
    answer_questions,
    groups_and_splits,
    label,
    poll_until_idle,
    write_picture,
    write_pictures,
)
from tests.loop.builders import (
    make_project as _make,
)

Make = Callable[..., Project]


def fingerprint(place: int, *, off: int = 0) -> int:
    """64 bits far from those of other places; `off` turns one of them."""
    bits = int.from_bytes(place.to_bytes(2, "big") * 4, "big") * 0x9E3779B97F4A7C15 % 2**64
    return bits ^ (1 << off) if off else bits


class World:
    """A project without pictures: rows through the store, splits through the holdout."""

    def __init__(self, folder: Path, plan: HoldoutPlan) -> None:
        settings_ = ProjectSettings("world", holdout=plan)
        self.store: Store = create_store(folder / "p", settings_, ["cell"])
        self.holdout = Holdout(self.store)
        self.frozen: dict[ImageId, Split] = {}
        self.count = 0

    def add(self, groups: list[int], *, near: int | None, imported: Split | None) -> None:
        rows = []
        for group in groups:
            self.count += 1
            look = (
                fingerprint(near, off=self.count % 3)
                if near is not None
                else fingerprint(self.count + 500)
            )
            facts = ImageFacts(Path(f"/p/{self.count}"), f"h{self.count}", 9, 9, 9, 9, look)
            split = (list(Split)[(group + self.count) % 3]) if imported else Split.TRAIN
            rows.append(NewImage(facts, f"group-{group}", split))
        with self.store.write() as tx:
            tx.images.add(rows)
        if imported:
            self.holdout.keep_found_splits()
        else:
            self.holdout.settle_newcomers()

    def lose(self, image_id: int, state: ImageState) -> None:
        with self.store.write() as tx:
            tx.images.set_state([ImageId(image_id)], state=state)

    def check(self) -> None:
        with self.store.read() as tx:
            groupings = tx.splits.groupings()
            is_frozen = tx.project.holdout_frozen_at() is not None
        if is_frozen:
            splits: dict[str, set[Split]] = {}
            for image in groupings:
                splits.setdefault(image.group, set()).add(image.split)
            assert all(len(found) == 1 for found in splits.values())
        now = {image.image_id: image.split for image in groupings if image.is_frozen}
        assert {key: now[key] for key in self.frozen} == self.frozen
        self.frozen = now


steps = st.one_of(
    st.tuples(
        st.just("add"),
        st.lists(st.integers(0, 6), min_size=1, max_size=8),
        st.one_of(st.none(), st.integers(0, 3)),
    ),
    st.tuples(st.just("import"), st.lists(st.integers(0, 6), min_size=1, max_size=8), st.none()),
    st.tuples(st.just("freeze"), st.just([]), st.none()),
    st.tuples(st.just("lose"), st.lists(st.integers(1, 20), min_size=1, max_size=2), st.none()),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=1, max_size=7))
def test_holdout_whatever_happens_then_no_group_is_divided_and_nothing_frozen_moves(
    story: list[tuple[str, list[int], int | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), HoldoutPlan(0.3, 0.2, 8, 6))
        with world.store:
            for what, numbers, near in story:
                match what:
                    case "add":
                        world.add(numbers, near=near, imported=None)
                    case "import":
                        world.add(numbers, near=None, imported=Split.VAL)
                    case "freeze":
                        world.holdout.freeze()
                    case "lose":
                        for number in numbers:
                            state = ImageState.QUARANTINED if number % 2 else ImageState.MISSING
                            world.lose(number, state)
                world.check()


def test_propose_when_nothing_is_drawn_then_it_tells_what_a_freeze_draws(
    make_project: Make,
) -> None:
    project = make_project(num_images=30, plan=HoldoutPlan())
    proposal = project.holdout.propose(HoldoutPlan())
    assert (proposal.num_test, proposal.num_val, proposal.num_pool) == (5, 3, 22)
    assert not project.holdout.is_frozen()
    assert project.holdout.freeze(HoldoutPlan()) == proposal
    assert project.holdout.is_frozen()


def test_freeze_when_done_twice_then_the_first_stays(make_project: Make) -> None:
    project = make_project(num_images=30)
    first = project.holdout.freeze()
    before = [record.split for record in project.pool.page(0, 100)]
    assert project.holdout.freeze(HoldoutPlan(0.5, 0.5, 99, 99)) == first
    assert [record.split for record in project.pool.page(0, 100)] == before
    assert project.file.settings().holdout == NO_LIMIT


def test_freeze_when_project_is_empty_then_the_choice_is_left_open(make_project: Make) -> None:
    project = make_project()
    project.holdout.freeze()
    assert not project.holdout.is_frozen()


def test_freeze_when_an_image_of_a_drawn_group_cannot_be_used_then_it_goes_along(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(plan=HoldoutPlan(0.3, 0.3, 99, 99))
    for number in range(24):
        write_picture(tmp_path / "in" / f"g{number // 2}_{number}.png", number)
    add_folder(project, tmp_path / "in", rule=GroupRule(GroupBy.PATTERN, r"^g\d+"))
    project.pool.quarantine(project.pool.ids()[::2], reason="blurred")
    project.holdout.freeze()
    assert all(len(splits) == 1 for splits in groups_and_splits(project).values())


def test_newcomers_when_holdout_is_frozen_then_they_are_drawn_at_its_rates(tmp_path: Path) -> None:
    world = World(tmp_path, NO_LIMIT)
    with world.store:
        world.add(list(range(40)), near=None, imported=None)
        world.holdout.freeze()
        world.add(list(range(100, 1100)), near=None, imported=None)
        with world.store.read() as tx:
            counts = tx.splits.counts()
        world.check()
    assert counts[Split.TEST].num_images == pytest.approx(208, abs=45)
    assert counts[Split.VAL].num_images == pytest.approx(208, abs=45)


def test_newcomers_when_their_group_is_larger_than_the_room_then_it_joins_the_pool(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, HoldoutPlan(0.5, 0.4, 10, 10))
    with world.store:
        world.add(list(range(20)), near=None, imported=None)
        world.holdout.freeze()
        for group in range(100, 110):
            world.add([group] * 30, near=None, imported=None)
        with world.store.read() as tx:
            counts = tx.splits.counts()
    assert (counts[Split.TEST].num_images, counts[Split.VAL].num_images) == (10, 8)


def test_newcomers_when_they_nearly_repeat_a_test_image_then_they_belong_to_test(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=20)
    project.holdout.freeze()
    for record in project.pool.page(0, 100):
        write_picture(tmp_path / "later" / record.name, int(record.path.stem), shift=3)
    add_folder(project, tmp_path / "later")
    by_name: dict[str, set[Split]] = {}
    for record in project.pool.page(0, 100):
        by_name.setdefault(record.name, set()).add(record.split)
    assert len(by_name) == 20
    assert all(len(splits) == 1 for splits in by_name.values())


def test_questions_when_some_are_answered_then_the_labeled_holdout_is_a_prefix_of_its_order(
    make_project: Make,
) -> None:
    project = make_project(num_images=60)
    for _ in range(3):
        project.rounds.ask(9, strategy="random")
        poll_until_idle(project)
        answer_questions(project)
        with project.store.write() as tx:
            newest = tx.rounds.newest()
            assert newest is not None
            tx.rounds.update(replace(newest, state=RoundState.FINISHED))
    with project.store.read() as tx:
        for split in (Split.TEST, Split.VAL):
            done = set(tx.labels.complete_ids(split))
            order = tx.splits.holdout_ids(split)
            assert done
            assert set(order[: len(done)]) == done


def test_holdout_order_when_two_projects_hold_the_same_images_then_it_is_the_same(
    tmp_path: Path,
) -> None:
    orders = []
    for name in ("a", "b"):
        project = _make(tmp_path / name, num_images=30)
        project.holdout.freeze()
        with project.store.read() as tx:
            ids = tx.splits.holdout_ids(Split.TEST)
            orders.append([record.content_hash for record in tx.images.get_many(ids)])
        project.close()
    assert orders[0] == orders[1]
    assert orders[0] != sorted(orders[0])


def test_ask_when_pool_is_labeled_then_the_rest_of_the_holdout_is_asked_about(
    make_project: Make,
) -> None:
    project = make_project(num_images=20)
    project.holdout.freeze()
    label(project, project.pool.ids(where=ImageFilter(split=Split.TRAIN)))
    assert project.rounds.can_ask()
    project.rounds.ask(4)
    poll_until_idle(project)
    questions = project.rounds.questions()
    assert len(questions) == 4
    assert all(question.is_holdout for question in questions)


def test_add_when_folders_are_groups_then_a_newcomer_shares_its_folders_split(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project()
    rule = GroupRule(GroupBy.FOLDER)
    for number in range(30):
        write_picture(tmp_path / "in" / f"f{number // 3}" / f"{number}.png", number)
    add_folder(project, tmp_path / "in", rule=rule)
    project.holdout.freeze()
    write_pictures(tmp_path / "in" / "f1", 5, first=200)
    add_folder(project, tmp_path / "in", rule=rule)
    assert len(groups_and_splits(project)) == 10
    assert all(len(splits) == 1 for splits in groups_and_splits(project).values())
