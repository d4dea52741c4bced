"""What the expert did with suggestions, and which shape lies in front."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.annotations import AnnotationEdit
from engine.domain.identifiers import ImageId
from engine.domain.suggestions import Acceptance, Judgment, Silence, SuggestionState
from engine.store.database import Store
from tests.store.builders import CELL, NUCLEUS, add_images, added, annotation

ACCEPTED, REJECTED = SuggestionState.ACCEPTED, SuggestionState.REJECTED


def judgment(
    key: str, image_id: ImageId, state: SuggestionState = ACCEPTED, **values: object
) -> Judgment:
    defaults = {"suggested_by": "version-1", "class_id": CELL, "confidence": 0.5}
    return Judgment(key=key, image_id=image_id, state=state, **{**defaults, **values})


def test_judgments_when_given_again_then_the_last_one_holds(store: Store) -> None:
    one, other = add_images(store, 2)
    with store.write() as tx:
        tx.judgments.store([judgment("a", one), judgment("b", one), judgment("c", other)])
        tx.judgments.store([judgment("a", one, REJECTED)])
        assert tx.judgments.states(one) == {"a": REJECTED, "b": ACCEPTED}


def test_judgment_when_taken_back_then_the_suggestion_is_open_again(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    with store.write() as tx:
        tx.judgments.store([judgment("a", image_id)])
        tx.judgments.store([judgment("a", image_id, SuggestionState.OPEN)])
        assert tx.judgments.states(image_id) == {}


def test_acceptance_when_counted_then_by_source_and_class(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    with store.write() as tx:
        tx.judgments.store(
            [
                judgment("a", image_id),
                judgment("b", image_id, REJECTED),
                judgment("c", image_id, REJECTED, class_id=NUCLEUS),
                judgment("d", image_id, suggested_by="version-2"),
            ]
        )
        found = tx.judgments.acceptance("version-1")
        assert tx.judgments.acceptance("version-3") == {}
    assert found == {CELL: Acceptance(1, 0, 1), NUCLEUS: Acceptance(0, 0, 1)}
    assert (found[CELL].share, found[NUCLEUS].share, Acceptance().share) == (0.5, 0.0, 1.0)


def test_annotations_when_one_is_sent_back_then_it_comes_first(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    first, second = annotation(image_id), annotation(image_id)
    behind = replace(second, z=-1)
    with store.write() as tx:
        tx.labels.apply(added(first, second), who="expert")
        tx.labels.apply([AnnotationEdit(second, behind)], who="expert")
        assert tx.labels.get(image_id).annotations == (behind, first)
        (*_, last) = tx.labels.history(image_id)
    assert last.edit == AnnotationEdit(second, behind)


def test_silences_when_nearly_all_were_rejected_then_name_the_class_until_it_is_asked_again(
    store: Store,
) -> None:
    (image_id,) = add_images(store, 1)
    rejected = [judgment(f"a{n}", image_id, REJECTED) for n in range(9)]
    with store.write() as tx:
        tx.judgments.store(rejected[:8])
        tx.judgments.store([judgment(f"n{n}", image_id, class_id=NUCLEUS) for n in range(9)])
        assert tx.judgments.silences("version-1") == ()
        tx.judgments.store(rejected[8:])
        silence = Silence("version-1", CELL, Acceptance(0, 0, 9))
        assert tx.judgments.silences("version-1") == (silence,)
        assert tx.judgments.silences("version-2") == ()

        tx.judgments.ask_again("version-1", CELL)
        assert tx.judgments.silences("version-1") == ()
        assert tx.judgments.acceptance("version-1")[CELL].num_rejected == 9
        tx.judgments.store([judgment(f"b{n}", image_id, REJECTED) for n in range(9)])
        assert tx.judgments.silences("version-1") == (silence,)
        tx.judgments.ask_again("version-1", CELL)
        assert tx.judgments.silences("version-1") == ()


def test_acceptance_when_some_were_adjusted_then_they_count_as_right(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    states = (ACCEPTED, SuggestionState.ADJUSTED, SuggestionState.ADJUSTED, REJECTED)
    with store.write() as tx:
        tx.judgments.store([judgment(f"{n}", image_id, s) for n, s in enumerate(states)])
        found = tx.judgments.acceptance("version-1")[CELL]
    assert found == Acceptance(num_accepted=1, num_adjusted=2, num_rejected=1)
    assert (found.num_right, found.num_judged, found.share) == (3, 4, 0.75)
