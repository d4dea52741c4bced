"""What the tour shows of the canvas: gestures under way, shapes of every task, suggestions."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QToolButton

from desktop.canvas.tools.tool import ToolName
from desktop.qtkit.translation import tr
from desktop.viewmodels.question_strip_model import QuestionRole
from engine.domain.identifiers import ImageId
from engine.domain.project import Task
from engine.domain.rounds import QuestionState
from engine.domain.shapes import Box, bounding_box
from tests.tour.stages import Stages
from tests.tour.studio import Studio

# Steps of the threshold for suggestions, until few doubtful ones are left.
_RAISED = 4


def answering(studio: Studio) -> Iterator[str]:
    """The ways to label: under question, drawing, without a model's help."""
    studio.go("label")
    page = studio.label_page
    page.presenter.open_question(_open_question(studio, is_holdout=False))
    studio.rest()
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
    page.presenter.open_question(_open_question(studio, is_holdout=True))
    yield "label-holdout"
    page.open_image(page.presenter.edit_model.state.image.image_id)
    yield "label-browsing"
    page.presenter.back_to_questions()


def viewing(studio: Studio) -> Iterator[str]:
    """How the image is shown: zoomed in, with the overview and all the settings."""
    page = studio.label_page
    buttons = page.side.view.findChildren(QToolButton)
    more = next(each for each in buttons if each.accessibleName() == tr("More about the view"))
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    page.canvas.zoom_by(3.0)
    studio.rest()
    yield "label-view"
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    page.canvas.zoom_to_fit()


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
    found = tr("%n suggestion(s) here. Enter walks through them.", "", 2).partition(" ")[2]
    studio.wait_for(lambda: messages.history[-1].text.endswith(found))
    page.canvas.setFocus()
    studio.press(Qt.Key.Key_Tab)
    yield "examples-found"


def _open_question(studio: Studio, *, is_holdout: bool) -> ImageId:
    strip = studio.label_page.filmstrip.findChild(QListView).model()
    for row in range(strip.rowCount()):
        index = strip.index(row, 0)
        is_open = index.data(QuestionRole.STATE) == QuestionState.OPEN
        if is_open and index.data(QuestionRole.IS_HOLDOUT) == is_holdout:
            return ImageId(index.data(QuestionRole.IMAGE_ID))
    raise LookupError("the round asks nothing of the kind")


def _area(box: Box) -> float:
    return box.width * box.height


def _corners(studio: Studio) -> tuple[QPoint, QPoint]:
    """Return where to draw a box on the canvas: corners in the middle of the image."""
    canvas = studio.label_page.canvas
    image = studio.label_page.presenter.edit_model.state.image
    middle = QPointF(image.width / 2, image.height / 2)
    reach = QPointF(image.width / 9, image.height / 9)
    return canvas.mapFromScene(middle - reach), canvas.mapFromScene(middle + reach)
