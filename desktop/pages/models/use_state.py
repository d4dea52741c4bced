"""Which version is in use, and what it was before, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.qtkit.translation import tr
from desktop.qtkit.words import moment_text
from engine.domain.identifiers import VersionId
from engine.domain.versions import ModelVersion, Promotion

_SHOWN_PROMOTIONS = 4


@dataclass(frozen=True, slots=True)
class UseState:
    """The version in use.

    Attributes:
        text: Which one, and whether a person chose it.
        history: The last choices, newest first, a line each.
        can_use: Whether the version that is shown closely can be put to use.
        can_follow: Whether the newest can be used again, whichever that is.
        can_undo: Whether the last choice can be taken back.
    """

    version_id: VersionId
    text: str
    history: str
    can_use: Availability
    can_follow: Availability
    can_undo: Availability


def use_state(
    versions: Sequence[ModelVersion],
    used: ModelVersion,
    promotions: Sequence[Promotion],
    *,
    shown: ModelVersion,
    is_read_only: bool,
) -> UseState:
    """Return what to show of the version in use."""
    numbers = {each.id: each.number for each in versions}
    is_kept = bool(promotions) and promotions[-1].version_id is not None
    may_change = (
        unavailable(tr("The project is open for reading only.")) if is_read_only else AVAILABLE
    )
    return UseState(
        version_id=used.id,
        text=_text(used, newest=versions[-1], is_kept=is_kept),
        history="\n".join(
            _line(each, numbers) for each in list(reversed(promotions))[:_SHOWN_PROMOTIONS]
        ),
        can_use=_can_use(shown, used, may_change),
        can_follow=may_change if is_kept else unavailable(tr("The newest is used already.")),
        can_undo=may_change if promotions else unavailable(tr("Nothing was chosen yet.")),
    )


def _text(used: ModelVersion, *, newest: ModelVersion, is_kept: bool) -> str:
    does = tr("Version {number} makes suggestions, asks and is exported").format(number=used.number)
    if not is_kept:
        return tr("{does}, as the newest for the task. The next training takes its place.").format(
            does=does
        )
    return tr(
        "{does}, as you chose. It stays until you choose again; the newest is {newest}."
    ).format(does=does, newest=newest.number)


def _line(promotion: Promotion, numbers: Mapping[VersionId, int]) -> str:
    version_id = promotion.version_id
    name = (
        tr("the newest")
        if version_id is None
        else tr("version {number}").format(number=numbers.get(version_id, "?"))
    )
    return tr("{when}: {name}, by {who}").format(
        when=moment_text(promotion.at), name=name, who=promotion.who
    )


def _can_use(shown: ModelVersion, used: ModelVersion, may_change: Availability) -> Availability:
    if shown.id == used.id:
        return unavailable(tr("It is in use already."))
    if shown.task is not used.task:
        return unavailable(tr("It was trained for another task."))
    return may_change
