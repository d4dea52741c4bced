"""What mattered in a search, in words."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.charts.importance_bars import ImportanceBar
from desktop.forms.recipe_words import choice_name
from desktop.qtkit.words import count_text
from engine.domain.searches import MIN_IMPORTANCE_TRIALS, SearchImportance

_TOO_FEW = (
    "What mattered is said once {needed} trials have ended; so far it is {ended}. Fewer would name "
    "what was lucky."
)
_CAUTION = "A hint, no proof: recipes are proven in the confirmation alone."


@dataclass(frozen=True, slots=True)
class ImportanceState:
    """The bars, or in words why there are none yet."""

    bars: tuple[ImportanceBar, ...]
    text: str


def importance_state(importance: SearchImportance | None, *, num_ended: int) -> ImportanceState:
    """Return what to show of what mattered.

    Args:
        importance: As measured last.
        num_ended: Trials that have ended.
    """
    if importance is None:
        needed = MIN_IMPORTANCE_TRIALS
        return ImportanceState((), _TOO_FEW.format(needed=needed, ended=num_ended))
    bars = tuple(
        ImportanceBar(each.choice, choice_name(each.choice), each.share, each.may_be_chance)
        for each in importance.choices
    )
    return ImportanceState(bars, f"{_finding(importance)} {_CAUTION}")


def _finding(importance: SearchImportance) -> str:
    best = f"the best {importance.num_best} of {count_text(importance.num_trials, 'trial')}"
    sure = [choice_name(each.choice) for each in importance.choices if not each.may_be_chance]
    if not sure:
        return f"Nothing set {best} apart by more than chance may do."
    named = " and ".join([", ".join(sure[:-1]), sure[-1]] if len(sure) > 1 else sure)
    return f"{named[0]}{named[1:].lower()} set {best} apart; pale bars may be chance."
