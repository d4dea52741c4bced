"""Ids: of one form, and no two alike."""

from __future__ import annotations

import string

from engine.domain.identifiers import new_id


def test_new_id_when_made_often_then_all_differ_and_have_one_form() -> None:
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == len(ids)
    assert all(len(each) == 16 and set(each) <= set(string.hexdigits.lower()) for each in ids)
