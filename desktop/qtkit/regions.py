"""Going from one part of a page to the next by a key, where Tab means something else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def go_to_region(regions: Sequence[QWidget], *, step: int) -> None:
    """Give the focus to the next (1) or the previous (-1) region that can take it."""
    focused = QApplication.focusWidget()
    here = next((i for i, region in enumerate(regions) if _holds(region, focused)), -1)
    for offset in range(1, len(regions) + 1):
        target = _first_stop(regions[(here + step * offset) % len(regions)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _holds(region: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (region is focused or region.isAncestorOf(focused))


def _first_stop(region: QWidget) -> QWidget | None:
    """Return what Tab would reach first in a region."""
    for widget in (region, *region.findChildren(QWidget)):
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and widget.isVisible() and widget.isEnabled():
            return widget
    return None
