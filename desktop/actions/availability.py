"""Controls that say why they are disabled."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.actions.action import Availability


def show_availability(control: QWidget, availability: Availability, *, tip: str) -> None:
    """Enable a control or not; its tooltip says what it does, or why it cannot be done."""
    control.setEnabled(availability.is_enabled)
    control.setToolTip(tip if availability.is_enabled else availability.reason)
