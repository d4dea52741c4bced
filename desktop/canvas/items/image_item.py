"""The image under the shapes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.canvas.style import Layer

# From this magnification on, pixels are shown as squares: an expert wants to see what was recorded.
_SQUARES_FROM_SCALE = 3.0
_SMALLEST_LEVEL_PX = 256


class ImageItem(QGraphicsItem):
    """An image, painted into a rectangle of its true size whatever size its pixels have.

    Shrunk views are painted from halved copies, made when first needed, as scaling a large image
    down at each frame would make panning stutter.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(Layer.IMAGE)
        self._rect = QRectF()
        self._levels: list[QImage] = []

    def set_size(self, width: int, height: int) -> None:
        """Take another size in pixels, and show nothing until the image comes."""
        self.prepareGeometryChange()
        self._rect = QRectF(0, 0, width, height)
        self._levels = []

    def set_image(self, image: QImage) -> None:
        """Show these pixels; a thumbnail may come first and the full image later."""
        self._levels = [] if image.isNull() else [image]
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        return self._rect

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        if not self._levels:
            return
        scale = painter.worldTransform().m11() * painter.device().devicePixelRatio()
        level = self._level(scale * self._rect.width() / self._levels[0].width())
        smooth = scale < _SQUARES_FROM_SCALE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(self._rect, level)

    def _level(self, scale: float) -> QImage:
        """Return the smallest copy that still has a pixel for each pixel of the screen."""
        index = 0
        while scale <= 0.5 and self._has_level(index + 1):
            scale *= 2
            index += 1
        return self._levels[index]

    def _has_level(self, index: int) -> bool:
        if index < len(self._levels):
            return True
        last = self._levels[-1]
        if max(last.width(), last.height()) < 2 * _SMALLEST_LEVEL_PX:
            return False
        half = last.scaled(
            max(1, last.width() // 2),
            max(1, last.height() // 2),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self._levels.append(half)
        return True
