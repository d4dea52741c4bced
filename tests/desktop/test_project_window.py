"""Opening, making and closing projects in the window, and what the window says of the loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.actions.key_map import EVERYWHERE
from desktop.app import Desktop
from desktop.canvas.tools.tool import ToolName
from desktop.drawer import Drawer
from desktop.pages.label.page import LabelPage
from desktop.pages.start.page import StartPage
from desktop.project_window import ProjectWindow
from desktop.reporting.messages import Severity
from desktop.settings.schema import KEY_PRESET, KeyPreset
from desktop.wishes import AddWish, NewProject
from engine.domain.events import EpochFinished, Failed
from engine.domain.images import Split
from engine.domain.jobs import JobKind, JobState
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project, create_project, open_project
from engine.loop.training import TrainingWish
from tests.desktop.pages.loop_builders import Stage, StandingExecutor
from tests.loop.small_projects import make_pictures, make_project

SCRATCH = TrainingWish(model="yolo11n.yaml", epochs=3)


class Hands:
    """The whole window, and what a user does with it."""

    def __init__(self, desktop: Desktop, qtbot: QtBot) -> None:
        self.desktop = desktop
        self.executor = StandingExecutor()
        self.window = ProjectWindow(
            desktop,
            opener=partial(open_project, executor=self.executor),
            maker=partial(create_project, executor=self.executor),
        )
        self._qtbot = qtbot

    @property
    def project(self) -> Project:
        assert self.window._open is not None
        return self.window._open._project

    @property
    def page_id(self) -> str:
        return self.desktop.window.page_id

    def open(self, folder: Path, *, read_only: bool = False) -> None:
        self.window.open(folder, read_only=read_only)
        self.wait_for(lambda: self.window.is_project_open)

    def wait_for(self, holds: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(holds()))

    def press(self, text: str) -> None:
        self.wait_for(lambda: self._button(text))
        button = self._button(text)
        assert button is not None
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def shows(self, part: str) -> bool:
        labels = self.desktop.window.findChildren(QLabel)
        return any(part in each.text() for each in labels if each.isVisible())

    def offers(self, text: str) -> bool:
        button = self._button(text)
        return button is not None and button.isEnabled()

    def _button(self, text: str) -> QPushButton | None:
        buttons = self.desktop.window.findChildren(QPushButton)
        return next((b for b in buttons if b.isVisible() and b.text() == text), None)


@pytest.fixture
def hands(desktop: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setenv("LOUPE_OFFLINE", "1")
    # pytest's own hooks and faulthandler stay in force.
    monkeypatch.setattr(desktop.crashes, "install", lambda: None)
    hands = Hands(desktop, qtbot)
    hands.window.start()
    yield hands
    desktop.window.close()


@pytest.fixture
def labeled(tmp_path: Path) -> Path:
    """A project whose images are labeled, closed."""
    stage = Stage.make(tmp_path / "labeled")
    stage.label(30)
    stage.label(12, split=Split.VAL)
    stage.project.close()
    return tmp_path / "labeled"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return make_pictures(tmp_path / "smears", 8)


def test_start_when_no_project_is_named_then_shows_start_page(hands: Hands):
    assert isinstance(hands.desktop.window.page, StartPage)
    assert not hands.offers("Next 20 questions")


def test_project_when_made_then_images_come_and_questions_are_recommended(
    hands: Hands, pictures: Path, tmp_path: Path
):
    wish = NewProject(tmp_path / "new", "Cells", ("RBC",), images=AddWish((pictures,)))
    hands.window.create(wish)
    hands.wait_for(lambda: hands.offers("Next 20 questions"))
    assert hands.page_id == "images"
    assert hands.shows("0 of 8 labeled")
    assert hands.desktop.window.windowTitle() == "Cells - Loupe"
    assert hands.desktop.window_state.recent_projects == (tmp_path / "new",)


def test_project_when_its_folder_is_taken_then_form_says_so(hands: Hands, pictures: Path):
    hands.window.show_start().show_new()
    hands.window.create(NewProject(pictures, "Cells"))
    hands.wait_for(lambda: hands.shows("is not empty"))
    assert not hands.window.is_project_open


def test_project_when_it_has_no_images_then_recommends_them_and_asks_for_a_folder(
    hands: Hands, tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
):
    make_project(tmp_path / "empty", None).close()
    hands.open(tmp_path / "empty")
    monkeypatch.setattr("desktop.pages.images.page.ask_folder", lambda *_: pictures)
    hands.press("Add images")
    hands.wait_for(lambda: hands.shows("Add smears"))


def test_ask_when_pressed_then_freezes_and_opens_label(
    hands: Hands, tmp_path: Path, pictures: Path
):
    make_project(tmp_path / "asked", pictures).close()
    hands.open(tmp_path / "asked")
    hands.press("Next 20 questions")
    hands.wait_for(lambda: hands.shows("Choosing questions"))
    assert hands.page_id == "label"
    assert hands.project.holdout.is_frozen()
    assert [job.kind for job in hands.project.background.jobs()] == [JobKind.QUERY]


def test_train_when_weights_are_missing_then_offers_scratch_in_place(hands: Hands, labeled: Path):
    hands.open(labeled)
    hands.press("Train")
    hands.press("Start from scratch")
    hands.wait_for(lambda: hands.project.training.active())
    assert hands.page_id == "train"
    job = hands.project.training.active()
    assert job is not None
    spec = hands.project.background.folder(job.id).spec()
    assert spec.start == "yolo11n.yaml"


def test_strip_when_training_tells_of_itself_then_shows_it_and_failure_is_told(
    hands: Hands, labeled: Path
):
    hands.open(labeled)
    job_id = hands.project.rounds.train(SCRATCH)
    folder = hands.project.background.folder(job_id)
    folder.append(EpochFinished(2, 3, {"box": 1.0}, None, None, 75.0))
    hands.wait_for(lambda: hands.shows("epoch 2 of 3, about 1 min left"))
    folder.write_failure(Failed("The GPU has gone."))
    hands.wait_for(lambda: hands.shows("Training failed. The GPU has gone."))
    (told,) = [m for m in hands.desktop.messages.history if m.severity is Severity.ERROR]
    assert told.remedy is not None


def test_window_when_closed_while_a_job_runs_then_job_goes_on_and_is_found_again(
    hands: Hands, labeled: Path
):
    hands.open(labeled)
    hands.project.rounds.train(SCRATCH)
    hands.wait_for(lambda: hands.shows("Training"))
    hands.desktop.registry.run("project.close")
    assert isinstance(hands.desktop.window.page, StartPage)
    assert not hands.window.is_project_open
    hands.open(labeled)
    hands.wait_for(lambda: hands.shows("Training"))
    job = hands.project.training.active()
    assert job is not None
    assert job.state in (JobState.QUEUED, JobState.RUNNING)


def test_project_when_another_window_holds_it_then_may_be_looked_at_and_taken_over(
    hands: Hands, labeled: Path
):
    # The lock is the process's own in tests of one process: two stores still exclude each other.
    holder = open_project(labeled, executor=StandingExecutor())
    hands.window.open(labeled)
    hands.wait_for(lambda: hands.shows("is open in process"))
    hands.press("Open read-only")
    hands.wait_for(lambda: hands.window.is_project_open)
    assert hands.shows("is open in process")
    assert not hands.offers("Train")
    assert hands.desktop.registry.availability("loop.train").reason == (
        "The project is open read-only."
    )
    holder.close()
    hands.press("Open for writing")
    hands.wait_for(lambda: hands.offers("Train"))


def test_project_when_there_is_none_then_start_page_says_so(hands: Hands, tmp_path: Path):
    hands.window.open(tmp_path / "nowhere")
    hands.wait_for(lambda: hands.shows("There is no Loupe project"))
    assert not hands.offers("Open read-only")
    hands.press("Back")


def test_autopilot_when_stopped_then_simulated_expert_stops_too(
    hands: Hands, tmp_path: Path, pictures: Path
):
    project = make_project(tmp_path / "demo", pictures)
    project.autopilot.begin(AutopilotPlan(truth_path=str(tmp_path / "truth"), training=SCRATCH))
    project.close()
    hands.open(tmp_path / "demo")
    hands.wait_for(lambda: hands.shows("The loop runs by itself"))
    assert not hands.offers("Next 20 questions")
    hands.press("Stop")
    hands.wait_for(lambda: not hands.shows("The loop runs by itself"))
    assert hands.project.autopilot.plan() is None


def test_autopilot_when_it_ends_by_an_error_then_says_why(
    hands: Hands, tmp_path: Path, pictures: Path
):
    project = make_project(tmp_path / "demo", pictures)
    plan = AutopilotPlan(truth_path="", training=SCRATCH)
    project.autopilot.begin(plan)
    project.close()
    hands.open(tmp_path / "demo")
    hands.wait_for(lambda: hands.shows("The loop runs by itself"))
    hands.project.autopilot.begin(replace(plan, is_done=True, reason="The disk is full."))
    hands.desktop.hub.broadcast(hands.project.file.set_time_visits(wanted=True))
    hands.wait_for(lambda: hands.shows("no longer runs by itself. The disk is full."))


def test_messages_when_project_is_closed_then_go_with_it(hands: Hands, labeled: Path):
    hands.open(labeled)
    hands.desktop.messages.warning("Of this project.")
    hands.desktop.registry.run("project.close")
    assert not [m for m in hands.desktop.messages.history if m.text == "Of this project."]


def test_settings_when_opened_then_all_actions_are_listed_and_no_preset_means_two_things(
    hands: Hands, labeled: Path
):
    hands.open(labeled)
    registry, settings = hands.desktop.registry, hands.desktop.settings
    hands.desktop.window.open_page("settings")
    hands.wait_for(lambda: {action.page_id for action in registry.actions} >= {"label", "models"})
    for action in registry.actions:
        assert (action.id.partition(".")[0] in EVERYWHERE) is (not action.page_id)
    for preset in KeyPreset:
        settings.set(KEY_PRESET, preset.value)
        for action in registry.actions:
            for key in action.keys:
                assert registry.action_with_key(key, meeting=action.id) is None, (preset, key)


def test_key_when_chosen_then_canvas_and_its_buttons_follow(hands: Hands, labeled: Path):
    hands.open(labeled)
    hands.desktop.window.open_page("label")
    page = hands.desktop.window.page
    assert isinstance(page, LabelPage)
    page.canvas.set_tool(ToolName.SELECT)
    hands.desktop.key_map.choose("label.box", ("W",))
    QTest.keyClick(page.canvas, Qt.Key.Key_R)
    assert page.canvas.tool is ToolName.SELECT
    QTest.keyClick(page.canvas, Qt.Key.Key_W)
    assert page.canvas.tool is ToolName.BOX
    tips = {button.toolTip() for button in page.tools.findChildren(QToolButton)}
    assert "Draw boxes (W)" in tips
    assert "Draw boxes (R)" not in tips


@pytest.mark.parametrize("page_id", ["train", "settings"])
def test_jobs_when_asked_for_then_open_over_the_page_and_escape_leads_back(
    hands: Hands, labeled: Path, page_id: str
):
    hands.open(labeled)
    window = hands.desktop.window
    window.open_page(page_id)
    window.page.setFocus()
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_J, held)
    hands.wait_for(lambda: hands.shows("Nothing has run yet"))
    drawer = window.findChild(Drawer)
    assert hands.page_id == page_id
    assert drawer.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not drawer.isVisible()
    assert QApplication.focusWidget() is window.page


def test_jobs_when_a_training_runs_then_are_told_as_it_goes_and_can_stop_it(
    hands: Hands, labeled: Path
):
    hands.open(labeled)
    window = hands.desktop.window
    window.open_page("images")
    rail = {button.text(): button for button in window.findChildren(QToolButton)}
    QTest.mouseClick(rail["Jobs"], Qt.MouseButton.LeftButton)
    assert rail["Jobs"].isChecked()
    job_id = hands.project.training.start(SCRATCH)
    hands.wait_for(lambda: hands.shows("Training") and hands.offers("Stop"))
    hands.press("Stop")
    hands.wait_for(lambda: hands.project.background.job(job_id).state is JobState.CANCELLED)
    assert hands.page_id == "images"
    QTest.mouseClick(rail["Jobs"], Qt.MouseButton.LeftButton)
    assert not window.findChild(Drawer).isVisible()
    assert not rail["Jobs"].isChecked()


def test_jobs_when_left_open_then_are_open_with_the_next_project(hands: Hands, labeled: Path):
    hands.open(labeled)
    hands.desktop.window.show_jobs()
    hands.desktop.registry.run("project.close")
    drawer = hands.desktop.window.findChild(Drawer)
    assert not drawer.isVisible()
    assert not hands.desktop.registry.availability("window.jobs").is_enabled
    hands.open(labeled)
    hands.wait_for(drawer.isVisible)
    assert not drawer.isAncestorOf(QApplication.focusWidget())
    hands.desktop.window.close()
    assert hands.desktop.window_state.are_jobs_open
