"""Near-duplicates among many images: joined in short steps, and looked for only when needed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.domain.groups import join_groups
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFacts, Split
from engine.domain.project import HoldoutPlan, ProjectSettings
from engine.imaging.fingerprints import near_duplicate_clusters
from engine.loop.bootstrap import Project
from engine.loop.holdout import Holdout
from engine.loop.look_alikes import find_to_join
from engine.store.additions import NewImage
from engine.store.database import Store
from engine.store.opening import create_store
from tests.loop.builders import write_picture
from tests.loop.statements import asked

Make = Callable[..., Project]
PLAN = HoldoutPlan(0.3, 0.2, 8, 6)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create_store(tmp_path / "p", ProjectSettings("p", holdout=PLAN), ["cell"]) as made:
        yield made


def add(store: Store, looks: list[int], *, groups: list[str] | None = None) -> None:
    """Add images that look so; equal numbers look nearly alike, different ones do not."""
    with store.write() as tx:
        first = tx.images.count()
        rows = [
            ImageFacts(Path(f"/p/{n}"), f"h{n}", 9, 9, 9, 9, print_of(look) ^ (n % 2))
            for n, look in enumerate(looks, start=first)
        ]
        names = groups or [f"g{first + n}" for n in range(len(looks))]
        tx.images.add([NewImage(f, name) for f, name in zip(rows, names, strict=True)])


def print_of(look: int) -> int:
    return int.from_bytes(look.to_bytes(2, "big") * 4, "big") * 0x9E3779B97F4A7C15 % 2**64 & ~1


def groups_of(store: Store) -> dict[ImageId, str]:
    with store.read() as tx:
        return {image.image_id: image.group for image in tx.splits.groupings()}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 8), st.sampled_from("abcdefgh")), min_size=1, max_size=30),
    st.integers(0, 20),
)
def test_find_to_join_moves_what_comparing_all_images_would(
    images: list[tuple[int, str]], num_frozen: int
) -> None:
    looks, groups = [look for look, _ in images], [group for _, group in images]
    with (
        tempfile.TemporaryDirectory() as folder,
        create_store(Path(folder) / "p", ProjectSettings("p", holdout=PLAN), ["cell"]) as store,
    ):
        add(store, looks[:num_frozen], groups=groups[:num_frozen])
        Holdout(store).freeze()
        add(store, looks[num_frozen:], groups=groups[num_frozen:])
        with store.read() as tx:
            before = tx.splits.groupings()
        strictness = {Split.TEST: 0, Split.VAL: 1, Split.TRAIN: 2}
        ordered = sorted(before, key=lambda i: strictness[i.split] if i.is_frozen else 3)
        clusters = near_duplicate_clusters(np.array([i.fingerprint for i in ordered], np.uint64))
        moved = join_groups([i.group for i in ordered], clusters.tolist())
        frozen = {i.group for i in before if i.is_frozen}
        find_to_join(store).run()
        assert groups_of(store) == {
            i.image_id: i.group if i.group in frozen else moved.get(i.group, i.group)
            for i in before
        }


def test_joining_when_broken_off_between_two_steps_then_it_goes_on_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.loop.look_alikes._GROUPS_A_STEP", 2)
    add(store, [look for look in range(5) for _ in range(2)])
    joining = find_to_join(store)
    joining.step()
    assert len(set(groups_of(store).values())) == 8
    assert not joining.is_done
    assert Holdout(store).settle_newcomers() == 3
    assert len(set(groups_of(store).values())) == 5


def test_joining_when_a_group_was_frozen_meanwhile_then_it_stays(store: Store) -> None:
    add(store, [1, 1])
    joining = find_to_join(store)
    with store.write() as tx:
        tx.splits.freeze(at=1.0)
    joining.run()
    assert joining.num_moved == 0
    assert len(set(groups_of(store).values())) == 2


def test_draw_when_near_duplicates_are_joined_then_no_fingerprint_is_read_again(
    store: Store,
) -> None:
    add(store, [1, 1, 2, 3, 4, 5])
    holdout = Holdout(store)
    holdout.settle_newcomers()
    with asked(store) as statements:
        holdout.draw()
    assert holdout.is_frozen()
    assert not [each for each in statements if "fingerprint" in each]


@pytest.mark.parametrize("what", ["came", "moved"])
def test_draw_when_images_came_or_moved_since_then_near_duplicates_are_joined_anew(
    store: Store, what: str
) -> None:
    add(store, [1, 1, 2, 3, 4, 5])
    holdout = Holdout(store)
    holdout.settle_newcomers()
    if what == "came":
        add(store, [2])
    else:
        with store.write() as tx:
            tx.splits.set_groups({ImageId(1): "by hand"})
    holdout.draw()
    groups = groups_of(store)
    assert groups[ImageId(1)] == groups[ImageId(2)]
    assert len(set(groups.values())) == 5


def test_joined_when_images_came_while_near_duplicates_were_joined_then_it_does_not_count(
    store: Store,
) -> None:
    add(store, [1, 1])
    settling = Holdout(store).settle()
    add(store, [1])
    settling.finish()
    with store.read() as tx:
        assert not tx.look_alikes.are_joined()
    Holdout(store).draw()
    assert len(set(groups_of(store).values())) == 1


def test_draw_when_there_are_many_images_then_it_costs_no_more_statements(tmp_path: Path) -> None:
    counts = []
    for number in (40, 400):
        where = tmp_path / str(number)
        with create_store(where, ProjectSettings("p", holdout=PLAN), ["cell"]) as store:
            add(store, list(range(number)))
            holdout = Holdout(store)
            holdout.settle_newcomers()
            with asked(store) as statements:
                holdout.draw()
            assert holdout.is_frozen()
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_add_when_near_duplicates_are_many_then_gestures_get_between(
    make_project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.loop.look_alikes._GROUPS_A_STEP", 1)
    project = make_project()
    for number in range(6):
        write_picture(tmp_path / "in" / f"{number}.png", number // 2, shift=3 * (number % 2))
    adding = project.pool.add([tmp_path / "in"])
    num_commits = 0
    while adding.read():
        adding.commit()
        num_commits += 1
    adding.commit()
    assert num_commits == 4
    assert adding.report.num_joined == 3


def test_add_when_stopped_then_what_is_stored_is_settled_step_by_step(
    make_project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.loop.adding._CHUNK", 4)
    project = make_project()
    for number in range(6):
        write_picture(tmp_path / "in" / f"{number}.png", number // 2, shift=3 * (number % 2))
    adding = project.pool.add([tmp_path / "in"])
    adding.read()
    adding.commit()
    adding.stop()
    assert [report.num_joined for report in adding.run()][-1] == 2
    assert project.pool.counts().num_images == 4
    assert project.rounds.can_ask()
    project.holdout.draw()
