"""What can be seen to be wrong with a window without eyes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from desktop.drawer import Drawer
from desktop.qtkit.elided_combo import ElidedComboBox
from desktop.qtkit.overlay import Overlay
from desktop.qtkit.texts import ElidedLabel
from desktop.qtkit.tokens import contrast_ratio

_MIN_COLORS = 24
_MIN_CONTRAST = 4.5
# Rounding of text widths.
_SLACK_PX = 1
_CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractSlider,
    QAbstractItemView,
)


def inspect(window: QWidget, picture: QImage) -> list[str]:
    """Return what is wrong, a line each."""
    over = (*window.findChildren(Drawer), *window.findChildren(Overlay))
    overlays = [each for each in over if each.isVisible()]
    # What lies below an overlay or a drawer was looked at without it.
    top = overlays[-1] if overlays else window
    shown = [each for each in top.findChildren(QWidget) if each.isVisible()]
    return [
        *_blank(picture),
        *_outside(shown),
        *_cut_off(shown),
        *_clipped(shown),
        *_unreachable(window, shown),
        *_pale(window, shown, picture),
    ]


def _blank(picture: QImage) -> Iterator[str]:
    small = picture.scaled(160, 100)
    colors = {small.pixel(x, y) for x in range(small.width()) for y in range(small.height())}
    if len(colors) < _MIN_COLORS:
        yield f"the picture is blank: {len(colors)} colors"


def _outside(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or _is_scrolled(widget):
            continue
        if not parent.rect().contains(widget.geometry()):
            yield f"outside of its parent: {_name(widget)} {_place(widget.geometry())}"


def _cut_off(shown: list[QWidget]) -> Iterator[str]:
    """Yield what a scroll area shows in part and cannot be scrolled to show the rest of."""
    for area in shown:
        if not isinstance(area, QScrollArea) or area.widget() is None:
            continue
        is_fixed = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        width_px, room_px = area.widget().width(), area.viewport().width()
        if is_fixed and width_px > room_px:
            yield f"cut off: {_name(area.widget())} is {width_px} wide in {room_px}"


def _clipped(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if isinstance(widget, ElidedLabel | ElidedComboBox) or not _text(widget).strip():
            continue
        needed_px, needed_height_px = _needed(widget)
        if needed_px > widget.width() + _SLACK_PX or needed_height_px > widget.height() + _SLACK_PX:
            has = f"{widget.width()}x{widget.height()}"
            yield f"clipped: {_name(widget)} needs {needed_px}x{needed_height_px}, has {has}"


def _needed(widget: QWidget) -> tuple[int, int]:
    hint = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return 0, widget.heightForWidth(widget.width())
    if isinstance(widget, QLineEdit):
        words = widget.text() or widget.placeholderText()
        margins_px = widget.contentsMargins().left() + widget.contentsMargins().right()
        is_scrolled = bool(widget.text())
        advance_px = 0 if is_scrolled else widget.fontMetrics().horizontalAdvance(words)
        return advance_px + margins_px, widget.minimumSizeHint().height()
    if isinstance(widget, QComboBox):
        return widget.fontMetrics().horizontalAdvance(widget.currentText()), 0
    if isinstance(widget, QLabel):
        return hint.width(), widget.fontMetrics().height()
    return hint.width(), widget.fontMetrics().height()


def _unreachable(window: QWidget, shown: list[QWidget]) -> Iterator[str]:
    chain = set(_focus_chain(window))
    for widget in shown:
        if not isinstance(widget, _CONTROLS) or not widget.isEnabled() or _is_part(widget):
            continue
        has_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if widget not in chain or not (has_tab or _group_has_tab(widget, shown)):
            yield f"not reached by Tab: {_name(widget)}"


def _focus_chain(window: QWidget) -> Iterator[QWidget]:
    first = widget = window.nextInFocusChain()
    while widget is not None:
        yield widget
        widget = widget.nextInFocusChain()
        if widget is first:
            return


def _pale(window: QWidget, shown: list[QWidget], picture: QImage) -> Iterator[str]:
    """Yield texts that are hard to read on what they stand on."""
    scale = picture.width() / max(1, window.width())
    for widget in shown:
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isEnabled():
            continue
        if not _text(widget).strip() or widget.visibleRegion().isEmpty():
            continue
        seen = widget.visibleRegion().boundingRect()
        place = QRect(widget.mapTo(window, seen.topLeft()), seen.size())
        ground = _ground(picture, place, scale)
        ink = widget.palette().color(widget.foregroundRole()).name()
        if ground is not None and contrast_ratio(ink, ground) < _MIN_CONTRAST:
            yield f"pale: {_name(widget)}, {ink} on {ground}"


def _ground(picture: QImage, place: QRect, scale: float) -> str | None:
    """Return the color that most of a part of the picture has; None of a part as thin as a line."""
    step = max(1, place.width() // 60)
    counts = Counter(
        picture.pixelColor(QPoint(round(x * scale), round(y * scale))).name()
        for x in range(max(0, place.left()), place.right(), step)
        for y in range(max(0, place.top()), place.bottom(), 2)
        if x * scale < picture.width() and y * scale < picture.height()
    )
    return counts.most_common(1)[0][0] if counts else None


def _is_scrolled(widget: QWidget) -> bool:
    """Whether it lies, at whatever depth, in what a scroll area may show in part."""
    parent = widget.parentWidget()
    if parent is None:
        return False
    area = parent.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is parent


def _is_part(widget: QWidget) -> bool:
    """Whether it belongs to a control that takes the focus for it."""
    parent = widget.parentWidget()
    is_part_of_control = isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit)
    is_header = isinstance(parent, QAbstractItemView)
    in_scroll_area = isinstance(widget, QScrollBar)
    # The field above the commands has the focus and walks through them.
    grandparent = parent.parentWidget() if parent is not None else None
    is_palette = isinstance(widget, QListView) and isinstance(grandparent, Overlay)
    return is_part_of_control or is_header or in_scroll_area or is_palette


def _group_has_tab(widget: QWidget, shown: list[QWidget]) -> bool:
    """Whether a button is reached with the arrow keys from one of its group."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is None or not group.exclusive():
        return False
    return any(bool(b.focusPolicy() & Qt.FocusPolicy.TabFocus) for b in group.buttons())


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _name(widget: QWidget) -> str:
    path = []
    each: QWidget | None = widget
    while each is not None and len(path) < 3:
        path.append(type(each).__name__)
        each = each.parentWidget()
    text = _text(widget)[:40] or widget.accessibleName()
    return f"{' < '.join(path)} {text!r}"


def _place(rect: QRect) -> str:
    return f"at {rect.x()},{rect.y()} {rect.width()}x{rect.height()}"
