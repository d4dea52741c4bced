"""The whole tour: every look, every act, every scene."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.qtkit.translation import translate_qt
from tests.tour.contact_sheet import write_sheet
from tests.tour.scenes import ACTS, Scenes
from tests.tour.stages import Stages, build_stages
from tests.tour.studio import LOOKS, Look, Studio


def take(
    out_dir: Path, home: Path, *, only: Sequence[str] = (), looks: Sequence[Look] = LOOKS
) -> list[str]:
    """Write the pictures and the contact sheet; return what is wrong, a line each.

    Args:
        out_dir: Takes the pictures; those of an earlier tour go.
        home: A folder for the projects.
        only: Names of acts; all where empty.
        looks: Themes and sizes of the window, one after the other.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    for old in out_dir.glob("*.png"):
        old.unlink()
    stages = build_stages(home)
    app = QApplication([])
    translate_qt(app)
    studio = Studio(app, out_dir)
    for look in looks:
        studio.dress(look)
        for act in ACTS:
            if only and act.__name__ not in only:
                continue
            play(act, studio, stages, look)
    studio.close()
    rows = [list(by_look.values()) for by_look in studio.pictures.values()]
    write_sheet(out_dir / "contact-sheet.png", rows)
    return studio.problems


def play(act: Scenes, studio: Studio, stages: Stages, look: Look) -> None:
    """Photograph every scene of an act; what breaks it off is a problem, not the tour's end."""
    try:
        for name in act(studio, stages):
            studio.shoot(name, look)
    except Exception as error:  # noqa: BLE001  # whatever the window raises
        traceback.print_exc()
        studio.problems.append(f"{act.__name__}, {look.name}: broke off, {error!r}")
