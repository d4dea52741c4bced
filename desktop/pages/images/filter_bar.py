"""Which images the grid shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.qtkit.blocked import blocked
from desktop.qtkit.layouts import row
from desktop.qtkit.texts import TextRole, text_label
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId
from engine.domain.images import ImageFilter, ImageState, Progress, Split

_TYPING_MS = 200
_SEARCH_PX = 220
_ANY_CLASS = ("Any class", None)
_T = TypeVar("_T")


class FilterBar(QWidget):
    """Text, status, split, class and use. GUI thread only."""

    # Other images are meant: ImageFilter.
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLineEdit()
        self._text.setPlaceholderText("Name or folder")
        self._text.setAccessibleName("Part of the name or folder")
        self._text.setFixedWidth(_SEARCH_PX)
        self._progress = _Choice(
            "Status",
            ("Any status", None),
            ("Unlabeled", Progress.UNLABELED),
            ("Begun", Progress.STARTED),
            ("Labeled", Progress.COMPLETE),
        )
        self._split = _Choice(
            "Split",
            ("Any split", None),
            ("Pool", Split.TRAIN),
            ("Validation", Split.VAL),
            ("Test", Split.TEST),
        )
        self._class: _Choice[ClassId] = _Choice("Class", _ANY_CLASS)
        self._state = _Choice(
            "Use",
            ("Usable or not", None),
            ("Usable", ImageState.READY),
            ("Taken out", ImageState.QUARANTINED),
            ("Missing", ImageState.MISSING),
        )
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
            text=self._text.text().strip(),
        )

    def focus_text(self) -> None:
        """Let the user type a name."""
        self._text.setFocus()
        self._text.selectAll()

    def set_classes(self, classes: Sequence[ObjectClass]) -> None:
        """Offer these classes; the one chosen stays where it is still there."""
        chosen = self._class.value
        options = [(class_.name, class_.id) for class_ in classes]
        self._class.set_options([_ANY_CLASS, *options])
        if self._class.value != chosen:
            self.changed.emit(self.filter)

    def set_num_shown(self, text: str) -> None:
        """Say how many images fit."""
        self._num_shown.setText(text)

    def clear(self) -> None:
        """Mean all images."""
        with blocked(self._text, *self._choices):
            self._text.clear()
            for choice in self._choices:
                choice.setCurrentIndex(0)
        self.changed.emit(self.filter)

    @property
    def _choices(self) -> tuple[QComboBox, ...]:
        return (self._progress, self._split, self._class, self._state)

    def _build(self) -> None:
        self.setLayout(row(self._text, *self._choices, None, self._num_shown))
        self._text.textChanged.connect(lambda: self._typing.start())
        self._typing.timeout.connect(self._emit_changed)
        for choice in self._choices:
            choice.currentIndexChanged.connect(self._emit_changed)

    def _emit_changed(self) -> None:
        self.changed.emit(self.filter)


class _Choice(QComboBox, Generic[_T]):
    """A combo box that keeps its values itself, as Qt would turn enums into plain texts."""

    def __init__(self, name: str, *options: tuple[str, _T | None]) -> None:
        super().__init__()
        self._values: tuple[_T | None, ...] = ()
        self.setAccessibleName(name)
        self.set_options(options)

    @property
    def value(self) -> _T | None:
        return self._values[self.currentIndex()]

    def set_options(self, options: Sequence[tuple[str, _T | None]]) -> None:
        """Offer these; the one chosen stays where it is still there, else the first is."""
        chosen = self.value if self._values else None
        with blocked(self):
            self.clear()
            self.addItems([text for text, _ in options])
            self._values = tuple(value for _, value in options)
            self.setCurrentIndex(self._values.index(chosen) if chosen in self._values else 0)
