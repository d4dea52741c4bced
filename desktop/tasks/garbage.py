"""Collecting garbage on the GUI thread alone."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000


class GarbageCollector(QObject):
    """Collects cyclic garbage in the GUI thread's own time. GUI thread only.

    Python collects on whichever thread allocates next. Widgets of closed pages are cyclic garbage,
    and freed on the project thread they wait for locks that the GUI thread holds while it waits for
    Python: the window stands still for good.
    """

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        # What the imports left stays to the end; no collection looks at it again.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def shutdown(self) -> None:
        """Let Python collect as it does without a window."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _on_timeout(self) -> None:
        """Collect the oldest generation that is due, as Python would."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > threshold
        ]
        if due:
            gc.collect(due[-1])
