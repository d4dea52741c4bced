"""The view: zoom, pan, and gestures handed to the active tool."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget
from typing_extensions import override

from desktop.canvas.close_look import CloseLook
from desktop.canvas.crosshair import paint_crosshair
from desktop.canvas.scene import CanvasScene
from desktop.canvas.style import CanvasStyle
from desktop.canvas.tags import PlacedTag, paint_tags, place_tags
from desktop.canvas.tools.tool import NEAR_PX, Canvas, Pointer, ToolName
from desktop.canvas.tools.toolbox import Toolbox
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_model import EditModel
from engine.domain.annotations import Annotation
from engine.domain.shapes import Point

_MARGIN_PX = 8
_MAX_SCALE = 64.0
_MIN_SCALE = 0.01
_SCALE_PER_NOTCH = 1.25
_ANGLE_PER_NOTCH = 120
_LINE_REACH_PX = (-4, -4, 4, 4)
_NOTHING_HELD = Qt.KeyboardModifier.NoModifier


class CanvasView(QGraphicsView):
    """Shows the open image of an edit model, and edits it through tools. GUI thread only."""

    # Pixels of the screen for each pixel of the image, 1 at 100 %.
    zoom_changed = Signal(float)
    # Where the pointer is in pixels of the image, (x, y) as integers; None outside of the image.
    pointer_moved = Signal(object)
    # A ToolName: another tool is active.
    tool_changed = Signal(object)
    # The expert wants the next (1) or the previous (-1) image.
    navigation_requested = Signal(int)

    def __init__(
        self, model: EditModel, *, style: CanvasStyle, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.canvas_scene = CanvasScene(model, style=style, parent=self)
        self.setScene(self.canvas_scene)
        self.toolbox = Toolbox(Canvas(model, self.canvas_scene), parent=self)
        self.look = CloseLook(self)
        self.clipboard: tuple[Annotation, ...] = ()
        self._pan_from: QPoint | None = None
        self._pans_with_left = False
        self._pointer_at: QPoint | None = None
        self._fits = True
        self._keeps_place = False
        self._has_crosshair = True
        self._tags: dict[PlacedTag, None] = {}
        self._style = style
        self._build()
        self.model.image_opened.connect(self._on_model_image_opened)
        self.canvas_scene.tags_changed.connect(self._place_tags)
        self.toolbox.tool_changed.connect(self._on_tool_changed)

    def set_image(self, image: QImage) -> None:
        """Show the pixels of the open image, decoded elsewhere; a thumbnail may come first.

        Qt paints `Format_RGB32` fastest.
        """
        self.canvas_scene.set_image(image)

    def set_style(self, style: CanvasStyle) -> None:
        """Look different from now on."""
        self._style = style
        self.setBackgroundBrush(QColor(style.surround))
        self.canvas_scene.set_style(style)

    @property
    def tool(self) -> ToolName:
        """The active tool."""
        return self.toolbox.active.name

    def set_tool(self, name: ToolName) -> None:
        """Make a tool the active one."""
        self.toolbox.choose(name)

    @property
    def pointer_place(self) -> Point | None:
        """Where the pointer is in the image, in its pixels; None where it is beside it."""
        if self._pointer_at is None:
            return None
        place = self.mapToScene(self._pointer_at)
        is_inside = self.canvas_scene.sceneRect().contains(place)
        return (place.x(), place.y()) if is_inside else None

    def pan_with_left(self, *, active: bool) -> None:
        """Let the left button pan, as long as a key is held."""
        self._pans_with_left = active
        self._refresh_pointer()

    def show_crosshair(self, *, shown: bool) -> None:
        """Show the crosshair with the tools that have one, or never."""
        self._has_crosshair = shown
        self.viewport().update()

    @property
    def has_crosshair(self) -> bool:
        """Whether the crosshair is shown with the tools that have one."""
        return self._has_crosshair

    @property
    def zoom(self) -> float:
        """Pixels of the screen for each pixel of the image, 1 at 100 %."""
        return self.transform().m11()

    def keep_place(self, *, is_kept: bool) -> None:
        """Show the next images at the zoom and the place of this one, or each of them whole."""
        self._keeps_place = is_kept

    def zoom_to_fit(self) -> None:
        """Show the whole image, and go on doing so when the view is resized."""
        self._fits = True
        size = self.canvas_scene.sceneRect().size()
        if size.isEmpty():
            return
        self._set_scale(self.fitting_scale)
        self.centerOn(self.canvas_scene.sceneRect().center())

    @property
    def fitting_scale(self) -> float:
        """The zoom at which the whole image is shown."""
        size = self.canvas_scene.sceneRect().size()
        across = (self.viewport().width() - 2 * _MARGIN_PX) / size.width()
        down = (self.viewport().height() - 2 * _MARGIN_PX) / size.height()
        return min(across, down)

    def zoom_to_actual_size(self) -> None:
        """Show one pixel of the image on each pixel of the screen."""
        self.zoom_by(1.0 / self.zoom)

    def zoom_by(self, factor: float, *, at: QPointF | None = None) -> None:
        """Zoom, and keep the point of the viewport in place; its center where none is given."""
        self._fits = False
        anchor = QPointF(self.viewport().rect().center()) if at is None else at
        kept = self.mapToScene(anchor.toPoint())
        self._set_scale(self.zoom * factor)
        moved = self.mapFromScene(kept) - anchor.toPoint()
        self._scroll(moved)
        self._refresh_pointer()

    @property
    def fits(self) -> bool:
        """Whether the whole image is shown, and will be when the view is resized."""
        return self._fits

    def show_place(self, center: QPointF, scale: float) -> None:
        """Show a point of the image in the middle, at a scale."""
        self._fits = False
        self._set_scale(scale)
        self.centerOn(center)
        self._refresh_pointer()

    @override
    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.save()
        painter.resetTransform()
        paint_tags(painter, self._tags, style=self._style)
        if self._shows_crosshair() and self._pointer_at is not None:
            paint_crosshair(
                painter, self._pointer_at, size=self.viewport().size(), style=self._style
            )
        painter.restore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # Lines of the neighbors reach into what is repainted.
        rects = iter(event.region())  # type: ignore[call-overload]  # the stubs lack __iter__
        areas = [self.mapToScene(rect.adjusted(*_LINE_REACH_PX)).boundingRect() for rect in rects]
        in_view = self.mapToScene(self.viewport().rect()).boundingRect()
        self.canvas_scene.set_exposed(areas, in_view=in_view)
        super().paintEvent(event)
        self.canvas_scene.set_exposed(None, in_view=in_view)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        # Qt moves what it painted, but the texts and the crosshair do not all move along.
        self._place_tags()
        self.viewport().update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._move_pointer(event.position())
        button = event.button()
        if button in (Qt.MouseButton.ForwardButton, Qt.MouseButton.BackButton):
            self.navigation_requested.emit(1 if button is Qt.MouseButton.ForwardButton else -1)
        elif button is Qt.MouseButton.MiddleButton or (
            button is Qt.MouseButton.LeftButton and self._pans_with_left
        ):
            self._pan_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif button is Qt.MouseButton.LeftButton and self.model.has_image:
            is_double = event.type() is QEvent.Type.MouseButtonDblClick
            self.toolbox.press(self._pointer(event), is_double=is_double)
        event.accept()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            here = event.position().toPoint()
            self._scroll(self._pan_from - here)
            self._pan_from = here
        elif self.model.has_image:
            self.toolbox.move(self._pointer(event))
        self._move_pointer(event.position())
        event.accept()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            self._pan_from = None
        elif event.button() is Qt.MouseButton.LeftButton:
            self.toolbox.release(self._pointer(event))
        self._move_pointer(event.position())
        event.accept()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # With Alt held, some systems turn the wheel sideways.
        turned = event.angleDelta().y() or event.angleDelta().x()
        notches = turned / _ANGLE_PER_NOTCH
        has_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        steps = round(notches) or (1 if notches > 0 else -1)
        is_size = has_alt and self.toolbox.active.resize(steps)
        if event.angleDelta().y() and not is_size:
            self.zoom_by(_SCALE_PER_NOTCH**notches, at=event.position())
        event.accept()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.zoom_to_fit()
        else:
            self._set_scale(self.zoom)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._move_pointer(event.position())

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer_at = None
        self.toolbox.leave()
        self.canvas_scene.set_hovered(None)
        self.viewport().update()
        self.pointer_moved.emit(None)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pan_with_left(active=False)
        self.canvas_scene.show_bare_image(bare=False)

    def _build(self) -> None:
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        # The crosshair moves with the pointer: repaint its two lines, not the whole image.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setBackgroundBrush(QColor(self._style.surround))
        self.setAccessibleName(tr("Canvas"))

    def _on_tool_changed(self, name: ToolName) -> None:
        self._refresh_pointer()
        self.viewport().update()
        self.tool_changed.emit(name)

    def _on_model_image_opened(self) -> None:
        self.toolbox.cancel()
        self.look.end()
        if self._keeps_place and not self._fits:
            center = self.mapToScene(self.viewport().rect().center())
            self._set_scale(self.zoom)
            self.centerOn(center)
        else:
            self.zoom_to_fit()
        self._refresh_pointer()

    def _set_scale(self, scale: float) -> None:
        scale = min(max(scale, _MIN_SCALE), _MAX_SCALE)
        is_changed = scale != self.zoom
        self.setTransform(QTransform.fromScale(scale, scale))
        # Room around the image, so that each of its points can be brought anywhere in the view.
        image = self.canvas_scene.sceneRect()
        across, down = self.viewport().width() / scale, self.viewport().height() / scale
        self.setSceneRect(image.adjusted(-across, -down, across, down))
        self.canvas_scene.set_scale(scale)
        self._place_tags()
        if is_changed:
            self.zoom_changed.emit(scale)

    def _scroll(self, by: QPoint) -> None:
        self._fits = self._fits and by.isNull()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + by.x())
        down.setValue(down.value() + by.y())

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return self._pointer_from(event.position(), held=event.modifiers())

    def _pointer_from(
        self, position: QPointF, *, held: Qt.KeyboardModifier = _NOTHING_HELD
    ) -> Pointer:
        inverted, _ = self.viewportTransform().inverted()
        place = inverted.map(position)
        return Pointer(
            place.x(),
            place.y(),
            NEAR_PX / self.zoom,
            has_shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
            has_ctrl=bool(held & Qt.KeyboardModifier.ControlModifier),
            has_alt=bool(held & Qt.KeyboardModifier.AltModifier),
        )

    def _move_pointer(self, position: QPointF) -> None:
        self._update_crosshair()
        self._pointer_at = position.toPoint()
        self._update_crosshair()
        self._refresh_pointer()

    def _refresh_pointer(self) -> None:
        """Find out again what is under the pointer, after it or the image moved."""
        if self._pointer_at is None:
            return
        pointer = self._pointer_from(QPointF(self._pointer_at))
        self._show_cursor(pointer)
        if not self.toolbox.is_dragging and self._pan_from is None:
            tolerance_px = pointer.tolerance_px
            hit = self.canvas_scene.object_at(*pointer.point, tolerance_px=tolerance_px)
            self.canvas_scene.set_hovered(hit)
        image = self.model.state.image
        is_inside = 0 <= pointer.x < image.width and 0 <= pointer.y < image.height
        self.pointer_moved.emit((int(pointer.x), int(pointer.y)) if is_inside else None)

    def _show_cursor(self, pointer: Pointer) -> None:
        if self._pan_from is not None:
            cursor = Qt.CursorShape.ClosedHandCursor
        elif self._pans_with_left:
            cursor = Qt.CursorShape.OpenHandCursor
        elif self.toolbox.is_dragging:
            return
        else:
            cursor = self.toolbox.cursor_at(pointer)
        self.viewport().setCursor(cursor)

    def _place_tags(self) -> None:
        tags = place_tags(
            self.canvas_scene.tags(),
            to_screen=self.viewportTransform(),
            screen=self.viewport().rect(),
            style=self._style,
        )
        before, self._tags = self._tags, dict.fromkeys(tags)
        for tag in before.keys() ^ self._tags.keys():
            self.viewport().update(tag.area)

    def _shows_crosshair(self) -> bool:
        return self._has_crosshair and self.toolbox.active.has_crosshair and self.model.has_image

    def _update_crosshair(self) -> None:
        if self._pointer_at is None or not self._shows_crosshair():
            return
        width, height = self.viewport().width(), self.viewport().height()
        self.viewport().update(0, self._pointer_at.y() - 1, width, 3)
        self.viewport().update(self._pointer_at.x() - 1, 0, 3, height)
