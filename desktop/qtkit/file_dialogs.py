"""Dialogs that ask for files and folders and call back, without an event loop of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_folder(
    parent: QWidget, title: str, *, then: Callable[[Path], None], start_dir: Path | None = None
) -> None:
    """Let the user choose a folder; nothing is called when none is chosen. GUI thread only."""
    dialog = _dialog(parent, title, start_dir)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def ask_file(
    parent: QWidget, title: str, *, then: Callable[[Path], None], name_filter: str = ""
) -> None:
    """Let the user choose a file; nothing is called when none is chosen. GUI thread only.

    Args:
        parent: The window it belongs to.
        title: What is asked for.
        then: Gets the file.
        name_filter: Kinds of files in Qt's words ("PyTorch weights (*.pt)"); empty = all.
    """
    dialog = _dialog(parent, title, None)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if name_filter:
        dialog.setNameFilter(name_filter)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def _dialog(parent: QWidget, title: str, start_dir: Path | None) -> QFileDialog:
    dialog = QFileDialog(parent.window(), title, str(start_dir or Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
