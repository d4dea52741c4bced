"""What finished jobs hand over, one record a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.domain.forecasts import Agreement
from engine.domain.jobs import JobKind
from engine.domain.metrics import Accuracy, ModelCost
from engine.domain.operating_points import OperatingPoint
from engine.domain.rounds import Pick
from engine.domain.searches import SearchOutcome
from engine.domain.versions import ModelExport, Start


@dataclass(frozen=True, slots=True)
class TrainResult:
    """A finished or pruned training.

    Attributes:
        weights: Absolute path of the EMA weights of the last epoch.
        run_dir: Absolute path of the folder as `yolo train` leaves it.
        epochs_done: Epochs trained, counted from 1.
        value: Last validation mAP50-95; None before the first validation.
        seconds: What it took, with the epochs of earlier sessions.
        batch: Images per step at the end (halved when GPU memory ran out).
        num_train_images: Images trained on.
        evaluations: Absolute paths of what was seen in each image, one file a yardstick.
        cost: What its model takes for an image; None for a pruned training and on a fold.
        operating_point: Chosen where the accuracy is, None where nothing was measured.
        draws: The figure that decides under redraws of the images it was measured on.
    """

    weights: str
    run_dir: str
    start: Start
    start_weights: str
    epochs_done: int
    value: float | None
    accuracies: tuple[Accuracy, ...]
    libraries: dict[str, str]
    seconds: float
    device: str
    batch: int
    num_train_images: int
    pruned: bool = False
    evaluations: tuple[str, ...] = ()
    operating_point: OperatingPoint | None = None
    cost: ModelCost | None = None
    draws: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """A filled score cache: images scored now, unreadable ones by id with the reason, seconds."""

    num_scored: int
    failed: dict[int, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The picks, best first, and the strategy that really chose.

    A cold start falls back to another strategy and says so in `notice`. `agreement` is that of the
    asking version and the one before it, where both looked at the candidates.
    """

    picks: tuple[Pick, ...]
    strategy: str
    notice: str = ""
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The outcome of a search and the weights of its best completed trials, absolute paths."""

    outcome: SearchOutcome
    committee_weights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportResult:
    """An export with its check."""

    export: ModelExport


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """A simulated expert's work: images answered and the seconds its clock counted."""

    num_images: int
    expert_s: float


@dataclass(frozen=True, slots=True)
class FindResult:
    """A look through images for what is alike to examples; `failed` says why one was passed over.

    The keys of `failed` are the ids of images.
    """

    num_images: int
    failed: dict[int, str]


JobResult: TypeAlias = (
    TrainResult
    | ScoreResult
    | QueryResult
    | SearchResult
    | ExportResult
    | AnswerResult
    | FindResult
)

RESULT_OF_KIND: dict[JobKind, type[JobResult]] = {
    JobKind.TRAIN: TrainResult,
    JobKind.SCORE: ScoreResult,
    JobKind.QUERY: QueryResult,
    JobKind.SEARCH: SearchResult,
    JobKind.EXPORT: ExportResult,
    JobKind.ANSWER: AnswerResult,
    JobKind.FIND: FindResult,
}
