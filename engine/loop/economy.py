"""What labeling costs this expert, and what becomes of a model's suggestions."""

from __future__ import annotations

import numpy as np

from engine.domain.costs import Chances, Costs
from engine.domain.versions import ModelVersion
from engine.query.cost import fit_costs
from engine.store.transaction import Transaction

# A quarter of what is right has its shape mended, as sure as four judgments are.
_ADJUSTED_BEFORE, _RIGHT_BEFORE = 1, 4


def labeling_costs(tx: Transaction) -> Costs:
    """Return the seconds of each act: published ones, and from 30 labeled images on measured."""
    measured = np.array(tx.visits.latest_images(), np.float64).reshape(-1, 6)
    return fit_costs(tx.project.settings().task, measured[:, 0], measured[:, 1:])


def chances_of_version(tx: Transaction, version: ModelVersion) -> Chances:
    """Return what will become of a version's suggestions.

    How often they are right was measured where its operating point was chosen, never on test; how
    often their shape is mended is what the expert did with all suggestions so far.
    """
    judged = tx.judgments.totals()
    adjusted = (judged.num_adjusted + _ADJUSTED_BEFORE) / (judged.num_right + _RIGHT_BEFORE)
    point = version.operating_point
    if point is None or point.calibration is None:
        return Chances(adjusted=adjusted)
    known = point.calibration
    return Chances(known.slope, known.offset, adjusted=adjusted, unseen=known.unseen)
