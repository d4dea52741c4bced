"""Small projects, and workers that answer in milliseconds without torch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from PIL import Image

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.errors import DataError
from engine.domain.events import AnsweredBox, EpochFinished, JobEvent, RestFound
from engine.domain.examples import Alike
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, new_id
from engine.domain.images import ImageFilter, Split
from engine.domain.jobs import (
    ExportSpec,
    FindSpec,
    ImageFile,
    JobKind,
    JobState,
    ScoreSpec,
    SearchSpec,
    TrainSpec,
    Verdict,
)
from engine.domain.metrics import Accuracy, ClassAccuracy, Interval, Yardstick
from engine.domain.predictions import Predictions
from engine.domain.project import HoldoutPlan, ProjectSettings, Task
from engine.domain.results import (
    ExportResult,
    FindResult,
    JobResult,
    ScoreResult,
    SearchResult,
    TrainResult,
)
from engine.domain.rounds import RoundState
from engine.domain.searches import SearchOutcome, SearchVerdict
from engine.domain.shapes import Box, Shape
from engine.domain.skeleton import Skeleton
from engine.domain.versions import ExportCheck, ModelExport, Start
from engine.jobs.executor import JobOutcome, read_outcome
from engine.jobs.folder import JobFolder
from engine.jobs.inline import InlineExecutor
from engine.jobs.processes import NO_PROCESS
from engine.jobs.reporter import Reporter
from engine.loop.bootstrap import Project, create_project, open_project
from engine.loop.measuring import with_operating_point
from engine.loop.selection import select
from engine.loop.snapshots import build_snapshot
from engine.simulation.expert import answer
from engine.simulation.truth import ImageTruth, write_truth
from engine.store.score_shard import columns_of_looks
from engine.store.score_writer import ScoreWriter
from engine.worker.dispatch import run_job
from tests.loop.seen import write_seen

CLASSES = ("cell", "nucleus")
NO_LIMIT = HoldoutPlan(test_share=0.2, val_share=0.2, max_test=10_000, max_val=10_000)
SCRATCH = "yolo11n.yaml"


def write_picture(path: Path, number: int, *, shift: int = 0, side: int = 32) -> Path:
    """Write a picture that is like no other of another number; a shift changes its bytes only."""
    rng = np.random.default_rng(number)
    coarse = rng.integers(0, 200, (8, 8, 3), dtype=np.uint8)
    pixels = np.kron(coarse, np.ones((side // 8, side // 8, 1), np.uint8)) + np.uint8(shift)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


def write_pictures(folder: Path, count: int, *, first: int = 0) -> Path:
    """Write pictures named by their numbers."""
    for number in range(first, first + count):
        write_picture(folder / f"{number:04d}.png", number)
    return folder


@dataclass
class Script:
    """What scripted workers answer, by kind of job.

    Attributes:
        failures: Sentences with which jobs of a kind fail.
        accuracy: mAP50-95 by yardstick of the next trainings.
        outcome: What the next search finds; None = the defaults stay.
        notices: Events that the next trainings tell.
        spread: How far accuracies may be off: half of their interval.
        skill: How well the next models see, 0 to 1; None = they leave no evaluations.
    """

    failures: dict[JobKind, str] = field(default_factory=dict)
    accuracy: dict[Yardstick, float] = field(
        default_factory=lambda: {Yardstick.VAL: 0.5, Yardstick.TEST: 0.4}
    )
    outcome: SearchOutcome | None = None
    events: tuple[JobEvent, ...] = ()
    skill: float | None = None
    spread: float = 0.1
    ran: list[JobKind] = field(default_factory=list)

    def run(self, folder: JobFolder) -> None:
        """Be the worker of a job."""
        run_job(folder, runners={kind: self._runner(kind) for kind in JobKind})

    def _runner(self, kind: JobKind) -> Callable[..., JobResult]:
        work: dict[JobKind, Callable[..., JobResult]] = {
            JobKind.TRAIN: self.train,
            JobKind.SCORE: score,
            JobKind.QUERY: select,
            JobKind.EXPORT: export,
            JobKind.ANSWER: answer,
            JobKind.SEARCH: self.search,
            JobKind.FIND: find,
        }

        def run(spec: Any, reporter: Reporter) -> JobResult:
            self.ran.append(kind)
            if kind in self.failures:
                raise DataError(self.failures[kind])
            return work[kind](spec, reporter)

        return run

    def train(self, spec: TrainSpec, reporter: Reporter) -> TrainResult:
        build_snapshot(spec.snapshot, reporter)
        for event in self.events:
            reporter.emit(event)
        reporter.emit(EpochFinished(1, 1, {"box": 1.0}, 0.6, 0.5, 0.0))
        run_dir = reporter.folder.path / "run"
        run_dir.mkdir(exist_ok=True)
        weights = run_dir / "last.pt"
        weights.write_bytes(b"weights of " + reporter.folder.path.name.encode())
        figures = tuple(
            accuracy(y, value, spread=self.spread) for y, value in self.accuracy.items()
        )
        result = TrainResult(
            weights=str(weights),
            run_dir=str(run_dir),
            start=Start.SCRATCH,
            start_weights=spec.start,
            epochs_done=1,
            value=0.5,
            accuracies=figures,
            libraries={"torch": "0"},
            seconds=0.1,
            device="cpu",
            batch=spec.recipe.batch,
            num_train_images=7,
        )
        if self.skill is None:
            return result
        seen = write_seen(reporter.folder.path, spec.snapshot, skill=self.skill)
        return with_operating_point(replace(result, evaluations=seen), spec.snapshot)

    def search(self, spec: SearchSpec, reporter: Reporter) -> SearchResult:
        build_snapshot(spec.snapshot, reporter)
        stay = SearchOutcome(
            SearchVerdict.DEFAULTS_STAY, spec.base, None, None, 1, 1.0, "Nothing beat the defaults."
        )
        return SearchResult(self.outcome or stay)


def accuracy(
    yardstick: Yardstick, value: float, *, num_images: int = 20, spread: float = 0.1
) -> Accuracy:
    """An accuracy whose classes are known by position, as a worker tells it."""
    per_class = (ClassAccuracy(ClassId(0), value, value, 5), ClassAccuracy(ClassId(1), 0.1, 0.1, 5))
    interval = Interval(value - spread, value + spread)
    return Accuracy(yardstick, num_images, value, value, value, value, interval, per_class)


def score(spec: ScoreSpec, reporter: Reporter) -> ScoreResult:
    """Fill a score cache by dice; files that have gone could not be scored."""
    lines = Path(spec.images_path).read_bytes().splitlines()
    images = [msgspec.json.decode(line, type=ImageFile) for line in lines]
    failed = {}
    columns = columns_of_looks(committee=bool(spec.committee), flips=spec.flips)
    with ScoreWriter(Path(spec.scores_dir), spec.num_classes, 8, columns=columns) as writer:
        for image in images:
            if not Path(image.path).is_file():
                failed[int(image.id)] = "The file is gone."
                continue
            rng = np.random.default_rng(int(image.id))
            corners = rng.uniform(0, 10, (3, 4)).astype(np.float32)
            corners[:, 2:] += 12
            scores = rng.uniform(0, 1, (3, spec.num_classes)).astype(np.float32)
            seen = Predictions(corners, scores, np.zeros(3, np.float32))
            if spec.committee:
                seen = replace(seen, disagreement=rng.uniform(0, 1, 3).astype(np.float32))
            writer.add(
                image.id,
                seen,
                rng.normal(size=8).astype(np.float32),
                inconsistency=float(rng.uniform()) if spec.flips else None,
            )
    return ScoreResult(len(images) - len(failed), failed, 0.1)


def find(spec: FindSpec, reporter: Reporter) -> FindResult:
    """Find in each image what lies where the examples do."""
    for image in spec.images:
        found = tuple(Alike(each.class_id, 0.6, each.shape) for each in spec.examples)
        reporter.emit(RestFound(image.id, found))
    return FindResult(len(spec.images), {})


def export(spec: ExportSpec, reporter: Reporter) -> ExportResult:
    """Say that an export was written."""
    check = ExportCheck(len(spec.image_paths), 1e-5, 1e-6, 20, 20, 0.1, passed=True)
    path = f"{spec.out_dir}/model.onnx"
    return ExportResult(ModelExport(spec.version_id, spec.format, path, spec.imgsz, check))


class SteppedExecutor:
    """Queues jobs; runs the first one inline whenever it is told to step."""

    def __init__(self, script: Script) -> None:
        self._inline = InlineExecutor(script.run)
        self.queue: list[JobFolder] = []
        self.running: JobFolder | None = None

    def start(self, folder: JobFolder) -> None:
        folder.begin_attempt()
        self.queue.append(folder)

    def attach(self, folder: JobFolder) -> None:
        """Nothing outlives this executor."""

    def pump(self) -> None:
        """Nothing moves by itself."""

    def outcome(self, folder: JobFolder) -> JobOutcome:
        if self.running is not None and self.running.path == folder.path:
            return JobOutcome(JobState.RUNNING)
        return read_outcome(folder)

    def stop(self, folder: JobFolder, *, verdict: Verdict = Verdict.CANCEL) -> None:
        self.queue = [each for each in self.queue if each.path != folder.path]
        if self.running is not None and self.running.path == folder.path:
            self.running = None
        folder.write_verdict(verdict)

    def shutdown(self) -> None:
        """Nothing runs."""

    def begin(self) -> JobFolder:
        """Let the first job seem to run, without doing anything."""
        self.running = self.queue.pop(0)
        self.running.claim(NO_PROCESS)
        return self.running

    def step(self) -> None:
        """Run the first job to its end."""
        self._inline.start(self.queue.pop(0))


def make_project(
    tmp_path: Path,
    *,
    num_images: int = 0,
    script: Script | None = None,
    plan: HoldoutPlan = NO_LIMIT,
    executor: Any = None,
    classes: Sequence[str] = CLASSES,
    task: Task = Task.DETECT,
    skeleton: Skeleton | None = None,
) -> Project:
    """A new project with pictures in the pool; its workers follow a script."""
    settings = ProjectSettings("test", task=task, holdout=plan, skeleton=skeleton)
    runner = executor or InlineExecutor((script or Script()).run)
    project = create_project(tmp_path / "project", settings, list(classes), executor=runner)
    if num_images:
        add_folder(project, write_pictures(tmp_path / "pictures", num_images))
    return project


def reopen(project: Project, executor: Any = None, *, script: Script | None = None) -> Project:
    """Close a project as a killed process would, and open it again."""
    project.store.close()
    return open_project(project.path, executor=executor or InlineExecutor((script or Script()).run))


def add_folder(project: Project, folder: Path, **options: Any) -> Any:
    """Add a folder to the end and return the report."""
    adding = project.pool.add([folder], **options)
    for _ in adding.run():
        pass
    return adding.report


def add_annotation(
    project: Project, image_id: ImageId, *, x1: float = 2.0, class_id: int = 1
) -> Annotation:
    """Draw one box as the expert does."""
    return draw(project, image_id, Box(x1, 2.0, x1 + 10, 12.0), class_id=class_id)


def draw(project: Project, image_id: ImageId, shape: Shape, *, class_id: int = 1) -> Annotation:
    """Draw any shape as the expert does."""
    drawn = Annotation(AnnotationId(new_id()), image_id, ClassId(class_id), shape)
    project.labeling.apply([AnnotationEdit(None, drawn)])
    return drawn


def label(
    project: Project, image_ids: Iterable[ImageId], *, class_ids: Sequence[int] = (1, 2)
) -> None:
    """Label images completely, one box of each class in each."""
    for image_id in image_ids:
        for place, class_id in enumerate(class_ids):
            add_annotation(project, image_id, x1=2.0 + 5 * place, class_id=class_id)
        project.labeling.complete(image_id)


def label_all(project: Project, split: Split | None = None) -> None:
    """Label every image, of one split if asked."""
    label(project, project.pool.ids(where=ImageFilter(split=split)))


def answer_questions(project: Project) -> None:
    """Label all that the newest round asks about."""
    label(project, [question.pick.image_id for question in project.rounds.questions()])


def poll_until_idle(project: Project, executor: SteppedExecutor | None = None) -> list[str]:
    """Poll until no job is active and nothing changes; return the notices."""
    notices: list[str] = []
    for _ in range(200):
        if executor is not None and executor.queue:
            executor.step()
        changes = project.poll()
        notices += changes.notices
        if not changes and not project.background.jobs(active_only=True):
            return notices
    raise AssertionError("the project never came to rest")


def state_of_newest(project: Project) -> RoundState:
    """How the newest round stands."""
    newest = project.rounds.current()
    assert newest is not None
    return newest.state


def label_round(
    project: Project, query_size: int = 4, executor: SteppedExecutor | None = None
) -> None:
    """Ask, and label what is asked."""
    project.rounds.ask(query_size)
    poll_until_idle(project, executor)
    answer_questions(project)


def play_round(
    project: Project, query_size: int = 4, executor: SteppedExecutor | None = None
) -> None:
    """Ask, label and train once."""
    label_round(project, query_size, executor)
    project.rounds.train(project_wish())
    poll_until_idle(project, executor)


def project_wish(**changes: Any) -> Any:
    """A tiny training from scratch."""
    from engine.loop.training import TrainingWish

    return TrainingWish(**{"model": SCRATCH, "imgsz": 64, "epochs": 1, "batch": 4} | changes)


def write_truths(project: Project, path: Path, *, class_name: str = "cell") -> Path:
    """Write the truth of every image: one box each."""
    box = AnsweredBox(class_name, (2.0, 2.0, 20.0, 20.0))
    records = project.pool.page(0, 100_000)
    write_truth(path, [ImageTruth(r.content_hash, r.width, r.height, (box,)) for r in records])
    return path


def groups_and_splits(project: Project) -> dict[str, set[Split]]:
    """The splits that each group stands in."""
    found: dict[str, set[Split]] = {}
    for record in project.pool.page(0, 100_000):
        found.setdefault(record.group, set()).add(record.split)
    return found


def with_accuracy(script: Script, **values: float) -> Script:
    """Return a script whose trainings reach other accuracies: with_accuracy(s, val=.., test=..)."""
    return replace(script, accuracy={Yardstick(name): value for name, value in values.items()})
