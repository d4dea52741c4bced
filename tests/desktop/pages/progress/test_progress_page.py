"""The page Progress on a real project, used as a person uses it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QListView, QSlider

from desktop.charts.confusion_table import ConfusionTable
from desktop.pages.progress import presenter
from desktop.pages.progress.state import look_at
from desktop.qtkit.blocked import blocked
from desktop.viewmodels.finding_grid_model import FindingRole
from engine.domain.changes import Changed, Changes
from engine.domain.evaluations import Finding
from engine.domain.images import Split
from engine.domain.metrics import Yardstick
from engine.loop.bootstrap import Project, open_project
from tests.desktop.pages.page_bench import PageBench
from tests.desktop.pages.progress.conftest import train
from tests.loop.builders import Script

Open = Callable[[Project], PageBench]
_PATIENCE_S = 60.0


def grid(bench: PageBench) -> QListView:
    (found,) = [each for each in bench.page.findChildren(QListView) if each.isVisible()]
    return found


def tiles(bench: PageBench) -> list:
    model = grid(bench).model()
    return [model.index(row, 0).data(FindingRole.TILE) for row in range(model.rowCount())]


def table(bench: PageBench) -> ConfusionTable:
    return bench.page.findChild(ConfusionTable)


def sliders(bench: PageBench) -> list[QSlider]:
    return [each for each in bench.page.findChildren(QSlider) if each.isVisible()]


def buttons(bench: PageBench) -> list[QAbstractButton]:
    return [each for each in bench.page.findChildren(QAbstractButton) if each.isVisible()]


def click_cell(bench: PageBench, row: int, column: int) -> None:
    place = table(bench).visualRect(table(bench).model().index(row, column)).center()
    bench.qtbot.mouseClick(table(bench).viewport(), Qt.MouseButton.LeftButton, pos=place)
    bench.settle()


def matrix(bench: PageBench) -> list[list[str]]:
    model = table(bench).model()
    size = range(model.rowCount())
    return [[model.index(row, column).data() for column in size] for row in size]


def kept_aims(project: Project) -> tuple[float | None, ...]:
    version = project.models.latest()
    assert version is not None
    assert version.operating_point is not None
    return version.operating_point.aims


def test_progress_without_a_version_says_what_to_do(project: Project, open_page: Open):
    bench = open_page(project)

    assert bench.says("No model yet")
    bench.click("Go to Train")
    assert bench.opened == ["train"]


def test_progress_with_a_version_tells_what_it_reached_and_on_what(
    trained: Project, open_page: Open
):
    bench = open_page(trained)

    assert bench.says("test mAP50-95 0.40 (0.30 to 0.50)")
    assert bench.says("Accuracy (mAP50-95) on 20 test images")
    assert bench.says("Per class, AP50-95 on test")
    assert bench.says("Confusions on test")


def test_progress_counts_what_the_confusions_count(trained: Project, open_page: Open):
    version = trained.models.latest()
    assert version is not None
    assert version.operating_point is not None
    measured = trained.evaluations.read(version)
    expected = measured.confusion(Yardstick.TEST, version.operating_point.thresholds)

    bench = open_page(trained)

    told = [[int(each) if each else 0 for each in row] for row in matrix(bench)]
    assert told == expected.tolist()
    missed = int(expected[:2, 2].sum())
    (count,) = [each for each in buttons(bench) if each.accessibleName().startswith("Missed:")]
    assert count.text().startswith(f"{missed} object")


def test_cell_when_clicked_opens_its_images(trained: Project, open_page: Open):
    bench = open_page(trained)
    row = next(row for row in (0, 1) if matrix(bench)[row][2] != "0")
    count = int(matrix(bench)[row][2])

    click_cell(bench, row, 2)

    shown = tiles(bench)
    assert len(shown) == count
    assert {tile.kind for tile in shown} == {Finding.MISSED}
    assert {tile.caption for tile in shown} == {f"{('cell', 'nucleus')[row]} missed"}


def test_cell_when_entered_from_the_keyboard_opens_its_images(trained: Project, open_page: Open):
    bench = open_page(trained)
    table(bench).setFocus()
    table(bench).setCurrentIndex(table(bench).model().index(0, 0))

    bench.qtbot.keyClick(table(bench), Qt.Key.Key_Return)
    bench.settle()

    assert {tile.kind for tile in tiles(bench)} == {Finding.FOUND}
    assert len(tiles(bench)) == int(matrix(bench)[0][0])


def test_count_when_clicked_opens_the_mistakes(trained: Project, open_page: Open):
    bench = open_page(trained)
    false = sum(int(each or 0) for each in matrix(bench)[2])
    (count,) = [b for b in buttons(bench) if b.accessibleName().startswith("False alarms:")]

    bench.qtbot.mouseClick(count, Qt.MouseButton.LeftButton)
    bench.settle()

    assert len(tiles(bench)) == false > 0
    assert {tile.kind for tile in tiles(bench)} == {Finding.FALSE_ALARM}


def test_mistake_when_entered_asks_for_its_image(trained: Project, open_page: Open):
    bench = open_page(trained)
    bench.click("Mistakes")
    first = tiles(bench)[0]
    grid(bench).setFocus()
    grid(bench).setCurrentIndex(grid(bench).model().index(0, 0))

    bench.qtbot.keyClick(grid(bench), Qt.Key.Key_Return)

    assert bench.images == [first.image.id]
    assert first.image.split is Split.TEST


def test_mistakes_show_pictures_that_were_cut_out(trained: Project, open_page: Open):
    bench = open_page(trained)
    bench.click("Mistakes")

    def has_picture() -> bool:
        crop = grid(bench).model().index(0, 0).data(Qt.ItemDataRole.DecorationRole)
        return isinstance(crop, QImage) and not crop.isNull()

    bench.qtbot.waitUntil(has_picture)


def test_mistakes_when_an_image_is_gone_show_no_picture_and_no_error(
    trained: Project, open_page: Open
):
    for record in trained.pool.page(0, 1000):
        record.path.unlink()
    bench = open_page(trained)
    bench.click("Mistakes")

    def is_null() -> bool:
        crop = grid(bench).model().index(0, 0).data(Qt.ItemDataRole.DecorationRole)
        return isinstance(crop, QImage) and crop.isNull()

    bench.qtbot.waitUntil(is_null)


def test_mistakes_when_a_class_is_chosen_show_that_alone(trained: Project, open_page: Open):
    bench = open_page(trained)
    bench.click("Mistakes")
    (field,) = [each for each in bench.page.findChildren(QComboBox) if each.isVisible()]

    field.setFocus()
    bench.qtbot.keyClick(field, Qt.Key.Key_Down)
    bench.settle()

    assert {tile.caption for tile in tiles(bench)} <= {"cell missed"}


def test_slider_when_moved_tells_the_new_figures_and_keeps_them(trained: Project, open_page: Open):
    bench = open_page(trained)
    bench.click("Operating point")
    before = {text for text in bench.texts() if text.startswith("Finds")}
    first = sliders(bench)[0]
    first.setFocus()

    bench.qtbot.keyClick(first, Qt.Key.Key_Home)
    bench.settle()

    assert {text for text in bench.texts() if text.startswith("Finds")} != before
    bench.qtbot.waitUntil(lambda: kept_aims(trained) == (0.01, None))
    bench.settle()


def test_slider_when_clicked_beside_its_handle_wants_another_share(
    trained: Project, open_page: Open
):
    bench = open_page(trained)
    bench.click("Operating point")
    second = sliders(bench)[1]
    # Where the balance stands depends on which images were drawn.
    x = 4 if second.value() > 50 else second.width() - 4

    bench.qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=QPoint(x, second.height() // 2))
    bench.settle()

    bench.qtbot.waitUntil(lambda: kept_aims(trained)[1] is not None)
    bench.settle()


def test_slider_when_its_handle_is_clicked_wants_the_share_it_stands_at(
    trained: Project, open_page: Open
):
    bench = open_page(trained)
    bench.click("Operating point")
    second = sliders(bench)[1]
    with blocked(second):
        second.setValue(100)
    handle = QPoint(second.width() - 4, second.height() // 2)

    bench.qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=handle)
    bench.settle()

    bench.qtbot.waitUntil(lambda: kept_aims(trained)[1] == 1.0)
    bench.settle()


def test_page_when_left_keeps_what_a_slider_says_at_once(trained: Project, open_page: Open):
    bench = open_page(trained)
    bench.click("Operating point")
    sliders(bench)[0].setFocus()
    bench.qtbot.keyClick(sliders(bench)[0], Qt.Key.Key_End)
    bench.settle()

    bench.page.left()
    bench.settle()

    assert kept_aims(trained) == (1.0, None)


def test_balance_when_clicked_takes_the_aim_back(trained: Project, open_page: Open):
    version = trained.models.latest()
    assert version is not None
    point = trained.evaluations.read(version).point((0.3, 0.3))
    assert point is not None
    trained.models.keep_operating_point(version.id, point)
    bench = open_page(trained)
    bench.click("Operating point")
    assert sliders(bench)[0].value() == 30
    balances = [each for each in buttons(bench) if each.text() == "Balance"]

    bench.qtbot.mouseClick(balances[0], Qt.MouseButton.LeftButton)
    bench.settle()
    bench.page.left()
    bench.settle()

    assert kept_aims(trained) == (None, 0.3)


def test_operating_point_when_reading_only_cannot_be_set_and_says_why(
    trained: Project, open_page: Open
):
    trained.close()
    with_reading_only = open_project(trained.path, read_only=True)
    bench = open_page(with_reading_only)
    bench.click("Operating point")

    assert not any(slider.isEnabled() for slider in sliders(bench))
    assert "reading only" in sliders(bench)[0].toolTip()


def test_yardstick_when_changed_tells_of_other_images(trained: Project, open_page: Open):
    bench = open_page(trained)
    bench.click("Mistakes")

    bench.click("Validation")

    assert {tile.image.split for tile in tiles(bench)} == {Split.VAL}
    bench.click("Overview")
    assert bench.says("Confusions on validation")


def test_version_without_evaluations_says_so_where_images_would_be(
    project: Project, script: Script, open_page: Open
):
    script.skill = None
    train(project)
    bench = open_page(project)

    assert bench.says("did not keep what it saw")
    bench.click("Operating point")
    assert bench.says("Nothing to see image by image")
    bench.click("Go to Train")
    assert bench.opened == ["train"]


def test_evaluation_when_damaged_says_so_and_leaves_the_rest(trained: Project, open_page: Open):
    version = trained.models.latest()
    assert version is not None
    trained.evaluations.path(version.id, Yardstick.TEST).write_bytes(b"half")
    bench = open_page(trained)

    assert bench.says("is not an evaluation")
    assert bench.says("test mAP50-95 0.40")


def test_page_when_another_version_comes_tells_of_that(
    trained: Project, script: Script, open_page: Open
):
    bench = open_page(trained)
    script.skill = 1.0

    bench._session.thread.run(lambda: train(trained))
    bench.settle()
    bench.page.refresh(trained.classes.rename(1, name="red cell"))
    bench.settle()

    assert bench.says("Version 2, learned from")
    assert bench.says("Version 2 changed test mAP50-95 by +0.000 over version 1")
    headers = table(bench).model()
    assert headers.headerData(0, Qt.Orientation.Horizontal) == "red cell"


@pytest.mark.parametrize(("key", "said"), [("2", "Find at least"), ("3", "Missed"), ("1", "Spent")])
def test_views_have_actions_with_keys(trained: Project, open_page: Open, key: str, said: str):
    bench = open_page(trained)
    (action,) = [each for each in bench.page.page_actions() if each.keys == (key,)]

    action.run()
    bench.settle()

    assert bench.says(said) or any(each.text().startswith(said) for each in buttons(bench))


def test_look_at_the_version_before_when_it_comes_late_is_not_taken_for_one_at_the_newest(
    trained: Project, open_page: Open, monkeypatch: pytest.MonkeyPatch
):
    bench = open_page(trained)
    looks, reading = [Gate(), Gate()], Gate()
    waiting, shown = iter(looks), []
    monkeypatch.setattr(
        presenter, "look_at", lambda *a, **k: [next(waiting).pass_through(), look_at(*a, **k)][1]
    )
    read = trained.evaluations.read
    monkeypatch.setattr(
        trained.evaluations, "read", lambda version: [reading.pass_through(), read(version)][1]
    )
    monkeypatch.setattr(bench.page, "show_look", lambda look, *_, **__: shown.append(look))
    bench.page._presenter.choose_yardstick(Yardstick.VAL)
    bench.qtbot.waitUntil(looks[0].is_reached)
    train(trained)
    bench.page.refresh(Changes(Changed.VERSIONS))
    bench.qtbot.waitUntil(reading.is_reached)

    looks[0].open()
    told = []
    bench._session.pool.submit(lambda: None, then=lambda _: told.append(True))
    bench.qtbot.waitUntil(lambda: bool(told))
    reading.open()
    bench.qtbot.waitUntil(looks[1].is_reached)
    bench.page.refresh(Changes(Changed.LABELS))
    bench.qtbot.waitUntil(lambda: bench._session.thread.is_idle)

    assert shown == []
    looks[1].open()
    bench.settle()
    assert len(shown) == 1


class Gate:
    """Holds up a thread of the pool until the test lets it go on."""

    def __init__(self) -> None:
        self._reached, self._open = threading.Event(), threading.Event()

    def pass_through(self) -> None:
        self._reached.set()
        assert self._open.wait(_PATIENCE_S)

    def is_reached(self) -> bool:
        return self._reached.is_set()

    def open(self) -> None:
        self._open.set()
