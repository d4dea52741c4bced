"""What the user asked for on one page and another part of the window carries out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from engine.domain.groups import EACH_ALONE, GroupRule
from engine.domain.project import DomainFacts, Task
from engine.domain.skeleton import Skeleton


@dataclass(frozen=True, slots=True)
class AddWish:
    """Images to add.

    Attributes:
        sources: Folders and files; a folder may be a dataset.
        rule: How images fall into groups.
        is_copied: Whether the project keeps copies.
        with_labels: Whether a dataset's labels come along.
        missing_means_empty: Whether a dataset's images without a label file count as empty.
        as_holdout: Whether a dataset's val and test images join the holdout.
    """

    sources: tuple[Path, ...]
    rule: GroupRule = EACH_ALONE
    is_copied: bool = False
    with_labels: bool = True
    missing_means_empty: bool = False
    as_holdout: bool = False


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project to make, with the images it begins with."""

    folder: Path
    name: str
    class_names: tuple[str, ...] = ()
    task: Task = Task.DETECT
    skeleton: Skeleton | None = None
    facts: DomainFacts = field(default_factory=DomainFacts)
    images: AddWish | None = None
