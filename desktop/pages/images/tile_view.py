"""The grid of images: whole tiles over the whole width, of which many can be selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from desktop.pages.images.tile_delegate import TILE_SIZE, TileDelegate
from desktop.qtkit.theme import Theme
from desktop.viewmodels.image_grid_model import ImageGridModel
from desktop.viewmodels.index import Index

# A grid that takes the last pixel too makes Qt wrap a tile early.
_SPARE_PX = 1


class TileView(QListView):
    """Shares its width out among whole tiles. GUI thread only."""

    # Other images are selected: how many.
    selection_counted = Signal(int)

    def __init__(self, model: ImageGridModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = TileDelegate(theme, self)
        self.setModel(model)
        self.setItemDelegate(self._tiles)
        # Rows that wrap, not Qt's icon mode, which keeps a tree of the places of all items.
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(TILE_SIZE.height() // 3)
        self.setAccessibleName("Images")
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        # A reset forgets the selection without a word.
        model.modelReset.connect(self._on_selection_changed)

    def selected_rows(self) -> list[range]:
        """Return the rows selected, in ranges: of 100,000 images there may be one."""
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.count()))
        found = [range(each.top(), each.bottom() + 1) for each in ranges]
        return sorted(found, key=lambda rows: rows.start)

    @override
    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:
        # QListView would find a place for every tile anew, which of 100,000 takes 0.2 s, for each
        # thumbnail that comes; but all tiles are of one size, so that none moves.
        QAbstractItemView.dataChanged(self, topLeft, bottomRight, list(roles))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.viewport().width() - _SPARE_PX
        width = room // max(1, room // TILE_SIZE.width())
        size = QSize(width, TILE_SIZE.height() * width // TILE_SIZE.width())
        self._tiles.set_size(size)
        self.setGridSize(size)
        super().resizeEvent(event)

    def _on_selection_changed(self) -> None:
        self.selection_counted.emit(sum(len(rows) for rows in self.selected_rows()))
