"""The bar above the image: why it is shown, and how it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.pages.label.reason import Badge, ReasonLine
from desktop.pages.label.side_frame import SideFrame
from desktop.qtkit.layouts import row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.translation import tr

_HEIGHT_PX = 40
_MAX_TITLE_PX = 260
_MAX_FILE_NAME_PX = 220


class ReasonBar(SideFrame):
    """Title, reason and badge at the left; file and expected time at the right."""

    # The expert has browsed enough.
    questions_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        styled(self, look="reason")
        self.setFixedHeight(_HEIGHT_PX)
        self._title = ElidedLabel(role=TextRole.STRONG)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._title.setMaximumWidth(_MAX_TITLE_PX)
        self._badge = styled(text_label(), look="pill")
        self._badge.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._text = ElidedLabel()
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        styled(self._text, tone="muted")
        self._file_name = ElidedLabel(role=TextRole.CAPTION)
        self._file_name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._file_name.setMaximumWidth(_MAX_FILE_NAME_PX)
        self._aside = text_label()
        styled(self._aside, tone="muted")
        self._questions = styled(QPushButton(tr("Back to the questions")), look="quiet")
        self._questions.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._questions.clicked.connect(self.questions_requested)
        layout = row(self._title, self._badge, spacing_px=12)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._file_name)
        layout.addWidget(self._aside)
        layout.addWidget(self._questions)
        layout.setContentsMargins(14, 0, 14, 1)
        self.setLayout(layout)
        self.set_badge(Badge())
        self._questions.hide()

    def set_line(self, line: ReasonLine, *, is_browsing: bool) -> None:
        """Say why an image is shown."""
        self._title.setText(line.title)
        self._text.setText(line.text)
        self._file_name.setText(line.file_name)
        self._file_name.setVisible(bool(line.file_name))
        self._aside.setText(line.aside)
        self._aside.setVisible(bool(line.aside))
        self._questions.setVisible(is_browsing)

    def set_badge(self, badge: Badge) -> None:
        """Say how it stands."""
        self._badge.setText(badge.text)
        self._badge.setVisible(bool(badge.text))
        styled(self._badge, tone=badge.tone)
