"""An evaluation as a file: compressed NumPy arrays, no pickles."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import DataError, NotFoundError, ResourceError
from engine.domain.evaluations import Evaluation, Rows
from engine.domain.metrics import Yardstick
from engine.domain.seen_shapes import join_shapes

_SCHEMA = 1
_ARRAYS = {
    "box_offsets": np.int64,
    "boxes_norm": np.float32,
    "confidence": np.float32,
    "box_classes": np.int64,
    "object_offsets": np.int64,
    "objects_norm": np.float32,
    "object_classes": np.int64,
    "pair_boxes": np.int64,
    "pair_objects": np.int64,
    "pair_overlaps": np.float32,
}
# What evaluations of earlier releases lack; they open without shapes.
_SHAPE_ARRAYS = {
    "box_shape_offsets": np.int64,
    "box_shapes": np.uint16,
    "object_shape_offsets": np.int64,
    "object_shapes": np.uint16,
    "edges": np.int64,
}


def evaluation_name(yardstick: Yardstick) -> str:
    """Return what the file of a yardstick is called."""
    return f"evaluation-{yardstick}.npz"


def write_evaluation(folder: Path, evaluation: Evaluation) -> Path:
    """Write an evaluation into a folder, whole or not at all, and return its file.

    Raises:
        ResourceError: It cannot be written.
    """
    path = folder / evaluation_name(evaluation.yardstick)
    partial = path.with_suffix(".partial")
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        schema=np.array(_SCHEMA),
        yardstick=np.array(evaluation.yardstick.value),
        names=np.array(evaluation.names, dtype=np.str_),
        groups=np.array(evaluation.groups, dtype=np.str_),
        **{name: getattr(evaluation, name) for name in (*_ARRAYS, *_SHAPE_ARRAYS)},
    )
    try:
        partial.write_bytes(buffer.getvalue())
        partial.replace(path)
    except OSError as error:
        raise ResourceError(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def read_evaluation(path: Path) -> Evaluation:
    """Return what `write_evaluation` wrote; slow, any thread.

    Raises:
        NotFoundError: There is no such file.
        DataError: It is damaged, or no evaluation.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(kind) for name, kind in _ARRAYS.items()}
            evaluation = Evaluation(
                yardstick=Yardstick(str(stored["yardstick"])),
                names=tuple(str(name) for name in stored["names"]),
                groups=tuple(str(group) for group in stored["groups"]),
                **arrays,
                **_shapes(stored, len(arrays["confidence"]), len(arrays["object_classes"])),
            )
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no evaluation {path}.", hint="Train again.") from error
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise _damaged(path) from error
    if not _is_sound(evaluation):
        raise _damaged(path)
    return evaluation


def _shapes(
    stored: Mapping[str, NDArray[Any]], num_boxes: int, num_objects: int
) -> dict[str, NDArray[Any]]:
    if "edges" in stored:
        return {name: stored[name].astype(kind) for name, kind in _SHAPE_ARRAYS.items()}
    box_offsets, rows = join_shapes([None] * num_boxes)
    object_offsets, _ = join_shapes([None] * num_objects)
    return dict(
        zip(
            _SHAPE_ARRAYS,
            (box_offsets, rows, object_offsets, rows, np.zeros((0, 2), np.int64)),
            strict=True,
        )
    )


def _is_sound(evaluation: Evaluation) -> bool:
    """Whether all rows that one array names are there in the others."""
    num_boxes, num_objects = len(evaluation.confidence), len(evaluation.object_classes)
    return (
        len(evaluation.groups) == evaluation.num_images
        and _divides(evaluation.box_offsets, evaluation.num_images, num_boxes)
        and _divides(evaluation.object_offsets, evaluation.num_images, num_objects)
        and evaluation.boxes_norm.shape == (num_boxes, 4)
        and evaluation.box_classes.shape == (num_boxes,)
        and evaluation.objects_norm.shape == (num_objects, 4)
        and _names(evaluation.pair_boxes, num_boxes)
        and _names(evaluation.pair_objects, num_objects)
        and evaluation.pair_boxes.shape == evaluation.pair_objects.shape
        and evaluation.pair_boxes.shape == evaluation.pair_overlaps.shape
        and _has_shapes(evaluation.box_shapes, evaluation.box_shape_offsets, num_boxes)
        and _has_shapes(evaluation.object_shapes, evaluation.object_shape_offsets, num_objects)
        and evaluation.edges.shape == (len(evaluation.edges), 2)
        and bool((evaluation.edges >= 0).all())
    )


def _has_shapes(rows: NDArray[Any], offsets: Rows, number: int) -> bool:
    return rows.shape == (len(rows), 3) and _divides(offsets, number, len(rows))


def _divides(offsets: Rows, num_images: int, num_rows: int) -> bool:
    if offsets.shape != (num_images + 1,):
        return False
    return bool(offsets[0] == 0 and offsets[-1] == num_rows and (np.diff(offsets) >= 0).all())


def _names(rows: Rows, num_rows: int) -> bool:
    return rows.ndim == 1 and bool(((rows >= 0) & (rows < num_rows)).all())


def _damaged(path: Path) -> DataError:
    return DataError(f"{path} is not an evaluation.", hint="Train again; the labels are safe.")
