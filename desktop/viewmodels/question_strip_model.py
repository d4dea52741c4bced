"""The questions of the open rounds as the strip under the canvas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QImage
from typing_extensions import override

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.viewmodels.index import Index
from engine.domain.identifiers import ImageId
from engine.domain.rounds import Question


class QuestionRole(IntEnum):
    """What a question tells besides its thumbnail."""

    IMAGE_ID = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 2
    EXPECTED_S = Qt.ItemDataRole.UserRole + 3
    IS_CURRENT = Qt.ItemDataRole.UserRole + 4
    IS_HOLDOUT = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True, slots=True)
class QuestionTile:
    """A question with how many expert seconds it is expected to cost; None while unknown."""

    question: Question
    expected_s: float | None = None

    @property
    def image_id(self) -> ImageId:
        """The image asked about."""
        return self.question.pick.image_id


class QuestionStripModel(QAbstractListModel):
    """One question a row, by round and rank. Thumbnails come later, one by one. GUI thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[QuestionTile] = []
        self._rows: dict[ImageId, int] = {}
        self._thumbnails: dict[ImageId, QImage] = {}
        self._current: ImageId | None = None

    def set_tiles(self, tiles: Iterable[QuestionTile]) -> None:
        """Show these questions and no others; thumbnails that still fit are kept."""
        self.beginResetModel()
        self._tiles = sorted(tiles, key=lambda t: (t.question.round_number, t.question.rank))
        self._rows = {tile.image_id: row for row, tile in enumerate(self._tiles)}
        self._thumbnails = {id_: t for id_, t in self._thumbnails.items() if id_ in self._rows}
        self.endResetModel()

    def set_current(self, image_id: ImageId | None) -> None:
        """Mark the question on the canvas."""
        before, self._current = self._current, image_id
        for changed in (before, image_id):
            if changed is not None and changed in self._rows:
                self._emit_changed(self._rows[changed])

    def set_thumbnail(self, image_id: ImageId, thumbnail: QImage) -> None:
        """Show a thumbnail; for an image that is not asked about it is dropped."""
        if image_id in self._rows:
            self._thumbnails[image_id] = thumbnail
            self._emit_changed(self._rows[image_id])

    def row_of(self, image_id: ImageId) -> int | None:
        """Return the row of an image; None where it is not asked about."""
        return self._rows.get(image_id)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._tiles)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        tile = self._tiles[index.row()]
        match role:
            case Qt.ItemDataRole.DecorationRole:
                return self._thumbnails.get(tile.image_id)
            case Qt.ItemDataRole.ToolTipRole:
                return said(tile.question.pick.reason)
            case Qt.ItemDataRole.AccessibleTextRole:
                return tr("Question {number} of {num_tiles}").format(
                    number=index.row() + 1, num_tiles=len(self._tiles)
                )
            case QuestionRole.IMAGE_ID:
                return tile.image_id
            case QuestionRole.STATE:
                return tile.question.state
            case QuestionRole.EXPECTED_S:
                return tile.expected_s
            case QuestionRole.IS_CURRENT:
                return tile.image_id == self._current
            case QuestionRole.IS_HOLDOUT:
                return tile.question.is_holdout
            case _:
                return None

    def _emit_changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row), self.index(row))
