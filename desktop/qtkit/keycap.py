"""Keys as small caps, as in the status bar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.qtkit.layouts import row
from desktop.qtkit.texts import TextRole, styled, text_label


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key that works now, and what it does in a word or two.

    Attributes:
        key: The one that does it by itself; the status bar shows the one in force.
        context: When the key means it before anything else; empty = always.
    """

    key: str
    text: str
    context: str = ""


def key_text(key: str) -> str:
    """Return a shortcut in Qt's portable text as this system writes it."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
    return text.replace("Return", "Enter")


def cap_text(key: str) -> str:
    """Return a shortcut as it stands on a cap."""
    # A plus joins keys, unless it is the key itself.
    return re.sub(r"\+(?=.)", " ", key_text(key))


def key_cap(key: str) -> QLabel:
    """Return a key as a label that looks like one."""
    label = styled(text_label(cap_text(key)), look="key")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return label


def key_hint(hint: KeyHint) -> QWidget:
    """Return a key with its words."""
    result = QWidget()
    layout = row(key_cap(hint.key), text_label(hint.text, TextRole.CAPTION), spacing_px=6)
    result.setLayout(layout)
    return result
