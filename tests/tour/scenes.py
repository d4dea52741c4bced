"""What the tour shows: each scene brings the window somewhere; the studio takes the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from desktop.pages.images.page import ImagesPage
from desktop.pages.images.tile_view import TileView
from desktop.pages.start.facts_preview import FactsPreviewField
from desktop.qtkit.translation import tr
from engine.domain.project import Task
from engine.loop.bootstrap import open_project
from tests.tour.canvas_scenes import answering, examples, objects, outlines, tasks, viewing
from tests.tour.stages import Stages
from tests.tour.studio import Studio

_PLAIN = Qt.KeyboardModifier.NoModifier
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier

# A scene's name comes after the window stands there; on the way to the next one it may tidy up.
Scenes = Callable[[Studio, Stages], Iterator[str]]


def start(studio: Studio, stages: Stages) -> Iterator[str]:
    """The start page: with projects, and the steps of a new one."""
    page = studio.start_page
    page.show_welcome()
    yield "start"
    page.show_new([stages.dataset])
    yield "start-new-images"
    _next_step(studio)
    yield "start-new-classes"
    _choose(studio, tr("Task"), list(Task).index(Task.POSE))
    _choose(studio, tr("Keypoints"), 1)
    yield "start-new-keypoints"
    _choose(studio, tr("Task"), 0)
    _next_step(studio)
    field = studio.page.findChild(FactsPreviewField)
    studio.wait_for(lambda: field.is_settled)
    yield "start-new-facts"
    page.show_welcome()
    with closing(open_project(stages.empty)):
        studio.projects.open(stages.empty)
        studio.wait_for(lambda: not studio.projects.is_project_open)
        yield "start-refused"
    page.show_welcome()


def empty(studio: Studio, stages: Stages) -> Iterator[str]:
    """A project without images."""
    studio.open(stages.empty)
    for page_id in studio.page_ids:
        studio.go(page_id)
        yield f"empty-{page_id}"
    yield from _jobs(studio, "empty")


def typical(studio: Studio, stages: Stages) -> Iterator[str]:
    """A project in its third round."""
    studio.open(stages.typical)
    for page_id in studio.page_ids:
        studio.go(page_id)
        yield f"typical-{page_id}"
    studio.go("images")
    yield from _jobs(studio, "typical")
    _offer_dataset(studio, stages.dataset)
    yield "typical-images-adding"
    yield from _progress(studio)
    yield from _models(studio)
    yield from answering(studio)
    yield from viewing(studio)
    yield from _overlays(studio)


def busy(studio: Studio, stages: Stages) -> Iterator[str]:
    """A training and a search in full swing."""
    studio.open(stages.busy)
    for page_id in studio.those_of("train", "search"):
        studio.go(page_id)
        yield f"busy-{page_id}"
    studio.go("label")
    yield from _jobs(studio, "busy")
    studio.go("search")
    _press_segment(studio, tr("By recipe"))
    yield "busy-search-recipes"
    _press_segment(studio, tr("What mattered"))
    yield "busy-search-mattered"
    _press_segment(studio, tr("By cost"))
    yield "busy-search-cost"


def planning(studio: Studio, stages: Stages) -> Iterator[str]:
    """The plan of another search, with what its trials try."""
    studio.open(stages.typical)
    studio.go("search")
    for button in studio.page.findChildren(QPushButton):
        if button.isVisible() and button.text() == tr("Plan another search"):
            button.click()
    studio.rest()
    yield "planning-search"


def failed(studio: Studio, stages: Stages) -> Iterator[str]:
    """What went wrong, and the ways out."""
    studio.open(stages.failed)
    for page_id in studio.those_of("images", "label", "train", "progress"):
        studio.go(page_id)
        yield f"failed-{page_id}"
    yield from _jobs(studio, "failed")
    studio.open(stages.typical, read_only=True)
    studio.go("label")
    yield "read-only-label"
    studio.go("train")
    yield "read-only-train"


def long_names(studio: Studio, stages: Stages) -> Iterator[str]:
    """Names far longer than one would wish."""
    studio.open(stages.long_names)
    for page_id in studio.page_ids[:-1]:
        studio.go(page_id)
        yield f"long-{page_id}"


def selected(studio: Studio, stages: Stages) -> Iterator[str]:
    """Some images selected, with every filter in sight."""
    studio.open(stages.typical)
    studio.go("images")
    page = studio.page
    buttons = page.findChildren(QPushButton)
    QTest.mouseClick(next(b for b in buttons if b.isCheckable()), Qt.MouseButton.LeftButton)
    studio.rest()
    grid = page.findChild(TileView)
    for number, modifier in ((1, _PLAIN), (3, _SHIFT), (6, _CONTROL)):
        place = grid.visualRect(grid.model().index(number, 0)).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    studio.rest()
    yield "images-selected"
    studio.desktop.window.run_action("images.move_to_group")
    studio.rest()
    yield "images-group"


def classes(studio: Studio, stages: Stages) -> Iterator[str]:
    """A class that came late: what has to be checked again, and the way through it."""
    studio.open(stages.typical)
    studio.go("classes")
    studio.desktop.window.run_action("classes.add")
    studio.press("Blast", Qt.Key.Key_Return)
    studio.rest()
    yield "classes-recheck"
    studio.press("Blast", Qt.Key.Key_Return)
    studio.rest()
    yield "classes-refused"
    task = _choose(studio, tr("Task"), list(Task).index(Task.SEGMENT))
    studio.rest()
    _scroll_down(task)
    yield "classes-task"
    _choose(studio, tr("Task"), 0)
    studio.go("label")
    studio.label_page.recheck()
    studio.rest()
    yield "label-recheck"
    studio.label_page.presenter.back_to_questions()
    studio.go("classes")
    studio.desktop.window.run_action("classes.undo")
    studio.rest()


ACTS: tuple[Scenes, ...] = (
    empty,
    typical,
    busy,
    planning,
    failed,
    long_names,
    selected,
    classes,
    outlines,
    examples,
    tasks,
    objects,
    start,
)


def _models(studio: Studio) -> Iterator[str]:
    """The first version beside the newest."""
    studio.go("models")
    studio.press("2")
    first = studio.page.findChildren(QComboBox)[0]
    first.setCurrentIndex(first.count() - 1)
    studio.rest()
    yield "models-compare"
    studio.press("1", "e")
    yield "models-export"
    studio.press(Qt.Key.Key_Escape)


def _jobs(studio: Studio, name: str) -> Iterator[str]:
    """The drawer of jobs over the page in front."""
    studio.desktop.window.show_jobs()
    studio.rest()
    yield f"{name}-jobs"
    studio.press(Qt.Key.Key_Escape)


def _progress(studio: Studio) -> Iterator[str]:
    """What the model reaches, from where its boxes count, and what it gets wrong."""
    studio.go("progress")
    studio.press("2")
    yield "progress-point"
    studio.press("3")
    yield "progress-mistakes"
    studio.press("1")


def _overlays(studio: Studio) -> Iterator[str]:
    studio.desktop.window.run_action("window.palette")
    yield "palette"
    studio.press(Qt.Key.Key_Escape)
    studio.desktop.window.run_action("window.keys")
    yield "keys"
    studio.press(Qt.Key.Key_Escape)
    studio.desktop.window.run_action("window.tour")
    yield "tour"
    studio.press(Qt.Key.Key_Escape)
    studio.go("help")
    yield "help"


def _press_segment(studio: Studio, text: str) -> None:
    for button in studio.window.findChildren(QToolButton):
        if button.isVisible() and button.text() == text:
            button.click()


def _choose(studio: Studio, name: str, row: int) -> QComboBox:
    boxes = studio.desktop.window.findChildren(QComboBox)
    box = next(b for b in boxes if b.accessibleName() == name and b.isVisible())
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(box, Qt.Key.Key_Down)
    return box


def _scroll_down(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.verticalScrollBar().setValue(parent.verticalScrollBar().maximum())
        parent = parent.parentWidget()


def _next_step(studio: Studio) -> None:
    buttons = studio.page.findChildren(QPushButton)
    button = next(each for each in buttons if each.isVisible() and each.text() == tr("Next"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    studio.rest()


def _offer_dataset(studio: Studio, folder: Path) -> None:
    page = studio.page
    assert isinstance(page, ImagesPage)
    page._presenter.choose([folder])
    studio.rest()
