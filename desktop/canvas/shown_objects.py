"""The annotations and suggestions on the canvas, ready to be found and painted."""

from __future__ import annotations

from collections.abc import Collection, ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import TypeAlias

from typing_extensions import override

from desktop.canvas.figures import Figure
from desktop.viewmodels.edits import ObjectId, Suggestion
from engine.domain.annotations import Annotation
from engine.domain.outlines import Outline
from engine.domain.shape_index import ShapeIndex
from engine.domain.shapes import Box, Shape, WholeImage
from engine.domain.skeleton import Skeleton

Shown: TypeAlias = Annotation | Suggestion


class ShownObjects(Mapping[ObjectId, Shown]):
    """What is on the canvas by id, in the order it is painted.

    What the whole image is called has no place on it, and is left out.

    Args:
        objects: All there is to show.
        skeleton: Joins the keypoints, where the project has them.
        before: What was shown before: what did not change is taken over, as preparing thousands of
            outlines anew at each edit would be felt.
    """

    def __init__(
        self,
        objects: Iterable[Shown] = (),
        *,
        skeleton: Skeleton | None = None,
        before: ShownObjects | None = None,
    ) -> None:
        self._objects: dict[ObjectId, Shown] = {}
        self.figures: dict[ObjectId, Figure] = {}
        self._skeleton = skeleton
        known: Mapping[ObjectId, Figure] = {}
        if before is not None and before.has_skeleton(skeleton):
            known = before.figures
        for shown in objects:
            id_, shape = shown.id, shown.shape
            if isinstance(shape, WholeImage):
                continue
            figure = known.get(id_)
            if figure is None or figure.outline.shape is not shape:
                figure = Figure(self.outline(shape))
            self._objects[id_] = shown
            self.figures[id_] = figure
        self._ids = list(self._objects)
        self.index = ShapeIndex([figure.outline for figure in self.figures.values()])

    def __getitem__(self, object_id: ObjectId) -> Shown:
        return self._objects[object_id]

    def __iter__(self) -> Iterator[ObjectId]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    # Those of `Mapping` take ten times as long, which is felt with thousands of objects.
    @override
    def values(self) -> ValuesView[Shown]:
        return self._objects.values()

    @override
    def items(self) -> ItemsView[ObjectId, Shown]:
        return self._objects.items()

    def has_skeleton(self, skeleton: Skeleton | None) -> bool:
        """Whether keypoints are joined by this skeleton."""
        return self._skeleton == skeleton

    def at(
        self, x: float, y: float, *, tolerance_px: float, passing: Collection[ObjectId] = ()
    ) -> ObjectId | None:
        """Return the object that a click at a point of the image means.

        Clicks pass through some objects, to what lies behind them.
        """
        rows = [row for row, id_ in enumerate(self._ids) if id_ in passing] if passing else []
        row = self.index.at(x, y, tolerance_px=tolerance_px, passing=rows)
        return None if row is None else self._ids[row]

    def inside(self, area: Box) -> list[ObjectId]:
        """Return the objects that lie whole inside an area of the image."""
        return [self._ids[row] for row in self.index.inside(area)]

    def outline(self, shape: Shape) -> Outline:
        """Return the lines of a shape that is not on the canvas, such as one being dragged."""
        return Outline(shape, edges=self._skeleton.edges if self._skeleton else ())
