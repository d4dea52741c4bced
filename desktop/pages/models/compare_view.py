"""Two versions side by side: figures, classes, and the images on which they differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from desktop.pages.models.compare_state import CompareState, FigureRow, ImageRow, SeenBox
from desktop.pages.models.seen_view import SeenView
from desktop.qtkit.blocked import blocked
from desktop.qtkit.cards import Card
from desktop.qtkit.engine_texts import said
from desktop.qtkit.layouts import column, row
from desktop.qtkit.page_states import PageStates
from desktop.qtkit.record_table import RecordTable
from desktop.qtkit.segments import Segments
from desktop.qtkit.texts import ElidedLabel, TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.accuracy_words import yardstick_text
from desktop.viewmodels.record_table_model import Column, RecordTableModel
from engine.domain.errors import EngineError
from engine.domain.identifiers import VersionId
from engine.domain.metrics import Yardstick
from engine.domain.versions import ModelVersion

_GAP_PX = 16
# Three rows of figures.
_FIGURES_PX = 212
_IMAGES_PX = 340


def _figure_columns(title: str) -> tuple[Column[FigureRow], ...]:
    """Return the columns of figures; the numbers of the versions stand above the tables."""
    return (
        Column(title, lambda r: r.name, lambda r: r.name, is_number=False, tooltip=_more),
        Column(tr("First"), lambda each: each.first, lambda each: each.first),
        Column(tr("Second"), lambda each: each.second, lambda each: each.second),
        Column(tr("Difference"), lambda each: each.difference, lambda each: each.difference),
        Column(tr("Interval"), lambda each: each.interval, lambda each: each.interval),
    )


def _more(figure: FigureRow) -> str:
    return figure.more


_IMAGE_COLUMNS: tuple[Column[ImageRow], ...] = (
    Column(tr("Image"), lambda each: each.name, lambda each: each.name, is_number=False),
    Column(
        tr("Errors"),
        lambda each: f"{each.compared.first_errors} → {each.compared.second_errors}",
        lambda each: each.compared.gain,
        tooltip=lambda _: tr("Objects missed or misnamed and false alarms: first, then second"),
    ),
    Column(
        tr("Differ"),
        lambda each: str(each.compared.num_changed),
        lambda each: each.compared.num_changed,
        tooltip=lambda _: tr("Objects and false alarms that the two do not share"),
    ),
)


class CompareView(QWidget):
    """Widgets only; `ComparePresenter` decides. GUI thread only."""

    # The person wants to compare others: the ids of the first and the second version.
    versions_chosen = Signal(object, object)
    # The person wants to compare on other images: a Yardstick.
    yardstick_chosen = Signal(object)
    # The person looks at another image: an ImageRow.
    image_chosen = Signal(object)
    # The person wants to see an image on the canvas: ImageId.
    image_opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        # Stands above it, beside what else the page offers.
        self.head = QWidget()
        self._first, self._second = QComboBox(), QComboBox()
        self._first.setAccessibleName(tr("First version"))
        self._second.setAccessibleName(tr("Second version"))
        self._yardsticks = Segments(
            [(each.value, yardstick_text(each).capitalize()) for each in Yardstick],
            name=tr("Images to compare on"),
        )
        self._verdict = ElidedLabel("", TextRole.STRONG)
        self._basis = ElidedLabel("", TextRole.CAPTION)
        self._figures = RecordTableModel(_figure_columns(tr("Figure")), key=_name, parent=self)
        self._classes = RecordTableModel(_figure_columns(tr("Each class")), key=_name, parent=self)
        self._figures_card = Card(tr("Figures"), RecordTable(self._figures, theme))
        self._classes_card = Card(tr("Classes"), RecordTable(self._classes, theme))
        self._images = RecordTableModel(_IMAGE_COLUMNS, key=_content, parent=self)
        self._table = RecordTable(self._images, theme)
        self._table.setAccessibleName(tr("Images, those where the versions differ most first"))
        self._pictures = (SeenView(theme), SeenView(theme))
        self._captions = (text_label("", TextRole.CAPTION), text_label("", TextRole.CAPTION))
        self._open = QPushButton(tr("Open on the canvas"))
        self._states = PageStates(theme, self._body())
        self._build()
        self._connect_signals()

    def show_versions(
        self, versions: Sequence[ModelVersion], first: VersionId | None, second: VersionId | None
    ) -> None:
        """Offer these versions, two of them chosen; a list that is open stays while none is new."""
        offered = [version.id for version in reversed(versions)]
        for field, chosen in ((self._first, first), (self._second, second)):
            with blocked(field):
                if [field.itemData(row) for row in range(field.count())] != offered:
                    _offer(field, versions)
                if field.currentData() != chosen:
                    field.setCurrentIndex(field.findData(chosen))

    def show_busy(self) -> None:
        """Show that two versions are being compared."""
        self._clear()
        self._states.show_busy(tr("Comparing image by image"))

    def show_nothing(self, title: str, text: str) -> None:
        """Show why there is nothing to compare."""
        self._clear()
        self._states.show_empty("models", title, text)

    def show_failed(self, error: EngineError) -> None:
        """Show why these two cannot be compared."""
        self.show_nothing(tr("Nothing to compare"), said(str(error)))

    def show_state(self, state: CompareState) -> None:
        """Show a comparison."""
        self._states.show_content()
        self._verdict.setText(state.verdict)
        self._basis.setText(state.basis)
        for each in Yardstick:
            self._yardsticks.set_choice_visible(each.value, is_visible=each in state.yardsticks)
        self._yardsticks.choose(state.yardstick.value)
        self._yardsticks.setVisible(len(state.yardsticks) > 1)
        pair = tr("version {first_number}, then version {second_number}").format(
            first_number=state.first_number, second_number=state.second_number
        )
        self._figures_card.set_title(tr("Figures: {pair}").format(pair=pair))
        self._classes_card.set_title(f"{state.class_figure}: {pair}")
        self._figures.set_records(state.figures)
        self._classes.set_records(state.classes)
        self._images.set_records(state.images)
        self._table.choose(0)

    def show_seen(self, number: int, title: str, boxes: Sequence[SeenBox]) -> None:
        """Show what a version (0 or 1) saw in the chosen image."""
        self._captions[number].setText(title)
        self._pictures[number].show_boxes(boxes)

    def set_picture(self, picture: QImage) -> None:
        """Show the chosen image on both sides."""
        for view in self._pictures:
            view.set_picture(picture)

    def set_can_open(self, *, can_open: bool) -> None:
        """Say whether the chosen image can be opened."""
        self._open.setEnabled(can_open)
        self._open.setToolTip("" if can_open else tr("The project has this image no more."))

    def _clear(self) -> None:
        self._verdict.setText("")
        self._basis.setText("")
        self._yardsticks.hide()

    def _body(self) -> QWidget:
        for card in (self._figures_card, self._classes_card):
            card.setFixedHeight(_FIGURES_PX)
        upper = row(self._figures_card, self._classes_card, spacing_px=_GAP_PX)
        for place in (0, 1):
            upper.setStretch(place, 1)
        pictures = row(
            *(
                column(caption, view, spacing_px=6)
                for caption, view in zip(self._captions, self._pictures, strict=True)
            ),
            spacing_px=_GAP_PX,
        )
        images = Card(tr("Where they differ most"), self._table, row(self._open, None))
        images.setFixedWidth(_IMAGES_PX)
        lower = row(images, spacing_px=_GAP_PX)
        lower.addLayout(pictures, 1)
        body = QWidget()
        layout = column(upper, lower, spacing_px=_GAP_PX)
        layout.setStretch(1, 1)
        body.setLayout(layout)
        return body

    def _build(self) -> None:
        beside = text_label(tr("and"), TextRole.CAPTION)
        words = column(self._verdict, self._basis, spacing_px=2)
        head = row(self._first, beside, self._second, 8, spacing_px=8)
        head.addLayout(words, 1)
        head.addWidget(self._yardsticks)
        self.head.setLayout(head)
        self.setLayout(column(self._states))

    def _connect_signals(self) -> None:
        for field in (self._first, self._second):
            field.currentIndexChanged.connect(self._on_versions_chosen)
        self._yardsticks.chosen.connect(lambda key: self.yardstick_chosen.emit(Yardstick(key)))
        self._table.chosen.connect(self.image_chosen)
        self._table.activated.connect(self._on_open)
        self._open.clicked.connect(self._on_open)

    def _on_versions_chosen(self) -> None:
        self.versions_chosen.emit(self._first.currentData(), self._second.currentData())

    def _on_open(self) -> None:
        chosen = self._table.current_record()
        if chosen is not None and chosen.record is not None:
            self.image_opened.emit(chosen.record.id)


def _offer(field: QComboBox, versions: Sequence[ModelVersion]) -> None:
    field.clear()
    for version in reversed(versions):
        field.addItem(tr("Version {version}").format(version=version.number), version.id)


def _name(figure: FigureRow) -> str:
    return figure.name


def _content(image: ImageRow) -> str:
    return image.compared.content_hash
