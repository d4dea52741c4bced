"""Setting widgets from the model without telling the model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QSignalBlocker


@contextmanager
def blocked(*objects: QObject) -> Iterator[None]:
    """Silence the signals of the objects while the block runs. GUI thread only."""
    blockers = [QSignalBlocker(each) for each in objects]
    try:
        yield
    finally:
        for blocker in blockers:
            blocker.unblock()
