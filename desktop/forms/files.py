"""Asking the user for a file or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.qtkit.translation import tr


def ask_weights(parent: QWidget) -> Path | None:
    """Return the weights file the user chose; None where the user thought better of it."""
    return _ask_weights(parent, tr("Weights to start from"))


def ask_sam_weights(parent: QWidget) -> Path | None:
    """Return the SAM weights the user chose; None where the user thought better of it."""
    return _ask_weights(parent, tr("SAM weights to trace with"))


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Return the folder the user chose; None where the user thought better of it."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


def _ask_weights(parent: QWidget, title: str) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, title, "", tr("Weights (*.pt);;All files (*)"))
    return Path(name) if name else None
