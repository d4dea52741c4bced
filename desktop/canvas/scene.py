"""The scene: the open image of the edit model, as items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from desktop.canvas.items.grips_item import GripsItem
from desktop.canvas.items.image_class_item import ImageClassItem
from desktop.canvas.items.image_item import ImageItem
from desktop.canvas.items.pens import outline_pen
from desktop.canvas.items.shape_batch_item import ShapeBatchItem
from desktop.canvas.items.shape_item import ShapeItem
from desktop.canvas.items.sketch_item import Line, SketchItem
from desktop.canvas.shown_objects import Shown, ShownObjects
from desktop.canvas.style import CanvasStyle, Layer
from desktop.canvas.tags import Tag
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import ObjectId, Suggestion
from desktop.viewmodels.keypoint_commands import keypoint_in_words
from desktop.viewmodels.source_words import source_words
from engine.domain.annotations import Annotation
from engine.domain.grips import Grip, KeypointGrip, grip_points, hidden_grips, turn_stem
from engine.domain.identifiers import ClassId
from engine.domain.project import Task
from engine.domain.rotated_boxes import degrees_text
from engine.domain.shapes import Box, OrientedBox, Shape, WholeImage, bounding_box

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
    # A grip of the selected object was chosen, or none.
    grip_chosen = Signal()

    def __init__(
        self, model: EditModel, *, style: CanvasStyle, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        # Thousands of shapes sit in few items that span the image: an index would only cost.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._model = model
        self._style = style
        self.image_item = ImageItem()
        self.addItem(self.image_item)
        # By color, layer and order.
        self._batches: dict[tuple[str, Layer, int], ShapeBatchItem] = {}
        self._asked_ids: list[ObjectId] = []
        self._lifted_ids: list[ObjectId] = []
        self._own_items: list[ShapeItem] = []
        self._grips: GripsItem | None = None
        self._active_grip: Grip | None = None
        self._draft: list[ShapeItem | SketchItem] = []
        self._draft_tag: Tag | None = None
        self._image_class: ImageClassItem | None = None
        self._shown = ShownObjects()
        self._previewed: dict[ObjectId, Shape] = {}
        self._hovered: ObjectId | None = None
        self._scale = 1.0
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

    @property
    def is_bare(self) -> bool:
        """Whether nothing is shown on the image."""
        return self._is_bare

    def show_bare_image(self, *, bare: bool) -> None:
        """Show the image without anything on it, to compare."""
        self._is_bare = bare
        for item in self._labels_on_it():
            item.setVisible(not bare)
        self.tags_changed.emit()

    def set_hovered(self, object_id: ObjectId | None) -> None:
        """Lift out the object under the pointer."""
        if object_id != self._hovered:
            self._hovered = object_id
            self._lift_out()

    def object_at(self, x: float, y: float, *, tolerance_px: float) -> ObjectId | None:
        """Return the shown object that a click at a point of the image means."""
        locked = self._model.marks.locked
        return self._shown.at(x, y, tolerance_px=tolerance_px, passing=locked)

    def objects_inside(self, area: Box) -> list[ObjectId]:
        """Return the shown objects that lie whole inside an area of the image."""
        locked = self._model.marks.locked
        return [id_ for id_ in self._shown.inside(area) if id_ not in locked]

    def preview(self, shapes: Mapping[ObjectId, Shape]) -> None:
        """Show objects with other shapes, as long as they are dragged; nothing ends it."""
        is_same = shapes.keys() == self._previewed.keys()
        self._previewed = dict(shapes)
        if not is_same:
            self._fill_batches()
        self._lift_out()

    @property
    def active_grip(self) -> Grip | None:
        """The grip of the selected object that was chosen last, to delete it for instance."""
        return self._active_grip

    def choose_grip(self, grip: Grip | None) -> None:
        """Mark a grip of the selected object, or none; another selection ends it."""
        self._active_grip = grip
        self._lift_out()
        self.grip_chosen.emit()

    def show_draft(
        self,
        shape: Shape | None,
        *,
        frame: Box | None = None,
        lines_px: Sequence[Line] = (),
        points_px: Line = (),
        hollow_px: Line = (),
        text: str = "",
    ) -> None:
        """Show what is being drawn in the current class, and a frame; or nothing.

        Args:
            shape: What is a shape already.
            frame: What is told apart from the shape: the frame to select with, a box to look in.
            lines_px: Open lines, such as the sides of a polygon so far.
            points_px: Points placed so far.
            hollow_px: Points placed where the shape is not.
            text: What is read beside it, such as an angle.
        """
        for item in self._draft:
            self.removeItem(item)
        color = self._color(self._model.current_class_id)
        self._draft = []
        for drawn, drawn_in in ((shape, color), (frame, self._style.accent)):
            if drawn is not None:
                self._draft.append(self._draft_item(drawn, drawn_in, is_frame=drawn is frame))
        if lines_px or points_px or hollow_px:
            sketch = SketchItem(
                lines_px, points_px, hollow_px=hollow_px, color=color, style=self._style
            )
            sketch.set_scale(self._scale)
            self._draft.append(sketch)
        for item in self._draft:
            self.addItem(item)
        self._tell_of_draft(text)

    def set_scale(self, scale: float) -> None:
        """Say how many pixels of the screen show one of the image."""
        self._scale = scale
        if self._grips is not None:
            self._grips.set_scale(scale)
        for item in self._draft:
            if isinstance(item, SketchItem):
                item.set_scale(scale)

    def set_exposed(self, areas: Sequence[QRectF] | None, *, in_view: QRectF) -> None:
        """Say which areas the next painting is about, of all in view; everything where None."""
        for batch in self._batches.values():
            batch.set_exposed(areas, in_view=in_view)

    def tags(self) -> list[Tag]:
        """Return the texts to show at shapes."""
        draft = [] if self._draft_tag is None else [self._draft_tag]
        if not self._has_tags or self._is_bare:
            return draft
        quiet = [shown for shown in self._shown.values() if isinstance(shown, Suggestion)]
        if len(quiet) > _MAX_QUIET_TAGS:
            quiet = []
        tags = [
            Tag(f"{shown.confidence:.2f}", self._box(shown.id), is_quiet=True)
            for shown in quiet
            if shown.id not in self._lifted_ids
        ]
        for id_ in self._lifted_ids:
            tags.append(Tag(self._words(self._shown[id_]), self._box(id_)))
        return [*tags, *self._keypoint_tags(), *draft]

    def _keypoint_tags(self) -> list[Tag]:
        """Return the name of the chosen keypoint and how it is seen."""
        if not isinstance(self._active_grip, KeypointGrip):
            return []
        (x, y), text = keypoint_in_words(self._model, self._active_grip.index)
        return [Tag(text, Box(x, y, x + 1.0, y + 1.0))]

    def _connect_signals(self) -> None:
        self._model.image_opened.connect(self._on_model_image_opened)
        self._model.objects_changed.connect(self._on_model_objects_changed)
        self._model.classes_changed.connect(self._on_model_objects_changed)
        self._model.task_changed.connect(self._on_model_objects_changed)
        self._model.selection_changed.connect(self._on_model_selection_changed)

    def _on_model_image_opened(self) -> None:
        image = self._model.state.image
        self._hovered = None
        self._previewed = {}
        self.show_draft(None)
        self.image_item.set_size(image.width, image.height)
        self.setSceneRect(0, 0, image.width, image.height)

    def _on_model_objects_changed(self) -> None:
        annotations = self._model.state.annotations.values()
        everything: list[Shown] = [
            *(each for each in annotations if each.id not in self._model.marks.hidden),
            *self._model.shown_suggestions(),
        ]
        skeleton = self._model.skeleton
        self._shown = ShownObjects(everything, skeleton=skeleton, before=self._shown)
        self._active_grip = None
        self._asked_ids = [each.id for each in self._model.shown_suggestions() if each.question]
        self._show_image_class(everything)
        self._fill_batches()
        self._lift_out()

    def _on_model_selection_changed(self) -> None:
        self._active_grip = None
        self._lift_out()

    def _draft_item(self, shape: Shape, color: str, *, is_frame: bool) -> ShapeItem:
        outline = self._shown.outline(shape)
        return ShapeItem(outline, color=color, fill=color, style=self._style, is_dashed=is_frame)

    def _tell_of_draft(self, text: str) -> None:
        before, self._draft_tag = self._draft_tag, None
        if text and self._draft:
            around = self._draft[0].boundingRect()
            corners = around.left(), around.top(), around.right(), around.bottom()
            self._draft_tag = Tag(text, Box(*corners))
        if self._draft_tag != before:
            self.tags_changed.emit()

    def _labels_on_it(self) -> list[QGraphicsItem]:
        """Return the items that show labels."""
        single = [item for item in (self._grips, self._image_class) if item is not None]
        return [*self._batches.values(), *self._own_items, *single]

    def _show_image_class(self, shown: Sequence[Shown]) -> None:
        """Show what the whole image is called, or else what the model would call it."""
        if self._image_class is not None:
            self.removeItem(self._image_class)
            self._image_class = None
        said = [each for each in shown if isinstance(each.shape, WholeImage)]
        if said and self._model.task is Task.CLASSIFY:
            is_dashed = isinstance(said[0], Suggestion)
            text, color = self._words(said[0]), self._color(said[0].class_id)
            self._image_class = ImageClassItem(
                text, color=color, style=self._style, is_dashed=is_dashed
            )
            self._image_class.setVisible(not self._is_bare)
            self.addItem(self._image_class)

    def _fill_batches(self) -> None:
        figures = list(self._shown.figures.values())
        rows: dict[tuple[str, Layer, int], list[int]] = defaultdict(list)
        colors = {class_.id: class_.color for class_ in self._model.classes}
        for row, (id_, shown) in enumerate(self._shown.items()):
            if id_ in self._previewed:
                continue
            color = colors.get(shown.class_id, _UNKNOWN_CLASS_COLOR)
            if isinstance(shown, Annotation):
                rows[color, Layer.ANNOTATIONS, shown.z].append(row)
            else:
                rows[color, Layer.SUGGESTIONS, 0].append(row)
        order = [class_.color for class_ in self._model.classes]
        levels = sorted({z for _, _, z in self._batches.keys() | rows.keys()})
        for color, layer, z in self._batches.keys() | rows.keys():
            batch = self._batch(color, layer, z)
            chosen = rows[color, layer, z]
            # Most edits leave most batches as they are, which they notice by the figures.
            batch.set_figures([figures[row] for row in chosen], self._shown.index.xyxy_px[chosen])
            # Lines that cross lie in the order of the classes, not in that of the first edits.
            place = order.index(color) if color in order else len(order)
            level = levels.index(z) + place / (len(order) + 1)
            batch.setZValue(layer + level / len(levels))

    def _batch(self, color: str, layer: Layer, z: int) -> ShapeBatchItem:
        batch = self._batches.get((color, layer, z))
        if batch is None:
            is_dashed = layer is Layer.SUGGESTIONS
            pen = outline_pen(color, style=self._style, is_dashed=is_dashed)
            batch = ShapeBatchItem(pen, style=self._style)
            batch.setVisible(not self._is_bare)
            self._batches[color, layer, z] = batch
            self.addItem(batch)
        return batch

    def _lift_out(self) -> None:
        """Give items of their own to the objects that need one, and take them from the others."""
        for before in self._own_items:
            self.removeItem(before)
        if self._grips is not None:
            self.removeItem(self._grips)
        hovered = () if self._hovered is None else (self._hovered,)
        wanted = dict.fromkeys(
            (*self._asked_ids, *hovered, *self._model.selection, *self._previewed)
        )
        self._lifted_ids = [id_ for id_ in wanted if id_ in self._shown]
        self._own_items = [self._own_item(id_) for id_ in self._lifted_ids]
        self._grips = self._grips_item()
        grips = () if self._grips is None else (self._grips,)
        for item in (*self._own_items, *grips):
            item.setVisible(not self._is_bare)
            self.addItem(item)
        self.tags_changed.emit()

    def _own_item(self, id_: ObjectId) -> ShapeItem:
        shown = self._shown[id_]
        color = self._color(shown.class_id)
        is_previewed = id_ in self._previewed
        return ShapeItem(
            self._shown.outline(self._previewed[id_])
            if is_previewed
            else self._shown.figures[id_].outline,
            color=self._style.selected if id_ in self._model.selection else color,
            fill=color,
            style=self._style,
            is_dashed=isinstance(shown, Suggestion),
        )

    def _grips_item(self) -> GripsItem | None:
        """Return the grips of what is selected alone."""
        if len(self._model.selection) != 1 or self._model.selection[0] not in self._shown:
            return None
        shape = self._shape(self._model.selection[0])
        grips = grip_points(shape)
        active = list(grips).index(self._active_grip) if self._active_grip in grips else None
        item = GripsItem(
            grips.values(),
            style=self._style,
            active=active,
            hollow=hidden_grips(shape),
            stem_px=turn_stem(shape),
        )
        item.set_scale(self._scale)
        return item

    def _shape(self, id_: ObjectId) -> Shape:
        return self._previewed.get(id_, self._shown[id_].shape)

    def _box(self, id_: ObjectId) -> Box:
        if id_ in self._previewed:
            return bounding_box(self._previewed[id_])
        return self._shown.figures[id_].outline.box

    def _words(self, shown: Shown) -> str:
        names = {class_.id: class_.name for class_ in self._model.classes}
        words = _question(shown) or names.get(shown.class_id, "")
        shape = self._previewed.get(shown.id, shown.shape)
        if isinstance(shape, OrientedBox) and shown.id in self._model.selection:
            words = f"{words} {degrees_text(shape.angle)}"
        if not isinstance(shown, Suggestion):
            return words
        return f"{words} {shown.confidence:.2f} {source_words(shown.suggested_by)}".rstrip()

    def _color(self, class_id: ClassId | None) -> str:
        colors = (class_.color for class_ in self._model.classes if class_.id == class_id)
        return next(colors, _UNKNOWN_CLASS_COLOR)


def _question(shown: Shown) -> str:
    return shown.question if isinstance(shown, Suggestion) else ""
