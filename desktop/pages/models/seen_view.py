"""An image as one version sees it: what it found quiet, what it got wrong by name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.pages.models.compare_state import SeenBox
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.kept_shapes import KeptShape
from desktop.qtkit.layouts import RADIUS_PX
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from engine.domain.evaluations import Finding

_MARGIN_PX = 6
_QUIET_PX, _LOUD_PX = 1.0, 2.0
_TAG_PX = 16.0
_TAG_PADDING_PX = 4.0
_MIN_SIZE = QSize(160, 120)


class SeenView(QWidget):
    """What is there is drawn solid, what the version saw dashed, as on the canvas."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture = QImage()
        self._boxes: tuple[SeenBox, ...] = ()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    @override
    def minimumSizeHint(self) -> QSize:
        return _MIN_SIZE

    def show_boxes(self, boxes: Sequence[SeenBox]) -> None:
        """Show what was seen; the picture comes on its own."""
        self._boxes, self._picture, self._words = tuple(boxes), QImage(), ""
        self.update()

    def set_picture(self, picture: QImage) -> None:
        """Show the image itself; a null one stands for an image that cannot be read."""
        self._picture = picture
        self._words = tr("The image cannot be read.") if picture.isNull() else ""
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.image_surround))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
        painter.setFont(text_font(CAPTION_PX))
        if self._picture.isNull():
            painter.setPen(QColor(tokens.text))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
            return
        target = self._target()
        painter.drawImage(target, self._picture)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Rotated boxes at the edge reach out of the image.
        painter.setClipRect(target.adjusted(-_LOUD_PX, -_LOUD_PX, _LOUD_PX, _LOUD_PX))
        for box in self._boxes:
            self._paint_box(painter, target, box)
        painter.setClipping(False)
        for box in self._boxes:
            self._paint_tag(painter, target, box)

    def _target(self) -> QRectF:
        room = self.rect().adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        middle = QRectF(room).center()
        corner = middle - QPointF(size.width() / 2, size.height() / 2)
        return QRectF(corner, size)

    def _paint_box(self, painter: QPainter, target: QRectF, box: SeenBox) -> None:
        is_quiet = box.kind is Finding.FOUND
        pen = QPen(QColor(box.color), _QUIET_PX if is_quiet else _LOUD_PX)
        if box.kind is not Finding.MISSED:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if box.shape is None:
            painter.drawRect(_place(box, target))
        else:
            KeptShape(box.shape, target).paint(painter)

    def _paint_tag(self, painter: QPainter, target: QRectF, box: SeenBox) -> None:
        if not box.caption:
            return
        width = QFontMetricsF(painter.font()).horizontalAdvance(box.caption) + 2 * _TAG_PADDING_PX
        corner = _place(box, target).topLeft() - QPointF(0, _TAG_PX)
        right, top = max(target.left(), target.right() - width), target.top()
        tag = QRectF(min(corner.x(), right), max(corner.y(), top), width, _TAG_PX)
        painter.fillRect(tag, QColor(self._theme.tokens.surface))
        painter.setPen(QColor(self._theme.tokens.text))
        painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), box.caption)


def _place(box: SeenBox, target: QRectF) -> QRectF:
    """Return where a box lies on screen."""
    left, top, right, bottom = box.box_norm
    begin = QPointF(target.left() + left * target.width(), target.top() + top * target.height())
    end = QPointF(target.left() + right * target.width(), target.top() + bottom * target.height())
    return QRectF(begin, end)
