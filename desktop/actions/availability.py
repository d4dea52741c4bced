"""Buttons that say why they are disabled."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from desktop.actions.action import Availability


def show_availability(button: QAbstractButton, availability: Availability, *, tip: str) -> None:
    """Enable a button or not; its tooltip says what it does, or why it cannot be done."""
    button.setEnabled(availability.is_enabled)
    button.setToolTip(tip if availability.is_enabled else availability.reason)
