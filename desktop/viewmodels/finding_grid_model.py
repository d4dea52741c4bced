"""What a model got wrong, one tile each, with pictures that are fetched as they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from typing_extensions import override

from desktop.qtkit.translation import tr
from desktop.viewmodels.index import Index
from engine.domain.evaluations import Finding
from engine.domain.images import ImageRecord
from engine.domain.seen_shapes import SeenShape

_NUM_KEPT_CROPS = 400


class FindingRole(IntEnum):
    """What a tile tells besides its caption and its picture."""

    TILE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class FindingTile:
    """One thing a model got wrong, or right.

    Attributes:
        image: Where; None once the project has it no more.
        box_norm: Corners as fractions of the image.
        caption: What became of it ("WBC called RBC 0.71").
        color: Of the class it is about.
        place: Its number among those shown, by which its picture is known.
        there_shape: What is there, where that is more than a box.
        said_shape: What the model saw, likewise.
    """

    kind: Finding
    image: ImageRecord | None
    box_norm: tuple[float, float, float, float]
    caption: str
    color: str
    place: int
    there_shape: SeenShape | None = field(default=None, compare=False)
    said_shape: SeenShape | None = field(default=None, compare=False)


class FindingGridModel(QAbstractListModel):
    """Tiles in the order given; asks for the pictures of those painted. GUI thread only."""

    # Tiles are looked at whose pictures are not here: a tuple of FindingTile.
    crops_requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[FindingTile, ...] = ()
        self._crops: OrderedDict[FindingTile, QImage] = OrderedDict()
        self._wanted: dict[FindingTile, None] = {}
        self._asked: set[FindingTile] = set()
        # Views ask for data while they paint: answer them first, then ask for what is missing.
        self._request_timer = QTimer(self)
        self._request_timer.setSingleShot(True)
        self._request_timer.setInterval(0)
        self._request_timer.timeout.connect(self._on_request_timer_timeout)

    def show(self, tiles: Sequence[FindingTile]) -> None:
        """Show these tiles; pictures that are here stay."""
        if tuple(tiles) == self._tiles:
            return
        self.beginResetModel()
        self._tiles = tuple(tiles)
        self._wanted.clear()
        self.endResetModel()

    def set_crop(self, tile: FindingTile, crop: QImage) -> None:
        """Take a picture that was asked for; a null one stands for an image that is not whole."""
        self._asked.discard(tile)
        self._crops[tile] = crop
        while len(self._crops) > _NUM_KEPT_CROPS:
            self._crops.popitem(last=False)
        if tile.place < len(self._tiles) and self._tiles[tile.place] == tile:
            index = self.index(tile.place)
            self.dataChanged.emit(index, index, [int(Qt.ItemDataRole.DecorationRole)])

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._tiles)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        tile = self._tiles[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return tile.caption
            case Qt.ItemDataRole.ToolTipRole:
                return str(tile.image.path) if tile.image else tr("The project has it no more.")
            case Qt.ItemDataRole.DecorationRole:
                return self._crop(tile)
            case FindingRole.TILE:
                return tile
            case _:
                return None

    def _crop(self, tile: FindingTile) -> QImage | None:
        crop = self._crops.get(tile)
        if crop is not None:
            self._crops.move_to_end(tile)
        elif tile.image is not None and tile not in self._asked:
            self._wanted[tile] = None
            self._request_timer.start()
        return crop

    def _on_request_timer_timeout(self) -> None:
        wanted, self._wanted = tuple(self._wanted), {}
        self._asked.update(wanted)
        if wanted:
            self.crops_requested.emit(wanted)
