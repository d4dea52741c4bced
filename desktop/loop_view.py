"""Where the loop stands, read in one go and put into the words of the strip."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.qtkit.words import duration_text, time_left_text
from desktop.strip import LoopStatus as StripStatus
from desktop.strip import Recommendation
from desktop.viewmodels.accuracy_words import metric_text
from engine.domain.events import EpochFinished, Progressed
from engine.domain.jobs import JobKind, JobRecord, JobState
from engine.domain.metrics import Yardstick
from engine.loop.advisor import Action
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project
from engine.loop.status import MIN_TEST_IMAGES, LoopStatus

# What the strip names when several jobs run: what a person waits for longest comes first.
_BY_WEIGHT = (
    JobKind.TRAIN,
    JobKind.SEARCH,
    JobKind.EXPORT,
    JobKind.ANSWER,
    JobKind.SCORE,
    JobKind.QUERY,
    JobKind.FIND,
)
READ_ONLY_REASON = tr("The project is open read-only.")
ADDING_REASON = tr("Images are being added.")


@dataclass(frozen=True, slots=True)
class LoopView:
    """Where the loop stands at one moment.

    Attributes:
        job: What the strip names of all that runs.
        progress: The last thing this job said.
        plan: What an autopilot does; None without one.
    """

    status: LoopStatus
    job: JobRecord | None
    progress: Progressed | EpochFinished | None
    plan: AutopilotPlan | None
    is_read_only: bool

    @property
    def is_on_autopilot(self) -> bool:
        """Whether an autopilot presses the buttons now."""
        return self.plan is not None and not self.plan.is_done and not self.is_read_only


def read_loop(project: Project) -> LoopView:
    """Read where the loop stands. Project thread."""
    status = project.status.read()
    job = weightiest(status.jobs)
    return LoopView(
        status=status,
        job=job,
        progress=project.background.progress(job.id) if job else None,
        plan=project.autopilot.plan(),
        is_read_only=project.is_read_only,
    )


def weightiest(jobs: tuple[JobRecord, ...]) -> JobRecord | None:
    """Return the job to name where room is for one: running before waiting, then by kind."""
    ranked = sorted(
        jobs, key=lambda job: (job.state is not JobState.RUNNING, _BY_WEIGHT.index(job.kind))
    )
    return ranked[0] if ranked else None


def strip_status(view: LoopView, *, is_adding: bool = False) -> StripStatus:
    """Return the words of the strip; `is_adding` says that images are on their way in."""
    status, counts = view.status, view.status.counts
    accuracy, caption = _accuracy_texts(status)
    return StripStatus(
        project=status.settings.name,
        task=tr("{task}, %n class(es)", "", status.num_classes).format(task=status.settings.task),
        round=tr("Round {round}").format(round=status.round.number)
        if status.round
        else tr("No round yet"),
        pool=tr("{num_labeled:,} of {num_images:,} labeled").format(
            num_labeled=counts.num_labeled, num_images=counts.num_images
        ),
        accuracy=accuracy,
        accuracy_caption=caption,
        expert_time=duration_text(status.expert_s),
        job=said(view.job.title) if view.job else "",
        job_caption=_job_caption(view),
        job_share=share_done(view.progress),
        recommendation=_recommendation(view, is_adding=is_adding),
    )


def progress_text(progress: Progressed | EpochFinished | None) -> str:
    """Return how far a job is: "epoch 3 of 20, about 2 min left"; empty while unknown."""
    match progress:
        case EpochFinished():
            done = tr("epoch {epoch} of {epochs}").format(
                epoch=progress.epoch, epochs=progress.epochs
            )
        case Progressed():
            done = said(progress.text) or tr("{done:,} of {total:,}").format(
                done=progress.done, total=progress.total
            )
        case None:
            return ""
    left = time_left_text(progress.seconds_left)
    return f"{done}, {left}" if left else done


def share_done(progress: Progressed | EpochFinished | None) -> float | None:
    """Return which part of a job is done, 0 to 1; None while unknown."""
    match progress:
        case EpochFinished() if progress.epochs:
            return min(1.0, progress.epoch / progress.epochs)
        case Progressed() if progress.total:
            return min(1.0, progress.done / progress.total)
        case _:
            return None


def _accuracy_texts(status: LoopStatus) -> tuple[str, str]:
    accuracy, metric = status.test_accuracy, metric_text(Yardstick.TEST, status.settings.task)
    if accuracy is None:
        return tr("not measured yet"), tr("{metric}, from {min_test_images} images on").format(
            metric=metric, min_test_images=MIN_TEST_IMAGES
        )
    caption = tr("{metric}, %n image(s)", "", accuracy.num_images).format(metric=metric)
    if accuracy.interval is None:
        return f"{accuracy.map50_95:.2f}", caption
    half = (accuracy.interval.high - accuracy.interval.low) / 2
    return f"{accuracy.map50_95:.2f} ± {half:.2f}", caption


def _job_caption(view: LoopView) -> str:
    if view.job is None:
        return ""
    if view.job.state is JobState.QUEUED:
        return tr("waits for a free worker")
    num_others = len(view.status.jobs) - 1
    more = tr("and %n more job(s)", "", num_others) if num_others else ""
    return progress_text(view.progress) or more or tr("starting")


def _recommendation(view: LoopView, *, is_adding: bool) -> Recommendation:
    advice = view.status.advice
    why_not = ""
    if view.is_read_only:
        why_not = READ_ONLY_REASON
    elif view.is_on_autopilot:
        why_not = tr("The simulated expert is at work.")
    elif is_adding:
        why_not = ADDING_REASON
    elif advice.action is Action.WAIT:
        why_not = said(advice.reason)
    return Recommendation(
        text=said(advice.text),
        reason=said(advice.reason),
        action_id=f"loop.{advice.action}",
        is_enabled=not why_not,
        why_disabled=why_not,
    )
