"""The demo: both loops on a small made-up dataset, from no label to a checked export."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from engine.jobs.executor import Executor
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project
from engine.loop.curves import learning_curve
from engine.loop.report import ReportContent, write_report
from engine.loop.searches import SearchWish
from engine.loop.training import TrainingWish
from engine.simulation.sandbox import make_sandbox
from engine.simulation.staging import begin_or_go_on, open_staged

TOO_SHORT = (
    "This demo shows the way, not what models can reach: its images are made up and tiny, and a "
    "training of a few epochs is far too short to judge accuracy by."
)

_SIDE_PX = 96
_NUM_CLASSES = 2
_NUM_TRAIN, _NUM_VAL, _NUM_TEST = 96, 16, 16
_SEED_SIZE, _QUERY_SIZE, _ROUNDS = 24, 16, 2
_TRAINING = TrainingWish(imgsz=_SIDE_PX, epochs=12, batch=4)
# A trial is shorter still, and a search ends in time also where two trainings share slow cores.
_TRIAL_EPOCHS, _TRIALS, _MINUTES = 10, 3, 0.8
# Two trainings at a time make the most of two cores: the controller gives each its share of them.
_SLOTS = 2


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Where a demo keeps its things."""

    path: Path

    @property
    def project_dir(self) -> Path:
        """The project."""
        return self.path / "project"

    @property
    def sandbox_dir(self) -> Path:
        """The made-up dataset."""
        return self.path / "sandbox"

    @property
    def truth_path(self) -> Path:
        """What the simulated expert answers from."""
        return self.path / "truth.jsonl"

    @property
    def export_dir(self) -> Path:
        """The exported model."""
        return self.path / "export"

    @property
    def report_path(self) -> Path:
        """The report, as HTML."""
        return self.path / "report.html"


def open_demo(
    folder: DemoFolder, *, model: str, pace_s: float = 0.0, executor: Executor | None = None
) -> Project:
    """Open the demo's project with the autopilot on; `play`, or the window, carries it out.

    Args:
        folder: Where everything goes; a demo that was broken off goes on.
        model: What trainings start from.
        pace_s: Seconds between two answers of the simulated expert, so that a person can watch.
        executor: Runs the jobs; this computer unless another is given.

    Raises:
        ConflictError: The folder holds something else, or another process holds the project.
        ResourceError: It cannot be written.
    """
    if not (folder.sandbox_dir / "data.yaml").is_file():
        make_sandbox(
            folder.sandbox_dir,
            num_train=_NUM_TRAIN,
            num_val=_NUM_VAL,
            num_test=_NUM_TEST,
            side_px=_SIDE_PX,
            num_classes=_NUM_CLASSES,
        )
    project = open_staged(
        folder.project_dir, folder.sandbox_dir, truth_path=folder.truth_path, executor=executor
    )
    try:
        begin_or_go_on(project, _plan(folder, model=model, pace_s=pace_s))
    except BaseException:
        project.close()
        raise
    return project


def write_demo_report(folder: DemoFolder, project: Project) -> None:
    """Write the report of a demo, also of one that is not over."""
    content = ReportContent(
        title="Loupe demo",
        note=TOO_SHORT,
        curves=(learning_curve(project.store, name="demo"),),
        versions=tuple(project.models.all()),
        searches=tuple(project.searches.all()),
        exports=tuple(project.models.exports()),
    )
    write_report(folder.report_path, content)


def _plan(folder: DemoFolder, *, model: str, pace_s: float) -> AutopilotPlan:
    training = replace(_TRAINING, model=model)
    return AutopilotPlan(
        truth_path=str(folder.truth_path.absolute()),
        seed_size=_SEED_SIZE,
        query_size=_QUERY_SIZE,
        rounds=_ROUNDS,
        training=training,
        search=SearchWish(
            trials=_TRIALS,
            minutes=_MINUTES,
            training=replace(training, epochs=_TRIAL_EPOCHS),
            slots=_SLOTS,
        ),
        export_dir=str(folder.export_dir.absolute()),
        pace_s=pace_s,
    )
