"""What a model got wrong, as tiles to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.pages.progress.state import ClassLook, Look, SeenVersion
from desktop.qtkit.translation import tr
from desktop.viewmodels.accuracy_words import counted_images
from desktop.viewmodels.finding_grid_model import FindingTile
from engine.domain.evaluations import Finding
from engine.loop.evaluations import FoundAt

# Nobody looks through more; making tiles of all that was found would hold up a slider.
_MAX_TILES = 2_000
_NONE_OF = {
    Finding.MISSED: tr("Nothing was missed here."),
    Finding.FALSE_ALARM: tr("There is no false alarm here."),
    Finding.WRONG_CLASS: tr("Nothing was called by the name of another class here."),
    Finding.FOUND: tr("Nothing was found here."),
}


@dataclass(frozen=True, slots=True)
class MistakeFilter:
    """Which findings are meant; classes by their place in the version, None = any."""

    kind: Finding = Finding.MISSED
    there: int | None = None
    said: int | None = None

    def admits(self, found: FoundAt) -> bool:
        """Whether a finding is meant."""
        return (
            found.kind is self.kind
            and self.there in (None, found.there)
            and self.said in (None, found.said)
        )


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The tiles of a filter with what is said around them."""

    filter: MistakeFilter
    names: tuple[str, ...]
    counts: dict[Finding, int]
    tiles: tuple[FindingTile, ...]
    caption: str
    empty_text: str


def cell_filter(there: int, said: int, *, num_classes: int) -> MistakeFilter:
    """Return what a cell of the confusions counts; the last row and column are nothing."""
    if said == num_classes:
        return MistakeFilter(Finding.MISSED, there=there)
    if there == num_classes:
        return MistakeFilter(Finding.FALSE_ALARM, said=said)
    if there == said:
        return MistakeFilter(Finding.FOUND, there=there)
    return MistakeFilter(Finding.WRONG_CLASS, there=there, said=said)


def mistakes(
    look: Look, seen: SeenVersion, classes: Sequence[ClassLook], wanted: MistakeFilter
) -> Mistakes:
    """Return the findings that are meant, surest first, as tiles."""
    meant = [found for found in look.findings if wanted.admits(found)]
    shown = meant[:_MAX_TILES]
    tiles = tuple(_tile(found, seen, classes, place) for place, found in enumerate(shown))
    num_images = len({found.content_hash for found in meant})
    number = (
        f"{len(meant):,}"
        if len(shown) == len(meant)
        else tr("{num_shown:,} of {num_meant:,}").format(num_shown=len(shown), num_meant=len(meant))
    )
    caption = tr("{number} in {images}; Enter opens the image").format(
        number=number, images=counted_images(look.yardstick, num_images)
    )
    return Mistakes(
        filter=wanted,
        names=tuple(each.name for each in classes),
        counts={kind: count.number for kind, count in look.counts.items()},
        tiles=tiles,
        caption=caption if meant else "",
        empty_text=_NONE_OF[wanted.kind],
    )


def _tile(
    found: FoundAt, seen: SeenVersion, classes: Sequence[ClassLook], place: int
) -> FindingTile:
    about = classes[found.there if found.there is not None else found.said or 0]
    return FindingTile(
        kind=found.kind,
        image=seen.images.get(found.content_hash),
        box_norm=found.box_norm,
        caption=_caption(found, classes),
        color=about.color,
        place=place,
        there_shape=found.there_shape,
        said_shape=found.said_shape,
    )


def _caption(found: FoundAt, classes: Sequence[ClassLook]) -> str:
    there = classes[found.there].name if found.there is not None else ""
    said = classes[found.said].name if found.said is not None else ""
    match found.kind:
        case Finding.MISSED:
            return tr("{there} missed").format(there=there)
        case Finding.FALSE_ALARM:
            return f"{said}? {found.confidence:.2f}"
        case Finding.WRONG_CLASS:
            return tr("{there} called {said} {confidence:.2f}").format(
                there=there, said=said, confidence=found.confidence
            )
        case Finding.FOUND:
            return f"{there} {found.confidence:.2f}"
