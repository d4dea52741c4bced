"""The suggestions for the image: how many are shown, from which confidence, and which."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QPushButton, QSizePolicy, QSlider, QWidget
from typing_extensions import override

from desktop.pages.label.row_delegate import ROW_PX, RowContent, RowDelegate
from desktop.qtkit.blocked import blocked
from desktop.qtkit.keycap import cap_text, key_cap, key_text
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.suggestion_list_model import SuggestionListModel, SuggestionRole
from engine.domain.suggestions import SuggestionState

_STEPS = 100
_ACCEPT_KEY = "Shift+C"
_ACCEPT_TIP = tr("Make all shown suggestions labels, as one step")
_NO_IMAGE = tr("No image is shown.")
_VEILED = tr("Answer first: Enter then shows what the model sees.")
_MIN_WIDTH_PX = 120


class SuggestionPanel(QWidget):
    """Follows the edit model; its controls change what is shown, its list what is selected."""

    # The expert points at a suggestion: its SuggestionId.
    suggestion_requested = Signal(object)
    # The expert accepts everything shown.
    accept_requested = Signal()
    # The expert wants suggestions again that too often were wrong.
    again_requested = Signal()

    def __init__(self, model: EditModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._note_text = ""
        self._heading = text_label(role=TextRole.HEADING)
        self._note = text_label(role=TextRole.CAPTION, wrap=True)
        self._threshold = text_label(role=TextRole.CAPTION)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._list = _FittingList()
        self._list_model = SuggestionListModel(model, self)
        self._delegate = RowDelegate(theme, content_of=_suggestion_row)
        self._accept = QPushButton(tr("Accept shown"))
        self._hide = QPushButton(tr("Hide"))
        self._controls = QWidget()
        self._silence = text_label(role=TextRole.CAPTION, wrap=True)
        self._again = QPushButton(tr("Suggest again"))
        self._caps = {key: key_cap(key) for key in ("[", "]")}
        self._in_force: Mapping[str, str] = {}
        self._build()
        self._connect_signals()
        self._on_model_changed()

    def set_note(self, note: str) -> None:
        """Say why there is nothing to show; an empty note shows the controls."""
        self._note_text = note
        self._on_model_changed()

    def set_silence(self, text: str) -> None:
        """Say which classes are not suggested any more, or nothing."""
        self._silence.setText(text)
        for each in (self._silence, self._again):
            each.setVisible(bool(text))

    def set_keys(self, in_force: Mapping[str, str]) -> None:
        """Name other keys: those in force by those the controls have by themselves."""
        self._in_force = in_force
        self._name_keys()

    def _name_keys(self) -> None:
        for own_key, cap in self._caps.items():
            key = self._in_force.get(own_key, own_key)
            cap.setText(cap_text(key))
            cap.setVisible(bool(key))
        key = self._in_force.get(_ACCEPT_KEY, _ACCEPT_KEY)
        self._accept.setToolTip(_ACCEPT_TIP + (f" ({key_text(key)})" if key else ""))

    def _build(self) -> None:
        self._slider.setRange(0, _STEPS)
        self._slider.setAccessibleName(tr("Least confidence shown"))
        self._list.setModel(self._list_model)
        self._list.setItemDelegate(self._delegate)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(tr("Suggestions"))
        for control in (self._slider, self._list, self._accept, self._hide, self._again):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keys = row(self._threshold, *self._caps.values(), None, spacing_px=4)
        buttons = row(self._accept, self._hide)
        buttons.setStretch(0, 1)
        self._controls.setLayout(
            column(keys, self._slider, self._list, 2, buttons, None, spacing_px=6)
        )
        layout = column(self._heading, self._note, spacing_px=6)
        layout.addWidget(self._controls, 1)
        layout.addLayout(column(self._silence, row(self._again, None), spacing_px=6))
        # Takes the room where the controls are hidden.
        layout.addStretch(0)
        self.setLayout(layout)
        self._name_keys()
        self.set_silence("")

    def _connect_signals(self) -> None:
        for changed in (
            self._model.objects_changed,
            self._model.threshold_changed,
            self._model.image_opened,
        ):
            changed.connect(self._on_model_changed)
        self._model.selection_changed.connect(self._on_model_selection_changed)
        self._slider.valueChanged.connect(
            lambda value: self._model.set_confidence_threshold(value / _STEPS)
        )
        self._list.clicked.connect(self._on_chosen)
        self._list.activated.connect(self._on_chosen)
        self._accept.clicked.connect(self.accept_requested)
        self._again.clicked.connect(self.again_requested)
        self._hide.clicked.connect(
            lambda: self._model.show_suggestions(shown=not self._model.shows_suggestions)
        )

    def _on_model_changed(self) -> None:
        left = [
            each
            for each in self._model.state.suggestions.values()
            if each.state is SuggestionState.OPEN
        ]
        num_shown = len(self._model.shown_suggestions())
        self._list.updateGeometry()
        note = self._note_text
        if self._model.is_veiled:
            note = _VEILED
        elif not note and not left:
            note = tr("Every suggestion is dealt with.") if self._model.has_image else _NO_IMAGE
        self._heading.setText(
            tr("Suggestions, {num_shown} of {num_left} shown").format(
                num_shown=num_shown, num_left=len(left)
            )
            if left
            else tr("Suggestions")
        )
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._controls.setVisible(not note)
        threshold = self._model.confidence_threshold
        self._threshold.setText(tr("Confidence from {threshold:.2f}").format(threshold=threshold))
        with blocked(self._slider):
            self._slider.setValue(round(threshold * _STEPS))
        self._accept.setEnabled(num_shown > 0)
        self._hide.setText(tr("Hide") if self._model.shows_suggestions else tr("Show"))

    def _on_model_selection_changed(self) -> None:
        for line in range(self._list_model.rowCount()):
            index = self._list_model.index(line)
            if index.data(SuggestionRole.IS_SELECTED):
                self._list.scrollTo(index)
                return

    def _on_chosen(self, index: QModelIndex) -> None:
        self.suggestion_requested.emit(index.data(SuggestionRole.SUGGESTION_ID))


class _FittingList(QListView):
    """As high as its rows, where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_MIN_WIDTH_PX, self.model().rowCount() * ROW_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_MIN_WIDTH_PX, 0)


def _suggestion_row(index: QModelIndex | QPersistentModelIndex) -> RowContent:
    return RowContent(
        color=index.data(Qt.ItemDataRole.DecorationRole),
        name=index.data(SuggestionRole.QUESTION) or index.data(),
        detail=index.data(SuggestionRole.SOURCE),
        figure=f"{index.data(SuggestionRole.CONFIDENCE):.2f}",
        is_hollow=True,
        is_marked=index.data(SuggestionRole.IS_SELECTED),
    )
