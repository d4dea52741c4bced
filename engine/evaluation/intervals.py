"""How sure figures are: 95 % intervals by drawing groups of images anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.domain.comparisons import Paired
from engine.domain.evaluations import Rows
from engine.domain.metrics import Interval
from engine.domain.operating_points import Estimate

# A number for each image, (k,).
Counts: TypeAlias = NDArray[np.float64]

_RESAMPLES = 400
# Of figures that take long to make from each draw.
_FEW_RESAMPLES = 200
_SEED = 0
_WILSON_Z = 1.96
_RULE_OF_THREE = 3.0
_ALIKE = 1e-12


class GroupDraws:
    """Groups drawn anew, again and again, the same for every figure.

    Args:
        groups: The number of each image's group, from 0, (k,).
        num_images: All images, k.
    """

    def __init__(self, groups: Rows, num_images: int) -> None:
        self._groups = groups
        self.num_groups = int(groups.max()) + 1 if len(groups) else 0
        self._num_images = num_images
        rng = np.random.default_rng(_SEED)
        shares = np.full(self.num_groups, 1 / max(self.num_groups, 1))
        self._weights = (
            rng.multinomial(self.num_groups, shares, size=_RESAMPLES).astype(np.float64)
            if self.num_groups > 1
            else np.zeros((0, self.num_groups))
        )

    def share(self, part: Counts, whole: Counts) -> Estimate | None:
        """Return a share of the whole; None where there is nothing to have a share of."""
        total = float(whole.sum())
        if not total:
            return None
        value = float(part.sum()) / total
        interval = self._interval(part, whole)
        if interval is None or interval.high > interval.low:
            return Estimate(value, interval)
        # All groups alike say nothing of groups to come; as many independent trials would.
        return Estimate(value, wilson(value, min(total, self._num_having(whole))))

    def per_image(self, part: Counts) -> Estimate:
        """Return a mean over images."""
        value = float(part.sum()) / max(self._num_images, 1)
        interval = self._interval(part, np.ones(self._num_images))
        if interval is not None and not part.any():
            interval = Interval(0.0, min(_RULE_OF_THREE / self.num_groups, 1.0))
        return Estimate(value, interval)

    def number(self, part: Counts, *, of: Counts) -> Estimate:
        """Return a number of images among those that could be counted."""
        total = float(of.sum())
        share = self.share(part, of)
        if share is None or share.interval is None:
            return Estimate(float(part.sum()))
        ends = Interval(share.interval.low * total, share.interval.high * total)
        return Estimate(float(part.sum()), ends)

    def paired(self, first: Counts, second: Counts, whole: Counts) -> Paired:
        """Return the shares of a whole that two have, and how sure their difference is."""
        values = [float(part.sum() / whole.sum()) for part in (first, second)]
        difference = values[1] - values[0]
        drawn = self._weights @ self._sums(whole)
        parts = self._weights @ self._sums(second - first)
        shares = parts[drawn > 0] / drawn[drawn > 0]
        interval = self.interval_of(shares, value=difference)
        return Paired(values[0], values[1], Estimate(difference, interval))

    def image_weights(self) -> Iterator[Counts]:
        """Yield how often each image is drawn, (k,), for figures that are no shares."""
        for weights in self._weights[:_FEW_RESAMPLES]:
            yield weights[self._groups]

    @staticmethod
    def interval_of(drawn: Counts, *, value: float) -> Interval | None:
        """Return the interval of a difference from what draws made of it.

        None without draws, or where all are alike, which says nothing of groups to come.
        """
        if not len(drawn) or drawn.max() - drawn.min() < _ALIKE:
            return None
        low, high = np.percentile(drawn, [2.5, 97.5])
        return Interval(min(float(low), value), max(float(high), value))

    def _interval(self, part: Counts, whole: Counts) -> Interval | None:
        if not len(self._weights):
            return None
        parts, wholes = self._weights @ self._sums(part), self._weights @ self._sums(whole)
        is_drawn = wholes > 0
        low, high = np.percentile(parts[is_drawn] / wholes[is_drawn], [2.5, 97.5])
        value = float(part.sum() / whole.sum())
        # Where few groups differ much, most draws may lie on one side of what was seen.
        return Interval(min(float(low), value), max(float(high), value))

    def _num_having(self, whole: Counts) -> float:
        return float((self._sums(whole) > 0).sum())

    def _sums(self, counts: Counts) -> Counts:
        sums = np.bincount(self._groups, weights=counts, minlength=self.num_groups)
        return sums.astype(np.float64)


def wilson(share: float, num_trials: float) -> Interval:
    """Return the 95 % Wilson interval of a share, which stays wide where all or none succeed."""
    square = _WILSON_Z**2
    middle = (share + square / (2 * num_trials)) / (1 + square / num_trials)
    spread = share * (1 - share) / num_trials + square / (4 * num_trials**2)
    half = _WILSON_Z * float(np.sqrt(spread)) / (1 + square / num_trials)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))
