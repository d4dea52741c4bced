"""A small picture of the whole image that says which part of it is seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.canvas.style import CanvasStyle
from desktop.canvas.view import CanvasView
from desktop.qtkit.translation import tr

_MAX_SIZE = QSize(180, 140)
_MARGIN_PX = 12
_LEAST_SIDE_PX = 24
_SHADE_ALPHA = 110
_LINE_PX = 1.5
# The seen part never shrinks to nothing.
_LEAST_FRAME_PX = 4.0


class Minimap(QWidget):
    """Lies in a corner of the canvas while a part of the image is off it. GUI thread only.

    A click or a drag on it brings that place of the image to the middle of the canvas.
    """

    def __init__(self, view: CanvasView, *, style: CanvasStyle) -> None:
        # Beside the viewport, not in it: what lies in it is scrolled along.
        super().__init__(view)
        self._view = view
        self._style = style
        self._is_wanted = True
        self._small = QImage()
        self._small_of = 0
        self.setAccessibleName(tr("Overview of the image"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self.follow)
        view.zoom_changed.connect(self.follow)
        view.viewport().installEventFilter(self)
        self.hide()

    @property
    def is_wanted(self) -> bool:
        """Whether it is shown where there is something to show."""
        return self._is_wanted

    def set_wanted(self, *, is_wanted: bool) -> None:
        """Show it where there is something to show, or never."""
        self._is_wanted = is_wanted
        self.follow()

    def set_style(self, style: CanvasStyle) -> None:
        """Look different from now on."""
        self._style = style
        self.update()

    def follow(self) -> None:
        """Show what is seen now; hide where that is all."""
        image = self._view.canvas_scene.sceneRect()
        base = self._view.canvas_scene.image_item.base
        is_part = not image.isEmpty() and not self._seen().contains(image)
        is_shown = self._is_wanted and is_part and not base.isNull() and self._view.model.has_image
        if is_shown:
            self._place(image)
            self.update()
        self.setVisible(is_shown)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.follow()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.rect()
        painter.drawImage(area, self._small_base())
        frame = self._frame()
        shade = QColor(self._style.halo)
        shade.setAlpha(_SHADE_ALPHA)
        painter.setClipRegion(QRegion(area) - QRegion(frame.toAlignedRect()))
        painter.fillRect(area, shade)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(self._style.accent), _LINE_PX))
        painter.drawRect(frame)
        painter.setPen(QPen(QColor(self._style.crosshair), 1.0))
        painter.setOpacity(0.5)
        painter.drawRect(area.adjusted(0, 0, -1, -1))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._go_to(event.position())
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())
        event.accept()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _go_to(self, place: QPointF) -> None:
        image = self._view.canvas_scene.sceneRect()
        across = min(max(place.x() / self.width(), 0.0), 1.0)
        down = min(max(place.y() / self.height(), 0.0), 1.0)
        self._view.centerOn(image.width() * across, image.height() * down)

    def _seen(self) -> QRectF:
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def _place(self, image: QRectF) -> None:
        size = image.size().toSize().scaled(_MAX_SIZE, Qt.AspectRatioMode.KeepAspectRatio)
        size = size.expandedTo(QSize(_LEAST_SIDE_PX, _LEAST_SIDE_PX))
        viewport = self._view.viewport().geometry()
        self.resize(size)
        self.move(
            viewport.right() - size.width() - _MARGIN_PX,
            viewport.bottom() - size.height() - _MARGIN_PX,
        )
        self.raise_()

    def _frame(self) -> QRectF:
        image = self._view.canvas_scene.sceneRect()
        seen = self._seen() & image
        across, down = self.width() / image.width(), self.height() / image.height()
        frame = QRectF(
            seen.left() * across, seen.top() * down, seen.width() * across, seen.height() * down
        )
        lack = QPointF(
            max(0.0, _LEAST_FRAME_PX - frame.width()) / 2,
            max(0.0, _LEAST_FRAME_PX - frame.height()) / 2,
        )
        return frame.adjusted(-lack.x(), -lack.y(), lack.x(), lack.y())

    def _small_base(self) -> QImage:
        """Return the base at the size of the widget, scaled once for each base."""
        base = self._view.canvas_scene.image_item.base
        wanted = self.size() * self.devicePixelRatio()
        if base.cacheKey() != self._small_of or self._small.size() != wanted:
            self._small_of = base.cacheKey()
            self._small = base.scaled(
                wanted,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return self._small
