"""Where a version comes from, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop.forms.recipe_words import recipe_differences, recipe_summary
from desktop.qtkit.cards import NamedValue
from desktop.qtkit.translation import tr
from desktop.qtkit.words import moment_text
from engine.domain.recipes import Recipe
from engine.domain.searches import SearchRecord, SearchVerdict
from engine.domain.versions import ModelVersion, Start

_SHOWN_ID_CHARS = 8


def lineage(
    version: ModelVersion,
    versions: Sequence[ModelVersion],
    searches: Sequence[SearchRecord],
    defaults: Recipe | None,
) -> tuple[NamedValue, ...]:
    """Return where a version comes from.

    Args:
        version: The one to tell of.
        versions: All of the project.
        searches: All of the project, oldest first.
        defaults: What its training would have been without an adopted recipe.
    """
    libraries = ", ".join(f"{name} {number}" for name, number in version.libraries.items())
    return (
        NamedValue(tr("Trained"), moment_text(version.created_at)),
        NamedValue(
            tr("Round"),
            tr("none", "no round") if version.round_number is None else str(version.round_number),
        ),
        NamedValue(tr("Learned from"), tr("%n labeled image(s)", "", version.num_train_images)),
        NamedValue(tr("Starts from"), _start(version, versions), version.start_weights),
        NamedValue(tr("Recipe"), _origin(version, searches, defaults), _changes(version, defaults)),
        NamedValue(tr("Model"), recipe_summary(version.recipe).partition(":")[0]),
        NamedValue(
            tr("Epochs"),
            tr("{epochs} at {imgsz} px").format(
                epochs=version.recipe.epochs, imgsz=version.recipe.imgsz
            ),
        ),
        NamedValue(tr("Images a step"), str(version.recipe.batch)),
        NamedValue(tr("Seed"), str(version.seed)),
        NamedValue(tr("Snapshot"), version.snapshot_id[:_SHOWN_ID_CHARS], version.snapshot_id),
        NamedValue(tr("Libraries"), libraries, libraries.replace(", ", "\n")),
    )


def _start(version: ModelVersion, versions: Sequence[ModelVersion]) -> str:
    """Return what the training started from; the weights of another version by its number."""
    if version.start is Start.SCRATCH:
        return tr("random weights")
    path = Path(version.start_weights)
    # The weights of a version lie in a folder of its id.
    parent = next((each for each in versions if each.id == path.parent.name), None)
    return tr("version {number}").format(number=parent.number) if parent else path.name


def _origin(
    version: ModelVersion, searches: Sequence[SearchRecord], defaults: Recipe | None
) -> str:
    if defaults is None or version.recipe == defaults:
        return tr("defaults")
    values = tr("%n value(s)", "", len(recipe_differences(version.recipe, defaults)))
    number = _search_number(version, searches)
    # A person may have trained with the recipe of any trial, proven or not.
    return (
        tr("of search {number}, {values}").format(number=number, values=values)
        if number
        else tr("unlike the defaults in {values}").format(values=values)
    )


def _search_number(version: ModelVersion, searches: Sequence[SearchRecord]) -> int | None:
    """Return the number of the search whose recipe it was trained by, from 1."""
    for number, search in reversed(list(enumerate(searches, start=1))):
        outcome, ours = search.outcome, version.recipe
        if outcome is None or outcome.verdict is not SearchVerdict.ADOPTED:
            continue
        # These a person may have fixed for the training.
        found = replace(
            outcome.recipe,
            model=ours.model,
            imgsz=ours.imgsz,
            epochs=ours.epochs,
            batch=ours.batch,
        )
        if found == ours and search.created_at < version.created_at:
            return number
    return None


def _changes(version: ModelVersion, defaults: Recipe | None) -> str:
    if defaults is None:
        return ""
    found = recipe_differences(version.recipe, defaults)
    return "\n".join(
        tr("{name}: {ours} (defaults: {theirs})").format(name=name, ours=ours, theirs=theirs)
        for name, theirs, ours in found
    )
