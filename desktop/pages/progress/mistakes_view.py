"""The third view: what the model got wrong, one tile each, each a way to the canvas."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QComboBox, QListView, QStackedWidget, QWidget
from typing_extensions import override

from desktop.pages.progress.finding_delegate import TILE_SIZE, FindingDelegate
from desktop.pages.progress.mistakes import MistakeFilter, Mistakes
from desktop.qtkit.blocked import blocked
from desktop.qtkit.layouts import column, row
from desktop.qtkit.segments import Segments
from desktop.qtkit.texts import ElidedLabel, TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.finding_grid_model import FindingGridModel, FindingRole, FindingTile
from engine.domain.evaluations import Finding

_ANY = tr("Any class")
_KINDS = (
    (Finding.MISSED, tr("Missed")),
    (Finding.FALSE_ALARM, tr("False alarms")),
    (Finding.WRONG_CLASS, tr("Wrong class")),
    (Finding.FOUND, tr("Found")),
)


class MistakesView(QWidget):
    """Widgets only. GUI thread only."""

    # The person wants to see other findings: a MistakeFilter.
    filter_changed = Signal(object)
    # The person wants to see an image on the canvas: ImageId.
    image_opened = Signal(object)
    # Tiles are looked at whose pictures are not here: a tuple of FindingTile.
    crops_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._filter = MistakeFilter()
        # Those that the lists of classes offer.
        self._names: tuple[str, ...] | None = None
        self._kinds = Segments(
            [(kind.value, text) for kind, text in _KINDS], name=tr("Kind of mistake")
        )
        self._there, self._said = QComboBox(), QComboBox()
        self._there.setAccessibleName(tr("Class that is there"))
        self._said.setAccessibleName(tr("Class it was called"))
        self._caption = ElidedLabel("", TextRole.CAPTION)
        self._model = FindingGridModel(self)
        self._grid = _FindingView()
        self._grid.setModel(self._model)
        self._grid.setItemDelegate(FindingDelegate(theme, self._grid))
        self._empty = text_label("", TextRole.BODY, wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._build()
        self._connect_signals()

    def show_mistakes(self, mistakes: Mistakes) -> None:
        """Show these findings, and how many of each kind there are."""
        self._filter = mistakes.filter
        for kind, text in _KINDS:
            self._kinds.set_text(kind.value, f"{text} {mistakes.counts[kind]:,}")
        self._kinds.choose(mistakes.filter.kind.value)
        self._show_classes(mistakes.names)
        self._caption.setText(mistakes.caption)
        self._model.show(mistakes.tiles)
        self._empty.setText(mistakes.empty_text)
        self._stack.setCurrentIndex(0 if mistakes.tiles else 1)

    def set_crop(self, tile: FindingTile, crop: QImage) -> None:
        """Take a picture that was asked for."""
        self._model.set_crop(tile, crop)

    def _show_classes(self, names: tuple[str, ...]) -> None:
        for field, chosen in ((self._there, self._filter.there), (self._said, self._filter.said)):
            with blocked(field):
                if names != self._names:
                    field.clear()
                    field.addItems([_ANY, *names])
                field.setCurrentIndex(0 if chosen is None else chosen + 1)
        self._names = names
        kind = self._filter.kind
        self._there.setVisible(kind is not Finding.FALSE_ALARM)
        self._said.setVisible(kind in (Finding.FALSE_ALARM, Finding.WRONG_CLASS))

    def _build(self) -> None:
        holder = QWidget()
        holder.setLayout(column(None, self._empty, None, None))
        self._stack.addWidget(self._grid)
        self._stack.addWidget(holder)
        head = row(self._kinds, self._there, self._said, self._caption, spacing_px=12)
        head.setStretch(3, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._caption.setAlignment(right)
        layout = column(head, self._stack, spacing_px=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect_signals(self) -> None:
        self._kinds.chosen.connect(self._on_kind_chosen)
        self._there.currentIndexChanged.connect(self._on_class_chosen)
        self._said.currentIndexChanged.connect(self._on_class_chosen)
        self._grid.activated.connect(self._on_activated)
        self._model.crops_requested.connect(self.crops_requested)

    def _on_kind_chosen(self, key: str) -> None:
        self.filter_changed.emit(MistakeFilter(Finding(key)))

    def _on_class_chosen(self) -> None:
        self.filter_changed.emit(
            MistakeFilter(
                self._filter.kind,
                _chosen(self._there) if not self._there.isHidden() else None,
                _chosen(self._said) if not self._said.isHidden() else None,
            )
        )

    def _on_activated(self, index: QModelIndex) -> None:
        tile = index.data(FindingRole.TILE)
        if isinstance(tile, FindingTile) and tile.image is not None:
            self.image_opened.emit(tile.image.id)


class _FindingView(QListView):
    """Shares its width out among whole tiles."""

    def __init__(self) -> None:
        super().__init__()
        # Rows that wrap, not Qt's icon mode, which keeps a tree of the places of all items.
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(TILE_SIZE.height() // 3)
        self.setAccessibleName(tr("What the model got wrong"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        num_columns = max(1, self.viewport().width() // TILE_SIZE.width())
        width = self.viewport().width() // num_columns
        self.setGridSize(QSize(width, TILE_SIZE.height()))
        super().resizeEvent(event)


def _chosen(field: QComboBox) -> int | None:
    return field.currentIndex() - 1 if field.currentIndex() > 0 else None
