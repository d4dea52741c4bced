"""Jobs: what runs in a worker process, its states, and the requests that start one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from engine.domain.costs import AS_TOLD, Chances, Costs
from engine.domain.events import AnsweredBox
from engine.domain.examples import Example, Freedom
from engine.domain.identifiers import ImageId, JobId, SearchId, SnapshotId, VersionId
from engine.domain.metrics import Yardstick
from engine.domain.operating_points import OperatingPoint
from engine.domain.project import DomainFacts, Task
from engine.domain.recipes import Recipe
from engine.domain.requests import SeenImage
from engine.domain.search_limits import NO_LIMITS, Dimension, SpaceLimits
from engine.domain.searches import EarlierTrial


class JobKind(StrEnum):
    """The kinds of work a worker knows."""

    TRAIN = "train"
    SCORE = "score"
    QUERY = "query"
    SEARCH = "search"
    EXPORT = "export"
    ANSWER = "answer"
    FIND = "find"


class JobState(StrEnum):
    """How a job stands. PAUSED and FAILED trainings and searches can be resumed."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_active(self) -> bool:
        """Whether it holds or waits for a worker."""
        return self in (JobState.QUEUED, JobState.RUNNING)


JOB_TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset(
        {
            JobState.RUNNING,
            JobState.PAUSED,
            JobState.CANCELLED,
            JobState.FAILED,
            JobState.FINISHED,
        }
    ),
    JobState.RUNNING: frozenset(
        {JobState.PAUSED, JobState.FINISHED, JobState.FAILED, JobState.CANCELLED}
    ),
    JobState.PAUSED: frozenset({JobState.QUEUED, JobState.RUNNING, JobState.CANCELLED}),
    JobState.FAILED: frozenset({JobState.QUEUED, JobState.RUNNING}),
    JobState.FINISHED: frozenset(),
    JobState.CANCELLED: frozenset({JobState.QUEUED, JobState.RUNNING}),
}


def check_job_move(current: JobState, target: JobState) -> None:
    """Raise ValueError where a job may not move from one state to the other: that is a bug."""
    if target not in JOB_TRANSITIONS[current]:
        raise ValueError(f"a job cannot go from {current} to {target}")


class Verdict(StrEnum):
    """What the owner of a job tells it."""

    GO = "go"
    PRUNE = "prune"
    PAUSE = "pause"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as the project remembers it."""

    id: JobId
    kind: JobKind
    state: JobState
    created_at: float
    title: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotRequest:
    """A snapshot to build from its manifest unless it is sealed already; absolute paths."""

    id: SnapshotId
    manifest_path: str
    snapshot_dir: str
    pixels_dir: str
    task: Task = Task.DETECT


@dataclass(frozen=True, slots=True)
class TrainSpec:
    """One training in one process.

    Attributes:
        snapshot: The data.
        fold: None for the snapshot's own train and val; else the index of one of its folds.
        recipe: How to train.
        start: Weights file or model yaml to start from; `recipe.model` where empty.
        device: `auto`, `cpu`, `mps` or a CUDA index.
        rungs: Epochs (counted from 1) after which to validate, report a `RungReached` and wait for
            the owner's answer. Empty: validate after every epoch, report and go on.
        yardsticks: What to measure the last weights on at the end.
        threads: CPU threads; 0 = library's choice.
        resume: Go on from the run folder's `last.pt`.
    """

    snapshot: SnapshotRequest
    recipe: Recipe
    start: str = ""
    fold: int | None = None
    seed: int = 0
    device: str = "auto"
    rungs: tuple[int, ...] = ()
    yardsticks: tuple[Yardstick, ...] = (Yardstick.VAL,)
    threads: int = 0
    resume: bool = False


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image a job reads: id, absolute path and upright size in pixels."""

    id: ImageId
    path: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ScoreSpec:
    """One pass of a model over images into the score cache.

    Attributes:
        weights: The model's weights file.
        images_path: A JSON-lines file of `ImageFile`.
        scores_dir: `cache/scores/<version>`; images already in it are not scored again.
        max_boxes: Boxes kept per image.
        committee: Weights of other models that read the same images; what the first sees is kept
            with how far they differ from it.
        flips: Whether mirror images are looked at too.
    """

    version_id: VersionId
    weights: str
    images_path: str
    scores_dir: str
    imgsz: int
    num_classes: int
    max_boxes: int = 50
    batch: int = 16
    device: str = "auto"
    threads: int = 0
    task: Task = Task.DETECT
    committee: tuple[str, ...] = ()
    flips: bool = False


@dataclass(frozen=True, slots=True)
class QuerySpec:
    """A choice of images to ask about.

    Attributes:
        strategy: Name of a query strategy.
        query_size: Images wanted.
        candidates_path: `.npy` of int64 image ids that may be asked.
        labeled_path: `.npy` of int64 image ids that are labeled.
        scores_dir: Score cache of the asking model; empty in round 0.
        class_counts: Labeled objects per class, in class order.
        class_columns: Where the scores have each class; empty = in its place.
        class_quality: How well the model knows each class, 0 to 1; empty = not measured.
        earlier_scores_dir: Score cache of the version before; empty where there is none.
        costs: What labeling takes this expert; None = as published.
        chances: What will become of the asking model's suggestions.
    """

    strategy: str
    query_size: int
    seed: int
    candidates_path: str
    labeled_path: str
    scores_dir: str = ""
    class_names: tuple[str, ...] = ()
    class_counts: tuple[int, ...] = ()
    task: Task = Task.DETECT
    class_columns: tuple[tuple[int, ...], ...] = ()
    class_quality: tuple[float, ...] = ()
    costs: Costs | None = None
    chances: Chances = AS_TOLD
    earlier_scores_dir: str = ""


@dataclass(frozen=True, slots=True)
class SearchSpec:
    """A search over recipes by its controller.

    Attributes:
        snapshot: The data; its folds serve the confirmation.
        base: The defaults, clipped by the facts: trial 0.
        incumbent: The recipe an earlier search found, tried again right after the defaults.
        start: Weights or yaml of every trial that keeps the base's model; empty = by its model.
        models: Models a trial may choose; empty = the base's alone.
        imgszs: Image sizes a trial may choose; empty = the base's alone.
        trials: Trials of the search itself, trial 0 included.
        minutes: Wall-clock limit, confirmation included; None = no limit.
        gpu_hours: Limit of all trainings together, confirmation included; None = no limit.
        until: When it must have ended, in seconds since 1970; None = at no hour.
        study_path: The Optuna journal.
        slots: Trials that run at the same time.
        again: What did well in earlier searches, to be tried again after the incumbent.
        limits: What a person fixed or narrowed of what trials try.
        dimensions: Numbers that trials choose besides rates, freezing and strength of augmentation.
        from_scratch: Whether trials start from random weights (then nothing is frozen).
    """

    search_id: SearchId
    snapshot: SnapshotRequest
    base: Recipe
    facts: DomainFacts
    study_path: str
    start: str = ""
    models: tuple[str, ...] = ()
    imgszs: tuple[int, ...] = ()
    trials: int = 20
    minutes: float | None = None
    seed: int = 0
    slots: int = 1
    num_classes: int = 1
    device: str = "auto"
    from_scratch: bool = False
    incumbent: Recipe | None = None
    again: tuple[EarlierTrial, ...] = ()
    resume: bool = False
    limits: SpaceLimits = NO_LIMITS
    dimensions: tuple[Dimension, ...] = ()
    gpu_hours: float | None = None
    until: float | None = None


@dataclass(frozen=True, slots=True)
class ExportSpec:
    """A model file for use elsewhere, checked against PyTorch on the given images.

    Attributes:
        operating_point: Shipped with it: from which confidence boxes count.
    """

    version_id: VersionId
    weights: str
    format: str
    imgsz: int
    out_dir: str
    image_paths: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    task: Task = Task.DETECT
    operating_point: OperatingPoint | None = None


@dataclass(frozen=True, slots=True)
class AnswerSpec:
    """Images a simulated expert answers from known truth.

    Attributes:
        truth_path: JSON lines: content hash, class names and boxes in pixels of each image.
        pace_s: Seconds between two answers, so that a person can watch.
        suggestions_path: JSON lines of `ShownSuggestions`; empty: the expert is shown none.
        task: What is labeled, which decides how long it takes.
    """

    truth_path: str
    image_ids: tuple[ImageId, ...]
    content_hashes: tuple[str, ...]
    pace_s: float = 0.0
    seed: int = 0
    suggestions_path: str = ""
    task: Task = Task.DETECT


@dataclass(frozen=True, slots=True)
class ShownSuggestions:
    """What an expert is shown in an image before answering."""

    image_id: ImageId
    boxes: tuple[AnsweredBox, ...]


@dataclass(frozen=True, slots=True)
class ImageToLookAt:
    """An image in which the rest of what examples show is to be found."""

    id: ImageId
    seen: SeenImage


@dataclass(frozen=True, slots=True)
class FindSpec:
    """A look through images for what is alike to examples.

    Attributes:
        shown: The image in which the examples were drawn.
        examples: What to look for.
        images: Where to look, the first ones first.
        freedom: How else the objects may lie.
    """

    shown: SeenImage
    examples: tuple[Example, ...]
    images: tuple[ImageToLookAt, ...]
    freedom: Freedom
    threads: int = 0


JobSpec: TypeAlias = (
    TrainSpec | ScoreSpec | QuerySpec | SearchSpec | ExportSpec | AnswerSpec | FindSpec
)

SPEC_OF_KIND: dict[JobKind, type[JobSpec]] = {
    JobKind.TRAIN: TrainSpec,
    JobKind.SCORE: ScoreSpec,
    JobKind.QUERY: QuerySpec,
    JobKind.SEARCH: SearchSpec,
    JobKind.EXPORT: ExportSpec,
    JobKind.ANSWER: AnswerSpec,
    JobKind.FIND: FindSpec,
}
KIND_OF_SPEC: dict[type[JobSpec], JobKind] = {spec: kind for kind, spec in SPEC_OF_KIND.items()}
