"""Real projects with labels, and jobs that tell what a test has them tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.events import EpochFinished, Failed, JobEvent
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, JobId, new_id
from engine.domain.images import Answer, ImageFacts, Split
from engine.domain.jobs import JobKind, JobState, Verdict
from engine.domain.metrics import Accuracy, ClassAccuracy, Interval, Yardstick
from engine.domain.project import ProjectSettings
from engine.domain.recipes import Augmentation, Recipe
from engine.domain.results import ExportResult, JobResult, SearchResult, TrainResult
from engine.domain.searches import (
    Confirmation,
    PairedRun,
    RungValue,
    SearchOutcome,
    SearchVerdict,
    TrialRecord,
    TrialState,
)
from engine.domain.shapes import Box
from engine.domain.versions import ExportCheck, ModelExport, Start
from engine.jobs.executor import JobOutcome
from engine.jobs.folder import JobFolder
from engine.loop.bootstrap import Project, create_project
from engine.loop.searches import SearchWish
from engine.loop.training import TrainingWish
from engine.store.additions import NewImage

CLASS_NAMES = ["RBC", "WBC", "Platelets"]
_WIDTH, _HEIGHT = 640, 480


class StandingExecutor:
    """Its jobs stand where the test left them: they run until told to end, or until `finish`."""

    def __init__(self) -> None:
        self.started: list[JobFolder] = []

    def start(self, folder: JobFolder) -> None:
        folder.begin_attempt()
        self.started.append(folder)

    def attach(self, folder: JobFolder) -> None:
        """Nothing to look after."""

    def pump(self) -> None:
        """Nothing waits."""

    def outcome(self, folder: JobFolder) -> JobOutcome:
        if folder.has_result():
            return JobOutcome(JobState.FINISHED)
        failure = folder.failure()
        if failure is not None:
            return JobOutcome(JobState.FAILED, f"{failure.message} {failure.hint}".strip())
        ends = {Verdict.PAUSE: JobState.PAUSED, Verdict.CANCEL: JobState.CANCELLED}
        return JobOutcome(ends.get(folder.control().do, JobState.RUNNING))

    def stop(self, folder: JobFolder, *, verdict: Verdict = Verdict.CANCEL) -> None:
        folder.write_verdict(verdict)

    def shutdown(self) -> None:
        """Nothing to let go of."""


class Stage:
    """A project whose labels, jobs and results a test sets up. The calling thread only."""

    def __init__(self, project: Project, executor: StandingExecutor) -> None:
        self.project = project
        self.executor = executor

    @classmethod
    def make(cls, path: Path, *, name: str = "Blood smears") -> Stage:
        executor = StandingExecutor()
        settings = ProjectSettings(name=name)
        return cls(create_project(path, settings, CLASS_NAMES, executor=executor), executor)

    def label(self, count: int, *, split: Split = Split.TRAIN, boxes: int = 3) -> list[ImageId]:
        """Add images that are completely labeled, with a box of each class."""
        image_ids = self.add(count, split=split)
        class_ids = [each.id for each in self.project.file.classes()]
        edits = [
            AnnotationEdit(None, _annotation(image_id, class_ids[n % len(class_ids)], n))
            for image_id in image_ids
            for n in range(boxes)
        ]
        said = {i: dict.fromkeys(class_ids, Answer.COMPLETE) for i in image_ids}
        with self.project.store.write() as tx:
            tx.labels.apply(edits, who="expert")
            tx.labels.set_many_answers(said, who="expert")
        self.project.holdout.keep_found_splits()
        return image_ids

    def add(self, count: int, *, split: Split = Split.TRAIN) -> list[ImageId]:
        """Add images without labels."""
        with self.project.store.write() as tx:
            first = tx.images.count()
            return list(tx.images.add([_image(first + n, split) for n in range(count)]).added)

    def start_partly(self, image_id: ImageId) -> None:
        """Leave an image partly labeled."""
        first = self.project.file.classes()[0].id
        with self.project.store.write() as tx:
            tx.labels.set_answers(image_id, {first: Answer.PARTIAL}, who="expert")

    def tell(self, job_id: JobId, *events: JobEvent) -> None:
        """Have a running job tell something, and let the project take note."""
        for event in events:
            self.project.background.folder(job_id).append(event)
        self.project.poll()

    def finish(self, job_id: JobId, result: JobResult) -> None:
        """End a job with its result."""
        self.project.background.folder(job_id).write_result(result)
        self.project.poll()

    def fail(self, job_id: JobId, message: str, hint: str = "") -> None:
        """End a job without one."""
        self.project.background.folder(job_id).write_failure(Failed(message, hint))
        self.project.poll()

    def train(self, *, value: float = 0.437, yardstick: Yardstick = Yardstick.VAL) -> JobId:
        """Train a version to its end."""
        with self.project.store.read() as tx:
            class_ids = [each.id for each in tx.classes.all()]
        job_id = self.project.training.start()
        self.tell(job_id, *epochs(30, of=30))
        accuracies = (
            _accuracy(yardstick, value, num_images=62, class_ids=class_ids),
            _accuracy(Yardstick.TEST, value - 0.02, num_images=88, class_ids=class_ids),
        )
        self.finish(job_id, self.train_result(job_id, accuracies, value))
        return job_id

    def train_result(
        self, job_id: JobId, accuracies: tuple[Accuracy, ...], value: float
    ) -> TrainResult:
        folder = self.project.background.folder(job_id)
        weights = folder.path / "run" / "weights" / "last.pt"
        weights.parent.mkdir(parents=True, exist_ok=True)
        weights.write_bytes(b"weights")
        return TrainResult(
            weights=str(weights),
            run_dir=str(weights.parent.parent),
            start=Start.PRETRAINED,
            start_weights="yolo11n.pt",
            epochs_done=30,
            value=value,
            accuracies=accuracies,
            libraries={"torch": "2.9.1", "ultralytics": "8.4.2", "loupe": "0.1.0"},
            seconds=412.0,
            device="CUDA 0, NVIDIA RTX 4090",
            batch=16,
            num_train_images=84,
        )

    def search(self, *, trials: int = 20, minutes: float | None = 60) -> JobId:
        """Start a search of some trials, 45 epochs each."""
        training = TrainingWish(epochs=45, imgsz=416)
        return self.project.searches.start(SearchWish(trials, minutes, training))

    def search_result(self, verdict: SearchVerdict, sentence: str) -> SearchResult:
        confirmation = confirmed(4) if verdict is SearchVerdict.ADOPTED else None
        recipe = replace(Recipe(epochs=45, imgsz=416), optimizer="AdamW", lr0=0.0019)
        return SearchResult(SearchOutcome(verdict, recipe, 4, confirmation, 20, 4980.0, sentence))

    def export(self, out_dir: Path) -> JobId:
        """Start the export of the newest version; `finish` it with `export_result`."""
        return self.project.models.export(out_dir)

    def export_result(self, *, has_passed: bool = True) -> ExportResult:
        version = self.project.models.latest()
        assert version is not None
        check = ExportCheck(12, 3.1e-5, 1.2e-6, 86, 86 if has_passed else 71, 0.31, has_passed)
        return ExportResult(ModelExport(version.id, "onnx", "/models/cells/model.onnx", 640, check))

    def newest_job(self, kind: JobKind) -> JobId:
        jobs = [job for job in self.project.background.jobs() if job.kind is kind]
        return jobs[-1].id


def epochs(count: int, *, of: int) -> Sequence[EpochFinished]:
    """Return the first epochs of a training that gets better ever more slowly."""
    return [
        EpochFinished(
            epoch,
            of,
            {
                "box": 1.1 + 1.4 / epoch**0.7,
                "class": 0.6 + 3.0 / epoch**0.8,
                "dfl": 0.95 + 0.5 / epoch**0.6,
            },
            map50=0.78 * (1 - 0.9**epoch),
            map50_95=0.46 * (1 - 0.92**epoch) + 0.006 * (epoch % 3),
            seconds_left=14.0 * (of - epoch),
        )
        for epoch in range(1, count + 1)
    ]


def trial(
    number: int, *values: float, state: TrialState = TrialState.COMPLETE, **recipe: object
) -> TrialRecord:
    """Return a trial of 45 epochs with what it reached at the rungs 5, 15 and 45."""
    base = Recipe(epochs=45, imgsz=416)
    rungs = tuple(
        RungValue(epoch, value) for epoch, value in zip((5, 15, 45), values, strict=False)
    )
    return TrialRecord(
        number,
        state,
        replace(base, **recipe),  # type: ignore[arg-type]
        rungs,
        values[-1] if values else None,
        reason="Behind the others at epoch 5." if state is TrialState.PRUNED else "",
        seconds=61.0 * len(values),
    )


TRIALS = (
    trial(0, 0.21, 0.33, 0.409),
    trial(1, 0.25, 0.36, 0.421, optimizer="AdamW", lr0=0.0014),
    trial(2, 0.12, state=TrialState.PRUNED, optimizer="MuSGD", lr0=0.0017, imgsz=320),
    trial(3, 0.24, 0.29, state=TrialState.PRUNED, optimizer="SGD", lr0=0.008, imgsz=320),
    trial(
        4,
        0.26,
        0.38,
        0.437,
        optimizer="AdamW",
        lr0=0.0019,
        weight_decay=0.0002,
        freeze=3,
        augmentation=Augmentation(scale=0.62, translate=0.13, hsv_s=0.75, mosaic=1.0),
    ),
    trial(5, 0.15, state=TrialState.PRUNED, optimizer="SGD", lr0=0.021, imgsz=320),
    trial(6, 0.18, 0.31, state=TrialState.RUNNING, optimizer="AdamW", model="yolo11s.pt"),
    trial(7, state=TrialState.FAIL, optimizer="SGD", lr0=0.011, model="yolo11s.pt"),
)


def confirmed(count: int) -> Confirmation:
    """Return a confirmation after some pairs."""
    gains = (0.041, 0.022, 0.048, 0.033)[:count]
    pairs = tuple(
        PairedRun(fold, 1000, 0.396 + 0.01 * fold, 0.396 + 0.01 * fold + gain)
        for fold, gain in enumerate(gains)
    )
    mean = sum(gains) / count
    return Confirmation(pairs, mean, mean - 0.018, Interval(mean - 0.018, mean + 0.018))


def _accuracy(
    yardstick: Yardstick, value: float, *, num_images: int, class_ids: Sequence[ClassId]
) -> Accuracy:
    per_class = tuple(
        # A worker knows classes by their place.
        ClassAccuracy(ClassId(place), min(1.0, value + 0.3 - 0.1 * place), value - 0.05 * place, 87)
        for place in range(len(class_ids))
    )
    interval = Interval(value - 0.048, value + 0.043)
    return Accuracy(yardstick, num_images, value + 0.3, value, 0.81, 0.74, interval, per_class)


def _annotation(image_id: ImageId, class_id: ClassId, number: int) -> Annotation:
    box = Box(10.0 + 40 * number, 20.0, 40.0 + 40 * number, 60.0)
    return Annotation(AnnotationId(new_id()), image_id, class_id, box)


def _image(number: int, split: Split) -> NewImage:
    facts = ImageFacts(
        path=Path(f"/pictures/{number:06d}.jpg"),
        content_hash=f"{number:064x}",
        width=_WIDTH,
        height=_HEIGHT,
        size_bytes=1000 + number,
        modified_ns=number,
        fingerprint=(number * 0x9E3779B97F4A7C15) % 2**64,
    )
    return NewImage(facts, f"group-{number}", split, None)
