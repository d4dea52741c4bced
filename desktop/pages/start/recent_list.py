"""The projects opened last, as rows to click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton, QWidget

from desktop.pages.start.presenter import Recent
from desktop.qtkit.icons import icon
from desktop.qtkit.layouts import column, empty, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr


class RecentList(QFrame):
    """One row a project: its name, where it is, and a way to take it off. GUI thread only."""

    # The user wants to open this project: its folder.
    open_requested = Signal(object)
    # The user wants it off the list: its folder.
    forget_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="card")
        self._theme = theme
        self._rows = column(spacing_px=0, margin_px=4)
        self.setLayout(self._rows)

    def set_recent(self, recent: Sequence[Recent]) -> None:
        """Show these projects."""
        empty(self._rows)
        for each in recent:
            self._rows.addWidget(self._row(each))

    def _row(self, recent: Recent) -> QWidget:
        folder = recent.folder
        opens = styled(QPushButton(folder.name or str(folder)), look="row")
        opens.setCursor(Qt.CursorShape.PointingHandCursor)
        opens.setEnabled(recent.is_there)
        opens.setToolTip(
            str(folder)
            if recent.is_there
            else tr("There is no project in {folder}.").format(folder=folder)
        )
        opens.clicked.connect(lambda: self.open_requested.emit(folder))
        where = str(folder.parent) if recent.is_there else tr("not there any more")
        forget = styled(QToolButton(), look="quiet")
        forget.setIcon(icon("close", self._theme.tokens, size_px=16))
        forget.setToolTip(tr("Take it off this list; the project stays where it is"))
        forget.setAccessibleName(tr("Take {name} off the list").format(name=folder.name))
        forget.clicked.connect(lambda: self.forget_requested.emit(folder))
        line = row(opens, ElidedLabel(where, TextRole.CAPTION), forget, spacing_px=12)
        line.setStretch(1, 1)
        result = QWidget()
        result.setLayout(line)
        return result
