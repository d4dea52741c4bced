"""What the tour shows: each scene brings the window somewhere; the studio takes the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QListView,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from desktop.canvas.tools.tool import ToolName
from desktop.pages.images.page import ImagesPage
from desktop.pages.images.tile_view import TileView
from desktop.pages.start.facts_preview import FactsPreviewField
from desktop.viewmodels.question_strip_model import QuestionRole
from engine.domain.identifiers import ImageId
from engine.domain.project import Task
from engine.domain.rounds import QuestionState
from engine.domain.shapes import Box, bounding_box
from engine.loop.bootstrap import open_project
from tests.tour.stages import Stages
from tests.tour.studio import Studio

_PLAIN = Qt.KeyboardModifier.NoModifier
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
# Steps of the threshold for suggestions, until few doubtful ones are left.
_RAISED = 4

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
    _choose(studio, "Task", list(Task).index(Task.POSE))
    _choose(studio, "Keypoints", 1)
    yield "start-new-keypoints"
    _choose(studio, "Task", 0)
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
    yield from _label(studio)
    yield from _view(studio)
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
    _press_segment(studio, "By recipe")
    yield "busy-search-recipes"
    _press_segment(studio, "What mattered")
    yield "busy-search-mattered"
    _press_segment(studio, "By cost")
    yield "busy-search-cost"


def planning(studio: Studio, stages: Stages) -> Iterator[str]:
    """The plan of another search, with what its trials try."""
    studio.open(stages.typical)
    studio.go("search")
    for button in studio.page.findChildren(QPushButton):
        if button.isVisible() and button.text() == "Plan another search":
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
    task = _choose(studio, "Task", list(Task).index(Task.SEGMENT))
    studio.rest()
    _scroll_down(task)
    yield "classes-task"
    _choose(studio, "Task", 0)
    studio.go("label")
    studio.label_page.recheck()
    studio.rest()
    yield "label-recheck"
    studio.label_page.presenter.back_to_questions()
    studio.go("classes")
    studio.desktop.window.run_action("classes.undo")
    studio.rest()


def outlines(studio: Studio, stages: Stages) -> Iterator[str]:
    """The tools for outlines: drawing, editing, painting, and what one color hangs together."""
    studio.open(stages.outlines)
    studio.go("label")
    page = studio.label_page
    page.presenter.browse()
    studio.rest()
    canvas, hold = page.canvas, Qt.MouseButton.LeftButton
    canvas.setFocus()
    begin, end = _corners(studio)
    canvas.set_tool(ToolName.POLYGON)
    corners = (begin, QPoint(end.x(), begin.y()), end)
    for place in corners:
        QTest.mouseClick(canvas.viewport(), hold, pos=place)
    QTest.mouseMove(canvas.viewport(), QPoint(begin.x(), (begin.y() + end.y()) // 2))
    yield "outlines-drawing"
    studio.press(Qt.Key.Key_Return)
    canvas.set_tool(ToolName.BRUSH)
    QTest.mousePress(canvas.viewport(), hold, pos=begin)
    QTest.mouseMove(canvas.viewport(), begin + QPoint(0, 120))
    yield "outlines-painting"
    studio.press(Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas.viewport(), hold, pos=begin)
    canvas.set_tool(ToolName.WAND)
    QTest.mousePress(canvas.viewport(), hold, pos=end)
    QTest.mouseMove(canvas.viewport(), end + QPoint(60, 0))
    yield "outlines-wand"
    studio.press(Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas.viewport(), hold, pos=end)
    page.presenter.step(1)
    studio.rest()
    canvas.set_tool(ToolName.SELECT)
    studio.press(Qt.Key.Key_Tab)
    yield "outlines-selected"
    yield from _tracing(studio)


def tasks(studio: Studio, stages: Stages) -> Iterator[str]:
    """The label page where boxes are rotated, have keypoints, or images are sorted."""
    for task, path in stages.tasks.items():
        studio.open(path)
        studio.go("label")
        page = studio.label_page
        page.presenter.browse()
        studio.rest()
        yield f"label-{task}-unlabeled"
        page.presenter.step(1)
        studio.rest()
        page.canvas.setFocus()
        studio.press(Qt.Key.Key_Tab)
        yield f"label-{task}-object"
        if task is Task.POSE:
            studio.press(".", ".", "0")
            yield f"label-{task}-point"


def objects(studio: Studio, stages: Stages) -> Iterator[str]:
    """The labels of an image as a list, some of them selected, hidden and locked."""
    studio.open(stages.outlines)
    studio.go("label")
    page = studio.label_page
    page.presenter.browse()
    studio.rest()
    page.presenter.step(1)
    studio.rest()
    page.canvas.setFocus()
    marks, every = (
        page.presenter.edit_model.marks,
        list(page.presenter.edit_model.state.annotations),
    )
    marks.hide(every[1:2])
    marks.toggle_locks(every[2:3])
    studio.desktop.window.run_action("label.list_objects")
    studio.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    yield "label-objects"


def examples(studio: Studio, stages: Stages) -> Iterator[str]:
    """Before the first model: the rest of what was drawn, and a class that is silent."""
    studio.open(stages.examples)
    studio.go("label")
    page = studio.label_page
    page.presenter.browse()
    studio.rest()
    model = page.presenter.edit_model
    model.select(list(model.state.annotations)[:1])
    studio.desktop.window.run_action("label.find_rest")
    messages = studio.desktop.messages
    studio.wait_for(lambda: messages.history[-1].text.endswith("walks through them."))
    page.canvas.setFocus()
    studio.press(Qt.Key.Key_Tab)
    yield "examples-found"


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


def _label(studio: Studio) -> Iterator[str]:
    """The ways to label: under question, drawing, without a model's help."""
    studio.go("label")
    page = studio.label_page
    page.canvas.setFocus()
    studio.press(*"]" * _RAISED, Qt.Key.Key_Return)
    yield "label-suggestion"
    studio.press(*"[" * _RAISED)
    studio.press(Qt.Key.Key_Escape)
    page.canvas.set_tool(ToolName.BOX)
    viewport = page.canvas.viewport()
    begin, end = _corners(studio)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(viewport, (begin + end) / 2)
    QTest.mouseMove(viewport, end)
    yield "label-drawing"
    studio.press(Qt.Key.Key_Escape)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    page.canvas.set_tool(ToolName.SELECT)
    page.class_palette.open()
    QTest.keyClicks(QApplication.focusWidget(), "b")
    yield "label-class-palette"
    studio.press(Qt.Key.Key_Escape)
    model = page.presenter.edit_model
    model.select(list(model.state.annotations)[:1])
    yield "label-selection"
    model.select([])
    page.presenter.open_question(_open_holdout_question(studio))
    yield "label-holdout"
    page.open_image(page.presenter.edit_model.state.image.image_id)
    yield "label-browsing"
    page.presenter.back_to_questions()


def _progress(studio: Studio) -> Iterator[str]:
    """What the model reaches, from where its boxes count, and what it gets wrong."""
    studio.go("progress")
    studio.press("2")
    yield "progress-point"
    studio.press("3")
    yield "progress-mistakes"
    studio.press("1")


def _view(studio: Studio) -> Iterator[str]:
    """How the image is shown: zoomed in, with the overview and all the settings."""
    page = studio.label_page
    buttons = page.side.view.findChildren(QToolButton)
    more = next(each for each in buttons if each.accessibleName() == "More about the view")
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    page.canvas.zoom_by(3.0)
    studio.rest()
    yield "label-view"
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    page.canvas.zoom_to_fit()


def _open_holdout_question(studio: Studio) -> ImageId:
    strip = studio.label_page.filmstrip.findChild(QListView).model()
    for row in range(strip.rowCount()):
        index = strip.index(row, 0)
        is_open = index.data(QuestionRole.STATE) == QuestionState.OPEN
        if is_open and index.data(QuestionRole.IS_HOLDOUT):
            return ImageId(index.data(QuestionRole.IMAGE_ID))
    raise LookupError("the round asks nothing about the holdout")


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


def _tracing(studio: Studio) -> Iterator[str]:
    """An object traced again from a box, then with a point beside it."""
    canvas, model = studio.label_page.canvas, studio.label_page.presenter.edit_model
    largest = max(
        model.state.annotations.values(), key=lambda each: _area(bounding_box(each.shape))
    )
    box = bounding_box(largest.shape)
    model.select([largest.id])
    studio.press(Qt.Key.Key_Delete)
    canvas.set_tool(ToolName.TRACE)
    studio.rest()
    begin = canvas.mapFromScene(QPointF(box.x1 - 2, box.y1 - 2))
    end = canvas.mapFromScene(QPointF(box.x2 + 2, box.y2 + 2))
    hold, tracer = Qt.MouseButton.LeftButton, canvas.toolbox.tracer
    QTest.mousePress(canvas.viewport(), hold, pos=begin)
    QTest.mouseMove(canvas.viewport(), (begin + end) / 2)
    QTest.mouseMove(canvas.viewport(), end)
    QTest.mouseRelease(canvas.viewport(), hold, pos=end)
    studio.wait_for(lambda: not tracer.is_waiting)
    yield "outlines-traced"
    beside = end + QPoint(16, -40)
    QTest.mouseClick(canvas.viewport(), hold, Qt.KeyboardModifier.AltModifier, beside)
    QTest.mouseClick(canvas.viewport(), hold, pos=(begin + end) / 2)
    studio.wait_for(lambda: not tracer.is_waiting)
    yield "outlines-traced-by-points"
    studio.press(Qt.Key.Key_Return)
    canvas.set_tool(ToolName.SELECT)


def _area(box: Box) -> float:
    return box.width * box.height


def _corners(studio: Studio) -> tuple[QPoint, QPoint]:
    """Return where to draw a box on the canvas: corners in the middle of the image."""
    canvas = studio.label_page.canvas
    image = studio.label_page.presenter.edit_model.state.image
    middle = QPointF(image.width / 2, image.height / 2)
    reach = QPointF(image.width / 9, image.height / 9)
    return canvas.mapFromScene(middle - reach), canvas.mapFromScene(middle + reach)


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
    button = next(each for each in buttons if each.isVisible() and each.text() == "Next")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    studio.rest()


def _offer_dataset(studio: Studio, folder: Path) -> None:
    page = studio.page
    assert isinstance(page, ImagesPage)
    page._presenter.choose([folder])
    studio.rest()
