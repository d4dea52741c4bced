"""An edit model to try things on."""

from __future__ import annotations

import pytest

from desktop.canvas.keys import CanvasKeys
from desktop.canvas.style import CanvasStyle
from desktop.canvas.view import CanvasView
from desktop.viewmodels.edit_model import EditModel
from tests.desktop_canvas.builders import CLASSES, RBC
from tests.desktop_canvas.hand import Hand


@pytest.fixture(autouse=True)
def _application(qapp) -> None:
    """State machines take no fixtures, so the application is there for every test."""


@pytest.fixture
def model(qapp) -> EditModel:
    """An edit model of a project with three classes, RBC the current one, no image open."""
    model = EditModel()
    model.set_classes(CLASSES)
    model.set_current_class(RBC)
    return model


@pytest.fixture
def view(model, qtbot) -> CanvasView:
    """A real view of 800 x 600 pixels with its keys, no image open."""
    view = CanvasView(model, style=CanvasStyle())
    CanvasKeys(view)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.setFocus()
    return view


@pytest.fixture
def hand(view, qtbot) -> Hand:
    """The hand on the mouse of that view."""
    return Hand(view, qtbot)
