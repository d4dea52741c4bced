"""The tools as a narrow column left of the image."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QToolButton
from typing_extensions import override

from desktop.canvas.tools.tool import ToolName
from desktop.pages.label.side_frame import SideFrame
from desktop.qtkit.fonts import text_font
from desktop.qtkit.icons import icon
from desktop.qtkit.keycap import key_text
from desktop.qtkit.layouts import column
from desktop.qtkit.texts import styled
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

_WIDTH_PX = 52
_BUTTON_PX = 38
_KEY_FONT_PX = 9
_KEY_OFFSET = QPoint(4, 5)


# Icon, text and key of each tool.
_TOOLS = {
    ToolName.SELECT: ("select", tr("Select and edit"), "V"),
    ToolName.BOX: ("box", tr("Draw boxes"), "R"),
    ToolName.EXTREME_BOX: ("extreme_box", tr("Box by four extreme points"), "T"),
    ToolName.ROTATED_BOX: ("rotated_box", tr("Draw rotated boxes"), "O"),
    ToolName.KEYPOINTS: ("keypoints", tr("Place keypoints"), "K"),
    ToolName.POLYGON: ("polygon", tr("Draw polygons"), "P"),
    ToolName.BRUSH: ("brush", tr("Paint outlines"), "B"),
    ToolName.ERASER: ("eraser", tr("Erase from outlines"), "E"),
    ToolName.WAND: ("wand", tr("Take regions of one color"), "W"),
    ToolName.CUT: ("cut", tr("Cut outlines in two"), "Y"),
    ToolName.TRACE: ("trace", tr("Trace objects by click or box"), "S"),
}


class ToolRail(SideFrame):
    """One button a tool, the active one marked; below them what acts on the view."""

    # The expert chose a tool: its ToolName.
    tool_requested = Signal(object)

    def __init__(
        self, theme: Theme, acts: Mapping[str, tuple[str, str, Callable[[], None]]]
    ) -> None:
        """Make the rail.

        Args:
            theme: The tokens.
            acts: Buttons at the bottom by icon: text, key, what it does.
        """
        super().__init__()
        styled(self, look="rail")
        self.setFixedWidth(_WIDTH_PX)
        self._theme = theme
        self._icons: dict[_KeyedButton, str] = {}
        self._tips: dict[_KeyedButton, str] = {}
        self._group = QButtonGroup(self)
        self._tools = {name: self._tool(name, *shown) for name, shown in _TOOLS.items()}
        self._acts: dict[str, _KeyedButton] = {}
        layout = column(*self._tools.values(), None, spacing_px=4)
        for icon_name, (text, key, act) in acts.items():
            self._acts[icon_name] = self._button(icon_name, text, key)
            self._acts[icon_name].clicked.connect(act)
            layout.addWidget(self._acts[icon_name])
        layout.setContentsMargins(7, 8, 7, 8)
        self.setLayout(layout)
        theme.changed.connect(self._tint)
        self._tint()

    def offer(self, names: Collection[ToolName]) -> None:
        """Show the buttons of these tools and no others."""
        for name, button in self._tools.items():
            button.setVisible(name in names)

    def set_tool(self, name: ToolName) -> None:
        """Mark the active tool."""
        self._tools[name].setChecked(True)

    def set_keys(self, in_force: Mapping[str, str]) -> None:
        """Name other keys: those in force by those the tools have by themselves."""
        for button in self._icons:
            disabled_tip = button.toolTip() != self._tips[button]
            key = in_force.get(button.own_key, button.own_key)
            button.show_key(key)
            self._tips[button] = _tip(button.accessibleName(), key)
            if not disabled_tip:
                button.setToolTip(self._tips[button])

    def set_act_enabled(self, icon_name: str, *, is_enabled: bool, why_not: str) -> None:
        """Say whether one of the acts can be done now, and why not."""
        button = self._acts[icon_name]
        button.setEnabled(is_enabled)
        button.setToolTip(self._tips[button] if is_enabled else why_not)

    def _tool(self, name: ToolName, icon_name: str, text: str, key: str) -> _KeyedButton:
        button = self._button(icon_name, text, key)
        button.setCheckable(True)
        button.clicked.connect(partial(self.tool_requested.emit, name))
        self._group.addButton(button)
        return button

    def _button(self, icon_name: str, text: str, key: str) -> _KeyedButton:
        button = styled(_KeyedButton(self._theme, key), look="tool")
        self._tips[button] = _tip(text, key)
        button.setToolTip(self._tips[button])
        button.setAccessibleName(text)
        button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
        button.setIconSize(QSize(20, 20))
        # A click leaves the focus, and with it the keys, on the canvas.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons[button] = icon_name
        return button

    def _tint(self) -> None:
        for button, icon_name in self._icons.items():
            button.setIcon(icon(icon_name, self._theme.tokens))


class _KeyedButton(QToolButton):
    """A button with its key in the corner."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._theme = theme
        self.own_key = key
        self.show_key(key)

    def show_key(self, key: str) -> None:
        """Show a key; a chord does not fit, the tooltip has it."""
        self._key = key if len(key) == 1 else ""
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(text_font(_KEY_FONT_PX))
        painter.setPen(QColor(self._theme.tokens.muted))
        corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        area = self.rect().adjusted(0, 0, -_KEY_OFFSET.x(), -_KEY_OFFSET.y() + 3)
        painter.drawText(area, int(corner), self._key)


def _tip(text: str, key: str) -> str:
    return f"{text} ({key_text(key)})" if key else text
