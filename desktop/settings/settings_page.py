"""The settings page, made from the list of settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.page import Page
from desktop.qtkit.blocked import blocked
from desktop.qtkit.inputs import number_box
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from desktop.reporting.messages import MessageCenter
from desktop.settings.schema import SETTINGS, Choice, Number, Section, Setting, Toggle, V
from desktop.settings.settings import Settings
from engine.domain.errors import EngineError

_WIDTH_PX = 640
_CONTROL_PX = 200
_PAGE_ID = "settings"


class SettingsPage(Page):
    """One card a section, one row a setting; what is chosen is in force at once."""

    # It is in front, and all actions are to be listed.
    actions_wanted = Signal()

    def __init__(self, settings: Settings, messages: MessageCenter, keys: QWidget) -> None:
        """Make the page.

        Args:
            settings: What is chosen.
            messages: Told what cannot be stored.
            keys: What stands below the settings on the card of the keys.
        """
        super().__init__()
        self._keys = keys
        self._settings = settings
        self._messages = messages
        self._updates: dict[str, Callable[[], None]] = {}
        self._reset = QPushButton(tr("Use the defaults"))
        self._build()
        self._connect_signals()

    @override
    def entered(self) -> None:
        self.actions_wanted.emit()

    def _build(self) -> None:
        content = QWidget()
        content.setFixedWidth(_WIDTH_PX)
        cards = column(row(text_label(tr("Settings"), TextRole.TITLE), None, self._reset))
        cards.setSpacing(16)
        for section in Section:
            cards.addWidget(self._card(section))
        cards.addStretch(1)
        content.setLayout(cards)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        holder = styled(QWidget(), look="clear")
        holder.setLayout(row(None, content, None, margin_px=24))
        scroll.setWidget(holder)
        self.setLayout(column(scroll))

    def _connect_signals(self) -> None:
        self._settings.changed.connect(self._on_setting_changed)
        self._reset.clicked.connect(self._on_reset_clicked)

    def _card(self, section: Section) -> QFrame:
        card = styled(QFrame(), look="card")
        layout = column(text_label(section.value, TextRole.HEADING), spacing_px=16, margin_px=16)
        for setting in SETTINGS:
            if setting.section is section:
                self._add_row(layout, setting)
        if section is Section.KEYS:
            layout.addWidget(self._keys)
        card.setLayout(layout)
        return card

    def _add_row(self, layout: QVBoxLayout, setting: Toggle | Choice | Number) -> None:
        control = self._control(setting)
        control.setAccessibleName(setting.text)
        control.setObjectName(setting.key)
        words = column(text_label(setting.text), spacing_px=2)
        note = " ".join(filter(None, (setting.help, _restart_note(setting))))
        if note:
            words.addWidget(text_label(note, TextRole.CAPTION, wrap=True))
        line = row(spacing_px=24)
        line.addLayout(words, 1)
        line.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(line)
        self._updates[setting.key]()

    def _control(self, setting: Toggle | Choice | Number) -> QWidget:
        match setting:
            case Toggle():
                return self._check_box(setting)
            case Choice():
                return self._combo_box(setting)
            case Number():
                return self._spin_box(setting)
        assert_never(setting)

    def _check_box(self, setting: Toggle) -> QCheckBox:
        box = styled(QCheckBox(), look="bare")
        box.toggled.connect(lambda is_on: self._choose(setting, is_on))
        self._updates[setting.key] = lambda: box.setChecked(self._settings.get(setting))
        return box

    def _combo_box(self, setting: Choice) -> QComboBox:
        box = QComboBox()
        box.setFixedWidth(_CONTROL_PX)
        for option in setting.options:
            box.addItem(option.text, option.value)
        box.currentIndexChanged.connect(
            lambda index: self._choose(setting, setting.options[index].value)
        )

        def _update() -> None:
            with blocked(box):
                box.setCurrentIndex(box.findData(self._settings.get(setting)))

        self._updates[setting.key] = _update
        return box

    def _spin_box(self, setting: Number) -> QSpinBox:
        box = number_box(setting.low, setting.high, unit=setting.unit)
        box.setFixedWidth(_CONTROL_PX)
        box.valueChanged.connect(lambda value: self._choose(setting, value))
        self._updates[setting.key] = lambda: box.setValue(self._settings.get(setting))
        return box

    def _choose(self, setting: Setting[V], value: V) -> None:
        try:
            self._settings.set(setting, value)
        except EngineError as error:
            self._messages.error(error, page_id=_PAGE_ID)

    def _on_setting_changed(self, key: str) -> None:
        self._updates[key]()

    def _on_reset_clicked(self) -> None:
        try:
            self._settings.reset()
        except EngineError as error:
            self._messages.error(error, page_id=_PAGE_ID)


def _restart_note(setting: Toggle | Choice | Number) -> str:
    return tr("Takes effect at the next start.") if setting.needs_restart else ""
