"""What the page Classes shows, made from what was read of the project. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.qtkit.cards import NamedValue
from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.qtkit.words import duration_text, moment_text
from engine.domain.class_changes import ClassCounts, LoggedClassChange
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId
from engine.domain.project import ProjectSettings
from engine.loop.classes import ClassLog, Recheck

READ_ONLY = tr("The project is open read-only.")
_NUM_DIGITS = 9
_NUM_LOGGED = 6
_NO_COUNTS = ClassCounts()


@dataclass(frozen=True, slots=True)
class ClassesReading:
    """All that was read in one go."""

    classes: tuple[ObjectClass, ...]
    counts: dict[ClassId, ClassCounts]
    recheck: Recheck
    log: ClassLog
    seconds_to_look: float
    settings: ProjectSettings
    is_read_only: bool


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of the table."""

    class_: ObjectClass
    counts: ClassCounts

    @property
    def key(self) -> str:
        """The key that chooses it on the canvas; empty from the tenth on."""
        place = self.class_.position + 1
        return str(place) if place <= _NUM_DIGITS else ""


@dataclass(frozen=True, slots=True)
class ChosenClass:
    """The class that is looked at closely, and what each act on it would do."""

    class_: ObjectClass
    others: tuple[ObjectClass, ...]
    merge_note: str
    split_note: str
    remove_note: str
    can_move_up: Availability
    can_move_down: Availability


@dataclass(frozen=True, slots=True)
class RecheckWords:
    """What there is to check again, and what it costs."""

    text: str
    hint: str
    button: str


@dataclass(frozen=True, slots=True)
class ClassesState:
    """All that the page shows; `chosen` is None while there is no class."""

    title: str
    caption: str
    rows: tuple[ClassRow, ...]
    chosen: ChosenClass | None
    recheck: RecheckWords | None
    can_write: Availability
    can_undo: Availability
    can_redo: Availability
    undo_tip: str
    redo_tip: str
    logged: tuple[NamedValue, ...]
    settings: ProjectSettings


def classes_state(reading: ClassesReading, *, chosen: ClassId | None) -> ClassesState:
    """Return what to show; without a choice the first class is looked at."""
    rows = tuple(
        ClassRow(each, reading.counts.get(each.id, _NO_COUNTS)) for each in reading.classes
    )
    looked_at = next((row for row in rows if row.class_.id == chosen), rows[0] if rows else None)
    num_objects = sum(row.counts.num_objects for row in rows)
    can_write = unavailable(READ_ONLY) if reading.is_read_only else AVAILABLE
    done, undone = reading.log.done, reading.log.undone
    return ClassesState(
        title=tr("%n class(es)", "", len(rows)),
        caption=tr("%n labeled object(s)", "", num_objects),
        rows=rows,
        chosen=_chosen(looked_at, reading) if looked_at else None,
        recheck=_recheck_words(reading),
        can_write=can_write,
        can_undo=_first_of(done, can_write, tr("Nothing was changed yet.")),
        can_redo=_first_of(undone, can_write, tr("Nothing was undone.")),
        undo_tip=tr("Undo: {change}").format(change=said(done[0].change.title)) if done else "",
        redo_tip=tr("Do again: {change}").format(change=said(undone[0].change.title))
        if undone
        else "",
        logged=tuple(
            NamedValue(
                moment_text(each.at),
                said(each.change.title),
                tr("{change}, by {who}").format(change=said(each.change.title), who=each.who),
            )
            for each in done[:_NUM_LOGGED]
        ),
        settings=reading.settings,
    )


def _first_of(
    changes: Sequence[LoggedClassChange], can_write: Availability, reason: str
) -> Availability:
    return can_write if changes else unavailable(reason)


def _chosen(row: ClassRow, reading: ClassesReading) -> ChosenClass:
    class_, counts = row.class_, row.counts
    labels = _labels(counts)
    is_first, is_last = class_.position == 0, class_.position == len(reading.classes) - 1
    return ChosenClass(
        class_=class_,
        others=tuple(each for each in reading.classes if each.id != class_.id),
        merge_note=tr("{labels} go over.").format(labels=labels)
        if counts.num_objects
        else tr("It has no objects yet."),
        split_note=_split_note(counts, reading.seconds_to_look),
        remove_note=(
            tr("{labels} go out of use with it. They are kept, and undo brings them back.").format(
                labels=labels
            )
            if counts.num_objects
            else tr("It has no objects. Undo brings it back.")
        ),
        can_move_up=unavailable(tr("It is the first.")) if is_first else AVAILABLE,
        can_move_down=unavailable(tr("It is the last.")) if is_last else AVAILABLE,
    )


def _labels(counts: ClassCounts) -> str:
    objects = tr("%n object(s)", "", counts.num_objects)
    return tr("{objects} on %n image(s)", "", counts.num_images).format(objects=objects)


def _split_note(counts: ClassCounts, seconds_to_look: float) -> str:
    if not counts.num_complete:
        return tr("No image is labeled completely for it, so nothing has to be checked again.")
    return tr(
        "%n image(s) with such objects will have to be looked through again: {time} at least.",
        "",
        counts.num_complete,
    ).format(time=duration_text(counts.num_complete * seconds_to_look))


def _recheck_words(reading: ClassesReading) -> RecheckWords | None:
    recheck = reading.recheck
    if not recheck.image_ids:
        return None
    names = {each.id: each.name for each in reading.classes}
    lacking = tr(" and ").join(names[each] for each in recheck.class_ids if each in names)
    number = len(recheck.image_ids)
    holdout = (
        tr(", {num_holdout:,} of them from the holdout").format(num_holdout=recheck.num_holdout)
        if recheck.num_holdout
        else ""
    )
    return RecheckWords(
        text=(
            tr("1 image was labeled without looking for {lacking}{holdout}.")
            if number == 1
            else tr("{number:,} images were labeled without looking for {lacking}{holdout}.")
        ).format(number=number, lacking=lacking, holdout=holdout),
        hint=(
            tr(
                "Until they are checked, no training learns from them and no accuracy is "
                "measured on them. That takes about {time}."
            ).format(time=duration_text(recheck.expected_s))
        ),
        button=tr("Check %n image(s)", "", number),
    )
