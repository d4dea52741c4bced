"""Suggestions that no model made."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.identifiers import ImageId
from engine.domain.shapes import Box, Polygon
from engine.domain.suggestions import BY_EXAMPLE, Judgment, SuggestionState
from engine.store.database import Store
from engine.store.suggestions import StoredSuggestion
from tests.store.builders import CELL, NUCLEUS, add_images


def offer(key: str, image_id: ImageId, **values: object) -> StoredSuggestion:
    stored = StoredSuggestion(key, image_id, BY_EXAMPLE, CELL, 0.5, Box(1, 2, 3, 4))
    return replace(stored, **values)


def test_suggestions_when_kept_then_come_back_the_surest_first(store: Store) -> None:
    one, other = add_images(store, 2)
    outline = Polygon(((1, 1), (5, 1), (5, 5)))
    kept = [offer("a", one), offer("b", one, confidence=0.9, shape=outline), offer("c", other)]
    with store.write() as tx:
        tx.suggestions.add(kept)
    with store.read() as tx:
        assert tx.suggestions.of_image(one) == (kept[1], kept[0])
        assert tx.suggestions.of_image(other) == (kept[2],)


def test_unjudged_when_dropped_then_judged_ones_and_other_classes_stay(store: Store) -> None:
    one, other = add_images(store, 2)
    judged = Judgment("a", one, BY_EXAMPLE, CELL, 0.5, SuggestionState.REJECTED)
    with store.write() as tx:
        tx.suggestions.add([offer("a", one), offer("b", one), offer("c", one, class_id=NUCLEUS)])
        tx.suggestions.add([offer("d", other), offer("e", one, suggested_by="by hand")])
        tx.judgments.store([judged])
        tx.suggestions.drop_unjudged(one, BY_EXAMPLE, CELL)
        assert {each.key for each in tx.suggestions.of_image(one)} == {"a", "c", "e"}
        assert len(tx.suggestions.of_image(other)) == 1


def test_suggestion_when_its_row_is_damaged_then_the_others_are_read(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    with store.write() as tx:
        tx.suggestions.add([offer("a", image_id), offer("b", image_id)])
        connection = tx.suggestions._connection
        connection.exec_driver_sql("UPDATE suggestions SET shape = '{\"kind\"' WHERE key = 'a'")
        assert [each.key for each in tx.suggestions.of_image(image_id)] == ["b"]
