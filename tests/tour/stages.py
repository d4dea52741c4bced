"""Projects to take pictures of, each left where something is to be seen."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.events import AnsweredBox, Failed
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, new_id
from engine.domain.images import ImageFilter, ImageRecord, Split
from engine.domain.keypoints import layout_of, place_skeleton
from engine.domain.metrics import Yardstick
from engine.domain.project import DomainFacts, HoldoutPlan, ProjectSettings, Task
from engine.domain.rounds import Question, QuestionState
from engine.domain.shapes import Box, Shape, bounding_box
from engine.domain.skeleton import Skeleton
from engine.domain.suggestions import BY_EXAMPLE, Judgment, SuggestionState
from engine.formats.dataset import LabeledShape, ReadDataset
from engine.formats.registry import detect_format
from engine.jobs.executor import Executor
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project, create_project, open_project
from engine.loop.searches import SearchWish
from engine.loop.training import TrainingWish
from engine.simulation.sandbox import make_sandbox
from engine.simulation.staging import begin_or_go_on, open_staged, play
from tests.loop.search.scripted import Killed
from tests.tour.played_jobs import PlayedJobs, StandingJobs, epochs

_TRAINING = TrainingWish(model="yolo11n.yaml", imgsz=320, epochs=45, batch=16)
_NUM_ANSWERED, _NUM_FORGOTTEN, _NUM_OUTLINED = 4, 6, 6
_WHOLE_PX = 4
_SKELETON = Skeleton(
    ("top", "bottom", "left side", "right side"), ((0, 1), (2, 3)), flip_idx=(0, 1, 3, 2)
)
_TRAIN_FOLDERS = {Task.CLASSIFY: "train"}
_DATA_DIR = Path(__file__).resolve().parents[3] / "shared" / "data"
_LONG = "Blood smears of the second multi-center study, re-stained and scanned again in autumn"


@dataclass(frozen=True)
class Stages:
    """The projects, by where they stand."""

    empty: Path
    typical: Path
    busy: Path
    failed: Path
    long_names: Path
    outlines: Path
    examples: Path
    tasks: dict[Task, Path]
    dataset: Path


def build_stages(folder: Path) -> Stages:
    """Make all projects below a folder; half a minute."""
    dataset_dir = _dataset(folder)
    name = "Blood smears" if dataset_dir.name == "bccd" else "Sandbox"
    dataset = detect_format(dataset_dir).read(dataset_dir)
    truth = {image.path: [_answer(b) for b in image.shapes] for image in dataset.images}
    jobs = PlayedJobs(truth, dataset.class_names)
    typical = folder / "projects" / name.lower().replace(" ", "-")
    _play_rounds(typical, dataset_dir, jobs, name=name)
    return Stages(
        empty=_empty(folder / "projects" / "tomatoes"),
        typical=typical,
        busy=_busy(_copy(typical, folder / "projects" / "busy"), jobs),
        failed=_failed(_copy(typical, folder / "projects" / "failed"), folder),
        long_names=_long_names(_copy(typical, folder / "projects" / "long")),
        outlines=_labeled(folder, Task.SEGMENT),
        tasks={task: _labeled(folder, task) for task in (Task.OBB, Task.POSE, Task.CLASSIFY)},
        examples=_examples(folder / "projects" / "first-hour", dataset),
        dataset=dataset_dir,
    )


def standing(path: Path, *, read_only: bool = False) -> Project:
    """Open a project whose unfinished jobs seem to run."""
    return open_project(path, executor=StandingJobs(), read_only=read_only)


def _dataset(folder: Path) -> Path:
    at_hand = Path(os.environ.get("LOUPE_TEST_DATA", _DATA_DIR)) / "bccd"
    if at_hand.is_dir():
        return at_hand
    return make_sandbox(folder / "sandbox", num_train=180, num_val=40, num_test=40, side_px=320)


def _play_rounds(path: Path, dataset_dir: Path, jobs: PlayedJobs, *, name: str) -> None:
    truth_path = path.parent / "truth.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    project = open_staged(path, dataset_dir, truth_path=truth_path, executor=jobs.executor())
    with contextlib.closing(project):
        _name(project, name)
        project.file.set_facts(DomainFacts(color_matters=True, scale_is_fixed=True))
        plan = AutopilotPlan(
            truth_path=str(truth_path),
            seed_size=24,
            query_size=20,
            rounds=2,
            training=_TRAINING,
            search=SearchWish(trials=9, training=_TRAINING),
            export_dir=str(path.parent / "export"),
        )
        begin_or_go_on(project, plan)
        for _ in play(project, interval_s=0.0):
            pass
        project.autopilot.stop()
        _forget_some_of_the_holdout(project)
        project.rounds.ask(20)
        while project.background.jobs(active_only=True) or not project.rounds.questions():
            project.poll()
        _answer_some(project, jobs)


def _forget_some_of_the_holdout(project: Project) -> None:
    """Let some test images be unlabeled, so that the round asks about them."""
    test = project.pool.ids(where=ImageFilter(split=Split.TEST))
    for image_id in test[:_NUM_FORGOTTEN]:
        labels = project.labeling.open_image(image_id).labels
        project.labeling.apply([AnnotationEdit(each, None) for each in labels.annotations])
        project.labeling.reopen(image_id)


def _answer_some(project: Project, jobs: PlayedJobs) -> None:
    """Answer the first questions of the round."""
    for question in project.rounds.questions()[:_NUM_ANSWERED]:
        _label(project, question, jobs)
        project.labeling.complete(question.pick.image_id)


def _label(project: Project, question: Question, jobs: PlayedJobs) -> None:
    record = project.pool.get([question.pick.image_id])[0]
    by_name = {each.name: each.id for each in project.file.classes()}
    project.labeling.apply(
        [
            AnnotationEdit(None, _annotation(record.id, by_name[box.class_name], box))
            for box in jobs.truth[record.path]
        ]
    )


def _annotation(image_id: ImageId, class_id: ClassId, box: AnsweredBox) -> Annotation:
    return Annotation(AnnotationId(new_id()), image_id, class_id, Box(*box.xyxy_px))


def _empty(path: Path) -> Path:
    settings = ProjectSettings(name="Tomatoes")
    create_project(path, settings, ["ripe", "unripe"], executor=StandingJobs()).close()
    return path


def _examples(path: Path, dataset: ReadDataset) -> Path:
    """Leave some images without a model: one object is drawn, and one class was too often wrong."""
    settings = ProjectSettings("The first hour", holdout=HoldoutPlan(0.0, 0.0))
    project = create_project(path, settings, list(dataset.class_names), executor=StandingJobs())
    with contextlib.closing(project):
        crowd = sorted(dataset.images, key=lambda each: -len(each.shapes))[:_NUM_OUTLINED]
        for _ in project.pool.add([each.path for each in crowd]).run():
            pass
        shapes = {each.path: each.shapes for each in crowd}
        classes = {each.name: each.id for each in project.file.classes()}
        first = project.pool.page(0, 1)[0]
        drawn = max(shapes[first.path], key=lambda each: _wholeness(each, first))
        class_id = classes[drawn.class_name]
        id_ = AnnotationId(new_id())
        project.labeling.apply(
            [AnnotationEdit(None, Annotation(id_, first.id, class_id, drawn.shape))]
        )
        silent = next(each for each in classes.values() if each != class_id)
        right, wrong = SuggestionState.ACCEPTED, SuggestionState.REJECTED
        states = [right] * 2 + [wrong] * 22
        project.labeling.apply(
            [],
            judged=[
                Judgment(f"judged-{number}", first.id, BY_EXAMPLE, silent, 0.6, state)
                for number, state in enumerate(states)
            ],
        )
    return path


def _wholeness(labeled: LabeledShape, image: ImageRecord) -> float:
    """Return how square an object is that lies well in its image; others are none."""
    box = bounding_box(labeled.shape)
    is_whole = min(box.x1, box.y1, image.width - box.x2, image.height - box.y2) > _WHOLE_PX
    return is_whole * min(box.width, box.height) / max(box.width, box.height)


def _busy(path: Path, jobs: PlayedJobs) -> Path:
    """Leave a training and a search in full swing."""
    wish = SearchWish(trials=30, minutes=90, training=_TRAINING, imgszs=(256, 416))
    half_way = replace(jobs, search_steps=56)
    with _opened(path, half_way.executor()) as project, contextlib.suppress(Killed):
        project.searches.start(wish)
    with _opened(path, StandingJobs()) as project:
        job_id = project.training.start(_TRAINING)
        for event in epochs(19, 45, best=0.42):
            project.background.folder(job_id).append(event)
        project.poll()
    return path


def _failed(path: Path, folder: Path) -> Path:
    """Leave a training that failed, an image that is gone and files that were kept out."""
    broken = folder / "scans"
    broken.mkdir()
    (broken / "slide 0417.jpg").write_bytes(b"\xff\xd8\xff\xe0 half a picture")
    (broken / "slide 0418.png").write_bytes(b"")
    with _opened(path, StandingJobs()) as project:
        for _ in project.pool.add([broken]).run():
            pass
        job_id = project.training.start(_TRAINING)
        job = project.background.folder(job_id)
        for event in epochs(6, 45, best=0.4):
            job.append(event)
        hint = "Free some space and resume the training; no finished epoch is lost."
        job.append_log("epoch 7/45 ...\nOSError: [Errno 28] No space left on device\n")
        job.write_failure(Failed("The disk is full.", hint, "ResourceError"))
        project.poll()
        _lose_first_question(project, broken)
        _lose_evaluations(project)
    return path


def _lose_first_question(project: Project, folder: Path) -> None:
    """Let the file of the question in front be gone."""
    asked = next(q for q in project.rounds.questions() if q.state is QuestionState.OPEN)
    with project.store.write() as tx:
        tx.images.set_path(asked.pick.image_id, path=folder / "BloodImage_00411.jpg")


def _lose_evaluations(project: Project) -> None:
    """Let what the newest version saw be damaged on the disk."""
    version = project.models.latest()
    assert version is not None
    for yardstick in Yardstick:
        path = project.evaluations.path(version.id, yardstick)
        if path.exists():
            path.write_bytes(b"half a file")


def _long_names(path: Path) -> Path:
    with _opened(path, StandingJobs()) as project:
        _name(project, _LONG)
        for each in project.file.classes():
            project.classes.rename(each.id, name=f"{each.name} as the two readers agreed on it")
    return path


def _labeled(folder: Path, task: Task) -> Path:
    """Leave a project of a task with images of which all but the first are labeled."""
    # Skeletons are put into what boxes say.
    drawn = Task.DETECT if task is Task.POSE else task
    made = make_sandbox(
        folder / f"pictures-{task}",
        num_train=_NUM_OUTLINED,
        num_val=1,
        num_test=1,
        side_px=640,
        task=drawn,
    )
    dataset = detect_format(made).read(made, task=drawn)
    skeleton = _SKELETON if task is Task.POSE else None
    settings = ProjectSettings(name=task.value.capitalize(), task=task, skeleton=skeleton)
    path = folder / "projects" / f"task-{task}"
    names = list(dataset.class_names)
    with contextlib.closing(
        create_project(path, settings, names, executor=StandingJobs())
    ) as project:
        for _ in project.pool.add([made / _TRAIN_FOLDERS.get(task, "images/train")]).run():
            pass
        by_name = {each.name: each.id for each in project.file.classes()}
        truth = {image.path.name: image.shapes for image in dataset.images}
        for record in project.pool.get(project.pool.ids()[1:]):
            found = [
                Annotation(
                    AnnotationId(new_id()),
                    record.id,
                    by_name[each.class_name],
                    _shape_for(task, each.shape),
                )
                for each in truth[record.path.name]
            ]
            project.labeling.apply([AnnotationEdit(None, each) for each in found])
    return path


def _shape_for(task: Task, shape: Shape) -> Shape:
    if task is not Task.POSE:
        return shape
    return place_skeleton(layout_of(_SKELETON), bounding_box(shape))


def _name(project: Project, name: str) -> None:
    with project.store.write() as tx:
        tx.project.set_settings(replace(tx.project.settings(), name=name))


@contextlib.contextmanager
def _opened(path: Path, executor: Executor) -> Iterator[Project]:
    with contextlib.closing(open_project(path, executor=executor)) as project:
        yield project


def _copy(path: Path, target: Path) -> Path:
    return shutil.copytree(path, target)


def _answer(labeled: LabeledShape) -> AnsweredBox:
    return AnsweredBox(labeled.class_name, bounding_box(labeled.shape).xyxy_px)
