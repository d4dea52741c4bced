"""The other cards beside the grid: classes, and what was kept out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.pages.images.overview import kept_out_text
from desktop.qtkit.cards import Card
from desktop.qtkit.layouts import column, empty, row
from desktop.qtkit.texts import ElidedLabel, TextRole, text_label
from desktop.qtkit.translation import tr
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import RejectedFile

_LIST_HEIGHT_PX = 132
_SWATCH_PX = 10
_WHY_DUPLICATES = tr(
    "A model that learned from one of two is measured too well on the other. Their "
    "splits are frozen; take the one in the pool out of use."
)


class ClassesCard(Card):
    """The classes with their counts, and a field for one more. GUI thread only."""

    # The user wants another class: its name.
    class_added = Signal(str)

    def __init__(self) -> None:
        self._rows = column(spacing_px=4)
        self._none = text_label(tr("Say what there is to find."), TextRole.CAPTION)
        self._name = QLineEdit()
        super().__init__(tr("Classes"), self._rows, self._none, self._name)
        self._shown: tuple[ObjectClass, ...] = ()
        self._counts: list[QLabel] = []
        self._name.setPlaceholderText(tr("Add a class"))
        self._name.setAccessibleName(tr("Name of a new class"))
        self._name.returnPressed.connect(self._on_entered)

    def show_classes(
        self, classes: Sequence[ObjectClass], counts: Mapping[ClassId, int], *, why_not: str = ""
    ) -> None:
        """Show these classes; `why_not` says why none can be added."""
        if tuple(classes) != self._shown:
            self._rebuild(tuple(classes))
        for class_, label in zip(self._shown, self._counts, strict=True):
            label.setText(f"{counts.get(class_.id, 0):,}")
        self._none.setVisible(not classes)
        self._name.setEnabled(not why_not)
        self._name.setToolTip(why_not)

    def focus_name(self) -> None:
        """Let the user type a class."""
        self._name.setFocus()

    def _rebuild(self, classes: tuple[ObjectClass, ...]) -> None:
        empty(self._rows)
        self._shown = classes
        self._counts = [text_label("", TextRole.CAPTION) for _ in classes]
        for class_, count in zip(classes, self._counts, strict=True):
            self._rows.addWidget(_class_row(class_, count))

    def _on_entered(self) -> None:
        name = self._name.text().strip()
        if name:
            self._name.clear()
            self.class_added.emit(name)


class DuplicatesCard(Card):
    """Images with a near-duplicate in another split, which no figure should rest on. GUI thread."""

    # The user wants to see these: their ids, a tuple.
    show_requested = Signal(object)

    def __init__(self) -> None:
        self._text = text_label("", wrap=True)
        self._show = QPushButton(tr("Show them"))
        why = text_label(_WHY_DUPLICATES, TextRole.CAPTION, wrap=True)
        super().__init__(
            tr("Near-duplicates across splits"), self._text, row(self._show, None), why
        )
        self._image_ids: tuple[ImageId, ...] = ()
        self._show.clicked.connect(lambda: self.show_requested.emit(self._image_ids))
        self.hide()

    def show_images(self, image_ids: tuple[ImageId, ...]) -> None:
        """Show how many there are; the card hides where there are none."""
        self._image_ids = image_ids
        self._text.setText(tr("%n image(s) look alike across splits.", "", len(image_ids)))
        self.setVisible(bool(image_ids))


class KeptOutCard(Card):
    """The files that are not in the project, each with its reason. GUI thread only."""

    def __init__(self) -> None:
        self._list = QPlainTextEdit()
        super().__init__("", self._list)
        self._list.setReadOnly(True)
        self._list.setFixedHeight(_LIST_HEIGHT_PX)
        self._list.setAccessibleName(tr("Files kept out, with reasons"))
        self.hide()

    def show_files(self, files: Sequence[RejectedFile]) -> None:
        """Show these files; the card hides where there are none."""
        self.setVisible(bool(files))
        self.set_title(tr("Kept out, %n file(s)", "", len(files)))
        text = "\n".join(kept_out_text(file) for file in files)
        if text != self._list.toPlainText():
            self._list.setPlainText(text)


def _class_row(class_: ObjectClass, count: QLabel) -> QWidget:
    swatch = QPixmap(_SWATCH_PX, _SWATCH_PX)
    swatch.fill(QColor(class_.color))
    mark = QLabel()
    mark.setPixmap(swatch)
    line = row(mark, ElidedLabel(class_.name), count)
    line.setStretch(1, 1)
    result = QWidget()
    result.setLayout(line)
    return result
