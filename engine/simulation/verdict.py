"""What a comparison means for a person: one recommendation in words, or that nothing is proven."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain.metrics import Interval
from engine.query.registry import AUTOMATIC
from engine.simulation.comparison import FULL_SHARE, Comparison, Contrast, Savings
from engine.simulation.significance import pairs_needed

BASELINES = ("random_plus", "random")
"""What a strategy has to beat; the first that takes part."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is recommended; `strategy` is empty where nothing is proven."""

    strategy: str
    sentence: str
    contrasts: tuple[Contrast, ...]


def baseline_of(arms: Sequence[str]) -> str:
    """Return the arm that all others are compared with."""
    return next((name for name in BASELINES if name in arms), arms[0])


def judge(comparison: Comparison) -> Verdict:
    """Return what is recommended from one data set or several, and the contrasts behind it."""
    arms = comparison.arms
    if len(arms) < 2:
        return Verdict("", "Nothing is compared: name a second strategy.", ())
    baseline = baseline_of(arms)
    contrasts = comparison.contrasts((arm, baseline) for arm in arms if arm != baseline)
    if not contrasts:
        return Verdict("", "Nothing is compared yet: no two cells of one seed are done.", ())
    proven = [each for each in contrasts if each.is_significant and each.gain > 0]
    if not proven:
        return Verdict("", _nothing_proven(contrasts), contrasts)
    best = max(proven, key=lambda each: each.gain)
    return Verdict(best.arm, _recommendation(best), contrasts)


def gain_in_words(contrast: Contrast) -> str:
    """Return a gain with its interval and p."""
    return (
        f"{contrast.gain:+.3f} ({interval_in_words(contrast.interval, '+.3f')}), "
        f"p = {contrast.p_adjusted:.3g} over {_pairs(contrast)}"
    )


def savings_in_words(savings: Savings | None) -> str:
    """Return what share of the expert's seconds is saved, with its interval; "" if not known."""
    if savings is None:
        return ""
    if math.isinf(savings.ratio):
        return "not reached"
    saved = Interval(1 - savings.interval.high, 1 - savings.interval.low)
    text = f"{1 - savings.ratio:.0%} ({interval_in_words(saved, '.0%')})"
    return text + (f", censored in {savings.censored:.0%} of draws" if savings.censored else "")


def interval_in_words(interval: Interval, form: str) -> str:
    """Return an interval; an end without bound is said in words."""
    low = "no bound" if math.isinf(interval.low) else format(interval.low, form)
    high = "no bound" if math.isinf(interval.high) else format(interval.high, form)
    return f"{low} to {high}"


def _recommendation(best: Contrast) -> str:
    text = (
        f"Use {best.arm}: at the same expert time its models are better than those of "
        f"{best.against}, by {gain_in_words(best)}."
    )
    saved = savings_in_words(best.savings)
    if saved and saved != "not reached":
        text += f" It saves {saved} of the expert's time to {FULL_SHARE:.0%} of the full accuracy."
    return text


def _nothing_proven(contrasts: Sequence[Contrast]) -> str:
    nearest, needed = min(contrasts, key=lambda each: each.p), pairs_needed(len(contrasts))
    what = f"{nearest.arm} against {nearest.against} is {gain_in_words(nearest)}. "
    if nearest.is_significant:
        return f"Nothing beats {nearest.against}; {what}Choose {nearest.against}."
    text = f"Nothing is proven: {what}"
    if nearest.num_pairs < needed:
        text += f"With {_pairs(nearest)} nothing can be; it takes {needed} at least. "
    elif nearest.detectable is not None:
        text += f"So many pairs would show a difference of {nearest.detectable:.3f}. "
    return text + f"Stay with {AUTOMATIC}."


def _pairs(contrast: Contrast) -> str:
    return "1 pair" if contrast.num_pairs == 1 else f"{contrast.num_pairs} pairs"
