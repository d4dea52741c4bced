"""What stands beside the canvas: the classes, the selection, the suggestions, the view."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.pages.label.class_panel import ClassPanel
from desktop.pages.label.object_panel import ObjectPanel
from desktop.pages.label.presenter import LabelPresenter
from desktop.pages.label.selection_panel import SelectionPanel
from desktop.pages.label.side_frame import SideFrame
from desktop.pages.label.suggestion_panel import SuggestionPanel
from desktop.pages.label.trace_panel import TracePanel
from desktop.pages.label.view_panel import ViewPanel
from desktop.qtkit.layouts import column, hairline
from desktop.qtkit.segments import Segments
from desktop.qtkit.texts import styled
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels import review
from desktop.viewmodels.edits import ObjectId
from desktop.viewmodels.image_classes import say_class
from engine.domain.identifiers import ClassId

_WIDTH_PX = 278
_SUGGESTIONS, _OBJECTS = "suggestions", "objects"


class SidePanel(SideFrame):
    """Changes the open image as its parts ask. GUI thread only."""

    # A suggestion or a label was chosen that may lie out of sight: its ObjectId.
    object_selected = Signal(object)
    # The typing is over; the keys belong to the canvas again.
    typing_ended = Signal()

    def __init__(self, presenter: LabelPresenter, theme: Theme) -> None:
        super().__init__()
        self._presenter = presenter
        self._model = presenter.edit_model
        self.classes = ClassPanel(presenter.classes.model, theme)
        self.selection = SelectionPanel(self._model, theme)
        self.trace = TracePanel()
        self.trace.hide()
        self.suggestions = SuggestionPanel(self._model, theme)
        self.objects = ObjectPanel(self._model, theme)
        self._lists = Segments(
            [(_SUGGESTIONS, tr("Suggestions")), (_OBJECTS, tr("Labels"))],
            name=tr("What is listed"),
            fills=True,
        )
        self.view = ViewPanel(presenter.view_keeper.state, theme)
        styled(self, look="side")
        self.setFixedWidth(_WIDTH_PX)
        layout = column(self.classes, self.trace, self.selection, hairline(), spacing_px=14)
        layout.addWidget(self._lists)
        layout.addWidget(self.suggestions, 1)
        layout.addWidget(self.objects, 1)
        layout.addWidget(hairline())
        layout.addWidget(self.view)
        layout.setContentsMargins(15, 10, 14, 14)
        self.setLayout(layout)
        self._show_list(_SUGGESTIONS)
        self._connect_signals()

    @property
    def regions(self) -> tuple[QWidget, ...]:
        """The parts, from top to bottom."""
        above = (self.classes, self.trace, self.selection)
        return (*above, self.suggestions, self.objects, self.view)

    def list_objects(self) -> None:
        """List the labels of the image, and let the keys go to them."""
        self._show_list(_OBJECTS)
        self.objects.take_focus()

    def set_keys(self, in_force: Mapping[str, str]) -> None:
        """Name the keys in force, by the keys the canvas has by itself."""
        self.suggestions.set_keys(in_force)
        self._presenter.classes.model.set_keys(in_force)

    def say_class(self, class_id: ClassId) -> None:
        """Give the image or what is selected a class."""
        say_class(self._model, class_id)

    def add_class(self, name: str) -> None:
        """Add a class to the project, or say under the list of classes why it cannot be."""
        self._presenter.add_class(
            name, added=self.classes.end_typing, failed=self.classes.show_refusal
        )

    def _connect_signals(self) -> None:
        self.classes.class_requested.connect(self.say_class)
        self.classes.add_requested.connect(self.add_class)
        self.classes.typing_ended.connect(self.typing_ended)
        self.selection.typing_ended.connect(self.typing_ended)
        self.suggestions.suggestion_requested.connect(self._on_object_requested)
        self.objects.object_requested.connect(self._on_object_requested)
        self._lists.chosen.connect(self._show_list)
        self._model.objects_changed.connect(self._count_objects)
        self.suggestions.again_requested.connect(self._presenter.suggest_again)
        self.suggestions.accept_requested.connect(lambda: review.accept_shown(self._model))

    def _on_object_requested(self, object_id: ObjectId) -> None:
        self._model.select([object_id])
        if object_id in self._model.selection:
            self.object_selected.emit(object_id)

    def _show_list(self, which: str) -> None:
        self._lists.choose(which)
        self.suggestions.setVisible(which == _SUGGESTIONS)
        self.objects.setVisible(which == _OBJECTS)

    def _count_objects(self) -> None:
        number = self.objects.num_objects
        self._lists.set_text(
            _OBJECTS, tr("Labels {number:,}").format(number=number) if number else tr("Labels")
        )
