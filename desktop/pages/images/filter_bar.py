"""Which images the grid shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from desktop.qtkit.blocked import blocked
from desktop.qtkit.inputs import decimal_box
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import ImageFilter, ImageOrder, ImageState, Progress, Split

_TYPING_MS = 200
_SEARCH_PX = 220
_GROUP_PX = 160
_SCORE_PX = 78
_ANY_CLASS = (tr("Any class"), None)
_CHECKED = (tr("Checked or not"), None)
_T = TypeVar("_T")


class FilterBar(QWidget):
    """Text, status, split, class and use; on demand group, what lacks, and score. GUI thread."""

    # Other images are meant: ImageFilter.
    changed = Signal(object)
    # They are wanted in another order: ImageOrder.
    order_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLineEdit()
        self._text.setPlaceholderText(tr("Name or folder"))
        self._text.setAccessibleName(tr("Part of the name or folder"))
        self._text.setFixedWidth(_SEARCH_PX)
        self._progress = _Choice(
            tr("Status"),
            (tr("Any status"), None),
            (tr("Unlabeled"), Progress.UNLABELED),
            (tr("Begun"), Progress.STARTED),
            (tr("Labeled"), Progress.COMPLETE),
        )
        self._split = _Choice(
            tr("Split"),
            (tr("Any split"), None),
            (tr("Pool"), Split.TRAIN),
            (tr("Validation"), Split.VAL),
            (tr("Test"), Split.TEST),
        )
        self._class: _Choice[ClassId] = _Choice(tr("Class"), _ANY_CLASS)
        self._state = _Choice(
            tr("Use"),
            (tr("Usable or not"), None),
            (tr("Usable"), ImageState.READY),
            (tr("Taken out"), ImageState.QUARANTINED),
            (tr("Missing"), ImageState.MISSING),
        )
        self._order = _Choice(
            tr("Order"),
            (tr("As added"), ImageOrder.ADDED),
            (tr("By name"), ImageOrder.NAME),
            (tr("Newest first"), ImageOrder.NEWEST),
            (tr("Model least sure first"), ImageOrder.LEAST_SURE),
            (tr("Model surest first"), ImageOrder.SUREST),
        )
        self._lacking: _Choice[ClassId] = _Choice(tr("Checked for"), _CHECKED)
        self._group = QLineEdit()
        self._group.setPlaceholderText(tr("Group"))
        self._group.setAccessibleName(tr("Part of the group's name"))
        self._group.setFixedWidth(_GROUP_PX)
        self._least, self._most = decimal_box(0.0, 1.0, step=0.05), decimal_box(0.0, 1.0, step=0.05)
        self._among: tuple[ImageId, ...] | None = None
        self._alike = QPushButton(tr("Near-duplicates only"))
        self._more = styled(QPushButton(tr("More")), look="quiet")
        self._rest = QWidget()
        self._num_shown = text_label("", TextRole.CAPTION)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()

    @property
    def filter(self) -> ImageFilter:
        """The images meant."""
        return ImageFilter(
            split=self._split.value,
            state=self._state.value,
            progress=self._progress.value,
            with_class=self._class.value,
            unsettled_for=self._lacking.value,
            group_part=self._group.text().strip(),
            text=self._text.text().strip(),
            min_score=self._least.value() or None,
            max_score=self._most.value() if self._most.value() < 1.0 else None,
            among=self._among,
        )

    def focus_text(self) -> None:
        """Let the user type a name."""
        self._text.setFocus()
        self._text.selectAll()

    def set_classes(self, classes: Sequence[ObjectClass]) -> None:
        """Offer these classes; the one chosen stays where it is still there."""
        before = self.filter
        self._class.set_options([_ANY_CLASS, *((each.name, each.id) for each in classes)])
        lacking = [
            (tr("Not checked for {name}").format(name=each.name), each.id) for each in classes
        ]
        self._lacking.set_options([_CHECKED, *lacking])
        if self.filter != before:
            self.changed.emit(self.filter)

    def set_among(self, image_ids: tuple[ImageId, ...] | None) -> None:
        """Mean these images alone, of all that fits; None = any."""
        self._among = image_ids
        self._alike.setVisible(image_ids is not None)
        self._emit_changed()

    def set_num_shown(self, text: str) -> None:
        """Say how many images fit."""
        self._num_shown.setText(text)

    def clear(self) -> None:
        """Mean all images."""
        with blocked(self._text, self._group, self._least, self._most, *self._choices):
            self._text.clear()
            self._group.clear()
            self._least.setValue(0.0)
            self._most.setValue(1.0)
            for choice in self._choices:
                choice.setCurrentIndex(0)
        self.set_among(None)

    @property
    def _choices(self) -> tuple[QComboBox, ...]:
        return (self._progress, self._split, self._class, self._state, self._lacking)

    def _build(self) -> None:
        first = row(self._text, *self._choices[:4], self._more, None, self._alike, self._num_shown)
        score = row(text_label(tr("Model sure"), TextRole.CAPTION), self._least)
        until = row(text_label(tr("to"), TextRole.CAPTION), self._most)
        order = row(text_label(tr("Order"), TextRole.CAPTION), self._order)
        second = row(self._group, self._lacking, score, until, None, order)
        second.setContentsMargins(0, 0, 0, 0)
        self._rest.setLayout(second)
        self._rest.hide()
        self.setLayout(column(first, self._rest, spacing_px=8))
        self._alike.hide()
        self._alike.setToolTip(tr("Show other images, too"))
        self._more.setCheckable(True)
        self._most.setValue(1.0)
        for box, name in ((self._least, tr("at least")), (self._most, tr("at most"))):
            box.setFixedWidth(_SCORE_PX)
            box.setAccessibleName(
                tr("Confidence of the surest suggestion, {name}").format(name=name)
            )
            box.setToolTip(tr("How sure the current model is of what it is surest of in an image"))
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._typing.timeout.connect(self._emit_changed)
        for field in (self._text, self._group):
            field.textChanged.connect(lambda: self._typing.start())
        for box in (self._least, self._most):
            box.valueChanged.connect(lambda: self._typing.start())
        for choice in self._choices:
            choice.currentIndexChanged.connect(self._emit_changed)
        self._order.currentIndexChanged.connect(lambda: self.order_changed.emit(self._order.value))
        self._more.toggled.connect(self._rest.setVisible)
        self._alike.clicked.connect(lambda: self.set_among(None))

    def _emit_changed(self) -> None:
        self.changed.emit(self.filter)


class _Choice(QComboBox, Generic[_T]):
    """A combo box that keeps its values itself, as Qt would turn enums into plain texts."""

    def __init__(self, name: str, *options: tuple[str, _T | None]) -> None:
        super().__init__()
        self._texts: tuple[str, ...] = ()
        self._values: tuple[_T | None, ...] = ()
        self.setAccessibleName(name)
        self.set_options(options)

    @property
    def value(self) -> _T | None:
        return self._values[self.currentIndex()]

    def set_options(self, options: Sequence[tuple[str, _T | None]]) -> None:
        """Offer these; the one chosen stays where it is still there, else the first is."""
        texts, values = tuple(text for text, _ in options), tuple(value for _, value in options)
        if (texts, values) == (self._texts, self._values):
            # A list that is open stays as it is.
            return
        chosen = self.value if self._values else None
        with blocked(self):
            self.clear()
            self.addItems(texts)
            self._texts, self._values = texts, values
            self.setCurrentIndex(self._values.index(chosen) if chosen in self._values else 0)
