"""What mattered in a search, in words."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.charts.importance_bars import ImportanceBar
from desktop.forms.recipe_words import choice_name
from desktop.qtkit.translation import in_sentence, tr
from engine.domain.searches import MIN_IMPORTANCE_TRIALS, SearchImportance

_TOO_FEW = tr(
    "What mattered is said once {needed} trials have ended; so far it is {ended}. "
    "Fewer would name what was lucky."
)
_CAUTION = tr("A hint, no proof: recipes are proven in the confirmation alone.")


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
    best = tr("the best {num_best} of %n trial(s)", "", importance.num_trials).format(
        num_best=importance.num_best
    )
    sure = [choice_name(each.choice) for each in importance.choices if not each.may_be_chance]
    if not sure:
        return tr("Nothing set {best} apart by more than chance may do.").format(best=best)
    named = tr(" and ").join([", ".join(sure[:-1]), sure[-1]] if len(sure) > 1 else sure)
    return tr("{named} set {best} apart; pale bars may be chance.").format(
        named=f"{named[0]}{in_sentence(named[1:])}", best=best
    )
