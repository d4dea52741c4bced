"""Lists that are open while the page is told anew what it shows: nobody's choice is taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.images.filter_bar import FilterBar
from desktop.pages.models.compare_view import CompareView
from desktop.pages.progress.mistakes import MistakeFilter, Mistakes
from desktop.pages.progress.mistakes_view import MistakesView
from desktop.qtkit.theme import Theme
from engine.domain.classes import ObjectClass
from engine.domain.evaluations import Finding
from engine.domain.identifiers import ClassId
from tests.store.builders import model_version

_NAMES = ("RBC", "WBC", "Platelets")


def _filters(_theme: Theme) -> tuple[QWidget, Callable[[], None], str]:
    bar = FilterBar()
    classes = [ObjectClass(ClassId(n), name, "#56b4e9", n) for n, name in enumerate(_NAMES)]
    return bar, lambda: bar.set_classes(classes), "Class"


def _versions(theme: Theme) -> tuple[QWidget, Callable[[], None], str]:
    view = CompareView(theme)
    versions = [model_version(number) for number in (1, 2, 3)]
    ids = [each.id for each in versions]
    return view.head, lambda: view.show_versions(versions, ids[0], ids[2]), "First version"


def _mistakes(theme: Theme) -> tuple[QWidget, Callable[[], None], str]:
    view = MistakesView(theme)
    told = Mistakes(MistakeFilter(), _NAMES, dict.fromkeys(Finding, 0), (), "", "")
    return view, lambda: view.show_mistakes(told), "Class that is there"


@pytest.mark.parametrize("make", [_filters, _versions, _mistakes])
def test_list_when_nothing_new_is_told_keeps_what_is_pointed_at(make, theme: Theme, qtbot: QtBot):
    widget, tell, name = make(theme)
    qtbot.addWidget(widget)
    tell()
    widget.show()
    (box,) = (each for each in widget.findChildren(QComboBox) if each.accessibleName() == name)
    # As the arrow keys do in the open list, which no test without a screen can open.
    box.view().setCurrentIndex(box.model().index(1, 0))

    tell()

    assert box.view().currentIndex().row() == 1
    assert box.currentText() != box.itemText(1)
