"""What labeling costs: seconds for each act of the expert, and what becomes of suggestions."""

from __future__ import annotations

import math
from dataclasses import dataclass

_MOST = 30.0  # a logit beyond which exponentials say nothing more

MIN_FITTED_IMAGES = 30
"""Images the expert has labeled from which the measured seconds say more than published ones."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The seconds one expert takes for each act of labeling.

    Attributes:
        image_s: Opening an image and looking it over for what is missed.
        draw_s: Drawing one object.
        accept_s: Looking at a suggestion and accepting it.
        adjust_s: Mending the shape of one that is accepted, besides.
        reject_s: Looking at a suggestion and rejecting it.
        rename_s: Giving an object another class, besides.
        num_images: Images of this project they were fitted to; 0 = published means.
    """

    image_s: float = 5.0
    draw_s: float = 7.0
    accept_s: float = 1.7
    adjust_s: float = 3.5
    reject_s: float = 2.7
    rename_s: float = 2.0
    num_images: int = 0

    @property
    def worth_showing(self) -> float:
        """The chance of being right from which looking at a suggestion pays for drawing, 0 to 1.

        Verify first where t_verify + (1 - a) t_draw < t_draw, that is a > t_verify / t_draw
        (Konyushkova et al., CVPR 2018).
        """
        return min(self.accept_s / self.draw_s, 1.0)


@dataclass(frozen=True, slots=True)
class Chances:
    """What will become of suggestions, told by how confident their source is.

    The chance that one is right is `sigmoid(slope * logit(confidence) + offset)`.

    Attributes:
        adjusted: Share of the right ones whose shape is mended, 0 to 1.
        unseen: Objects that no suggestion lies on, for each that one lies on.
    """

    slope: float = 1.0
    offset: float = 0.0
    adjusted: float = 0.0
    unseen: float = 0.0

    def confidence_from(self, chance: float) -> float:
        """Return the confidence from which on the chance of being right is so high, 0 to 1.

        1 where no confidence says so much, 0 where all do.
        """
        if self.slope <= 0:
            return 0.0 if self.offset >= _logit(chance) else 1.0
        logit = (_logit(chance) - self.offset) / self.slope
        return 1 / (1 + math.exp(-min(max(logit, -_MOST), _MOST)))


AS_TOLD = Chances()
"""Where nothing was measured, confidences serve as the chances."""


def _logit(chance: float) -> float:
    inside = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))
