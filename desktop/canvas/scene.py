"""The scene: the open image of the edit model, as items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGraphicsScene

from desktop.canvas.items.box_batch_item import BoxBatchItem
from desktop.canvas.items.box_item import BoxItem, outline_pen
from desktop.canvas.items.image_item import ImageItem
from desktop.canvas.style import CanvasStyle, Layer
from desktop.canvas.tags import Tag
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import ObjectId, Suggestion
from engine.domain.annotations import Annotation
from engine.domain.hit_testing import object_at, objects_inside
from engine.domain.identifiers import ClassId
from engine.domain.shapes import Box, bounding_box

_UNKNOWN_CLASS_COLOR = "#98a1ac"
# More confidences than this on one image help nobody, and take long to paint.
_MAX_QUIET_TAGS = 150


class CanvasScene(QGraphicsScene):
    """Mirrors the edit model and never changes it. GUI thread only.

    Shapes at rest are painted by one item a color and layer; those that are selected, hovered or
    asked about get an item of their own above them. The texts at shapes are placed and painted by
    the view, as their place depends on what it shows.
    """

    # Other texts stand at shapes, or at other places.
    tags_changed = Signal()

    def __init__(
        self, model: EditModel, *, style: CanvasStyle, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        # Thousands of boxes sit in few items that span the image: an index would only cost.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._model = model
        self._style = style
        self.image_item = ImageItem()
        self.addItem(self.image_item)
        self._batches: dict[tuple[str, Layer], BoxBatchItem] = {}
        self._asked_ids: list[ObjectId] = []
        self._lifted_ids: list[ObjectId] = []
        self._own_items: list[BoxItem] = []
        self._draft: BoxItem | None = None
        self._shown: dict[ObjectId, Annotation | Suggestion] = {}
        self._xyxy_px: NDArray[np.float64] = np.empty((0, 4))
        self._previewed: dict[ObjectId, Box] = {}
        self._hovered: ObjectId | None = None
        self._has_tags = True
        self._is_bare = False
        self._connect_signals()
        self._on_model_image_opened()
        self._on_model_objects_changed()

    @property
    def has_tags(self) -> bool:
        """Whether texts are shown at shapes."""
        return self._has_tags

    def set_image(self, image: QImage) -> None:
        """Show the pixels of the open image; they may have another size than the image."""
        self.image_item.set_image(image)

    def set_style(self, style: CanvasStyle) -> None:
        """Look different from now on."""
        self._style = style
        for batch in self._batches.values():
            self.removeItem(batch)
        self._batches = {}
        self._on_model_objects_changed()

    def show_tags(self, *, shown: bool) -> None:
        """Show or hide all texts."""
        self._has_tags = shown
        self.tags_changed.emit()

    def show_bare_image(self, *, bare: bool) -> None:
        """Show the image without anything on it, to compare."""
        self._is_bare = bare
        for item in (*self._batches.values(), *self._own_items):
            item.setVisible(not bare)
        self.tags_changed.emit()

    def set_hovered(self, object_id: ObjectId | None) -> None:
        """Lift out the object under the pointer."""
        if object_id != self._hovered:
            self._hovered = object_id
            self._lift_out()

    def object_at(self, x: float, y: float, *, tolerance_px: float) -> ObjectId | None:
        """Return the shown object that a click at a point of the image means."""
        row = object_at(self._xyxy_px, x=x, y=y, tolerance_px=tolerance_px)
        return None if row is None else list(self._shown)[row]

    def objects_inside(self, area: Box) -> list[ObjectId]:
        """Return the shown objects that lie whole inside an area of the image."""
        ids = list(self._shown)
        return [ids[row] for row in objects_inside(self._xyxy_px, area)]

    def preview(self, boxes: Mapping[ObjectId, Box]) -> None:
        """Show objects at other places, as long as they are dragged; nothing ends it."""
        is_same = boxes.keys() == self._previewed.keys()
        self._previewed = dict(boxes)
        if not is_same:
            self._fill_batches()
        self._lift_out()

    def show_draft(self, box: Box | None, *, is_frame: bool = False) -> None:
        """Show a box being drawn in the current class, or a frame to select with; or none."""
        if self._draft is not None:
            self.removeItem(self._draft)
            self._draft = None
        if box is not None:
            color = self._style.accent if is_frame else self._color(self._model.current_class_id)
            self._draft = BoxItem(
                box, color=color, fill=color, style=self._style, is_dashed=is_frame
            )
            self.addItem(self._draft)

    def set_exposed(self, areas: Sequence[QRectF] | None) -> None:
        """Say which areas the next painting is about; everything where None."""
        for batch in self._batches.values():
            batch.set_exposed(areas)

    def tags(self) -> list[Tag]:
        """Return the texts to show at shapes."""
        if not self._has_tags or self._is_bare:
            return []
        quiet = [shown for shown in self._shown.values() if isinstance(shown, Suggestion)]
        if len(quiet) > _MAX_QUIET_TAGS:
            quiet = []
        tags = [
            Tag(f"{shown.confidence:.2f}", shown.box, is_quiet=True)
            for shown in quiet
            if shown.id not in self._lifted_ids
        ]
        for id_ in self._lifted_ids:
            shown = self._shown[id_]
            tags.append(Tag(self._words(shown), self._previewed.get(id_, _box(shown))))
        return tags

    def _connect_signals(self) -> None:
        self._model.image_opened.connect(self._on_model_image_opened)
        self._model.objects_changed.connect(self._on_model_objects_changed)
        self._model.classes_changed.connect(self._on_model_objects_changed)
        self._model.selection_changed.connect(self._lift_out)

    def _on_model_image_opened(self) -> None:
        image = self._model.state.image
        self._hovered = None
        self._previewed = {}
        self.show_draft(None)
        self.image_item.set_size(image.width, image.height)
        self.setSceneRect(0, 0, image.width, image.height)

    def _on_model_objects_changed(self) -> None:
        everything: list[Annotation | Suggestion] = [
            *self._model.state.annotations.values(),
            *self._model.shown_suggestions(),
        ]
        self._shown = {shown.id: shown for shown in everything}
        boxes = [_box(shown).xyxy_px for shown in self._shown.values()]
        self._xyxy_px = np.array(boxes, dtype=np.float64).reshape(-1, 4)
        self._asked_ids = [id_ for id_, shown in self._shown.items() if _question(shown)]
        self._fill_batches()
        self._lift_out()

    def _fill_batches(self) -> None:
        rows: dict[tuple[str, Layer], list[int]] = defaultdict(list)
        colors = {class_.id: class_.color for class_ in self._model.classes}
        for row, (id_, shown) in enumerate(self._shown.items()):
            if id_ not in self._previewed:
                layer = Layer.ANNOTATIONS if isinstance(shown, Annotation) else Layer.SUGGESTIONS
                rows[colors.get(shown.class_id, _UNKNOWN_CLASS_COLOR), layer].append(row)
        order = [class_.color for class_ in self._model.classes]
        for color, layer in self._batches.keys() | rows.keys():
            batch = self._batch(color, layer)
            batch.set_boxes(self._xyxy_px[rows[color, layer]])
            # Lines that cross lie in the order of the classes, not in that of the first edits.
            place = order.index(color) if color in order else len(order)
            batch.setZValue(layer + place / (len(order) + 1))

    def _batch(self, color: str, layer: Layer) -> BoxBatchItem:
        batch = self._batches.get((color, layer))
        if batch is None:
            is_dashed = layer is Layer.SUGGESTIONS
            pen = outline_pen(color, style=self._style, is_dashed=is_dashed)
            batch = BoxBatchItem(pen)
            batch.setVisible(not self._is_bare)
            self._batches[color, layer] = batch
            self.addItem(batch)
        return batch

    def _lift_out(self) -> None:
        """Give items of their own to the objects that need one, and take them from the others."""
        for item in self._own_items:
            self.removeItem(item)
        hovered = () if self._hovered is None else (self._hovered,)
        wanted = dict.fromkeys(
            (*self._asked_ids, *hovered, *self._model.selection, *self._previewed)
        )
        self._lifted_ids = [id_ for id_ in wanted if id_ in self._shown]
        self._own_items = [self._own_item(id_) for id_ in self._lifted_ids]
        for item in self._own_items:
            item.setVisible(not self._is_bare)
            self.addItem(item)
        self.tags_changed.emit()

    def _own_item(self, id_: ObjectId) -> BoxItem:
        shown = self._shown[id_]
        color = self._color(shown.class_id)
        is_selected = id_ in self._model.selection
        return BoxItem(
            self._previewed.get(id_, _box(shown)),
            color=self._style.selected if is_selected else color,
            fill=color,
            style=self._style,
            is_dashed=isinstance(shown, Suggestion),
            has_handles=is_selected and len(self._model.selection) == 1,
        )

    def _words(self, shown: Annotation | Suggestion) -> str:
        names = {class_.id: class_.name for class_ in self._model.classes}
        words = _question(shown) or names.get(shown.class_id, "")
        return f"{words} {shown.confidence:.2f}" if isinstance(shown, Suggestion) else words

    def _color(self, class_id: ClassId | None) -> str:
        colors = (class_.color for class_ in self._model.classes if class_.id == class_id)
        return next(colors, _UNKNOWN_CLASS_COLOR)


def _box(shown: Annotation | Suggestion) -> Box:
    return shown.box if isinstance(shown, Suggestion) else bounding_box(shown.shape)


def _question(shown: Annotation | Suggestion) -> str:
    return shown.question if isinstance(shown, Suggestion) else ""
