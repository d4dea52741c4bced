"""Folders and files to take images from, as a short list one can drop on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton, QWidget
from typing_extensions import override

from desktop.forms.files import ask_folder
from desktop.qtkit.icons import icon
from desktop.qtkit.layouts import column, empty, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

_LIST_MIN_PX = 72


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """Return the local folders and files of a drag; empty where it carries others."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


class FolderListField(QFrame):
    """Shows the chosen folders, each with a way to take it out again. GUI thread only."""

    # Folders came or went.
    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="card")
        self.setAcceptDrops(True)
        self._theme = theme
        self._paths: list[Path] = []
        self._notes: dict[Path, str] = {}
        self._rows = column(spacing_px=2)
        self._hint = text_label(tr("Drop folders with images here"), TextRole.CAPTION)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._add = QPushButton(tr("Add a folder…"))
        self._add.clicked.connect(self._on_add_clicked)
        self.setMinimumHeight(_LIST_MIN_PX)
        self.setLayout(column(self._hint, self._rows, row(None, self._add, None), margin_px=8))

    @property
    def paths(self) -> tuple[Path, ...]:
        """What is chosen, in the order in which it came."""
        return tuple(self._paths)

    def add(self, paths: Iterable[Path]) -> None:
        """Choose more."""
        self._paths += [path for path in dict.fromkeys(paths) if path not in self._paths]
        self._rebuild()
        self.changed.emit()

    def clear(self) -> None:
        """Choose nothing."""
        self._paths.clear()
        self._rebuild()
        self.changed.emit()

    def set_note(self, path: Path, note: str) -> None:
        """Say something of a chosen folder, such as that it is a dataset."""
        self._notes[path] = note
        self._rebuild()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.add(dropped_paths(event.mimeData()))
        event.acceptProposedAction()

    def _rebuild(self) -> None:
        empty(self._rows)
        for path in self._paths:
            self._rows.addWidget(self._row(path))
        self._hint.setVisible(not self._paths)

    def _row(self, path: Path) -> QWidget:
        remove = styled(QToolButton(), look="quiet")
        remove.setIcon(icon("close", self._theme.tokens, size_px=16))
        remove.setToolTip(tr("Take this folder out"))
        remove.setAccessibleName(tr("Take out {name}").format(name=path.name))
        remove.clicked.connect(lambda: self._remove(path))
        note = ElidedLabel(self._notes.get(path, str(path.parent)), TextRole.CAPTION)
        line = row(text_label(path.name or str(path)), note, remove, spacing_px=12)
        line.setStretch(1, 1)
        result = QWidget()
        result.setLayout(line)
        return result

    def _remove(self, path: Path) -> None:
        self._paths.remove(path)
        self._rebuild()
        self.changed.emit()

    def _on_add_clicked(self) -> None:
        path = ask_folder(self, tr("Folder with images"))
        if path is not None:
            self.add([path])
