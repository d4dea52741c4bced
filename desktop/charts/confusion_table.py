"""The confusion matrix: what is there against what it was called, each cell a way to its images."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.texts import styled
from desktop.qtkit.theme import Theme
from desktop.qtkit.tokens import Tokens, contrast_ratio, mix
from desktop.qtkit.translation import tr
from desktop.viewmodels.index import Index

NOTHING = tr("nothing")
_CELL_PX, _MIN_CELL_PX, _MAX_CELL_PX = 34, 26, 56
_MIN_WIDTH_PX = 56
# Fuller, and no ink would stand out on it by 4.5.
_PALEST, _FULLEST = 0.1, 0.5
_MARGIN_PX = 2


class ConfusionModel(QAbstractTableModel):
    """Counts with the names of the classes around them. GUI thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._matrix: NDArray[np.int64] = np.zeros((0, 0), np.int64)

    def show(self, names: Sequence[str], matrix: NDArray[np.int64]) -> None:
        """Show a matrix; its last row and column are nothing."""
        self.beginResetModel()
        self._names, self._matrix = (*names, NOTHING), matrix
        self.endResetModel()

    def strength(self, index: Index) -> float:
        """Return how much of what is there, or of all false alarms, a cell has, 0 to 1."""
        total = int(self._matrix[index.row()].sum())
        return float(self._matrix[index.row(), index.column()]) / total if total else 0.0

    def is_corner(self, index: Index) -> bool:
        """Whether a cell is that of nothing called nothing, which is never counted."""
        return index.row() == index.column() == len(self._names) - 1

    def is_right(self, index: Index) -> bool:
        """Whether a cell counts what was called what it is."""
        return index.row() == index.column()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._matrix)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._matrix)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self.is_corner(index):
            return None
        count = int(self._matrix[index.row(), index.column()])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{count:,}"
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._sentence(index.row(), index.column(), count)
            case _:
                return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._names[section]
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.is_corner(index):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _sentence(self, row: int, column: int, count: int) -> str:
        there, said = self._names[row], self._names[column]
        if column == len(self._names) - 1:
            return tr("{count:,} of {there} missed").format(count=count, there=there)
        if row == len(self._names) - 1:
            return tr("{count:,} false alarms of {said}").format(count=count, said=said)
        return tr("{count:,} of {there} called {said}").format(count=count, there=there, said=said)


class ConfusionTable(QTableView):
    """A table of cells, tinted by how much of their row they hold. GUI thread only."""

    # A cell was chosen: the row (what is there) and the column (what it was called).
    cell_chosen = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._confusions = ConfusionModel(self)
        self.setModel(self._confusions)
        self.setItemDelegate(_CellDelegate(theme, self))
        styled(self, look="cells")
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Confusions: rows are what is there, columns what it was called"))
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setMinimumSectionSize(_MIN_WIDTH_PX)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(_CELL_PX)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        down.setDefaultAlignment(right)
        for header in (across, down):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
        down.setMaximumWidth(110)
        self.activated.connect(self._on_activated)
        self.clicked.connect(self._on_activated)
        theme.changed.connect(self.viewport().update)

    def show_confusions(self, names: Sequence[str], matrix: NDArray[np.int64]) -> None:
        """Show a matrix; its last row and column are nothing."""
        self._confusions.show(names, matrix)
        self._share_height()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    @override
    def sizeHint(self) -> QSize:
        rows = max(2, self._confusions.rowCount())
        return QSize(300, self.horizontalHeader().sizeHint().height() + rows * _CELL_PX + 4)

    def _share_height(self) -> None:
        """Let the rows have the height there is, within reason."""
        rows = max(1, self._confusions.rowCount())
        height = min(_MAX_CELL_PX, max(_MIN_CELL_PX, self.viewport().height() // rows))
        self.verticalHeader().setDefaultSectionSize(height)

    def _on_activated(self, index: QModelIndex) -> None:
        if not self._confusions.is_corner(index):
            self.cell_chosen.emit(index.row(), index.column())


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        assert isinstance(model, ConfusionModel)
        if model.is_corner(index):
            return
        tokens = self._theme.tokens
        ground = _ground(tokens, model.strength(index), is_right=model.is_right(index))
        area = QRectF(option.rect).adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QColor(tokens.accent) if has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, 4, 4)
        painter.setFont(text_font(CAPTION_PX + 1))
        painter.setPen(QColor(_ink(tokens, ground)))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()


def _ground(tokens: Tokens, strength: float, *, is_right: bool) -> str:
    """Return the color of a cell: the more of its row it holds, the fuller."""
    if not strength:
        return tokens.raised
    share = _PALEST + (_FULLEST - _PALEST) * strength
    return mix(tokens.raised, tokens.accent if is_right else tokens.bad, share)


def _ink(tokens: Tokens, ground: str) -> str:
    return max((tokens.text, tokens.surface), key=lambda ink: contrast_ratio(ink, ground))
