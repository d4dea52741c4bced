"""The questions of the open rounds below the image, with how far the expert is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.pages.label.side_frame import SideFrame
from desktop.qtkit.focus import paint_focus
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.icons import pixmap
from desktop.qtkit.layouts import RADIUS_PX, column, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled
from desktop.qtkit.theme import Theme
from desktop.qtkit.tokens import DARK
from desktop.qtkit.translation import tr
from desktop.qtkit.words import duration_text
from desktop.viewmodels.question_strip_model import QuestionRole, QuestionStripModel
from engine.domain.identifiers import ImageId
from engine.domain.rounds import QuestionState

_HEIGHT_PX = 104
_TILE_PX = QSize(112, 74)
_GAP_PX = 8
_PROGRESS_PX = 116
_DIM_ALPHA = 150
_PILL_HEIGHT_PX = 16
_PILL_PADDING_PX = 6
_PILL_GROUND = QColor(0, 0, 0, 185)
_PILL_TEXT = "#ffffff"
# Pills are dark in both themes.
_PILL_MARK = DARK.accent
_CHECK_PX = 12
_WORDS = {
    QuestionState.SKIPPED: tr("skipped"),
    QuestionState.UNSURE: tr("not sure"),
    QuestionState.FLAGGED: tr("flagged"),
}


class Filmstrip(SideFrame):
    """Progress at the left, one tile a question beside it."""

    # The expert clicked a tile: its ImageId.
    question_requested = Signal(object)

    def __init__(self, model: QuestionStripModel, theme: Theme) -> None:
        super().__init__()
        styled(self, look="filmstrip")
        self.setFixedHeight(_HEIGHT_PX)
        self._model = model
        self._text = ElidedLabel(role=TextRole.STRONG)
        self._caption = ElidedLabel(role=TextRole.CAPTION)
        self._ahead = ElidedLabel(role=TextRole.CAPTION)
        self._list = QListView()
        self._delegate = _TileDelegate(theme)
        self._build()
        self._list.clicked.connect(self._on_chosen)
        self._list.activated.connect(self._on_chosen)
        theme.changed.connect(self._list.viewport().update)

    def set_progress(self, text: str, caption: str, ahead: str) -> None:
        """Say how far the expert is in the round in hand, and what was asked ahead, if anything."""
        self._text.setText(text)
        self._caption.setText(caption)
        self._ahead.setText(ahead)
        self._ahead.setVisible(bool(ahead))

    def show_current(self, image_id: ImageId | None) -> None:
        """Bring the tile of an image into view."""
        line = None if image_id is None else self._model.row_of(image_id)
        if line is not None:
            center = QListView.ScrollHint.PositionAtCenter
            self._list.scrollTo(self._model.index(line), center)

    def _build(self) -> None:
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setFlow(QListView.Flow.LeftToRight)
        self._list.setWrapping(False)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._list.setAccessibleName(tr("Questions of the round"))
        progress = QWidget()
        progress.setFixedWidth(_PROGRESS_PX)
        progress.setLayout(column(None, self._text, self._caption, self._ahead, None, spacing_px=3))
        layout = row(progress, spacing_px=8)
        layout.addWidget(self._list, 1)
        layout.setContentsMargins(14, 9, 8, 2)
        self.setLayout(layout)

    def _on_chosen(self, index: QModelIndex) -> None:
        self.question_requested.emit(index.data(QuestionRole.IMAGE_ID))


class _TileDelegate(QStyledItemDelegate):
    """Paints a thumbnail: what is dealt with dimmed, the current one framed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(_TILE_PX.width() + _GAP_PX, _TILE_PX.height())

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tokens = self._theme.tokens
        corner: QRect = option.rect
        area = QRect(corner.topLeft(), _TILE_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
        painter.fillPath(outline, QColor(tokens.raised))
        thumbnail = index.data(Qt.ItemDataRole.DecorationRole)
        if thumbnail is not None:
            painter.setClipPath(outline)
            _paint_filling(painter, area, thumbnail)
            if index.data(QuestionRole.STATE) != QuestionState.OPEN:
                dim = QColor(tokens.surface)
                dim.setAlpha(_DIM_ALPHA)
                painter.fillPath(outline, dim)
            painter.setClipping(False)
        is_current = index.data(QuestionRole.IS_CURRENT)
        painter.setPen(QPen(QColor(tokens.accent if is_current else tokens.line), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        self._paint_pills(painter, area, index)
        paint_focus(painter, option, area, tokens)
        painter.restore()

    def _paint_pills(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        # Qt hands the state back as a plain string.
        state, expected_s = index.data(QuestionRole.STATE), index.data(QuestionRole.EXPECTED_S)
        if state == QuestionState.ANSWERED:
            pill = _pill_area(area, _CHECK_PX, at_right=True)
            _paint_pill(painter, pill, "")
            mark = pixmap("check", _PILL_MARK, size_px=_CHECK_PX, scale=2)
            top = pill.center().y() - _CHECK_PX // 2 + 1
            painter.drawPixmap(pill.center().x() - _CHECK_PX // 2 + 1, top, mark)
            return
        text = _WORDS.get(state, "" if expected_s is None else duration_text(expected_s))
        painter.setFont(text_font(CAPTION_PX, weight=QFont.Weight.Medium))
        measure = painter.fontMetrics().horizontalAdvance
        if text:
            _paint_pill(painter, _pill_area(area, measure(text), at_right=True), text)
        if index.data(QuestionRole.IS_HOLDOUT) and state == QuestionState.OPEN:
            pill = _pill_area(area, measure(tr("holdout")), at_right=False)
            _paint_pill(painter, pill, tr("holdout"))


def _paint_filling(painter: QPainter, area: QRect, thumbnail: QImage) -> None:
    """Paint the middle of a picture so that it fills the area."""
    scale = min(thumbnail.width() / area.width(), thumbnail.height() / area.height())
    width, height = area.width() * scale, area.height() * scale
    left, top = (thumbnail.width() - width) / 2, (thumbnail.height() - height) / 2
    painter.drawImage(QRectF(area), thumbnail, QRectF(left, top, width, height))


def _pill_area(area: QRect, text_px: int, *, at_right: bool) -> QRect:
    width = text_px + 2 * _PILL_PADDING_PX
    left = area.right() - 5 - width if at_right else area.left() + 6
    return QRect(left, area.top() + 6, width, _PILL_HEIGHT_PX)


def _paint_pill(painter: QPainter, pill: QRect, text: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PILL_GROUND)
    painter.drawRoundedRect(pill, _PILL_HEIGHT_PX / 2, _PILL_HEIGHT_PX / 2)
    painter.setPen(QColor(_PILL_TEXT))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
