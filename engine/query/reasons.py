"""Why an image was chosen, in words made from the terms of its utility."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.domain.identifiers import ImageId
from engine.domain.project import Task
from engine.domain.rounds import Pick, Term
from engine.query.pool import Pool
from engine.query.ranking import Floats, Rows, best_rows
from engine.query.terms import TermName, TermTable, largest_first
from engine.query.uncertainty import BoxTable

DRAWN_AT_RANDOM = "Drawn at random, as a fair sample of what is not labeled"
_NO_DOUBT = "The model has no doubt here; drawn at random among such images"
_NOTHING_SEEN = "The model sees nothing here; drawn at random among such images"

_VAGUE = {
    Task.DETECT: "unclear shapes",
    Task.CLASSIFY: "unclear shapes",
    Task.SEGMENT: "unclear edges",
    Task.OBB: "unclear angles",
    Task.POSE: "unclear keypoints",
}

# A second term is named where it weighs at least this share of the first.
_WORTH_NAMING = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Explainer:
    """Makes picks of candidates whose utility sums from terms, each with a true sentence.

    Attributes:
        pool: The candidates.
        boxes: Their boxes that count.
        rarity: What each box adds to the rarity of its class; empty where a strategy has no such
            term.
        unlike_from: From this value on a novelty is called "unlike", below "somewhat unlike".
    """

    pool: Pool
    boxes: BoxTable
    rarity: Floats = field(default_factory=lambda: np.zeros(0))
    unlike_from: float = 0.0

    def pick_best(
        self,
        table: TermTable,
        query_size: int,
        rng: np.random.Generator,
        *,
        ranks: Floats | None = None,
    ) -> list[Pick]:
        """Return the candidates of the largest utilities as picks, equal ones in random order.

        With `ranks`, (n,), those of the largest ranks.
        """
        rows = best_rows(table.utilities if ranks is None else ranks, query_size, rng)
        return [self.pick(int(row), table.row(int(row))) for row in rows]

    def pick(self, row: int, values: dict[TermName, float]) -> Pick:
        """Return the candidate in a row as a pick, its reason from its largest terms."""
        terms = largest_first(values)
        return Pick(
            image_id=ImageId(int(self.pool.image_ids[row])),
            utility=sum(term.value for term in terms),
            reason=self._sentence(row, terms),
            terms=terms,
        )

    def _sentence(self, row: int, terms: tuple[Term, ...]) -> str:
        boxes = self.boxes.of_image(row)
        if not terms:
            return _NO_DOUBT if len(boxes.top) else _NOTHING_SEEN
        named = [term for term in terms[:2] if term.value >= _WORTH_NAMING * terms[0].value]
        sentence = " · ".join(self._phrase(row, term, boxes) for term in named)
        return sentence[0].upper() + sentence[1:]

    def _phrase(self, row: int, term: Term, boxes: BoxTable) -> str:
        match TermName(term.name):
            case TermName.CLASS_DOUBT:
                return self._doubt(boxes, concerned=boxes.is_between_classes)
            case TermName.PRESENCE_DOUBT:
                return self._doubt(boxes, concerned=~boxes.is_between_classes)
            case TermName.RARITY:
                return f"perhaps {self._rare_class(row, boxes)}, a class with few labels"
            case TermName.HARD_CLASS:
                return f"perhaps {self._hard_class(boxes)}, a class the model knows badly"
            case TermName.NOVELTY:
                somewhat = "" if term.value >= self.unlike_from else "somewhat "
                return f"{somewhat}unlike {self._labeled_so_far()}"
            case TermName.INCONSISTENCY:
                return "its mirror image is seen differently"
            case TermName.CLASS_BALANCE:
                return "other classes than most of what is labeled"
            case name:
                return _unclear(name, boxes)

    def _doubt(self, boxes: BoxTable, *, concerned: NDArray[np.bool_]) -> str:
        unsure = np.flatnonzero(concerned & boxes.is_unsure)
        if boxes.task is Task.CLASSIFY:
            words = "unsure of the class" if len(unsure) else "slight doubt about the class"
            return f"{words} ({self._question(boxes, np.flatnonzero(concerned))})"
        if len(unsure):
            return f"unsure about {_objects(len(unsure))} ({self._question(boxes, unsure)})"
        rows = np.flatnonzero(concerned)
        is_faint = boxes.top[rows].max() < 0.5
        words = "faint hints of" if is_faint else "slight doubt about"
        return f"{words} {_objects(len(rows))} ({self._question(boxes, rows)})"

    def _question(self, boxes: BoxTable, rows: Rows) -> str:
        between = boxes.is_between_classes
        pairs = Counter(
            tuple(sorted((int(boxes.top_class[i]), int(boxes.rival_class[i]))))
            if between[i]
            else (int(boxes.top_class[i]),)
            for i in rows
        )
        pair, _ = pairs.most_common(1)[0]
        names = [self.pool.class_name(index) for index in pair]
        question = " or ".join(names if len(names) > 1 else [*names, "background"])
        return question if len(pairs) == 1 else f"mostly {question}"

    def _rare_class(self, row: int, boxes: BoxTable) -> str:
        added = self.rarity[self.boxes.where(row)]
        return self.pool.class_name(int(np.bincount(boxes.top_class, weights=added).argmax()))

    def _hard_class(self, boxes: BoxTable) -> str:
        quality = np.asarray(self.pool.class_quality)
        hardest = boxes.top_class[quality[boxes.top_class].argmin()]
        return self.pool.class_name(int(hardest))

    def _labeled_so_far(self) -> str:
        is_known = len(self.pool.labeled_embeddings) > 0
        return "what is labeled so far" if is_known else "the other questions"


def _unclear(name: TermName, boxes: BoxTable) -> str:
    """Return the words for what is not clear about single objects."""
    match name:
        case TermName.LOCALIZATION:
            num_unclear = int((boxes.localization > boxes.usual_spread).sum())
            return f"unclear outlines of {_objects(num_unclear)}"
        case TermName.DISAGREEMENT:
            num_split = _num_large(boxes.disagreement)
            return f"two readings differ about {_objects(num_split)}"
        case TermName.SHAPE:
            return f"{_VAGUE[boxes.task]} of {_objects(_num_large(boxes.shape_doubt))}"
        case _:
            raise ValueError(f"{name} is explained by the strategy that knows what it counts")


def _num_large(values: Floats) -> int:
    """Return how many of a few values are at least half of the largest."""
    return int((values >= 0.5 * values.max()).sum())


def _objects(num: int) -> str:
    return "1 object" if num == 1 else f"{num} objects"
