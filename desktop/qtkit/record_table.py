"""A table of records on screen: even columns, states as pills, one row that stands out."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QRectF, QSize, QSortFilterProxyModel, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)
from typing_extensions import override

from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.theme import Theme
from desktop.viewmodels.index import Index
from desktop.viewmodels.record_table_model import RecordTableModel, TableRole, Tone

_Record = TypeVar("_Record")
# To this a column may shrink for others.
_LEAST_PX = 96
_ROW_PX = 32
_PILL_PX = 18
_CELL_PADDING_PX = 8
_PILL_PADDING_PX = 8
_PADDING_PX = 2 * _CELL_PADDING_PX


class RecordTable(QTableView, Generic[_Record]):
    """Shows a record table model, sorted by the column the user clicks. GUI thread only."""

    # The user chose another row: its record.
    chosen = Signal(object)

    def __init__(
        self,
        model: RecordTableModel[_Record],
        theme: Theme,
        *,
        sort_column: int | None = None,
        is_descending: bool = False,
    ) -> None:
        """Make the table; without a column to sort by, records stay in the order they came in."""
        super().__init__()
        self._records = model
        self._is_fit_due = False
        # What each column takes; None until it is measured, which other texts make necessary.
        self._needed_px: list[int] | None = None
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(model)
        self._proxy.setSortRole(TableRole.SORT_KEY)
        self._proxy.setDynamicSortFilter(True)
        self.setModel(self._proxy)
        self.setItemDelegate(_CellPainter(theme, self))
        self._dress()
        if sort_column is not None:
            order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
            self.setSortingEnabled(True)
            self.sortByColumn(sort_column, order)
        self._connect_signals(theme)

    def current_record(self) -> _Record | None:
        """Return the record of the row the user chose."""
        index = self._proxy.mapToSource(self.currentIndex())
        return self._records.record(index.row()) if index.isValid() else None

    def choose(self, row: int) -> None:
        """Choose the row of the model, as a click on it would."""
        self.setCurrentIndex(self._proxy.mapFromSource(self._records.index(row, 0)))

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.verticalHeader().setMinimumSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _connect_signals(self, theme: Theme) -> None:
        for news in (self._proxy.modelReset, self._proxy.rowsInserted, self._proxy.dataChanged):
            news.connect(self._fit_columns_soon)
        self.selectionModel().currentRowChanged.connect(self._on_row_changed)
        theme.changed.connect(self.viewport().update)

    def _on_row_changed(self, current: Index, _before: Index) -> None:
        if current.isValid():
            self.chosen.emit(current.data(TableRole.RECORD))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_columns_soon()

    def _needed_width(self, column: int) -> int:
        """Return what a column takes; Qt's own hint would ask for each of a thousand rows."""
        row = self._records.widest_row(column, QFontMetrics(self.font()).horizontalAdvance)
        if row is None:
            return self._title_width(column)
        widest = self._proxy.mapFromSource(self._records.index(row, column))
        return max(self.sizeHintForIndex(widest).width(), self._title_width(column))

    def _title_width(self, column: int) -> int:
        """Return what a title takes; Qt's own hint keeps room for a sort arrow."""
        title = self._proxy.headerData(column, Qt.Orientation.Horizontal)
        return QFontMetrics(text_font(CAPTION_PX)).horizontalAdvance(str(title)) + _PADDING_PX

    def _fit_columns_soon(self) -> None:
        """Fit once for all that changes now: rows come one by one."""
        self._needed_px = None
        if not self._is_fit_due:
            self._is_fit_due = True
            QTimer.singleShot(0, self, self._fit_columns)

    def _fit_columns(self) -> None:
        """Give every column what it needs, and what is left to all alike.

        Where too little is there, the longest words are cut off, not the numbers beside them.
        """
        self._is_fit_due = False
        header = self.horizontalHeader()
        count = header.count()
        if self._needed_px is None:
            self._needed_px = [self._needed_width(number) for number in range(count)]
        needed = list(self._needed_px)
        spare = self.viewport().width() - sum(needed)
        if spare < 0 and needed:
            widest = needed.index(max(needed))
            needed[widest] = min(needed[widest], max(_LEAST_PX, needed[widest] + spare))
            spare = 0
        for number, width in enumerate(needed):
            share = spare * (number + 1) // count - spare * number // count
            header.resizeSection(number, width + share)


class _CellPainter(QStyledItemDelegate):
    """Paints states as pills and lifts the row that stands out."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table
        self._pill_font = text_font(CAPTION_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(TableRole.IS_MARKED):
            painter.fillRect(option.rect, QColor(self._theme.tokens.raised))
        super().paint(painter, option, index)
        tone = index.data(TableRole.TONE)
        if isinstance(tone, Tone):
            self._paint_pill(painter, option, str(index.data()), tone)

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if isinstance(index.data(TableRole.TONE), Tone):
            option.text = ""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        if isinstance(index.data(TableRole.TONE), Tone):
            size.setWidth(self._pill_width(str(index.data())) + _PADDING_PX)
        return size

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show text whole that is cut off."""
        if self.sizeHint(option, index).width() <= view.visualRect(index).width():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), str(index.data()), view)
        return True

    def _pill_width(self, text: str) -> int:
        return QFontMetrics(self._pill_font).horizontalAdvance(text) + 2 * _PILL_PADDING_PX

    def _paint_pill(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, tone: Tone
    ) -> None:
        tokens = self._theme.tokens
        color = {
            Tone.ACCENT: tokens.accent,
            Tone.WARNING: tokens.warning,
            Tone.BAD: tokens.bad,
            Tone.QUIET: tokens.muted,
        }[tone]
        border = tokens.faint if tone is Tone.QUIET else color
        top = option.rect.top() + (option.rect.height() - _PILL_PX) / 2
        pill = QRectF(option.rect.left() + _CELL_PADDING_PX, top, self._pill_width(text), _PILL_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._pill_font)
        painter.setPen(QPen(QColor(border), 1.0))
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), _PILL_PX / 2, _PILL_PX / 2)
        painter.setPen(QColor(color))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()
