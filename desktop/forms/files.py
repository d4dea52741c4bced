"""Asking the user for a file or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_weights(parent: QWidget) -> Path | None:
    """Return the weights file the user chose; None where the user thought better of it."""
    name, _ = QFileDialog.getOpenFileName(
        parent, "Weights to start from", "", "Weights (*.pt);;All files (*)"
    )
    return Path(name) if name else None


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Return the folder the user chose; None where the user thought better of it."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None
