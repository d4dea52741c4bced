"""Small real pages and a whole window for tests."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSlider,
)

from desktop.actions.action import Action, unavailable
from desktop.page import Page, PageSpec
from desktop.qtkit.inputs import number_box
from desktop.qtkit.layouts import column, row
from desktop.qtkit.page_states import PageStates
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.strip import LoopStatus, Recommendation
from engine.domain.changes import Changes

STATUS = LoopStatus(
    project="Blood smears",
    task="detect, 3 classes",
    round="Round 3",
    pool="84 of 1,240 labeled",
    accuracy="0.41 ± 0.05",
    accuracy_caption="test mAP50-95, 62 images",
    expert_time="1 h 12 min",
    job="Trial 7 of 20",
    job_caption="GPU, 14 min left",
    recommendation=Recommendation(
        "Next 20 questions",
        "Labels gain more than search now: +0.018 against +0.006 per hour",
        "sample.next",
    ),
)
STAGES = (
    ("images", "Images"),
    ("label", "Label"),
    ("train", "Train"),
    ("search", "Search"),
    ("progress", "Progress"),
    ("models", "Models"),
    ("streams", "Streams"),
)


class NotingPage(Page):
    """Notes what the window tells it."""

    def __init__(self, page_id: str, actions: Iterable[Action] = ()) -> None:
        super().__init__()
        self.page_id = page_id
        self.log: list[object] = []
        self._actions = tuple(actions)

    def page_actions(self):
        return self._actions

    def refresh(self, changes: Changes) -> None:
        self.log.append(changes)

    def entered(self) -> None:
        self.log.append("entered")

    def left(self) -> None:
        self.log.append("left")


class SamplePage(Page):
    """Every control the style sheet knows, on cards, as a search page has them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.states = PageStates(theme, self._content())
        self.setLayout(column(self.states))
        self.ran: list[str] = []

    def page_actions(self):
        yield Action(
            "sample.next",
            "Ask the next 20 questions",
            lambda: self.ran.append("next"),
            page_id="search",
            keys=("Return",),
            hint="open trial",
        )
        yield Action(
            "sample.pause",
            "Pause after this rung",
            lambda: self.ran.append("pause"),
            page_id="search",
            keys=("P",),
            hint="pause",
        )
        yield Action(
            "sample.stop",
            "Stop the search",
            lambda: None,
            page_id="search",
            keys=("Ctrl+.",),
            availability=lambda: unavailable("No search is running."),
        )

    def _content(self) -> QFrame:
        content = QFrame()
        left = column(
            row(
                _figure("0.437", "best so far, validation mAP50-95"),
                _figure("0.409", "defaults, without flips (trial 0)"),
                _figure("7 of 20", "trials, 61 % of the epochs pruned away"),
                None,
                QPushButton("Pause after this rung"),
                QPushButton("Stop"),
                spacing_px=32,
            ),
            _controls(),
            None,
            spacing_px=16,
        )
        right = column(_budget(), _facts(), None, spacing_px=16)
        side = QFrame()
        side.setFixedWidth(290)
        side.setLayout(right)
        layout = row(spacing_px=16)
        layout.addLayout(left, 1)
        layout.addWidget(side)
        layout.setContentsMargins(20, 20, 20, 20)
        content.setLayout(layout)
        return content


def sample_specs(theme: Theme) -> list[PageSpec]:
    """Return the stages, with a real page behind Search."""
    return [
        PageSpec(
            page_id,
            title,
            page_id,
            (lambda: SamplePage(theme))
            if page_id == "search"
            else (lambda page_id=page_id: NotingPage(page_id)),
        )
        for page_id, title in STAGES
    ]


def _figure(value: str, caption: str):
    return column(
        text_label(value, TextRole.FIGURE), ElidedLabel(caption, TextRole.CAPTION), spacing_px=0
    )


def _card(title: str, *parts) -> QFrame:
    card = styled(QFrame(), look="card")
    card.setLayout(column(text_label(title, TextRole.HEADING), *parts, spacing_px=12, margin_px=16))
    return card


def _controls() -> QFrame:
    name = QLineEdit("Blood smears")
    empty = QLineEdit()
    empty.setPlaceholderText("Name of the project")
    choice = QComboBox()
    choice.addItems(["yolo11n", "yolo11s"])
    size = number_box(32, 4096)
    size.setValue(640)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(45)
    disabled = QPushButton("Export")
    disabled.setEnabled(False)
    pills = [
        styled(text_label(text), look="pill", tone=tone)
        for text, tone in (
            ("best", "accent"),
            ("running", "warning"),
            ("failed", "bad"),
            ("done", "quiet"),
        )
    ]
    return _card(
        "Controls", name, empty, row(choice, size, disabled, None), slider, row(*pills, None)
    )


def _budget() -> QFrame:
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(35)
    left = text_label("14 min left", TextRole.CAPTION)
    return _card(
        "Budget",
        row(text_label("Until 07:00 or 20 trials"), None, left),
        bar,
        text_label(
            "While you label: short trials. From 18:00: long ones.", TextRole.CAPTION, wrap=True
        ),
    )


def _facts() -> QFrame:
    boxes = []
    for text, is_on in (
        ("Color carries the diagnosis", True),
        ("Scale is fixed by the microscope", True),
        ("Left and right differ", False),
        ("Up is always up", False),
    ):
        box = QCheckBox(text)
        box.setChecked(is_on)
        boxes.append(box)
    boxes[3].setEnabled(False)
    return _card("Facts about these images", *boxes)
