"""Settings every test shares."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

# How slow a machine is says nothing about the code.
_SLOW_MACHINE = [HealthCheck.too_slow]
settings.register_profile(
    "dev", max_examples=50, deadline=None, suppress_health_check=_SLOW_MACHINE
)
settings.register_profile(
    "ci", max_examples=100, deadline=None, suppress_health_check=_SLOW_MACHINE
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# Milliseconds: only a test that fails takes them.
_PATIENCE_MS = 60_000

_DATA_DIR = Path(__file__).resolve().parents[2] / "shared" / "data"


class PatientBot(QtBot):
    """Waits as long as a machine may need that is busy with other things."""

    def waitUntil(
        self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE_MS
    ) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = _PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitExposed(self, widget: Any, *, timeout: int = _PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> Iterator[QtBot]:
    """Qt's robot hand, patient; it lets go of what a test that ends in a gesture still holds."""
    yield PatientBot(request)
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    # A button that stays down makes sliders deaf in all tests that follow.
    held, nobody = Qt.MouseButton, QWidget()
    for button in (
        held.LeftButton,
        held.RightButton,
        held.MiddleButton,
        held.BackButton,
        held.ForwardButton,
    ):
        QTest.mouseRelease(nobody, button)


@pytest.fixture(scope="session")
def bccd_dir() -> Path:
    """The BCCD data set, where it is at hand."""
    return _data_set("bccd")


@pytest.fixture(scope="session")
def nuclei_dir() -> Path:
    """The nuclei data set, where it is at hand."""
    return _data_set("nuclei")


def _data_set(name: str) -> Path:
    folder = Path(os.environ.get("LOUPE_TEST_DATA", _DATA_DIR)) / name
    if not folder.is_dir():
        pytest.skip(f"the data set {name} is not at hand")
    return folder
