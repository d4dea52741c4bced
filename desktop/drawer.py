"""A drawer at the right edge of an area, over what is shown there; it leaves the rest usable."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QToolButton, QWidget
from typing_extensions import override

from desktop.qtkit.icons import icon
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

_WIDTH_PX = 480
_CLOSE_PX = 28


class Drawer(QFrame):
    """Holds one widget under a heading; Escape closes it while it has the focus. GUI thread only.

    It starts no event loop and dims nothing: who looks at what runs goes on with the page beside.
    """

    # The person wants it closed.
    close_requested = Signal()

    def __init__(self, area: QWidget, title: str, theme: Theme) -> None:
        super().__init__(area)
        styled(self, look="drawer")
        self._area = area
        self._theme = theme
        self._content: QWidget | None = None
        self._focus_before: QWidget | None = None
        self._close = styled(QToolButton(), look="tool")
        self._close.setAccessibleName(tr("Close: {title}").format(title=title))
        self._close.setToolTip(tr("Close (Esc)"))
        self._close.setIconSize(QSize(16, 16))
        self._close.setFixedSize(_CLOSE_PX, _CLOSE_PX)
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.close_requested)
        head = row(text_label(title, TextRole.TITLE), None, self._close)
        head.setContentsMargins(16, 8, 8, 0)
        self._layout = column(head, spacing_px=0)
        self.setLayout(self._layout)
        self.hide()
        area.installEventFilter(self)
        theme.changed.connect(self._tint)
        self._tint()

    def set_content(self, content: QWidget | None) -> None:
        """Hold another widget; the one before is deleted."""
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        if content is not None:
            self._layout.addWidget(content, 1)

    def open(self, *, takes_focus: bool) -> None:
        """Come in, and take the focus if the person asked for it."""
        self._place()
        self.show()
        self.raise_()
        if takes_focus and self._content is not None:
            if not self.isAncestorOf(QApplication.focusWidget() or self._area):
                self._focus_before = QApplication.focusWidget()
            # What is in the content may go while it is read, and would take the focus along.
            self._close.setFocus(Qt.FocusReason.TabFocusReason)

    def shut(self) -> None:
        """Go out of the way; the focus goes back to where it was."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        if had_focus and self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus()
        self._focus_before = None

    @override
    def event(self, event: QEvent) -> bool:
        # Escape means something else to most pages.
        is_meant = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_meant and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._area and isinstance(event, QResizeEvent):
            self._place()
        return False

    def _place(self) -> None:
        width = min(_WIDTH_PX, self._area.width())
        self.setGeometry(self._area.width() - width, 0, width, self._area.height())

    def _tint(self) -> None:
        self._close.setIcon(icon("close", self._theme.tokens))
