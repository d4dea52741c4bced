"""The images of a project as a grid that fetches what is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage
from typing_extensions import override

from desktop.qtkit.engine_texts import said
from desktop.viewmodels.index import Index
from engine.domain.identifiers import ImageId
from engine.domain.images import Answer, ImageRecord

PAGE_SIZE = 200
_NUM_KEPT_PAGES = 20
# Who scrolls through everything looks at hundreds of pages for a moment each; what is asked for is
# read in order, so that the last ones, where the scrolling ended, would come after all others.
_NUM_ASKED_PAGES = 2
_NUM_KEPT_THUMBNAILS = 2_000


class ImageRole(IntEnum):
    """What an image tells besides its name and thumbnail."""

    IMAGE_ID = Qt.ItemDataRole.UserRole + 1
    TILE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class ImageTile:
    """An image of the grid: its record, its least settled answer and how many objects it has."""

    image: ImageRecord
    answer: Answer = Answer.UNLABELED
    num_annotations: int = 0


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Rows that are looked at and not here. `grid` numbers the resets of the grid."""

    grid: int
    first_row: int
    num_rows: int


class ImageGridModel(QAbstractListModel):
    """Has a row for each image at once, and asks for pages and thumbnails as they are shown.

    So a hundred thousand images scroll like a hundred; only the last pages and thumbnails that
    were looked at are kept. GUI thread only.
    """

    # A PageRequest: a page is looked at that is not here.
    page_requested = Signal(object)
    # Rows stand for other images than before: what is selected by row is not what was meant.
    rows_moved = Signal()
    # Images are looked at whose thumbnails are not here: their ids, a tuple.
    thumbnails_requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._num_images = 0
        self._grid = 0
        self._pages: OrderedDict[int, list[ImageTile]] = OrderedDict()
        self._thumbnails: OrderedDict[ImageId, QImage] = OrderedDict()
        self._wanted_pages: dict[int, None] = {}
        self._wanted_thumbnails: dict[ImageId, None] = {}
        self._asked_pages: set[int] = set()
        self._asked_thumbnails: set[ImageId] = set()
        # Views ask for data while they paint: answer them first, then ask for what is missing.
        self._request_timer = QTimer(self)
        self._request_timer.setSingleShot(True)
        self._request_timer.setInterval(0)
        self._request_timer.timeout.connect(self._on_request_timer_timeout)

    def reset(self, num_images: int) -> None:
        """Show another set of images, nothing of which is here yet."""
        self.beginResetModel()
        self._num_images = num_images
        self._grid += 1
        self._pages.clear()
        self._wanted_pages.clear()
        self._asked_pages.clear()
        self.endResetModel()

    def grow(self, num_images: int) -> None:
        """Have more rows at the end, as while images are added; nothing else moves."""
        if num_images <= self._num_images:
            return
        last_page = self._num_images // PAGE_SIZE
        self.beginInsertRows(QModelIndex(), self._num_images, num_images - 1)
        self._num_images = num_images
        self._asked_pages.discard(last_page)
        if last_page in self._pages:
            self._wanted_pages[last_page] = None
            self._request_timer.start()
        self.endInsertRows()

    def refresh(self) -> None:
        """Ask again for the pages that are looked at, as images changed."""
        self._asked_pages.clear()
        self._wanted_pages = dict.fromkeys(self._pages)
        self._request_timer.start()

    def set_page(self, request: PageRequest, tiles: Sequence[ImageTile]) -> None:
        """Take a page that was asked for; one asked for before the last reset is dropped."""
        if request.grid != self._grid:
            return
        self._asked_pages.discard(request.first_row // PAGE_SIZE)
        if self._wanted_pages:
            self._request_timer.start()
        if not tiles:
            return
        first_row, last_row = request.first_row, request.first_row + len(tiles) - 1
        page = first_row // PAGE_SIZE
        has_moved = any(
            before.image.id != tile.image.id
            for before, tile in zip(self._pages.get(page, ()), tiles, strict=False)
        )
        self._pages[page] = list(tiles)
        self._pages.move_to_end(page)
        while len(self._pages) > _NUM_KEPT_PAGES:
            self._pages.popitem(last=False)
        self.dataChanged.emit(self.index(first_row), self.index(last_row))
        if has_moved:
            self.rows_moved.emit()

    def set_thumbnail(self, image_id: ImageId, thumbnail: QImage) -> None:
        """Take a thumbnail that was asked for."""
        self._asked_thumbnails.discard(image_id)
        self._thumbnails[image_id] = thumbnail
        while len(self._thumbnails) > _NUM_KEPT_THUMBNAILS:
            self._thumbnails.popitem(last=False)
        row = self._row_of(image_id)
        if row is not None:
            roles = [int(Qt.ItemDataRole.DecorationRole)]
            self.dataChanged.emit(self.index(row), self.index(row), roles)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else self._num_images

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        tile = self._tile(index.row())
        if tile is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return tile.image.name
            case Qt.ItemDataRole.ToolTipRole:
                return said(tile.image.reason) or str(tile.image.path)
            case Qt.ItemDataRole.DecorationRole:
                return self._thumbnail(tile.image.id)
            case ImageRole.IMAGE_ID:
                return tile.image.id
            case ImageRole.TILE:
                return tile
            case _:
                return None

    def _tile(self, row: int) -> ImageTile | None:
        page, place = divmod(row, PAGE_SIZE)
        tiles = self._pages.get(page)
        if tiles is not None:
            self._pages.move_to_end(page)
            if place < len(tiles):
                return tiles[place]
        if page not in self._asked_pages:
            self._want(page)
        return None

    def _want(self, page: int) -> None:
        """Ask for a page before those that were looked at earlier, and not at all for too many."""
        self._wanted_pages.pop(page, None)
        self._wanted_pages[page] = None
        if len(self._wanted_pages) > _NUM_KEPT_PAGES:
            del self._wanted_pages[next(iter(self._wanted_pages))]
        self._request_timer.start()

    def _thumbnail(self, image_id: ImageId) -> QImage | None:
        thumbnail = self._thumbnails.get(image_id)
        if thumbnail is not None:
            self._thumbnails.move_to_end(image_id)
        elif image_id not in self._asked_thumbnails:
            self._wanted_thumbnails[image_id] = None
            self._request_timer.start()
        return thumbnail

    def _row_of(self, image_id: ImageId) -> int | None:
        for page, tiles in self._pages.items():
            for place, tile in enumerate(tiles):
                if tile.image.id == image_id:
                    return page * PAGE_SIZE + place
        return None

    def _on_request_timer_timeout(self) -> None:
        num_free = max(0, _NUM_ASKED_PAGES - len(self._asked_pages))
        pages = list(reversed(self._wanted_pages))[:num_free]
        for page in pages:
            del self._wanted_pages[page]
        thumbnails, self._wanted_thumbnails = self._wanted_thumbnails, {}
        self._asked_pages.update(pages)
        self._asked_thumbnails.update(thumbnails)
        for page in pages:
            first_row = page * PAGE_SIZE
            num_rows = min(PAGE_SIZE, self._num_images - first_row)
            self.page_requested.emit(PageRequest(self._grid, first_row, num_rows))
        if thumbnails:
            self.thumbnails_requested.emit(tuple(thumbnails))
