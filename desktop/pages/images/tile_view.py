"""The grid of images: whole tiles over the whole width, of which many can be selected."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.pages.images.tile_delegate import TILE_SIZE, TileDelegate
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.image_grid_model import ImageGridModel
from desktop.viewmodels.index import Index

_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_STEPS = {_Move.MoveLeft: -1, _Move.MovePrevious: -1, _Move.MoveRight: 1, _Move.MoveNext: 1}


class TileView(QAbstractItemView):
    """Shares its width out among whole tiles. GUI thread only.

    All tiles are of one size, so their places are worked out when they are asked for. QListView
    keeps a list of them, and to fill it for 100,000 images takes 0.2 s at each change of size.
    """

    # Other images are selected: how many.
    selection_counted = Signal(int)

    def __init__(self, model: ImageGridModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = TileDelegate(theme, self)
        self._size = TILE_SIZE
        self._columns = 1
        self.setModel(model)
        self.setItemDelegate(self._tiles)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(TILE_SIZE.height() // 3)
        self.setAccessibleName(tr("Images"))
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        # A reset forgets the selection without a word.
        model.modelReset.connect(self._on_selection_changed)
        # Nobody acts on images that came into the place of those selected.
        model.rows_moved.connect(self.clearSelection)

    def selected_rows(self) -> list[range]:
        """Return the rows selected, in ranges: of 100,000 images there may be one."""
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.count()))
        found = [range(each.top(), each.bottom() + 1) for each in ranges]
        return sorted(found, key=lambda rows: rows.start)

    @override
    def visualRect(self, index: Index) -> QRect:
        return self._place(index.row()) if index.isValid() else QRect()

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._row_at(point)
        return QModelIndex() if row is None else self.model().index(row, 0)

    @override
    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible
    ) -> None:
        place, bar = self.visualRect(index), self.verticalScrollBar()
        below = place.bottom() + 1 - self.viewport().height()
        if hint is _Hint.PositionAtCenter:
            bar.setValue(bar.value() + (place.top() + below) // 2)
        elif hint is _Hint.PositionAtTop or place.top() < 0:
            bar.setValue(bar.value() + place.top())
        elif hint is _Hint.PositionAtBottom or below > 0:
            bar.setValue(bar.value() + below)

    @override
    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        if not self._num_tiles:
            return QModelIndex()
        last, row = self._num_tiles - 1, max(0, self.currentIndex().row())
        page = max(1, self.viewport().height() // self._size.height()) * self._columns
        steps = {
            **_STEPS,
            _Move.MoveUp: -self._columns,
            _Move.MoveDown: self._columns,
            _Move.MovePageUp: -page,
            _Move.MovePageDown: page,
            _Move.MoveHome: -row,
            _Move.MoveEnd: last - row,
        }
        wanted = row + steps.get(cursorAction, 0)
        if cursorAction in (_Move.MoveUp, _Move.MoveDown) and not 0 <= wanted <= last:
            # There is no tile above or below.
            wanted = row
        return self.model().index(min(max(wanted, 0), last), 0)

    @override
    def horizontalOffset(self) -> int:
        return 0

    @override
    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    @override
    def isIndexHidden(self, index: Index) -> bool:
        return False

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        is_band = self.state() is QAbstractItemView.State.DragSelectingState
        found = self._rows_in(rect.normalized()) if is_band else self._rows_between(rect)
        selection = QItemSelection()
        for rows in found:
            first, last = (self.model().index(row, 0) for row in (rows[0], rows[-1]))
            selection.select(first, last)
        self.selectionModel().select(selection, command)

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for rows in self._rows_in(self.viewport().rect()):
            for row in rows:
                if selection.contains(self.model().index(row, 0)):
                    region += QRegion(self._place(row))
        return region

    @override
    def updateGeometries(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        num_lines = -(-self._num_tiles // self._columns)
        bar.setPageStep(height)
        bar.setRange(0, max(0, num_lines * self._size.height() - height))
        super().updateGeometries()

    @override
    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self.updateGeometries()
        self.viewport().update()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.scrollDirtyRegion(dx, dy)
        self.viewport().scroll(dx, dy)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        first = self.verticalOffset() // self._size.height() * self._columns
        room = self.viewport().width()
        self._columns = max(1, room // TILE_SIZE.width())
        width = max(1, room // self._columns)
        self._size = QSize(width, TILE_SIZE.height() * width // TILE_SIZE.width())
        self._tiles.set_size(self._size)
        super().resizeEvent(event)
        self.updateGeometries()
        # What stood at the top still does.
        self.verticalScrollBar().setValue(first // self._columns * self._size.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        current = self.currentIndex().row() if self.hasFocus() else -1
        plain = option.state & ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        for rows in self._rows_in(event.rect()):
            for row in rows:
                index = self.model().index(row, 0)
                option.rect = self._place(row)
                option.state = plain
                if self.selectionModel().isSelected(index):
                    option.state |= QStyle.StateFlag.State_Selected
                if row == current:
                    option.state |= QStyle.StateFlag.State_HasFocus
                self._tiles.paint(painter, option, index)
        painter.end()

    @property
    def _num_tiles(self) -> int:
        return self.model().rowCount()

    def _place(self, row: int) -> QRect:
        """Return where a tile is in the viewport; it may be outside."""
        line, column = divmod(row, self._columns)
        x, y = column * self._size.width(), line * self._size.height() - self.verticalOffset()
        return QRect(QPoint(x, y), self._size)

    def _row_at(self, point: QPoint) -> int | None:
        column = point.x() // self._size.width()
        line = (point.y() + self.verticalOffset()) // self._size.height()
        row = line * self._columns + column
        return row if 0 <= column < self._columns and 0 <= row < self._num_tiles else None

    def _rows_in(self, area: QRect) -> list[range]:
        """Return the rows whose tiles an area of the viewport touches, in ranges."""
        offset, size = self.verticalOffset(), self._size
        lines = range(
            max(0, (area.top() + offset) // size.height()),
            (area.bottom() + offset) // size.height() + 1,
        )
        first = max(0, area.left() // size.width())
        last = min(self._columns - 1, area.right() // size.width())
        starts = (line * self._columns for line in lines)
        found = (range(s + first, min(s + last + 1, self._num_tiles)) for s in starts)
        return [rows for rows in found if rows]

    def _rows_between(self, rect: QRect) -> list[range]:
        """Return the rows from one corner to the other, as text is selected."""
        ends = [self._row_at(corner) for corner in (rect.topLeft(), rect.bottomRight())]
        known = [row for row in ends if row is not None]
        return [range(min(known), max(known) + 1)] if known else []

    def _on_selection_changed(self) -> None:
        self.selection_counted.emit(sum(len(rows) for rows in self.selected_rows()))
