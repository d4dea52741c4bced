"""How often whole images are called by their right class."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.identifiers import ClassId
from engine.domain.metrics import Accuracy, ClassAccuracy, Interval, Yardstick

_Z = 1.96


@dataclass(frozen=True, slots=True)
class Recognized:
    """What each image was called and what it is, by class index, (n,) each."""

    called: NDArray[np.integer]
    true: NDArray[np.integer]

    @property
    def is_right(self) -> NDArray[np.bool_]:
        """Whether each image was called right, (n,)."""
        return np.asarray(self.called == self.true)

    def accuracy(self, yardstick: Yardstick) -> Accuracy:
        """Return the share called right; precision and recall are means over the classes."""
        share = float(self.is_right.mean()) if len(self.true) else float("nan")
        return Accuracy(
            yardstick=yardstick,
            num_images=len(self.true),
            map50=share,
            map50_95=share,
            precision=self._mean_share(self.called),
            recall=self._mean_share(self.true),
            interval=share_interval(self.is_right),
            per_class=tuple(self._of_class(index) for index in np.unique(self.true).tolist()),
        )

    def _of_class(self, index: int) -> ClassAccuracy:
        is_right = self.is_right[self.true == index]
        share = float(is_right.mean())
        return ClassAccuracy(ClassId(index), share, share, len(is_right))

    def _mean_share(self, classes: NDArray[np.integer]) -> float:
        """Return the share called right of the images of each class, as a mean over classes."""
        shares = [float(self.is_right[classes == index].mean()) for index in np.unique(classes)]
        return float(np.mean(shares)) if shares else 0.0


def share_interval(is_right: NDArray[np.bool_]) -> Interval | None:
    """Return Wilson's 95 % interval of a share; None with fewer than two images.

    Drawing images anew, as for average precision, would give a share of 1 no width at all.
    """
    num = len(is_right)
    if num < 2:
        return None
    share = float(is_right.mean())
    middle = share + _Z**2 / (2 * num)
    half = _Z * math.sqrt(share * (1 - share) / num + _Z**2 / (4 * num**2))
    stretch = 1 + _Z**2 / num
    return Interval(max(0.0, (middle - half) / stretch), min(1.0, (middle + half) / stretch))
