"""An edit model to try things on."""

from __future__ import annotations

import pytest

from desktop.viewmodels.edit_model import EditModel
from tests.desktop_canvas.builders import CLASSES, RBC


@pytest.fixture
def model(qapp) -> EditModel:
    """An edit model of a project with three classes, RBC the current one, no image open."""
    model = EditModel()
    model.set_classes(CLASSES)
    model.set_current_class(RBC)
    return model
