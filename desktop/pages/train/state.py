"""What the page Train shows, derived from what was read."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.forms.recipe_words import recipe_summary, recipe_values
from desktop.qtkit.cards import FigureText, NamedValue
from desktop.qtkit.engine_texts import said
from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.translation import tr
from desktop.qtkit.words import time_left_text
from desktop.viewmodels.accuracy_words import (
    chosen_by,
    images_text,
    interval_text,
    metric_text,
    shown_apart,
    value_text,
)
from engine.domain.events import EpochFinished, Progressed
from engine.domain.identifiers import ClassId
from engine.domain.jobs import JobRecord, JobState, Verdict
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.project import Goal, Task
from engine.domain.recipes import Recipe
from engine.domain.versions import ModelVersion
from engine.loop.training_data import TrainingOutlook

_FOLD_NOTE = tr(
    "Fewer than 10 validation images are labeled, or a class is missing among "
    "them. Until then a fold of the labeled images is kept out of training and "
    "measures in their place."
)
_VAL_NOTE = tr(
    "Validation images are never learned from. Test images are shown, nothing decides by them."
)
_READ_ONLY = tr("The project is open for reading only.")


@dataclass(frozen=True, slots=True)
class TrainReading:
    """What was read of the project at one moment.

    Attributes:
        task: What the project's models learn.
        recipe: How a training that starts now would train, as wished.
        defaults: The same without an adopted recipe.
        facts: What the stated facts let training do to the images.
        goal: When labeling may end.
        version: The newest model version.
        job: The newest training, however it stands.
        order: What that training was told last.
    """

    outlook: TrainingOutlook
    task: Task
    recipe: Recipe
    defaults: Recipe
    facts: tuple[str, ...]
    goal: Goal
    version: ModelVersion | None
    class_names: dict[ClassId, str]
    is_read_only: bool
    job: JobRecord | None = None
    order: Verdict = Verdict.GO
    progress: Progressed | EpochFinished | None = None
    curve: tuple[EpochFinished, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRow:
    """What the newest model reaches on one class."""

    name: str
    ap50_95: float
    ap50: float
    num_objects: int


@dataclass(frozen=True, slots=True)
class TrainState:
    """All that the page shows."""

    is_empty: bool
    refusal: str
    figures: tuple[FigureText, ...]
    progress: ProgressText | None
    stopped: JobRecord | None
    data: tuple[NamedValue, ...]
    data_note: str
    task: Task
    recipe: Recipe
    recipe_note: str
    values: tuple[NamedValue, ...]
    curve: tuple[EpochFinished, ...]
    curve_title: str
    classes: tuple[ClassRow, ...]
    classes_title: str
    goal: Goal
    can_edit_goal: Availability
    can_start: Availability
    can_stop: Availability
    is_active: bool


def train_state(reading: TrainReading) -> TrainState:
    """Return what to show."""
    job = reading.job
    is_active = job is not None and job.state.is_active
    measured = chosen_by(reading.version) if reading.version else None
    return TrainState(
        is_empty=bool(reading.outlook.refusal) and job is None and reading.version is None,
        refusal=said(reading.outlook.refusal),
        figures=_live_figures(reading) if is_active else _figures(reading.version, reading.outlook),
        progress=_progress(reading) if is_active else None,
        stopped=job if job is not None and _wants_attention(job) else None,
        data=_data_rows(reading.outlook),
        data_note=_FOLD_NOTE if reading.outlook.yardstick is Yardstick.FOLD else _VAL_NOTE,
        task=reading.task,
        recipe=reading.recipe,
        recipe_note=_recipe_note(reading),
        values=recipe_values(reading.recipe),
        curve=reading.curve,
        curve_title=_curve_title(reading.outlook.yardstick),
        classes=_class_rows(measured, reading.class_names),
        classes_title=_classes_title(reading.version, measured),
        goal=reading.goal,
        can_edit_goal=unavailable(_READ_ONLY) if reading.is_read_only else AVAILABLE,
        can_start=_can_start(reading, is_active=is_active),
        can_stop=_can_stop(reading, is_active=is_active),
        is_active=is_active,
    )


def _wants_attention(job: JobRecord) -> bool:
    return not job.state.is_active and job.state is not JobState.FINISHED


def _live_figures(reading: TrainReading) -> tuple[FigureText, ...]:
    validated = [each for each in reading.curve if each.map50_95 is not None]
    figures = []
    if validated:
        last, metric = validated[-1], metric_text(reading.outlook.yardstick, reading.task)
        figures.append(
            FigureText(
                f"{last.map50_95:.3f}",
                tr("{metric} after epoch {epoch}").format(metric=metric, epoch=last.epoch),
            )
        )
    if reading.curve:
        epoch = reading.curve[-1]
        left = time_left_text(epoch.seconds_left)
        figures.append(
            FigureText(
                tr("{epoch} of {epochs}").format(epoch=epoch.epoch, epochs=epoch.epochs),
                tr("epochs, {left}").format(left=left) if left else tr("epochs"),
            )
        )
    before = chosen_by(reading.version) if reading.version else None
    if reading.version and before:
        metric = metric_text(before.yardstick, reading.version.task)
        caption = tr("version {version}, {metric}").format(
            version=reading.version.number, metric=metric
        )
        figures.append(FigureText(value_text(before), caption))
    return tuple(figures)


def _figures(version: ModelVersion | None, outlook: TrainingOutlook) -> tuple[FigureText, ...]:
    if version is None:
        count = f"{outlook.num_train:,}"
        return (FigureText(count, tr("labeled images to learn from, no model yet")),)
    figures = [
        FigureText(value_text(accuracy), _caption(accuracy, version.task))
        for accuracy in (chosen_by(version), shown_apart(version))
        if accuracy is not None
    ]
    return (
        *figures,
        FigureText(
            tr("Version {version}").format(version=version.number),
            tr("learned from %n labeled image(s)", "", version.num_train_images),
        ),
    )


def _caption(accuracy: Accuracy, task: Task) -> str:
    parts = [
        metric_text(accuracy.yardstick, task),
        interval_text(accuracy.interval),
        images_text(accuracy),
    ]
    return ", ".join(part for part in parts if part)


def _progress(reading: TrainReading) -> ProgressText:
    text, share = _work_words(reading)
    left = time_left_text(reading.progress.seconds_left) if reading.progress else ""
    orders = {Verdict.PAUSE: tr("Pausing after this epoch"), Verdict.CANCEL: tr("Stopping")}
    order = orders.get(reading.order)
    return ProgressText(order or text, share, "" if order else left)


def _work_words(reading: TrainReading) -> tuple[str, float | None]:
    match reading.progress:
        case EpochFinished(epoch=epoch, epochs=epochs):
            return tr("Epoch {epoch} of {epochs}").format(
                epoch=epoch, epochs=epochs
            ), epoch / epochs
        case Progressed(done=done, total=total, text=text):
            return said(text.capitalize()) or tr("Preparing"), done / total if total else None
        case _:
            is_queued = reading.job is not None and reading.job.state is JobState.QUEUED
            return tr("Waiting for a free worker") if is_queued else tr("Starting"), None


def _data_rows(outlook: TrainingOutlook) -> tuple[NamedValue, ...]:
    is_fold = outlook.yardstick is Yardstick.FOLD
    rows = [
        NamedValue(tr("Learns from"), tr("%n image(s)", "", outlook.num_train)),
        NamedValue(
            tr("Measured on"),
            tr("a fold, %n image(s)", "", outlook.num_measured)
            if is_fold
            else tr("{num_measured:,} validation").format(num_measured=outlook.num_measured),
        ),
        NamedValue(tr("Shown apart"), tr("{num_test:,} test").format(num_test=outlook.num_test)),
    ]
    if outlook.num_partial:
        rows.append(
            NamedValue(
                tr("Left out"),
                tr("{num_partial:,} partly labeled").format(num_partial=outlook.num_partial),
                tr("What nobody looked for must not be learned as background."),
            )
        )
    return tuple(rows)


def _recipe_note(reading: TrainReading) -> str:
    origin = (
        tr("The defaults, inside the facts about these images")
        if reading.recipe == reading.defaults
        else tr(
            "The recipe a search proved better than the defaults; model, epochs and image "
            "size come with it"
        )
    )
    facts = ", ".join(map(said, reading.facts))
    return f"{recipe_summary(reading.recipe)}. {origin}: {facts}."


def _curve_title(yardstick: Yardstick) -> str:
    what = tr("a fold of the labeled images") if yardstick is Yardstick.FOLD else tr("validation")
    return tr("Accuracy on {what}").format(what=what)


def _class_rows(accuracy: Accuracy | None, names: dict[ClassId, str]) -> tuple[ClassRow, ...]:
    if accuracy is None:
        return ()
    return tuple(
        ClassRow(
            names.get(c.class_id, tr("class {class_id}").format(class_id=c.class_id)),
            c.ap50_95,
            c.ap50,
            c.num_objects,
        )
        for c in accuracy.per_class
    )


def _classes_title(version: ModelVersion | None, accuracy: Accuracy | None) -> str:
    if version is None or accuracy is None:
        return tr("Per class")
    return tr("Per class, version {version} on {images}").format(
        version=version.number, images=images_text(accuracy)
    )


def _can_start(reading: TrainReading, *, is_active: bool) -> Availability:
    if reading.is_read_only:
        return unavailable(_READ_ONLY)
    if is_active:
        return unavailable(tr("A training runs already."))
    if reading.outlook.refusal:
        return unavailable(said(reading.outlook.refusal))
    return AVAILABLE


def _can_stop(reading: TrainReading, *, is_active: bool) -> Availability:
    if not is_active:
        return unavailable(tr("No training runs."))
    if reading.is_read_only:
        return unavailable(_READ_ONLY)
    if reading.order is Verdict.CANCEL:
        return unavailable(tr("It is stopping."))
    return AVAILABLE
