"""From one value to another, or automatic."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from desktop.qtkit.blocked import blocked
from desktop.qtkit.inputs import decimal_box
from desktop.qtkit.layouts import row
from desktop.qtkit.texts import text_label
from desktop.qtkit.translation import tr
from engine.domain.search_limits import Span

_AUTOMATIC = tr("automatic")
_BOX_PX = 104


class SpanField(QWidget):
    """Two numbers, each of which may be left automatic. GUI thread only."""

    # The person changed it: the span, None where both ends are automatic.
    changed = Signal(object)

    def __init__(self, name: str, bounds: Span, usual: Span, *, step: float, decimals: int) -> None:
        """Offer values within bounds; an end left automatic is that of the usual span."""
        super().__init__()
        self._usual = usual
        # One step below the bounds stands for automatic.
        self._automatic = bounds.low - step
        self._low = self._box(
            tr("{name} from").format(name=name), bounds, step=step, decimals=decimals
        )
        self._high = self._box(
            tr("{name} to").format(name=name), bounds, step=step, decimals=decimals
        )
        self.setLayout(row(self._low, text_label(tr("to")), self._high, None))
        self._low.valueChanged.connect(lambda: self._on_changed(self._low))
        self._high.valueChanged.connect(lambda: self._on_changed(self._high))

    @property
    def value(self) -> Span | None:
        """What is wanted; None = automatic."""
        low, high = self._end(self._low), self._end(self._high)
        if low is None and high is None:
            return None
        if low is None:
            low = min(self._usual.low, high or self._usual.low)
        return Span(low, max(low, self._usual.high) if high is None else high)

    def _box(self, name: str, bounds: Span, *, step: float, decimals: int) -> QDoubleSpinBox:
        box = decimal_box(self._automatic, bounds.high, step=step)
        box.setDecimals(decimals)
        box.setRange(self._automatic, bounds.high)
        box.setSpecialValueText(_AUTOMATIC)
        box.setValue(self._automatic)
        box.setKeyboardTracking(False)
        box.setAccessibleName(name)
        box.setFixedWidth(_BOX_PX)
        return box

    def _end(self, box: QDoubleSpinBox) -> float | None:
        # What lies between automatic and the bounds is no value either.
        is_automatic = box.value() <= self._automatic or box.value() < self._usual.low * 1e-3
        return None if is_automatic else box.value()

    def _on_changed(self, box: QDoubleSpinBox) -> None:
        """Have the other end follow one that went past it, then tell."""
        low, high = self._end(self._low), self._end(self._high)
        if low is not None and high is not None and low > high:
            other = self._high if box is self._low else self._low
            with blocked(other):
                other.setValue(box.value())
        self.changed.emit(self.value)
