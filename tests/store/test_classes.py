"""Classes: ordered without a gap, named once, removed and restored."""

from __future__ import annotations

import pytest

from engine.domain.classes import class_color
from engine.domain.errors import NotFoundError, UsageError
from engine.domain.identifiers import ClassId
from engine.store.database import Store
from tests.store.builders import CELL, NUCLEUS


def _listed(store: Store) -> list[tuple[str, int]]:
    with store.read() as tx:
        return [(c.name, c.position) for c in tx.classes.all()]


def test_add_when_new_then_at_the_end_with_a_color(store: Store) -> None:
    with store.write() as tx:
        platelet = tx.classes.add(" platelet ")
        assert tx.classes.get(platelet.id) == platelet
    assert (platelet.position, platelet.color) == (2, class_color(2))
    assert _listed(store) == [("cell", 0), ("nucleus", 1), ("platelet", 2)]


@pytest.mark.parametrize("name", ["", "Cell", "a\nb", "x" * 101])
def test_add_when_the_name_is_not_usable_then_refused(store: Store, name: str) -> None:
    with pytest.raises(UsageError), store.write() as tx:
        tx.classes.add(name)


def test_rename_when_another_has_the_name_then_refused_but_case_may_change(store: Store) -> None:
    with store.write() as tx:
        with pytest.raises(UsageError, match="twice"):
            tx.classes.rename(CELL, name="Nucleus")
        tx.classes.rename(CELL, name="Cell")
        tx.classes.recolor(CELL, color="#123456")
        assert tx.classes.get(CELL).color == "#123456"
    assert _listed(store) == [("Cell", 0), ("nucleus", 1)]


def test_remove_when_in_front_then_the_others_move_up_and_it_comes_back_last(
    store: Store,
) -> None:
    with store.write() as tx:
        tx.classes.remove(CELL)
    assert _listed(store) == [("nucleus", 0)]
    with store.write() as tx:
        tx.classes.restore(CELL)
    assert _listed(store) == [("nucleus", 0), ("cell", 1)]


def test_restore_when_the_name_is_taken_by_now_then_refused(store: Store) -> None:
    with store.write() as tx:
        tx.classes.remove(CELL)
        tx.classes.add("cell")
        with pytest.raises(UsageError, match="twice"):
            tx.classes.restore(CELL)


@pytest.mark.parametrize("method", ["remove", "restore", "get"])
def test_class_when_unknown_then_says_so(store: Store, method: str) -> None:
    with pytest.raises(NotFoundError), store.write() as tx:
        getattr(tx.classes, method)(ClassId(99))


def test_restore_when_in_use_then_there_is_nothing_to_restore(store: Store) -> None:
    with pytest.raises(NotFoundError), store.write() as tx:
        tx.classes.restore(NUCLEUS)
