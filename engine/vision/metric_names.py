"""How Ultralytics calls the figures that decide, in its metrics and in results.csv."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain.project import Task


@dataclass(frozen=True, slots=True)
class MetricNames:
    """The names of a task's figures, and of what tells which predictions were right.

    Attributes:
        deciding: The figure an `Accuracy` keeps as map50_95.
        loose: The same at the overlap 0.50 alone; empty where there is no such figure.
        hits: The matches in Ultralytics' statistics.
        family: The attribute of its metrics that has precision, recall and precision by class.
    """

    deciding: str
    loose: str = ""
    hits: str = ""
    family: str = ""


def _average_precision(letter: str, *, hits: str, family: str) -> MetricNames:
    return MetricNames(f"metrics/mAP50-95({letter})", f"metrics/mAP50({letter})", hits, family)


METRIC_NAMES: dict[Task, MetricNames] = {
    Task.DETECT: _average_precision("B", hits="tp", family="box"),
    Task.SEGMENT: _average_precision("M", hits="tp_m", family="seg"),
    Task.OBB: _average_precision("B", hits="tp", family="box"),
    Task.POSE: _average_precision("P", hits="tp_p", family="pose"),
    Task.CLASSIFY: MetricNames("metrics/accuracy_top1"),
}
