"""What a utility is made of, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from engine.domain.rounds import Term
from engine.query.ranking import Floats


class TermName(StrEnum):
    """The parts of utilities; `engine.query.reasons` has words for each."""

    CLASS_DOUBT = "class_doubt"
    PRESENCE_DOUBT = "presence_doubt"
    LOCALIZATION = "localization"
    RARITY = "rarity"
    NOVELTY = "novelty"
    TYPICALITY = "typicality"
    COVERAGE = "coverage"
    DISAGREEMENT = "disagreement"
    SHAPE = "shape"
    INCONSISTENCY = "inconsistency"
    CLASS_BALANCE = "class_balance"
    HARD_CLASS = "hard_class"
    LEARNING = "learning"


@dataclass(frozen=True, slots=True, eq=False)
class TermTable:
    """Utilities of n images as sums of named terms; each column is (n,)."""

    columns: Mapping[TermName, Floats]

    @property
    def utilities(self) -> Floats:
        """The sum of the terms of each image, (n,)."""
        return np.asarray(sum(self.columns.values()), dtype=np.float64)

    def row(self, index: int) -> dict[TermName, float]:
        """Return the terms of one image."""
        return {name: float(column[index]) for name, column in self.columns.items()}


def largest_first(values: dict[TermName, float]) -> tuple[Term, ...]:
    """Return named values as terms, largest first, without those that are 0."""
    terms = [Term(name.value, value) for name, value in values.items() if value]
    return tuple(sorted(terms, key=lambda term: -term.value))
