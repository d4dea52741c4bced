"""Which further looks at the pool a strategy is worth: other models, mirror images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.domain.identifiers import ClassId
from engine.domain.versions import ModelVersion
from engine.query.registry import STRATEGIES
from engine.query.strategy import Need
from engine.store.transaction import Transaction

_COMMITTEE = "committee"


@dataclass(frozen=True, slots=True)
class FurtherLooks:
    """What is looked at besides one pass of one model.

    Attributes:
        committee: Weights of other models that read the same images, absolute paths.
        flips: Whether mirror images are looked at.
    """

    committee: tuple[str, ...] = ()
    flips: bool = False


NO_FURTHER = FurtherLooks()


@dataclass(frozen=True, slots=True)
class _Committee:
    weights: tuple[str, ...]
    class_ids: tuple[ClassId, ...]


def remember_committee(tx: Transaction, weights: Sequence[str], *, num_classes: int) -> None:
    """Keep the best models of a search, to read images beside the versions of the same classes."""
    class_ids = tuple(each.id for each in tx.classes.all())
    if weights and len(class_ids) == num_classes:
        kept = _Committee(tuple(weights), class_ids)
        tx.project.set_value(_COMMITTEE, kept)


def looks_for(tx: Transaction, strategy: str, version: ModelVersion) -> FurtherLooks:
    """Return the further looks that a strategy needs, as far as they are to be had.

    Mirror images say nothing where left and right differ; a committee must know the same classes.
    """
    known = STRATEGIES.get(strategy)
    needs = Need.NOTHING if known is None else known.needs
    facts = tx.project.settings().facts
    return FurtherLooks(
        committee=_committee_of(tx, version) if Need.COMMITTEE in needs else (),
        flips=Need.FLIPS in needs and not facts.left_right_differ,
    )


def _committee_of(tx: Transaction, version: ModelVersion) -> tuple[str, ...]:
    stored = tx.project.value(_COMMITTEE)
    if stored is None:
        return ()
    found = msgspec.convert(stored, _Committee)
    # Runs may have been deleted since; those that are left still make a committee.
    return tuple(
        path
        for path in found.weights
        if found.class_ids == version.class_ids and Path(path).is_file()
    )
