"""Commands that bring images and labels in and out: add, import, check, export-labels."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.console import answer, bar, counting, say
from engine.cli.figures import checks_table
from engine.cli.opening import opened, opened_to_read
from engine.cli.options import AsJson, GroupByOption, GroupPattern, ProjectPath, group_rule
from engine.domain.errors import DataError, UsageError
from engine.domain.groups import GroupBy
from engine.domain.images import RejectedFile
from engine.formats.dataset import Complaint
from engine.formats.registry import FORMATS
from engine.loop.adding import Adding, AddReport
from engine.loop.datasets import AUTO, Importing, ImportWish

_NUM_SHOWN = 20


class LabelFormat(StrEnum):
    """The formats labels are written in."""

    YOLO = "yolo"
    COCO = "coco"
    VOC = "voc"


def check_format(value: str) -> str:
    """Return the name of a dataset format, or `auto`.

    Raises:
        BadParameter: There is none of this name.
    """
    known = (AUTO, *(known.name for known in FORMATS))
    if value not in known:
        raise typer.BadParameter(f"{value!r} is no dataset format; choose {', '.join(known)}.")
    return value


def add(
    project: ProjectPath,
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Folders or single images.")
    ],
    group_by: GroupByOption = GroupBy.IMAGE,
    group_pattern: GroupPattern = "",
    copy: Annotated[
        bool, typer.Option("--copy", help="Keep copies in the project; else files stay put.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add the images of folders and of all folders in them."""
    rule = group_rule(group_by, group_pattern)
    with opened(project) as loop:
        report = _run(loop.pool.add(folders, rule=rule, copy=copy))
    if not report.num_files:
        names = ", ".join(str(folder) for folder in folders)
        raise DataError(f"There is no image in {names}.", hint="Check the name of the folder.")
    answer(
        {"project": project.absolute(), **_counts(report), "rejected": report.rejected},
        _added_in_words(report),
        as_json=as_json,
    )
    _complain(report.rejected, as_json=as_json)


def import_dataset(
    project: ProjectPath,
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="Folder of the dataset.")],
    dataset_format: Annotated[
        str, typer.Option("--format", callback=check_format, help="auto, yolo, coco or voc.")
    ] = AUTO,
    missing_means_empty: Annotated[
        bool,
        typer.Option(
            "--missing-means-empty", help="Images without a label file hold no object at all."
        ),
    ] = False,
    as_holdout: Annotated[
        bool,
        typer.Option(
            "--as-holdout", help="Its val and test join the holdout the project has already."
        ),
    ] = False,
    group_by: GroupByOption = GroupBy.IMAGE,
    group_pattern: GroupPattern = "",
    as_json: AsJson = False,
) -> None:
    """Add the images and labels of a dataset; into an empty project with its splits."""
    wish = ImportWish(
        format=dataset_format,
        missing_means_empty=missing_means_empty,
        rule=group_rule(group_by, group_pattern),
        as_holdout=as_holdout,
    )
    with opened(project) as loop:
        with counting("Reading the dataset") as count:
            importing = loop.datasets.read(dataset, wish, on_progress=count)
        report = _run(importing.adding, total=importing.num_images)
    answer(
        {
            "project": project.absolute(),
            **_counts(report),
            "annotations": report.num_shapes,
            "labeled": report.num_labeled,
            "needs_review": report.num_needs_review,
            "keeps_splits": importing.keeps_splits,
            "unnamed_classes": importing.unnamed_classes,
            "rejected": report.rejected,
            "complaints": importing.complaints,
        },
        _added_in_words(report),
        f"Annotations: {report.num_shapes:,} on {report.num_labeled:,} newly labeled images.",
        *_remarks(importing, report),
        as_json=as_json,
    )
    _complain(importing.complaints, as_json=as_json)
    _complain(report.rejected, as_json=as_json)


def check(project: ProjectPath, as_json: AsJson = False) -> None:
    """List the images whose labels are in doubt: a model that did not learn from them says else.

    They are asked about in the next rounds, a few at a time.
    """
    with opened_to_read(project) as loop:
        doubtful = loop.label_checks.read()
        records = loop.pool.get([each.image_id for each in doubtful])
    rows = list(zip(doubtful, records, strict=True))
    number = "1 image is" if len(rows) == 1 else f"{len(rows) or 'no'} images are"
    answer(
        {
            "images": [
                {"image_id": each.image_id, "path": record.path, "score": each.score}
                | {"reason": each.reason}
                for each, record in rows
            ]
        },
        checks_table([(record.name, each.score, each.reason) for each, record in rows]),
        f"The labels of {number} in doubt.",
        as_json=as_json,
    )


def export_labels(
    project: ProjectPath,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder that is not there yet.")],
    label_format: Annotated[LabelFormat, typer.Option("--format", help="How to write them.")],
    as_json: AsJson = False,
) -> None:
    """Write every completely labeled image with its labels into a new folder."""
    with opened_to_read(project) as loop, counting("Images written") as count:
        if not loop.pool.counts().num_labeled:
            raise UsageError(
                "No image is labeled for every class, so there is nothing to write.",
                hint="loupe status shows how far labeling is.",
            )
        written = loop.datasets.export(out, format_name=label_format.value, on_progress=count)
    answer(
        {
            "out": out.absolute(),
            "format": label_format,
            "images": written.num_images,
            "annotations": written.num_shapes,
            "notes": written.notes,
        },
        f"{written.num_images:,} images with {written.num_shapes:,} annotations are in {out}.",
        *written.notes,
        as_json=as_json,
    )


def _run(adding: Adding, *, total: int | None = None) -> AddReport:
    report = adding.report
    with bar("Images") as shown:
        for report in adding.run():
            shown.show(f"Images: {report.num_files:,}", done=report.num_files, total=total)
    return report


def _counts(report: AddReport) -> dict[str, object]:
    return {
        "files": report.num_files,
        "added": report.num_added,
        "known": report.num_known,
        "duplicates": report.num_duplicates,
        "near_duplicates_grouped": report.num_joined,
    }


def _added_in_words(report: AddReport) -> str:
    parts = [f"Images added: {report.num_added:,} of {report.num_files:,} files"]
    counts = {
        "known already": report.num_known,
        "exact duplicates": report.num_duplicates,
        "grouped with a near-duplicate": report.num_joined,
        "kept out": len(report.rejected),
    }
    parts += [f"{what}: {count:,}" for what, count in counts.items() if count]
    return f"{', '.join(parts)}."


def _remarks(importing: Importing, report: AddReport) -> list[str]:
    remarks = []
    if report.num_added and importing.keeps_splits:
        remarks.append("Its splits were kept.")
    elif report.num_added:
        remarks.append("Its splits were not kept; --as-holdout adds val and test to the holdout.")
    if report.num_needs_review:
        remarks.append(
            f"Labels say too little for the project's task on {report.num_needs_review:,} images; "
            "they keep them and wait for review."
        )
    if importing.unnamed_classes:
        names = ", ".join(importing.unnamed_classes)
        remarks.append(f"It does not name {names}: its images are not yet labeled for that.")
    return remarks


def _complain(wrong: Sequence[Complaint | RejectedFile], *, as_json: bool) -> None:
    """Name what is wrong with files, unless the JSON object has done so."""
    if as_json:
        return
    for one in wrong[:_NUM_SHOWN]:
        say(f"{one.path}: {one.reason}" if isinstance(one, RejectedFile) else str(one))
    if len(wrong) > _NUM_SHOWN:
        say(f"... and {len(wrong) - _NUM_SHOWN:,} more; --json lists all.")
