"""How images fall into groups, as a choice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.translation import tr
from engine.domain.errors import UsageError
from engine.domain.groups import GroupBy, GroupRule

_TEXTS = {
    GroupBy.IMAGE: tr("Each image by itself"),
    GroupBy.FOLDER: tr("Each folder belongs together"),
    GroupBy.PATTERN: tr("By a part of the file name"),
}
_WHY = tr("A group (a patient, a series, a coil) is never split between training and measuring.")


class GroupRuleField(QWidget):
    """Three ways to group; the third takes a pattern. GUI thread only."""

    # Another rule, or a pattern that is none: ask `problem`.
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = {by: QRadioButton(text) for by, text in _TEXTS.items()}
        self._group = QButtonGroup(self)
        self._pattern = QLineEdit()
        self._pattern.setPlaceholderText(r"(patient\d+)")
        self._pattern.setAccessibleName(tr("Pattern in the file name"))
        self._problem = text_label("", TextRole.BAD, wrap=True)
        self._build()
        self._buttons[GroupBy.IMAGE].setChecked(True)
        self._on_changed()

    @property
    def problem(self) -> str:
        """What is wrong with the pattern; empty while all is well."""
        try:
            self._read()
        except UsageError as error:
            return error.message
        return ""

    @property
    def rule(self) -> GroupRule:
        """The rule chosen; UsageError where the pattern is none."""
        return self._read()

    def _read(self) -> GroupRule:
        by = next(by for by, button in self._buttons.items() if button.isChecked())
        if by is not GroupBy.PATTERN:
            return GroupRule(by)
        if not self._pattern.text().strip():
            raise UsageError(tr("Say which part names the group, such as (patient\\d+)."))
        return GroupRule(by, self._pattern.text().strip())

    def _build(self) -> None:
        for button in self._buttons.values():
            self._group.addButton(button)
            button.toggled.connect(self._on_changed)
        self._pattern.textChanged.connect(self._on_changed)
        pattern = row(self._buttons[GroupBy.PATTERN], self._pattern)
        pattern.setStretch(1, 1)
        self.setLayout(
            column(
                self._buttons[GroupBy.IMAGE],
                self._buttons[GroupBy.FOLDER],
                pattern,
                self._problem,
                text_label(_WHY, TextRole.CAPTION, wrap=True),
                spacing_px=6,
            )
        )

    def _on_changed(self) -> None:
        is_pattern = self._buttons[GroupBy.PATTERN].isChecked()
        self._pattern.setVisible(is_pattern)
        has_text = bool(self._pattern.text().strip())
        self._problem.setText(self.problem if has_text else "")
        self._problem.setVisible(is_pattern and bool(self._problem.text()))
        self.changed.emit()
