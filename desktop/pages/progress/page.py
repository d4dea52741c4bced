"""The page Progress: how good the model is, what it gets wrong, from where its boxes count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from desktop.actions.action import AVAILABLE, Action, Availability, unavailable
from desktop.pages.progress.mistakes import MistakeFilter, Mistakes
from desktop.pages.progress.mistakes_view import MistakesView
from desktop.pages.progress.operating_view import OperatingView
from desktop.pages.progress.overview import Overview
from desktop.pages.progress.point_words import PointWords
from desktop.pages.progress.presenter import PAGE_ID, ProgressPresenter
from desktop.pages.progress.state import ClassLook, Look, ProgressReading
from desktop.qtkit.engine_texts import said
from desktop.qtkit.keycap import KeyHint
from desktop.qtkit.layouts import column, row
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.segments import Segments
from desktop.qtkit.texts import ElidedLabel, TextRole
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import in_sentence, tr
from desktop.reading_page import ReadingPage
from desktop.reporting.messages import MessageCenter
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.accuracy_words import interval_text, metric_text, yardstick_text
from desktop.viewmodels.finding_grid_model import FindingTile
from engine.domain.errors import EngineError
from engine.domain.metrics import Yardstick
from engine.domain.versions import ModelVersion
from engine.loop.advisor import Action as Advised
from engine.loop.bootstrap import Project

_OVERVIEW, _POINT, _MISTAKES = "overview", "point", "mistakes"
_VIEWS = ((_OVERVIEW, tr("Overview")), (_POINT, tr("Operating point")), (_MISTAKES, tr("Mistakes")))
_MARGIN_PX = 20
_PAGE_OF_ADVICE = {
    Advised.ADD_IMAGES: (tr("Go to Images"), "images"),
    Advised.ADD_CLASSES: (tr("Go to Images"), "images"),
    Advised.TRAIN: (tr("Go to Train"), "train"),
}
_TO_LABEL = (tr("Go to Label"), "label")


class ProgressPage(ReadingPage):
    """Widgets only; `ProgressPresenter` decides."""

    busy_text = tr("Reading what the models reached")

    _presenter: ProgressPresenter

    # The person wants to see an image on the canvas: ImageId.
    open_image_requested = Signal(object)

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        *,
        theme: Theme,
        messages: MessageCenter,
        settings: Settings,  # noqa: ARG002 - every page is made alike
    ) -> None:
        super().__init__()
        self._views = Segments(_VIEWS, name=tr("What to look at"))
        self._yardsticks = Segments(
            [(each.value, yardstick_text(each).capitalize()) for each in Yardstick],
            name=tr("Images to tell of"),
        )
        self._headline = ElidedLabel("", TextRole.CAPTION)
        self._overview = Overview(theme)
        self._point = OperatingView(theme)
        self._mistakes = MistakesView(theme)
        self._stack = QStackedWidget()
        # Stands in for the views that are about single images.
        self._seeing = PageStates(theme, self._stack)
        self._states = PageStates(theme, self._body())
        self.setLayout(column(self._states))
        self._unseen: EngineError | None = None
        self._is_looking = False
        self._is_empty = True
        self._presenter = ProgressPresenter(
            project, session, self, messages=messages, timer=QTimer(self)
        )
        self._connect_signals()
        self._presenter.load()

    @override
    def page_actions(self) -> Iterable[Action]:
        texts = (
            tr("Show the learning curve"),
            tr("Show the operating point"),
            tr("Show the mistakes"),
        )
        for number, ((key, name), text) in enumerate(zip(_VIEWS, texts, strict=True), start=1):
            yield Action(
                f"progress.{key}",
                text,
                partial(self._show_view, key),
                keys=(str(number),),
                page_id=PAGE_ID,
                hint=in_sentence(name),
                availability=self._can_look,
            )

    @override
    def key_hints(self) -> tuple[KeyHint, ...]:
        hints = super().key_hints()
        is_gallery = self._views.current == _MISTAKES and self._seeing.is_content_shown
        has_tiles = is_gallery and not self._is_empty
        return (KeyHint("Return", tr("open the image")), *hints) if has_tiles else hints

    @override
    def left(self) -> None:
        self._presenter.leave()

    def show_empty(self, reading: ProgressReading) -> None:
        """Show that there is no version yet, and what to do."""
        text, page_id = _PAGE_OF_ADVICE.get(reading.advice.action, _TO_LABEL)
        self._is_empty = True
        self._states.show_empty(
            "progress",
            tr("No model yet"),
            tr(
                "With the first model this page tells how good it is, what it misses and what "
                "it takes for something else. {reason}"
            ).format(reason=said(reading.advice.reason)),
            Way(text, partial(self.open_page, page_id)),
        )

    def show_reading(self, reading: ProgressReading, version: ModelVersion) -> None:
        """Show what the project knows without looking at single images."""
        self._is_empty = False
        self._states.show_content()
        self._overview.show_reading(reading)
        self._headline.setText(_headline(reading, version))

    def show_classes(self, classes: Sequence[ClassLook], yardstick: Yardstick) -> None:
        """Show what each class reached on a yardstick."""
        self._overview.show_classes(classes, yardstick)

    def show_looking(self) -> None:
        """Show that what the version saw is being read."""
        self._unseen, self._is_looking = None, True
        self._yardsticks.hide()
        self._overview.show_nothing_seen(tr("Reading what the model saw."))
        self._show_seeing()

    def show_nothing_seen(self, error: EngineError) -> None:
        """Show why single images cannot be told of."""
        self._unseen, self._is_looking = error, False
        self._yardsticks.hide()
        self._overview.show_nothing_seen(said(str(error)))
        self._show_seeing()

    def show_yardsticks(self, yardsticks: Sequence[Yardstick], chosen: Yardstick) -> None:
        """Offer the yardsticks of the version."""
        for each in Yardstick:
            self._yardsticks.set_choice_visible(each.value, is_visible=each in yardsticks)
        self._yardsticks.setVisible(len(yardsticks) > 1)
        self._yardsticks.choose(chosen.value)

    def show_look(self, look: Look, words: PointWords, *, can_change: Availability) -> None:
        """Show the confusions and the operating point."""
        self._unseen, self._is_looking = None, False
        self._overview.show_look(look, tuple(each.name for each in words.classes))
        self._point.show_look(look, words, can_change=can_change)
        self._show_seeing()

    def show_mistakes(self, mistakes: Mistakes) -> None:
        """Show what the version got wrong."""
        self._mistakes.show_mistakes(mistakes)

    def open_mistakes(self) -> None:
        """Bring the view of mistakes to the front."""
        self._show_view(_MISTAKES)

    def set_crop(self, tile: FindingTile, crop: QImage) -> None:
        """Take a picture that was asked for."""
        self._mistakes.set_crop(tile, crop)

    def _body(self) -> QWidget:
        for view in (self._overview, self._point, self._mistakes):
            self._stack.addWidget(view)
        head = row(self._views, self._headline, self._yardsticks, spacing_px=16)
        head.setStretch(1, 1)
        body = QWidget()
        layout = column(head, self._seeing, spacing_px=16, margin_px=_MARGIN_PX)
        layout.setStretch(1, 1)
        body.setLayout(layout)
        return body

    def _connect_signals(self) -> None:
        presenter = self._presenter
        self._views.chosen.connect(self._show_view)
        self._yardsticks.chosen.connect(lambda key: presenter.choose_yardstick(Yardstick(key)))
        self._overview.finding_chosen.connect(
            lambda kind: presenter.open_finding(MistakeFilter(kind))
        )
        self._overview.cell_chosen.connect(presenter.open_cell)
        self._point.aim_changed.connect(presenter.aim)
        self._point.class_chosen.connect(presenter.choose_class)
        self._mistakes.filter_changed.connect(presenter.choose_finding)
        self._mistakes.crops_requested.connect(presenter.fetch_crops)
        self._mistakes.image_opened.connect(self.open_image_requested)

    def _show_view(self, key: str) -> None:
        self._views.choose(key)
        self._stack.setCurrentIndex([each for each, _ in _VIEWS].index(key))
        self._show_seeing()

    def _show_seeing(self) -> None:
        """Show a view of single images, or why there is nothing to see in it."""
        if self._views.current == _OVERVIEW or not (self._is_looking or self._unseen):
            self._seeing.show_content()
        elif self._unseen is None:
            self._seeing.show_busy(tr("Reading what the model saw"))
        else:
            way = Way(tr("Go to Train"), partial(self.open_page, "train"))
            why = said(str(self._unseen))
            self._seeing.show_empty("progress", tr("Nothing to see image by image"), why, way)
        self.tell_key_hints()

    def _can_look(self) -> Availability:
        return unavailable(tr("There is no model yet.")) if self._is_empty else AVAILABLE


def _headline(reading: ProgressReading, version: ModelVersion) -> str:
    shown = [each for each in version.accuracies if each.yardstick is reading.curve.yardstick]
    text = tr("Version {version}, learned from {num_train_images:,} images").format(
        version=version.number, num_train_images=version.num_train_images
    )
    if not shown:
        return text
    interval = interval_text(shown[0].interval)
    told = f"{metric_text(shown[0].yardstick, version.task)} {shown[0].map50_95:.2f}"
    return f"{text} · {told} ({interval})" if interval else f"{text} · {told}"
