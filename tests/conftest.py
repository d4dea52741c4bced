"""Settings every test shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

_DATA_DIR = Path(__file__).resolve().parents[2] / "shared" / "data"


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
