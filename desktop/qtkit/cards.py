"""What pages are laid out with: cards, figures, names with their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from desktop.qtkit.layouts import Part, column, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label

_GAP_PX = 16
_FIGURE_GAP_PX = 24
_PAGE_MARGIN_PX = 20
_SIDE_PX = 304
_ROW_GAP_PX = 6


class Card(QFrame):
    """A surface with a heading that may change."""

    def __init__(self, title: str, *parts: Part, spacing_px: int = 12) -> None:
        super().__init__()
        styled(self, look="card")
        self._heading = ElidedLabel(title, TextRole.HEADING)
        self.setLayout(column(self._heading, *parts, spacing_px=spacing_px, margin_px=_GAP_PX))

    def set_title(self, title: str) -> None:
        """Show another heading."""
        self._heading.setText(title)


@dataclass(frozen=True, slots=True)
class FigureText:
    """A number a page is about and what it is."""

    value: str
    caption: str


class Figures(QWidget):
    """The numbers a page is about side by side: the first bright, the others muted."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._figures = [_Figure(is_muted=number > 0) for number in range(count)]
        self.setLayout(row(*self._figures, spacing_px=_FIGURE_GAP_PX))

    def set_figures(self, figures: Sequence[FigureText]) -> None:
        """Show these figures, as many as there is room for."""
        for number, figure in enumerate(self._figures):
            figure.setVisible(number < len(figures))
            if number < len(figures):
                figure.set_text(figures[number])


class _Figure(QWidget):
    """A number with what it is below."""

    def __init__(self, *, is_muted: bool = False) -> None:
        super().__init__()
        self._value = text_label("", TextRole.FIGURE)
        if is_muted:
            styled(self._value, tone="muted")
        self._caption = ElidedLabel("", TextRole.CAPTION)
        self.setLayout(column(self._value, self._caption, spacing_px=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_text(self, figure: FigureText) -> None:
        self._value.setText(figure.value)
        self._caption.setText(figure.caption)


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A name with its value, and more of it for who points at it."""

    name: str
    value: str
    more: str = ""


class NamedValues(QWidget):
    """Names at the left, values at the right."""

    def __init__(self, rows: Sequence[NamedValue] = ()) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(_ROW_GAP_PX)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, ElidedLabel]] = []
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[NamedValue]) -> None:
        """Show these rows and no others."""
        while len(self._labels) < len(rows):
            self._add_row()
        for number, (name, value) in enumerate(self._labels):
            is_used = number < len(rows)
            name.setVisible(is_used)
            value.setVisible(is_used)
            if is_used:
                name.setText(rows[number].name)
                value.setText(rows[number].value)
                value.setToolTip(rows[number].more)

    def _add_row(self) -> None:
        name, value = text_label("", TextRole.BODY), ElidedLabel("", TextRole.BODY)
        styled(name, tone="muted")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number = len(self._labels)
        self._grid.addWidget(name, number, 0)
        self._grid.addWidget(value, number, 1)
        self._labels.append((name, value))


def side_column(*parts: Part) -> QScrollArea:
    """Return the cards at the right of a page; they scroll where the window is low."""
    holder = styled(QWidget(), look="clear")
    holder.setLayout(column(*parts, None, spacing_px=_GAP_PX))
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFixedWidth(_SIDE_PX)
    scroll.setWidget(holder)
    return scroll


def page_body(main: QWidget, side: QWidget) -> QWidget:
    """Return a page's content: what it is about, and the cards at its right."""
    body = QWidget()
    layout = row(main, side, spacing_px=_GAP_PX, margin_px=_PAGE_MARGIN_PX)
    layout.setStretch(0, 1)
    body.setLayout(layout)
    return body
