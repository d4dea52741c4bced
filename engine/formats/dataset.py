"""What a dataset on disk holds, and the contract of the formats that read and write it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from engine.domain.annotations import Attributes
from engine.domain.images import Split
from engine.domain.project import Task
from engine.domain.shapes import Shape
from engine.domain.skeleton import Skeleton

NO_ATTRIBUTES = Attributes()

# Called with the number of images done so far; what it raises ends the work and is passed on.
OnProgress: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class LabeledShape:
    """One object with its class, in pixels of the upright image."""

    class_name: str
    shape: Shape
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class DatasetImage:
    """One image of a dataset; width and height in pixels of the upright image.

    Attributes:
        path: The image file.
        width: Pixels.
        height: Pixels.
        split: Where the dataset puts it, if it says.
        shapes: Its objects; each lies within the image and has an area.
        is_labeled: Whether somebody has looked at it. Labeled without objects is confirmed empty.
    """

    path: Path
    width: int
    height: int
    split: Split | None = None
    shapes: tuple[LabeledShape, ...] = ()
    is_labeled: bool = True


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong with a dataset.

    Attributes:
        path: The file that has it.
        line: Its line in a text file, from 1, where it has one.
        text: What is wrong, and what was done about it, as a sentence.
        kept_out: Whether it kept an image or an object out; else it is a remark.
    """

    path: Path
    line: int | None
    text: str
    kept_out: bool = True

    def __str__(self) -> str:
        place = self.path.name if self.line is None else f"{self.path.name}, line {self.line}"
        return f"{place}: {self.text}"


@dataclass(frozen=True, slots=True)
class ReadDataset:
    """A dataset as read: sound images and objects, and a complaint for each thing that is not.

    Class names are usable as they stand: no two differ in case only. The skeleton is that of the
    objects with keypoints, where they were read for pose.
    """

    images: tuple[DatasetImage, ...]
    class_names: tuple[str, ...]
    complaints: tuple[Complaint, ...]
    skeleton: Skeleton | None = None

    @property
    def num_shapes(self) -> int:
        """The number of objects in all images."""
        return sum(len(image.shapes) for image in self.images)


@dataclass(frozen=True, slots=True)
class ExportedDataset:
    """A dataset to write.

    Attributes:
        images: Taken one by one, once.
        class_names: Class ids follow them.
        task: What it is to teach. An image with a shape that says too little for it is left out.
        skeleton: What its keypoints are, for pose.
    """

    images: Iterable[DatasetImage]
    class_names: tuple[str, ...]
    task: Task = Task.DETECT
    skeleton: Skeleton | None = None


@dataclass(frozen=True, slots=True)
class LossReport:
    """What was written, and in sentences what the format could not carry."""

    num_images: int
    num_shapes: int
    notes: tuple[str, ...]


class Format(Protocol):
    """A way to lay a dataset out on disk. Stateless; any thread."""

    @property
    def name(self) -> str:
        """The word a person chooses it by."""
        ...

    def recognizes(self, folder: Path) -> bool:
        """Return whether a folder looks like a dataset of this format; quick, never raises."""
        ...

    def read(
        self,
        folder: Path,
        *,
        task: Task = Task.DETECT,
        missing_means_empty: bool = False,
        on_progress: OnProgress | None = None,
    ) -> ReadDataset:
        """Read a dataset. Nothing outside its folder is read.

        Dirt is complained of and kept out, and nothing else is lost.

        Args:
            folder: The dataset's top folder.
            task: What the labels are for. Where a dataset says more of an object than the task
                can use, the simpler shape is read; where it says less, that.
            missing_means_empty: Whether an image without any label was looked at and is empty;
                otherwise it is unlabeled.
            on_progress: Told how many images are done.

        Raises:
            DataError: Nothing of it can be read.
        """
        ...

    def write(
        self, dataset: ExportedDataset, out_dir: Path, *, copy_images: bool = True
    ) -> LossReport:
        """Write a dataset into a folder that is not there yet, or is empty: all of it or nothing.

        Args:
            dataset: What to write.
            out_dir: The folder, which appears when it is whole.
            copy_images: Whether the images come along, upright and readable by all; otherwise only
                the labels are written.

        Raises:
            ConflictError: The folder holds something.
            ResourceError: It cannot be written.
        """
        ...
