"""The operating point as it goes out with an exported model."""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec

from engine.domain.operating_points import OperatingPoint


def shipped_point(point: OperatingPoint, class_names: Sequence[str]) -> str:
    """Return JSON text: classes with their thresholds in order, and what they reach where."""
    content = {
        "classes": list(class_names),
        "thresholds": [round(threshold, 6) for threshold in point.thresholds],
        "aims": list(point.aims),
        "calibration": msgspec.to_builtins(point.calibration),
        "chosen_on": msgspec.to_builtins(point.chosen),
        "shown_on": msgspec.to_builtins(point.shown),
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
