"""The loop through the window: real widgets, the real engine, real workers at tiny size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QSlider
from pytestqt.qtbot import QtBot

from desktop.app import Desktop
from desktop.project_window import ProjectWindow
from desktop.reporting.messages import Message
from engine.domain.annotations import Source
from engine.domain.identifiers import ImageId
from engine.domain.jobs import JobKind, JobState
from engine.domain.rounds import QuestionState
from engine.domain.versions import Start
from engine.jobs.local import LocalExecutor
from engine.loop.bootstrap import create_project, open_project
from tests.desktop.person import Person, looking_into, stored_labels
from tests.desktop.watchdog import Watchdog

pytestmark = pytest.mark.slow

_NUM_IMAGES = 32
_SIDE_PX = 96
_JOB_S = 300.0
_HEAVY = ("torch", "ultralytics", "cv2", "optuna", "sklearn", "scipy", "onnxruntime")
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, a machine without weights and network, one thread a worker."""
    home = tmp_path / "home"
    for name, folder in {
        "HOME": home,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "LOUPE_WEIGHTS_DIR": home / "weights",
    }.items():
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("LOUPE_OFFLINE", "1")
    for name, value in _ONE_THREAD.items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture
def person(desktop: Desktop, qtbot: QtBot) -> Iterator[Person]:
    executor = partial(LocalExecutor, slots=2, threads=1)
    projects = ProjectWindow(
        desktop,
        opener=lambda path, *, read_only=False: open_project(
            path, executor=executor(), read_only=read_only
        ),
        maker=lambda path, settings, names: create_project(
            path, settings, names, executor=executor()
        ),
    )
    yield Person(desktop, projects, qtbot)
    projects.show_start()


def test_the_whole_way_from_a_folder_of_images_to_a_checked_export(
    person: Person,
    watchdog: Watchdog,
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    truth = _draw_shapes(tmp_path / "shapes")
    project = home / "Loupe" / "shapes"
    _make_project(person, watchdog, tmp_path / "shapes", project)
    _freeze_holdout(person, project)
    _answer_all_by_hand(person, project, truth)
    _train_from_scratch(person, watchdog, project, epochs=40)
    _look_at_mistakes(person, project)
    _accept_suggestions(person, watchdog, project, truth)
    _search(person, project)
    _export(person, project, tmp_path / "exported", monkeypatch)


def test_bccd_comes_in_whole_and_trains(
    person: Person,
    watchdog: Watchdog,
    bccd_dir: Path,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = home / "Loupe" / "bccd"
    person.drop(bccd_dir)
    for step in ("Next", "Next", "Make the project"):
        person.click(step)
    with watchdog.watching():
        person.wait_to_read("364 of 364 labeled", seconds=120)
    with looking_into(project) as stored:
        counts = stored.pool.counts()
        assert (counts.num_pool, counts.num_val, counts.num_test) == (205, 87, 72)
        assert sum(stored.file.class_counts().values()) == 4886
    person.wait_to_read("364 images")

    def kept_out() -> list[Message]:
        return [m for m in person.desktop.messages.history if "kept out" in m.text]

    person.wait(lambda: bool(kept_out()), "the news of what was kept out")
    (told,) = kept_out()
    assert "BloodImage_" in told.details
    assert len(told.details.splitlines()) == 2
    _train_from_scratch(person, watchdog, project, epochs=1)
    _export(person, project, tmp_path / "exported", monkeypatch)


def _make_project(person: Person, watchdog: Watchdog, images: Path, project: Path) -> None:
    person.drop(images)
    person.type(QLineEdit, "Name of the project", "Shapes")
    person.click("Next")
    person.type(QPlainTextEdit, "Classes, one a line", "square\ndisc")
    person.click("Next")
    person.click("Make the project")
    with watchdog.watching():
        person.wait_to_read(f"0 of {_NUM_IMAGES} labeled")
    assert person.sees(f"{_NUM_IMAGES} images")
    with looking_into(project) as stored:
        assert [each.name for each in stored.file.classes()] == ["square", "disc"]
        assert stored.pool.count() == _NUM_IMAGES


def _freeze_holdout(person: Person, project: Path) -> None:
    person.wait_to_read("Holdout, proposed")
    person.click("Freeze now")
    person.wait_to_read("Holdout, frozen")
    with looking_into(project) as stored:
        assert stored.holdout.is_frozen()
        counts = stored.pool.counts()
    assert counts.num_test > 0
    assert counts.num_val > 0


def _answer_all_by_hand(person: Person, project: Path, truth: dict[str, _Shape]) -> None:
    """Answer every question of the first round with mouse and keys."""
    person.click_recommended("Next")
    person.wait(lambda: person.desktop.window.page_id == "label", "the page Label")
    person.wait(lambda: person.canvas_model.has_image, "the first question", seconds=60)
    with looking_into(project) as stored:
        num_questions = len(stored.rounds.questions())
    for number in range(1, num_questions + 1):
        image_id = person.canvas_model.state.image.image_id
        with looking_into(project) as stored:
            name = stored.pool.get([image_id])[0].name
        class_name, corners = truth[name]
        person.press(Qt.Key.Key_R)
        person.press(Qt.Key.Key_1 if class_name == "square" else Qt.Key.Key_2)
        person.draw(corners)
        person.press(Qt.Key.Key_Return)
        person.wait_to_read(f"{number} of {_NUM_IMAGES} labeled")
        if number < num_questions:
            person.wait(partial(_is_another, person, image_id), "the next image")
    _check_drawn(project, truth, num_questions)


def _is_another(person: Person, image_id: ImageId) -> bool:
    model = person.canvas_model
    return model.has_image and model.state.image.image_id != image_id


def _check_drawn(project: Path, truth: dict[str, _Shape], num_questions: int) -> None:
    labels = {name: each for name, each in stored_labels(project).items() if each.annotations}
    assert len(labels) == num_questions
    with looking_into(project) as stored:
        names = {each.id: each.name for each in stored.file.classes()}
        assert all(q.state is QuestionState.ANSWERED for q in stored.rounds.questions(0))
    for name, each in labels.items():
        (annotation,) = each.annotations
        class_name, corners = truth[name]
        assert names[annotation.class_id] == class_name
        assert annotation.source is Source.EXPERT
        assert annotation.shape.xyxy_px == pytest.approx(corners, abs=1.0)
        assert all(answer.is_settled for answer in each.answers.values())


def _train_from_scratch(person: Person, watchdog: Watchdog, project: Path, *, epochs: int) -> None:
    person.desktop.window.open_page("train")
    person.wait_to_read("What will be trained")
    person.choose("Start from", "From scratch")
    person.choose("Image size", f"{_SIDE_PX} px")
    person.set_number("Epochs", epochs)
    person.set_number("Images a step", 4)
    person.click("Train")
    person.wait_to_read("This training", seconds=30)
    with watchdog.watching():
        person.wait_to_read("Version 1", seconds=_JOB_S)
    with looking_into(project) as stored:
        version = stored.models.latest()
        assert version is not None
        assert version.start is Start.SCRATCH
        assert version.recipe.epochs == epochs
        assert stored.models.weights_path(version).is_file()


def _look_at_mistakes(person: Person, project: Path) -> None:
    """Read what the model saw, and want less found with fewer false alarms."""
    person.desktop.window.open_page("progress")
    person.wait_to_read("Confusions on")
    person.click("Operating point")
    person.wait_to_read("Finds ")
    sliders = person.desktop.window.findChildren(QSlider)
    slider = next(each for each in sliders if each.isVisible() and each.isEnabled())
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)

    def is_kept() -> bool:
        with looking_into(project) as stored:
            point = stored.models.all()[-1].operating_point
            return point is not None and 0.01 in point.aims

    person.wait(is_kept, "the operating point to be kept")


def _accept_suggestions(
    person: Person, watchdog: Watchdog, project: Path, truth: dict[str, _Shape]
) -> None:
    """Go on with what was asked ahead, and accept what the model suggests for one image."""
    person.click_recommended("Answer")
    person.wait(lambda: person.desktop.window.page_id == "label", "the page Label")
    person.wait(lambda: person.canvas_model.has_image, "a question")
    person.wait(partial(_has_looked, project), "the model to look", seconds=_JOB_S)
    with watchdog.watching():
        _go_to_suggestions(person, project)
        person.wait(
            lambda: (
                person.canvas_model.has_image
                and bool(person.canvas_model.shown_suggestions())
                and person.label_page.states.is_content_shown
            ),
            "suggestions",
            seconds=_JOB_S,
        )
    model = person.canvas_model
    image_id = model.state.image.image_id
    num_shown = len(model.shown_suggestions())
    assert person.sees("Suggestions")
    person.press(Qt.Key.Key_Tab)
    person.press(Qt.Key.Key_C)
    person.wait(lambda: len(model.state.annotations) == 1, "an accepted suggestion")
    person.wait(lambda: len(model.shown_suggestions()) == num_shown - 1, "one suggestion fewer")
    person.wait(
        lambda: any(
            a.source is not Source.EXPERT
            for labels in stored_labels(project).values()
            for a in labels.annotations
        ),
        "the accepted suggestion in the database",
    )
    with looking_into(project) as stored:
        (accepted,) = stored.labeling.open_image(image_id).labels.annotations
        assert accepted.source is Source.ACCEPTED
        assert accepted.suggested_by == stored.models.latest().id
        assert 0 < accepted.confidence <= 1


def _has_looked(project: Path) -> bool:
    """Whether the newest model looked at the pool, and the window knows."""
    with looking_into(project) as stored:
        version = stored.models.latest()
        looks = [job for job in stored.background.jobs() if job.kind is JobKind.SCORE]
        is_known = bool(looks) and not any(job.state.is_active for job in looks)
        return is_known and version is not None and stored.scoring.is_scored(version.id)


def _go_to_suggestions(person: Person, project: Path) -> None:
    """Go on to a question with suggestions: what was open when the model came stays as it was."""
    offered = _with_suggestions(project)
    assert offered, "the model suggests nothing for any question"
    for _ in range(_NUM_IMAGES):
        image_id = person.canvas_model.state.image.image_id
        person.press(Qt.Key.Key_D)
        person.wait(partial(_is_another, person, image_id), "the next image")
        if person.canvas_model.state.image.image_id in offered:
            return
    raise AssertionError(f"none of {offered} came")


def _with_suggestions(project: Path) -> set[ImageId]:
    """Return the images of open questions for which there are suggestions."""
    found = set()
    with looking_into(project) as stored:
        for question in stored.rounds.queue():
            image_id = question.pick.image_id
            offer = stored.suggesting.suggestions(image_id)
            is_asked = question.state is QuestionState.OPEN and not question.is_holdout
            if (
                is_asked
                and offer
                and any(s.confidence >= offer.threshold for s in offer.suggestions)
            ):
                found.add(image_id)
    return found


def _search(person: Person, project: Path) -> None:
    person.desktop.window.open_page("search")
    person.wait_to_read("Plan a search")
    person.choose("Start from", "From scratch")
    person.choose("Image size", f"{_SIDE_PX} px")
    person.set_number("Epochs", 2)
    person.set_number("Trials", 2)
    person.click("Start the search")
    person.wait_to_read("best", seconds=_JOB_S)
    person.wait(lambda: person.offers("Plan another search"), "its end", seconds=2 * _JOB_S)
    with looking_into(project) as stored:
        search = stored.searches.all()[-1]
        trials = stored.searches.trials(search.id)
        assert stored.searches.job_of(search.id).state is JobState.FINISHED
    assert search.outcome is not None
    person.wait_to_read(search.outcome.sentence)
    assert [trial.number for trial in trials] == [0, 1]
    assert all(trial.recipe.imgsz == _SIDE_PX for trial in trials)


def _export(person: Person, project: Path, out_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def _choose_folder(_parent: object, title: str) -> str:
        asked.append(title)
        return str(out_dir)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", _choose_folder)
    person.desktop.window.open_page("models")
    for button in ("Export…", "Next", "Choose…", "Export"):
        person.click(button)
    assert asked == ["Folder for the exported model"]
    person.wait_to_read("The exported model does what the model in Loupe does.", seconds=_JOB_S)
    person.click("Close")
    person.wait_to_read("same as PyTorch")
    with looking_into(project) as stored:
        (export,) = stored.models.exports()
    assert export.check.passed
    assert export.check.num_images >= 8
    assert Path(export.path).suffix == ".onnx"
    assert Path(export.path).is_file()


_Shape = tuple[str, tuple[float, float, float, float]]


def _draw_shapes(folder: Path) -> dict[str, _Shape]:
    """Write images with one bright shape each; return what is in them by file name."""
    folder.mkdir()
    truth: dict[str, _Shape] = {}
    for number in range(_NUM_IMAGES):
        is_square = number % 2 == 0
        # Grounds and places differ, so that no image looks like a copy of another.
        ground = (20 + 6 * (number % 5), 30 + 4 * (number % 7), 90 - 5 * (number % 9))
        picture = Image.new("RGB", (_SIDE_PX, _SIDE_PX), ground)
        size = 28 + 3 * (number % 6)
        x, y = 4 + (number * 13) % (_SIDE_PX - size - 8), 4 + (number * 29) % (_SIDE_PX - size - 8)
        corners = (float(x), float(y), float(x + size), float(y + size))
        draw = ImageDraw.Draw(picture)
        shape = draw.rectangle if is_square else draw.ellipse
        inner = (x, y, x + size - 1, y + size - 1)
        shape(inner, fill=(240, 220, 60) if is_square else (90, 240, 120))
        name = f"shape_{number:02}.png"
        picture.save(folder / name)
        truth[name] = ("square" if is_square else "disc", corners)
    return truth
