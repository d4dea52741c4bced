"""A project that another process holds, or that lies on a read-only medium."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from desktop.reporting.messages import Severity
from engine.loop.bootstrap import open_project
from tests.desktop.pages.label.conftest import Opener
from tests.loop.small_projects import ask, make_project


def test_project_when_it_is_only_read_then_can_be_looked_through_and_not_edited(
    tmp_path: Path, pictures: Path, open_window: Opener
):
    project = make_project(tmp_path / "project", pictures)
    asked = ask(project, 2)
    project.close()
    window = open_window(open_project(tmp_path / "project", read_only=True))
    assert window.image_id == asked[0]

    window.drag((40, 50), (100, 90))
    assert not window.model.state.annotations
    assert "read-only" in window.status()
    window.key(Qt.Key.Key_D)
    window.wait_for(asked[1])
    assert not [m for m in window.desktop.messages.history if m.severity is Severity.ERROR]
